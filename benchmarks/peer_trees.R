# The peer of bench_trees.py: conditional inference trees and forests by R partykit.
#   Rscript peer_trees.R --check       exits with 0 where partykit is found
#   Rscript peer_trees.R trees DATA    DATA/index.csv and DATA/K.bin as bench_trees.py wrote them; writes DATA/K.out
#   Rscript peer_trees.R forests DATA  the same with forests: predictions, several seeds
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(partykit))
if (arguments[1] == "--check") quit(status = 0)
folder <- arguments[2]
sets <- read.csv(file.path(folder, "index.csv"))

people_of <- function(set) {
  file <- file(file.path(folder, sprintf("%d.bin", set - 1)), "rb")
  on.exit(close(file))
  n <- sets$people[set]
  sizes <- as.integer(strsplit(as.character(sets$sizes[set]), "x")[[1]])
  people <- data.frame(y = readBin(file, "double", n))
  for (place in seq_along(sizes)) {
    codes <- readBin(file, "integer", n)
    people[[paste0("v", place)]] <- factor(codes, levels = seq_len(sizes[place]) - 1L)
  }
  people
}
spent <- function(before) {
  took <- proc.time() - before
  c(cpu = took[[1]] + took[[2]], wall = took[[3]])
}

for (set in seq_len(nrow(sets))) {
  people <- people_of(set)
  out <- file(file.path(folder, sprintf("%d.out", set - 1)), "wb")
  before <- proc.time()
  if (arguments[1] == "trees") {
    control <- ctree_control(alpha = sets$alpha[set], minbucket = as.integer(sets$min_size[set]))
    tree <- ctree(y ~ ., data = people, control = control)
    took <- spent(before)
    writeBin(as.double(fitted(tree)[["(fitted)"]]), out)
  } else {
    set.seed(sets$seed[set])
    control <- ctree_control(testtype = "Bonferroni", mincriterion = 0, minbucket = 10L)
    tried <- ceiling(sqrt(ncol(people) - 1))
    forest <- cforest(y ~ ., data = people, ntree = sets$trees[set], mtry = tried, control = control)
    grown <- spent(before)
    predictions <- predict(forest)
    took <- spent(before)
    writeBin(as.double(predictions), out)
    writeBin(as.double(predict(forest, OOB = TRUE)), out)
  }
  close(out)
  cat(sprintf("%d %f %f\n", set - 1, took[["cpu"]], took[["wall"]]))
}
