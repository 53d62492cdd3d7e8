"""From votes to opinions: the whole analysis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dueregard.errors import UsageError
from dueregard.voices.opinions.consensus import consensus_places, consensus_statements, in_every_group
from dueregard.voices.opinions.counts import VoteCounts, count_votes, effective_number
from dueregard.voices.opinions.finding_notes import against_export, notes_on_opinions
from dueregard.voices.opinions.grouped import group_participants
from dueregard.voices.opinions.grouping import smallest_group
from dueregard.voices.opinions.mapping import opinion_map
from dueregard.voices.opinions.matrix import vote_matrix
from dueregard.voices.opinions.membership import Membership, found_membership, given_membership
from dueregard.voices.opinions.placing import voted_enough
from dueregard.voices.opinions.priority import statement_priority
from dueregard.voices.opinions.representative import representative_statements
from dueregard.voices.opinions.results import OpinionGroup, OpinionMap, Opinions, Stability
from dueregard.voices.opinions.stability import Sample, resample
from dueregard.voices.opinions.unseen import unevenly_seen
from dueregard.voices.opinions.votes import Votes

__all__ = ["find_opinions"]

Floats = NDArray[np.float64]

FLOOR = 7
"""Fewest votes behind any summary: seven of seven still leave a share of 72 % possible (one-sided, 90 %)."""


def find_opinions(
    votes: Votes,
    *,
    weights: ArrayLike | None = None,
    groups: Sequence[Any] | NDArray[Any] | None = None,
    bootstrap: int = 50,
    seed: int = 0,
    floor: int = FLOOR,
    smallest: int | None = None,
) -> Opinions:
    """Find groups of opinion, what each says, what all share, and how firm that is.

    Axes and groups come from the votes as they were cast: weights say whom participants stand for, not how
    they think, so they change shares and leave the map alone.

    Parameters
    ----------
    votes : Votes
        From :func:`~dueregard.voices.opinions.reading.read_votes`.
    weights : array-like, shape (participants,), optional
        What each participant stands for, not below zero. With weights of 1 weighted and raw shares are the
        same exactly.
    groups : sequence, length participants, optional
        A given group for each participant (None or -1 for none), such as a declared characteristic or the
        groups of an export; then none are looked for.
    bootstrap : int
        How many resamples of participants tell how stable the answer is; 0 for none.
    seed : int
        Of the resamples and of the starts of k-means.
    floor : int
        Fewest votes that any summary of a statement may rest on.
    smallest : int, optional
        Fewest people in a group that is looked for; by default :func:`~.grouping.smallest_group`.

    Returns
    -------
    Opinions

    Raises
    ------
    UsageError
        When weights or groups do not fit the participants, or a number is out of range.

    References
    ----------
    Small et al. (2021), Polis: scaling deliberation by mapping high dimensional opinion spaces, Recerca
    26(2).

    Examples
    --------
    >>> from dueregard.voices.opinions.reading import read_votes
    >>> sides = [[1, 1, 1, -1]] * 6 + [[-1, -1, 1, 1]] * 6
    >>> table = {"participant": [], "statement": [], "value": []}
    >>> for person, cast in enumerate(sides):
    ...     for statement, value in enumerate(cast):
    ...         for column, cell in zip(table.values(), (person, statement, value), strict=True):
    ...             column.append(cell)
    >>> opinions = find_opinions(read_votes(table))
    >>> [group.size for group in opinions.groups], opinions.has_groups
    ([6, 6], True)
    >>> [(each.statement, each.direction) for each in opinions.consensus]
    [(2, 'agree')]
    """
    _refuse_numbers(bootstrap, floor, smallest)
    shares = _usable_weights(votes, weights)
    matrix = vote_matrix(votes)
    placed = voted_enough(matrix) | np.isin(votes.participants, votes.placed)
    least = smallest_group(int(placed.sum())) if smallest is None else smallest
    run = group_participants(matrix, placed, smallest=least, rng=np.random.Generator(np.random.PCG64(seed)))
    counts = count_votes(votes)
    usable = votes.kept & (counts.seen > 0)
    sample = Sample(
        votes=votes,
        matrix=matrix,
        run=run if groups is None else None,
        placed=placed,
        smallest=least,
        weights=shares,
    )
    again = resample(sample, usable=usable, floor=floor, resamples=bootstrap, seed=seed)
    membership = found_membership(run) if groups is None else given_membership(groups, len(placed))
    number = len(membership.names)
    group_counts = count_votes(votes, groups=membership.group, number=number)
    by_weight, by_group = _weighted(votes, shares, membership)
    coordinates = opinion_map(matrix, run, placed=placed, statements=len(votes.statements))
    extremity = np.hypot(*coordinates.statements.T)
    places = consensus_places(counts, usable=usable, floor=floor)
    heavy = {} if by_weight is None else consensus_places(by_weight, usable=usable, floor=floor)
    return Opinions(
        votes=votes,
        weights=shares,
        effective_n=effective_number(votes, shares),
        group=membership.group,
        groups=_groups(membership, group_counts, coordinates, again.stability, usable=usable, floor=floor),
        given=groups is not None,
        map=coordinates,
        counts=counts,
        group_counts=group_counts,
        weighted=by_weight,
        weighted_group_counts=by_group,
        consensus=consensus_statements(counts, by_weight, places, again.firm),
        weighted_consensus=consensus_statements(counts, by_weight, heavy, again.weighted_firm),
        group_aware_consensus=in_every_group(group_counts.p_agree, group_counts.seen, floor=floor),
        group_aware_disagreement=in_every_group(group_counts.p_disagree, group_counts.seen, floor=floor),
        extremity=extremity,
        priority=_priority(votes, membership.group >= 0 if number else placed, extremity),
        floor=floor,
        unevenly_seen=unevenly_seen(group_counts, membership.group, usable=usable),
        few_votes=tuple(np.flatnonzero(votes.kept & (counts.seen < floor)).tolist()),
        silhouette=run.grouping.silhouette if groups is None else float("nan"),
        stability=again.stability,
        export_rand=against_export(votes, membership),
        notes=(*votes.notes, *notes_on_opinions(sample, counts, floor=floor)),
    )


def _priority(votes: Votes, counted: NDArray[np.bool_], extremity: Floats) -> Floats:
    """Go by the votes of those who are in groups, as Polis does."""
    inside = count_votes(votes, groups=np.where(counted, 0, -1), number=1)
    meta = np.array([each.is_meta for each in votes.statements], dtype=bool)
    return statement_priority(inside.of_group(0), extremity, meta=meta)


def _refuse_numbers(bootstrap: int, floor: int, smallest: int | None) -> None:
    for name, value, least in (("bootstrap", bootstrap, 0), ("floor", floor, 0), ("smallest", smallest, 1)):
        if value is not None and value < least:
            raise UsageError(f"{name} cannot be {value}.", remedy=f"Give {least} or more.")


def _usable_weights(votes: Votes, weights: ArrayLike | None) -> Floats | None:
    if weights is None:
        return None
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (len(votes.participants),):
        raise UsageError(
            "Weights need one entry for each participant.",
            found=f"There are {given.size:,} weights and {len(votes.participants):,} participants.",
        )
    if not np.isfinite(given).all() or (given < 0).any() or not given.any():
        raise UsageError("Weights have to be numbers, none below zero and not all zero.")
    return given


def _weighted(
    votes: Votes, shares: Floats | None, membership: Membership
) -> tuple[VoteCounts | None, VoteCounts | None]:
    if shares is None:
        return None, None
    number = len(membership.names)
    by_group = count_votes(votes, groups=membership.group, number=number, weights=shares)
    return count_votes(votes, weights=shares), by_group


def _groups(
    membership: Membership,
    counts: VoteCounts,
    coordinates: OpinionMap,
    stability: Stability | None,
    *,
    usable: NDArray[np.bool_],
    floor: int,
) -> tuple[OpinionGroup, ...]:
    said = representative_statements(counts, usable=usable, floor=floor)
    firm = None if stability is None else stability.jaccard.mean(axis=0)[membership.places]
    told = []
    for number, name in enumerate(membership.names):
        members = np.flatnonzero(membership.group == number)
        told.append(
            OpinionGroup(
                number=number,
                name=name,
                members=members,
                centre=coordinates.participants[members].mean(axis=0),
                representative=said[number],
                stability=None if firm is None else float(firm[number]),
            )
        )
    return tuple(told)
