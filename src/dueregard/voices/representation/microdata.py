"""A comparator that is a table of people: a census file, a register, a survey with its weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from dueregard.engine import Grouping
from dueregard.engine.expression import kind_of
from dueregard.errors import ColumnNotFound
from dueregard.estimates import Estimates, Label
from dueregard.measures import count
from dueregard.people import People
from dueregard.voices.representation.matching import is_stated, named
from dueregard.voices.representation.shares import Levels, NotCompared, Shares
from dueregard.voices.representation.tally import grouping_of, size_of, tally

__all__ = ["Microdata", "estimated_shares"]

MANY = 60
"""Levels of a column of numbers from which it is taken for an amount, not a code."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Microdata:
    """People one by one.

    Attributes
    ----------
    people : People
        With their design; a full count has no sampling error.
    bands : mapping of str to sequence of float
        Lower ends of the bands of columns of numbers, by name.
    """

    people: People
    bands: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What to call the table."""
        return self.people.title

    @property
    def basis(self) -> str:
        """How many people there are, and which."""
        domain = self.people.table.domain
        of = "" if domain is None else f" where {domain}"
        return f"{size_of(self.people):,} people{of}"

    @property
    def kind(self) -> Literal["known", "sample"]:
        """Whether everybody was counted."""
        return "known" if self.people.design.count == "full" else "sample"

    def shares(self, variables: tuple[str, ...]) -> Shares:
        """Give the groups of some variables, crossed; see :class:`Comparator`.

        Parameters
        ----------
        variables : tuple of str
            Names.

        Returns
        -------
        Shares
            Estimated with the table's design, or counted. Whoever lacks a value of one is left out.

        Raises
        ------
        NotCompared
            When there is no such column, it has no values, or is of amounts that need bands.
        """
        groupings = [self._grouping(name) for name in variables]
        if self.kind == "known":
            return self._counted(groupings)
        estimated = estimated_shares(self.people, groupings)
        levels, shares, covariance = estimated
        people = np.array([support.n for support in shares.supports])
        return Shares(
            levels=levels,
            shares=shares.values,
            covariance=covariance,
            df=shares.df,
            people=people,
        )

    def _counted(self, groupings: Sequence[Grouping]) -> Shares:
        found = [each for each in tally(self.people, groupings) if all(map(is_stated, each.codes))]
        counts = np.array([each.count for each in found], np.int64)
        if not counts.sum():
            raise NotCompared(f"{self.title} has nobody with a value of {_names(groupings)}.")
        levels = tuple(tuple(str(code) for code in each.codes) for each in found)
        return Shares(levels=levels, shares=counts / counts.sum(), counts=counts)

    def _bands(self, name: str) -> Sequence[float] | None:
        found = named(name, self.bands)
        return None if found is None else self.bands[found]

    def _grouping(self, name: str) -> Grouping:
        try:
            grouping = grouping_of(self.people, name, bands=self._bands(name))
        except ColumnNotFound as error:
            raise NotCompared(error.wrong, found=error.found, remedy=error.remedy) from None
        table = self.people.table
        kind = kind_of(table.schema[table.names[grouping.column]])
        if kind == "number" and grouping.bands is None and not grouping.labels:
            levels = [each for each in tally(self.people, [grouping]) if None not in each.codes]
            if len(levels) > MANY:
                raise NotCompared(
                    f"{name!r} has {len(levels)} different numbers in {self.title}, too many to be groups.",
                    remedy=f"Give the lower ends of its bands, as in --bands {name}=0,16,35,55,75.",
                )
        return grouping


def estimated_shares(
    people: People, groupings: Sequence[Grouping]
) -> tuple[tuple[Levels, ...], Estimates, np.ndarray]:
    """Estimate the share of each group among people whose group is known.

    Parameters
    ----------
    people : People
        With their design.
    groupings : sequence of Grouping
        The variables, crossed.

    Returns
    -------
    levels : tuple of tuple of str
        The groups.
    shares : Estimates
        Theirs, by the delta method from weighted counts.
    covariance : array of float, shape (k, k)
        Of the shares.

    Raises
    ------
    NotCompared
        When nobody has a value.
    """
    totals = people.estimate(count(), by=list(groupings))
    told = np.array([all(map(is_stated, label.by.values())) for label in totals.labels], bool)
    held = told & np.isfinite(totals.values) & (totals.values > 0)
    if not held.any():
        raise NotCompared(f"{people.title} has nobody with a value of {_names(groupings)}.")
    totals = totals.select(np.flatnonzero(held))
    labels = [Label(measure="share", by=label.by) for label in totals.labels]
    shares = totals.apply(lambda t: t / t.sum(), labels=labels)
    # A share rests on everybody, but its group is who must not be singled out.
    kept = Estimates(
        shares.values, sources=shares.sources, labels=shares.labels, supports=tuple(totals.supports)
    )
    levels = tuple(tuple(label.by[grouping.name].strip() for grouping in groupings) for label in kept.labels)
    return levels, kept, kept.covariance()


def _names(groupings: Sequence[Grouping]) -> str:
    return "*".join(grouping.name for grouping in groupings)
