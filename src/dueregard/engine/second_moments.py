"""Linearised covariance without keeping anybody's score: second moments summed in the database.

When each row is a sampling unit, the scores z of a stratum with n units have the covariance
``(1 - f) (n/(n-1) sum z z' - S S'/(n-1))`` with S their sum. Every z is a linear combination of a few
features of the row that are set by its level, so the sums of the features and of their products by stratum
and level give the covariance of all measures and groupings. Features are centred on their means over all
people first, so that nothing is lost when the mean is large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.cells import Cells, Request, read_cells
from dueregard.engine.frames import collect, numbers
from dueregard.engine.gradients import gradient, value_of
from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import Levels, complement
from dueregard.engine.merged import RATIO, merged_rows
from dueregard.engine.protocols import Moment, Outcome
from dueregard.engine.ranked import RankScan, attach_levels
from dueregard.engine.rows import Rows, prepare_rows
from dueregard.engine.spread import Form, Part, moment_names, moment_requests, totals_of
from dueregard.engine.strata import Strata, read_strata
from dueregard.engine.table import Table
from dueregard.errors import UsageError
from dueregard.estimates import Covariance, Source

__all__ = ["SecondMoments"]

BLOCK = 300
"""The most sums that are asked for in one scan."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Feature:
    """A row expression of an outcome less a centre, times the weight."""

    outcome: Outcome
    build: Moment | None
    centre: float

    def expression(self, rows: Rows) -> nw.Expr:
        inner = nw.col("_w")
        if self.build is not None:
            inner = inner * (rows.moment(self.outcome, self.build) - self.centre)
        return nw.when(rows.valid(self.outcome)).then(inner).otherwise(nw.lit(0.0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Form:
    """The linear form of one part: which features, and their coefficients by column and level."""

    scan: RankScan
    features: tuple[_Feature, ...]
    coefficients: NDArray[np.float64]  # columns x features x levels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    """All forms of one grouping: its features once, and the coefficients of all its columns."""

    scan: RankScan
    features: tuple[_Feature, ...]
    coefficients: NDArray[np.float64]  # columns x (levels * features)
    positions: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SecondMoments:
    """Sums of products of features, in the database."""

    table: Table
    method: str = "Taylor linearisation"
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
        read_strata(table)
        return read_cells(table, rows, groupings, requests, by_unit=False, levels=levels)

    def requests(self, form: Form) -> list[Request]:
        """Ask for the sums that a form needs, and the number of people they stand for."""
        weight = Request(outcome=form.outcome, key="w", expression=lambda *_: nw.col("_w"))
        return [*moment_requests(form), weight]

    def part(self, cells: Cells, form: Form, scan: RankScan) -> Part:
        """Solve a form over cells; its second moments wait for all others."""
        totals, count = totals_of(cells, form)
        slopes = gradient(form, totals, count, list(form.moments))
        everyone = max(float(cells.total((form.outcome, "w")).sum()), 1e-300)
        centres = np.array([cells.total(name).sum() / everyone for name in moment_names(form)])
        features = (
            _Feature(outcome=form.outcome, build=None, centre=0.0),
            *(
                _Feature(outcome=form.outcome, build=build, centre=float(centre))
                for build, centre in zip(form.moments.values(), centres, strict=True)
            ),
        )
        by_level = np.vstack([centres @ slopes, slopes])
        coefficients = _by_column(by_level, scan)
        return Part(
            values=value_of(form, totals, count),
            spread=_Form(scan=scan, features=features, coefficients=coefficients),
        )

    def scaled(self, part: Part, values: NDArray[np.float64], factor: NDArray[np.float64]) -> Part:
        """Give other values the linear form of a part, times a factor."""
        if part.spread.scan.without is not None:
            raise UsageError(
                "Comparing a quantile with everyone else needs the scores of each person.",
                remedy="Ask with keep_scores=True, or name a reference group.",
            )
        form = replace(part.spread, coefficients=part.spread.coefficients * factor[:, None, None])
        return Part(values=values, spread=form)

    def source(self, parts: Sequence[Part]) -> Source | None:
        """Sum the second moments of all parts and make their covariance."""
        strata = read_strata(self.table)
        sides = _sides([part.spread for part in parts])
        size = sum(len(part.values) for part in parts)
        matrix = np.zeros((size, size))
        sums = [np.zeros((len(strata.sizes), side.coefficients.shape[1])) for side in sides]
        for first, second in combinations_with_replacement(range(len(sides)), 2):
            products = _products(
                self.table, strata, sides[first], sides[second], sums[first], same=first == second
            )
            # Each column loads on its own level only, so that sparse products cost next to nothing.
            left, right = (sparse.csr_array(sides[side].coefficients) for side in (first, second))
            block = (right @ (left @ products).T).T
            rows, columns = sides[first].positions, sides[second].positions
            matrix[np.ix_(rows, columns)] = block
            matrix[np.ix_(columns, rows)] = block.T
        stratum_sums = np.zeros((len(strata.sizes), size))
        for side, total in zip(sides, sums, strict=True):
            stratum_sums[:, side.positions] = total @ side.coefficients.T
        matrix += strata.between(stratum_sums)
        matrix = (matrix + matrix.T) / 2
        np.fill_diagonal(matrix, np.maximum(matrix.diagonal(), 0.0))
        return Covariance(identity=self.table.identity, matrix=matrix, df=strata.df)

    def domain_df(self, scan: RankScan, outcome: Outcome) -> NDArray[np.float64]:
        """People less strata among the people of each level."""
        strata = nw.col("_s") if self.table.design.strata is not None else nw.lit(0)
        people = scan.frame().filter(scan.rows.valid(outcome)).select("_level", _s=strata)
        got = collect(people.group_by("_level", "_s").agg(_n=nw.len()))
        level, count = numbers(got["_level"]).astype(int), len(scan.levels)
        return np.bincount(level, weights=numbers(got["_n"]) - 1, minlength=count).astype(float)


def _by_column(by_level: NDArray[np.float64], scan: RankScan) -> NDArray[np.float64]:
    """Spread coefficients (features x levels) to columns x features x levels."""
    count = by_level.shape[1]
    result = np.zeros((count, by_level.shape[0], count))
    if scan.without is None:
        result[np.arange(count), :, np.arange(count)] = by_level.T
    elif scan.without in scan.levels.variables:
        for column, others in enumerate(complement(scan.levels, scan.without)):
            result[column][:, list(others)] = by_level[:, [column]]
    return result


def _sides(forms: Sequence[_Form]) -> list[_Side]:
    """Bring together the forms of each grouping."""
    groups: dict[int, list[tuple[int, _Form]]] = {}
    position = 0
    for form in forms:
        groups.setdefault(id(form.scan), []).append((position, form))
        position += form.coefficients.shape[0]
    return [_side(members) for members in groups.values()]


def _side(members: Sequence[tuple[int, _Form]]) -> _Side:
    index: dict[Any, int] = {}
    features: list[_Feature] = []
    for _, form in members:
        for feature in form.features:
            key = (feature.outcome, feature.build, feature.centre)
            if index.setdefault(key, len(features)) == len(features):
                features.append(feature)
    levels = members[0][1].coefficients.shape[2]
    rows, positions = [], []
    for start, form in members:
        wide = np.zeros((form.coefficients.shape[0], levels, len(features)))
        for slot, feature in enumerate(form.features):
            wide[:, :, index[(feature.outcome, feature.build, feature.centre)]] += form.coefficients[
                :, slot, :
            ]
        rows.append(wide.reshape(len(wide), -1))
        positions.append(np.arange(start, start + len(wide)))
    # A level with nobody has no known coefficient, and no people to apply it to.
    coefficients = np.vstack(rows)
    return _Side(
        scan=members[0][1].scan,
        features=tuple(features),
        coefficients=coefficients,
        positions=np.concatenate(positions),
    )


def _products(
    table: Table, strata: Strata, first: _Side, second: _Side, sums: NDArray[np.float64], *, same: bool
) -> NDArray[np.float64]:
    """Sum products of features within strata, scaled; and the features themselves, once a side."""
    rows, frame = _joined(table, first, second, same=same)
    left = {f"_x{i}": feature.expression(rows) for i, feature in enumerate(first.features)}
    right = {} if same else {f"_y{i}": feature.expression(rows) for i, feature in enumerate(second.features)}
    keys = ["_s"] if table.design.strata is not None else []
    level_keys = ["_level"] if same else ["_level", "_other"]
    merged = RATIO in frame.columns
    frame = frame.select(*keys, *level_keys, *([RATIO] if merged else []), **left, **right)
    pairs = (
        list(combinations_with_replacement(range(len(left)), 2))
        if same
        else [(i, j) for i in range(len(left)) for j in range(len(right))]
    )
    wanted = {f"_p{i}_{j}": nw.col(f"_x{i}") * nw.col(f"_x{j}" if same else f"_y{j}") for i, j in pairs}
    once = nw.col(RATIO) if merged else nw.lit(1.0)
    wanted |= {f"_t{i}": nw.col(f"_x{i}") * once for i in range(len(left))} if same else {}
    result = np.zeros((first.coefficients.shape[1], second.coefficients.shape[1]))
    names = list(wanted)
    for at in range(0, len(names), BLOCK):
        block = {name: wanted[name].sum() for name in names[at : at + BLOCK]}
        got = collect(frame.group_by(*keys, *level_keys).agg(**block))
        stratum = strata.locate(got["_s"]) if keys else np.zeros(len(got["_level"]), dtype=np.int64)
        level = numbers(got["_level"]).astype(int)
        other = level if same else numbers(got["_other"]).astype(int)
        for name in block:
            values = numbers(got[name])
            if name.startswith("_t"):
                np.add.at(sums, (stratum, level * len(left) + int(name[2:])), values)
                continue
            i, j = (int(part) for part in name[2:].split("_"))
            scaled = values * strata.within[stratum]
            np.add.at(result, (level * len(left) + i, other * len(second.features) + j), scaled)
            if same and i != j:
                np.add.at(result, (level * len(left) + j, other * len(left) + i), scaled)
    return result


def _joined(table: Table, first: _Side, second: _Side, *, same: bool) -> tuple[Rows, nw.LazyFrame[Any]]:
    """Prepare rows that carry the levels and constants of one or two groupings."""
    outcomes = [*first.scan.rows.outcomes, *second.scan.rows.outcomes]
    groupings = [*first.scan.groupings, *(() if same else second.scan.groupings)]
    merged = merged_rows(table, first.scan.rows) if same and not first.scan.constants else None
    rows = merged or prepare_rows(table, outcomes, groupings)
    split = len(first.scan.groupings)
    one = replace(rows.over(rows.frame.filter(rows.anyone())), keys=rows.keys[:split])
    frame = attach_levels(table, one, first.scan.levels, _own(first.scan), first.scan.constants)
    if not same:
        two = replace(rows.over(frame), keys=rows.keys[split:])
        frame = attach_levels(
            table, two, second.scan.levels, _own(second.scan), second.scan.constants, name="_other"
        )
    return rows, frame


def _own(scan: RankScan) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pair keys with their own level, even when levels stand for everybody else."""
    inside = scan.levels.key_level >= 0
    return np.flatnonzero(inside), scan.levels.key_level[inside]
