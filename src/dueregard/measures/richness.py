"""How many people are rich and how rich they are: poverty measures turned to the top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.protocols import Moment, one
from dueregard.engine.scored import Floats, Solution
from dueregard.errors import UsageError
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure, SmoothMeasure
from dueregard.measures.kernels import read_kernel
from dueregard.measures.poverty_lines import PovertyLine, counted, read_line

__all__ = ["KINDS", "Richness", "richness"]

KINDS = ("concave", "chakravarty", "convex")
"""How riches count: less and less the richer somebody is (two ways), or more and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Richness:
    """The mean of the rich's relative distance above a line.

    Attributes
    ----------
    line : PovertyLine
        Whoever is above it is rich.
    kind : {"concave", "chakravarty", "convex"}
        ``(1 - z/y)^alpha``, ``1 - (z/y)^alpha`` or ``(y/z - 1)^alpha``.
    alpha : float
        The power; concave with 0 is the share of rich people.
    bandwidth : {"convey", "n_eff"}
        Of the densities at the median and at the line.

    References
    ----------
    Peichl, Schaefer and Scheicher (2010), Measuring richness and poverty: a micro data application to Europe
    and Germany, Review of Income and Wealth 56, 597-619, equations 4 to 7.
    """

    line: PovertyLine
    kind: str = "concave"
    alpha: float = 1.0
    bandwidth: str = "convey"

    def __call__(self, people: OrderedPeople, population: OrderedPeople | None) -> Solution:
        """Estimate for the people of each level."""
        line = self.line.scored(people, population, bandwidth=self.bandwidth)
        usable = np.where((line.values > 0) | (self.alpha == 0), line.values, np.nan)
        at = people.each(usable)
        rich = people.y > at
        with np.errstate(all="ignore"):
            y = np.where(rich & (at > 0), people.y, np.maximum(at, 1.0))
            above = np.where(rich, self._excess(y, at), 0.0)
            scored = people.mean(above)
            if line.terms and people.scored:
                if self.alpha == 0:
                    slope = -people.density(line.values, bandwidth=self.bandwidth)
                else:
                    slope = people.sums(np.where(rich, self._steepness(y, at), 0.0))
                scored = scored + line.mapped(0 * usable, slope / people.size)
            else:
                scored = scored + 0 * usable
        if self.alpha != 0:
            return Solution(scored=scored)
        yes, everybody = counted(people, rich), counted(people, people.ones > 0)
        return Solution(scored=scored, events=np.minimum(yes, everybody - yes))

    def _excess(self, y: Floats, at: Floats) -> Floats:
        if self.alpha == 0:
            return np.ones_like(y)
        if self.kind == "concave":
            return np.asarray((1 - at / y) ** self.alpha)
        if self.kind == "chakravarty":
            return np.asarray(1 - (at / y) ** self.alpha)
        return np.asarray((y / at - 1) ** self.alpha)

    def _steepness(self, y: Floats, at: Floats) -> Floats:
        """Differentiate by the line."""
        if self.kind == "concave":
            return np.asarray(-self.alpha / y * (1 - at / y) ** (self.alpha - 1))
        if self.kind == "chakravarty":
            return np.asarray(-self.alpha / at * (at / y) ** self.alpha)
        return np.asarray(-self.alpha * y / at**2 * (y / at - 1) ** (self.alpha - 1))


@cache
def _excess(line: float, kind: str, alpha: float) -> Moment:
    """Make the moment of what is above a fixed line; the same one for the same arguments."""

    def moment(y: nw.Expr, *_: nw.Expr) -> nw.Expr:
        if alpha == 0:
            return nw.when(y > line).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        known = nw.when(y > line).then(y).otherwise(nw.lit(line))
        if kind == "chakravarty":
            below = (known / line) ** (-alpha)
            return nw.when(y > line).then((below - 1) * -1).otherwise(nw.lit(0.0))
        above = (known - line) / known if kind == "concave" else (known - line) / line
        return above if alpha == 1 else above**alpha

    return moment


def _mean_excess(totals: Mapping[str, NDArray[Any]], _: NDArray[np.float64]) -> NDArray[Any]:
    return np.asarray(totals["above"] / totals["one"])


