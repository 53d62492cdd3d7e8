"""Polarisation: how far people fall into camps apart from one another, rather than how unequal they are."""

from __future__ import annotations

from functools import partial

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import BANDWIDTHS, OrderedPeople
from dueregard.engine.scored import Floats, Scored, Solution
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.gini import distances, distances_to
from dueregard.measures.kernels import KERNEL
from dueregard.measures.lorenz import lower_part, of_positive_total
from dueregard.measures.options import choice, number
from dueregard.measures.shares import BOUNDARIES, total_up_to
from dueregard.measures.smoothing import smoothed

__all__ = ["esteban_ray", "identified", "wolfson"]

MOST_TIED = 0.05
"""Share of people above one half at or below the median, from which halves are too uneven to compare."""


def _wolfson(people: OrderedPeople, _: OrderedPeople | None, *, boundary: str, bandwidth: str) -> Solution:
    with np.errstate(invalid="ignore", divide="ignore"):
        total = people.total(people.y)
        median = people.quantile(0.5, bandwidth=bandwidth)
        gini = distances(people) / (people.number * total)
        whole = boundary == "whole"
        lower = total_up_to(people, 0.5, score="density_free") if whole else lower_part(people, 0.5)
        index = 2 * (2 * (0.5 - lower / total) - gini) * people.mean_y / median
        none = (people.count > 0) & ~(median.values > 0)
        kept = index.mapped(np.where(none, np.nan, index.values), np.where(none, np.nan, 1.0))
        found = of_positive_total(people, kept)
        beyond = people.sums(people.at_most(median.values)) / people.size - 0.5
    reasons = dict.fromkeys(np.flatnonzero(none).tolist(), "the median is not positive")
    if whole:
        tied = np.flatnonzero(beyond > MOST_TIED).tolist()
        reasons |= dict.fromkeys(tied, "too many people have exactly the median; use boundary=split")
    return Solution(scored=found.scored, reasons=reasons | dict(found.reasons))


def _esteban_ray(people: OrderedPeople, _: OrderedPeople | None, *, alpha: float) -> Solution:
    with np.errstate(invalid="ignore", divide="ignore"):
        centred = people.y - people.each(people.sums(people.y) / people.size)
        deviation = np.sqrt(people.sums(centred * centred) / people.size)
        number_of_people = people.size**2 / people.sums(people.weight)
        # Duclos, Esteban and Ray's rule is for a Gaussian kernel; 2.214 makes this kernel as smooth.
        width = 2.214 * 4.7 * alpha**0.1 * deviation / np.sqrt(number_of_people)
        together = identified(people, alpha, width) * people.mean_y ** (alpha - 1) / 2
        found = of_positive_total(people, together)
    same = (people.count > 0) & ~(deviation > 0)
    reasons = dict.fromkeys(np.flatnonzero(same).tolist(), "everybody has the same value")
    return Solution(scored=found.scored, reasons=reasons | dict(found.reasons))


