"""Replicate weights: every estimate once more with each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.cells import Cells, Request
from dueregard.engine.design import ReplicateWeights
from dueregard.engine.frames import collect, numbers
from dueregard.engine.gradients import value_of
from dueregard.engine.rows import weighted_frame
from dueregard.engine.spread import Form, Part, moment_requests, totals_of, weighted
from dueregard.engine.protocols import Outcome
from dueregard.engine.table import Table
from dueregard.estimates import Replicates, Source

__all__ = ["Replicated", "rank_of_weights"]


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

    def domain_df(self, scan: Any, outcome: Outcome) -> NDArray[np.float64]:
        """Rank of the replicate weights of each level's own people, less one."""
        return domain_ranks(scan, outcome, len(self.weights.columns)) - 1


def domain_ranks(scan: Any, outcome: Outcome, replicates: int) -> NDArray[np.float64]:
    """Find the rank of the replicate weights of each level's people.

    Parameters
    ----------
    scan : RankScan
        The people of one grouping.
    outcome : Outcome
        Whose valid people.
    replicates : int
        The number of replicate weights.

    Returns
    -------
    ndarray (d,)
        Ranks.
    """
    pairs = [(first, second) for first in range(replicates) for second in range(first, replicates)]
    grams = np.zeros((len(scan.levels), replicates, replicates))
    for block in _blocks(pairs, 400):
        totals = scan.totals([_product(outcome, *pair) for pair in block])
        for (first, second), total in zip(block, totals, strict=True):
            grams[:, first, second] = grams[:, second, first] = total
    return np.array([_rank_of(gram) for gram in grams])


def _product(outcome: Outcome, first: int, second: int) -> Request:
    import narwhals.stable.v2 as nw

    return Request(
        outcome=outcome,
        key=("product", first, second),
        expression=lambda *_: nw.col(f"_r{first}") * nw.col(f"_r{second}"),
    )


def rank_of_weights(table: Table) -> float:
    """Find the rank of the matrix of replicate analysis weights; read once.

    Parameters
    ----------
    table : Table
        People with replicate weights.

    Returns
    -------
    float
        At most the number of replicates. R survey's ``degf`` is this less one.
    """
    if "rank" not in table.cache:
        table.cache["rank"] = _rank(table)
    rank: float = table.cache["rank"]
    return rank


def _rank(table: Table) -> float:
    """From the cross-products of the columns; singular values below 1e-5 of the largest count as zero."""
    import narwhals.stable.v2 as nw

    weights = table.design.replicates
    assert weights is not None
    columns = {}
    for index, name in enumerate(weights.columns):
        column = table.column(name).cast(nw.Float64).fill_null(0.0)
        columns[f"_r{index}"] = column if weights.combined else column * nw.col("_w")
    wide = weighted_frame(table).select(**columns)
    products = {
        f"_x{first}_{second}": (nw.col(f"_r{first}") * nw.col(f"_r{second}")).sum()
        for first in range(len(columns))
        for second in range(first, len(columns))
    }
    gram = np.zeros((len(columns), len(columns)))
    for names in _blocks(list(products), 400):
        for name, value in collect(wide.select(**{key: products[key] for key in names})).items():
            first, second = (int(part) for part in name[2:].split("_"))
            gram[first, second] = gram[second, first] = numbers(value)[0]
    return _rank_of(gram)


def _rank_of(gram: NDArray[np.float64]) -> float:
    scale = np.sqrt(np.diag(gram))
    scale[scale == 0] = 1.0
    return float((np.linalg.eigvalsh(gram / np.outer(scale, scale)) > 1e-10).sum())


def _blocks(names: list[Any], size: int) -> list[list[Any]]:
    return [names[at : at + size] for at in range(0, len(names), size)]
