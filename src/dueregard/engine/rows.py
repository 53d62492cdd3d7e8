"""The rows of a table as the scans read them: keys, weight and outcomes under fixed internal names."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine.calibration_patterns import SAMPLING_WEIGHT, pattern_columns
from dueregard.engine.calibration_rows import calibrated_weights, replicate_factor
from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect, numbers
from dueregard.engine.grouping import Grouping
from dueregard.engine.protocols import Moment, Outcome
from dueregard.engine.table import Table
from dueregard.errors import UsageError

__all__ = ["Rows", "prepare_rows", "replicate_column", "sampling_frame", "weighted_frame"]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A narrow lazy frame with one row a person, and the names of its columns.

    Attributes
    ----------
    make : callable
        Builds the frame; called when it is first needed, since planning it takes longer than many answers.
    frame : narwhals.LazyFrame
        Columns: ``_s`` stratum, ``_u0``... units or ``_row``, ``_p0``... auxiliary variables,
        ``_g0``... keys, ``_w`` weight, ``_r0``... replicate weights, ``_v0``... whether each outcome is
        valid, ``_v0_0``... its columns, and ``_v0_raw`` the first before centring.
    outcomes : mapping of Outcome to int
        The number of each outcome.
    keys : tuple of str
        The key columns of the groupings.
    replicates : tuple of str
        The replicate weights.
    kept : list of Rows
        These rows merged, once that was done.
    """

    make: Callable[[], nw.LazyFrame[Any]]
    outcomes: Mapping[Outcome, int]
    keys: tuple[str, ...]
    replicates: tuple[str, ...] = ()
    kept: list[Rows] = field(default_factory=list, compare=False, repr=False)

    @cached_property
    def frame(self) -> nw.LazyFrame[Any]:
        """The frame, built when it is first needed."""
        return self.make()

    def over(self, frame: nw.LazyFrame[Any]) -> Rows:
        """Give the same rows with another frame.

        Parameters
        ----------
        frame : narwhals.LazyFrame
            With at least these columns.

        Returns
        -------
        Rows
            Of that frame.
        """
        return replace(self, make=lambda: frame, kept=[])

    def valid(self, outcome: Outcome) -> nw.Expr:
        """Say who has a valid value.

        Parameters
        ----------
        outcome : Outcome
            One of the prepared ones.

        Returns
        -------
        narwhals.Expr
            A truth a row.
        """
        return nw.col(f"_v{self.outcomes[outcome]}")

    def anyone(self) -> nw.Expr:
        """Say who has a valid value of any outcome.

        Returns
        -------
        narwhals.Expr
            A truth a row.
        """
        return reduce(operator.or_, (self.valid(outcome) for outcome in self.outcomes))

    def moment(self, outcome: Outcome, build: Moment, *, raw: bool = False) -> nw.Expr:
        """Build a row expression over an outcome's columns.

        Parameters
        ----------
        outcome : Outcome
            One of the prepared ones.
        build : Moment
            Takes the outcome's columns.
        raw : bool
            Take the first column as it is in the table, even if the outcome is centred.

        Returns
        -------
        narwhals.Expr
            A number a row.
        """
        number = self.outcomes[outcome]
        names = [f"_v{number}_{index}" for index in range(len(outcome.columns))]
        if raw and outcome.centred:
            names[0] = f"_v{number}_raw"
        return build(*(nw.col(name) for name in names))


def weighted_frame(table: Table) -> nw.LazyFrame[Any]:
    """Add the weight as ``_w``: the sampling weight, brought to known totals if there are any.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    narwhals.LazyFrame
        The frame with ``_w``; see :func:`dueregard.engine.calibration_rows.calibrated_weights` for what known
        totals add.
    """
    frame = sampling_frame(table)
    return frame if table.design.known_totals is None else calibrated_weights(table, frame)


def sampling_frame(table: Table) -> nw.LazyFrame[Any]:
    """Add the sampling weight as ``_w``: given, implied by finite populations, or one.

    A missing weight counts as zero, since no sum and no condition finds it: the person stays in the design
    and in no estimate.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    narwhals.LazyFrame
        The frame with ``_w``.
    """
    design = table.design
    if design.weight is not None:
        return table.frame.with_columns(_w=table.column(design.weight).cast(nw.Float64))
    if not design.fpc or design.replicates:
        return table.frame.with_columns(_w=nw.lit(1.0))
    return _weights_implied(table)


def _weights_implied(table: Table) -> nw.LazyFrame[Any]:
    """Multiply population over sample counts of units, stage by stage."""
    design, frame = table.design, table.frame
    above = [] if design.strata is None else [table.names[design.strata]]
    units = [table.names[name] for name in design.clusters[: len(design.fpc)]] or [str(table.row)]
    frame = frame.with_columns(_one=nw.lit(1), _w=nw.lit(1.0))
    for stage, unit in enumerate(units):
        within = above or ["_one"]
        counts = frame.group_by(*within).agg(_units=nw.col(unit).n_unique().cast(nw.Float64))
        population = nw.col(table.names[design.fpc[stage]]).cast(nw.Float64)
        share = nw.when(population > 1).then(nw.col("_units") / population).otherwise(population)
        joined = frame.join(counts, on=within, how="left").with_columns(_w=nw.col("_w") / share)
        frame = joined.drop("_units")
        above = [*above, unit]
    return frame.drop("_one")


