"""What the steward for future generations says of the figures, for the profile to print."""

from __future__ import annotations

from collections.abc import Iterable

from dueregard.alliance.judging import Judged
from dueregard.alliance.members import Terms
from dueregard.alliance.reviews import Review
from dueregard.alliance.standing import STEWARD
from dueregard.appraisal import StewardNote

__all__ = ["steward_notes"]


def steward_notes(reviews: Iterable[Judged[Review]], terms: Terms) -> tuple[StewardNote, ...]:
    """Take the stewards' notes from the reviews.

    Parameters
    ----------
    reviews : iterable of Judged
        In the order in which they were filed.
    terms : Terms
        Who the members are.

    Returns
    -------
    tuple of StewardNote
        The last of each steward; none of a review that is not as it was filed, or whose key was not good.
    """
    last: dict[str, StewardNote] = {}
    for each in reviews:
        paper = each.paper
        if paper.role == STEWARD and each.key_good and not each.alterations:
            member = terms.member(paper.member)
            last[paper.member] = StewardNote(
                steward=member.name if member else paper.member,
                position=paper.position,
                text=" ".join(paper.note.split()),
            )
    return tuple(last.values())
