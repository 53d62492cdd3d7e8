"""Outcomes modelled by rank with a log or logit link, and the predictions at both ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dueregard.engine.scored import Floats
from dueregard.measures.fractional_ranks import FractionalRanks

__all__ = ["LINKS", "NO_SOLUTION", "LinkedSlope", "fit_slope"]

NO_SOLUTION = "the model has no solution: the outcome is all the same, or the rank separates it"

_STEPS = 60
_LONGEST_STEP = 2.0
_FARTHEST = 30.0
"""On the link's scale: predictions within 1e-13 of a bound, so that there is no finite solution."""

Whole: TypeAlias = NDArray[np.int64]
Curve: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A canonical link: the mean by the linear predictor, and the mean's slope by the mean."""

    mean: Curve
    slope: Curve
    predictor: Curve
    upper: float


def _logistic(x: Any) -> Any:
    # Real or complex; the predictor stays within `_FARTHEST`, so that nothing overflows.
    return 1 / (1 + np.exp(-x))


LINKS = {
    "log": _Link(mean=np.exp, slope=lambda mean: mean, predictor=np.log, upper=np.inf),
    "logit": _Link(mean=_logistic, slope=lambda mean: mean * (1 - mean), predictor=special.logit, upper=1.0),
}
"""Links beside the identity, by name."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LinkedSlope:
    """A model of the mean outcome by rank, solved for each level: ``link(E y) = a + b (rank - 1/2)``.

    The equations are those of logistic (link logit) and of Poisson regression (link log), weighted; nothing
    but the form of the mean is assumed, and the outcome may be any number within the link's range.

    Attributes
    ----------
    link : str
        One of :data:`LINKS`.
    ranks : FractionalRanks
        The people of the levels.
    middle, slope : ndarray (d,)
        The parameters a and b; NaN where there is no solution.
    """

    link: str
    ranks: FractionalRanks
    middle: Floats
    slope: Floats

    def influence(self, by_middle: Floats, by_slope: Floats) -> tuple[Floats, Floats]:
        """Give the influence on a function of the parameters.

        Parameters
        ----------
        by_middle, by_slope : ndarray (d,)
            The function's derivatives by a and b.

        Returns
        -------
        own, slope : ndarray (n,)
            As :meth:`FractionalRanks.scored` takes them: the influence at given ranks, and how fast the
            function grows with each person's rank.

        Notes
        -----
        The parameters solve ``sum(w u) = 0`` with ``u = (y - m(a + b s)) (1, s)`` and s the rank less one
        half. With J minus the derivative of that sum by the parameters, a person moves them by ``J^-1 u``,
        and each rank by ``J^-1 du/ds`` with ``du/ds = (y - m) (0, 1) - m' b (1, s)``.
        """
        people = self.ranks.people
        known = LINKS[self.link]
        s, b = self.ranks.share - 0.5, people.each(self.slope)
        mean = known.mean(people.each(self.middle) + b * s)
        steep, residual = known.slope(mean), people.y - mean
        to_middle, to_slope = _solve_pairs(*(people.sums(steep * s**power) for power in range(3)))(
            by_middle, by_slope
        )
        to_middle, to_slope = people.each(to_middle), people.each(to_slope)
        direction = to_middle + to_slope * s
        return residual * direction, residual * to_slope - steep * b * direction


def fit_slope(ranks: FractionalRanks, *, link: str) -> LinkedSlope:
    """Solve the model by Newton's method, all levels at once.

    Parameters
    ----------
    ranks : FractionalRanks
        The people of the levels, with outcomes within the link's range.
    link : {"log", "logit"}
        The link.

    Returns
    -------
    LinkedSlope
        NaN in levels without a finite solution.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models, section 2.5; Binder (1983), On the variances of
    asymptotically normal estimators from complex surveys, International Statistical Review 51, 279-292.

    Examples
    --------
    >>> from dueregard.engine.ordered import OrderedPeople
    >>> people = OrderedPeople.of([0.0, 1.0, 0.0, 1.0], [1.0, 1.0, 2.0, 2.0], order=1)
    >>> fit = fit_slope(FractionalRanks(people=people), link="logit")
    >>> fit.middle, fit.slope
    (array([0.]), array([0.]))
    """
    people, known = ranks.people, LINKS[link]
    # People tied in rank have one prediction: their weights and outcomes can be summed beforehand.
    tied = _Tied.of(ranks)
    nobody = np.full(people.levels, np.nan)
    with np.errstate(all="ignore"):
        mean = people.sums(people.y) / people.size
        possible = (mean > 0) & (mean < known.upper) & (tied.spread > 0)
        a, b = np.where(possible, known.predictor(mean), 0.0), np.zeros(people.levels)
        moving = possible
        for _ in range(_STEPS):
            step_a, step_b = tied.newton_step(known, a, b)
            longest = np.maximum(np.abs(step_a), np.abs(step_b))
            shortened = np.where(moving, np.minimum(1.0, _LONGEST_STEP / longest), 0.0)
            a, b = a + np.where(moving, step_a * shortened, 0), b + np.where(moving, step_b * shortened, 0)
            far = np.abs(a) + np.abs(b) / 2 > _FARTHEST
            moving = moving & np.isfinite(longest) & (longest > 1e-13 * (1 + np.abs(a) + np.abs(b))) & ~far
            if not moving.any():
                break
        # A last step far below any standard error is rounding; anything longer did not converge.
        found = possible & (longest < 1e-8) & ~far if possible.any() else possible
    return LinkedSlope(
        link=link, ranks=ranks, middle=np.where(found, a, nobody), slope=np.where(found, b, nobody)
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Tied:
    """Groups of people tied in rank: their rank, weight and weighted outcome."""

    rank: Floats
    weight: Floats
    outcome: Floats
    groups: Whole
    starts: Whole
    some: Whole

    @classmethod
    def of(cls, ranks: FractionalRanks) -> _Tied:
        people = ranks.people
        ties = people.ties
        empty = not len(people)
        return cls(
            rank=ranks.share[ties] - 0.5,
            weight=np.zeros(0) if empty else np.add.reduceat(people.weight, ties),
            outcome=np.zeros(0) if empty else np.add.reduceat(people.weight * people.y, ties),
            groups=np.diff(np.searchsorted(ties, people.starts)),
            starts=np.searchsorted(ties, people.starts[:-1]),
            some=np.flatnonzero(people.count > 0),
        )

    def each(self, values: Floats) -> Floats:
        return np.repeat(values, self.groups)

    def sums(self, x: Floats) -> Floats:
        result = np.zeros(len(self.starts))
        if len(self.some):
            result[self.some] = np.add.reduceat(x, self.starts[self.some])
        return result

    @property
    def spread(self) -> Floats:
        """Sum of squares of the ranks of each level, weighted."""
        with np.errstate(invalid="ignore", divide="ignore"):
            size = self.sums(self.weight)
            centred = self.rank - self.each(self.sums(self.weight * self.rank) / size)
            spread = self.sums(self.weight * centred**2)
            return np.asarray(np.where(spread > 1e-14 * size, spread, 0.0))

    def newton_step(self, link: _Link, a: Floats, b: Floats) -> tuple[Floats, Floats]:
        mean = link.mean(self.each(a) + self.each(b) * self.rank)
        residual, steep = self.outcome - self.weight * mean, self.weight * link.slope(mean)
        pairs = _solve_pairs(*(self.sums(steep * self.rank**power) for power in range(3)))
        return pairs(self.sums(residual), self.sums(residual * self.rank))


def _solve_pairs(one: Floats, first: Floats, second: Floats) -> Callable[..., tuple[Floats, Floats]]:
    """Solve the symmetric systems with the matrix (one, first; first, second) of each level."""

    def solve(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        with np.errstate(invalid="ignore", divide="ignore"):
            centre = first / one
            slope = (y - centre * x) / (second - centre * first)
            return np.asarray(x / one - centre * slope), np.asarray(slope)

    return solve
