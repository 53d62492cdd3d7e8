"""Replicate weights: the design drawn again and again, so that any estimator has a standard error.

Within each stratum of n sampled units, n - 1 are drawn with replacement; a unit drawn r times gets the factor

    a = 1 - s + s r n / (n - 1),    s^2 = 1 - f,

so that the variance of a total over the draws is its usual estimate, with the finite-population correction,
and no weight is negative (Rao and Wu 1988, JASA 83, 231-241, section 2 with m = n - 1; Rao, Wu and Yue 1992,
Survey Methodology 18, 209-217). At later stages, with the factor a of the stages above and g the product of
their sampling fractions, units within a unit get a factor of the same form with s^2 = g (1 - f) / E[a^2], and
factors multiply: the variance within units then enters with g, as in Särndal, Swensson and Wretman's result
4.3.1 (the idea of Preston 2009, Survey Methodology 35, 227-234, and of Beaumont and Émond 2022, Stats 5,
339-357, who add where we multiply).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from dueregard.causes.drawn import Redraw
from dueregard.errors import UsageError
from dueregard.estimates import Replicates
from dueregard.estimates.source import FloatArray, IntArray

if TYPE_CHECKING:
    from dueregard.causes.designs import SampleDesign

__all__ = ["ReplicateSet", "refuse_counts", "replicated"]

HELD = 8_000_000
"""The most numbers in a block of replicate weights, 64 megabytes."""

MOST_REPLICATES = 100_000
"""More would never end, and say no more."""

Weights = Callable[[int, int], FloatArray]
"""The factors of replicates from one number up to another, a row each."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReplicateSet:
    """Replicate weights of some people, made some at a time.

    The variance of a value t is ``scale * sum(rscales * (t_r - centre)^2)``, with the centre the mean of the
    replicates, or the value itself with ``mse``.

    Attributes
    ----------
    identity : str
        Names the people sampled.
    count : int
        R, the number of replicates.
    size : int
        n, the number of people.
    scale : float
        The factor of the whole sum.
    rscales : ndarray (R,), optional
        The factor of each replicate; ones when absent.
    mse : bool
        Whether deviations are from the value of the whole sample.
    df : float
        Degrees of freedom of the design.
    drawn : bool
        Whether they are so many random draws of all that could be: their variance then has chance of its own.
    method : str
        How they were made, in words.
    factors : callable
        ``factors(first, end)`` gives the factors (end - first, u) of units.
    base : ndarray (n,)
        What a factor is multiplied by for each person.
    unit : ndarray of int (n,)
        The column of the factors that is each person's.
    """

    identity: str
    count: int
    size: int
    scale: float
    rscales: FloatArray | None = field(default=None, repr=False)
    mse: bool = False
    df: float = np.inf
    drawn: bool = False
    method: str = ""
    factors: Weights = field(repr=False)
    width: int
    base: FloatArray = field(repr=False)
    unit: IntArray = field(repr=False)

    @classmethod
    def bootstrap(cls, design: SampleDesign, *, count: int, seed: int) -> ReplicateSet:
        """Make a rescaled bootstrap of a design.

        Parameters
        ----------
        design : SampleDesign
            Of the people.
        count : int
            How many replicates.
        seed : int
            Each replicate's draw depends on this and on its own number only.

        Returns
        -------
        ReplicateSet
            See the module's formulae. A stratum with one unit adds as the design's option says; where that is
            ``adjust``, its unit is doubled or left out with equal chances (exactly so for statistics that do
            not change when all weights are scaled).
        """
        redraw = Redraw.of(design.plan, seed=seed)
        known = design.known
        return cls(
            identity=design.identity,
            count=count,
            size=design.size,
            scale=redraw.inflation / (count - 1),
            df=design.df,
            drawn=True,
            method=f"rescaled bootstrap of sampling units, {count} replicates, seed {seed}",
            factors=redraw.factors if known is None else known.recalibrated(redraw.factors),
            width=design.plan.rows if known is None else known.width,
            base=design.weight if known is None else known.base,
            unit=design.unit if known is None else known.cell,
        )

    def blocks(self) -> Iterator[FloatArray]:
        """Give the weights, as many replicates at a time as fit a fixed memory.

        Yields
        ------
        ndarray (b, n)
            Weights of people in some replicates.
        """
        for first, end in self._stretches(max(self.width, self.size)):
            block = self.factors(first, end)[:, self.unit]
            block *= self.base
            yield block

    def __iter__(self) -> Iterator[FloatArray]:
        """Give the weights (n,) of one replicate after the other."""
        for block in self.blocks():
            yield from block

    def on_cells(self, cell: IntArray, cells: int, values: FloatArray | None = None) -> FloatArray:
        """Sum replicate weights, and values by them, over cells of people.

        Estimators of cells (distinct profiles) are computed again for each replicate from these sums alone.

        Parameters
        ----------
        cell : ndarray of int (n,)
            The cell of each person; -1 for none.
        cells : int
            c, how many cells there are.
        values : ndarray (n,) or (n, k), optional
            What is summed, times the weight; by default the weight alone.

        Returns
        -------
        ndarray (R, c), or (R, k, c)
            Sums in each replicate.

        Examples
        --------
        >>> from dueregard.causes.designs import design_of
        >>> again = design_of(4).replicate_weights(count=3, seed=1)
        >>> again.on_cells(np.array([0, 0, 1, 1]), 2).sum(axis=1)
        array([4., 4., 4.])
        """
        here = np.flatnonzero(cell >= 0)
        columns = (
            np.ones((self.size, 1)) if values is None else np.asarray(values, float).reshape(self.size, -1)
        )
        depth = columns.shape[1]
        # People of one unit and cell are summed once; what follows costs as many products as are left.
        place = (self.unit[here], cell[here])
        members = [
            sparse.coo_array((self.base[here] * columns[here, at], place), shape=(self.width, cells)).tocsr()
            for at in range(depth)
        ]
        wide = sparse.csr_array(sparse.hstack(members).T)
        result = np.empty((self.count, depth * cells))
        for first, end in self._stretches(max(self.width, depth * cells)):
            result[first:end] = (wide @ self.factors(first, end).T).T
        if values is None or np.ndim(values) == 1:
            return result
        return result.reshape(self.count, depth, cells)

    def source(self, values: FloatArray, full: FloatArray) -> Replicates:
        """Make values of all replicates a source of joint uncertainty.

        Parameters
        ----------
        values : ndarray (R, k)
            Each value in each replicate; NaN where there is none.
        full : ndarray (k,)
            With the weights of the sample.

        Returns
        -------
        Replicates
            Of k values.
        """
        return Replicates(
            identity=self.identity,
            values=values,
            full=np.asarray(full, float),
            scale=self.scale,
            rscales=self.rscales,
            mse=self.mse,
            df=self.df,
        )

    def _stretches(self, width: int) -> Iterator[tuple[int, int]]:
        step = max(1, HELD // max(width, 1))
        return ((first, min(first + step, self.count)) for first in range(0, self.count, step))


def refuse_counts(count: int, seed: int) -> None:
    """Refuse numbers of replicates that make no variance or no end, and seeds that are none.

    Parameters
    ----------
    count : int
        How many replicates.
    seed : int
        Of their draw.

    Raises
    ------
    UsageError
        With the remedy.

    Examples
    --------
    >>> refuse_counts(200, 1)
    """
    if not 2 <= count <= MOST_REPLICATES:
        raise UsageError(
            f"A bootstrap has 2 to {MOST_REPLICATES:,} replicates.",
            found=f"{count:,} were asked for.",
            remedy="200 will do for an interval.",
        )
    if seed < 0:
        raise UsageError("A seed is a whole number of 0 or more.", found=f"It is {seed}.", remedy="Write 1.")


def replicated(
    statistic: Callable[[FloatArray], FloatArray], design: SampleDesign, *, count: int = 200, seed: int
) -> Replicates | None:
    """Compute a statistic with every replicate weight.

    Parameters
    ----------
    statistic : callable
        Takes weights (n,), gives values (k,).
    design : SampleDesign
        Of the people.
    count : int
        How many replicates are made where the user gave none.
    seed : int
        Of the bootstrap.

    Returns
    -------
    Replicates or None
        A source of k values; None for a full count.

    Examples
    --------
    >>> from dueregard.causes.designs import design_of
    >>> pay = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    >>> source = replicated(lambda weight: np.array([weight @ pay / weight.sum()]), design_of(5), seed=1)
    >>> bool(abs(source.variances()[0] / (2.5 / 5) - 1) < 0.2)
    True
    """
    if not design.sampling_error:
        return None
    again = design.replicate_weights(count=count, seed=seed)
    values = np.array([np.asarray(statistic(weight), float) for weight in again])
    return again.source(values, np.asarray(statistic(design.weight), float))
