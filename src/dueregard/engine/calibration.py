"""Weights brought to known totals: once for each table, with what makes scores residuals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.calibration_clusters import cluster_auxiliaries, cluster_sums
from dueregard.engine.calibration_messages import refuse_negative, refuse_unequal, refuse_unreached
from dueregard.engine.calibration_patterns import (
    SAMPLING_WEIGHT,
    Auxiliaries,
    PatternIndex,
    auxiliaries_of,
    pattern_columns,
    pattern_names,
)
from dueregard.engine.calibration_solver import Solution, distance_of, pseudo_inverse, solve_calibration
from dueregard.engine.calibration_targets import Calibrated
from dueregard.engine.frames import collect, numbers
from dueregard.engine.table import Table

__all__ = ["Calibration", "calibration_of", "solve_known"]

Array = NDArray[np.float64]

FAR = 20.0
"""Sampling weights whose sum differs from the population by this factor are no counts of people."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibration:
    """Calibrated weights of the patterns of people, and the regression that leaves the residuals.

    Attributes
    ----------
    known : Calibrated
        What was declared.
    index : PatternIndex
        Finds the pattern of rows.
    auxiliaries : Auxiliaries
        Of each pattern.
    people, base, squares : ndarray (m,)
        People with a weight, and the sums of their sampling weights and of these squared.
    scale : float
        What sampling weights were multiplied by first.
    solution : Solution
        The ratios of calibrated to scaled weight.
    replicates : ndarray (m, r), optional
        The factor of each replicate weight.
    """

    known: Calibrated
    index: PatternIndex = field(repr=False)
    auxiliaries: Auxiliaries = field(repr=False)
    people: Array = field(repr=False)
    base: Array = field(repr=False)
    squares: Array = field(repr=False)
    scale: float
    solution: Solution
    replicates: Array | None = field(default=None, repr=False)

    @property
    def factors(self) -> Array:
        """Calibrated over sampling weight of each pattern, shape (m,)."""
        return self.scale * self.solution.ratios

    @property
    def effective_n(self) -> float:
        """Kish's effective number of people: the squared sum of weights over the sum of their squares."""
        factors = self.factors
        return float((factors @ self.base) ** 2 / (factors * factors @ self.squares))

    def find(self, columns: Sequence[Any], count: int) -> NDArray[np.int64]:
        """Find the pattern of each fetched row.

        Parameters
        ----------
        columns : sequence of pyarrow array
            The columns of :func:`~dueregard.engine.calibration_patterns.pattern_names`.
        count : int
            The number of rows.

        Returns
        -------
        ndarray of int
            Positions.
        """
        return self.index.find(columns, count)

    def coefficients(
        self, pattern: NDArray[np.int64], level: NDArray[np.int64], scores: Array, count: int
    ) -> Array:
        """Regress scores on the auxiliary variables, within each level alone.

        Parameters
        ----------
        pattern, level : ndarray of int (c,)
            Of each row or cell.
        scores : ndarray (c,)
            Calibrated weight times score.
        count : int
            The number of levels.

        Returns
        -------
        ndarray (p, d)
            Coefficients B: a person's residual is the score less ``x'B``.
        """
        shape = (len(self.people), count)
        sums = sparse.coo_array((scores, (pattern, level)), shape=shape).tocsr()
        factors = self.factors
        counted = factors > 0
        # Within a pattern scores are summed by calibrated weight; the regression weighs by another.
        other = np.zeros(len(factors))
        if self.known.regression == "weighted":
            other[counted] = 1 / factors[counted]
            by = np.where(counted, self.base, 0.0)
        else:
            calibrated = factors * self.base
            other[counted] = (self.people / np.where(calibrated > 0, calibrated, 1.0))[counted]
            by = np.where(counted, self.people, 0.0)
        x = self.auxiliaries.values
        spread = np.sqrt(np.asarray(x.multiply(x).T @ by) / max(float(by.sum()), 1e-300))
        scale = 1 / np.where(spread > 0, spread, 1.0)
        gram = (x.T @ x.multiply(by[:, None]).tocsr()).toarray() * np.outer(scale, scale)
        crossed = (x.T @ sums.multiply(other[:, None]).tocsr()).toarray()
        solved: Array = scale[:, None] * (pseudo_inverse(gram) @ (scale[:, None] * crossed))
        return solved


def calibration_of(table: Table, frame: nw.LazyFrame[Any]) -> Calibration:
    """Bring a table's weights to its known totals, once.

    Parameters
    ----------
    table : Table
        People with known totals in their design.
    frame : narwhals.LazyFrame
        Its rows with the sampling weight as ``_w``.

    Returns
    -------
    Calibration
        From everybody in the table, whatever the domain.

    Raises
    ------
    PeopleError
        When a level has no total or nobody, or weights that reach all totals are not found or negative.
    """
    if "calibration" not in table.cache:
        table.cache["calibration"] = _read(table, frame)
    found: Calibration = table.cache["calibration"]
    return found


