"""Groups too small to be shown, put together so that they do not take a larger group along.

A group of nine beside one of fourteen takes the fourteen along: everybody less the others is the nine. Where
several are too small, they and those who did not say are one rest; where only a few did not say, they are
put to the largest group, whose answer they hardly move. A single small group, or a few people in several,
are left to the disclosure gate, which withholds them with their company in every table alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.by_characteristic import (
    SharesByCharacteristic,
    StatementShares,
    shares_by_characteristic,
)
from dueregard.voices.opinions.declared import declared, named_characteristics
from dueregard.voices.opinions.votes import Votes
from dueregard.voices.opinions.weighting import ParticipantWeights

__all__ = ["REST", "shares_with_rest", "with_the_rest"]

REST = "others, or not said"
"""What those are called together who are in small groups or did not say."""
OR_NOT_SAID = ", or not said"
"""What is added to the largest group's name when the few who did not say are put to it."""

Groups = NDArray[np.object_]


def shares_with_rest(
    votes: Votes, *, weights: ParticipantWeights | None, statements: Sequence[int], threshold: int
) -> SharesByCharacteristic:
    """Estimate what each group says of each statement, small groups put together statement by statement.

    Parameters
    ----------
    votes : Votes
        With the groups of those who voted.
    weights : ParticipantWeights or None
        To the population.
    statements : sequence of int
        Places of the statements that count.
    threshold : int
        The fewest people that may be shown.

    Returns
    -------
    SharesByCharacteristic
        Its characteristics are those that people declared: who is put together is no group of theirs.
    """
    names, notes = named_characteristics(votes, None)
    found: list[StatementShares] = []
    for place in statements:
        voted = np.zeros(len(votes.participants), dtype=bool)
        voted[votes.participant[votes.statement == place]] = True
        together = {
            name: with_the_rest(votes.characteristics[name], voted, threshold=threshold) for name in names
        }
        apart = replace(votes, characteristics=together)
        found += shares_by_characteristic(apart, by=names, weights=weights, statements=[place]).statements
    return SharesByCharacteristic(
        votes=votes,
        by=tuple(declared(votes, name) for name in names),
        statements=tuple(found),
        notes=tuple(notes),
    )


def with_the_rest(groups: Groups, voted: NDArray[np.bool_], *, threshold: int) -> Groups:
    """Put together the groups that are too small among some people.

    Parameters
    ----------
    groups : array of object, shape (participants,)
        Everybody's group; None for whoever did not say.
    voted : array of bool, shape (participants,)
        Those who are counted.
    threshold : int
        The fewest people that may be shown.

    Returns
    -------
    array of object, shape (participants,)
        The same where nothing is to be put together.

    Examples
    --------
    >>> groups = np.array(["A"] * 30 + ["B"] * 12 + ["C"] * 6 + ["D"] * 5 + [None] * 3, object)
    >>> together = with_the_rest(groups, np.ones(56, bool), threshold=10)
    >>> sorted(Counter(together).items())
    [('A', 30), ('B', 12), ('others, or not said', 14)]
    """
    counts = Counter(groups[voted])
    silent = counts.pop(None, 0)
    small = {group for group, count in counts.items() if count < threshold}
    together = groups.copy()
    if small:
        if sum(counts[group] for group in small) < threshold:
            return groups
        together[[group is None or group in small for group in groups]] = REST
    elif 0 < silent < threshold and len(counts) > 1:
        largest = max(sorted(counts), key=lambda group: counts[group])
        together[[group is None or group == largest for group in groups]] = largest + OR_NOT_SAID
    return together
