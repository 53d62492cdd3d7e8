"""The ways in which estimates get their sampling error: none, scores, replicate weights.

Each way solves smooth forms over the cells of one grouping and joins the parts of all groupings into one
source of spread. Second moments, for more units than scores should be kept of, are in their own module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.cells import Cells, Request, read_cells
from dueregard.engine.gradients import gradient, value_of
from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import Levels, distinct_codes
from dueregard.engine.protocols import Moment, Outcome, one
from dueregard.engine.rows import Rows
from dueregard.engine.scores import score_columns
from dueregard.engine.table import Table
from dueregard.engine.units import Units
from dueregard.estimates import Scores, Source, side_by_side

if TYPE_CHECKING:
    from dueregard.engine.ranked import RankScan

__all__ = ["Form", "FullCount", "Linearised", "Loaded", "Part", "Spread", "moment_names", "moment_requests"]


class Form(Protocol):
    """A smooth measure or the proxy of a ranked one."""

    @property
    def outcome(self) -> Outcome:
        """What it is of."""

    @property
    def moments(self) -> Mapping[str, Moment]:
        """Row expressions by name."""

    def value(self, totals: Mapping[str, NDArray[Any]], count: NDArray[np.float64]) -> NDArray[Any]:
        """Compute values from totals."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A smooth form over the levels of one grouping.

    Attributes
    ----------
    values : ndarray (d,)
        Estimates.
    spread : object
        What its :class:`Spread` keeps of it: scores, replicate estimates, a linear form.
    """

    values: NDArray[np.float64]
    spread: Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loaded:
    """Scores of values that share parts: what moves a poverty line moves the rate of every group.

    Attributes
    ----------
    units : scipy.sparse csr_array (units, b)
        Scores of the parts.
    loadings : scipy.sparse csr_array (b, d)
        How much each part moves each value.
    auxiliary : scipy.sparse csr_array (p, d), optional
        Under known totals, how much the units' sums of auxiliary variables move each value.
    """

    units: Any
    loadings: Any
    auxiliary: Any = None

    @classmethod
    def of(cls, own: Any, shared: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]]) -> Loaded:
        """Join scores of the values' own people with parts that they share.

        Parameters
        ----------
        own : scipy.sparse csr_array (units, d) or Loaded
            Scores of the values themselves.
        shared : sequence of (ndarray (units,), ndarray (d,))
            Scores of a shared part, and how much it moves each value.

        Returns
        -------
        Loaded
            Of d values.
        """
        if not isinstance(own, Loaded):
            own = cls(units=own, loadings=sparse.eye_array(own.shape[1], format="csr"))
        parts = sparse.csr_array(np.column_stack([part for part, _ in shared]))
        moved = sparse.csr_array(np.vstack([coefficient for _, coefficient in shared]))
        return cls(
            units=side_by_side([own.units, parts]),
            loadings=sparse.vstack([own.loadings, moved], format="csr"),
            auxiliary=own.auxiliary,
        )

    @classmethod
    def beside(cls, parts: Sequence[Any]) -> Any:
        """Put scores of several values side by side.

        Parameters
        ----------
        parts : sequence of scipy.sparse csr_array (units, d) or Loaded
            Scores of the same units.

        Returns
        -------
        scipy.sparse csr_array or Loaded
            Of all the values; Loaded if one of the parts is.
        """
        if not any(isinstance(each, Loaded) for each in parts):
            return side_by_side(parts)
        loaded = [
            each
            if isinstance(each, Loaded)
            else cls(units=each, loadings=sparse.eye_array(each.shape[1], format="csr"))
            for each in parts
        ]
        auxiliary = None
        known = [each.auxiliary.shape[0] for each in loaded if each.auxiliary is not None]
        if known:
            blocks = [
                sparse.csr_array((known[0], each.loadings.shape[1]))
                if each.auxiliary is None
                else each.auxiliary
                for each in loaded
            ]
            auxiliary = sparse.hstack(blocks, format="csr")
        return cls(
            units=side_by_side([each.units for each in loaded]),
            loadings=sparse.block_diag([each.loadings for each in loaded], format="csr"),
            auxiliary=auxiliary,
        )

    def scaled(self, scale: Any) -> Loaded:
        """Multiply the scores of each value.

        Parameters
        ----------
        scale : scipy.sparse csr_array (d, d)
            A diagonal matrix.

        Returns
        -------
        Loaded
            Of as many values.
        """
        auxiliary = None if self.auxiliary is None else self.auxiliary @ scale
        return replace(self, loadings=self.loadings @ scale, auxiliary=auxiliary)


class Spread(Protocol):
    """A way to sampling error."""

    @property
    def by_unit(self) -> bool:
        """Whether cells must keep sampling units apart."""

    def read(
        self,
        table: Table,
        rows: Rows,
        groupings: Sequence[Grouping],
        requests: Sequence[Request],
        levels: Levels | None = None,
    ) -> Cells:
        """Reduce prepared rows to the cells that it needs."""

    @property
    def method(self) -> str:
        """What it is called in results."""

    def requests(self, form: Form) -> list[Request]:
        """Ask for the sums that a form needs."""

    def part(self, cells: Cells, form: Form, scan: Any) -> Part:
        """Solve a form over cells."""

    def scaled(self, part: Part, values: NDArray[np.float64], factor: NDArray[np.float64]) -> Part:
        """Give other values the spread of a part, times a factor."""

    def source(self, parts: Sequence[Part]) -> Source | None:
        """Join parts into one source."""

    def domain_df(self, scan: RankScan, outcome: Outcome) -> NDArray[np.float64]:
        """Give degrees of freedom of each level's own people."""