def _read(table: Table, frame: nw.LazyFrame[Any]) -> Calibration:
    from dueregard.engine.units import check_weights_once

    check_weights_once(table)
    known = table.design.known_totals
    assert known is not None
    replicates = table.design.replicates
    names = () if replicates is None else replicates.columns
    weighed = frame.with_columns(**{SAMPLING_WEIGHT: nw.col("_w").fill_null(0.0)})
    columns = {**pattern_columns(table), SAMPLING_WEIGHT: nw.col(SAMPLING_WEIGHT)}
    columns |= {f"_b{index}": _replicate(table, name) for index, name in enumerate(names)}
    clustered = cluster_sums(table) if known.within is not None else {}
    rows = weighed.select(**columns, **clustered)
    weight = nw.col(SAMPLING_WEIGHT)
    rows = rows.with_columns(_ww=weight * weight, _n=nw.when(weight > 0).then(1.0).otherwise(0.0))
    sums = {"_sum": weight.sum(), "_squares": nw.col("_ww").sum(), "_people": nw.col("_n").sum()}
    sums |= {f"_b{index}": nw.col(f"_b{index}").sum() for index in range(len(names))}
    sums |= {"_rows": nw.len(), "_low": weight.min(), "_high": weight.max()}
    sums |= {name: nw.col(name).sum() for name in clustered}
    keys = pattern_names(known)
    got = collect(rows.group_by(*keys, drop_null_keys=False).agg(**sums) if keys else rows.select(**sums))
    base = numbers(got["_sum"])
    again = np.column_stack([numbers(got[f"_b{i}"]) for i in range(len(names))]) if names else None
    counted = base if again is None else np.maximum(base, again.max(axis=1))
    if known.within is None:
        auxiliaries = auxiliaries_of(known, got, counted)
    else:
        refuse_unequal(known.within, numbers(got["_low"]), numbers(got["_high"]))
        auxiliaries = cluster_auxiliaries(known, got, counted, numbers(got["_rows"]))
    scale, solution = solve_known(known, auxiliaries, base)
    return Calibration(
        known=known,
        index=PatternIndex.of([got[key] for key in keys], len(base)),
        auxiliaries=auxiliaries,
        people=numbers(got["_people"]),
        base=base,
        squares=numbers(got["_squares"]),
        scale=scale,
        solution=solution,
        replicates=None if again is None else _recalibrated(known, auxiliaries, again, solution),
    )


def _replicate(table: Table, name: str) -> nw.Expr:
    column = table.column(name).cast(nw.Float64).fill_null(0.0)
    assert table.design.replicates is not None
    return column if table.design.replicates.combined else column * nw.col(SAMPLING_WEIGHT)


def solve_known(
    known: Calibrated, auxiliaries: Auxiliaries, base: Array, *, start: Array | None = None, what: str = ""
) -> tuple[float, Solution]:
    """Find the ratios that bring weights to known totals.

    Parameters
    ----------
    known : Calibrated
        What was declared.
    auxiliaries : Auxiliaries
        Of each person or pattern.
    base : ndarray (m,)
        Sampling weights, or their sums.
    start : ndarray (p,), optional
        Multipliers to start from.
    what : str
        Which weights, when not the survey weights; a replicate weight may become negative.

    Returns
    -------
    float
        What sampling weights were multiplied by first.
    Solution
        The ratios.

    Raises
    ------
    PeopleError
        When the totals cannot all be reached, or a weight would become negative.
    """
    scale = scale_of(known, float(base.sum()))
    solution = solve_calibration(
        auxiliaries.values,
        base * scale,
        auxiliaries.totals,
        distance=distance_of(known.method, known.bounds),
        start=start,
    )
    if not solution.converged:
        refuse_unreached(known, auxiliaries, base * scale, solution, what=what)
    if not what and (solution.ratios[base > 0] < 0).any():
        refuse_negative()
    return scale, solution


def scale_of(known: Calibrated, total: float) -> float:
    """Find what sampling weights are multiplied by before they are calibrated.

    Parameters
    ----------
    known : Calibrated
        Known totals.
    total : float
        The sum of sampling weights.

    Returns
    -------
    float
        Population over sum of weights; 1 where the population is not known, and, when bounds are set, where
        this ratio is itself within the bounds and below a factor of 20 (where R survey's ``grake`` scales).
    """
    if known.size is None or total <= 0:
        return 1.0
    scale = known.size / total
    if known.bounds is None:
        return scale
    low, high = known.bounds
    return 1.0 if max(low, 1 / FAR) < scale < min(high, FAR) else scale


def _recalibrated(known: Calibrated, auxiliaries: Auxiliaries, weights: Array, full: Solution) -> Array:
    """Calibrate each replicate weight, from the solution of the whole sample on."""
    factors = np.empty_like(weights)
    for index in range(weights.shape[1]):
        what = f"replicate weight {index + 1}"
        scale, solution = solve_known(
            known, auxiliaries, weights[:, index], start=full.multipliers, what=what
        )
        factors[:, index] = scale * solution.ratios
    return factors
