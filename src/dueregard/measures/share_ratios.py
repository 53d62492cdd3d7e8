"""Ratios of the totals of the richest and the poorest."""

from __future__ import annotations

from functools import partial

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Floats, Solution
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.options import choice
from dueregard.measures.shares import BOUNDARIES, read_score, spoken, total_below

__all__ = ["palma_ratio", "quintile_share_ratio"]

_PARTS = {5: "fifth", 10: "tenth"}


def _ratio(
    people: OrderedPeople,
    _: OrderedPeople | None,
    *,
    bottom: float,
    top: float,
    boundary: str,
    score: str,
    bandwidth: str,
) -> Solution:
    with np.errstate(invalid="ignore", divide="ignore"):
        below = partial(total_below, people, boundary=boundary, score=score, bandwidth=bandwidth)
        low, high = below(bottom), people.total(people.y) - below(top)
        ratio = high / low
        reasons = _reasons(people, low.values, top)
        none = people.count == 0
        none[list(reasons)] = True
        kept = ratio.mapped(np.where(none, np.nan, ratio.values), np.where(none, np.nan, 1.0))
        return Solution(scored=kept, reasons=reasons)


def _reasons(people: OrderedPeople, low: Floats, top: float) -> dict[int, str]:
    """Say why levels have no value; the first reason is the one that counts."""
    needed = round(1 / (1 - top))
    above = people.sums(~people.at_most(people.reached(top)))
    wanting = {
        f"too few people for a {_PARTS[needed]} at each end": people.count < needed,
        "the total of the lowest slice is not positive": ~(low > 0),
        "nobody has more than the quantile where the highest slice begins": ~(above > 0),
    }
    reasons: dict[int, str] = {}
    for reason, levels in reversed(wanting.items()):
        reasons |= dict.fromkeys(np.flatnonzero(levels & (people.count > 0)).tolist(), reason)
    return reasons


def _ratio_of_slices(
    kind: str,
    column: str,
    slices: tuple[float, float],
    *,
    boundary: str,
    score: str,
    bandwidth: str,
    among: str | None,
    name: str | None,
    unit: str | None,
) -> OrderedMeasure:
    border = choice(boundary, BOUNDARIES, option="boundary")
    how, width, method = read_score(score, bandwidth)
    bottom, top = slices
    return OrderedMeasure(
        name=kind,
        interval="log",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_ratio, bottom=bottom, top=top, boundary=border, score=how, bandwidth=width),
        label=name or column,
        unit=unit,
        method=method,
        parameters={**({} if border == "whole" else {"boundary": border}), **spoken(how, width)},
    )


