"""The poverty measure of Watts, which needs positive incomes."""

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
from dueregard.engine.protocols import Moment
from dueregard.engine.scored import Solution
from dueregard.errors import PeopleError
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure, SmoothMeasure
from dueregard.measures.kernels import read_kernel
from dueregard.measures.poverty_lines import PovertyLine, counted, read_line

__all__ = ["Watts", "watts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watts:
    """The mean logarithm of the line over income, zero for those who are not poor.

    Attributes
    ----------
    line : PovertyLine
        Whoever is at or below it is poor; it is the line of everybody, non-positive incomes included.
    bandwidth : {"convey", "n_eff"}
        Of the density at the median.
    lowest : float
        Values below it are raised to it; 0 for none, and then people without a positive value are left out.
    refuse : bool
        Refuse when anybody has no positive value.

    References
    ----------
    Watts (1968), An economic definition of poverty; Zheng (1993), An axiomatic characterization of the
    Watts poverty index, Economics Letters 42, 81-86, equation 1.
    """

    line: PovertyLine
    bandwidth: str = "convey"
    lowest: float = 0.0
    refuse: bool = False

    def __call__(self, people: OrderedPeople, population: OrderedPeople | None) -> Solution:
        """Estimate for the people of each level."""
        line = self.line.scored(people, population, bandwidth=self.bandwidth)
        y = np.maximum(people.y, self.lowest)
        positive = y > 0
        absent = counted(people, ~positive)
        if self.refuse and absent.any():
            raise _not_positive(int(absent.sum()))
        at = people.each(line.values)
        with np.errstate(all="ignore"):
            known = np.where(positive, y, 1.0)
            poor = positive & (known <= at)
            gap = np.where(poor, np.log(at / known), 0.0)
            number = people.total(positive.astype(float))
            slope = people.sums(poor) / (line.values * number.values)
            scored = people.total(gap) / number + line.mapped(0 * line.values, slope)
        return Solution(scored=scored, left_out=absent)


def _not_positive(count: int) -> PeopleError:
    return PeopleError(
        "The Watts index is defined for positive incomes only.",
        found=f"{count} people have an income of zero or less.",
        discreet="Some people have an income of zero or less.",
        remedy="Write nonpositive=drop to leave them out, or nonpositive=1 to raise lower incomes to 1.",
    )


@cache
def _logarithmic(line: float, lowest: float) -> Moment:
    def moment(y: nw.Expr, *_: nw.Expr) -> nw.Expr:
        # Who is left out gets the line itself, of which the logarithm is known and the shortfall zero.
        floor = lowest if lowest > 0 else line
        known = nw.when(y > lowest).then(y).otherwise(nw.lit(floor))
        return nw.when(known <= line).then(-(known / line).log()).otherwise(nw.lit(0.0))

    return moment


@cache
def _counts(lowest: float) -> Moment:
    def moment(y: nw.Expr, *_: nw.Expr) -> nw.Expr:
        return nw.lit(1.0) if lowest > 0 else nw.when(y > 0).then(nw.lit(1.0)).otherwise(nw.lit(0.0))

    return moment


def _without_positive(y: nw.Expr, *_: nw.Expr) -> nw.Expr:
    return nw.when(y > 0).then(nw.lit(0.0)).otherwise(nw.lit(1.0))


def _mean_logarithm(totals: Mapping[str, NDArray[Any]], _: NDArray[np.float64]) -> NDArray[Any]:
    return np.asarray(totals["gap"] / totals["one"])


def _nonpositive(given: object) -> tuple[float, bool]:
    """Read what to do with non-positive values: the lowest value to raise to, and whether to refuse."""
    if str(given) in ("drop", "refuse"):
        return 0.0, str(given) == "refuse"
    return options.number(given, option="nonpositive (drop, refuse or a lowest income)", above=0), False


@catalogued(
    title="Watts index",
    family="poverty",
    meaning="How far below the line people are in relative terms, the poorest counting most: divided by a "
    "common growth rate of incomes it is the average time that it would take to leave poverty.",
    formula="sum(w ln(z/y) 1{y <= z}) / N over y > 0, z the line",
    range="0 (nobody is poor) upwards.",
    variance="Taylor linearisation, with the sampling error of a relative line.",
    oracle="R convey 1.0.1 svywatts with relative and fixed lines: values, standard errors and replicate "
    "weights to 1e-8; ineq 0.2-13 unweighted",
    avoid="Incomes near zero, often errors of measurement, dominate it, and it has no value for zero and "
    "negative ones: then use poverty_severity, which keeps everybody.",
    reference="Watts (1968), An economic definition of poverty; Zheng (1993), Economics Letters 42, 81-86.",
    example="watts:income,line=0.6*median",
    convention="People with zero or negative incomes are left out of the mean and counted, but not out of "
    "the line (R convey).",
    properties=("scale invariant", "replication invariant"),
)
def watts(
    column: str,
    *,
    line: object = "0.6*median",
    line_population: str = "all",
    nonpositive: object = "drop",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure | SmoothMeasure:
    """Measure the mean logarithmic shortfall from a poverty line.

    Parameters
    ----------
    column : str
        A column or an expression, such as equivalised household income.
    line : float or str
        A number, ``0.6*median``, ``60% of median`` or ``0.5*mean``.
    line_population : str
        Whose median or mean: ``all`` people of the table, each ``group``'s own, or a condition.
    nonpositive : {"drop", "refuse"} or float
        What to do with incomes of zero or less: leave their people out and say how many, refuse, or raise
        all lower incomes to a positive number. The line always comes from incomes as they are.
    bandwidth : {"convey", "n_eff"}
        Of the density at the median.
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
        For an unknown line or option.

    References
    ----------
    Zheng (1993), Economics Letters 42, 81-86.

    Examples
    --------
    >>> people = OrderedPeople.of([1.0, 2.0, 5.0, 6.0, 9.0])
    >>> watts("income").estimate(people, people).scored.values.round(4)
    array([0.3008])
    """
    read = read_line(line, population=line_population)
    lowest, refuse = _nonpositive(nonpositive)
    outcome = Outcome(columns=(column,), among=among)
    policy = {} if str(nonpositive) == "drop" else {"nonpositive": "refuse" if refuse else lowest}
    parameters = {**read.parameters(), **policy}
    if read.fixed is not None:
        return SmoothMeasure(
            name="watts",
            interval="log",
            outcome=outcome,
            moments={"one": _counts(lowest), "gap": _logarithmic(read.fixed, lowest)},
            function=_mean_logarithm,
            label=name or column,
            unit=unit,
            parameters=parameters,
            left_out=None if lowest > 0 else _without_positive,
            refuse_left_out=refuse,
        )
    chosen, kernel = read_kernel(bandwidth)
    dense = read.of == "median"
    return OrderedMeasure(
        name="watts",
        interval="log",
        outcome=outcome,
        population=read.outcome(column),
        form=Watts(line=read, bandwidth=chosen, lowest=lowest, refuse=refuse),
        label=name or column,
        unit=unit,
        method=kernel if dense else None,
        parameters={**parameters, **({"bandwidth": chosen} if dense and chosen != "convey" else {})},
    )
