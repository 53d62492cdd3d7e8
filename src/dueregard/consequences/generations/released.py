"""Accounts as they may be shown: sentences and flags are made anew of what has passed the gate."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from dueregard.consequences.generations.findings import LaterYears
from dueregard.consequences.generations.flags import flags_of_generations
from dueregard.consequences.generations.of_casebook import tables_of_later_years
from dueregard.consequences.generations.protecting import Key, protected_years
from dueregard.consequences.generations.words import sentences_of
from dueregard.consequences.generations.years import Horizon
from dueregard.disclosure import Policy, release
from dueregard.estimates import Record

__all__ = ["released_later_years", "with_figures", "without_figures"]

_BIRTHS = re.compile(r"^Births: [\d,]+ a year, as many as")
_HINT = " (give a life table with --survival to let each cohort shrink as it ages)"
_LACKING = re.compile(r"^The age of [\d,]+ people is")


def without_figures(found: LaterYears) -> LaterYears:
    """Leave of accounts what may be said whatever the figures: years, schedules and assumptions.

    Parameters
    ----------
    found : LaterYears
        Accounts.

    Returns
    -------
    LaterYears
        No records, flags or sentences; the names of the options stay, and nothing counts people.
    """
    return replace(
        found,
        records=(),
        flags=(),
        sentences=dict.fromkeys(found.sentences, ()),
        assumptions=tuple(_discreet(found.assumptions)),
    )


def _discreet(assumptions: Sequence[str]) -> Iterator[str]:
    """Tell no number of people: of births, or of those whose age is not known."""
    for text in assumptions:
        uncounted = _LACKING.sub("The age of some people is", _BIRTHS.sub("Births: as many a year as", text))
        yield uncounted.replace(_HINT, "")


def with_figures(bare: LaterYears, records: Sequence[Record]) -> LaterYears:
    """Say what released figures say.

    Parameters
    ----------
    bare : LaterYears
        From :func:`without_figures`.
    records : sequence of Record
        Everything that was released, of these options and others.

    Returns
    -------
    LaterYears
        With the records of these options, and flags and sentences that rest on nothing else.
    """
    own = tuple(record for record in records if record.by.get("option") in bare.sentences)
    horizon = Horizon(
        collected=bare.collected, first=bare.first, until=bare.until, schedules=bare.schedules, periods=1.0
    )
    return replace(
        bare,
        records=own,
        flags=tuple(flags_of_generations(own, list(bare.sentences), horizon)),
        sentences={option: tuple(sentences_of(option, own, horizon)) for option in bare.sentences},
    )


def released_later_years(
    found: LaterYears,
    *,
    count: Literal["sample", "full"],
    policy: Policy | None = None,
    withheld: Collection[Key] = (),
) -> LaterYears:
    """Apply the disclosure gate to accounts by themselves.

    Parameters
    ----------
    found : LaterYears
        Everything.
    count : {"sample", "full"}
        Whether everybody was asked.
    policy : Policy, optional
        The rules; by default those of :class:`~dueregard.disclosure.Policy`.
    withheld : collection of (str, str)
        Options and generations of which nothing may be shown, because their effects in one year may not.

    Returns
    -------
    LaterYears
        Accounts of generations that add up to everybody, and of years; flags, sentences and assumptions that
        tell of no more.
    """
    rules = policy or Policy()
    tables = protected_years(tables_of_later_years(found, count=count), policy=rules, withheld=withheld)
    shown = [record for table in release(tables, policy=rules).tables for record in table.records]
    return with_figures(without_figures(found), shown)
