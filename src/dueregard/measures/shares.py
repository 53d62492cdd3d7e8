"""Totals of slices of people, and their shares of the total."""

from __future__ import annotations

from functools import partial

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import BANDWIDTHS, OrderedPeople
from dueregard.engine.scored import Scored, Solution
from dueregard.errors import UsageError
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.kernels import KERNEL
from dueregard.measures.lorenz import lower_part, of_positive_total
from dueregard.measures.options import choice, number
from dueregard.measures.options import share as share_of

__all__ = ["BOUNDARIES", "lower_total", "read_score", "share", "spoken", "total_below", "total_up_to"]

SCORES = ("kernel", "density_free")
BOUNDARIES = ("split", "whole")


def total_up_to(
    people: OrderedPeople, p: float, *, score: str = "kernel", bandwidth: str = "convey"
) -> Scored:
    """Total of everybody at or below a quantile, those tied with it included.

    Parameters
    ----------
    people : OrderedPeople
        In order of the outcome, their first column.
    p : float
        The share of people, from 0 to 1.
    score : {"kernel", "density_free"}
        The quantile's influence by the density of the totals and of people at it; or in the limit, where
        that is the quantile itself.
    bandwidth : {"convey", "n_eff"}
        Of those densities.

    Returns
    -------
    Scored
        ``sum(w y 1{y <= q})``.

    References
    ----------
    Osier (2009), Variance estimation for complex indicators of poverty and inequality using linearization
    techniques, Survey Research Methods 3, 167-195, section 3.4; Langel and Tillé (2011), Statistical
    inference for the quintile share ratio, Journal of Statistical Planning and Inference 141, 2976-2985.
    """
    if p in (0, 1):
        return people.total(people.y * p)
    border = people.reached(p)
    total = people.total(np.where(people.at_most(border), people.y, 0.0))
    if not people.scored:
        return total
    if score == "density_free":
        return Scored(total.values, lower_part(people, p).terms)
    density = people.density(border, bandwidth=bandwidth, x=people.y)
    return total + people.quantile(p, bandwidth=bandwidth).mapped(np.zeros(people.levels), density)


def total_below(people: OrderedPeople, p: float, *, boundary: str, score: str, bandwidth: str) -> Scored:
    """Total of the lowest share of people, with whoever is at its border in part or whole.

    Parameters
    ----------
    people : OrderedPeople
        In order of the outcome, their first column.
    p : float
        The share of people, from 0 to 1.
    boundary : {"split", "whole"}
        Count whoever is at the border in part, or everybody at or below the quantile.
    score, bandwidth
        As for :func:`total_up_to`.

    Returns
    -------
    Scored
        The total.
    """
    part = lower_part(people, p) if boundary == "split" else None
    if part is not None and score == "density_free":
        return part
    whole = total_up_to(people, p, score=score, bandwidth=bandwidth)
    return whole if part is None else Scored(part.values, whole.terms)


def _share(
    people: OrderedPeople,
    _: OrderedPeople | None,
    *,
    lower: float,
    upper: float,
    boundary: str,
    score: str,
    bandwidth: str,
) -> Solution:
    with np.errstate(invalid="ignore", divide="ignore"):
        below = partial(total_below, people, boundary=boundary, score=score, bandwidth=bandwidth)
        found = of_positive_total(people, (below(upper) - below(lower)) / people.total(people.y))
    return _of_enough(people, found, upper - lower) if boundary == "whole" else found


def _of_enough(people: OrderedPeople, found: Solution, width: float) -> Solution:
    """Drop values of levels that have less than one person a slice, who cannot be counted in part."""
    few = (people.count > 0) & (people.count * width < 1 - 1e-9)
    some = dict.fromkeys(np.flatnonzero(few).tolist(), "too few people for the slice")
    kept = found.scored.mapped(np.where(few, np.nan, found.scored.values), np.where(few, np.nan, 1.0))
    return Solution(scored=kept, reasons={**some, **found.reasons})


def _lower_total(
    people: OrderedPeople, _: OrderedPeople | None, *, p: float, score: str, bandwidth: str
) -> Scored:
    total = total_up_to(people, p, score=score, bandwidth=bandwidth)
    nobody = people.count == 0
    return total.mapped(np.where(nobody, np.nan, total.values), 1.0)


def spoken(score: str, bandwidth: str, usual: str = "kernel") -> dict[str, str]:
    """Give the options that are not the usual ones, for results to show.

    Parameters
    ----------
    score, bandwidth : str
        As read.
    usual : str
        The usual score.

    Returns
    -------
    dict of str to str
        By name.
    """
    options = {} if score == usual else {"score": score}
    return options if bandwidth == "convey" else {**options, "bandwidth": bandwidth}


def read_score(score: str, bandwidth: str) -> tuple[str, str, str]:
    """Check what standard errors shall come from.

    Parameters
    ----------
    score, bandwidth : str
        As given.

    Returns
    -------
    tuple of str
        The score, the bandwidth, and what the method says of them.

    Raises
    ------
    UsageError
        For unknown ones.
    """
    how = choice(score, SCORES, option="score")
    width = choice(bandwidth, BANDWIDTHS, option="bandwidth")
    return how, width, KERNEL[width] if how == "kernel" else "linearised without a density"


