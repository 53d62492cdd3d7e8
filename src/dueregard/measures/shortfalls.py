"""Relative shortfalls from a poverty line, to a power: what the measures of poverty are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.protocols import Moment, one
from dueregard.engine.scored import Floats, Scored, Solution
from dueregard.measures import options
from dueregard.measures.declared import OrderedMeasure, SmoothMeasure
from dueregard.measures.kernels import read_kernel
from dueregard.measures.poverty_lines import PovertyLine, counted, read_line

__all__ = ["FosterGreerThorbecke", "PovertyMeasure", "mean_shortfall", "poor_people", "shortfall"]

PovertyMeasure: TypeAlias = OrderedMeasure | SmoothMeasure


@dataclass(frozen=True, slots=True, kw_only=True)
class FosterGreerThorbecke:
    """The mean of the poor's relative shortfalls to a power, with the line's own uncertainty.

    Attributes
    ----------
    line : PovertyLine
        Whoever is at or below it is poor.
    alpha : float
        The power, at least 0.
    strict : bool
        Whether people exactly on the line are not poor.
    bandwidth : {"convey", "n_eff"}
        Of the densities at the median and at the line.

    References
    ----------
    Foster, Greer and Thorbecke (1984), A class of decomposable poverty measures, Econometrica 52, 761-766,
    equation 2; Osier (2009), Survey Research Methods 3, 167-195, of the line's influence.
    """

    line: PovertyLine
    alpha: float = 0.0
    strict: bool = False
    bandwidth: str = "convey"

    def __call__(self, people: OrderedPeople, population: OrderedPeople | None) -> Solution:
        """Estimate for the people of each level."""
        line = self.line.scored(people, population, bandwidth=self.bandwidth)
        poor = poor_people(people, line, strict=self.strict)
        at = people.each(line.values)
        if self.alpha == 0:
            value = people.mean(poor.astype(float))
            slope = people.density(line.values, bandwidth=self.bandwidth) if line.terms else 0.0
        else:
            # A line at or below zero has no relative shortfall.
            with np.errstate(all="ignore"):
                gap = np.where(poor, np.where(at > 0, 1 - people.y / at, np.nan), 0.0)
                value = people.mean(gap**self.alpha)
                slope = people.sums(_steepness(people.y, at, gap, poor, self.alpha)) if line.terms else 0.0
        with np.errstate(all="ignore"):
            scored = value + line.mapped(0 * line.values, slope / people.size)
        if self.alpha != 0:
            return Solution(scored=scored)
        yes = counted(people, poor)
        everybody = counted(people, people.ones > 0)
        return Solution(
            scored=scored, events=np.minimum(yes, everybody - yes), reasons=_unknown(people, scored)
        )


def poor_people(people: OrderedPeople, line: Scored, *, strict: bool) -> NDArray[np.bool_]:
    """Say who is poor.

    Parameters
    ----------
    people : OrderedPeople
        The people of the levels.
    line : Scored
        One a level.
    strict : bool
        Whether people exactly on the line are not poor.

    Returns
    -------
    ndarray of bool (n,)
        One a person.
    """
    at = people.each(line.values)
    return np.asarray(people.y < at if strict else people.y <= at)


def _steepness(y: Floats, at: Floats, gap: Floats, poor: NDArray[np.bool_], alpha: float) -> Floats:
    """How fast each shortfall grows with the line; on the line itself only with alpha 1."""
    grows = poor if alpha == 1 else gap > 0
    return np.asarray(np.where(grows, alpha * y / at**2 * np.where(gap > 0, gap, 1.0) ** (alpha - 1), 0.0))


def _unknown(people: OrderedPeople, scored: Scored) -> Mapping[int, str]:
    """Where everybody has one value there is no density at an estimated line."""
    if not (people.scored and scored.terms):
        return {}
    broken = np.zeros(people.levels, dtype=bool)
    for term in scored.terms:
        broken |= ~np.isfinite(term.coefficient)
    reason = "everybody has the same value, so the estimated line's own uncertainty is not known"
    return {int(level): reason for level in np.flatnonzero(broken & (people.count > 0))}


@cache
def shortfall(line: float, alpha: float, strict: bool) -> Moment:
    """Make the moment of shortfalls from a fixed line, to a power.

    Parameters
    ----------
    line : float
        Above 0.
    alpha : float
        The power.
    strict : bool
        Whether people exactly on the line are not poor.

    Returns
    -------
    Moment
        The same one for the same arguments, so that equal sums are summed once.
    """

    def moment(y: nw.Expr, *_: nw.Expr) -> nw.Expr:
        poor = y < line if strict else y <= line
        if alpha == 0:
            return nw.when(poor).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        gap = nw.when(poor).then((y - line) / -line).otherwise(nw.lit(0.0))
        if alpha == 1:
            return gap
        return gap * gap if alpha == 2 else gap**alpha

    return moment


def _mean_shortfall(totals: Mapping[str, NDArray[Any]], _: NDArray[np.float64]) -> NDArray[Any]:
    return np.asarray(totals["gap"] / totals["one"])


def mean_shortfall(
    measure: str,
    column: str,
    *,
    alpha: float,
    line: object,
    line_population: str,
    bandwidth: object,
    strict: object = False,
    interval: str = "logit",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
    shown: Mapping[str, Any],
) -> PovertyMeasure:
    """Make a measure of the mean shortfall from a line, to a power.

    Parameters
    ----------
    measure : str
        Its name in the catalogue.
    column : str
        A column or an expression.
    alpha : float
        The power.
    line, line_population, strict, bandwidth : object
        As users write them.
    interval, among, name, unit
        As for every measure.
    shown : mapping of str to object
        Parameters to show before those of the line.

    Returns
    -------
    SmoothMeasure or OrderedMeasure
        A fixed line needs no order of people.

    Raises
    ------
    UsageError
        For what cannot be read.
    """
    read, below = read_line(line, population=line_population), options.switch(strict, option="strict")
    chosen, kernel = read_kernel(bandwidth)
    outcome = Outcome(columns=(column,), among=among)
    parameters = {**shown, **read.parameters(), **({"strict": True} if below else {})}
    if read.fixed is not None:
        return SmoothMeasure(
            name=measure,
            outcome=outcome,
            moments={"one": one, "gap": shortfall(read.fixed, alpha, below)},
            function=_mean_shortfall,
            label=name or column,
            unit=unit,
            interval=interval,
            parameters=parameters,
            yes=shortfall(read.fixed, 0.0, below) if alpha == 0 else None,
        )
    dense = read.of == "median" or alpha == 0
    return OrderedMeasure(
        name=measure,
        outcome=outcome,
        population=read.outcome(column),
        form=FosterGreerThorbecke(line=read, alpha=alpha, strict=below, bandwidth=chosen),
        label=name or column,
        unit=unit,
        method=kernel if dense else None,
        interval=interval,
        parameters={**parameters, **({"bandwidth": chosen} if dense and chosen != "convey" else {})},
    )
