# Makes distributions.json: reference values for decompositions of distributions and of yes/no outcomes.
# Base R (glm, lm, density) and jsonlite; run from this folder: Rscript distributions.R
set.seed(7)
n <- c(90, 60)
g <- rep(0:1, n)
age <- round(rnorm(150, 40 + 3 * (1 - g), 9))
level <- sample(c("low", "mid", "top"), 150, TRUE)
level[g == 1 & level == "top" & runif(150) < .4] <- "low"
pay <- round(exp(2 + .01 * age + .3 * (level == "top") + .2 * (1 - g) + rnorm(150, 0, .4)), 2)
ill <- as.integer(runif(150) < plogis(-2 + .03 * age - .4 * (level == "top") + .5 * g))
w <- round(runif(150, .5, 2), 2)
d <- data.frame(g, age, level, pay, ill, w)
f <- ~ age + level
X <- model.matrix(f, d)
A <- d$g == 0; B <- !A

m <- suppressWarnings(glm(g ~ age + level, binomial, d))
odds <- exp(predict(m))
C <- odds[A]
mw <- suppressWarnings(glm(g ~ age + level, binomial, d, weights = w))
Cw <- d$w[A] * exp(predict(mw))[A]

dens <- function(y, q, wt) { k <- suppressWarnings(density(y, weights = wt / sum(wt), bw = BW(y, wt))); approx(k$x, k$y, q)$y }
q7 <- function(y, wt, p) { o <- order(y, wt); cum <- c(0, cumsum(wt[o])[-length(y)]); approx(cum, y[o], p * tail(cum, 1))$y }
BW <- function(y, wt) {
  n <- sum(wt)^2 / sum(wt^2); mu <- weighted.mean(y, wt)
  s <- sqrt(weighted.mean((y - mu)^2, wt) * n / (n - 1))
  .9 * min(s, (q7(y, wt, .75) - q7(y, wt, .25)) / 1.34) * n^-.2
}
rif <- function(y, wt, p) { q <- q7(y, wt, p); q + (p - (y <= q)) / dens(y, q, wt) }
fit <- function(r, rows, wt) lm.wfit(X[rows, ], r, wt)$coefficients
ffl <- function(p) {
  y <- d$pay; one <- rep(1, nrow(d))
  bA <- fit(rif(y[A], one[A], p), A, one[A]); bB <- fit(rif(y[B], one[B], p), B, one[B])
  bC <- fit(rif(y[A], C, p), A, C)
  xA <- colMeans(X[A, ]); xB <- colMeans(X[B, ]); xC <- apply(X[A, ], 2, weighted.mean, C)
  list(p = p, composition = sum((xA - xC) * bA), specification_error = sum(xC * (bA - bC)),
       structure = sum(xB * (bC - bB)), reweighting_error = sum((xC - xB) * bC))
}
gini <- function(y, wt) { o <- order(y); y <- y[o]; s <- wt[o] / sum(wt); 1 - sum(s * sapply(y, function(v) sum(s * pmin(v, y)))) / sum(s * y) }

pooled <- glm(ill ~ age + level + g, binomial, d)
b <- coef(pooled)[colnames(X)]
explained <- mean(plogis(X[A, ] %*% b)) - mean(plogis(X[B, ] %*% b))
lin <- (colMeans(X[A, ]) - colMeans(X[B, ])) * b
yun <- explained * c(age = unname(lin["age"]), level = sum(lin[c("levelmid", "leveltop")])) / sum(lin)

# Fairlie's own way: draw as many of the larger group, pair by rank, switch in random order; a mean of many.
simulated <- replicate(4000, {
  a <- sample(which(A), sum(B)); b0 <- which(B)
  ord <- function(i) i[order(X[i, ] %*% b)]
  XA <- X[ord(a), ]; XB <- X[ord(b0), ]
  sets <- list(age = "age", level = c("levelmid", "leveltop"))
  now <- XB; out <- c(age = 0, level = 0)
  for (v in sample(names(sets))) {
    before <- mean(plogis(now %*% b)); now[, sets[[v]]] <- XA[, sets[[v]]]
    out[v] <- mean(plogis(now %*% b)) - before
  }
  out
})
out <- list(
  data = d,
  density = list(at = 10, value = with(list(k = density(d$pay)), approx(k$x, k$y, 10)$y), bandwidth = bw.nrd0(d$pay)),
  ffl = list(ffl(.25), ffl(.5)),
  dfl = list(mean = weighted.mean(d$pay[A], C), ess = sum(C)^2 / sum(C^2), gini = gini(d$pay[A], C),
             weighted_mean = weighted.mean(d$pay[A], Cw), weighted_gini = gini(d$pay[A], Cw),
             weighted_median = q7(d$pay[A], Cw, .5)),
  logit = list(explained = explained, yun = as.list(yun), fairlie = as.list(rowMeans(simulated)),
               fairlie_se = as.list(apply(simulated, 1, sd) / sqrt(4000)))
)
writeLines(jsonlite::toJSON(out, digits = NA, auto_unbox = TRUE, dataframe = "columns"), "distributions.json")
