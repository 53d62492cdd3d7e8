"""Zenga's index: the poorest up to each rank against the richest from there on."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Floats, Solution
from dueregard.errors import UsageError
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.options import number

__all__ = ["zenga"]


def _zenga(people: OrderedPeople, _: OrderedPeople | None, *, nonpositive: str | float) -> Solution:
    """Barabesi, Diana and Perri's estimator: 1 - sum w (1/H - 1/N) (Y/K - 1)."""
    y, weight, left_out = _positive(people, nonpositive)
    place = _ties_by_weight(people, weight)
    ordered = OrderedPeople(weight=weight[place], columns=(y[place],), starts=people.starts, scored=False)
    counted = ordered.weight > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        size, total = ordered.sums(1.0), ordered.sums(ordered.y)
        below = ordered.running(1.0)
        above = ordered.each(total) - ordered.running(ordered.y) + ordered.weight * ordered.y
        rarity = np.where(counted, 1 / below - ordered.each(1 / size), 0.0)
        excess = np.where(counted, ordered.each(total) / above - 1, 0.0)
        values = np.where(size > 0, 1 - ordered.sums(rarity * excess), np.nan)

    def scores() -> Floats:
        def onwards(x: Floats) -> Floats:
            return ordered.each(ordered.sums(x)) - ordered.running(x) + ordered.weight * x

        with np.errstate(invalid="ignore", divide="ignore"):
            by_size = onwards(np.where(counted, excess / below**2, 0.0))
            by_size -= ordered.each(ordered.sums(excess) / size**2)
            upwards = ordered.each(total) * ordered.running(np.where(counted, rarity / above**2, 0.0))
            by_total = upwards - ordered.each(ordered.sums(np.where(counted, rarity / above, 0.0)))
            influence = by_size + ordered.y * by_total - rarity * excess
        result = np.empty(len(people))
        result[place] = _shared(ordered, np.where(counted, influence, 0.0))
        return result

    none = (people.count > 0) & ~(size > 0)
    reasons = dict.fromkeys(np.flatnonzero(none).tolist(), "nobody has a positive value")
    return Solution(scored=people.with_scores(values, scores), left_out=left_out, reasons=reasons)


def _positive(people: OrderedPeople, nonpositive: str | float) -> tuple[Floats, Floats, Floats]:
    """Values, weights that are zero for whoever is left out, and how many those are."""
    lacking = people.y <= 0
    if not isinstance(nonpositive, str):
        return np.maximum(people.y, nonpositive), people.weight, np.zeros(people.levels)
    if nonpositive == "refuse" and lacking.any():
        raise UsageError(
            "Zenga's index is defined for positive values only.",
            found=f"{int(lacking.sum()):,} people have a value of zero or less.",
            discreet="Some people have a value of zero or less.",
            remedy="Leave them out with nonpositive=drop, or raise them: nonpositive=1 (or another value).",
        )
    left_out = people.reweighted(people.ones).sums(lacking)
    return np.where(lacking, 1.0, people.y), np.where(lacking, 0.0, people.weight), left_out


def _ties_by_weight(people: OrderedPeople, weight: Floats) -> NDArray[np.int64]:
    """Put people of equal value in order of weight, so that the order of rows does not matter."""
    place = np.arange(len(people))
    sizes = np.diff(np.append(people.ties, len(people)))
    run = np.repeat(np.arange(len(sizes)), sizes)
    tied = np.flatnonzero(np.repeat(sizes, sizes) > 1)
    place[tied] = tied[np.lexsort((weight[tied], run[tied]))]
    return place


def _shared(people: OrderedPeople, influence: Floats) -> Floats:
    """Share influence out among people of equal value and weight, whom only the order of rows tells apart."""
    if not len(people):
        return influence
    fresh = np.ones(len(people), dtype=bool)
    fresh[1:] = (np.diff(people.y) != 0) | (np.diff(people.weight) != 0)
    fresh[people.starts[:-1][np.diff(people.starts) > 0]] = True
    starts = np.flatnonzero(fresh)
    sizes = np.diff(np.append(starts, len(people)))
    return np.repeat(np.add.reduceat(influence, starts) / sizes, sizes)


def _policy(nonpositive: object) -> str | float:
    if str(nonpositive) in ("drop", "refuse"):
        return str(nonpositive)
    try:
        return number(nonpositive, option="nonpositive", above=0)
    except UsageError:
        raise UsageError(
            "nonpositive says what happens to values of zero or less: drop, refuse, or a positive number.",
            found=f"It was {nonpositive}.",
            remedy="Write nonpositive=drop to leave those people out.",
        ) from None


@catalogued(
    title="Zenga index (2007)",
    family="inequality",
    meaning="For every rank, the average of the people up to it is compared with the average of the people "
    "from it on; the index is how far, on average over ranks, the lower falls short of the upper, as a "
    "share of it.",
    formula="1 − Σₖ wₖ (N − Hₖ)(Y − Kₖ) / (N Hₖ Kₖ), H = Σ w up to k, K = Σ w y from k on",
    range="0 (equality, in large samples) to 1",
    variance="linearised: the exact derivative in each weight",
    oracle="R convey 1.0.1, svyzenga (values and standard errors, 1e-8)",
    avoid="In small groups (fewer than some hundred people) it is too high, even where all have the same: "
    "use gini. Values of zero or less have no place in it.",
    reference="Zenga (2007), Inequality curve and inequality index based on the ratios between lower and "
    "upper arithmetic means, Statistica & Applicazioni 4, 3-27; Barabesi, Diana and Perri (2016), "
    "Linearization of inequality indices in the design-based framework, Statistics 50, 1161-1172, section 3",
    example="zenga:income",
    convention="Barabesi, Diana and Perri's estimator, as R convey; people of equal value are taken in "
    "order of weight, so that the order of rows does not matter.",
    properties=("scale invariant",),
)
def zenga(
    column: str,
    *,
    nonpositive: str | float = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure inequality by Zenga's index of lower and upper averages.

    Parameters
    ----------
    column : str
        A column or an expression.
    nonpositive : {"drop", "refuse"} or float
        Leave out whoever has zero or less, refuse to compute, or raise lower values to a positive number.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the index; it has none.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For another policy on values of zero or less.

    References
    ----------
    Barabesi, Diana and Perri (2016), Linearization of inequality indices in the design-based framework,
    Statistics 50, 1161-1172, section 3.

    Examples
    --------
    >>> zenga("income").form(OrderedPeople.of([1.0, 2.0, 3.0, 4.0]), None).scored.values
    array([0.936507...])
    """
    policy = _policy(nonpositive)
    return OrderedMeasure(
        name="zenga",
        interval="index",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_zenga, nonpositive=policy),
        label=name or column,
        unit=unit,
        parameters={} if policy == "drop" else {"nonpositive": policy},
    )
