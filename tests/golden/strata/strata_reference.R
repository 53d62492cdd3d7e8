# Reference values of models of strata: a made table of 240 people in 12 strata, fitted by lme4.
# Run: Rscript strata_reference.R   (writes strata_people.csv and strata_reference.json beside it)
suppressMessages({library(lme4); library(jsonlite)})
set.seed(7)
grid <- expand.grid(sex = c("female", "male"), origin = c("a", "b", "c"), class = c("high", "low"))
grid$u <- rnorm(12, 0, 1.2)
people <- grid[sample(12, 240, TRUE, prob = c(1:12)), ]
people$age <- round(runif(240, 18, 80))
people$pay <- round(20 + 2 * (people$sex == "male") - 1.5 * (people$class == "low") + people$u +
  .03 * people$age + rnorm(240, 0, 3), 2)
people$ill <- rbinom(240, 1, plogis(-1 + .6 * (people$class == "low") + .7 * people$u + .01 * (people$age - 50)))
people <- people[, c("sex", "origin", "class", "age", "pay", "ill")]
write.csv(people, "strata_people.csv", row.names = FALSE, quote = FALSE)
people$stratum <- interaction(people$sex, people$origin, people$class, drop = TRUE)

tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 1e-2, rhoend = 1e-12, maxfun = 1e5))
gtight <- glmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 1e-2, rhoend = 1e-10, maxfun = 1e5),
  tolPwrss = 1e-13)
told <- function(fit) {
  effects <- ranef(fit, condVar = TRUE)$stratum
  list(
    fixed = as.list(fixef(fit)), se = as.list(sqrt(diag(as.matrix(vcov(fit))))),
    variance = as.numeric(VarCorr(fit)$stratum), residual = sigma(fit)^2,
    log_likelihood = as.numeric(logLik(fit)),
    effects = setNames(as.list(effects[[1]]), rownames(effects)),
    effects_se = setNames(as.list(sqrt(as.numeric(attr(effects, "postVar")))), rownames(effects))
  )
}
normal <- function(right, reml) told(lmer(as.formula(paste("pay ~", right, "+ (1|stratum)")), people, REML = reml,
  control = tight))
yes_no <- function(right, points) told(glmer(as.formula(paste("ill ~", right, "+ (1|stratum)")), people,
  family = binomial, nAGQ = points, control = gtight))
main <- "sex + origin + class"
reference <- list(
  reml = list(null = normal("1", TRUE), main = normal(main, TRUE)),
  ml = list(null = normal("1", FALSE), main = normal(main, FALSE)),
  reml_age = list(null = normal("age", TRUE), main = normal(paste("age +", main), TRUE)),
  laplace = list(null = yes_no("1", 1), main = yes_no(main, 1)),
  agq7 = list(null = yes_no("1", 7), main = yes_no(main, 7)),
  agq15 = list(null = yes_no("1", 15), main = yes_no(main, 15)),
  laplace_age = list(null = yes_no("age", 1), main = yes_no(paste("age +", main), 1)),
  versions = list(R = R.version.string, lme4 = as.character(packageVersion("lme4")))
)
write_json(reference, "strata_reference.json", digits = 15, auto_unbox = TRUE, pretty = TRUE)
for (m in names(reference)[1:7]) cat(m, reference[[m]]$null$variance, reference[[m]]$main$variance, "\n")
