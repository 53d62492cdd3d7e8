"""Objections that reviews make: they stand with the others, tied to their cell, and are to be answered."""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.alliance.judging import Judged
from dueregard.alliance.members import Terms
from dueregard.alliance.reviews import Review
from dueregard.casebook.objections import Cell, Objection

__all__ = ["objections_of"]


def objections_of(reviews: Sequence[Judged[Review]], terms: Terms) -> tuple[Objection, ...]:
    """Take the objections out of reviews.

    Parameters
    ----------
    reviews : sequence of Judged
        In the order in which they were filed; of those that are not as they were filed nothing is taken.
    terms : Terms
        Who the members are.

    Returns
    -------
    tuple of Objection
        Of all figures, those that have changed since too: what was objected once is to be answered.
    """
    return tuple(
        Objection(
            id=one.id or f"{each.paper.member}-{each.paper.number}-{position}",
            text=one.text,
            raised_by=_name(each.paper.member, terms),
            on=each.paper.on,
            cell=Cell(
                principle=one.principle,
                option=one.option,
                outcome=one.outcome,
                characteristic=one.characteristic,
                level=one.level,
            ),
            source=each.path,
            member=each.paper.member,
        )
        for each in reviews
        if not each.alterations
        for position, one in enumerate(each.paper.objections, start=1)
    )


def _name(member: str, terms: Terms) -> str:
    found = terms.member(member)
    return member if found is None else found.name
