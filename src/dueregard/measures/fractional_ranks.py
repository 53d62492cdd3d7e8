"""Ranks of people as shares of the population, and functions of them that know the ranks are estimated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Floats, Scored, Term
from dueregard.measures import options

__all__ = ["DIRECTIONS", "RANK_POPULATIONS", "FractionalRanks", "RankMoment", "Ranking"]

DIRECTIONS = ("high_is_advantaged", "low_is_advantaged")
"""Which end of the ranking variable is the advantaged one."""

RANK_POPULATIONS = ("group", "all")
"""Among whom people are ranked: their own group, or everybody in the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """What people are ranked by, which way round and among whom.

    Attributes
    ----------
    column : str
        The ranking variable: a column or an expression.
    direction : {"high_is_advantaged", "low_is_advantaged"}
        Which end of it is advantaged.
    population : {"group", "all"}
        Among whom people are ranked.

    Examples
    --------
    >>> Ranking.read("income").text
    'ranked by income within the group, from its lowest (disadvantaged) to its highest value (advantaged)'
    """

    column: str
    direction: str = "high_is_advantaged"
    population: str = "group"

    @classmethod
    def read(
        cls, column: str, *, direction: object = "high_is_advantaged", population: object = "group"
    ) -> Ranking:
        """Read a ranking from what users write.

        Parameters
        ----------
        column : str
            The ranking variable.
        direction, population : object
            One of :data:`DIRECTIONS` and of :data:`RANK_POPULATIONS`.

        Returns
        -------
        Ranking
            Checked.

        Raises
        ------
        UsageError
            For an unknown word.
        """
        return cls(
            column=column,
            direction=options.choice(direction, DIRECTIONS, option="direction"),
            population=options.choice(population, RANK_POPULATIONS, option="rank_population"),
        )

    @property
    def sign(self) -> float:
        """1 when people with high values are the advantaged, else -1."""
        return 1.0 if self.direction == DIRECTIONS[0] else -1.0

    @property
    def text(self) -> str:
        """What results say of it."""
        ends = ("lowest", "highest") if self.sign > 0 else ("highest", "lowest")
        among = "within the group" if self.population == "group" else "among everybody in the table"
        return (
            f"ranked by {self.column} {among}, from its {ends[0]} (disadvantaged) "
            f"to its {ends[1]} value (advantaged)"
        )

    @property
    def parameters(self) -> dict[str, Any]:
        """What results show of it: what differs from the default."""
        shown = {"rank": self.column}
        if self.sign < 0:
            shown["direction"] = self.direction
        if self.population != "group":
            shown["rank_population"] = self.population
        return shown

    @property
    def everybody(self) -> Outcome | None:
        """The whole population that people are ranked among, if it is not their own group."""
        return None if self.population == "group" else Outcome(columns=(self.column,))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankMoment:
    """What each person adds to a total, and how fast that grows with the person's rank.

    Attributes
    ----------
    x, slope : ndarray (n,)
        The contribution, and its derivative by the rank.
    """

    x: Floats
    slope: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class FractionalRanks:
    """The mid-rank of each person as a share of the population, itself an estimate.

    A person's rank is the share of people with a lower value plus half the share of those tied. Whoever is
    sampled moves the rank of everybody above, so the influence of a person k on a total ``sum(w x(rank))`` is
    ``x_k + sum_i w_i x'_i (K(i, k) - rank_i) / N`` with K = 1 where i has the higher value, 1/2 where tied.

    Attributes
    ----------
    people : OrderedPeople
        In order of the ranking variable.
    population : OrderedPeople, optional
        Of one level, in order of the same variable: whom people are ranked among, if not their own level.

    References
    ----------
    Bishop, Formby and Zheng (1998), Inference tests for Gini-based tax progressivity indexes, Journal of
    Business and Economic Statistics 16, 322-330, section 2; Deville (1999), Survey Methodology 25, 193-203.

    Examples
    --------
    >>> FractionalRanks(people=OrderedPeople.of([5.0, 5.0, 9.0, 1.0])).share
    array([0.125, 0.5  , 0.5  , 0.875])
    """

    people: OrderedPeople
    population: OrderedPeople | None = None

    @cached_property
    def share(self) -> Floats:
        """Ranks (n,), from 0 for the lowest values to 1 for the highest."""
        people, whole = self.people, self.population
        with np.errstate(invalid="ignore", divide="ignore"):
            if whole is None:
                return people.middle(1.0) / people.each(people.size)
            total = np.concatenate([[0.0], np.cumsum(whole.weight)])
            below, through = (
                total[np.searchsorted(whole.rank_value, people.rank_value, side=side)]
                for side in ("left", "right")
            )
            return np.asarray((below + through) / (2 * whole.size[0]))

    def function(self, function: Callable[..., Any], moments: Sequence[RankMoment]) -> Scored:
        """Carry totals through an analytic function, with the influence that goes through the ranks.

        Parameters
        ----------
        function : callable
            ``function(N, *totals)``: arrays (d,), real or complex.
        moments : sequence of RankMoment
            What the totals are of.

        Returns
        -------
        Scored
            The function of the totals.
        """
        people = self.people
        nothing = np.zeros(len(people))
        known = [RankMoment(x=people.ones, slope=nothing), *moments]
        totals = [people.sums(each.x) for each in known]
        with np.errstate(all="ignore"):
            values = np.asarray(function(*totals), dtype=float)
            if not people.scored:
                return Scored(values)
            own, slope = np.zeros(len(people)), np.zeros(len(people))
            for index, each in enumerate(known):
                gradient = people.each(_derivative(function, totals, index))
                own += gradient * each.x
                slope += gradient * each.slope
        return self.scored(values, own, slope)

    def scored(self, values: Floats, own: Floats, slope: Floats) -> Scored:
        """Make a scored value of an influence at given ranks and of how it grows with each rank.

        Parameters
        ----------
        values : ndarray (d,)
            The values.
        own : ndarray (n,)
            The influence of each person, had the ranks been known.
        slope : ndarray (n,)
            How fast the value grows, per unit of weight, with each person's rank.

        Returns
        -------
        Scored
            With the influence through the ranks.
        """
        people = self.people
        if not people.scored:
            return Scored(values)
        with np.errstate(all="ignore"):
            total, expected = people.sums(slope), people.sums(slope * self.share)
            if self.population is None:
                above = people.each(total - expected) - people.middle(slope)
                return Scored.of(values, own + above / people.each(people.size))
            return Scored(
                values,
                (Term(np.ones(people.levels), own), *self._through_population(slope, total - expected)),
            )

    def _through_population(self, slope: Floats, reach: Floats) -> Iterator[Term]:
        """Influence of everybody in the population on each level: one term a level that has people."""
        people, whole = self.people, self.population
        assert whole is not None
        distinct = whole.rank_value[whole.ties]
        tied = np.diff(np.append(whole.ties, len(whole)))
        weighted = people.weight * slope
        for level, (start, end) in enumerate(pairwise(people.starts)):
            if start == end:
                continue
            cumulated = np.concatenate([[0.0], np.cumsum(weighted[start:end])])
            values = people.rank_value[start:end]
            below, through = (
                cumulated[np.searchsorted(values, distinct, side=side)] for side in ("left", "right")
            )
            base = np.repeat((reach[level] - (below + through) / 2) / whole.size[0], tied)
            alone = np.zeros(people.levels)
            alone[level] = 1.0
            yield Term(alone, Scored.of([0.0], base))


def _derivative(function: Callable[..., Any], totals: Sequence[Floats], index: int) -> Floats:
    step = 1e-30 * np.where(totals[index] == 0, 1.0, np.abs(totals[index]))
    moved: list[Any] = list(totals)
    moved[index] = totals[index] + 1j * step
    return np.asarray(np.imag(function(*moved)) / step)
