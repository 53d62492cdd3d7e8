# Makes decompositions_survey.json: R survey's own covariances of what a decomposition is made of, and the
# decomposition's standard errors by bootstrap. Run: Rscript decompositions_survey.R SHARED > decompositions_survey.json
suppressMessages({library(survey); library(jsonlite)})
shared <- commandArgs(TRUE)[1]
d <- read.csv(gzfile(file.path(shared, "data/measures/eusilc.csv.gz")))
d$male <- as.numeric(d$rb090 == "male")
d$use <- !is.na(d$age) & d$age >= 16 & !is.na(d$pl030) & !is.na(d$eqIncome)
d$age2 <- d$age^2
d$status <- factor(ifelse(is.na(d$pl030), 1, d$pl030))
contrasts(d$status) <- contr.sum(nlevels(d$status))
design <- svydesign(id = ~db030, strata = ~db040, weights = ~rb050, data = d)
domain <- subset(design, use)
# One regression with everything by group has the joint covariance of both groups' coefficients.
both <- svyglm(eqIncome ~ 0 + factor(male) + factor(male):(age + age2 + status), domain)
means <- svyby(~eqIncome + age + age2 + status, ~male, domain, svymean, covmat = TRUE)
gap <- svycontrast(svyby(~eqIncome, ~male, domain, svymean, covmat = TRUE), c("1" = 1, "0" = -1))

parts <- function(w, data) {
  here <- data$use & w > 0
  x <- model.matrix(~ age + age2 + status, data[here, ])
  y <- data$eqIncome[here]; m <- data$male[here]; w <- w[here]
  fit <- function(rows, z = x) lm.wfit(z[rows, , drop = FALSE], y[rows], w[rows])$coefficients
  b1 <- fit(m == 1); b0 <- fit(m == 0)
  x1 <- colSums(x[m == 1, ] * w[m == 1]) / sum(w[m == 1]); x0 <- colSums(x[m == 0, ] * w[m == 0]) / sum(w[m == 0])
  pooled <- lm.wfit(cbind(x, 1 - m), y, w)$coefficients[seq_len(ncol(x))]
  neumark <- lm.wfit(x, y, w)$coefficients
  share <- sum(w[m == 1]) / sum(w)
  star <- list(pooled = pooled, neumark = neumark, reference = b1, group = b0, reimers = (b1 + b0) / 2,
               cotton = share * b1 + (1 - share) * b0)
  explained <- sapply(star, function(b) sum((x1 - x0) * b))
  total <- sum(x1 * b1) - sum(x0 * b0)
  c(explained, unexplained = total - explained, endowments = sum((x1 - x0) * b0),
    coefficients = sum(x0 * (b1 - b0)), interaction = sum((x1 - x0) * (b1 - b0)), gap = total)
}
# The bootstrap of Rao and Wu: exact linearisation needs no replicates, so the two agree only within noise.
set.seed(1)
again <- as.svrepdesign(design, type = "subbootstrap", replicates = 600)
replicates <- withReplicates(again, parts, return.replicates = TRUE)
replicates$var <- attr(replicates$theta, "var")
named <- function(v) as.list(v)
cat(toJSON(list(
  coefficients = named(coef(both)), coefficients_se = named(SE(both)),
  means = named(coef(means)), means_se = named(SE(means)), gap = coef(gap)[[1]], gap_se = SE(gap)[[1]],
  parts = as.list(parts(weights(design), d)), bootstrap_se = named(sqrt(diag(replicates$var)))
), auto_unbox = TRUE, digits = NA, pretty = TRUE))
