"""Chances under no effect, from residuals that change places or scores that change signs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import linalg, sparse, special

from dueregard.causes.designs import SampleDesign
from dueregard.estimates.source import FloatArray, IntArray, Sparse

__all__ = ["Chance", "Problem", "by_covariance", "by_permutation", "by_signs"]

MOST_UNITS = 20_000
"""More sampling units are put together at random: sums of such scores may be flipped as well as they."""

LIKE = 20
"""At least so many units of like size change places with one another."""

LEAST_UNITS = 20
"""The fewest units: of fewer, too few orders or patterns of signs differ."""

UNITS_A_COLUMN = 4
"""How many units there must be for each coefficient; with fewer, fitting takes too much of the residuals."""

MOST_SIZES = 40
"""Units of few different sizes are summed size by size, which is faster."""

FIRST, PLENTY, CLEARLY = 99, 20, 2.0
"""After so many permutations no more are drawn when so many had a larger statistic (Besag and Clifford 1991,
Biometrika 78, 301-304), or when it is so many times the largest of theirs."""

BLOCK = 4_000_000
"""How many signs are drawn at a time."""

_ROUNDING = 1e-9

NOTHING_VARIES = "the outcome or the circumstances do not vary, given the others"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """What is tested.

    Attributes
    ----------
    residual : ndarray (n,)
        Weight times what the other circumstances do not explain of the outcome.
    asked, held : scipy.sparse csr_array (n, q), (n, p)
        Columns of the circumstances in question, and of the others.
    slopes : ndarray (p, q)
        Of the former on the latter.
    draws : int
        How many permutations or patterns of signs.
    """

    residual: FloatArray = field(repr=False)
    asked: Sparse = field(repr=False)
    held: Sparse = field(repr=False)
    slopes: FloatArray = field(repr=False)
    draws: int

    @property
    def nuisance(self) -> int:
        """How many columns are held."""
        return int(self.held.shape[1])

    @property
    def apart(self) -> FloatArray:
        """What the other circumstances do not explain of those in question, shape (n, q)."""
        return np.asarray(self.asked.toarray() - self.held @ self.slopes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What a test found.

    Attributes
    ----------
    p_value, statistic : float
        The chance is NaN with a reason.
    columns, units, draws : int
        Coefficients, sampling units, and how often they were drawn.
    method : str
        In words.
    reason : str, optional
        Why there is no chance.
    """

    p_value: float
    statistic: float
    columns: int
    units: int
    draws: int
    method: str
    reason: str | None = None


def by_permutation(problem: Problem, psu: IntArray, random: np.random.Generator) -> Chance:
    """Let residuals of whole units of like size change places.

    Parameters
    ----------
    problem : Problem
        What is tested.
    psu : ndarray of int (n,)
        The unit of each person.
    random : numpy.random.Generator
        Draws.

    Returns
    -------
    Chance
        Of a statistic as large.
    """
    blocks = _Blocks.of(psu)
    residual, apart = problem.residual[blocks.order], problem.apart[blocks.order]
    standard = apart @ _inverse_root(_gram(blocks.sums(residual, apart)))
    statistic = _statistic(blocks.sums(residual, standard))
    reason = _reason(standard.shape[1], len(blocks.size), problem.nuisance)
    larger, drawn, largest = 0, 0, 0.0
    while not reason and drawn < problem.draws:
        found = _statistic(blocks.sums(residual[blocks.permuted(random)], standard))
        drawn, largest = drawn + 1, max(largest, found)
        larger += found >= statistic * (1 - _ROUNDING)
        if drawn == FIRST and (larger >= PLENTY or statistic > CLEARLY * largest):
            break
    return Chance(
        p_value=np.nan if reason else (1 + larger) / (1 + drawn),
        statistic=statistic,
        columns=standard.shape[1],
        units=len(blocks.size),
        draws=drawn,
        method=f"residuals of sampling units permuted {drawn} times",
        reason=reason,
    )


