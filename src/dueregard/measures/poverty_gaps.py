"""How far below the line the typical poor person is: the median income of the poor, and their gap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored, Solution
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.kernels import read_kernel
from dueregard.measures.poverty_lines import PovertyLine, counted, read_line
from dueregard.measures.shortfalls import poor_people

__all__ = ["MedianOfThePoor", "poor_median", "relative_median_poverty_gap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedianOfThePoor:
    """The median income of people at or below a line, or its distance from the line.

    Attributes
    ----------
    line : PovertyLine
        Whoever is at or below it is poor.
    bandwidth : {"convey", "n_eff"}
        Of the densities at the medians and at the line.
    gap : bool
        Whether to give the distance from the line, as a share of the line.

    References
    ----------
    Osier (2009), Variance estimation for complex indicators of poverty and inequality using linearization
    techniques, Survey Research Methods 3, 167-195, section 4.
    """

    line: PovertyLine
    bandwidth: str = "convey"
    gap: bool = False

    def __call__(self, people: OrderedPeople, population: OrderedPeople | None) -> Solution:
        """Estimate for the people of each level."""
        line = self.line.scored(people, population, bandwidth=self.bandwidth)
        median = self._median(people, line)
        nobody = np.flatnonzero(np.isnan(median.values) & (people.count > 0))
        reasons = {int(level): "too few people at or below the line" for level in nobody}
        yes = counted(people, poor_people(people, line, strict=False))
        everybody = counted(people, people.ones > 0)
        return Solution(
            scored=1 - median / line if self.gap else median,
            events=np.minimum(yes, everybody - yes),
            reasons=reasons,
        )

    def _median(self, people: OrderedPeople, line: Scored) -> Scored:
        poor = people.mean(poor_people(people, line, strict=False).astype(float))
        with np.errstate(all="ignore"):
            values = people.reached(np.where(poor.values > 0, poor.values / 2, np.nan))
            if not people.scored:
                return Scored(values)
            if line.terms:
                at_line = people.density(line.values, bandwidth=self.bandwidth) / people.size
                poor = poor + line.mapped(0 * line.values, at_line)
            # Half the share of the poor, less the share at or below their median: what moves this balance
            # moves the median. It is zero but for one person's weight, and is taken as zero.
            half = poor.values / 2
            below = (people.total(people.at_most(values)) - people.number * half) * (1 / people.size)
            balance = poor * 0.5 - below
            return balance.mapped(values, people.size / people.density(values, bandwidth=self.bandwidth))


def _measure(
    make: Callable[..., OrderedMeasure],
    column: str,
    *,
    line: object,
    line_population: str,
    bandwidth: str,
    among: str | None,
    name: str | None,
    unit: str | None,
) -> OrderedMeasure:
    read = read_line(line, population=line_population)
    chosen, kernel = read_kernel(bandwidth)
    gap = make is relative_median_poverty_gap
    return OrderedMeasure(
        name=make.__name__,
        interval="logit" if gap else "t",
        outcome=Outcome(columns=(column,), among=among),
        population=read.outcome(column),
        form=MedianOfThePoor(line=read, bandwidth=chosen, gap=gap),
        label=name or column,
        unit=unit,
        method=kernel,
        parameters={**read.parameters(), **({} if chosen == "convey" else {"bandwidth": chosen})},
    )


@catalogued(
    title="Relative median poverty gap",
    family="poverty",
    meaning="How far below the poverty line the typical poor person is, as a share of the line: 0.2 says "
    "that half of the poor are more than a fifth below it.",
    formula="1 - m/z, z the line, m the median of the y <= z",
    range="0 (the typical poor person is on the line) to 1 (has nothing); above 1 with negative incomes.",
    variance="Linearisation of both medians and of the share of the poor, with kernel densities.",
    oracle="R convey 1.0.1 svyrmpg, whole samples, groups, covariances of groups and replicate weights, to "
    "1e-8; laeken 0.5.2 rmpg",
    avoid="Not for few poor people: it is a median of them alone. It does not see how many are poor, so read "
    "it beside poverty_rate; poverty_gap joins the two.",
    reference="Eurostat, EU statistics on income and living conditions (EU-SILC) methodology; Osier (2009), "
    "Survey Research Methods 3, 167-195, section 4.",
    example="relative_median_poverty_gap:income,line=0.6*median",
    convention="Poor is at or below the line, which is that of the whole table unless line_population says "
    "otherwise; densities from the group's own people.",
    properties=("scale invariant", "replication invariant"),
)
def relative_median_poverty_gap(
    column: str,
    *,
    line: object = "0.6*median",
    line_population: str = "all",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure the distance of the median poor person from the poverty line, as a share of the line.

    Parameters
    ----------
    column : str
        A column or an expression, such as equivalised household income.
    line : float or str
        A number, ``0.6*median``, ``60% of median`` or ``0.5*mean``.
    line_population : str
        Whose median or mean: ``all`` people of the table, each ``group``'s own, or a condition.
    bandwidth : {"convey", "n_eff"}
        Of the densities.
    among : str, optional
        For whom the outcome applies, as a condition; it does not move the line.
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
        For an unknown line or bandwidth.

    References
    ----------
    Osier (2009), Survey Research Methods 3, 167-195.

    Examples
    --------
    >>> people = OrderedPeople.of([1.0, 2.0, 5.0, 6.0, 9.0])
    >>> relative_median_poverty_gap("income").estimate(people, people).scored.values.round(4)
    array([0.6667])
    """
    return _measure(
        relative_median_poverty_gap,
        column,
        line=line,
        line_population=line_population,
        bandwidth=bandwidth,
        among=among,
        name=name,
        unit=unit,
    )


@catalogued(
    title="Median income of the poor",
    family="poverty",
    meaning="The income that half of the poor are at or below.",
    formula="lowest y with sum(w 1{y_i <= y}) >= P N / 2, P the share of people at or below the line",
    range="At most the line.",
    variance="Linearisation of the line's median, of the share of the poor and of their median, with kernel "
    "densities.",
    oracle="R convey 1.0.1 svypoormed, whole samples and replicate weights, to 1e-8",
    avoid="Not for few poor people. To compare countries or years use relative_median_poverty_gap, which has "
    "no unit.",
    reference="Osier (2009), Survey Research Methods 3, 167-195, section 4.",
    example="poor_median:income,line=0.6*median",
    convention="Poor is at or below the line; the median is the lowest income that half are at or below.",
    properties=("scales with the unit", "replication invariant"),
    direction="outcome",
)
def poor_median(
    column: str,
    *,
    line: object = "0.6*median",
    line_population: str = "all",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure the median of people at or below a poverty line.

    Parameters
    ----------
    column, line, line_population, bandwidth, among, name, unit
        As :func:`relative_median_poverty_gap` takes them.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For an unknown line or bandwidth.

    References
    ----------
    Osier (2009), Survey Research Methods 3, 167-195.

    Examples
    --------
    >>> people = OrderedPeople.of([1.0, 2.0, 5.0, 6.0, 9.0])
    >>> poor_median("income").estimate(people, people).scored.values
    array([1.])
    """
    return _measure(
        poor_median,
        column,
        line=line,
        line_population=line_population,
        bandwidth=bandwidth,
        among=among,
        name=name,
        unit=unit,
    )
