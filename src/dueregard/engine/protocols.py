"""What a measure tells the engine, and nothing about frames, designs or groups.

A *smooth* measure is a function of weighted totals; the engine differentiates it by complex step. An
*ordered* measure is an estimator of people in order of a value (Gini, concentration indices, relative
poverty). A *ranked* measure asks a :class:`~dueregard.engine.ranked.RankScan` for what it needs of the order
and returns values with a smooth form (quantiles with Woodruff's intervals). A *composite* measure is a
function of other measures' estimates over an inner grouping (decompositions, gaps). A *tallied* measure is
of rows that are counts of people, with the error of a model. A *gathered* measure is of rows that are
published figures, which it is given as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from dueregard.engine.cumulated import CumulatedCells
    from dueregard.engine.gathered import GatheredRows
    from dueregard.engine.grouping import Grouping
    from dueregard.engine.ordered import OrderedPeople
    from dueregard.engine.ranked import RankScan
    from dueregard.engine.scored import Scored, Solution
    from dueregard.estimates import Estimates, Label

__all__ = [
    "Composite",
    "Gathered",
    "Linear",
    "Measure",
    "Modelled",
    "Moment",
    "Ordered",
    "Outcome",
    "Proxy",
    "Ranked",
    "Smooth",
    "Tallied",
    "one",
]

Moment = Callable[..., nw.Expr]
"""A row expression of the outcome's columns, to be weighted and summed."""


