# The peer of bench_strata.py: random-intercept models of rows by R lme4.
#   Rscript peer_lme4.R --check            exits with 0 where lme4 is found
#   Rscript peer_lme4.R DATA MODEL         DATA as bench_strata.py wrote it; MODEL lmer-null, lmer-main,
#                                          glmer-null or glmer-main (Laplace)
suppressMessages(library(lme4))
arguments <- commandArgs(trailingOnly = TRUE)
if (arguments[1] == "--check") quit(status = 0)
column <- function(name, what) {
  file <- file.path(arguments[1], name)
  readBin(file, what, n = file.size(file) / (if (what == "integer") 4 else 8))
}
people <- data.frame(
  a = factor(column("a", "integer")), b = factor(column("b", "integer")),
  c = factor(column("c", "integer")), d = factor(column("d", "integer")),
  pay = column("pay", "double"), ill = column("ill", "integer")
)
people$stratum <- interaction(people$a, people$b, people$c, people$d, drop = TRUE)
right <- if (grepl("null", arguments[2])) "1" else "a + b + c + d"
normal <- grepl("^lmer", arguments[2])
form <- as.formula(paste(if (normal) "pay" else "ill", "~", right, "+ (1|stratum)"))
invisible(gc())
before <- proc.time()
fit <- if (normal) lmer(form, people) else glmer(form, people, family = binomial)
took <- proc.time() - before
cat(sprintf('{"cpu": %.6f, "wall": %.6f, "answer": {"variance": %.10f, "log_likelihood": %.6f}}\n',
  took[["user.self"]] + took[["sys.self"]], took[["elapsed"]],
  as.numeric(VarCorr(fit)$stratum), as.numeric(logLik(fit))))
