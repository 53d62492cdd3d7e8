"""What a reader of the results has to know about the votes: findings made while reading."""

from __future__ import annotations

import numpy as np

from dueregard.voices.opinions.counts import count_votes
from dueregard.voices.opinions.statements_table import StatementsTable
from dueregard.voices.opinions.votes import Votes

__all__ = ["many", "notes_on_votes"]

_SHOWN = 8


def notes_on_votes(votes: Votes, *, voted: tuple[str, ...], listed: StatementsTable | None) -> list[str]:
    """Tell of replaced votes, statements left out, unlisted or without votes, and signs that look flipped.

    Parameters
    ----------
    votes : Votes
        As read.
    voted : tuple of str
        Ids of statements in the table of votes.
    listed : StatementsTable or None
        The table of statements.

    Returns
    -------
    list of str
        Sentences.
    """
    notes = []
    if votes.replaced:
        notes.append(
            f"{many(votes.replaced, 'vote was', 'votes were')} replaced by a later one of the same "
            "participant on the same statement."
        )
    if left_out := int((~votes.kept).sum()):
        notes.append(f"{many(left_out, 'statement is', 'statements are')} left out by moderation.")
    if votes.silent:
        notes.append(f"{many(votes.silent, 'listed participant', 'listed participants')} never voted.")
    seen = np.bincount(votes.statement, minlength=len(votes.statements))
    if unseen := [each.id for each, count in zip(votes.statements, seen, strict=True) if not count]:
        notes.append(f"Nobody voted on {_list_of(unseen)}.")
    if listed is not None:
        if unlisted := [each for each in voted if each not in listed.statements]:
            notes.append(f"{listed.title} does not list {_list_of(unlisted)}, which has votes.")
        notes += _flipped(votes, listed)
    return notes


def _flipped(votes: Votes, listed: StatementsTable) -> list[str]:
    """Compare with the export's own counts: they differ a little even when all is well."""
    counts = count_votes(votes)
    both = [
        (counts.agree[place], counts.disagree[place], listed.agrees[each.id], listed.disagrees[each.id])
        for place, each in enumerate(votes.statements)
        if each.id in listed.agrees and each.id in listed.disagrees
    ]
    if not both:
        return []
    agree, disagree, agrees, disagrees = np.array(both, dtype=np.float64).T
    straight = np.abs(agree - agrees).sum() + np.abs(disagree - disagrees).sum()
    flipped = np.abs(agree - disagrees).sum() + np.abs(disagree - agrees).sum()
    if flipped >= straight / 2:
        return []
    told = (
        f"Agreement and disagreement look exchanged: {listed.title} counts {agrees.sum():,.0f} agreements, "
        f"the votes have {agree.sum():,.0f}, and {disagree.sum():,.0f} the other way round. If -1 stands for "
        "agreement in the votes, say so (agree=-1)."
    )
    return [told]


def many(number: int, one: str, more: str) -> str:
    """Count things in words.

    Parameters
    ----------
    number : int
        How many.
    one, more : str
        What one is called, and what several are.

    Returns
    -------
    str

    Examples
    --------
    >>> many(1, "vote", "votes"), many(1200, "vote", "votes")
    ('1 vote', '1,200 votes')
    """
    return f"{number:,} {one if number == 1 else more}"


def _list_of(ids: list[str]) -> str:
    shown = ", ".join(ids[:_SHOWN]) + (f" and {len(ids) - _SHOWN:,} more" if len(ids) > _SHOWN else "")
    return f"statement {shown}" if len(ids) == 1 else f"{len(ids):,} statements ({shown})"
