"""What the page of decompositions says of distributions and of yes/no outcomes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results" / "decompositions_coverage.json"
WORDS = """## Quantiles, variance, Gini (`rif`)

`--method rif --quantile 0.1 --statistic gini` explains a statistic v of the distribution (quantiles, `variance`,
`log_variance`, `gini`, `mean`). Each person's recentred influence R is v plus the influence of one person more like that one;
its mean is v, so that a regression of R on covariates splits v as one of the outcome splits the mean (Firpo, Fortin and
Lemieux 2009, 2018).

| statistic | R(y) |
|---|---|
| quantile q of share p | `q + (p - 1[y <= q]) / f(q)` |
| variance | `(y - mean)²`, all people as divisor |
| Gini | `1 - 2 m(y) / mean + M y / mean²`, with `m(y) = E min(Y, y)` and `M = E m(Y)` |

The quantile is R's type 7, and the density f R's `density()` as published decompositions use it: Gaussian kernel, Silverman's
bandwidth (`bw.nrd0`), 512 points. With weights, the bandwidth rests on the effective number of people.

- Plainly: composition `(xA - xB)'b*` and structure, the rest, with b* the reference group's unless `--coefficients` says otherwise.
- With `--reweight`, A is weighted to have the covariates of B, which makes C: composition `(xA - xC)'bA`, specification error
  `xC'(bA - bC)` (what a straight line misses), structure `xB'(bC - bB)`, reweighting error `(xC - xB)'bC` (what the weights miss).
- The parts add up to the gap by recentred influence. What that misses of the gap itself is told as the approximation error:
  it is large where outcomes heap at a quantile, and a warning says so.

## Reweighting (`dfl`)

`--method dfl` gives each of A the odds of being of B, given covariates (DiNardo, Fortin and Lemieux 1996): composition
`v(A) - v(C)`, structure `v(C) - v(B)`, for any of the statistics (the mean where none is asked for). The odds come from a
logistic regression, or from the combinations of levels (`--reweighting cells`). Told with it: the effective number of people,
the largest weight, and the share of each group outside the common support. A level that only A has takes no weight. A level that
only B has, or a covariate that separates the groups, is refused by name. No weight is cut unless `--largest-weight` says so.

## Yes or no (`logit`)

`--method logit`: explained is `mean over A of F(x'b*) - mean over B of F(x'b*)`, with F the logistic function.

- `--detail yun` (default): a covariate gets the share of it that it has in `(xA - xB)'b*` (Yun 2004). Both parts are shared out.
- `--detail fairlie`: people of both groups are paired by rank of predicted chance, all of them, with their weights, and
  covariates change hands one after the other (Fairlie 2005). Fairlie draws subsamples and orders; this is what they tend to, and
  depends on neither: every order counts up to 8 covariates (a Shapley value), and 200 orders from the printed seed beyond.

A group in which a level has nobody with the outcome has no regression of its own: the explained part by pooled coefficients
stays, and a note says why the rest is not shared out.

## Standard errors of these

Linearised, in closed form: by each person's influence on the statistic, on its density, on the regression of recentred
influence (which itself moves with the distribution), and on the weights of the logistic regression, under the whole design;
products of means and coefficients keep the trace term. Only Fairlie's detail needs replicates, which estimate everything
again. The error of choosing a bandwidth is not in them.
"""  # noqa: E501


def distributions_words() -> str:
    """The sections on methods."""
    return WORDS


def distributions_coverage() -> Iterator[str]:
    """How often intervals hold the truth."""
    found = json.loads(RESULTS.read_text(encoding="utf-8"))
    yield from ("## Intervals of parts of distributions", "")
    yield (
        f"In {found['surveys']} surveys of 2,400 people from a made population of 300,000 "
        "(`decompositions_coverage.py` in `benchmarks`), 95% intervals held the population's own value so "
        "often. Fairlie's rest on a fifth of the surveys. A share of 95% of 300 is known to 1.3 points. Pay "
        "is skewed here and not in logarithms. Intervals of the composition are too short at the 90th "
        "percentile and for the variance, 85% to 91% in place of 95%: read those as wider. Whether smoothing "
        "or skewness does it, and whether logarithms help, was not tested."
    )
    designs = found["shares"]
    yield from ("", "| method | part | " + " | ".join(designs) + " |", "|---|---|" + "---|" * len(designs))
    first = next(iter(designs.values()))
    for method, parts in first.items():
        for part in parts:
            held = " | ".join(f"{100 * own[method][part][0]:.1f}%" for own in designs.values())
            yield f"| {method} | {part.replace('_', ' ')} | {held} |"
