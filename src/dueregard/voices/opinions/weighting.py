"""Weights that bring those who took part to the population, as far as anybody's answers can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.calibration_targets import CalibrationMethod, Margin
from dueregard.engine.weighting_quality import WeightQuality
from dueregard.errors import UsageError
from dueregard.voices.opinions.capped import CAP, CappedWeights, capped_weights
from dueregard.voices.opinions.declared import NOT_DECLARED, Declared, declared
from dueregard.voices.opinions.matching import MatchedMargin, in_levels_of, matched_margin
from dueregard.voices.opinions.population import Population
from dueregard.voices.opinions.votes import Votes

__all__ = ["ParticipantWeights", "WeighedLevel", "weigh_participants"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedLevel:
    """A level of the population beside those who took part.

    Attributes
    ----------
    characteristic, level : str
        Which.
    participants : int
        How many took part; 0 where weighting cannot speak for the level.
    share, population_share, weighted_share : float
        Of those who declared the characteristic: raw, in the whole population, and under the weights.
    mean_weight : float or None
        What its participants stand for on average; 1 is the mean of all. None where there are none.
    """

    characteristic: str
    level: str
    participants: int
    share: float
    population_share: float
    weighted_share: float
    mean_weight: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ParticipantWeights:
    """Weights, and what they can and cannot do.

    Attributes
    ----------
    weights : array of float, shape (participants,)
        With mean 1.
    calibrated : array of float, shape (participants,)
        Those of the residuals that leave the variance: before any was cut off, as R has it, or after, where
        the margins are not reached.
    counted : array of float, shape (participants,)
        How much each counts in the regression that leaves the residuals.
    auxiliaries : scipy.sparse.csr_array, shape (participants, p)
        Which margin's level each participant has.
    levels : tuple of WeighedLevel
        Every level of the population, and how far it is heard.
    not_declared : mapping of str to int
        By margin, participants who did not declare it. Together they keep the share that they have.
    quality : WeightQuality
        Effective number, design effect and range.
    method : str
        How the weights were made.
    cap : tuple of float or None
        Lowest and highest weight, as multiples of the mean.
    trimmed : int
        People whose weight had to be cut off, because no weights within the cap reach the population; 0
        when the cap was kept while the margins were reached.
    largest_miss : float
        The largest relative difference of a weighted margin from the population's; 0 unless trimmed.
    notes : tuple of str
        What the reader has to know.
    """

    weights: Floats = field(repr=False)
    calibrated: Floats = field(repr=False)
    counted: Floats = field(repr=False)
    auxiliaries: sparse.csr_array = field(repr=False)
    levels: tuple[WeighedLevel, ...]
    not_declared: Mapping[str, int]
    quality: WeightQuality
    method: str
    cap: tuple[float, float] | None
    trimmed: int
    largest_miss: float
    notes: tuple[str, ...]

    @property
    def silent(self) -> tuple[WeighedLevel, ...]:
        """Levels of the population from which nobody took part: no weights can speak for them."""
        return tuple(level for level in self.levels if not level.participants)


def weigh_participants(
    votes: Votes,
    population: Population,
    *,
    cap: tuple[float, float] | None = CAP,
    keep_cap_by: Literal["calibration", "trimming"] = "calibration",
    method: CalibrationMethod = "raking",
) -> ParticipantWeights:
    """Bring participants to the population by raking on what they declared.

    Everybody starts from the same weight. Weights stay within the cap *and* reach every margin where that
    is possible (raking with bounds); where it is not, or with ``keep_cap_by="trimming"``, raked weights are
    cut off at the cap, what is cut is shared out, and the margins are missed by as much as is then said.
    Participants who did not declare a characteristic keep, together, the share they have: what is known of
    the population says nothing about them. A level of the population without participants is left out of
    its margin and named: the other levels are weighted to one another, never merged with it.

    Parameters
    ----------
    votes : Votes
        With the characteristics of those who voted.
    population : Population
        Known numbers of people.
    cap : tuple of float, optional
        Lowest and highest weight as multiples of the mean, below and above 1; None for no cap.
    keep_cap_by : {"calibration", "trimming"}
        How the cap is kept.
    method : {"raking", "linear", "logit"}
        The distance from equal weights.

    Returns
    -------
    ParticipantWeights
        With mean 1.

    Raises
    ------
    PeopleError
        When participants have a level that the population has no total of, or no weights reach it.

    References
    ----------
    Deville, Sarndal and Sautory (1993), JASA 88, 1013-1020 (raking, with bounds as in their table 1).
    Kish (1965), Survey Sampling, section 11.2C (effective number). Trimming: Potter (1990).

    Examples
    --------
    >>> import numpy as np
    >>> votes = Votes(
    ...     participants=("a", "b", "c", "d"),
    ...     statements=(),
    ...     participant=np.array([], np.int32),
    ...     statement=np.array([], np.int32),
    ...     value=np.array([], np.int8),
    ...     kept=np.array([], bool),
    ...     characteristics={"sex": np.array(["f", "m", "m", None], object)},
    ... )
    >>> census = Population(title="census", margins={"sex": {"f": 51.0, "m": 49.0}})
    >>> found = weigh_participants(votes, census)
    >>> found.weights.round(3), round(found.quality.effective_n, 2), dict(found.not_declared)
    (array([1.53 , 0.735, 0.735, 1.   ]), 3.62, {'sex': 1})
    """
    votes, rewritten = in_levels_of(population, votes)
    parts = [declared(votes, name) for name in population.margins]
    used = [(each, matched_margin(each, population)) for each in parts if len(each.levels)]
    if not used:
        raise UsageError(
            "Nobody declared any characteristic that the population is known by.",
            found=f"The population has {', '.join(map(repr, population.margins))}.",
            remedy="Weighting needs --participants with these columns filled in.",
        )
    chosen = [each for each, _ in used]
    margins = tuple(_margin(each, matched, len(votes.participants)) for each, matched in used)
    found = capped_weights(chosen, margins, cap=cap, method=method, keep_cap_by=keep_cap_by)
    auxiliaries = _auxiliaries(chosen)
    missed = _largest_miss(auxiliaries, found) if found.trimmed else 0.0
    levels = tuple(level for each, matched in used for level in _levels(each, matched, found.weights))
    not_declared = {each.name: each.not_declared for each, _ in used}
    skipped = [each.name for each in parts if not len(each.levels)]
    return ParticipantWeights(
        weights=found.weights,
        calibrated=found.calibrated if (found.counted == 1).all() else found.weights,
        counted=found.counted,
        auxiliaries=auxiliaries,
        levels=levels,
        not_declared=not_declared,
        quality=WeightQuality.of(found.weights),
        method=method,
        cap=cap,
        trimmed=found.trimmed,
        largest_miss=missed,
        notes=(
            *rewritten,
            *_notes(levels, not_declared, skipped, trimmed=found.trimmed, missed=missed, cap=cap),
        ),
    )


def _margin(each: Declared, matched: MatchedMargin, people: int) -> Margin:
    """Give the declared levels the population's shares, and whoever declared nothing their own."""
    free = each.not_declared
    total = sum(matched.people)
    totals: dict[tuple[str, ...], float] = {
        (level,): (people - free) * share / total
        for level, share in zip(each.levels, matched.people, strict=True)
    }
    if free:
        totals[(NOT_DECLARED,)] = float(free)
    return Margin(columns=(each.name,), totals=totals)


