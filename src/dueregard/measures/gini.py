"""The Gini index, relative and absolute, and its extension by aversion to inequality."""

from __future__ import annotations

from functools import partial

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.cumulated import CumulatedCells
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Floats, Scored, Solution
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.lorenz import of_positive_total
from dueregard.measures.options import number

__all__ = ["absolute_gini", "distances", "distances_to", "gini", "s_gini"]


def distances_to(people: OrderedPeople, x: Floats | float = 1.0) -> Floats:
    """Add up each person's distances to all others of their level.

    Among ties the order does not matter: whatever one gains the other loses.

    Parameters
    ----------
    people : OrderedPeople
        In order of the outcome, their first column.
    x : ndarray (n,) or float
        Weigh the others by it besides.

    Returns
    -------
    ndarray (n,)
        ``sum over j of w_j x_j |y_i - y_j|``.
    """
    y = people.y
    result = 2 * people.running(x)
    result -= people.each(people.sums(x))
    result *= y
    result += people.each(people.sums(x * y))
    result -= 2 * people.running(x * y)
    return result


def distances(people: OrderedPeople) -> Scored:
    """Add up the distances between all pairs of people, each pair once.

    Parameters
    ----------
    people : OrderedPeople
        In order of the outcome, their first column.

    Returns
    -------
    Scored
        ``sum over i < j of w_i w_j |y_i - y_j|``; a person's influence is the sum of the distances to them.
    """
    to_others = distances_to(people)
    return people.with_scores(people.sums(to_others) / 2, lambda: to_others)


def _gini(people: OrderedPeople, _: OrderedPeople | None) -> Solution:
    return _relative(people, distances(people))


def _gini_of_cells(cells: CumulatedCells) -> Solution:
    return _relative(cells, cells.distances)


def _relative(people: OrderedPeople | CumulatedCells, between: Scored) -> Solution:
    return of_positive_total(people, between / (people.number * people.total_y))


def _absolute_gini(people: OrderedPeople, _: OrderedPeople | None) -> Scored:
    return distances(people) / (people.number * people.number)


def _absolute_gini_of_cells(cells: CumulatedCells) -> Scored:
    return cells.distances / (cells.number * cells.number)


def _s_gini(people: OrderedPeople, _: OrderedPeople | None, *, nu: float) -> Solution:
    """Integrate (share of people above)^nu over values, then compare with the mean."""
    steps = _steps(people)
    once = people.reweighted(people.ones)
    with np.errstate(invalid="ignore", divide="ignore"):
        above = 1 - (people.running(1.0) - people.weight) / people.each(people.size)
        np.clip(above, 0.0, 1.0, out=above)
        value = once.sums(above**nu * steps)

        def scores() -> Floats:
            passed = once.running(above ** (nu - 1) * steps)
            return nu * (passed - people.each(value)) / people.each(people.size)

        equivalent = people.with_scores(value, scores)
    # Beyond its definition the integral of an empty level is zero; its mean is not a number.
    return of_positive_total(people, 1 - equivalent / people.mean_y)


def _steps(people: OrderedPeople) -> Floats:
    """From the value before to one's own; from zero for the first of each level."""
    steps = np.diff(people.y, prepend=0.0)
    first = people.starts[:-1][np.diff(people.starts) > 0]
    steps[first] = people.y[first]
    return steps


@catalogued(
    title="Gini index",
    family="inequality",
    meaning="How unequally something such as income is shared. Take two people at random: the Gini is half "
    "the average gap between them, divided by the mean. 0: everybody has the same. Close to 1: one person "
    "has everything.",
    formula="G = Σᵢ Σⱼ wᵢ wⱼ |yᵢ − yⱼ| / (2 N Y)",
    range="0 (everybody has the same) to nearly 1 (one person has everything); above 1 is possible when some "
    "values are negative",
    variance="linearised: the influence of each person on all distances, on N and on Y",
    oracle="R laeken 0.5.2, IC2 1.0-1 and dineq 0.1.0 (values, 1e-8); R convey 1.0.1, svygini, once its "
    "term in the scale of the weights is put back (values, standard errors, covariances, 1e-8)",
    avoid="It reacts most to changes in the middle. To look at the poorest use atkinson, at the top use "
    "share. With many negative values use absolute_gini. There is no value where the total is zero or less.",
    reference="Gini (1914), Sulla misura della concentrazione e della variabilità dei caratteri; Langel and "
    "Tillé (2013), Variance estimation of the Gini index: revisiting a result several times published, JRSS "
    "A 176, 521-540, equation 7",
    example="gini:income",
    convention="Does not change when all weights are multiplied by a number, nor with the order of ties. R "
    "convey differs from it by (Σw²y − Y)/(NY), which depends on the scale of the weights.",
    properties=("scale invariant", "replication invariant", "transfer principle"),
)
def gini(
    column: str, *, among: str | None = None, name: str | None = None, unit: str | None = None
) -> OrderedMeasure:
    """Measure inequality by the Gini index.

    Parameters
    ----------
    column : str
        A column or an expression. Zero and negative values count.
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

    References
    ----------
    Langel and Tillé (2013), Variance estimation of the Gini index, JRSS A 176, 521-540, equation 7.

    Examples
    --------
    >>> form = gini("income").form
    >>> form(OrderedPeople.of([1.0, 2.0, 3.0, 4.0]), None).scored.values
    array([0.25])
    """
    return OrderedMeasure(
        name="gini",
        interval="index",
        outcome=Outcome(columns=(column,), among=among),
        form=_gini,
        of_cells=_gini_of_cells,
        label=name or column,
        unit=unit,
    )


