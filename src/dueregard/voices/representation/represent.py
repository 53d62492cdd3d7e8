"""The audit: a body, a panel, a consultation or service users held against those it speaks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dueregard.errors import PeopleError, UsageError
from dueregard.estimates import holm
from dueregard.people import People
from dueregard.people.known_totals import KnownTotals
from dueregard.voices.representation.asked import Asked, asked_from
from dueregard.voices.representation.counted import counted_finding
from dueregard.voices.representation.findings import (
    Against,
    AgainstFinding,
    CharacteristicFinding,
    Representation,
)
from dueregard.voices.representation.held import Held
from dueregard.voices.representation.margins import margins_from
from dueregard.voices.representation.microdata import Microdata
from dueregard.voices.representation.notes import notes_of
from dueregard.voices.representation.placing import place, stated
from dueregard.voices.representation.shares import Comparator, NotCompared
from dueregard.voices.representation.tally import Groupings, Tallied, grouping_of, size_of, tally
from dueregard.voices.representation.terms import Terms
from dueregard.voices.representation.weighing import is_designed, weighted_finding, weighted_shares

__all__ = ["Comparable", "represent"]

Comparable = Comparator | People | KnownTotals | Mapping[str, Mapping[str, float]]
"""What a body can be held against."""


def represent(
    body: People,
    against: Comparable,
    *,
    by: Sequence[str],
    affected: Comparable | None = None,
    seats: int | None = None,
    alternative: float = 0.5,
    level: float = 0.95,
    bands: Mapping[str, Sequence[float]] | None = None,
    seed: int = 1,
) -> Representation:
    """Hold a body against the population, and against those affected by a decision.

    Parameters
    ----------
    body : People
        The members, one a row. With weights, shares are weighted and nothing is exact.
    against : Comparator, People, KnownTotals, or mapping of mappings
        The population: people (with their design, else counted once each), or counts or shares by variable
        and level, crossed variables and levels joined by a star.
    by : sequence of str
        Characteristics; ``a*b`` crosses two, ``mine=theirs`` translates a name.
    affected : likewise, optional
        Those affected by the decision.
    seats : int, optional
        Seats of the body, when some are still to be filled.
    alternative : float
        The true share over the fair one at which power is stated.
    level : float
        Confidence level.
    bands : mapping of str to sequence of float, optional
        Lower ends of bands of columns of numbers, by the body's name.
    seed : int
        Of simulations, where exact sums are too large.

    Returns
    -------
    Representation
        A finding for each characteristic and comparator. What is missing on one stops no other.

    Raises
    ------
    ColumnNotFound
        When the body has no such column.
    PeopleError
        When the body has no members, or nothing at all can be compared.
    UsageError
        When a number is out of its range.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> board = read_people({"ethnicity": ["White"] * 12})
    >>> found = represent(board, {"ethnicity": {"White": 0.817, "other": 0.183}}, by=["ethnicity"])
    >>> print(found.find("ethnicity").groups[0].sentence)
    White: all of 12, where the population has 82%. Too few people to tell: a fair draw of 12 would
    be all White 8.8% of the time. True shares of 74% to 100% fit.
    """
    _check(seats=seats, alternative=alternative, level=level)
    asked, bands = asked_from(by), bands or {}
    size = size_of(body)
    if not size:
        raise PeopleError(
            f"{body.title} has nobody in it to compare.", remedy="Give a table with one row a member."
        )
    if seats is not None and seats < size:
        raise UsageError(
            f"The body has {size:,} members, more than its {seats:,} seats.", remedy="Give all its seats."
        )
    terms = Terms(level=level, alternative=alternative, seats=seats, seed=seed)
    theirs = _translated(bands, asked)
    comparators = {"population": _comparator(against, "The population table", theirs)}
    if affected is not None:
        comparators["affected"] = _comparator(affected, "The table of those affected", theirs)
    audit = _Audit(body=body, comparators=comparators, terms=terms, bands=bands)
    found = [audit.find(each) for each in asked]
    _refuse_nothing(found)
    found = _adjusted(found)
    return Representation(
        title=body.title,
        size=size,
        seats=seats or size,
        against=tuple(
            Against(name=name, title=each.title, basis=each.basis, kind=each.kind)
            for name, each in comparators.items()
        ),
        characteristics=tuple(found),
        alternative=alternative,
        level=level,
        notes=notes_of(found, comparators, weighted=is_designed(body)),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Audit:
    """A body, and all that every characteristic of it is held against."""

    body: People
    comparators: Mapping[str, Comparator]
    terms: Terms
    bands: Mapping[str, Sequence[float]]

    def find(self, asked: Asked) -> CharacteristicFinding:
        groupings = [grouping_of(self.body, name, bands=self.bands.get(name)) for name in asked.body]
        tallied = tally(self.body, groupings)
        known = stated(tallied)
        return CharacteristicFinding(
            name=asked.name,
            variables=asked.body,
            stated=known,
            not_stated=sum(each.count for each in tallied) - known,
            against=tuple(self._against(asked, groupings, tallied, name) for name in self.comparators),
        )

    def _against(
        self, asked: Asked, groupings: Groupings, tallied: Sequence[Tallied], name: str
    ) -> AgainstFinding:
        try:
            shares = self.comparators[name].shares(asked.comparator)
        except NotCompared as error:
            return AgainstFinding(against=name, groups=(), compared=0, reason=str(error))
        missing = sum(each.count for each in tallied) - stated(tallied)
        held = Held(
            asked=asked,
            name=name,
            placed=place(tallied, shares),
            shares=shares,
            missing=missing,
            fair_limits=shares.limits(self.terms.level),
        )
        why = _why_not(held)
        if why is not None:
            groups, reason = held.bare(why), f"{asked.name}: {why}."
            return AgainstFinding(against=name, groups=groups, compared=0, reason=reason, notes=held.notes())
        weighted = weighted_shares(self.body, groupings) if is_designed(self.body) else None
        if weighted is None:
            return counted_finding(held, self.terms)
        return weighted_finding(held, self.terms, weighted)


def _why_not(held: Held) -> str | None:
    """Say why a characteristic that both tables have cannot be compared."""
    if len(held.groups) < 2:
        return "the table has one group only"
    if held.compared:
        return None
    silent = held.missing and not held.placed.absent
    return "no member's group is known" if silent else "no group of the body is in the table"


def _comparator(given: Comparable, title: str, bands: Mapping[str, Sequence[float]]) -> Comparator:
    if isinstance(given, People):
        return Microdata(people=given, bands=bands)
    if isinstance(given, Microdata):
        return given if given.bands else replace(given, bands=bands)
    if isinstance(given, KnownTotals | Mapping):
        return margins_from(given, title=title)
    return given


def _translated(bands: Mapping[str, Sequence[float]], asked: Sequence[Asked]) -> dict[str, Sequence[float]]:
    names = {mine: theirs for each in asked for mine, theirs in zip(each.body, each.comparator, strict=True)}
    return {names.get(name, name): ends for name, ends in bands.items()}


def _check(*, seats: int | None, alternative: float, level: float) -> None:
    if not 0 < level < 1:
        raise UsageError(f"A confidence level lies between 0 and 1; found {level:g}.")
    if not 0 <= alternative < 1:
        raise UsageError(
            f"Power is stated for a share below the fair one; found {alternative:g} times it.",
            remedy="Write 0.5 for half.",
        )
    if seats is not None and seats < 1:
        raise UsageError(f"A body has at least one seat; found {seats}.")


def _refuse_nothing(found: Sequence[CharacteristicFinding]) -> None:
    tried = [each for characteristic in found for each in characteristic.against]
    if any(each.groups for each in tried):
        return
    reasons = dict.fromkeys(each.reason or "" for each in tried)
    raise PeopleError("Nothing can be compared.", found=" ".join(reasons))


def _adjusted(found: Sequence[CharacteristicFinding]) -> list[CharacteristicFinding]:
    """Adjust the p-values of all groups held against one comparator, by Holm."""
    adjusted = list(found)
    for which in range(len(found[0].against)):
        groups = [group for each in found for group in each.against[which].groups]
        values = iter(holm([np.nan if group.p is None else group.p for group in groups]))
        for at, each in enumerate(adjusted):
            against = list(each.against)
            told = [replace(group, adjusted_p=_number(next(values))) for group in against[which].groups]
            against[which] = replace(against[which], groups=tuple(told))
            adjusted[at] = replace(each, against=tuple(against))
    return adjusted


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