@catalogued(
    title="Quintile share ratio (S80/S20)",
    family="inequality",
    meaning="How many times as much the richest fifth have in total as the poorest fifth. 5 means five times "
    "as much.",
    formula="Σ w y 1{y > q₀.₈} / Σ w y 1{y ≤ q₀.₂}",
    range="1 (both fifths have the same) upwards, without limit, when nothing is negative",
    variance="linearised with the densities of people and totals at both quantiles (score=kernel), or "
    "without a density: some 0.1% smaller in large samples; in small ones the kernel is too wide, and its "
    "errors too large (by 14% for 600 people, density-free 4%)",
    oracle="R convey 1.0.1, svyqsr (values, standard errors and covariances, 1e-8); R laeken 0.5.2 (values, "
    "1e-8)",
    avoid="It does not see the three fifths in between: show gini beside it. In samples of a few "
    "hundred people it is too low and its intervals are too short. Where the poorest fifth have nothing "
    "there is no value.",
    reference="Eurostat, Laeken indicators; Osier (2009), Survey Research Methods 3, 167-195, section 3.4; "
    "Langel and Tillé (2011), Journal of Statistical Planning and Inference 141, 2976-2985, for the "
    "density-free form",
    example="quintile_share_ratio:income",
    convention="Everybody tied with a quantile counts as at or below it. Of fewer than 5 people there is no "
    "value.",
    properties=("scale invariant", "replication invariant"),
)
def quintile_share_ratio(
    column: str,
    *,
    boundary: str = "whole",
    score: str = "kernel",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure the total of the richest fifth over that of the poorest fifth.

    Parameters
    ----------
    column : str
        A column or an expression.
    boundary : {"whole", "split"}
        Count everybody at or below a quantile, or whoever is at it in part. Whole people make the ratio jump
        where one of them crosses, which matters for small changes of the same people.
    score : {"kernel", "density_free"}
        What standard errors come from.
    bandwidth : {"convey", "n_eff"}
        Of the kernel; only standard errors depend on it.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the ratio; it has none.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For unknown options.

    References
    ----------
    Osier (2009), Variance estimation for complex indicators of poverty and inequality using linearization
    techniques, Survey Research Methods 3, 167-195, section 3.4.

    Examples
    --------
    >>> quintile_share_ratio("income").form(OrderedPeople.of([1.0, 2, 3, 4, 5]), None).scored.values
    array([5.])
    """
    options = {"boundary": boundary, "score": score, "bandwidth": bandwidth}
    texts = {"among": among, "name": name, "unit": unit}
    return _ratio_of_slices("quintile_share_ratio", column, (0.2, 0.8), **options, **texts)  # type: ignore[arg-type]


@catalogued(
    title="Palma ratio",
    family="inequality",
    meaning="How many times the total of the poorest 40% the richest tenth have. The half in between is "
    "left out, because its share is much the same in most countries.",
    formula="Σ w y 1{y > q₀.₉} / Σ w y 1{y ≤ q₀.₄}",
    range="1/4 (equality) upwards, when nothing is negative",
    variance="linearised with the densities of people and totals at both quantiles (score=kernel), or "
    "without a density, which is slightly smaller",
    oracle="R convey 1.0.1, svyqsr with alpha1 = 0.4 and alpha2 = 0.9 (values and standard errors, 1e-8)",
    avoid="It does not see transfers within the middle half: show gini beside it. Survey samples rarely "
    "hold the very richest. Where the poorest 40% have nothing there is no value.",
    reference="Palma (2011), Homogeneous middles vs. heterogeneous tails, Development and Change 42, "
    "87-153; Osier (2009), Survey Research Methods 3, 167-195, section 3.4; Langel and Tillé (2011), "
    "Journal of Statistical Planning and Inference 141, 2976-2985, for the density-free form",
    example="palma_ratio:income",
    convention="Everybody tied with a quantile counts as at or below it. Of fewer than 10 people there is no "
    "value.",
    properties=("scale invariant", "replication invariant"),
)
def palma_ratio(
    column: str,
    *,
    boundary: str = "whole",
    score: str = "kernel",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure the total of the richest tenth over that of the poorest 40%.

    Parameters
    ----------
    column : str
        A column or an expression.
    boundary : {"whole", "split"}
        Count everybody at or below a quantile, or whoever is at it in part. Whole people make the ratio jump
        where one of them crosses, which matters for small changes of the same people.
    score : {"kernel", "density_free"}
        What standard errors come from.
    bandwidth : {"convey", "n_eff"}
        Of the kernel; only standard errors depend on it.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the ratio; it has none.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For unknown options.

    References
    ----------
    Osier (2009), Variance estimation for complex indicators of poverty and inequality using linearization
    techniques, Survey Research Methods 3, 167-195, section 3.4.

    Examples
    --------
    >>> palma_ratio("income").form(OrderedPeople.of(np.arange(1.0, 11.0)), None).scored.values
    array([1.])
    """
    options = {"boundary": boundary, "score": score, "bandwidth": bandwidth}
    texts = {"among": among, "name": name, "unit": unit}
    return _ratio_of_slices("palma_ratio", column, (0.4, 0.9), **options, **texts)  # type: ignore[arg-type]