def by_signs(problem: Problem, psu: IntArray, random: np.random.Generator) -> Chance:
    """Let scores of units change signs.

    Parameters
    ----------
    problem : Problem
        What is tested.
    psu : ndarray of int (n,)
        The unit of each person.
    random : numpy.random.Generator
        Draws.

    Returns
    -------
    Chance
        Of a statistic as large.
    """
    unit, count = _grouped_units(psu, random)
    shape = (count, len(unit))
    scaled = sparse.csr_array((problem.residual, (unit, np.arange(len(unit)))), shape=shape)
    scores = (scaled @ problem.asked).toarray() - (scaled @ problem.held) @ problem.slopes
    standard = scores @ _inverse_root(_gram(scores))
    statistic = float((standard.sum(axis=0) ** 2).sum())
    reason = _reason(standard.shape[1], count, problem.nuisance)
    step, larger = max(1, BLOCK // count), 0
    for first in range(0, 0 if reason else problem.draws, step):
        drawn = random.integers(0, 2, (min(step, problem.draws - first), count), dtype=np.int8)
        flipped = (2.0 * drawn - 1.0) @ standard
        larger += int(((flipped**2).sum(axis=1) >= statistic * (1 - _ROUNDING)).sum())
    return Chance(
        p_value=np.nan if reason else (1 + larger) / (1 + problem.draws),
        statistic=statistic,
        columns=standard.shape[1],
        units=count,
        draws=problem.draws,
        method=f"signs of the scores of sampling units flipped {problem.draws} times",
        reason=reason,
    )


def by_covariance(problem: Problem, design: SampleDesign) -> Chance:
    """Compare scores with the covariance that replicate weights give them, by an F test.

    Parameters
    ----------
    problem : Problem
        What is tested.
    design : SampleDesign
        With replicate weights; or a full count, of which nothing is tested.

    Returns
    -------
    Chance
        Of a statistic as large.
    """
    scores = problem.residual[:, None] * problem.apart
    root = _inverse_root(design.covariance(scores))
    columns, df = root.shape[1], design.df
    statistic = float(((scores.sum(axis=0) @ root) ** 2).sum())
    below = df - columns + 1
    reason = None if columns else NOTHING_VARIES
    if not design.sampling_error:
        reason = "nobody was drawn: everybody was counted"
    elif reason is None and below < 1:
        reason = f"too few replicate weights for {columns:,} coefficients"
    chance = np.nan if reason else special.fdtrc(columns, below, statistic * below / (df * columns))
    return Chance(
        p_value=float(chance),
        statistic=statistic,
        columns=columns,
        units=len(problem.residual),
        draws=0,
        method="F test of scores by replicate weights",
        reason=reason,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Blocks:
    """People in order of their units, and units in order of their size."""

    order: IntArray
    start: IntArray
    size: IntArray
    like: IntArray
    unit: IntArray
    within: IntArray
    runs: tuple[tuple[int, int, int, int], ...]

    @classmethod
    def of(cls, psu: IntArray) -> _Blocks:
        unit, size = np.unique(psu, return_inverse=True, return_counts=True)[1:]
        rank = np.empty(len(size), np.intp)
        rank[np.argsort(size, kind="stable")] = np.arange(len(size))
        rising = np.sort(size)
        start = np.cumsum(rising) - rising
        ends = [*(np.flatnonzero(np.diff(rising)) + 1).tolist(), len(rising)]
        own = np.repeat(np.arange(len(rising)), rising)
        return cls(
            order=np.argsort(rank[unit], kind="stable"),
            start=start,
            size=rising,
            like=_alike(rising),
            unit=own,
            within=np.arange(len(unit)) - start[own],
            runs=tuple(
                (first, end, int(start[first]), int(rising[first]))
                for first, end in zip([0, *ends[:-1]], ends, strict=True)
            ),
        )

    def sums(self, residual: FloatArray, columns: FloatArray) -> FloatArray:
        """Scores of units."""
        if len(self.runs) > MOST_SIZES:
            return np.asarray(np.add.reduceat(columns * residual[:, None], self.start))
        result = np.empty((len(self.size), columns.shape[1]))
        for first, end, row, size in self.runs:
            people = slice(row, row + (end - first) * size)
            block = columns[people].reshape(end - first, size, -1)
            result[first:end] = np.matmul(residual[people].reshape(end - first, 1, size), block)[:, 0]
        return result

    def permuted(self, random: np.random.Generator) -> IntArray:
        """Whose residual each person gets; a larger unit than its donor takes its residuals in turn again."""
        donor = np.lexsort((random.random(len(self.size)), self.like))
        first, size = self.start[donor][self.unit], self.size[donor][self.unit]
        whose = first + self.within
        beyond = np.flatnonzero(self.within >= size)
        whose[beyond] = first[beyond] + self.within[beyond] % size[beyond]
        return whose


def _alike(rising: IntArray) -> IntArray:
    """Number runs of units of one size, joined until each has enough."""
    run, last = np.zeros(len(rising), np.intp), 0
    for end in np.flatnonzero(np.diff(rising)) + 1:
        if end - last >= LIKE and len(rising) - end >= LIKE:
            run[end:] += 1
            last = int(end)
    return run


def _gram(scores: FloatArray) -> FloatArray:
    return np.asarray(scores.T @ scores)


def _statistic(scores: FloatArray) -> float:
    total = scores.sum(axis=0)
    if not len(total):
        return 0.0
    return float(total @ linalg.lstsq(_gram(scores), total, cond=_ROUNDING, check_finite=False)[0])


def _grouped_units(psu: IntArray, random: np.random.Generator) -> tuple[IntArray, int]:
    """Number the units, put together at random when they are very many."""
    unit = np.unique(psu, return_inverse=True)[1]
    count = int(unit.max()) + 1
    if count <= MOST_UNITS:
        return unit, count
    return random.permutation(count)[unit] % MOST_UNITS, MOST_UNITS


def _inverse_root(matrix: FloatArray) -> FloatArray:
    """A root of the pseudo-inverse, with as many columns as the rank."""
    values, vectors = np.linalg.eigh(matrix)
    kept = values > _ROUNDING * max(float(values.max(initial=0.0)), 1e-300)
    return np.asarray(vectors[:, kept] / np.sqrt(values[kept]))


def _reason(columns: int, units: int, nuisance: int) -> str | None:
    if columns == 0:
        return NOTHING_VARIES
    if units < LEAST_UNITS or units < UNITS_A_COLUMN * (columns + nuisance):
        return f"too few sampling units ({units:,}) for {columns + nuisance:,} coefficients"
    return None