def identified(people: OrderedPeople, alpha: float, width: Floats) -> Scored:
    """Average how many are like each person, to the power alpha, times how far off the others are.

    Parameters
    ----------
    people : OrderedPeople
        In order of the outcome, their first column.
    alpha : float
        Importance of being among people like oneself.
    width : ndarray (d,)
        Half-width of the kernel in each level, taken as given.

    Returns
    -------
    Scored
        ``sum(w f(y)^alpha a(y)) / N``, f the density and a the mean distance to others.

    References
    ----------
    Duclos, Esteban and Ray (2004), Polarization: concepts, measurement, estimation, Econometrica 72,
    1737-1772, equations 8 and 14.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        size = people.each(people.size)
        density = np.maximum(smoothed(people, 1.0, width), 0.0) / size
        apart = distances_to(people) / size
        like = density**alpha
        value = people.sums(like * apart) / people.size

        def scores() -> Floats:
            through_density = smoothed(people, alpha * density ** (alpha - 1) * apart, width)
            influence = through_density / size + distances_to(people, like) / size
            return (like * apart + influence - (2 + alpha) * people.each(value)) / size

        return people.with_scores(value, scores)


@catalogued(
    title="Wolfson polarisation index",
    family="inequality",
    meaning="How far the middle has emptied out: 0 when all have the same, 1 when half have nothing and the "
    "other half share all.",
    formula="2 (2 (½ − L(½)) − G) μ / m, L(½) the share of those at or below the median m, G the Gini index",
    range="0 to 1 when nothing is negative",
    variance="linearised: the influence on the Gini index, on the share of the lower half, on the mean and, "
    "with the density at it, on the median",
    oracle="R dineq 0.1.0, polar.wtd (values, 1e-8)",
    avoid="It looks at one cut only, the median; camps elsewhere are not seen: use esteban_ray. It says "
    "nothing of how unequal people are: show gini beside it.",
    reference="Wolfson (1994), When inequalities diverge, American Economic Review 84, 353-358",
    example="wolfson:income",
    convention="Everybody tied with the median is in the lower half, as in R dineq, unless boundary=split; "
    "the median is not interpolated. Where that makes the lower half more than 55% of people there is no "
    "usable interval.",
    properties=("scale invariant", "replication invariant"),
)
def wolfson(
    column: str,
    *,
    boundary: str = "whole",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure polarisation about the median.

    Parameters
    ----------
    column : str
        A column or an expression.
    boundary : {"whole", "split"}
        Count everybody tied with the median in the lower half, or just as many as make it a half.
    bandwidth : {"convey", "n_eff"}
        Of the density at the median, on which only the standard error depends.
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
        For unknown options.

    References
    ----------
    Wolfson (1994), When inequalities diverge, American Economic Review 84, 353-358.

    Examples
    --------
    >>> wolfson("income").form(OrderedPeople.of([1.0, 1.0, 3.0, 3.0]), None).scored.values
    array([1.])
    """
    width = choice(bandwidth, BANDWIDTHS, option="bandwidth")
    halves = choice(boundary, BOUNDARIES, option="boundary")
    shown = {"boundary": (halves, "whole"), "bandwidth": (width, "convey")}
    return OrderedMeasure(
        name="wolfson",
        interval="log",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_wolfson, boundary=halves, bandwidth=width),
        label=name or column,
        unit=unit,
        method=KERNEL[width],
        parameters={key: given for key, (given, usual) in shown.items() if given != usual},
    )


@catalogued(
    title="Duclos-Esteban-Ray polarisation index",
    family="inequality",
    meaning="How far people stand in camps: it grows when people are close to others like themselves and "
    "far from the rest. Unlike inequality it can rise when people in the middle move to the nearer camp.",
    formula="½ μ^(α−1) Σ w f(y)^α a(y) / N, f the density of people at y, a(y) the mean distance from y to "
    "others",
    range="0 (equality) upwards",
    variance="linearised: the exact derivative in each weight, the width of the kernel held fixed",
    oracle="the definition by pairs of people (1e-10); numerical derivatives in the weights (1e-6)",
    avoid="It needs a smooth distribution: with rounded values or small groups (under some hundred people) "
    "the density, and so the index, depends on the kernel. Compare groups of very different size with care, "
    "since its kernel narrows with the number of people.",
    reference="Duclos, Esteban and Ray (2004), Polarization: concepts, measurement, estimation, "
    "Econometrica 72, 1737-1772, equations 8, 14 and 16",
    example="esteban_ray:income,alpha=0.5",
    convention="Halved, so that alpha = 0 would be the Gini index; Epanechnikov kernel, of the paper's "
    "width (equation 16) for the effective number of people.",
    properties=("scale invariant",),
)
def esteban_ray(
    column: str,
    *,
    alpha: float = 0.5,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure polarisation by identification with those alike and distance from others.

    Parameters
    ----------
    column : str
        A column or an expression.
    alpha : float
        Importance of identification, from 0.25 to 1.
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
        When alpha is not from 0.25 to 1, outside which the index has no axioms.

    References
    ----------
    Duclos, Esteban and Ray (2004), Polarization: concepts, measurement, estimation, Econometrica 72,
    1737-1772, equations 8 and 14.

    Examples
    --------
    >>> dict(esteban_ray("income", alpha=1).parameters)
    {'alpha': 1.0}
    """
    importance = number(alpha, option="alpha", at_least=0.25, at_most=1)
    return OrderedMeasure(
        name="esteban_ray",
        interval="log",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_esteban_ray, alpha=importance),
        label=name or column,
        unit=unit,
        method="Epanechnikov kernel density, bandwidth 10.4 alpha^0.1 sd * (effective people)^(-1/2)",
        parameters={"alpha": importance},
    )