def _auxiliaries(parts: Sequence[Declared]) -> sparse.csr_array:
    count = len(parts[0].place)
    rows = np.arange(count)
    blocks = []
    for each in parts:
        # Whoever did not declare it is a level too: the last.
        place = np.where(each.place < 0, len(each.levels), each.place)
        shape = (count, len(each.levels) + 1)
        blocks.append(sparse.csr_array((np.ones(count), (rows, place)), shape=shape))
    return sparse.csr_array(sparse.hstack(blocks, format="csr"))


def _levels(each: Declared, matched: MatchedMargin, weights: Floats) -> list[WeighedLevel]:
    """Hold those who took part against the whole population, silent levels included."""
    inside = each.place >= 0
    counts = each.counts
    sums = np.bincount(each.place[inside], weights[inside], minlength=len(each.levels))
    whole = sum(matched.people) + sum(matched.silent.values())
    found = [
        WeighedLevel(
            characteristic=each.name,
            level=level,
            participants=int(counts[place]),
            share=float(counts[place] / counts.sum()),
            population_share=matched.people[place] / whole,
            weighted_share=float(sums[place] / sums.sum()),
            mean_weight=float(sums[place] / counts[place]),
        )
        for place, level in enumerate(each.levels)
    ]
    return found + [
        WeighedLevel(
            characteristic=each.name,
            level=level,
            participants=0,
            share=0.0,
            population_share=people / whole,
            weighted_share=0.0,
            mean_weight=None,
        )
        for level, people in matched.silent.items()
    ]


def _largest_miss(auxiliaries: sparse.csr_array, found: CappedWeights) -> float:
    """The largest relative difference of a margin: cutting off moves some, and calibration moved none."""
    reached, known = (np.asarray(auxiliaries.T @ each) for each in (found.weights, found.calibrated))
    there = known > 0
    return float(np.abs(reached[there] / known[there] - 1).max())


def _notes(
    levels: Sequence[WeighedLevel],
    not_declared: Mapping[str, int],
    skipped: Sequence[str],
    *,
    trimmed: int,
    missed: float,
    cap: tuple[float, float] | None,
) -> list[str]:
    notes = [
        f"Nobody of {level.characteristic} {level.level} took part, {level.population_share:.1%} of the "
        "population: weighting cannot speak for them, and the weighted results are of the others."
        for level in levels
        if not level.participants
    ]
    notes += [f"Nobody declared {name!r}: results are not weighted by it." for name in skipped]
    notes += [
        f"{count:,} did not declare {name}: together they keep the share that they have."
        for name, count in not_declared.items()
        if count
    ]
    if trimmed and cap is not None:
        notes.append(
            f"No weights from {cap[0]:g} to {cap[1]:g} times the mean reach the population: those of "
            f"{trimmed:,} were cut off, and margins are missed by up to {missed:.1%}."
        )
    return notes