def one(*_: nw.Expr) -> nw.Expr:
    """Moment of everybody: its weighted total is the number of people."""
    return nw.lit(1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is measured on each person, and for whom.

    Attributes
    ----------
    columns : tuple of str
        Column names or expressions; a person lacking one of them is left out.
    among : str, optional
        For whom the outcome applies.
    level : str, optional
        The code of the first column that counts as yes; then its column is 1 or 0.
    centred : bool
        Subtract the table's mean from the first column, for measures that a shift does not change: a large
        mean then costs no precision.
    conditions : int
        How many of the first columns must be true or false; a number is none.
    kind : {"magnitude", "yes_no", "people"}
        Magnitudes can be dominated by one person; yes/no outcomes have events; people are only counted.
    """

    columns: tuple[str, ...] = ()
    among: str | None = None
    level: str | None = None
    centred: bool = False
    conditions: int = 0
    kind: Literal["magnitude", "yes_no", "people"] = "magnitude"


@runtime_checkable
class Measure(Protocol):
    """What every measure says about itself."""

    @property
    def name(self) -> str:
        """The measure's public name."""

    @property
    def outcome(self) -> Outcome:
        """What it is of."""

    @property
    def label(self) -> str | None:
        """What the outcome is called in results."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Its options, as results show them."""

    @property
    def unit(self) -> str | None:
        """The unit of its values."""

    @property
    def method(self) -> str | None:
        """What is particular about how it is computed."""

    @property
    def interval(self) -> str:
        """How its interval is made: ``t``, ``log``, ``logit``, ``xlogit``, ``beta``, ``wilson`` or given."""


@runtime_checkable
class Smooth(Measure, Protocol):
    """A function of weighted totals."""

    @property
    def moments(self) -> Mapping[str, Moment]:
        """Row expressions by name; each takes the outcome's columns."""

    def value(
        self, totals: Mapping[str, NDArray[np.complexfloating[Any]]], count: NDArray[np.float64]
    ) -> NDArray[np.complexfloating[Any]]:
        """Compute values from totals.

        Parameters
        ----------
        totals : mapping of str to ndarray (d,)
            Weighted totals by moment. They may be complex: use analytic functions only, no ``abs``,
            ``max`` or comparison.
        count : ndarray (d,)
            People with a valid value.

        Returns
        -------
        ndarray (d,)
            One value a domain.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A local smooth form of a ranked measure: same protocol as :class:`Smooth`, over level constants.

    Attributes
    ----------
    outcome : Outcome
        What it is of.
    moments : mapping of str to Moment
        Row expressions; beside the outcome's columns they may use the columns of constants that
        :meth:`RankScan.constant` named.
    function : callable
        As :meth:`Smooth.value`.
    ordered : mapping of str to callable, optional
        The same row expressions of people in order in memory: ``OrderedPeople`` to a value a person.
    """

    outcome: Outcome
    moments: Mapping[str, Moment]
    function: Callable[..., NDArray[Any]]
    ordered: Mapping[str, Callable[[OrderedPeople], NDArray[Any]]] = field(default_factory=dict)

    def value(self, totals: Mapping[str, NDArray[Any]], count: NDArray[np.float64]) -> NDArray[Any]:
        """Compute values from totals, as :meth:`Smooth.value` does.

        Parameters
        ----------
        totals : mapping of str to ndarray (d,)
            Weighted totals by moment.
        count : ndarray (d,)
            People with a valid value.

        Returns
        -------
        ndarray (d,)
            One value a level.
        """
        return self.function(totals, count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Values of a ranked measure, with a local smooth form that carries their uncertainty.

    The measure's score is ``factor`` times the proxy's, and its replicate estimate is
    ``values + factor * (replicate of the proxy - the proxy)``.

    Attributes
    ----------
    values : ndarray (d,)
        Estimates; NaN where there is none.
    proxy : Proxy
        The local smooth form.
    factor : ndarray (d,)
        NaN where the uncertainty is not known.
    limits : mapping of float to ndarray (d, 2)
        Precomputed intervals by confidence level.
    reasons : mapping of int to str
        Why a level has no usable interval.
    replicates : ndarray (r, d), optional
        Replicate estimates computed with the replicate weights themselves, instead of the proxy's.
    """

    values: NDArray[np.float64]
    proxy: Proxy
    factor: NDArray[np.float64]
    limits: Mapping[float, NDArray[np.float64]] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    replicates: NDArray[np.float64] | None = None


@runtime_checkable
class Ranked(Measure, Protocol):
    """A measure that needs the order of people."""

    @property
    def batch(self) -> Hashable:
        """Measures of one type and batch are solved together, from the same sort."""

    def solve(self, scan: RankScan, measures: Sequence[Any]) -> list[Linear]:
        """Estimate several measures of this type and batch.

        Parameters
        ----------
        scan : RankScan
            The people of one grouping.
        measures : sequence
            Measures of this type and batch, this one first.

        Returns
        -------
        list of Linear
            One a measure.
        """


@runtime_checkable
class Ordered(Measure, Protocol):
    """An estimator of people in order of a value, in memory."""

    @property
    def order(self) -> int:
        """The column of the outcome that people are ordered by."""

    @property
    def population(self) -> Outcome | None:
        """The outcome of the whole table that it needs as well, such as that of a relative poverty line."""

    @property
    def of_cells(self) -> Callable[[CumulatedCells], Scored | Solution] | None:
        """The same estimator of sums by sampling unit, if sums of what cumulates are all that it needs."""

    def estimate(self, people: OrderedPeople, population: OrderedPeople | None) -> Scored | Solution:
        """Estimate for the people of each level.

        Parameters
        ----------
        people : OrderedPeople
            By level.
        population : OrderedPeople, optional
            Everybody, as one level, ordered by the first column; where it was asked for.

        Returns
        -------
        Scored or Solution
            One value a level with everybody's influence on it.
        """


@runtime_checkable
class Composite(Measure, Protocol):
    """A function of other measures' estimates over an inner grouping."""

    @property
    def inner(self) -> tuple[Grouping | str, ...]:
        """What splits the people of each level further."""

    @property
    def parts(self) -> tuple[Measure, ...]:
        """Measures of each inner group."""

    @property
    def whole(self) -> tuple[Measure, ...]:
        """Measures of each level as a whole."""

    def combine(
        self, parts: Estimates, whole: Estimates, label: Label, *, levels: Sequence[float]
    ) -> Estimates:
        """Compute the results of one level.

        Parameters
        ----------
        parts : Estimates
            Of the parts over the inner groups of the level.
        whole : Estimates
            Of the level.
        label : Label
            What the result is called; its ``by`` is the level.
        levels : sequence of float
            Confidence levels asked for, for intervals that are computed with the results.

        Returns
        -------
        Estimates
            Computed from them.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Modelled:
    """Values whose error comes from a model of counts, independent between levels.

    Attributes
    ----------
    values, variances : ndarray (d,)
        NaN where there is none.
    limits : mapping of float to ndarray (d, 2)
        Intervals by confidence level.
    reasons : mapping of int to str
        Why a level has no value or no reliable interval.
    events : ndarray (d,), optional
        Counted events.
    """

    values: NDArray[np.float64]
    variances: NDArray[np.float64]
    limits: Mapping[float, NDArray[np.float64]] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    events: NDArray[np.float64] | None = None


@runtime_checkable
class Tallied(Measure, Protocol):
    """A statistic of rows that are tallies of people and events."""

    @property
    def moments(self) -> Mapping[str, Moment]:
        """Row expressions by name; summed by level, each row counting once."""

    def model(self, totals: Mapping[str, NDArray[np.float64]], levels: Sequence[float]) -> Modelled:
        """Compute values and their error from sums.

        Parameters
        ----------
        totals : mapping of str to ndarray (d,)
            Sums by moment.
        levels : sequence of float
            Confidence levels.

        Returns
        -------
        Modelled
            One value a level.
        """


@runtime_checkable
class Gathered(Measure, Protocol):
    """A statistic of rows that are published figures: of groups, of age bands, of areas' quantiles."""

    @property
    def figures(self) -> Mapping[str, str]:
        """Columns of numbers, or expressions, by what the measure calls them."""

    @property
    def codes(self) -> Mapping[str, str]:
        """Columns of codes, such as the name of a row's group, by what the measure calls them."""

    def judge(self, rows: GatheredRows, levels: Sequence[float]) -> Estimates:
        """Compute values and their error from the rows.

        Parameters
        ----------
        rows : GatheredRows
            The rows of all levels; numbers that are missing are NaN.
        levels : sequence of float
            Confidence levels.

        Returns
        -------
        Estimates
            One value a level, in their order, labelled with the level.
        """
