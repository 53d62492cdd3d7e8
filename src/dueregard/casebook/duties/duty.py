"""What is known of one duty: its law, whom it binds, its aims, what it asks and what comes round again."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dueregard.casebook.fields import Day, Part, Text, Truth, Whole, Words

__all__ = ["Aim", "Duty", "InForce", "Question", "Recurring", "Territory"]

Territory = Literal["England", "Scotland", "Wales", "Northern Ireland"]
"""A part of the United Kingdom: duties differ between them."""


class InForce(Part):
    """Since when a duty binds in a territory."""

    territory: Territory
    """Where."""
    since: Day | None = None
    """From when; nothing where it is not in force."""
    see: Words = None
    """The duty that holds what is particular to the territory."""
    note: Words = None
    """What a reader should know."""
    verified: Truth = False
    """Whether this was read at its source."""


class Aim(Part):
    """One thing that regard is had to."""

    id: Annotated[Text, Field(pattern=r"^[a-z][a-z-]*$")]
    """The name that `--aim` takes."""
    words: Text
    """What regard is had to, to follow "the need to" or a colon."""
    short: Words = None
    """The same in a few words."""
    law: Text
    """Where the law says so."""
    characteristics: tuple[Text, ...] = ()
    """Which characteristics count for it; none where the law names none."""
    characteristics_verified: Truth = True
    """Whether the list of characteristics was read at its source."""
    note: Words = None
    """What a reader should know."""
    verified: Truth = False
    """Whether its words were read at their source."""

    @property
    def label(self) -> str:
        """The aim in a few words."""
        return self.short or self.words


class Question(Part):
    """What whoever screens answers."""

    asks: Text
    """The question."""
    law: Words = None
    """Where it comes from."""


class Recurring(Part):
    """Something that is due again and again."""

    what: Text
    """What is to be done."""
    first: Day
    """When it was first due; later days are counted from it."""
    every_years: Annotated[Whole, Field(ge=1, le=10)]
    """How many years lie between."""
    territory: Territory
    """Where."""
    law: Text
    """Where the law says so."""
    at_latest: Truth = True
    """Whether the law sets a longest interval, so that an authority's own day may be earlier."""
    binds: Words = None
    """Who must do it, where that is not everybody whom the duty binds."""
    verified: Truth = False
    """Whether this was read at its source."""

    def next_after(self, day: date) -> date:
        """Find the first day it is due, on or after a day.

        Parameters
        ----------
        day : datetime.date
            The day.

        Returns
        -------
        datetime.date
            Counted in whole steps from the first day; 29 February becomes 28 February.
        """
        steps = max(0, -(-(day.year - self.first.year) // self.every_years))
        found = _years_after(self.first, steps * self.every_years)
        return found if found >= day else _years_after(self.first, (steps + 1) * self.every_years)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class Duty(Part):
    """A duty, or a method of the same shape, under which a decision is assessed."""

    name: Annotated[Text, Field(pattern=r"^[a-z0-9-]+$")]
    """How casebooks name it."""
    title: Text
    """Its name for readers."""
    kind: Literal["duty", "guidance"]
    """Whether the law demands it, or a body recommends it."""
    law: Text
    """The law or the publication, with the section."""
    address: Text
    """Where it can be read."""
    binds: Text
    """Whom it binds."""
    asks: Text
    """What it asks, in a sentence or two."""
    in_force: Annotated[tuple[InForce, ...], Field(min_length=1)]
    """Where it is in force, and from when."""
    aims: tuple[Aim, ...] = ()
    """What regard is had to."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    """What whoever screens answers."""
    recurring: tuple[Recurring, ...] = ()
    """What comes round again."""
    review: Words = None
    """When what came of it is to be looked at, where it says."""
    review_months: Annotated[tuple[Whole, ...], Field(max_length=2)] = ()
    """From how many to how many months after the decision that is."""
    checked_on: Day
    """When these data were last gone through."""
    verified: Truth = False
    """Whether its law, whom it binds and what it asks were read at their source."""

    def aim(self, name: str) -> Aim | None:
        """Find an aim.

        Parameters
        ----------
        name : str
            Its id.

        Returns
        -------
        Aim or None
            None where the duty has no such aim.
        """
        return next((aim for aim in self.aims if aim.id == name), None)

    def within(self, territory: str | None) -> tuple[InForce, ...]:
        """Say since when it is in force.

        Parameters
        ----------
        territory : str or None
            Where; None for everywhere that its data name.

        Returns
        -------
        tuple of InForce
            Empty where it does not reach the territory at all.
        """
        return tuple(each for each in self.in_force if territory in (None, each.territory))

    def binds_on(self, day: date, *, territory: str | None) -> bool | None:
        """Say whether it is in force.

        Parameters
        ----------
        day : datetime.date
            When.
        territory : str or None
            Where.

        Returns
        -------
        bool or None
            None where it depends on the territory, which is not said.

        Examples
        --------
        >>> from dueregard.casebook.duties import duty_named
        >>> duty = duty_named("socio-economic")
        >>> [duty.binds_on(date(2026, 1, 1), territory=where) for where in ("England", "Wales", None)]
        [False, True, None]
        """
        found = {each.since is not None and each.since <= day for each in self.within(territory)} or {False}
        return found.pop() if len(found) == 1 else None
