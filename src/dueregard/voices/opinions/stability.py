"""How much of the groups and of the consensus is left when other people like these take part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.agreement import adjusted_rand, nearest_jaccard
from dueregard.voices.opinions.consensus import consensus_places
from dueregard.voices.opinions.counts import count_votes
from dueregard.voices.opinions.grouped import Run, group_participants
from dueregard.voices.opinions.matrix import VoteMatrix
from dueregard.voices.opinions.results import Stability
from dueregard.voices.opinions.separation import Separation, separation
from dueregard.voices.opinions.votes import Votes

__all__ = ["Resampled", "Sample", "resample"]

Floats = NDArray[np.float64]

RAND_AT_LEAST = 0.6
"""Groups are stable when the median adjusted Rand index is at least this: see `benchmarks/stability.py`."""

SAME_NUMBER_AT_LEAST = 0.5
"""And when at least this share of the resamples has as many groups as the full run."""

_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """What is resampled.

    Attributes
    ----------
    votes : Votes
        As analysed.
    matrix : VoteMatrix
        Of them.
    run : Run or None
        The full run; None when groups were given and are not looked for.
    placed : array of bool, shape (participants,)
        Who is to be grouped.
    smallest : int
        Fewest people in a group.
    """

    votes: Votes
    matrix: VoteMatrix
    run: Run | None
    placed: NDArray[np.bool_]
    smallest: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resampled:
    """What the resamples gave.

    Attributes
    ----------
    stability : Stability or None
        Of the groups; None when they were given or there are no resamples.
    stays : dict of str to array of float, shape (statements,)
        By direction, the share of the resamples in which each statement is a consensus.
    """

    stability: Stability | None
    stays: dict[str, Floats]


def resample(
    sample: Sample, *, usable: NDArray[np.bool_], floor: int, resamples: int, seed: int
) -> Resampled:
    """Draw participants anew, with replacement, and repeat the whole analysis each time.

    Everybody who is grouped is put into the groups of each resample, whether drawn or not, and compared
    with where the full run put them.

    Parameters
    ----------
    sample : Sample
        What is resampled.
    usable : array of bool, shape (statements,)
        Statements that may be a consensus.
    floor : int
        Fewest votes on a consensus.
    resamples : int
        How many.
    seed : int
        Of the draws.

    Returns
    -------
    Resampled

    References
    ----------
    Hennig (2007), Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis 52,
    258-271.
    """
    votes, rng = sample.votes, np.random.Generator(np.random.PCG64(seed))
    people, order = len(votes.participants), _order(sample)
    stays = {each: np.zeros(len(votes.statements)) for each in ("agree", "disagree")}
    found: list[Run] = []
    for _ in range(resamples):
        times = np.zeros(people)
        times[order] = np.bincount(rng.integers(0, people, people), minlength=people)
        if sample.run is not None:
            found.append(_grouped(sample, sample.run, times, rng))
        counts = count_votes(votes, times=times)
        for direction, each in consensus_places(counts, usable=usable, floor=floor).items():
            stays[direction][each] += 1 / resamples
    stability = _compared(sample, sample.run, found, rng, seed) if found and sample.run is not None else None
    return Resampled(stability=stability, stays=stays)


def _order(sample: Sample) -> NDArray[np.int64]:
    """Order participants by where they lie, so that their names do not matter to whom is drawn."""
    if sample.run is None:
        return np.arange(len(sample.votes.participants))
    across, up = sample.run.coordinates.T.round(9)
    return np.lexsort((sample.matrix.cast, up, across))


def _grouped(sample: Sample, run: Run, times: Floats, rng: np.random.Generator) -> Run:
    return group_participants(
        sample.matrix,
        sample.placed,
        smallest=sample.smallest,
        rng=rng,
        times=times,
        start=run.components.axes.sum(axis=0),
        tolerance=_TOLERANCE,
    )


def _compared(sample: Sample, run: Run, found: list[Run], rng: np.random.Generator, seed: int) -> Stability:
    groups = run.grouping.number
    numbers = np.array([each.grouping.number for each in found], dtype=np.int64)
    whole = np.maximum(run.group[sample.placed], 0)
    others = [np.maximum(each.group[sample.placed], 0) for each in found]
    rand = np.array([adjusted_rand(whole, each) for each in others])
    jaccard = np.array([nearest_jaccard(whole, each, number=groups) for each in others])
    apart = Separation(silhouette=np.nan, expected=np.nan, deviation=np.nan)
    if groups:
        inside = run.coordinates[sample.placed][~run.grouping.apart]
        apart = separation(inside, run.grouping.silhouette, smallest=sample.smallest, rng=rng)
    stable = bool(groups) and bool(
        np.median(rand) >= RAND_AT_LEAST and (numbers == groups).mean() >= SAME_NUMBER_AT_LEAST
    )
    return Stability(
        resamples=len(found),
        rand=rand,
        group_counts=numbers,
        jaccard=jaccard,
        expected_silhouette=apart.expected,
        stable=stable,
        camps=apart.camps,
        reason=_reason(groups, rand, numbers, apart, stable=stable),
        seed=seed,
    )


def _reason(groups: int, rand: Floats, numbers: NDArray[np.int64], apart: Separation, *, stable: bool) -> str:
    if not groups:
        return "No stable groups: no division leaves every group with enough people."
    told = (
        f"{'Stable' if stable else 'No stable'} groups: against the full run the adjusted Rand index of the "
        f"resamples has the median {np.median(rand):.2f} (stable from {RAND_AT_LEAST}), and "
        f"{(numbers == groups).mean():.0%} of them have {groups} groups, too (stable from "
        f"{SAME_NUMBER_AT_LEAST:.0%}). "
    )
    if apart.camps:
        return told + "They lie further apart than parts of one crowd would."
    return told + (
        "They lie no further apart than parts of one crowd would: opinion differs by degrees, and where it "
        "is cut says little."
    )
