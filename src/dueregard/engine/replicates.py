"""Replicate weights: every estimate once more with each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.cells import Cells, Request, read_cells
from dueregard.engine.design import ReplicateWeights
from dueregard.engine.frames import collect, numbers
from dueregard.engine.gradients import value_of
from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import Levels
from dueregard.engine.protocols import Outcome
from dueregard.engine.rows import Rows, replicate_column, sampling_frame
from dueregard.engine.spread import Form, Part, moment_requests, totals_of
from dueregard.engine.table import Table, row_count
from dueregard.estimates import Replicates, Source

if TYPE_CHECKING:
    from dueregard.engine.ranked import RankScan

__all__ = ["Replicated", "rank_of_weights"]

MOST_PRODUCTS = 4_000_000
"""The most replicate weights that are fetched for each scan; more are summed in the database."""

MOST_WEIGHTS = 40_000_000
"""The most replicate weights that are fetched to find their rank."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Replicated:
    """Replicate estimates from wide sums: one column a moment and replicate, one row a level."""

    table: Table
    by_unit: bool = False

    @property
    def weights(self) -> ReplicateWeights:
        """The replicate weights."""
        weights = self.table.design.replicates
        assert weights is not None
        return weights

    @property
    def method(self) -> str:
        """What it is called in results."""
        return f"{len(self.weights.columns)} replicate weights ({self.weights.method})"

    def read(
        self,
        table: Table,
        rows: Rows,
        groupings: Sequence[Grouping],
        requests: Sequence[Request],
        levels: Levels | None = None,
    ) -> Cells:
        """Reduce prepared rows to cells by level: in the database, or as a matrix product when small."""
        weights = tuple(f"_r{index}" for index in range(len(self.weights.columns)))
        if row_count(table) * len(weights) > MOST_PRODUCTS:
            return read_cells(table, rows, groupings, requests, by_unit=False, levels=levels)
        replicated = {(r.outcome, r.expression): r for r in requests if r.replicate is not None}
        plain = [request for request in requests if request.replicate is None]
        values = [replace(r, key=("row", r.expression), replicate=None) for r in replicated.values()]
        cells = read_cells(
            table, rows, groupings, [*plain, *values], by_unit=False, levels=levels, carry=weights
        )
        return _multiplied(cells, plain, list(replicated.values()))

    def requests(self, form: Form) -> list[Request]:
        """Ask for the sums that a form needs, with the weight and with each replicate weight."""
        replicated = [
            Request(outcome=form.outcome, key=(name, build, index), expression=build, replicate=index)
            for name, build in form.moments.items()
            for index in range(len(self.weights.columns))
        ]
        return [*moment_requests(form), *replicated]

    def part(self, cells: Cells, form: Form, scan: Any) -> Part:
        """Solve a form over cells, for all replicates at once."""
        totals, count = totals_of(cells, form)
        replicates, levels = len(self.weights.columns), len(cells.levels)
        wide = {
            name: np.concatenate(
                [cells.total((form.outcome, (name, build, index))) for index in range(replicates)]
            )
            for name, build in form.moments.items()
        }
        values = self._values(form, wide, np.tile(count, replicates), levels).reshape(replicates, levels)
        return Part(values=self._values(form, totals, count, levels), spread=values)

    @staticmethod
    def _values(
        form: Form, totals: dict[str, NDArray[np.float64]], count: NDArray[np.float64], levels: int
    ) -> NDArray[np.float64]:
        """Compute values block by block: forms of ranked measures know one number a level."""
        blocks = [
            value_of(
                form,
                {name: total[at : at + levels] for name, total in totals.items()},
                count[at : at + levels],
            )
            for at in range(0, len(count), levels or 1)
        ]
        return np.concatenate(blocks) if blocks else np.zeros(0)

    def scaled(self, part: Part, values: NDArray[np.float64], factor: NDArray[np.float64]) -> Part:
        """Give other values the spread of a part, times a factor."""
        return Part(values=values, spread=values + factor * (part.spread - part.values))

    def source(self, parts: Sequence[Part]) -> Source | None:
        """Join replicate estimates into one source."""
        weights = self.weights
        return Replicates(
            identity=self.table.identity,
            values=np.hstack([part.spread for part in parts]),
            full=np.concatenate([part.values for part in parts]),
            scale=weights.factor,
            rscales=None if weights.rscales is None else np.asarray(weights.rscales, dtype=float),
            mse=weights.mse,
            df=rank_of_weights(self.table) - 1,
        )

    def domain_df(self, scan: RankScan, outcome: Outcome) -> NDArray[np.float64]:
        """Rank of the replicate weights of each level's own people, less one, while they fit in memory."""
        everyone = rank_of_weights(self.table) - 1
        if scan.count(outcome).sum() * len(self.weights.columns) > MOST_WEIGHTS:
            return np.full(len(scan.levels), everyone)
        columns = [f"_r{index}" for index in range(len(self.weights.columns))]
        got = collect(scan.frame().filter(scan.rows.valid(outcome)).select("_level", *columns))
        level = numbers(got.pop("_level")).astype(int)
        matrix = np.column_stack([numbers(got[name]) for name in columns])
        own = [_rank(matrix[level == index]) - 1 for index in range(len(scan.levels))]
        return np.minimum(own, everyone)


def _multiplied(cells: Cells, plain: Sequence[Request], replicated: Sequence[Request]) -> Cells:
    """Turn rows with their replicate weights into sums by level."""
    count = len(cells.levels)
    values = {request.name: cells.total(request.name) for request in plain}
    assert cells.carried is not None
    position = np.arange(len(cells.level))
    for request in replicated:
        row = cells.values[(request.outcome, ("row", request.expression))]
        members = sparse.csr_array((row, (cells.level, position)), shape=(count, len(row)))
        name = request.key[0]  # type: ignore[index]
        for index, total in enumerate((members @ cells.carried).T):
            values[(request.outcome, (name, request.expression, index))] = total
    return Cells(levels=cells.levels, level=np.arange(count), unit=None, values=values, peaks=cells.peaks)


def rank_of_weights(table: Table) -> float:
    """Find the rank of the matrix of replicate analysis weights; read once.

    Parameters
    ----------
    table : Table
        People with replicate weights.

    Returns
    -------
    float
        At most the number of replicates, from as many rows as fit in memory. R survey's ``degf`` is this
        less one.
    """
    if "rank" not in table.cache:
        weights = table.design.replicates
        assert weights is not None
        names = weights.columns
        # Known totals add nothing to what the replicates know: the rank is that of the weights as supplied.
        supplied = replace(table, design=replace(table.design, poststrata=None, calibration=None))
        wide = sampling_frame(supplied).select(
            **{f"_r{index}": replicate_column(supplied, name) for index, name in enumerate(names)}
        )
        got = collect(wide.head(MOST_WEIGHTS // len(names)))
        table.cache["rank"] = _rank(np.column_stack([numbers(column) for column in got.values()]))
    rank: float = table.cache["rank"]
    return rank


def _rank(matrix: NDArray[np.float64]) -> float:
    """Count singular values above 1e-5 of the largest, from the cross-products of the columns."""
    gram = matrix.T @ matrix
    scale = np.sqrt(np.diag(gram))
    scale[scale == 0] = 1.0
    values = np.linalg.eigvalsh(gram / np.outer(scale, scale))
    return float((values > 1e-10 * max(values.max(initial=0.0), 1e-300)).sum())