@catalogued(
    title="Absolute Gini index",
    family="inequality",
    meaning="Half the average distance between two people picked at random, in the unit of the outcome. "
    "Giving everybody the same amount leaves it as it is.",
    formula="Σᵢ Σⱼ wᵢ wⱼ |yᵢ − yⱼ| / (2 N²) = μ G",
    range="0 (equality) upwards, in the unit of the outcome",
    variance="linearised: the influence of each person on all distances and on N",
    oracle="the definition by pairs (1e-12); the mean times the Gini index, of which see the oracle",
    avoid="It grows with prices: compare years in constant prices, or use gini.",
    reference="Chakravarty (1988), Extended Gini indices of inequality, International Economic Review 29, "
    "147-156; Langel and Tillé (2013), JRSS A 176, 521-540, for its influence",
    example="absolute_gini:income",
    properties=(
        "translation invariant",
        "scales with the unit",
        "replication invariant",
        "transfer principle",
    ),
)
def absolute_gini(
    column: str, *, among: str | None = None, name: str | None = None, unit: str | None = None
) -> OrderedMeasure:
    """Measure inequality by half the mean distance between two people.

    Parameters
    ----------
    column : str
        A column or an expression.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit, which is the index's.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    References
    ----------
    Chakravarty (1988), Extended Gini indices of inequality, International Economic Review 29, 147-156.

    Examples
    --------
    >>> absolute_gini("income").form(OrderedPeople.of([1.0, 2.0, 3.0, 4.0]), None).values
    array([0.625])
    """
    return OrderedMeasure(
        name="absolute_gini",
        interval="log",
        outcome=Outcome(columns=(column,), among=among, centred=True),
        form=_absolute_gini,
        of_cells=_absolute_gini_of_cells,
        label=name or column,
        unit=unit,
    )


@catalogued(
    title="Extended Gini index (S-Gini)",
    family="inequality",
    meaning="The Gini index with a choice of how much the poorest matter: at nu = 2 it is the Gini index, "
    "and the higher nu, the more weight is given to whoever has least.",
    formula="1 − Σₖ yₖ (aₖ₋₁^ν − aₖ^ν) / μ, with aₖ the share of people above person k in order of y",
    range="0 (equality) to 1; above 1 is possible when some values are negative",
    variance="linearised: the influence of each person on everybody's rank and on the mean",
    oracle="R IC2 1.0-1, calcSGini at nu = 1.5, 2 and 3 (1e-8)",
    avoid="The choice of nu is a judgement of value: name it, and show nu = 2 beside it. A total of zero or "
    "less gives no value.",
    reference="Donaldson and Weymark (1980), A single-parameter generalization of the Gini indices of "
    "inequality, Journal of Economic Theory 22, 67-86, equation 2; Barrett and Donald (2009), Statistical "
    "inference with generalized Gini indices of inequality, poverty, and welfare, JBES 27, 1-17",
    example="s_gini:income,nu=3",
    convention="Each person covers a slice of ranks as wide as their weight (as R IC2), so that it does not "
    "depend on the order of ties and people may stand for many.",
    properties=("scale invariant", "replication invariant", "transfer principle"),
)
def s_gini(
    column: str,
    *,
    nu: float = 2.0,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure inequality by the single-parameter Gini index.

    Parameters
    ----------
    column : str
        A column or an expression. Zero and negative values count.
    nu : float
        Aversion to inequality, above 1; 2 gives the Gini index.
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
        When nu is not above 1.

    References
    ----------
    Donaldson and Weymark (1980), A single-parameter generalization of the Gini indices of inequality, Journal
    of Economic Theory 22, 67-86, equation 2.

    Examples
    --------
    >>> s_gini("income", nu=3).form(OrderedPeople.of([1.0, 2.0, 3.0, 4.0]), None).scored.values
    array([0.375])
    """
    aversion = number(nu, option="nu", above=1)
    return OrderedMeasure(
        name="s_gini",
        interval="index",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_s_gini, nu=aversion),
        label=name or column,
        unit=unit,
        parameters={"nu": aversion},
    )
