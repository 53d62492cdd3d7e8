"""Poverty measures in which the rank among the poor counts: Sen's, and that of Sen, Shorrocks and Thon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Floats, Scored, Solution
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.kernels import read_kernel
from dueregard.measures.poverty_lines import PovertyLine, read_line
from dueregard.measures.shortfalls import FosterGreerThorbecke, poor_people

__all__ = ["Sen", "SenShorrocksThon", "sen", "sen_shorrocks_thon"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sen:
    """The poverty gap plus the inequality among the poor.

    With H the rate, F the gap index and G the Gini coefficient among the poor, Sen's ``F + (H - F) G``. Here
    it is ``F + D / (N Q z)``, with Q poor people and D half the sum of all differences between two of them:
    the same, and defined for negative incomes too.

    Attributes
    ----------
    line : PovertyLine
        Whoever is at or below it is poor.
    bandwidth : {"convey", "n_eff"}
        Of the densities at the median and at the line.

    References
    ----------
    Sen (1976), Poverty: an ordinal approach to measurement, Econometrica 44, 219-231, theorem 1, for many
    people.
    """

    line: PovertyLine
    bandwidth: str = "convey"

    def __call__(self, people: OrderedPeople, population: OrderedPeople | None) -> Solution:
        """Estimate for the people of each level."""
        line = self.line.scored(people, population, bandwidth=self.bandwidth)
        gap = FosterGreerThorbecke(line=self.line, alpha=1.0, bandwidth=self.bandwidth)(people, population)
        poor = poor_people(people, line, strict=False).astype(float)
        number, income = people.sums(poor), people.sums(poor * people.y)
        below, earned = people.running(poor), people.running(poor * people.y)
        distance = poor * (
            people.y * (2 * below - people.each(number)) + people.each(income) - 2 * earned
        )  # Weighted sum of one poor person's differences from all the poor.
        differences = Scored(people.sums(distance) / 2, _terms(people, distance))
        count = people.total(poor)
        with np.errstate(all="ignore"):
            if line.terms and people.scored:
                # People whom a higher line makes poor come in at the top of the poor.
                joining = people.density(line.values, bandwidth=self.bandwidth)
                step = 0 * line.values
                differences = differences + line.mapped(step, joining * (line.values * number - income))
                count = count + line.mapped(step, joining)
            # Where nobody is poor there are no differences either.
            unequal = differences / (people.number * (count + (number == 0)) * line)
            return Solution(scored=gap.scored + unequal)


@dataclass(frozen=True, slots=True, kw_only=True)
class SenShorrocksThon:
    """The poverty gap plus the inequality of poverty gaps among everybody.

    With F the gap index and G the Gini coefficient of the gaps of all people, ``F (1 + G)``.

    Attributes
    ----------
    line : PovertyLine
        Whoever is at or below it is poor.
    bandwidth : {"convey", "n_eff"}
        Of the density at the median.

    References
    ----------
    Shorrocks (1995), Revisiting the Sen poverty index, Econometrica 63, 1225-1230, equation 4; Thon (1979),
    On measuring poverty, Review of Income and Wealth 25, 429-439.
    """

    line: PovertyLine
    bandwidth: str = "convey"

    def __call__(self, people: OrderedPeople, population: OrderedPeople | None) -> Solution:
        """Estimate for the people of each level."""
        line = self.line.scored(people, population, bandwidth=self.bandwidth)
        mean = FosterGreerThorbecke(line=self.line, alpha=1.0, bandwidth=self.bandwidth)(people, population)
        poor = poor_people(people, line, strict=False)
        with np.errstate(all="ignore"):
            at = people.each(np.where(line.values > 0, line.values, np.nan))
            gap = np.where(poor, 1 - people.y / at, 0.0)
            size, whole = people.each(people.size), people.each(people.sums(gap))
            # People rise by income, so gaps fall.
            distance = gap * (size - 2 * people.running(1.0)) + 2 * people.running(gap) - whole
            differences = Scored(people.sums(distance) / 2, _terms(people, distance))
            if line.terms and people.scored:
                deeper = np.where(poor, people.y / at**2, 0.0) * (size - 2 * people.middle(1.0))
                differences = differences + line.mapped(0 * line.values, people.sums(deeper))
            return Solution(scored=mean.scored + differences / (people.number * people.number))


def _terms(people: OrderedPeople, influence: Floats) -> tuple:  # type: ignore[type-arg]
    return people.with_scores(np.zeros(people.levels), lambda: influence).terms


@catalogued(
    title="Sen index of poverty",
    family="poverty",
    meaning="One figure for how many are poor, how far below the line they are and how unequal they are "
    "among themselves; the poorest of the poor count most, by their rank.",
    formula="F + (H - F) G, H the poverty rate, F the poverty gap index, G the Gini coefficient of the poor",
    range="0 (nobody is poor) to 1 (nobody has any income).",
    variance="Influence functions of all three parts together, ranks included; the sampling error of a "
    "relative line too.",
    oracle="R convey 0.2.3 svysen: value and standard error to 1e-8 with its own Gini, which depends on the "
    "scale of weights, put back; our standard errors differ from it by 0.1% to 1%. ineq 0.2-13 unweighted "
    "to 1e-8",
    avoid="A transfer that lifts somebody over the line can raise it: use sen_shorrocks_thon. It cannot be "
    "split by groups: use poverty_severity for that.",
    reference="Sen (1976), Econometrica 44, 219-231, theorem 1.",
    example="sen:income,line=0.6*median",
    convention="The limit for many people, without Sen's factor Q/(Q+1); poor is at or below the line; the "
    "Gini coefficient is that of pairs, whatever the scale of the weights.",
    properties=("scale invariant", "replication invariant"),
)
def sen(
    column: str,
    *,
    line: object = "0.6*median",
    line_population: str = "all",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure poverty by its rate, its gap and the inequality among the poor.

    Parameters
    ----------
    column : str
        A column or an expression, such as equivalised household income.
    line : float or str
        A number, ``0.6*median``, ``60% of median`` or ``0.5*mean``.
    line_population : str
        Whose median or mean: ``all`` people of the table, each ``group``'s own, or a condition.
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
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For an unknown line or bandwidth.

    References
    ----------
    Sen (1976), Poverty: an ordinal approach to measurement, Econometrica 44, 219-231.

    Examples
    --------
    >>> people = OrderedPeople.of([1.0, 2.0, 5.0, 6.0, 9.0])
    >>> sen("income", line=4).estimate(people, None).scored.values.round(4)
    array([0.275])
    """
    read = read_line(line, population=line_population)
    chosen, kernel = read_kernel(bandwidth)
    estimated = read.fixed is None
    return OrderedMeasure(
        name="sen",
        interval="logit",
        outcome=Outcome(columns=(column,), among=among),
        population=read.outcome(column),
        form=Sen(line=read, bandwidth=chosen),
        label=name or column,
        unit=unit,
        method=kernel if estimated else None,
        parameters={**read.parameters(), **_shown(chosen, estimated)},
    )