def prepare_rows(table: Table, outcomes: Sequence[Outcome], groupings: Sequence[Grouping]) -> Rows:
    """Project a table to what one scan needs.

    Parameters
    ----------
    table : Table
        The people.
    outcomes : sequence of Outcome
        What is measured.
    groupings : sequence of Grouping
        The crossing.

    Returns
    -------
    Rows
        A lazy frame; nothing is read yet.
    """
    numbered = {outcome: index for index, outcome in enumerate(dict.fromkeys(outcomes))}
    replicates = table.design.replicates.columns if table.design.replicates else ()
    return Rows(
        make=lambda: _frame(table, numbered, groupings, replicates),
        outcomes=numbered,
        keys=tuple(f"_g{index}" for index in range(len(groupings))),
        replicates=tuple(f"_r{index}" for index in range(len(replicates))),
    )


def _frame(
    table: Table, numbered: Mapping[Outcome, int], groupings: Sequence[Grouping], replicates: Sequence[str]
) -> nw.LazyFrame[Any]:
    design = table.design
    columns: dict[str, nw.Expr] = {"_w": nw.col("_w")}
    if design.strata is not None:
        columns["_s"] = table.column(design.strata)
    for index, name in enumerate(design.stages):
        columns[f"_u{index}"] = table.column(name)
    if table.row is not None and design.rows_are_units:
        columns["_row"] = nw.col(table.row)
    columns |= pattern_columns(table)
    for index, grouping in enumerate(groupings):
        columns[f"_g{index}"] = grouping.key(table.column(grouping.column))
    for index, name in enumerate(replicates):
        columns[f"_r{index}"] = replicate_column(table, name)
    for outcome, number in numbered.items():
        columns |= _outcome_columns(table, outcome, number)
    frame = weighted_frame(table).select(**columns)
    return frame.with_columns(**{f"_v{n}": _validity(table, o, n) for o, n in numbered.items()})


def replicate_column(table: Table, name: str) -> nw.Expr:
    """Give a replicate's analysis weight as a row expression.

    Parameters
    ----------
    table : Table
        People with replicate weights.
    name : str
        The user's column.

    Returns
    -------
    narwhals.Expr
        Times ``_w`` when the columns are multipliers; brought to known totals if there are any.
    """
    column = table.column(name).cast(nw.Float64).fill_null(0.0)
    replicates = table.design.replicates
    assert replicates is not None
    if table.design.known_totals is None:
        return column if replicates.combined else column * nw.col("_w")
    factor = nw.col(replicate_factor(replicates.columns.index(name))).fill_null(0.0)
    return column * factor if replicates.combined else column * nw.col(SAMPLING_WEIGHT) * factor


def _outcome_columns(table: Table, outcome: Outcome, number: int) -> dict[str, nw.Expr]:
    columns: dict[str, nw.Expr] = {}
    for index, text in enumerate(outcome.columns):
        expression = table.expression(text)
        if outcome.level is not None and index == 0:
            expression = _equals(table, text, expression, outcome.level)
        if index < outcome.conditions:
            _refuse_no_condition(table, text, expression)
        value = _number(table, text, expression)
        if outcome.centred and index == 0:
            columns[f"_v{number}_raw"] = value
            value = value - _pilot_mean(table, text, value)
        columns[f"_v{number}_{index}"] = value
    for index, condition in enumerate(_conditions(table, outcome)):
        columns[f"_v{number}_if{index}"] = table.expression(condition)
    return columns


def _pilot_mean(table: Table, text: str, value: nw.Expr) -> float:
    """Take the unweighted mean of everybody; read once."""
    means: dict[str, float] = table.cache.setdefault("means", {})
    if text not in means:
        finite = nw.when(value.abs() < float("inf")).then(value)
        means[text] = float(numbers(collect(table.frame.select(mean=finite.mean()))["mean"])[0])
    return means[text]


def _conditions(table: Table, outcome: Outcome) -> list[Any]:
    return [condition for condition in (outcome.among, table.domain) if condition is not None]


def _validity(table: Table, outcome: Outcome, number: int) -> nw.Expr:
    # NaN is above infinity on every backend, so that one comparison leaves out both nulls and NaN.
    infinity = float("inf")
    valid = nw.col("_w") > 0
    for index in range(len(outcome.columns)):
        valid = valid & (nw.col(f"_v{number}_{index}").abs() <= infinity)
    for index in range(len(_conditions(table, outcome))):
        valid = valid & nw.col(f"_v{number}_if{index}")
    return valid


def _equals(table: Table, text: str, expression: nw.Expr, level: str) -> nw.Expr:
    kind = kind_of(table.frame.select(_x=expression).collect_schema()["_x"])
    if kind == "number":
        try:
            return expression == float(level)
        except ValueError:
            raise UsageError(
                f"{text!r} holds numbers, so {level!r} cannot be one of its levels.", remedy="Give the code."
            ) from None
    if kind == "truth":
        return expression == (level.casefold() in {"true", "1", "yes"})
    return expression == level


def _refuse_no_condition(table: Table, text: str, expression: nw.Expr) -> None:
    kind = kind_of(table.frame.select(_x=expression).collect_schema()["_x"])
    if kind != "truth":
        held = {"number": "numbers", "text": "text"}.get(kind, "no truths")
        example = f"{text} == 'yes'" if kind == "text" else f"{text} < 10000"
        raise UsageError(
            f"A deprivation must be a condition; {text!r} holds {held}.",
            remedy=f"Write, say, {example}.",
        )


def _number(table: Table, text: str, expression: nw.Expr) -> nw.Expr:
    """Make an outcome a double, or refuse it."""
    dtype = table.frame.select(_x=expression).collect_schema()["_x"]
    kind = kind_of(dtype)
    if kind not in {"number", "truth"}:
        raise UsageError(
            f"{text!r} cannot be measured: it holds {'text' if kind == 'text' else 'no numbers'}.",
            remedy="Ask for the proportion with one of its levels, as in proportion(column, level=...).",
        )
    if dtype != nw.Float64:
        return expression.cast(nw.Float64)
    return table.measured(text) if text in table.names else expression
