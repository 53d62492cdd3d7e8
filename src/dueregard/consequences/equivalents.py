"""Change of the income which, had everybody the same, would be worth as much: a gain that weighs inequality.

Both are functions of totals over the same people before and after, so their errors are paired. Kolm's
aversion is in one over the unit of the outcome. Here it is a number over the median before, so that it has
no unit: at the median, Kolm's aversion k / median is as averse to inequality as Atkinson's k. Under
Atkinson's an income near nought would outweigh everybody: as with distributional weights, incomes below a
tenth of the median count as that before, and what changes is added to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.figures import BEFORE, Direct
from dueregard.consequences.welfare import GREEN_BOOK
from dueregard.engine import Measure, Outcome
from dueregard.engine.grammar import Column
from dueregard.engine.protocols import Moment, one
from dueregard.measures.declared import SmoothMeasure

__all__ = ["AVERSIONS", "Scale", "equivalents_of"]

Totals = Mapping[str, NDArray[Any]]

AVERSIONS = (1.0, 2.0)
"""Atkinson's aversion, and Kolm's at the median."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What Kolm's aversion is scaled to.

    Attributes
    ----------
    median : float
        The median before; taken as known.
    lowest : float
        The lowest value before: exponentials are measured from there, so that none overflows.
    unit : str, optional
        Of the outcome.
    """

    median: float
    lowest: float
    unit: str | None = None


def equivalents_of(scale: Scale) -> tuple[Direct, ...]:
    """List the figures: Atkinson's, and Kolm's where there is a median to scale its aversion to.

    Parameters
    ----------
    scale : Scale
        The median and the lowest value before.

    Returns
    -------
    tuple of Direct
        Called ``equally_distributed_equivalent_change`` (parameter ``epsilon``) and
        ``kolm_equivalent_change`` (``alpha``, ``alpha_unit`` and ``aversion_at_median``).

    References
    ----------
    Atkinson (1970), Journal of Economic Theory 2, 244-263; Kolm (1976), Journal of Economic Theory 12,
    416-442; of their use in appraisal, Asaria, Griffin and Cookson (2016), Medical Decision Making 36, 8-19.

    Examples
    --------
    >>> [figure.parameters["alpha"] for figure in equivalents_of(Scale(median=200.0, lowest=0.0))[2:]]
    [0.005, 0.01]
    """
    if not scale.median > 0:
        return ()
    return (*(_atkinson(each, scale) for each in AVERSIONS), *(_kolm(each, scale) for each in AVERSIONS))


def _atkinson(epsilon: float, scale: Scale) -> Direct:
    power, floor = 1.0 - epsilon, GREEN_BOOK.lowest_share * scale.median

    def make(of: Callable[[str], str], name: str, unit: str | None) -> Measure:
        before, after = Column(of(BEFORE)), Column(of("after"))
        return SmoothMeasure(
            name="equally_distributed_equivalent",
            outcome=Outcome(
                columns=(of(BEFORE), of("after")),
                among=f"{after} > 0 or ({before} <= {floor!r} and {after} - {before} + {floor!r} > 0)",
            ),
            moments={
                "number": one,
                "before": _utility(power, floor, changed=False),
                "after": _utility(power, floor, changed=True),
            },
            function=partial(_difference, power=power),
            label=name,
            unit=unit,
            method=f"what is below {floor:,.6g}, a tenth of the median, counts as that",
        )

    return Direct(
        name=f"atkinson_{epsilon:g}",
        shown="equally_distributed_equivalent_change",
        parameters={"epsilon": epsilon},
        make=make,
        compared=True,
    )


@cache
def _utility(power: float, floor: float, *, changed: bool) -> Moment:
    def moment(before: nw.Expr, after: nw.Expr) -> nw.Expr:
        value = nw.when(before > floor).then(before).otherwise(nw.lit(floor))
        value = value + (after - before) if changed else value
        return value.log() if power == 0 else value**power

    return moment


def _difference(totals: Totals, _: NDArray[np.float64], *, power: float) -> NDArray[Any]:
    means = [totals[run] / totals["number"] for run in ("after", "before")]
    after, before = (np.exp(mean) if power == 0 else np.exp(np.log(mean) / power) for mean in means)
    return np.asarray(after - before)


def _kolm(aversion: float, scale: Scale) -> Direct:
    alpha = aversion / scale.median

    def make(of: Callable[[str], str], name: str, unit: str | None) -> Measure:
        return SmoothMeasure(
            name="equally_distributed_equivalent",
            outcome=Outcome(columns=(of(BEFORE), of("after"))),
            moments={
                "before": _exponential(alpha, scale.lowest, 0),
                "after": _exponential(alpha, scale.lowest, 1),
            },
            function=partial(_logarithm, alpha=alpha),
            label=name,
            unit=unit,
        )

    return Direct(
        name=f"kolm_{aversion:g}",
        shown="kolm_equivalent_change",
        parameters={
            "alpha": alpha,
            "alpha_unit": f"1 / ({scale.unit or 'unit of the outcome'})",
            "aversion_at_median": aversion,
        },
        make=make,
        compared=True,
    )


@cache
def _exponential(alpha: float, lowest: float, which: int) -> Moment:
    def moment(*values: nw.Expr) -> nw.Expr:
        return (-alpha * (values[which] - lowest)).exp()

    return moment


def _logarithm(totals: Totals, _: NDArray[np.float64], *, alpha: float) -> NDArray[Any]:
    return np.asarray(-np.log(totals["after"] / totals["before"]) / alpha)
