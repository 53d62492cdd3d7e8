"""What the page of decompositions says of distributions and of yes/no outcomes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results" / "coverage_distributions.json"
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

Intervals are symmetric, by t. A part that comes out small by chance also gets a small standard error, so that a plain interval
lies wholly on the near side of the truth too often: of the composition at the 90th percentile, 6% to 9% of the time, and 0.7% on
the far side, though standard errors are right on average (93% to 108% of the standard deviation of 300 surveys' estimates, which
is known to 4%), so that no term of the variance is missing. Degrees of freedom are therefore lowered, part by part, until the interval is as wide as a second-order expansion asks (Hall 1992, section 3.10): from the third
moment of primary units' influence, from how products of means and coefficients bend, and, at quantiles, from the density that
every coefficient is divided by and what smoothing does to it, which does not vanish among many people. Values and standard
errors are not changed. Where fewer than 12 are left, smoothing apart, the part is `approximate`: a few people decide it. Given replicate weights keep their own degrees of freedom.
"""  # noqa: E501


def distributions_words() -> str:
    """The sections on methods."""
    return WORDS


def _summary(designs: dict[str, dict[str, dict[str, list[float]]]]) -> Iterator[str]:
    """What to expect, in sentences."""
    cells = [
        (method, part, share[0])
        for own in designs.values()
        for method, parts in own.items()
        if method != "logit, fairlie"
        for part, share in parts.items()
    ]
    short = sorted({f"{part.replace('_', ' ')} ({method})" for method, part, held in cells if held < 0.93})
    inside = sum(0.93 <= held <= 0.97 for _, _, held in cells)
    over = sum(held > 0.97 for _, _, held in cells)
    below, least = len(cells) - inside - over, min(held for *_, held in cells)
    yield (
        f"Of {len(cells)} shares, Fairlie's apart, {inside} are between 93% and 97%, {over} above and "
        f"{below} below, the least {100 * least:.1f}%. Below in one design or both: {', '.join(short)}."
    )
    yield ""
    yield (
        "Pay is skewed here and not in logarithms. What is short in pay and not in logarithms is so because "
        "the few people on whom a variance in pay rests are in some surveys and not in others, and a survey "
        'without them cannot know: use `log_variance` or `--outcome "log(pay)"`. At the 90th percentile '
        "smoothing moves parts by a fifth of a standard error beside."
    )


def distributions_coverage() -> Iterator[str]:
    """How often intervals hold the truth."""
    found = json.loads(RESULTS.read_text(encoding="utf-8"))
    yield from ("## Intervals of parts of distributions", "")
    yield (
        f"In {found['surveys']} surveys of 2,400 people from a made population of 300,000 "
        "(`coverage_distributions.py` in `benchmarks`), 95% intervals held the population's own value so "
        "often. Fairlie's rest on 60 surveys each, where 95% is known to 2.8 points; of 300 it is known to "
        "1.3."
    )
    yield ""
    yield from _summary(found["shares"])
    designs = found["shares"]
    yield from ("", "| method | part | " + " | ".join(designs) + " |", "|---|---|" + "---|" * len(designs))
    first = next(iter(designs.values()))
    for method, parts in first.items():
        for part in parts:
            held = " | ".join(f"{100 * own[method][part][0]:.1f}%" for own in designs.values())
            yield f"| {method} | {part.replace('_', ' ')} | {held} |"
