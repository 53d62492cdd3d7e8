"""Reserves: people beside the panel, chosen so that whoever drops out can be replaced within the quotas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.identifiers import by_number
from dueregard.voices.panel.programs import least_cost
from dueregard.voices.panel.seeds import Stream
from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.volunteers import Pool

__all__ = ["Reserves", "choose_reserves"]

Flags = NDArray[np.bool_]
PATIENCE = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserves:
    """Reserves in the order in which they are asked.

    Attributes
    ----------
    people : tuple of int
        Places in the pool.
    replaceable : int
        For how many members one of the reserves can step in, with every quota still met.
    at_most : int
        For how many anybody in the pool could.
    unreplaceable : tuple of int
        Members for whom none of the reserves can.
    """

    people: tuple[int, ...]
    replaceable: int
    at_most: int
    unreplaceable: tuple[int, ...]


def choose_reserves(
    pool: Pool, *, targets: Targets, panel: Sequence[int], count: int, stream: Stream
) -> Reserves:
    """Choose reserves that can step in for as many members as possible, then for each more than once.

    Each next one adds the most: first to members whom nobody can replace yet, then to those whom one can, and
    so on; who is level is decided by lot. When that leaves members out, the best set is found exactly.

    Parameters
    ----------
    pool : Pool
        Volunteers.
    targets : Targets
        Quotas.
    panel : sequence of int
        The members' places in the pool.
    count : int
        How many reserves; fewer when the pool has no more who could step in for anybody.
    stream : Stream
        Random numbers.

    Returns
    -------
    Reserves
    """
    # Numbers from a seed pick places in a list: in the order of ids, not of the file, whose order anybody who
    # knows the seed could choose.
    order = sorted(range(len(pool)), key=lambda person: by_number(pool.ids[person]))
    at = {person: place for place, person in enumerate(order)}
    found = _chosen(pool.only(order), targets, sorted(at[person] for person in panel), count, stream)
    return replace(
        found,
        people=tuple(order[place] for place in found.people),
        unreplaceable=tuple(order[place] for place in found.unreplaceable),
    )


def _chosen(pool: Pool, targets: Targets, panel: Sequence[int], count: int, stream: Stream) -> Reserves:
    fits = _stand_ins(pool, targets, panel)
    coverable = int(fits.any(axis=0).sum())
    chosen = _one_by_one(fits, pool.households, count, stream)
    if chosen and fits[chosen].any(axis=0).sum() < coverable and len(chosen) == count:
        better = _best_set(fits, pool.households, count)
        if better is not None and fits[better].any(axis=0).sum() > fits[chosen].any(axis=0).sum():
            only = np.zeros_like(fits)
            only[better] = fits[better]
            first = _one_by_one(only, pool.households, count, stream)
            chosen = _one_by_one(fits, pool.households, count, stream, start=first)
    covered: Flags = np.asarray(fits[chosen].any(axis=0))
    return Reserves(
        people=tuple(chosen),
        replaceable=int(covered.sum()),
        at_most=coverable,
        unreplaceable=tuple(person for person, yes in zip(panel, covered, strict=True) if not yes),
    )


def _stand_ins(pool: Pool, targets: Targets, panel: Sequence[int]) -> Flags:
    """Who of the pool can step in for which member, shape (n, members)."""
    counted = np.array(
        [[pool.counts(quota, p) for quota in targets.quotas] for p in range(len(pool))], dtype=int
    )
    members = list(panel)
    seats = counted[members].sum(axis=0)
    least = np.array([quota.minimum for quota in targets.quotas])
    most = np.array([quota.maximum for quota in targets.quotas])
    fits = np.zeros((len(pool), len(members)), dtype=bool)
    homes = np.array(pool.households)
    for place, member in enumerate(members):
        after = seats - counted[member] + counted
        others = homes[[person for person in members if person != member]]
        fits[:, place] = ((after >= least) & (after <= most)).all(axis=1) & ~np.isin(homes, others)
    fits[members] = False
    return fits


def _one_by_one(
    fits: Flags, households: Sequence[int], count: int, stream: Stream, *, start: Sequence[int] = ()
) -> list[int]:
    homes = np.array(households)
    chosen = list(start)
    free = fits.any(axis=1) & ~np.isin(homes, homes[chosen])
    cover = fits[chosen].sum(axis=0)
    while len(chosen) < count and free.any():
        # A member without a stand-in outweighs all members who have one, and so on.
        gain = fits @ (fits.shape[1] + 1.0) ** -cover.astype(float)
        best = np.flatnonzero(free & (gain >= gain[free].max() * (1 - 1e-12))).tolist()
        person = best[stream.below(len(best))] if len(best) > 1 else best[0]
        chosen.append(person)
        cover += fits[person]
        free &= homes != homes[person]
    return chosen


def _best_set(fits: Flags, households: Sequence[int], count: int) -> list[int] | None:
    """Reserves that cover the most members: a small program in whole numbers, one person of a kind."""
    people = np.flatnonzero(fits.any(axis=1)).tolist()
    _, first = np.unique(fits[people], axis=0, return_index=True)
    kinds = [people[place] for place in sorted(first.tolist())]
    members = fits.shape[1]
    matrix = np.vstack(
        [
            np.hstack([fits[kinds].T.astype(float), -np.eye(members)]),
            np.append(np.ones(len(kinds)), np.zeros(members))[None, :],
        ]
    )
    try:
        best = least_cost(
            np.append(np.full(len(kinds), 1e-6), -np.ones(members)),
            rows=matrix,
            lower=np.append(np.zeros(members), 0),
            upper=np.append(np.full(members, members * count), count),
            most=np.ones(len(kinds) + members),
            seconds=PATIENCE,
        )
    except TimeoutError:
        return None
    if best is None:
        return None
    chosen = [kind for kind, yes in zip(kinds, best.values.tolist(), strict=False) if yes]
    return chosen if len({households[person] for person in chosen}) == len(chosen) else None
