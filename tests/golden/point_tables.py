"""Tables of the reference rows that have no survey design: weights only, or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from dueregard.engine import Table
from tests.golden.scenarios import ilocos, read, table

NUDGE = 1e-13
"""Incomes of successive rows are moved apart by this part of them, where a peer ranks ties by row."""


def eusilc(folder: Path) -> Table:
    return table(read(folder, "eusilc"), weight="rb050")


def _positive(frame: pl.DataFrame, income: str) -> pl.DataFrame:
    kept = frame.filter(pl.col(income) > 0)
    return kept.with_columns(relative=pl.col(income) / pl.col(income).mean())


def eusilc_unweighted(folder: Path) -> Table:
    return table(_positive(read(folder, "eusilc"), "eqIncome"))


def ilocos_unweighted(folder: Path) -> Table:
    return table(_positive(read(folder, "ilocos"), "AP.income"))


def _apart(frame: pl.DataFrame, income: str) -> pl.DataFrame:
    nudged = pl.col(income) * (1 + NUDGE * pl.int_range(pl.len()))
    return frame.with_columns(nudged.alias(income))


def ilocos_by_row(folder: Path) -> Table:
    return table(_apart(read(folder, "ilocos"), "AP.income"), weight="AP.weight")


def eusilc_persons_by_row(folder: Path) -> Table:
    frame = _apart(read(folder, "eusilc"), "eqIncome")
    return table(frame, weight="rb050", strata="db040", clusters=("rb030",))


def housing(folder: Path) -> Table:
    frame = read(folder, "rineq_housing")
    return table(frame.with_columns(high_bmi=pl.col("high.bmi").cast(pl.Float64)))


def unemployed(folder: Path) -> Table:
    frame = read(folder, "eusilc").filter(pl.col("pl030").is_not_null())
    by_row = np.empty(len(frame))
    by_row[np.argsort(frame["eqIncome"].to_numpy(), kind="stable")] = np.arange(len(frame))
    return table(frame.with_columns(by_row=by_row), weight="rb050")


def births(folder: Path) -> Table:
    """Skilled attendance at birth by wealth quintile, from a survey of clusters in strata."""
    frame = read(folder, "healthequal_IndividualSample")
    return table(frame, weight="weight", strata="strata", clusters=("psu",))


POINT_TABLES: dict[str, Callable[[Path], Table]] = {
    "eusilc_points": eusilc,
    "ilocos_points": ilocos,
    "eusilc_unweighted": eusilc_unweighted,
    "ilocos_unweighted": ilocos_unweighted,
    "ilocos_by_row": ilocos_by_row,
    "eusilc_persons_by_row": eusilc_persons_by_row,
    "housing_ci_unweighted": housing,
    "eusilc_ci_unemployed": unemployed,
    "healthequal_individual_sba": births,
}