def moment_names(form: Form) -> list[tuple[Outcome, Any]]:
    """Name the sums of a form's moments in cells.

    Parameters
    ----------
    form : Form
        A smooth form.

    Returns
    -------
    list of tuple
        In the order of its moments. The builder is part of the name, so equal names are equal sums.
    """
    return [(form.outcome, _key(name, build)) for name, build in form.moments.items()]


def _key(name: str, build: Moment) -> Any:
    # The number of people is summed for supports too.
    return "w" if build is one else (name, build)


def moment_requests(form: Form) -> list[Request]:
    """Ask for the weighted sums of a form's moments.

    Parameters
    ----------
    form : Form
        A smooth form.

    Returns
    -------
    list of Request
        One a moment.
    """
    return [
        Request(outcome=form.outcome, key=_key(name, build), expression=weighted(build))
        for name, build in form.moments.items()
    ]


def weighted(build: Moment) -> Moment:
    """Weight a moment's row expression.

    Parameters
    ----------
    build : Moment
        A row expression.

    Returns
    -------
    Moment
        Its product with ``_w``.
    """
    return lambda *columns: nw.col("_w") * build(*columns)


def totals_of(cells: Cells, form: Form) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
    """Sum a form's moments, and count its people, by level.

    Parameters
    ----------
    cells : Cells
        With the sums of :func:`moment_requests` and the count.
    form : Form
        A smooth form.

    Returns
    -------
    dict of str to ndarray (d,)
        Totals by moment.
    ndarray (d,)
        People.
    """
    totals = {name: cells.total(key) for name, key in zip(form.moments, moment_names(form), strict=True)}
    return totals, cells.total((form.outcome, "n"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FullCount:
    """Everybody was counted: there is no sampling error."""

    method: str = "full count, no sampling error"
    by_unit: bool = False

    def read(
        self,
        table: Table,
        rows: Rows,
        groupings: Sequence[Grouping],
        requests: Sequence[Request],
        levels: Levels | None = None,
    ) -> Cells:
        """Reduce prepared rows to cells by level."""
        return read_cells(table, rows, groupings, requests, by_unit=False, levels=levels)

    def requests(self, form: Form) -> list[Request]:
        """Ask for the sums that a form needs."""
        return moment_requests(form)

    def part(self, cells: Cells, form: Form, scan: Any) -> Part:
        """Solve a form over cells."""
        return Part(values=value_of(form, *totals_of(cells, form)), spread=None)

    def scaled(self, part: Part, values: NDArray[np.float64], factor: NDArray[np.float64]) -> Part:
        """Give other values no spread."""
        return Part(values=values, spread=None)

    def source(self, parts: Sequence[Part]) -> Source | None:
        """Give no source."""
        return None

    def domain_df(self, scan: RankScan, outcome: Outcome) -> NDArray[np.float64]:
        """Give none: nothing varies."""
        return np.full(len(scan.levels), np.nan)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linearised:
    """Scores of sampling units, by Taylor linearisation."""

    table: Table
    method: str = "Taylor linearisation"
    by_unit: bool = True

    @property
    def units(self) -> Units:
        """The sample plan; read by the first scan."""
        units: Units = self.table.cache["units"]
        return units

    def read(
        self,
        table: Table,
        rows: Rows,
        groupings: Sequence[Grouping],
        requests: Sequence[Request],
        levels: Levels | None = None,
    ) -> Cells:
        """Reduce prepared rows to cells by level and unit."""
        return read_cells(table, rows, groupings, requests, by_unit=True, levels=levels)

    def requests(self, form: Form) -> list[Request]:
        """Ask for the sums that a form needs."""
        return moment_requests(form)

    def part(self, cells: Cells, form: Form, scan: Any) -> Part:
        """Solve a form over cells."""
        totals, count = totals_of(cells, form)
        slopes = gradient(form, totals, count, list(form.moments))
        columns = score_columns(cells, moment_names(form), slopes, self.units)
        return Part(values=value_of(form, totals, count), spread=columns)

    def scaled(self, part: Part, values: NDArray[np.float64], factor: NDArray[np.float64]) -> Part:
        """Give other values the scores of a part, times a factor; none where the factor is unknown."""
        known = np.where(np.isfinite(factor), factor, np.nan)
        scale = sparse.diags_array(known).tocsr()
        if isinstance(part.spread, Loaded):
            return Part(values=values, spread=part.spread.scaled(scale))
        return Part(values=values, spread=part.spread @ scale)

    def source(self, parts: Sequence[Part]) -> Source | None:
        """Join scores into one source."""
        spreads = [part.spread for part in parts]
        units, loadings = _together(spreads, self.units)
        return Scores(identity=self.table.identity, units=units, plan=self.units.plan, loadings=loadings)

    def domain_df(self, scan: RankScan, outcome: Outcome) -> NDArray[np.float64]:
        """Primary units less strata among the people of each level."""
        cells, count = scan.cells, len(scan.levels)
        assert cells.unit is not None
        present = cells.values[(outcome, "n")] > 0
        unit, level = cells.unit[present], cells.level[present]
        first = self.units.plan.stages[0]
        psus = distinct_codes(first.unit[unit].astype(np.int64) * count + level)[0]
        strata = distinct_codes(first.stratum[unit].astype(np.int64) * count + level)[0]
        if not count:
            return np.zeros(0)
        counted = np.bincount(psus % count, minlength=count) - np.bincount(strata % count, minlength=count)
        return np.asarray(counted, dtype=float)


def _together(spreads: Sequence[Any], units: Units) -> tuple[Any, Any]:
    """Put the scores of parts side by side, and what they share once."""
    whole = Loaded.beside(spreads)
    if not isinstance(whole, Loaded):
        return whole, None
    if whole.auxiliary is None:
        return whole.units, whole.loadings
    assert units.calibration is not None
    return (
        side_by_side([whole.units, units.calibration.auxiliaries]),
        sparse.vstack([whole.loadings, whole.auxiliary], format="csr"),
    )
