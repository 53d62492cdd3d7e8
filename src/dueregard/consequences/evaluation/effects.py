"""Effects with one joint covariance, and the tests that need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

__all__ = ["Effects", "Tested", "equality_test", "quantile", "tail", "wald_test"]

Array = NDArray[np.float64]
_SMALL = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effects:
    """k effects of one event.

    Attributes
    ----------
    by : tuple of mapping of str to str
        What each is of: a group, a time since the event; nothing for all.
    values : ndarray (k,)
        NaN where one cannot be estimated.
    covariance : ndarray (k, k)
        Joint; NaN where it is not known.
    df : float
        Degrees of freedom: clusters less one, or inf for the normal distribution.
    n : tuple of int
        Rows each rests on.
    reasons : tuple of (str or None)
        Why an effect is approximate, or cannot be estimated.
    """

    by: tuple[Mapping[str, str], ...]
    values: Array
    covariance: Array
    df: float
    n: tuple[int, ...]
    reasons: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.values)

    @property
    def se(self) -> Array:
        """Standard errors (k,)."""
        with np.errstate(invalid="ignore"):
            return np.sqrt(np.diag(self.covariance))

    def interval(self, level: float) -> Array:
        """Give intervals by t.

        Parameters
        ----------
        level : float
            Between 0 and 1.

        Returns
        -------
        ndarray (k, 2)

        Examples
        --------
        >>> one = Effects(
        ...     by=({},), values=np.array([2.0]), covariance=np.eye(1), df=np.inf, n=(9,), reasons=(None,)
        ... )
        >>> one.interval(0.95).round(2)
        array([[0.04, 3.96]])
        """
        half = quantile(0.5 + level / 2, self.df) * self.se
        return np.column_stack([self.values - half, self.values + half])

    def take(self, kept: Sequence[int]) -> Effects:
        """Keep some effects.

        Parameters
        ----------
        kept : sequence of int
            Which, in their new order.

        Returns
        -------
        Effects
        """
        index = np.asarray(kept, int)
        return Effects(
            by=tuple(self.by[each] for each in index),
            values=self.values[index],
            covariance=self.covariance[np.ix_(index, index)],
            df=self.df,
            n=tuple(self.n[each] for each in index),
            reasons=tuple(self.reasons[each] for each in index),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """A test.

    Attributes
    ----------
    measure : str
        Which test.
    statistic : float or None
        None where there is none, for `reason`.
    p : float or None
        The chance of a statistic so far out if nothing is there.
    name : str
        What the statistic is.
    df : tuple of float
        Of an F statistic: numerator and denominator.
    by : mapping of str to str
        What it is of.
    reason : str, optional
        Why it cannot be done, or is approximate.
    parameters : mapping
        What else was chosen.
    """

    measure: str
    statistic: float | None
    p: float | None
    name: str = "F"
    df: tuple[float, float] | None = None
    by: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)


def wald_test(
    values: ArrayLike,
    covariance: ArrayLike,
    *,
    df: float,
    measure: str,
    by: Mapping[str, str] | None = None,
    parameters: Mapping[str, object] | None = None,
) -> Tested:
    """Test whether q values are all zero, by Hotelling's T² where degrees of freedom are finite.

    Parameters
    ----------
    values : array-like (q,)
        Estimates.
    covariance : array-like (q, q)
        Their joint covariance, on `df` degrees of freedom.
    df : float
        Clusters less one; inf for a chi-squared test.
    measure : str
        What is tested.
    by, parameters : mapping, optional
        As in :class:`Tested`.

    Returns
    -------
    Tested
        F = (df - q + 1) W/(df q) on q and df - q + 1 degrees of freedom, W = v'V⁻¹v. Not done when a value
        is not known, V is singular, or df < q.

    References
    ----------
    Hotelling (1931), Annals of Mathematical Statistics 2, 360-378; Pustejovsky and Tipton (2018), Journal of
    Business & Economic Statistics 36, 672-683, on Wald tests with few clusters.

    Examples
    --------
    >>> wald_test([2.0, 1.0], np.eye(2), df=20, measure="equality_test").statistic
    2.375
    """
    v, spread = np.atleast_1d(np.asarray(values, float)), np.atleast_2d(np.asarray(covariance, float))
    base = Tested(measure=measure, statistic=None, p=None, by=by or {}, parameters=parameters or {})
    q = len(v)
    if (reason := _untestable(v, spread, df)) is not None:
        return replace(base, reason=reason)
    quadratic = float(v @ np.linalg.solve(spread, v))
    if np.isinf(df):
        p = float(special.chdtrc(q, quadratic))
        return replace(base, statistic=quadratic / q, p=p, df=(float(q), float("inf")))
    below = df - q + 1
    statistic = float(below * quadratic / (df * q))
    return replace(
        base, statistic=statistic, p=float(special.fdtrc(q, below, statistic)), df=(float(q), below)
    )


def _untestable(v: Array, spread: Array, df: float) -> str | None:
    q = len(v)
    if not q:
        return "there is nothing to compare"
    if not (np.isfinite(v).all() and np.isfinite(spread).all()):
        return "a value or its error is not known"
    if df < q:
        return f"{q} values are tested at once with {df:.0f} degrees of freedom: too few clusters"
    scale = np.sqrt(np.maximum(np.diag(spread), 0.0))
    if not (scale > 0).all() or np.linalg.eigvalsh(spread / np.outer(scale, scale))[0] < _SMALL:
        return "the values do not vary independently of each other"
    return None


def equality_test(effects: Effects, *, parameters: Mapping[str, object] | None = None) -> Tested:
    """Test whether the effects of all groups are the same, with the covariance between groups.

    Parameters
    ----------
    effects : Effects
        One a group.
    parameters : mapping, optional
        As in :class:`Tested`.

    Returns
    -------
    Tested
        Of the groups whose effects can be estimated.

    Examples
    --------
    >>> two = Effects(
    ...     by=({"sex": "f"}, {"sex": "m"}),
    ...     values=np.array([3.0, 1.0]),
    ...     covariance=np.array([[1.0, 0.5], [0.5, 1.0]]),
    ...     df=30,
    ...     n=(9, 9),
    ...     reasons=(None, None),
    ... )
    >>> equality_test(two).statistic
    4.0
    """
    kept = [place for place in range(len(effects)) if np.isfinite(effects.se[place])]
    if len(kept) < 2:
        return Tested(
            measure="equality_test",
            statistic=None,
            p=None,
            reason="fewer than two groups have an effect with an error",
            parameters=parameters or {},
        )
    chosen = effects.take(kept)
    contrast = np.hstack([-np.ones((len(kept) - 1, 1)), np.eye(len(kept) - 1)])
    return wald_test(
        contrast @ chosen.values,
        contrast @ chosen.covariance @ contrast.T,
        df=chosen.df,
        measure="equality_test",
        parameters=parameters,
    )


def quantile(p: float, df: float) -> float:
    """Give a quantile of t.

    Parameters
    ----------
    p : float
        Between 0 and 1.
    df : float
        Degrees of freedom; inf for the normal distribution.

    Returns
    -------
    float
        NaN without degrees of freedom.

    Examples
    --------
    >>> round(quantile(0.975, 10), 3)
    2.228
    """
    if np.isinf(df):
        return float(special.ndtri(p))
    return float(special.stdtrit(df, p)) if df > 0 else float("nan")


def tail(t: float, df: float) -> float:
    """Give the two-sided chance of a t so large.

    Parameters
    ----------
    t, df : float
        As in :func:`quantile`.

    Returns
    -------
    float

    Examples
    --------
    >>> round(tail(2.228, 10), 3)
    0.05
    """
    if not np.isfinite(t):
        return float("nan")
    return float(2 * special.ndtr(-abs(t)) if np.isinf(df) else 2 * special.stdtr(df, -abs(t)))
