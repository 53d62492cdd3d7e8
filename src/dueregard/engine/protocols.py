"""What a measure tells the engine: two forms, and nothing about frames, designs or groups.

A *smooth* measure is a function of weighted totals; the engine differentiates it by complex step. A
*ranked* measure needs the order of people (quantiles, Gini, concentration indices); it is given a
:class:`~dueregard.engine.scan.Scan` of one grouping and returns values with their linear form.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from dueregard.engine.ranked import RankScan

__all__ = ["Linear", "Measure", "Moment", "Outcome", "Proxy", "Ranked", "Smooth", "one"]

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
    kind : {"magnitude", "yes_no", "people"}
        Magnitudes can be dominated by one person; yes/no outcomes have events; people are only counted.
    """

    columns: tuple[str, ...] = ()
    among: str | None = None
    level: str | None = None
    centred: bool = False
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
        """How its interval is made: ``t``, ``logit``, ``xlogit``, ``beta``, ``wilson``, ``woodruff``."""


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
    """

    outcome: Outcome
    moments: Mapping[str, Moment]
    function: Callable[..., NDArray[Any]]

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
