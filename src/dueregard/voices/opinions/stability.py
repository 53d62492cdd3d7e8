"""How much of the groups and of the consensus is left when other people like these take part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.agreement import adjusted_rand, nearest_jaccard
from dueregard.voices.opinions.consensus import Firmness, firmness
from dueregard.voices.opinions.counts import VoteCounts, count_votes
from dueregard.voices.opinions.grouped import Run, group_participants
from dueregard.voices.opinions.matrix import VoteMatrix
from dueregard.voices.opinions.results import Stability
from dueregard.voices.opinions.separation import FEW_STARTS, Separation, separation
from dueregard.voices.opinions.votes import Votes

__all__ = ["Resampled", "Sample", "resample"]

Floats = NDArray[np.float64]

RAND_AT_LEAST = 0.65
"""Groups are stable when the median adjusted Rand index is at least this; below it Steinley (2004) calls the
recovery of clusters poor. In `benchmarks/simulate_opinions.py` crowds stay below it, clear camps above.
So may opinions be that differ by degrees: whether they are camps is another question (`separation`)."""

SAME_NUMBER_AT_LEAST = 2 / 3
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
    weights : array of float, shape (participants,), or None
        What each participant stands for; it stays with whoever is drawn.
    """

    votes: Votes
    matrix: VoteMatrix
    run: Run | None
    placed: NDArray[np.bool_]
    smallest: int
    weights: Floats | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resampled:
    """What the resamples gave.

    Attributes
    ----------
    stability : Stability or None
        Of the groups; None when they were given or there are no resamples.
    firm, weighted_firm : Firmness
        Of consensus, by raw and by weighted votes.
    """

    stability: Stability | None
    firm: Firmness
    weighted_firm: Firmness


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
    258-271. Steinley (2004), Properties of the Hubert-Arabie adjusted Rand index, Psychological Methods 9,
    386-396.
    """
    votes, rng = sample.votes, np.random.Generator(np.random.PCG64(seed))
    people, order = len(votes.participants), _order(sample)
    found: list[Run] = []
    raw: list[VoteCounts] = []
    weighted: list[VoteCounts] = []
    for _ in range(resamples):
        times = np.zeros(people)
        times[order] = np.bincount(rng.integers(0, people, people), minlength=people)
        if sample.run is not None:
            found.append(_grouped(sample, sample.run, times, rng))
        raw.append(count_votes(votes, times=times))
        if sample.weights is not None:
            weighted.append(count_votes(votes, weights=sample.weights, times=times))
    stability = None
    if found and sample.run is not None:
        stability = _compared(sample, sample.run, found, rng, seed)
    return Resampled(
        stability=stability,
        firm=firmness(raw, usable=usable, floor=floor),
        weighted_firm=firmness(weighted, usable=usable, floor=floor),
    )


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
        starts=FEW_STARTS,
    )


def _compared(sample: Sample, run: Run, found: list[Run], rng: np.random.Generator, seed: int) -> Stability:
    groups = run.grouping.number
    numbers = np.array([each.grouping.number for each in found], dtype=np.int64)
    whole = np.maximum(run.group[sample.placed], 0)
    others = [np.maximum(each.group[sample.placed], 0) for each in found]
    rand = np.array([adjusted_rand(whole, each) for each in others if groups])
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
    median, same = np.median(rand), (numbers == groups).mean()
    told = (
        f"{'Stable' if stable else 'No stable'} groups: those of {len(rand)} resamples of the participants "
        f"are like those of the full run by {median:.2f} in the median (adjusted Rand index: 1 is the same, "
        f"0 as by chance; stable from {RAND_AT_LEAST}), and {same:.0%} have {groups} groups, too (stable "
        f"from {SAME_NUMBER_AT_LEAST:.0%}). "
    )
    if apart.camps:
        return told + "They lie further apart than parts of one crowd would."
    return told + (
        "They lie no further apart than parts of one crowd would: opinion differs by degrees, and where it "
        "is cut says little."
    )
