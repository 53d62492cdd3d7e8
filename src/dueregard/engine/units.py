"""The sample plan of a table, read once: which units were sampled, in which strata, of how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dueregard.engine.calibration import calibration_of
from dueregard.engine.calibration_patterns import pattern_columns, pattern_names
from dueregard.engine.calibration_units import CalibratedUnits
from dueregard.engine.frames import collect, numbers, whole_numbers
from dueregard.engine.levels import DENSE, distinct_codes
from dueregard.engine.rows import sampling_frame, weighted_frame
from dueregard.engine.table import Table
from dueregard.errors import PeopleError
from dueregard.estimates import SamplePlan, Stage

__all__ = [
    "ONE_POPULATION",
    "UNITS_NOT_PEOPLE",
    "Units",
    "check_weights",
    "check_weights_once",
    "key_columns",
    "read_units",
    "units_from_keys",
]

ONE_POPULATION = (
    "Give everybody of a stratum (at later stages, of a sampling unit) the same number: how many units there "
    "are to sample from, or what fraction of them was sampled."
)
UNITS_NOT_PEOPLE = "It counts sampling units in the population, not people."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Units:
    """The last-stage sampling units of a table and how to find a row's.

    Attributes
    ----------
    plan : SamplePlan
        The design, a row a unit.
    distinct : tuple of pyarrow array
        Distinct values of each key column.
    combined : ndarray of int, optional
        Rising mixed-radix codes of the units' keys; absent when rows are numbered 0, 1, ...
    calibration : CalibratedUnits, optional
        What makes scores residuals from known totals, if there are any.
    places : list
        Of each key column of dense whole numbers, the lowest and where each stands in ``distinct``; filled
        when units are first located.
    """

    plan: SamplePlan
    distinct: tuple[Any, ...] = ()
    combined: NDArray[np.int64] | None = None
    calibration: CalibratedUnits | None = None
    places: list[tuple[int, NDArray[np.int32]] | None] = field(default_factory=list, repr=False)

    @property
    def psu(self) -> NDArray[np.intp]:
        """The primary unit of each unit."""
        return self.plan.stages[0].unit

    def locate(self, columns: Sequence[Any]) -> NDArray[np.int64]:
        """Find the unit of each fetched row.

        Parameters
        ----------
        columns : sequence of pyarrow array
            The key columns.

        Returns
        -------
        ndarray of int
            Positions in the plan.
        """
        if self.combined is None:
            return whole_numbers(columns[0])
        if not self.places:
            self.places.extend(_places(values) for values in self.distinct)
        codes = _combine(columns, self.distinct, self.places)
        span = int(self.combined[-1]) + 1
        if span > 20_000_000:
            return np.searchsorted(self.combined, codes)
        table = np.zeros(span, dtype=np.int32)
        table[self.combined] = np.arange(len(self.combined))
        return table[codes].astype(np.int64)


def key_columns(table: Table) -> tuple[str, ...]:
    """Name the columns that identify a last-stage unit in prepared rows.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    tuple of str
        Stratum and units, or the row.
    """
    design = table.design
    if design.rows_are_units:
        return ("_row",)
    strata = ("_s",) if design.strata is not None else ()
    return (*strata, *(f"_u{index}" for index in range(len(design.stages))))


def read_units(table: Table) -> Units:
    """Read the sample plan, or take it from the table's cache.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    Units
        Zero-weight people and units included.

    Raises
    ------
    PeopleError
        When strata or units are missing, finite populations contradict the sample, or weights are unusable.
    """
    if "units" not in table.cache:
        table.cache["units"] = _read_rows(table) if table.design.rows_are_units else _read_clusters(table)
    units: Units = table.cache["units"]
    return units


def units_from_keys(table: Table, columns: Sequence[Any]) -> Units:
    """Make the plan from the keys of cells that cover every unit, and cache it.

    Parameters
    ----------
    table : Table
        People in clusters, without finite populations or known totals.
    columns : sequence of pyarrow array
        The key columns.

    Returns
    -------
    Units
        As :func:`read_units` would.
    """
    table.cache["units"] = _from_keys(table, columns, ())[0]
    units: Units = table.cache["units"]
    return units


def check_weights(table: Table, lowest: float, highest: float) -> None:
    """Refuse weights that cannot be used.

    Parameters
    ----------
    table : Table
        The people.
    lowest, highest : float
        Of the weights.

    Raises
    ------
    PeopleError
        For negative, infinite, or only zero weights.
    """
    weight = table.design.weight
    if lowest < 0 or not np.isfinite(highest):
        bad = (nw.col("_w") < 0) | (nw.col("_w") == float("inf"))
        count = sampling_frame(table).select(_bad=nw.when(bad).then(nw.lit(1.0)).otherwise(0.0).sum())
        found = int(numbers(collect(count)["_bad"])[0])
        raise PeopleError(
            f"The weight {weight!r} is negative or infinite in {found} row{'s' if found != 1 else ''}.",
            remedy="Correct the weights, or leave these people out by giving them the weight 0.",
        )
    if highest == 0:
        raise PeopleError(
            f"The weight {weight!r} is zero or missing for everybody.",
            remedy="Name another column as the weight.",
        )


def check_weights_once(table: Table) -> None:
    """Refuse weights that cannot be used, where no sample plan is read.

    Parameters
    ----------
    table : Table
        The people.

    Raises
    ------
    PeopleError
        As :func:`check_weights`.
    """
    if "weights" not in table.cache and table.design.weight is not None:
        got = collect(sampling_frame(table).select(low=nw.col("_w").min(), high=nw.col("_w").max()))
        check_weights(table, float(numbers(got["low"])[0]), float(numbers(got["high"])[0]))
    table.cache["weights"] = True


def _finite_columns(table: Table) -> dict[str, nw.Expr]:
    return {f"_f{i}": table.column(name).cast(nw.Float64) for i, name in enumerate(table.design.fpc)}


def _base(table: Table) -> nw.LazyFrame[Any]:
    design = table.design
    columns: dict[str, nw.Expr] = {"_w": nw.col("_w"), **_finite_columns(table)}
    if design.strata is not None:
        columns["_s"] = table.column(design.strata)
    for index, name in enumerate(design.stages):
        columns[f"_u{index}"] = table.column(name)
    if design.rows_are_units:
        columns["_row"] = nw.col(str(table.row))
    return weighted_frame(table).select(**columns, **pattern_columns(table))


def _read_rows(table: Table) -> Units:
    got = collect(_base(table))
    weights = numbers(got["_w"])
    rows = whole_numbers(got["_row"])
    order = np.argsort(rows, kind="stable")
    _refuse_empty(len(order))
    check_weights(table, float(weights.min()), float(weights.max()))
    count = len(order)
    rows = rows[order]
    numbered = bool(rows[0] == 0 and rows[-1] == count - 1)
    if table.design.strata is None:
        stratum = np.zeros(count, dtype=np.intp)
    else:
        _refuse_missing(got["_s"], table.design.strata)
        stratum = whole_numbers(got["_s"].dictionary_encode().indices)[order]
    finite = [numbers(got[f"_f{index}"])[order] for index in range(len(table.design.fpc))]
    stage = _stage(stratum, np.arange(count), finite[0] if finite else None, table.design.fpc[:1])
    plan = SamplePlan(stages=(stage,), lonely=table.design.lonely)
    calibration = None
    if table.design.known_totals is not None:
        patterns = [got[name].take(pa.array(order)) for name in pattern_names(table.design.known_totals)]
        known = calibration_of(table, sampling_frame(table))
        calibration = CalibratedUnits.of(known, np.arange(count), patterns, weights[order], count)
    if numbered:
        return Units(plan=plan, calibration=calibration)
    return Units(plan=plan, distinct=(pa.array(rows),), combined=np.arange(count), calibration=calibration)


def _read_clusters(table: Table) -> Units:
    keys, patterns = key_columns(table), pattern_names(table.design.known_totals)
    frame = _base(table).group_by(*keys, *patterns, drop_null_keys=False)
    finite = {f"_f{i}": nw.col(f"_f{i}").max() for i in range(len(table.design.fpc))}
    lowest = {f"_f{i}_low": nw.col(f"_f{i}").min() for i in range(len(table.design.fpc))}
    got = collect(
        frame.agg(
            _low=nw.col("_w").min(), _high=nw.col("_w").max(), _sum=nw.col("_w").sum(), **finite, **lowest
        )
    )
    _refuse_empty(len(got["_low"]))
    check_weights(table, float(numbers(got["_low"]).min()), float(numbers(got["_high"]).max()))
    populations = []
    for index, name in enumerate(table.design.fpc):
        high, low = numbers(got[f"_f{index}"]), numbers(got[f"_f{index}_low"])
        if (high != low).any():
            raise PeopleError(
                f"The finite population {name!r} differs within a sampling unit.", remedy=ONE_POPULATION
            )
        populations.append(high)
    units, position = _from_keys(table, [got[key] for key in keys], populations)
    if table.design.known_totals is None:
        return units
    calibration = CalibratedUnits.of(
        calibration_of(table, sampling_frame(table)),
        position,
        [got[name] for name in patterns],
        numbers(got["_sum"]),
        units.plan.rows,
    )
    return replace(units, calibration=calibration)


def _from_keys(
    table: Table, columns: Sequence[Any], populations: Sequence[NDArray[np.float64]]
) -> tuple[Units, NDArray[np.int64]]:
    design = table.design
    names = [*((design.strata,) if design.strata is not None else ()), *design.stages]
    for name, column in zip(names, columns, strict=True):
        _refuse_missing(column, str(name))
    distinct = tuple(_plain(pc.unique(column)) for column in columns)
    codes = _combine(columns, distinct)
    combined, position = distinct_codes(codes)
    first = np.zeros(len(combined), dtype=np.int64)
    first[position] = np.arange(len(codes))
    # The code of a unit starts with that of the units above it.
    radix = [len(values) for values in distinct]
    above = 1 if design.strata is not None else 0
    stages = []
    stratum = combined // int(np.prod(radix[1:])) if above else np.zeros(len(combined), dtype=np.int64)
    for index in range(len(design.stages)):
        unit = combined // int(np.prod(radix[above + index + 1 :]))
        finite = populations[index][first] if index < len(populations) else None
        stages.append(
            _stage(distinct_codes(stratum)[1], distinct_codes(unit)[1], finite, design.fpc[index : index + 1])
        )
        stratum = unit
    plan = SamplePlan(stages=tuple(stages), lonely=design.lonely)
    return Units(plan=plan, distinct=distinct, combined=combined), position


def _stage(
    stratum: NDArray[Any], unit: NDArray[Any], population: NDArray[np.float64] | None, names: Sequence[str]
) -> Stage:
    plain = Stage(stratum=stratum.astype(np.intp), unit=unit.astype(np.intp))
    if population is None:
        return plain
    name, sizes = names[0], plain.sizes
    if (population > 1).any() != (population >= 1).all() or (population <= 0).any():
        raise PeopleError(
            f"The finite population {name!r} mixes counts and fractions, or is not positive.",
            remedy="Give counts of units of at least 1 everywhere, or fractions of at most 1 everywhere.",
        )
    per_stratum = np.zeros(len(sizes))
    per_stratum[plain.stratum] = population
    if (per_stratum[plain.stratum] != population).any():
        raise PeopleError(f"The finite population {name!r} differs within a stratum.", remedy=ONE_POPULATION)
    fraction = sizes / per_stratum if (population > 1).any() else per_stratum
    if (fraction > 1).any():
        raise PeopleError(
            f"The finite population {name!r} is smaller than the sample.",
            found=f"It is in {int((fraction > 1).sum()):,} of {len(sizes):,} strata.",
            remedy=UNITS_NOT_PEOPLE,
        )
    return Stage(stratum=plain.stratum, unit=plain.unit, fraction=fraction)


def _combine(
    columns: Sequence[Any], distinct: Sequence[Any], places: Sequence[Any] | None = None
) -> NDArray[np.int64]:
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    known = places or [None] * len(columns)
    for column, values, place in zip(columns, distinct, known, strict=True):
        codes *= len(values)
        codes += _where(column, values, place)
    return codes


def _where(column: Any, values: Any, place: tuple[int, NDArray[np.int32]] | None) -> NDArray[Any]:
    """Find where each value of a column stands among distinct ones."""
    if pa.types.is_dictionary(column.type):
        of_text = whole_numbers(pc.index_in(column.dictionary, value_set=values))
        return of_text[whole_numbers(column.indices)]
    if place is not None:
        lowest, where = place
        return where[whole_numbers(column) - lowest]
    return whole_numbers(pc.index_in(column, value_set=values))


def _places(values: Any) -> tuple[int, NDArray[np.int32]] | None:
    """Make a table of where dense whole numbers stand."""
    if not pa.types.is_integer(values.type) or not len(values):
        return None
    whole = whole_numbers(values)
    lowest, span = int(whole.min()), int(whole.max()) - int(whole.min()) + 1
    if span > max(1_000, DENSE * len(whole)):
        return None
    where = np.zeros(span, dtype=np.int32)
    where[whole - lowest] = np.arange(len(whole))
    return lowest, where


def _plain(values: Any) -> Any:
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def _refuse_missing(column: Any, name: str) -> None:
    if column.null_count:
        raise PeopleError(
            f"The design column {name!r} has missing values.",
            remedy="Everybody needs a stratum and a sampling unit.",
        )


def _refuse_empty(count: int) -> None:
    if count == 0:
        raise PeopleError("The table has no people.", remedy="Check the file and the conditions on it.")