def _power(alpha: object, kind: str) -> float:
    """Read alpha within the bounds of its kind."""
    if kind == "concave":
        return options.number(alpha, option="alpha of concave richness", at_least=0, at_most=1)
    if kind == "chakravarty":
        return options.number(alpha, option="alpha of Chakravarty's richness", above=0)
    try:
        return options.number(alpha, option="alpha of convex richness", above=1)
    except UsageError as error:
        raise UsageError(
            "Convex richness needs an alpha above 1.", found=f"It was {alpha}.", remedy="Write alpha=2."
        ) from error


@catalogued(
    title="Richness",
    family="poverty",
    meaning="How many people are rich and how far above a line of riches they are, in one figure; with "
    "alpha=0 simply the share of people above the line.",
    formula="sum(w e(y) 1{y > z}) / N, z the line; e = (1 - z/y)^alpha (concave), 1 - (z/y)^alpha "
    "(chakravarty) or (y/z - 1)^alpha (convex)",
    range="0 (nobody is rich) to 1; convex: without upper end.",
    variance="Taylor linearisation, with the sampling error of a relative line.",
    oracle="R convey 1.0.1 svyrich, types Cha and FGTT1 with g = 1 and a line of 150% of the median: values, "
    "standard errors and replicate weights to 1e-8",
    avoid="Surveys miss the very rich, so it is too low; the convex kind rests on a handful of people and "
    "its intervals are poor (Brzezinski 2014). For shares of income use share.",
    reference="Peichl, Schaefer and Scheicher (2010), Review of Income and Wealth 56, 597-619; Brzezinski "
    "(2014), Statistical inference for richness measures, Applied Economics 46, 1599-1608.",
    example="richness:income,line=1.5*median",
    convention="Rich is above the line; over all people. With alpha=1 the concave and Chakravarty kinds are "
    "the same.",
    properties=("scale invariant", "replication invariant"),
    direction="neither",
)
def richness(
    column: str,
    *,
    line: object = "1.5*median",
    line_population: str = "all",
    kind: str = "concave",
    alpha: object = 1.0,
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure | SmoothMeasure:
    """Measure how many people are above a line of riches, and how far.

    Parameters
    ----------
    column : str
        A column or an expression, such as equivalised household income.
    line : float or str
        A number, ``1.5*median``, ``200% of median`` or ``3*mean``.
    line_population : str
        Whose median or mean: ``all`` people of the table, each ``group``'s own, or a condition.
    kind : {"concave", "chakravarty", "convex"}
        Whether riches count less and less, or more and more, the richer somebody is.
    alpha : float
        The power: concave 0 to 1, Chakravarty's above 0, convex above 1.
    bandwidth : {"convey", "n_eff"}
        Of the densities at an estimated line.
    among : str, optional
        For whom the outcome applies, as a condition; it does not move the line.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    SmoothMeasure or OrderedMeasure
        A fixed line needs no order of people.

    Raises
    ------
    UsageError
        For an unknown line or kind, and an alpha outside the kind's bounds.

    References
    ----------
    Peichl, Schaefer and Scheicher (2010), Review of Income and Wealth 56, 597-619.

    Examples
    --------
    >>> people = OrderedPeople.of([1.0, 2.0, 5.0, 10.0, 15.0])
    >>> richness("income").estimate(people, people).scored.values
    array([0.15])
    """
    read = read_line(line, population=line_population)
    known = options.choice(kind, KINDS, option="kind")
    power = _power(alpha, known)
    outcome = Outcome(columns=(column,), among=among)
    parameters = {**read.parameters(), "kind": known, "alpha": power}
    said = (unit or "proportion") if power == 0 else unit
    if read.fixed is not None:
        return SmoothMeasure(
            name="richness",
            outcome=outcome,
            moments={"one": one, "above": _excess(read.fixed, known, power)},
            function=_mean_excess,
            label=name or column,
            unit=said,
            interval="logit",
            parameters=parameters,
            yes=_excess(read.fixed, known, power) if power == 0 else None,
        )
    chosen, kernel = read_kernel(bandwidth)
    dense = read.of == "median" or power == 0
    return OrderedMeasure(
        name="richness",
        outcome=outcome,
        population=read.outcome(column),
        form=Richness(line=read, kind=known, alpha=power, bandwidth=chosen),
        label=name or column,
        unit=said,
        interval="logit",
        method=kernel if dense else None,
        parameters={**parameters, **({"bandwidth": chosen} if dense and chosen != "convey" else {})},
    )
