"""Weights of a list of people brought to known totals, as a function of arrays: for any list of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from dueregard.engine.calibration import solve_known
from dueregard.engine.calibration_patterns import auxiliaries_of, pattern_names
from dueregard.engine.calibration_targets import Calibrated
from dueregard.engine.weighting_quality import WeightQuality
from dueregard.engine.weighting_trim import Trimmed, trim_weights
from dueregard.errors import ColumnNotFound, UsageError

__all__ = ["CalibratedWeights", "calibrate_weights"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CalibratedWeights:
    """Weights brought to known totals, and what that cost.

    Attributes
    ----------
    weights : ndarray (n,)
        Calibrated, and trimmed if that was asked for.
    ratios : ndarray (n,)
        Over the sampling weights as scaled to the population; 1 where nothing had to change.
    names : tuple of str (p,)
        The known totals, such as ``sex=f``.
    totals, reached : ndarray (p,)
        Known, and what the weights sum to: they differ only after trimming.
    iterations : int
        Newton steps, the most of all rounds.
    rounds : int
        How often weights were trimmed; with ``recalibrate``, each followed by calibration.
    trimmed : int
        People whose weight was cut off or raised.
    quality : WeightQuality
        Effective number, design effect and range.
    """

    weights: Array = field(repr=False)
    ratios: Array = field(repr=False)
    names: tuple[str, ...]
    totals: Array = field(repr=False)
    reached: Array = field(repr=False)
    iterations: int
    rounds: int = 0
    trimmed: int = 0
    quality: WeightQuality

    @property
    def largest_miss(self) -> float:
        """The largest relative difference of a reached from its known total."""
        return float((np.abs(self.reached - self.totals) / np.maximum(np.abs(self.totals), 1e-300)).max())


def calibrate_weights(
    columns: Mapping[str, Sequence[Any] | NDArray[Any]],
    *,
    known: Calibrated,
    weights: ArrayLike | None = None,
    trim: tuple[float, float] | None = None,
    recalibrate: bool = False,
) -> CalibratedWeights:
    """Bring the weights of a list of people to known totals.

    Parameters
    ----------
    columns : mapping of str to sequence (n,)
        The columns that the known totals name: codes as text (or what is written like them), or numbers.
    known : Calibrated
        Known totals and the method.
    weights : array_like (n,), optional
        Sampling weights, at least 0; by default everybody counts the same.
    trim : tuple of float, optional
        Lowest and highest weight, as multiples of the mean weight; what is cut off is shared equally among
        the others, again and again until nobody is outside (R's ``trimWeights`` with ``strict``).
    recalibrate : bool
        After trimming calibrate again, and trim again, until both hold to 1e-6.

    Returns
    -------
    CalibratedWeights
        Weights in the order of the people.

    Raises
    ------
    PeopleError
        When somebody's level has no total, a total has nobody, or no weights reach all totals.
    UsageError
        When columns differ in length, or trimming and totals cannot both be had.
    ColumnNotFound
        When a column that has known totals is absent.

    References
    ----------
    Deville and Sarndal (1992), JASA 87, 376-382. Trimming: Potter (1990), Proc. Survey Research Methods
    Section, American Statistical Association, 225-230.

    Examples
    --------
    >>> from dueregard.engine.calibration_targets import Calibrated, Margin
    >>> sex = Margin(columns=("sex",), totals={("f",): 60.0, ("m",): 40.0})
    >>> found = calibrate_weights({"sex": ["f", "m", "m", "m"]}, known=Calibrated(margins=(sex,)))
    >>> found.weights.round(3), round(found.quality.effective_n, 2)
    (array([60.   , 13.333, 13.333, 13.333]), 2.42)
    """
    arrays = _arrays(columns, known)
    count = len(next(iter(arrays.values()))) if arrays else len(np.atleast_1d(np.asarray(weights)))
    given = np.ones(count) if weights is None else np.asarray(weights, dtype=float)
    if len(given) != count or any(len(column) != count for column in arrays.values()):
        raise UsageError("The columns and weights of people to be calibrated differ in length.")
    if not (np.isfinite(given).all() and (given >= 0).all()):
        raise UsageError("Weights to be calibrated must be numbers of at least 0.")
    crossed = dict.fromkeys(column for margin in known.margins for column in margin.columns)
    names = pattern_names(known)
    held = dict(zip(names, [arrays[name] for name in (*crossed, *known.totals)], strict=False))
    auxiliaries = auxiliaries_of(known, held, given)
    scale, solution = solve_known(known, auxiliaries, given)
    scaled = scale * given
    found = scaled * solution.ratios
    rounds, iterations, cut = 0, solution.iterations, np.zeros(count, dtype=bool)
    while trim is not None and rounds < (100 if recalibrate else 1):
        one: Trimmed = trim_weights(found, lowest=trim[0], highest=trim[1])
        cut |= one.changed
        found, rounds = one.weights, rounds + 1
        if not recalibrate:
            break
        again = solve_known(known, auxiliaries, found)
        found, iterations = found * again[0] * again[1].ratios, max(iterations, again[1].iterations)
        share = found[given > 0] / found[given > 0].mean()
        if share.min() >= trim[0] - 1e-6 and share.max() <= trim[1] + 1e-6:
            break
    else:
        if trim is not None:
            raise UsageError(
                "Weights cannot be trimmed so far and still reach the known totals.",
                remedy="Allow a wider range, or merge levels whose people are few.",
            )
    return CalibratedWeights(
        weights=found,
        ratios=np.divide(found, scaled, out=np.ones(count), where=scaled > 0),
        names=auxiliaries.names,
        totals=auxiliaries.totals,
        reached=np.asarray(auxiliaries.values.T @ found),
        iterations=iterations,
        rounds=rounds,
        trimmed=int(cut.sum()),
        quality=WeightQuality.of(found),
    )


def _arrays(columns: Mapping[str, Any], known: Calibrated) -> dict[str, Any]:
    """Turn columns into Arrow: numbers as doubles, NaN missing, the rest as it is."""
    arrays = {}
    for name in known.columns:
        if name not in columns:
            raise ColumnNotFound(name, tuple(columns))
        values = columns[name]
        listed = values.tolist() if isinstance(values, np.ndarray) else list(values)
        array = pa.array(listed, from_pandas=True)
        arrays[name] = array.cast(pa.float64()) if name in known.totals else array
    return arrays
