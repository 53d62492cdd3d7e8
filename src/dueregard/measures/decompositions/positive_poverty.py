"""The poverty rate and gap of people with a positive income, as the parts of the Watts index need them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Solution
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.kernels import read_kernel
from dueregard.measures.poverty_lines import PovertyLine, counted, read_line

__all__ = ["PositiveShortfall", "positive_shortfall"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositiveShortfall:
    """The mean of the poor's relative shortfalls among people with a positive income.

    Attributes
    ----------
    line : PovertyLine
        Whoever is at or below it is poor; it is the line of everybody.
    alpha : {0, 1}
        The poverty rate or the poverty gap.
    bandwidth : {"convey", "n_eff"}
        Of the densities at the median and at the line.

    References
    ----------
    Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766, equation 2; Osier (2009), Survey Research
    Methods 3, 167-195, of the line's influence.
    """

    line: PovertyLine
    alpha: int
    bandwidth: str

    def __call__(self, people: OrderedPeople, population: OrderedPeople | None) -> Solution:
        """Estimate for the people of each level."""
        line = self.line.scored(people, population, bandwidth=self.bandwidth)
        positive = people.y > 0
        at = people.each(line.values)
        poor = positive & (people.y <= at)
        number = people.total(positive.astype(float))
        with np.errstate(all="ignore"):
            if self.alpha == 0:
                gap = poor.astype(float)
                slope = self._density(people, line.values) if line.terms else 0 * line.values
            else:
                gap = np.where(poor, 1 - people.y / at, 0.0)
                slope = people.sums(np.where(poor, people.y, 0.0)) / line.values**2
            scored = people.total(gap) / number + line.mapped(0 * line.values, slope / number.values)
        return Solution(scored=scored, left_out=counted(people, ~positive))

    def _density(self, people: OrderedPeople, at: np.ndarray) -> np.ndarray:
        """Density at the line, times the number of people, of those with a positive income alone."""
        level = np.repeat(np.arange(people.levels), np.diff(people.starts))
        kept = people.y > 0
        alone = OrderedPeople.of(
            people.y[kept], weight=people.weight[kept], level=level[kept], levels=people.levels
        )
        return alone.density(at, bandwidth=self.bandwidth)


def positive_shortfall(
    column: str, *, alpha: int, line: object, line_population: str, bandwidth: object, among: str | None
) -> OrderedMeasure:
    """Measure the poverty rate or gap of people with a positive income.

    Parameters
    ----------
    column : str
        A column or an expression.
    alpha : {0, 1}
        The rate or the gap.
    line, line_population, bandwidth : object
        As :func:`dueregard.measures.poverty.poverty_rate` takes them.
    among : str, optional
        For whom the outcome applies, as a condition.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Examples
    --------
    >>> people = OrderedPeople.of([-1.0, 1.0, 2.0, 5.0, 6.0])
    >>> gap = positive_shortfall(
    ...     "income", alpha=1, line=4, line_population="all", bandwidth="convey", among=None
    ... )
    >>> gap.estimate(people, people).scored.values
    array([0.3125])
    """
    read = read_line(line, population=line_population)
    chosen, _ = read_kernel(bandwidth)
    return OrderedMeasure(
        name="positive_shortfall",
        outcome=Outcome(columns=(column,), among=among),
        population=read.outcome(column),
        form=PositiveShortfall(line=read, alpha=alpha, bandwidth=chosen),
        label=column,
        parameters={"alpha": alpha, **read.parameters()},
    )
