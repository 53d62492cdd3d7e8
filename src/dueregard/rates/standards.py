"""Standard populations: published, dated weights of age bands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from dueregard.errors import UsageError
from dueregard.rates.arrays import FloatArray, column

__all__ = ["EUROPEAN_STANDARD_POPULATION_2013", "StandardPopulation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardPopulation:
    """A standard population by age band.

    Attributes
    ----------
    name : str
        What it is called.
    published : date
        When it was published.
    reference : str
        Where.
    start_ages : tuple of int
        First year of age of each band; the last band is open.
    populations : tuple of int
        People of each band.
    """

    name: str
    published: date
    reference: str
    start_ages: tuple[int, ...]
    populations: tuple[int, ...]

    def for_ages(self, ages: Iterable[float]) -> FloatArray:
        """Give the standard population of each band of a table.

        Parameters
        ----------
        ages : iterable of float, shape (n,)
            The first year of age of each row's band.

        Returns
        -------
        ndarray, shape (n,)

        Raises
        ------
        UsageError
            For a band that the standard does not have.

        Examples
        --------
        >>> EUROPEAN_STANDARD_POPULATION_2013.for_ages([0, 45, 90])
        array([5000., 7000., 1000.])
        """
        known = dict(zip(self.start_ages, self.populations, strict=True))
        wanted = column(list(ages), name="the ages")
        unknown = sorted({f"{age:g}" for age in wanted.tolist() if age not in known})
        if unknown:
            raise UsageError(
                f"The {self.name} has no age band that starts at {', '.join(unknown)}.",
                found=f"Its bands start at: {', '.join(map(str, self.start_ages))}.",
                remedy="Merge the table's bands to these.",
            )
        return np.asarray([known[int(age)] for age in wanted], float)


EUROPEAN_STANDARD_POPULATION_2013 = StandardPopulation(
    name="European standard population 2013",
    published=date(2013, 3, 1),
    reference=(
        "Eurostat (2013), Revision of the European Standard Population: report of Eurostat's task force, "
        "KS-RA-13-028, table 1, with the first two bands added up and 90 as the last."
    ),
    start_ages=tuple(range(0, 95, 5)),
    populations=(
        *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
        *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
    ),
)
"""The standard of English, Scottish and Welsh rates since 2014, in 19 five-year bands."""
