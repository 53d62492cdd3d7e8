# Reference values of the birthright report, by base R only, on a small table that it makes itself.
# Rscript tests/causes/birthright/reference.R writes reference.csv and reference.json beside it.
# Levels of circumstances are compared by lm() in logs; profiles by tapply(); tranches by their mid-ranks.
set.seed(20261128)
n <- 240
d <- data.frame(
  class = sample(c("routine", "intermediate", "managers"), n, TRUE, c(.4, .35, .25)),
  origin = sample(c("a", "b"), n, TRUE, c(.7, .3)),
  region = sample(c("north", "south", "west"), n, TRUE)
)
effect <- c(routine = 0, intermediate = .15, managers = .45)[d$class] - .3 * (d$origin == "b")
d$pay <- round(exp(6 + effect + rnorm(n, sd = .4)), 2)
d$well <- as.integer(runif(n) < plogis(.3 + effect))
d$weight <- round(runif(n, .5, 2), 2)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
write.csv(d, file.path(here, "reference.csv"), row.names = FALSE, quote = FALSE)

w <- d$weight
gini <- function(y, w) {
  o <- order(y); y <- y[o]; w <- w[o] / sum(w)
  1 - sum(w * (2 * cumsum(w * y) - w * y)) / sum(w * y)
}
mld <- function(y, w) log(weighted.mean(y, w)) - weighted.mean(log(y), w)
var0 <- function(y, w) weighted.mean((y - weighted.mean(y, w))^2, w)
profile <- interaction(d$class, d$origin, d$region, drop = TRUE)
means <- function(y, by) {
  m <- tapply(w * y, by, sum) / tapply(w, by, sum)
  as.vector(m[as.character(by)])
}
smooth <- means(d$pay, profile)
circumstances <- c("class", "origin", "region")
fit <- function(of) {
  if (length(of) == 0) return(rep(exp(weighted.mean(log(d$pay), w)), n))
  exp(fitted(lm(reformulate(of, "log(pay)"), d, weights = w)))
}
value <- function(of) mld(fit(of), w)
share <- function(of) {
  others <- setdiff(circumstances, of)
  sets <- list(character(), others[1], others[2], others)
  sum(c(1 / 3, 1 / 6, 1 / 6, 1 / 3) * sapply(sets, function(s) value(c(s, of)) - value(s)))
}
regression <- fit(circumstances)
logit <- fitted(suppressWarnings(glm(well ~ class + origin + region, quasibinomial, d, weights = w,
  control = list(epsilon = 1e-14, maxit = 100))))
chances <- means(d$well, profile)
dissimilarity <- function(p) weighted.mean(abs(p - weighted.mean(p, w)), w) / (2 * weighted.mean(p, w))
# Ex post, with class as the type.
tranche <- integer(n)
for (each in unique(d$class)) {
  at <- which(d$class == each); at <- at[order(d$pay[at])]
  tranche[at] <- pmin(floor((cumsum(w[at]) - w[at] / 2) / sum(w[at]) * 10), 9)
}
effort <- means(d$pay, interaction(d$class, tranche, drop = TRUE)) / means(d$pay, factor(tranche))
found <- list(
  gini = gini(d$pay, w), mld = mld(d$pay, w), variance_of_logs = var0(log(d$pay), w),
  nonparametric = list(gini = gini(smooth, w), mld = mld(smooth, w), r2 = var0(smooth, w) / var0(d$pay, w)),
  parametric = list(gini = gini(regression, w), mld = mld(regression, w),
    variance_of_logs = var0(log(regression), w),
    r2 = summary(lm(pay ~ class + origin + region, d, weights = w))$r.squared),
  residual = 1 - mld(d$pay / regression, w) / mld(d$pay, w),
  shapley = sapply(circumstances, share, simplify = FALSE),
  expost = list(gini = gini(effort, w), mld = mld(effort, w)),
  chance = list(nonparametric = dissimilarity(chances), parametric = dissimilarity(logit),
    mld = mld(logit, w), gini = gini(logit, w))
)
flat <- unlist(found)
writeLines(paste0("{\n", paste0("  \"", names(flat), "\": ", format(flat, digits = 17, trim = TRUE, scientific = FALSE),
  collapse = ",\n"), "\n}"), file.path(here, "reference.json"))
