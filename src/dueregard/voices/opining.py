"""Camps, agreement and a fair choice among statements: what a consultation says as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dueregard.disclosure import Policy
from dueregard.errors import DueRegardError
from dueregard.voices.findings import Agreed, OpinionGroups
from dueregard.voices.opinions.find import find_opinions
from dueregard.voices.opinions.justified import choose_statements
from dueregard.voices.opinions.map_svg import map_svg
from dueregard.voices.opinions.map_view import map_view
from dueregard.voices.opinions.results import Opinions
from dueregard.voices.opinions.votes import Votes
from dueregard.voices.opinions.weighting import ParticipantWeights

__all__ = ["agreed", "camps", "chosen", "opinions_of"]

FIRM = 0.8
"""In which share of repeats a statement must stay agreed to be called firm."""
FEWEST = 2
"""Statements below which there is nothing to look for."""


def opinions_of(
    votes: Votes, weights: ParticipantWeights | None, *, counting: Sequence[int], seed: int
) -> Opinions | None:
    """Look for camps and agreement.

    Parameters
    ----------
    votes : Votes
        One vote for each participant and statement.
    weights : ParticipantWeights or None
        To the population.
    counting : sequence of int
        Places of the statements that count.
    seed : int
        Of the repeats.

    Returns
    -------
    Opinions or None
        None where there is too little to look at.
    """
    if len(counting) < FEWEST or len(votes.participants) < FEWEST:
        return None
    given = None if weights is None else weights.weights
    return find_opinions(_only(votes, counting), weights=given, seed=seed)


def _only(votes: Votes, counting: Sequence[int]) -> Votes:
    kept = np.zeros(len(votes.statements), dtype=bool)
    kept[list(counting)] = True
    return replace(votes, kept=kept)


def agreed(opinions: Opinions, *, policy: Policy) -> tuple[Agreed, ...]:
    """List what most are of one mind about, and would be again.

    Parameters
    ----------
    opinions : Opinions
        With repeats.
    policy : Policy
        Nothing is said of a statement on which fewer people than its threshold voted.

    Returns
    -------
    tuple of Agreed
        The firmest first.
    """
    firm = [
        each
        for each in opinions.consensus
        if each.seen >= policy.threshold and (each.holds is None or each.holds >= FIRM)
    ]
    return tuple(
        Agreed(
            statement=opinions.votes.statements[each.statement].id,
            direction=each.direction,
            stays=each.holds,
        )
        for each in firm
    )


def camps(opinions: Opinions, *, policy: Policy) -> tuple[OpinionGroups, str, tuple[str, ...]]:
    """Say whether those who took part fall into camps, and draw the map.

    Parameters
    ----------
    opinions : Opinions
        What was found.
    policy : Policy
        A camp, or a square of the map, with fewer people than its threshold is not shown.

    Returns
    -------
    OpinionGroups
        Without camps where none are stable.
    str
        An SVG in which nobody is a point; empty where nobody could be placed.
    tuple of str
        The statements whose arrows it draws, by id.
    """
    view = map_view(opinions, policy=policy)
    picture = map_svg(view, opinions.votes) if view.squares else ""
    arrows = tuple(opinions.votes.statements[arrow.statement].id for arrow in view.arrows)
    reason = "" if opinions.stability is None else opinions.stability.reason
    large = all(group.size >= policy.threshold for group in opinions.groups)
    if not opinions.has_groups or not large:
        return OpinionGroups(stable=False, apart=False, words=reason), picture, arrows
    placed = sum(group.size for group in opinions.groups)
    statements = opinions.votes.statements
    return (
        OpinionGroups(
            stable=True,
            apart=opinions.stability is None or opinions.stability.camps,
            words=reason,
            shares=tuple(group.size / placed for group in opinions.groups),
            says=tuple(
                tuple((statements[each.statement].id, each.direction) for each in group.representative)
                for group in opinions.groups
            ),
        ),
        picture,
        arrows,
    )


def chosen(
    votes: Votes, *, counting: Sequence[int], size: int, policy: Policy
) -> tuple[tuple[str, ...], str]:
    """Choose a few statements so that like-minded people have their share of them.

    Parameters
    ----------
    votes : Votes
        An agreement is an approval.
    counting : sequence of int
        Places of the statements that count.
    size : int
        How many.
    policy : Policy
        That fewer people than its threshold agree to none is not told exactly.

    Returns
    -------
    tuple of str
        Their ids.
    str
        How they were chosen, and whom they leave out.
    """
    size = min(size, len(counting) - 1)
    if size < 1:
        return (), ""
    try:
        found = choose_statements(_only(votes, counting), size)
    except DueRegardError as error:
        return (), f"No statements were chosen: {error.wrong}"
    left = round(found.unrepresented * found.voters)
    whom = (
        f"{100 * found.unrepresented:.0f}% of those who agree to anything agree to none of them"
        if left >= policy.threshold
        else f"fewer than {policy.threshold} people agree to none of them"
    )
    words = (
        f"{size} statements are marked as chosen by the method of equal shares: everybody has the same vote "
        "to spend, and people who agree buy statements together, so that a group of like-minded people has "
        f"its share of them; {whom}."
    )
    return tuple(votes.statements[place].id for place in found.statements), words
