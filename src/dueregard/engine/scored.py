"""Values that know each person's influence on them, and the arithmetic of such values.

A :class:`Scored` is one value a level together with its influence function: how much each person, per unit
of weight, moves it. Sums, products and functions of scored values are scored values again, by the chain rule
(the delta method), so that an estimator is written the way its formula is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Scored", "Solution", "Term", "combine"]

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One part of an influence function: a coefficient a level, times what each person contributes.

    Attributes
    ----------
    coefficient : ndarray (d,)
        One a level.
    base : ndarray (n,) or Scored
        What each person of the levels contributes; or one value of the whole population, whose people then
        influence every level.
    """

    coefficient: Floats
    base: Any


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """One value a level, and each person's influence on it.

    Attributes
    ----------
    values : ndarray (d,)
        The values; NaN where there is none.
    terms : tuple of Term
        The influence function; empty for constants, and where only values were asked for.

    References
    ----------
    Deville (1999), Variance estimation for complex statistics and estimators: linearization and residual
    techniques, Survey Methodology 25, 193-203.

    Examples
    --------
    >>> pay, hours = (Scored.of(np.array(x), np.array([1.0, 2.0])) for x in ([30.0], [10.0]))
    >>> (pay / hours).values, (pay / hours).scores(np.array([0, 2]))
    (array([3.]), array([-0.2, -0.4]))
    """

    values: Floats
    terms: tuple[Term, ...] = ()

    @classmethod
    def of(cls, values: Any, *bases: Any) -> Scored:
        """Make a scored value of given contributions.

        Parameters
        ----------
        values : array_like (d,)
            The values.
        *bases : ndarray (n,) or Scored
            What each person contributes; or a value of the whole population, which then influences every
            level alike.

        Returns
        -------
        Scored
            With a coefficient of one for each base.
        """
        known = np.asarray(values, dtype=float)
        return cls(known, tuple(Term(np.ones(len(known)), base) for base in bases))

    def mapped(self, values: Any, slope: Any) -> Scored:
        """Carry through a function of which value and slope are known.

        Parameters
        ----------
        values, slope : array_like (d,)
            The function's value and derivative at these values.

        Returns
        -------
        Scored
            The function of this value.
        """
        scaled = tuple(Term(term.coefficient * slope, term.base) for term in self.terms)
        return Scored(np.asarray(values, dtype=float), scaled)

    def __neg__(self) -> Scored:
        return self.mapped(-self.values, -1.0)

    def __add__(self, other: Any) -> Scored:
        if isinstance(other, Scored):
            return Scored(self.values + other.values, self.terms + other.terms)
        return self.mapped(self.values + other, 1.0)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Scored:
        return self.__add__(-other)

    def __rsub__(self, other: Any) -> Scored:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> Scored:
        if isinstance(other, Scored):
            left, right = self.mapped(self.values, other.values), other.mapped(other.values, self.values)
            return Scored(self.values * other.values, left.terms + right.terms)
        return self.mapped(self.values * other, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Scored:
        with np.errstate(divide="ignore", invalid="ignore"):
            if isinstance(other, Scored):
                product = self.__mul__(other.mapped(1 / other.values, -1 / other.values**2))
                # Multiplied by its reciprocal, 49 by itself is less than 1.
                return Scored(self.values / other.values, product.terms)
            return self.mapped(self.values / other, 1 / np.asarray(other, dtype=float))

    def __rtruediv__(self, other: Any) -> Scored:
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.mapped(other / self.values, -other / self.values**2)

    def __pow__(self, power: float) -> Scored:
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.mapped(self.values**power, power * self.values ** (power - 1))

    def log(self) -> Scored:
        """Take the natural logarithm."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.mapped(np.log(self.values), 1 / self.values)

    def exp(self) -> Scored:
        """Take the exponential."""
        return self.mapped(np.exp(self.values), np.exp(self.values))

    def scores(self, starts: NDArray[np.int64]) -> Floats:
        """Give each person's own influence, without that through the whole population.

        Parameters
        ----------
        starts : ndarray of int (d + 1,)
            Where the people of each level start; the last is their number n.

        Returns
        -------
        ndarray (n,)
            Per unit of weight.
        """
        sizes = np.diff(starts)
        result = np.zeros(int(starts[-1]))
        for term in _merged(term for term in self.terms if not isinstance(term.base, Scored)):
            result += np.repeat(term.coefficient, sizes) * term.base
        return result

    def through_population(self) -> list[Term]:
        """Give the parts of the influence that come through values of the whole population.

        Returns
        -------
        list of Term
            Each base a :class:`Scored` of one level.
        """
        return _merged(term for term in self.terms if isinstance(term.base, Scored))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """A scored value with what else is to be said of each level.

    Attributes
    ----------
    scored : Scored
        Values and influence.
    events : ndarray (d,), optional
        For shares of people, the number of people with the rarer answer.
    left_out : ndarray (d,), optional
        People left out because the measure is not defined for their value.
    reasons : mapping of int to str
        Why a level has no usable interval.
    """

    scored: Scored
    events: Floats | None = None
    left_out: Floats | None = None
    reasons: Mapping[int, str] = field(default_factory=dict)


def combine(function: Callable[..., Any], *parts: Scored) -> Scored:
    """Carry several scored values through one analytic function, differentiated by complex step.

    Parameters
    ----------
    function : callable
        Takes one array (d,) a part, real or complex; analytic: no ``abs``, ``max`` or comparison.
    *parts : Scored
        Of the same levels.

    Returns
    -------
    Scored
        The function of them.

    Examples
    --------
    >>> a, b = Scored.of([3.0], np.array([1.0])), Scored.of([4.0], np.array([2.0]))
    >>> root = combine(lambda x, y: np.sqrt(x * x + y * y), a, b)
    >>> root.values, root.scores(np.array([0, 1]))
    (array([5.]), array([2.2]))
    """
    points = [part.values for part in parts]
    with np.errstate(all="ignore"):
        values = np.asarray(function(*points), dtype=float)
        terms: list[Term] = []
        for index, part in enumerate(parts):
            if not part.terms:
                continue
            step = 1e-30 * np.where(part.values == 0, 1.0, np.abs(part.values))
            moved: list[Any] = list(points)
            moved[index] = part.values + 1j * step
            slope = np.imag(function(*moved)) / step
            terms += part.mapped(part.values, slope).terms
    return Scored(values, tuple(terms))


def _merged(terms: Any) -> list[Term]:
    """Add up the coefficients of terms of the same base."""
    found: dict[int, Term] = {}
    for term in terms:
        known = found.get(id(term.base))
        total = term.coefficient if known is None else known.coefficient + term.coefficient
        found[id(term.base)] = Term(total, term.base)
    return list(found.values())
