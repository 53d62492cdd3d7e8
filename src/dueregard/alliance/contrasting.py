"""Whether figures of one quantity differ: their difference, as sure as what they rest on allows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, Protocol

from scipy.special import ndtri, stdtr, stdtrit

from dueregard.estimates import Record

__all__ = ["Basis", "Difference", "contrasted"]

Basis = Literal["independent", "at most", "taken as exact", "no errors"]

LEVEL = 0.95


class Figure(Protocol):
    """A figure of one bundle."""

    @property
    def bundle(self) -> str:
        """The bundle's id."""
        ...

    @property
    def record(self) -> Record:
        """The figure."""
        ...

    @property
    def origin(self) -> object:
        """What it rests on; equal for the same people."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The difference of two figures of one quantity.

    Attributes
    ----------
    first, second : str
        The bundles' ids.
    difference : float
        The second less the first.
    se, low, high : float or None
        Its standard error, and its interval at 95%.
    basis : {"independent", "at most", "taken as exact", "no errors"}
        What the standard error is: of independent sources; the most that it can be, where both figures rest
        on the same people; of one figure, where the other has none; or none at all. A figure that has an
        interval alone is given the standard error of a normal one of that width.
    p : float
        How often a difference as large would arise by chance; NaN without a standard error.
    clear : bool
        Whether it stands out among all that were looked at.
    """

    first: str
    second: str
    difference: float
    se: float | None = None
    low: float | None = None
    high: float | None = None
    basis: Basis
    p: float = math.nan
    clear: bool = False


def contrasted(values: Iterable[Figure]) -> tuple[Difference, ...]:
    r"""Contrast each two figures of different bundles.

    Parameters
    ----------
    values : iterable of Value
        Figures of one quantity that are shown.

    Returns
    -------
    tuple of Difference

    Notes
    -----
    Standard errors of independent figures add as squares, with degrees of freedom after Welch (1947),
    Biometrika 34, 28-35. Of figures that rest on the same people the covariance is not known; whatever it is,
    :math:`se(b - a) \le se(a) + se(b)`, which is used.

    Examples
    --------
    >>> from types import SimpleNamespace as Figure
    >>> one = Figure(bundle="a", record=Record(measure="mean", estimate=10.0, se=3.0), origin="x")
    >>> two = Figure(bundle="b", record=Record(measure="mean", estimate=20.0, se=4.0), origin="y")
    >>> [found] = contrasted([one, two])
    >>> found.difference, found.se, found.basis
    (10.0, 5.0, 'independent')
    """
    return tuple(_between(one, two) for one, two in combinations(values, 2) if one.bundle != two.bundle)


def _between(one: Figure, two: Figure) -> Difference:
    a, b = one.record, two.record
    assert a.estimate is not None
    assert b.estimate is not None
    difference = b.estimate - a.estimate
    if math.isclose(a.estimate, b.estimate, rel_tol=1e-9, abs_tol=1e-12):
        difference = 0.0
    se, df, basis = _error(a, b, same=one.origin == two.origin)
    found = Difference(first=one.bundle, second=two.bundle, difference=difference, basis=basis)
    if not se:
        return found
    margin = float(stdtrit(df, (1 + LEVEL) / 2)) * se
    return Difference(
        first=one.bundle,
        second=two.bundle,
        difference=difference,
        se=se,
        low=difference - margin,
        high=difference + margin,
        basis=basis,
        p=float(2 * stdtr(df, -abs(difference) / se)),
    )


def _error(a: Record, b: Record, *, same: bool) -> tuple[float, float, Basis]:
    first, second = _se(a), _se(b)
    if not first and not second:
        return 0.0, math.inf, "no errors"
    if not first or not second:
        return first + second, _df(a if first else b), "taken as exact"
    if same:
        return first + second, min(_df(a), _df(b)), "at most"
    return math.hypot(first, second), _welch(first, _df(a), second, _df(b)), "independent"


def _se(record: Record) -> float:
    """The standard error; where there is only an interval, what a normal one of that width would have."""
    if record.se:
        return record.se
    if record.low is None or record.high is None or not record.level or not 0 < record.level < 1:
        return 0.0
    return max(0.0, (record.high - record.low) / (2 * float(ndtri((1 + record.level) / 2))))


def _df(record: Record) -> float:
    return math.inf if record.df is None else max(record.df, 1.0)


def _welch(first: float, df_first: float, second: float, df_second: float) -> float:
    # By shares of the variance, which neither overflow nor vanish.
    share = (first / math.hypot(first, second)) ** 2
    spread = share**2 / df_first + (1 - share) ** 2 / df_second
    return 1 / spread if spread > 0 else math.inf
