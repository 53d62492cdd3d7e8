"""The median income of the old over that of the young."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored, Solution
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.kernels import read_kernel

__all__ = ["MedianRatio", "relative_median_income_ratio"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedianRatio:
    """The median of people from an age on, over that of younger people.

    Attributes
    ----------
    limit : float
        The lowest value of the second column in the numerator.
    bandwidth : {"convey", "n_eff"}
        Of the densities at both medians; the width is that of both groups together.

    References
    ----------
    Osier (2009), Variance estimation for complex indicators of poverty and inequality using linearization
    techniques, Survey Research Methods 3, 167-195, section 4.
    """

    limit: float
    bandwidth: str = "convey"

    def __call__(self, people: OrderedPeople, population: OrderedPeople | None) -> Solution:
        """Estimate for the people of each level."""
        old = people.columns[1] >= self.limit
        numerator, denominator = self._median(people, old), self._median(people, ~old)
        missing = np.isnan(numerator.values) | np.isnan(denominator.values)
        reason = "it takes people on both sides of the age"
        reasons = {int(level): reason for level in np.flatnonzero(missing & (people.count > 0))}
        return Solution(scored=numerator / denominator, reasons=reasons)

    def _median(self, people: OrderedPeople, who: NDArray[np.bool_]) -> Scored:
        number = people.sums(who.astype(float))
        some = replace(people, weight=people.weight * who, _quantiles={})
        values = some.reached(np.where(number > 0, 0.5, np.nan))
        if not people.scored:
            return Scored(values)
        below = people.total(who * (people.at_most(values) - 0.5))
        with np.errstate(all="ignore"):
            return below.mapped(values, -1 / people.density(values, bandwidth=self.bandwidth, x=who))


@catalogued(
    title="Relative median income ratio",
    family="poverty",
    meaning="The typical income of people aged 65 and over as a share of that of younger people: 0.9 says "
    "that the typical older person has a tenth less.",
    formula="median of y with age >= limit / median of y with age < limit",
    range="0 upwards; 1 when both medians are equal.",
    variance="Influence functions of both medians, with kernel densities.",
    oracle="R convey 1.0.1 svyrmir, linearised and replicate weights, to 1e-8",
    avoid="It compares medians only: use poverty_rate by age for who falls behind. Negative medians make it "
    "meaningless.",
    reference="Eurostat, EU statistics on income and living conditions (EU-SILC) methodology; Osier (2009), "
    "Survey Research Methods 3, 167-195, section 4.",
    example="relative_median_income_ratio:income,age=age",
    convention="The median is the lowest income that half the people are at or below; densities from the "
    "people of each side with the bandwidth of both together (R convey).",
    properties=("scale invariant", "replication invariant"),
    direction="neither",
)
def relative_median_income_ratio(
    column: str,
    *,
    age: str,
    limit: object = 65,
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure the ratio of the median of older people to that of younger people.

    Parameters
    ----------
    column : str
        A column or an expression, such as equivalised household income.
    age : str
        The column or expression that tells the old from the young.
    limit : float
        Whoever has at least this age is in the numerator.
    bandwidth : {"convey", "n_eff"}
        Of the densities at both medians.
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
        For a limit that is no number, or an unknown bandwidth.

    References
    ----------
    Osier (2009), Survey Research Methods 3, 167-195.

    Examples
    --------
    >>> people = OrderedPeople.of([8.0, 9.0, 10.0, 12.0], [70.0, 66.0, 30.0, 40.0])
    >>> relative_median_income_ratio("income", age="age").estimate(people, None).scored.values
    array([0.8])
    """
    chosen, kernel = read_kernel(bandwidth)
    from_age = options.number(limit, option="limit")
    return OrderedMeasure(
        name="relative_median_income_ratio",
        outcome=Outcome(columns=(column, age), among=among),
        form=MedianRatio(limit=from_age, bandwidth=chosen),
        label=name or column,
        unit=unit,
        method=kernel,
        parameters={
            "age": age,
            "limit": from_age,
            **({} if chosen == "convey" else {"bandwidth": chosen}),
        },
    )
