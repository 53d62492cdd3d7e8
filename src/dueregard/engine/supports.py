"""Who each value rests on, from the same scan as the value."""

from __future__ import annotations

from collections.abc import Hashable

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine.cells import Cells, Request, count_request
from dueregard.engine.levels import distinct_codes
from dueregard.engine.protocols import Moment, Outcome
from dueregard.engine.units import Units
from dueregard.errors import UsageError
from dueregard.estimates import Support

__all__ = ["support_requests", "supports_of"]

_ANSWERS = (0.0, 1.0)
SQUARED = 1e12
"""Contributions up to which squares are summed; beyond, their sum would be too large to be relied on."""


def support_requests(outcome: Outcome, *, full: bool = False) -> list[Request]:
    """Ask for what supports need.

    Parameters
    ----------
    outcome : Outcome
        Of this outcome.
    full : bool
        Whether the people are a full count, in which few yeses or noes are disclosive.

    Returns
    -------
    list of Request
        Count, sums of weights and squared weights, and by kind: the largest, the sum and the sum of squares
        of absolute contributions, or the number of people with yes; in a full count also how many have 1 and
        0, since magnitudes may be conditions.
    """
    requests = [
        count_request(outcome),
        Request(outcome=outcome, key="w", expression=lambda *_: nw.col("_w")),
        _coarse(outcome, "ww", lambda *_: nw.col("_w") * nw.col("_w"), power=2),
    ]
    if outcome.kind == "magnitude":
        requests += [
            _coarse(outcome, "size", lambda y, *_: (nw.col("_w") * y).abs(), raw=True),
            _coarse(outcome, "largest", lambda y, *_: (nw.col("_w") * y).abs(), peak=True, raw=True),
            _coarse(outcome, "squares", _square, power=2, raw=True),
        ]
        if full:
            requests += [
                _coarse(outcome, (answer, column), _answered(column, answer), power=0, raw=True)
                for column in range(len(outcome.columns))
                for answer in _ANSWERS
            ]
    elif outcome.kind == "yes_no":
        requests += [
            _coarse(outcome, "yes", lambda y, *_: y, power=0),
            _coarse(outcome, "between", lambda y, *_: (y * (1 - y)).abs(), power=0, peak=True),
        ]
    return requests


def _square(y: nw.Expr, *_: nw.Expr) -> nw.Expr:
    size = (nw.col("_w") * y).abs()
    return nw.when(size <= SQUARED).then(size * size).otherwise(nw.lit(0.0))


def _answered(column: int, answer: float) -> Moment:
    def moment(*columns: nw.Expr) -> nw.Expr:
        return nw.when(columns[column] == answer).then(nw.lit(1.0)).otherwise(nw.lit(0.0))

    return moment


def _coarse(
    outcome: Outcome,
    key: Hashable,
    expression: Moment,
    *,
    power: int = 1,
    peak: bool = False,
    raw: bool = False,
) -> Request:
    """Ask for what is needed by level only."""
    return Request(
        outcome=outcome, key=key, expression=expression, power=power, peak=peak, by_unit=False, raw=raw
    )


def supports_of(
    cells: Cells,
    outcome: Outcome,
    units: Units | None,
    *,
    counted: NDArray[np.float64] | None = None,
) -> list[Support]:
    """Describe who the value of each level rests on.

    Parameters
    ----------
    cells : Cells
        With the sums of :func:`support_requests`.
    outcome : Outcome
        Of this outcome.
    units : Units, optional
        The sampling units; without them people are counted as units.
    counted : ndarray (d,), optional
        How many units each level rests on, where that is known.

    Returns
    -------
    list of Support
        One a level.

    Raises
    ------
    UsageError
        When a yes/no outcome has values other than 0 and 1.
    """
    n, w, ww = (cells.total((outcome, key)) for key in ("n", "w", "ww"))
    effective = np.divide(w * w, ww, out=np.zeros_like(w), where=ww > 0)
    if counted is None:
        counted = n if units is None or cells.unit is None else _units_with_people(cells, outcome, units)
    shares: list[float | None] = [None] * len(n)
    pairs: list[float | None] = [None] * len(n)
    events: list[int | None] = [None] * len(n)
    if outcome.kind == "magnitude":
        size, largest = cells.total((outcome, "size")), cells.total((outcome, "largest"))
        shares = [float(top / whole) if whole > 0 else None for top, whole in zip(largest, size, strict=True)]
        pairs = two_largest(size, largest, cells.total((outcome, "squares")))
        events = _rarer_answers(cells, outcome, n)
    elif outcome.kind == "yes_no":
        if cells.total((outcome, "between")).any():
            raise UsageError(
                f"{outcome.columns[0]!r} has values other than 0 and 1, so it has no proportion.",
                remedy="Name the level that counts as yes, or write a condition such as 'column > 2'.",
            )
        yes = cells.total((outcome, "yes"))
        events = [round(min(some, every - some)) for some, every in zip(yes, n, strict=True)]
    return [
        Support(
            n=round(n[level]),
            n_effective=float(effective[level]),
            units=round(counted[level]),
            largest_share=shares[level],
            two_largest=pairs[level],
            events=events[level],
        )
        for level in range(len(n))
    ]


def two_largest(
    size: NDArray[np.float64], largest: NDArray[np.float64], squares: NDArray[np.float64]
) -> list[float | None]:
    """Limit the share that the two largest contributions have together.

    Parameters
    ----------
    size, largest, squares : ndarray (d,)
        Of the absolute contributions of each level the sum, the largest, and the sum of squares.

    Returns
    -------
    list of float or None
        An upper limit, for the second is neither more than the first nor more than the root of the squares
        without the first's; the true share when all others are nought. None where the sum is nought.

    Examples
    --------
    >>> two_largest(np.array([10.0]), np.array([5.0]), np.array([25.0 + 16.0 + 1.0]))
    [0.9123105625617661]
    """
    known = largest <= SQUARED
    second = np.sqrt(np.maximum(squares - np.where(known, largest, 0.0) ** 2, 0.0))
    second = np.minimum(
        np.where(known, second, largest), np.minimum(largest, np.maximum(size - largest, 0.0))
    )
    return [
        float((one + two) / whole) if whole > 0 else None
        for one, two, whole in zip(largest, second, size, strict=True)
    ]


def _rarer_answers(cells: Cells, outcome: Outcome, n: NDArray[np.float64]) -> list[int | None]:
    """Count the rarer answer of columns that hold both 1 and 0 and nothing else; the rarest of several."""
    rarest = np.full(len(n), np.inf)
    for column in range(len(outcome.columns)):
        names = [(outcome, (answer, column)) for answer in _ANSWERS]
        if all(name in cells.values for name in names):
            noes, yeses = (cells.total(name) for name in names)
            answers = (noes + yeses == n) & (noes > 0) & (yeses > 0)
            rarest = np.where(answers, np.minimum(rarest, np.minimum(noes, yeses)), rarest)
    return [round(each) if np.isfinite(each) else None for each in rarest.tolist()]


def _units_with_people(cells: Cells, outcome: Outcome, units: Units) -> NDArray[np.float64]:
    count = len(cells.levels)
    present = cells.values[(outcome, "n")] > 0
    assert cells.unit is not None
    pairs, _ = distinct_codes(units.psu[cells.unit[present]].astype(np.int64) * count + cells.level[present])
    return np.bincount(pairs % count, minlength=count).astype(float) if count else np.zeros(0)
