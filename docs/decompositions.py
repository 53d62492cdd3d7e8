"""The page of decompositions of a gap: what they say, and how near their values are to references."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results"
DESIGNS = {"simple": "one by one", "unequal": "with unequal chances", "households": "whole households"}
WORDS = """# Decompositions of a gap

`dueregard decompose` splits the gap between two groups, the reference group's mean minus the other's, into what goes with
things that the groups differ in and what does not.

**"Explained" never means justified.** What the groups differ in may itself come of unequal treatment: in schooling, in the
work that was open to people, in what was counted. **Nor is what is unexplained a measure of discrimination**: it holds
everything that was not observed. Both are associations, and neither says "causes".

```sh
dueregard decompose pay.csv --outcome "log(pay)" --group sex --reference men \\
    --covariate education --covariate "work = experience, experience**2" --covariate region
```

## Two-fold and three-fold (Oaxaca 1973; Blinder 1973)

With weighted means x and regression coefficients b of the reference group A and of the other group B:

- two-fold: `(xA - xB)'b*` is explained; `xA'(bA - b*) + xB'(b* - bB)` is not;
- three-fold: endowments `(xA - xB)'bB`, coefficients `xB'(bA - bB)`, interaction `(xA - xB)'(bA - bB)`.

What covariates are held to be worth, b*, changes the answer. It is named in every output, and beside the explained part
stands what it would be by each of the others:

| `--coefficients` | b* | source |
|---|---|---|
| `pooled` (default), or `jann` | both groups together, each with its own level | Jann (2008) |
| `neumark` | both groups together, as though there were no groups: takes some of the gap for explained | Neumark (1988), Oaxaca and Ransom (1994) |
| `reference` | group A's | Oaxaca (1973) |
| `group` | group B's | Oaxaca (1973) |
| `reimers` | the plain mean of both | Reimers (1983) |
| `cotton` | the mean of both by their sizes (sums of weights) | Cotton (1988) |

An unknown name is refused: another must not stand in for it.

**Levels of categories** are told as deviations from the plain mean of all levels (Gardeazabal and Ugidos 2004; Yun 2005), so
that it does not matter which level a regression leaves out; they sum to their covariate. `--contrasts treatment` codes
them from the first level, as R does. How the unexplained part is shared between the constant and covariates that
are *numbers* depends on where their scales begin (age since birth, or since 16); the unexplained part in all does not.

**Standard errors.** A part is a sum of products of two uncertain numbers. For products of jointly normal numbers the
variance is known exactly, and is `b'Vx b + x'Vb x + tr(Vx Vb)` where means and coefficients are independent: the last term,
which most software leaves out, is kept. Where people count alike and were drawn one by one, and the outcome is not yes or no, Vx and Vb are the textbook's,
except by pooled coefficients. Otherwise all means and coefficients of both groups, and b* with them, are linearised together under the
whole design: weights, strata, clusters and finite populations count, and so does it that people of both groups live in one
household. The gap itself has the standard error of a difference of two means. Degrees of freedom are those of the
group with fewer: sampling units less strata, less the slopes.

**Who is left out, and what is refused.** People without an outcome, a group or a covariate are left out and counted
(`--missing level` keeps categories that are missing as a level). A level that only one group has is refused by name, or its people are
left out (`--one-sided drop`). A covariate that the others determine is left out by name, as R's `lm` does; one that does
not vary within one group is refused. With fewer than 10 people of a group for
each coefficient, or fewer than 8 degrees of freedom, parts are marked approximate.

## Kitagawa (1955)

`--method kitagawa` compares rates within cells of categories: with shares p and rates r of cells, `sum (pA - pB)(rA + rB)/2`
is who people are (composition), and `sum (rA - rB)(pA + pB)/2` what they have in each cell (rate); there is no interaction and no model.
A cell's own part of the composition is told with its rate as a deviation from the mean of all cells' rates, which leaves the sum
as it is. Several covariates are crossed into cells. Parts by covariate (Das Gupta 1993) depend on how what they share
is divided, so that they are told by cell; `twofold` gives parts by covariate.

@DISTRIBUTIONS@
## Peers

| | weights and designs | by covariate | categories normalised | standard errors | reference coefficients |
|---|---|---|---|---|---|
| here | weights, strata, clusters, replicate weights | yes, and by level | yes | yes, with the trace term | 6, unknown ones refused |
| R `oaxaca` 0.1.5 | no | yes | yes, but for those pooled with the group, whose levels stay as coded | bootstrap | 6 |
| Stata `oaxaca` (Jann) | yes | yes | yes | yes, without the trace term | several |
| Python `statsmodels` 0.15.0 | no | no | no | bootstrap | `neumark` is misspelt within, and silently gives the coefficients pooled *with* the group |

On the Chicago data `two_fold(two_fold_type="neumark")` of `statsmodels` gives .0500 as explained; pooled without the group it is .0683.
"""  # noqa: E501 (tables)


def decompositions_page() -> str:
    """The page."""
    more = runpy.run_path(str(Path(__file__).with_name("decompositions_distributions.py")))
    words = WORDS.replace("@DISTRIBUTIONS@", more["distributions_words"]())
    return "\n".join([words, *_golden(), "", *_coverage(), "", *more["distributions_coverage"]()]) + "\n"


def _golden() -> Iterator[str]:
    rows = json.loads((RESULTS / "decompositions_golden.json").read_text(encoding="utf-8"))["rows"]
    yield from ("## Beside R, value by value", "")
    yield (
        f"`decompositions_golden.py` in `benchmarks` compares {len(rows)} values with R `oaxaca` (Chicago), "
        "with formulae in base R (CPS 1988) and with R `survey` (EU-SILC, weights, strata and households)."
    )
    yield "Standard errors by bootstrap, of 600 replicates, are themselves uncertain by some 3%."
    yield from ("", "| data | values | number | largest relative difference |", "|---|---|---|---|")
    kinds: dict[tuple[str, str], list[float]] = {}
    for data, what, ours, theirs in rows:
        kind = "standard errors (bootstrap)" if "bootstrap" in what else ""
        kind = kind or ("standard errors" if ", se" in what else "parts, covariates and levels")
        scale = max(abs(theirs), 1e-3)
        kinds.setdefault((data, kind), []).append(abs(ours - theirs) / scale)
    for (data, kind), found in kinds.items():
        yield f"| {data} | {kind} | {len(found)} | {max(found):.1e} |"
    yield from ("", "| data | part | ours | reference | difference |", "|---|---|---|---|---|")
    for data, what, ours, theirs in rows:
        if what.count(",") == 0 or what.endswith(", se"):
            yield f"| {data} | {what} | {ours:.9g} | {theirs:.9g} | {abs(ours - theirs):.0e} |"


def _coverage() -> Iterator[str]:
    found: dict[str, Any] = json.loads((RESULTS / "coverage_decompositions.json").read_text(encoding="utf-8"))
    yield from ("## How often intervals hold the truth", "")
    yield (
        f"In {found['samples']} samples of {found['people']} people from a made population of 60,000 "
        "(`coverage_decompositions.py` in `benchmarks`), 95% intervals held the population's own part so "
        "often. A share of 95% is known to 1 point. Parts that are products of two numbers near nought, such "
        "as interactions, are held more often."
    )
    designs = found["designs"]
    yield from ("", "| part | " + " | ".join(DESIGNS.values()) + " |", "|---|---|---|---|")
    for name in designs["simple"]:
        shares = " | ".join(f"{100 * designs[kind][name]['held']:.1f}%" for kind in DESIGNS)
        yield f"| {name} | {shares} |"
