"""Money by birth cohort and year: people of each age times the age's mean, with exact derivatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.generations.population import Population
from dueregard.consequences.generations.streams import Role, Scaled, Stream, scaled_by_year

__all__ = ["AgeTotals", "Flows", "flows_of", "profile_fill"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AgeTotals:
    """Weighted totals by single year of age, of the people in the table.

    Attributes
    ----------
    people : ndarray (A,)
        How many there are of each age.
    streams : mapping of str to ndarray (A,)
        What they have of each stream together.
    """

    people: Array
    streams: Mapping[str, Array] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flows:
    """Streams by birth cohort and year.

    Attributes
    ----------
    population : Population
        People by cohort and year.
    totals : AgeTotals
        What it was made of.
    streams : tuple of Stream
        The streams.
    profiles : mapping of str to ndarray (A,)
        What somebody of each age has of each, on average, before scaling.
    scales : mapping of str to Scaled
        How much of that is due in each year.
    fill : ndarray (A, A)
        Whose mean stands for each age; see :func:`profile_fill`.
    """

    population: Population
    totals: AgeTotals = field(repr=False)
    streams: tuple[Stream, ...] = field(repr=False)
    profiles: Mapping[str, Array] = field(repr=False)
    scales: Mapping[str, Scaled] = field(repr=False)
    fill: Array = field(repr=False)

    def value(self, role: Role, cohorts: NDArray[np.bool_]) -> Array:
        """Add up what cohorts have in a role.

        Parameters
        ----------
        role : {"gain", "payment", "cost"}
            Which streams.
        cohorts : ndarray of bool (C,)
            Whose.

        Returns
        -------
        ndarray (T,)
            A year, in the outcome's period.
        """
        found = np.zeros(len(self.population.years))
        for stream in self.streams:
            if stream.role == role:
                found += (self._profile(stream.name) * cohorts[:, None]).sum(axis=0) * self.scales[
                    stream.name
                ].scale
        return found

    def slopes(self, role: Role, cohorts: NDArray[np.bool_]) -> Array:
        """Give the derivatives of :meth:`value` with respect to totals by age.

        Parameters
        ----------
        role, cohorts
            As there.

        Returns
        -------
        ndarray (T, (1 + streams) * A)
            With respect to the people of each age, then the totals of each stream in their order.
        """
        years = len(self.population.years)
        weights: dict[str, Array] = {stream.name: np.zeros((len(cohorts), years)) for stream in self.streams}
        for stream in self.streams:
            if stream.role != role:
                continue
            scaled = self.scales[stream.name]
            weights[stream.name] += cohorts[:, None] * scaled.scale
            within = (self._profile(stream.name) * cohorts[:, None]).sum(axis=0)
            for name, slope in scaled.slopes.items():
                weights[name] += within * slope
        ages = len(self.totals.people)
        found = np.zeros((years, 1 + len(self.streams), ages))
        for place, stream in enumerate(self.streams, start=1):
            for year in range(years):
                weight = weights[stream.name][:, year]
                if weight.any():
                    people, own = self._of_year(stream.name, weight, year)
                    found[year, 0] += people
                    found[year, place] += own
        return found.reshape(years, -1)

    def _profile(self, name: str) -> Array:
        """People times the mean at their age, by cohort and year."""
        return np.asarray(self.population.people * self.profiles[name][self.population.age])

    def _of_year(self, name: str, weight: Array, year: int) -> tuple[Array, Array]:
        """Differentiate the weighted total of one profile in one year."""
        population, ages = self.population, len(self.totals.people)
        age, share, base = (part[:, year] for part in (population.age, population.share, population.base))
        at_age = np.bincount(age, weights=weight * population.people[:, year], minlength=ages)
        of_mean = self.fill.T @ at_age
        people = self.totals.people
        safe = np.where(people > 0, people, 1.0)
        own = np.where(people > 0, of_mean / safe, 0.0)
        mean = self.totals.streams[name] / safe
        counts = np.bincount(base, weights=weight * self.profiles[name][age] * share, minlength=ages + 1)
        through = counts[:ages]
        if len(population.youngest):
            through[population.youngest] += counts[ages] / len(population.youngest)
        return through - own * mean, own


def profile_fill(people: Array) -> Array:
    """Say whose mean stands for an age that nobody in the table has.

    Parameters
    ----------
    people : ndarray (A,)
        People of each age.

    Returns
    -------
    ndarray (A, A)
        Rows are ages: the age itself where there is somebody; else the nearest ages of others, above and
        below in equal parts where they are as near; nobody below the youngest, who have nothing.

    Examples
    --------
    >>> profile_fill(np.array([0.0, 2.0, 0.0, 5.0]))
    array([[0. , 0. , 0. , 0. ],
           [0. , 1. , 0. , 0. ],
           [0. , 0.5, 0. , 0.5],
           [0. , 0. , 0. , 1. ]])
    """
    ages = len(people)
    found = np.zeros((ages, ages))
    seen = np.flatnonzero(people > 0)
    for age in range(ages):
        if not len(seen) or age < seen[0]:
            continue
        distance = np.abs(seen - age)
        nearest = seen[distance == distance.min()]
        found[age, nearest] = 1.0 / len(nearest)
    return found


def flows_of(population: Population, totals: AgeTotals, streams: Sequence[Stream]) -> Flows:
    """Project streams.

    What somebody of an age gets or pays in a later year is what people of that age do now, on average, as far
    as it is due in that year.

    Parameters
    ----------
    population : Population
        People by cohort and year.
    totals : AgeTotals
        People and streams by age.
    streams : sequence of Stream
        The cost first.

    Returns
    -------
    Flows
        By cohort and year.

    References
    ----------
    Auerbach, Gokhale and Kotlikoff (1991), Tax Policy and the Economy 5, 55-110: profiles by age, carried
    forward.
    """
    fill = profile_fill(totals.people)
    safe = np.where(totals.people > 0, totals.people, 1.0)
    profiles = {stream.name: fill @ (totals.streams[stream.name] / safe) for stream in streams}
    yearly = {
        name: (population.people * profile[population.age]).sum(axis=0) for name, profile in profiles.items()
    }
    scales: dict[str, Scaled] = {}
    for stream in streams:
        scales[stream.name] = scaled_by_year(stream, yearly, scales.get("cost"))
    return Flows(
        population=population,
        totals=totals,
        streams=tuple(streams),
        profiles=profiles,
        scales=scales,
        fill=fill,
    )
