"""Replicate weights: every estimate once more with each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.cells import Cells, Request
from dueregard.engine.design import ReplicateWeights
from dueregard.engine.frames import collect, numbers
from dueregard.engine.gradients import value_of
from dueregard.engine.rows import replicate_column, weighted_frame
from dueregard.engine.spread import Form, Part, moment_requests, totals_of, weighted
from dueregard.engine.protocols import Outcome
from dueregard.engine.table import Table
from dueregard.estimates import Replicates, Source

if TYPE_CHECKING:
    from dueregard.engine.ranked import RankScan

__all__ = ["Replicated", "rank_of_weights"]

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

    def requests(self, form: Form) -> list[Request]:
        """Ask for the sums that a form needs, with the weight and with each replicate weight."""
        replicated = [
            Request(outcome=form.outcome, key=(name, build, index), expression=weighted(build, f"_r{index}"))
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
            value_of(form, {name: total[at : at + levels] for name, total in totals.items()}, count[at : at + levels])
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
        return np.array([_rank(matrix[level == index]) - 1 for index in range(len(scan.levels))])


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
        wide = weighted_frame(table).select(
            **{f"_r{index}": replicate_column(table, name) for index, name in enumerate(names)}
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