@catalogued(
    title="Sen-Shorrocks-Thon index of poverty",
    family="poverty",
    meaning="One figure for how many are poor, how far below the line they are and how unequally: the "
    "average of poverty gaps in which the poorest person counts double and the richest not at all.",
    formula="F (1 + G), F the poverty gap index, G the Gini coefficient of max(0, 1 - y/z) among all people",
    range="0 (nobody is poor) to 1 (nobody has any income).",
    variance="Influence functions with the ranks; the sampling error of a relative line too.",
    oracle="R convey 0.2.3 svysst: value and standard error to 1e-8 with its own Gini, which depends on the "
    "scale of weights, put back; our standard errors differ from it by less than 0.3%. ineq 0.2-13 "
    "unweighted to 1e-8",
    avoid="It cannot be split by groups: use poverty_severity for that. Read it with poverty_rate and "
    "poverty_gap, of which it is made.",
    reference="Shorrocks (1995), Econometrica 63, 1225-1230, equation 4; Thon (1979), Review of Income and "
    "Wealth 25, 429-439.",
    example="sen_shorrocks_thon:income,line=0.6*median",
    convention="Poor is at or below the line; the Gini coefficient is that of pairs, whatever the scale of "
    "the weights.",
    properties=("scale invariant", "replication invariant"),
)
def sen_shorrocks_thon(
    column: str,
    *,
    line: object = "0.6*median",
    line_population: str = "all",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure poverty by its gap and the inequality of gaps among everybody.

    Parameters
    ----------
    column, line, line_population, bandwidth, among, name, unit
        As :func:`sen` takes them.

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
    Shorrocks (1995), Revisiting the Sen poverty index, Econometrica 63, 1225-1230.

    Examples
    --------
    >>> people = OrderedPeople.of([1.0, 2.0, 5.0, 6.0, 9.0])
    >>> sen_shorrocks_thon("income", line=4).estimate(people, None).scored.values.round(4)
    array([0.41])
    """
    read = read_line(line, population=line_population)
    chosen, kernel = read_kernel(bandwidth)
    dense = read.of == "median"
    return OrderedMeasure(
        name="sen_shorrocks_thon",
        interval="logit",
        outcome=Outcome(columns=(column,), among=among),
        population=read.outcome(column),
        form=SenShorrocksThon(line=read, bandwidth=chosen),
        label=name or column,
        unit=unit,
        method=kernel if dense else None,
        parameters={**read.parameters(), **_shown(chosen, dense)},
    )


def _shown(bandwidth: str, used: bool) -> dict[str, str]:
    return {"bandwidth": bandwidth} if used and bandwidth != "convey" else {}
