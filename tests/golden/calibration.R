# Reference values of calibrated weights and their variances, by R survey (Lumley).
# Run in this folder: Rscript calibration.R > calibration.json
# The people are made by whole-number arithmetic; test_calibration_reference.py makes the same ones.
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust", warn = 1)

i <- 0:159
hash <- function(factor, modulus) (i * factor + 17) %% modulus
d <- data.frame(
  stratum = i %/% 40, cluster = i %/% 8,
  weight = 10 + 5 * (i %/% 40) + hash(7, 5),
  sex = ifelse(hash(7919, 101) < 54, "f", "m"),
  age = c("16-34", "35-64", "65+")[1 + (hash(104729, 97) > 35) + (hash(104729, 97) > 74)],
  region = c("north", "south", "west")[1 + hash(7, 30) %/% 10],
  x = 100 + hash(7907, 1009) / 10
)
d$y <- 2 * d$x + hash(6007, 503) / 4 + 20 * (d$sex == "f")
d$fpc <- 60
for (name in c("north", "south", "west")) {
  d[[name]] <- as.numeric(d$region == name)
  d[[paste0("y_", name)]] <- d$y * d[[name]]
}
repl <- sapply(0:29, function(r) 0.5 + ((d$cluster * 31 + r * 17 + (d$cluster * r) %% 7) %% 5) / 4)

sex <- data.frame(sex = c("f", "m"), Freq = c(1500, 1600))
age <- data.frame(age = c("16-34", "35-64", "65+"), Freq = c(1000, 1300, 800))
cross <- expand.grid(sex = c("f", "m"), age = c("16-34", "35-64", "65+"))
cross$Freq <- c(520, 480, 610, 690, 380, 420)
greg <- c("(Intercept)" = 3100, sexm = 1600, "age35-64" = 1300, "age65+" = 800, x = 466000)

designs <- list(
  clusters = svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, data = d, nest = TRUE),
  finite = svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, fpc = ~fpc, data = d, nest = TRUE),
  rows = svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = d),
  replicates = svrepdesign(
    data = d, weights = ~weight, repweights = repl, type = "other", combined.weights = FALSE,
    scale = 1 / 30, rscales = rep(1, 30), mse = TRUE
  )
)
# Replicate weights spread further, and R only warns of those that it cannot bring within bounds.
narrow <- function(s) if (inherits(s, "svyrep.design")) c(0.5, 2) else c(0.8, 1.3)
ways <- list(
  post = function(s) postStratify(s, ~sex, sex),
  crossed = function(s) postStratify(s, ~sex + age, cross),
  rake = function(s) {
    rake(s, list(~sex, ~age), list(sex, age), control = list(maxit = 500, epsilon = 1e-14))
  },
  raking = function(s) {
    calibrate(s, list(~sex, ~age), list(sex, age), calfun = "raking", epsilon = 1e-13, maxit = 200, compress = FALSE)
  },
  greg = function(s) calibrate(s, ~sex + age + x, greg, compress = FALSE),
  linear_bounded = function(s) {
    calibrate(s, ~sex + age + x, greg, bounds = narrow(s), epsilon = 1e-13, maxit = 200, compress = FALSE)
  },
  raking_numbers = function(s) {
    calibrate(s, ~sex + age + x, greg, calfun = "raking", epsilon = 1e-13, maxit = 200, compress = FALSE)
  },
  raking_bounded = function(s) {
    calibrate(s, ~sex + age + x, greg, calfun = "raking", bounds = narrow(s), epsilon = 1e-13, maxit = 200, compress = FALSE)
  },
  logit = function(s) {
    calibrate(s, ~sex + age + x, greg, calfun = "logit", bounds = c(0.3, 3), epsilon = 1e-13, maxit = 200, compress = FALSE)
  }
)

# One weight for everybody of a cluster.
d$household <- 10 + 5 * d$stratum + (d$cluster * 7) %% 4
designs$households <- svydesign(
  ids = ~cluster, strata = ~stratum, weights = ~household, data = d, nest = TRUE
)
within <- function(s, ...) calibrate(s, ~sex + age + x, greg, aggregate.stage = 1, ...)
households <- list(
  greg = function(s) calibrate(s, ~sex, greg[1:2], aggregate.stage = 1),
  raking_numbers = function(s) within(s, calfun = "raking", epsilon = 1e-13, maxit = 200),
  logit = function(s) within(s, calfun = "logit", bounds = c(0.1, 5), epsilon = 1e-13, maxit = 200)
)

flat <- function(v) paste0("[", paste(sprintf("%.17g", as.vector(v)), collapse = ", "), "]")
results <- c()
for (design in names(designs)) for (way in names(if (design == "households") households else ways)) {
  how <- if (design == "households") households else ways
  s <- tryCatch(how[[way]](designs[[design]]), error = function(e) { message(design, " ", way, ": ", e); NULL })
  if (is.null(s)) next
  mean <- svymean(~y, s); total <- svytotal(~y, s); ratio <- svyratio(~y, ~x, s)
  # svyby gives no covariances of calibrated designs; ratios to the number of people of each region do.
  by <- svyratio(~y_north + y_south + y_west, ~north + south + west, s, covmat = TRUE)
  own <- c(1, 5, 9)
  known <- svytotal(~sex, s)
  w <- weights(s, "sampling")
  median <- svyquantile(~y, s, 0.5, ci = TRUE, qrule = "math", interval.type = "mean")$y
  results <- c(results, paste0(
    '  {"design": "', design, '", "way": "', way, '",\n',
    '   "mean": ', flat(c(coef(mean), SE(mean))), ', "total": ', flat(c(coef(total), SE(total))),
    ', "ratio": ', flat(c(coef(ratio), SE(ratio))), ',\n',
    '   "regions": ', flat(coef(by)[own]), ', "covariance": ', flat(vcov(by)[own, own]), ',\n',
    '   "known": ', flat(SE(known)), ', "median": ', flat(median[1, c(1, 2, 3, 4)]),
    ', "degf": ', degf(s), ',\n',
    '   "weights": ', flat(w[c(1:6, 155:160)]), '}'
  ))
}
cat(paste0('{"package": "survey ', packageVersion("survey"), ', R ', getRversion(), '", "results": [\n'))
cat(paste(results, collapse = ",\n"), "\n]}\n", sep = "")