@catalogued(
    title="Share of a slice",
    family="inequality",
    meaning="What part of the total the people between two ranks have: the top tenth with lower=0.9, the "
    "bottom 40% with upper=0.4.",
    formula="L(upper) − L(lower), L the Lorenz curve",
    range="0 to 1; upper − lower is equality",
    variance="linearised; without a density, or (score=kernel) with the densities of people and totals at "
    "both borders",
    oracle="R convey 1.0.1: svylorenz for split borders, svyisq and svyqsr for whole ones (values and, with "
    "kernel, standard errors, 1e-8)",
    avoid="Survey samples rarely hold the very richest, so that shares of the top hundredth are usually too "
    "small. A total of zero or less gives no value.",
    reference="Kovačević and Binder (1997), Journal of Official Statistics 13, 41-58, section 4; Osier "
    "(2009), Survey Research Methods 3, 167-195, section 3.4",
    example="share:income,lower=0.9",
    convention="boundary=split counts whoever is at the border in part, so that slices hold exactly their "
    "share of people; boundary=whole counts everybody at or below the quantile, as quintile_share_ratio and "
    "palma_ratio do.",
    properties=("scale invariant", "replication invariant"),
    direction="neither",
)
def share(
    column: str,
    *,
    lower: float = 0.0,
    upper: float = 1.0,
    boundary: str = "split",
    score: str = "density_free",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure the share of the total that a slice of people has.

    Parameters
    ----------
    column : str
        A column or an expression.
    lower, upper : float
        The slice, as shares of people from the lowest up; from 0 to 1.
    boundary : {"split", "whole"}
        Count whoever is at a border in part, or everybody at or below the quantile.
    score : {"density_free", "kernel"}
        What standard errors come from.
    bandwidth : {"convey", "n_eff"}
        Of the kernel; only standard errors depend on it.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the share; it has none.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When lower and upper are no slice, and for unknown options.

    References
    ----------
    Kovačević and Binder (1997), Variance estimation for measures of income inequality and polarization,
    Journal of Official Statistics 13, 41-58, section 4.

    Examples
    --------
    >>> bottom_half = share("income", upper=0.5)
    >>> bottom_half.form(OrderedPeople.of([1.0, 2.0, 3.0, 4.0]), None).scored.values
    array([0.3])
    """
    low = number(lower, option="lower", at_least=0, at_most=1)
    high = number(upper, option="upper", at_least=0, at_most=1)
    if not low < high:
        raise UsageError(
            "A slice of people goes from a lower share to a higher one.",
            found=f"It went from {low:g} to {high:g}.",
            remedy="The top tenth is lower=0.9,upper=1.",
        )
    how, width, method = read_score(score, bandwidth)
    border = choice(boundary, BOUNDARIES, option="boundary")
    options = {} if border == "split" else {"boundary": border}
    return OrderedMeasure(
        name="share",
        interval="index" if high == 1 else "t",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_share, lower=low, upper=high, boundary=border, score=how, bandwidth=width),
        label=name or column,
        unit=unit,
        method=method,
        parameters={"lower": low, "upper": high, **options, **spoken(how, width, "density_free")},
    )


@catalogued(
    title="Total of the lowest",
    family="inequality",
    meaning="What everybody at or below a quantile has in all: with p = 0.2, the total of the poorest fifth.",
    formula="Σ w y 1{y ≤ q}, q the p-quantile",
    range="any number, in the unit of the outcome",
    variance="linearised with the densities of people and totals at the quantile (score=kernel), or without "
    "a density",
    oracle="R convey 1.0.1, svyisq (values and standard errors, 1e-8)",
    avoid="It depends on how many people there are: to compare groups use share.",
    reference="Osier (2009), Survey Research Methods 3, 167-195, section 3.4",
    example="lower_total:income,p=0.2",
    convention="Everybody tied with the quantile is counted.",
    properties=("scales with the unit",),
    direction="outcome",
)
def lower_total(
    column: str,
    *,
    p: float = 0.2,
    score: str = "kernel",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure the total of everybody at or below a quantile.

    Parameters
    ----------
    column : str
        A column or an expression.
    p : float
        The share of people, between 0 and 1.
    score : {"kernel", "density_free"}
        What standard errors come from.
    bandwidth : {"convey", "n_eff"}
        Of the kernel; only standard errors depend on it.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When p is not between 0 and 1, and for unknown options.

    References
    ----------
    Osier (2009), Variance estimation for complex indicators of poverty and inequality using linearization
    techniques, Survey Research Methods 3, 167-195, section 3.4.

    Examples
    --------
    >>> lower_total("income", p=0.5).form(OrderedPeople.of([1.0, 2.0, 3.0, 4.0]), None).values
    array([3.])
    """
    how, width, method = read_score(score, bandwidth)
    lowest = share_of(p, option="p")
    return OrderedMeasure(
        name="lower_total",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_lower_total, p=lowest, score=how, bandwidth=width),
        label=name or column,
        unit=unit,
        method=method,
        parameters={"p": lowest, **spoken(how, width)},
    )
