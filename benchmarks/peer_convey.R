# The peer of bench_inequality.py: the same measures by R survey and convey.
#   Rscript peer_convey.R --check [FOLDER]   exits with 0 where survey and convey are found
#   Rscript peer_convey.R DATA [FOLDER]      DATA as bench_inequality.py wrote it, FOLDER of convey's R files
arguments <- commandArgs(trailingOnly = TRUE)
sources <- if (length(arguments) > 1) arguments[2] else ""

suppressMessages(library(survey))
if (nzchar(sources)) {
  files <- list.files(sources, pattern = "[.][rR]$", full.names = TRUE)
  if (!length(files)) stop("No R files in ", sources)
  for (file in files) source(file)
} else {
  suppressMessages(library(convey))
}
if (arguments[1] == "--check") quit(status = 0)

column <- function(name, what) {
  file <- file.path(arguments[1], name)
  readBin(file, what, n = file.size(file) / (if (what == "integer") 4 else 8))
}
people <- data.frame(
  household = column("household", "integer"),
  db040 = factor(column("province", "integer"), labels = readLines(file.path(arguments[1], "db040.txt"))),
  rb090 = factor(column("sex", "integer"), labels = readLines(file.path(arguments[1], "rb090.txt"))),
  income = column("income", "double"),
  weight = column("weight", "double")
)

before <- proc.time()
design <- convey_prep(svydesign(ids = ~household, strata = ~db040, weights = ~weight, data = people))
positive <- subset(design, income > 0)
by_group <- function(measure, design, covmat = TRUE, ...)
  svyby(~income, ~ rb090 + db040, design, measure, covmat = covmat, ...)
found <- list(
  mean = by_group(svymean, design),
  gini = by_group(svygini, design),
  mean_log_deviation = by_group(svygei, positive, epsilon = 0),
  theil = by_group(svygei, positive, epsilon = 1),
  atkinson = by_group(svyatk, positive, epsilon = 1),
  quintile_share_ratio = by_group(svyqsr, design),
  poverty_rate = by_group(svyarpr, design, covmat = FALSE) # convey refuses covariances of it
)
covariances <- lapply(found, vcov)
took <- proc.time() - before

listed <- function(numbers) paste0("[", paste(sprintf("%.17g", numbers), collapse = ", "), "]")
written <- function(name) {
  values <- coef(found[[name]])
  rows <- apply(as.matrix(covariances[[name]]), 1, listed)
  groups <- paste(sprintf('"%s"', names(values)), collapse = ", ")
  sprintf(
    '"%s": {"groups": [%s], "values": %s, "covariance": [%s]}',
    name, groups, listed(values), paste(rows, collapse = ", ")
  )
}
answer <- paste(vapply(names(found), written, ""), collapse = ", ")
cat(sprintf('{"cpu": %f, "wall": %f, "answer": {%s}}\n', sum(took[c(1, 2, 4, 5)]), took[3], answer))
