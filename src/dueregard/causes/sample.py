"""The people of a domain as arrays: an outcome, what it may depend on, weights and the whole design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.causes.columns import label_of, not_applicable_codes, number_of
from dueregard.causes.designs import SampleDesign
from dueregard.causes.factors import Factor, coded_factor
from dueregard.causes.left_out import (
    Missing,
    left_out_notes,
    refuse_missing,
    refuse_nobody,
    refuse_unknown_way,
)
from dueregard.causes.reading import design_columns, design_from, in_table_order, numbered
from dueregard.causes.sizes import refuse_sizes
from dueregard.engine import Grouping, Table
from dueregard.engine.frames import collect_coded, release_memory, whole_numbers
from dueregard.engine.frames import numbers as plain_numbers
from dueregard.engine.rows import weighted_frame
from dueregard.errors import PeopleError, UsageError, did_you_mean
from dueregard.estimates.source import BoolArray, FloatArray, IntArray
from dueregard.measures import mean
from dueregard.people import People
from dueregard.people.usable import refuse_unusable

__all__ = ["Sample", "read_sample"]

MOST_ROWS = 30_000_000
"""The most people that are fetched."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """The people of a domain whose outcome is known, and whatever was asked not to be missing.

    Attributes
    ----------
    outcome : ndarray (n,)
        In the order of the table's rows.
    weight : ndarray (n,)
        Analysis weights, all positive; ones where there are none.
    factors : tuple of Factor
        Categorical columns, in the order asked for.
    numbers : mapping of str to ndarray (n,)
        Continuous columns, by what they were asked for as.
    design : SampleDesign
        The whole design: sampling units with nobody of the domain stay.
    row : ndarray of int (n,)
        The row of each in the table, from 0.
    dropped : mapping of str to int
        How many people of the domain were left out, by reason: ``"no income"``.
    missing : mapping of str to ndarray of bool (n,)
        By factor that somebody's answer to is missing: who that is.
    notes : tuple of str
        What was decided, in sentences.
    """

    outcome: FloatArray = field(repr=False)
    weight: FloatArray = field(repr=False)
    factors: tuple[Factor, ...]
    numbers: Mapping[str, FloatArray] = field(repr=False)
    design: SampleDesign = field(repr=False)
    row: IntArray = field(repr=False)
    dropped: Mapping[str, int]
    missing: Mapping[str, BoolArray] = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The number of people, n."""
        return len(self.outcome)

    @property
    def codes(self) -> IntArray:
        """The levels of all factors side by side, shape (n, c)."""
        if not self.factors:
            return np.zeros((self.size, 0), np.intp)
        return np.column_stack([factor.codes for factor in self.factors])

    @property
    def levels(self) -> tuple[tuple[str, ...], ...]:
        """The names of the levels of each factor."""
        return tuple(factor.levels for factor in self.factors)

    @property
    def two_valued(self) -> bool:
        """Whether the outcome is only ever 0 or 1."""
        return bool(np.isin(self.outcome, (0.0, 1.0)).all())

    def factor(self, name: str) -> Factor:
        """Look a factor up.

        Parameters
        ----------
        name : str
            As it was asked for.

        Returns
        -------
        Factor
            Of that name.

        Raises
        ------
        UsageError
            When none was asked for as that.
        """
        for factor in self.factors:
            if factor.name == name:
                return factor
        names = [factor.name for factor in self.factors]
        raise UsageError(f"No factor was read as {name!r}.", remedy=did_you_mean(name, names) or None)

    def among(self, rows: IntArray | BoolArray) -> Sample:
        """Narrow to some of the people, within the same whole design.

        Parameters
        ----------
        rows : ndarray of int or bool
            Who is kept.

        Returns
        -------
        Sample
            Of them.
        """
        return replace(
            self,
            outcome=self.outcome[rows],
            weight=self.weight[rows],
            factors=tuple(factor.select(rows) for factor in self.factors),
            numbers={name: values[rows] for name, values in self.numbers.items()},
            design=self.design.among(rows),
            row=self.row[rows],
            missing={name: values[rows] for name, values in self.missing.items()},
        )


def read_sample(
    people: People,
    *,
    outcome: str,
    factors: Sequence[str | Grouping] = (),
    numbers: Sequence[str] = (),
    missing: Missing = "level",
) -> Sample:
    """Fetch what a model of an outcome needs of people, as arrays.

    Parameters
    ----------
    people : People
        With their design; of a domain, its people.
    outcome : str
        A column of numbers or an expression, as measures take them: ``"pay"``, ``"health == 'good'"`` (1
        where it is true). People without it are left out.
    factors : sequence of str or Grouping
        Characteristics, places, generations or columns that are categories.
    numbers : sequence of str
        Columns of numbers or expressions. People without one are left out, whatever ``missing`` says.
    missing : {"level", "drop", "refuse"}
        What becomes of people whose answer to a factor is missing: a level of their own (``not known``), left
        out, or an error.

    Returns
    -------
    Sample
        Of everybody with a positive weight, an outcome, and numbers.

    Raises
    ------
    ColumnNotFound
        When a name is neither a grouping nor a column.
    UsageError
        When the outcome holds text, or a factor is a measurement.
    PeopleError
        When nobody is left, values are infinite or of a size that cannot be computed with, or answers are
        missing and that is refused.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> people = read_people({"pay": [9.0, None, 14.0], "sex": ["f", "m", "f"], "class": ["a", "b", None]})
    >>> sample = read_sample(people, outcome="pay", factors=["sex", "class"])
    >>> sample.outcome, sample.levels, sample.dropped
    (array([ 9., 14.]), (('f',), ('a', 'not known')), {'no pay': 1})
    """
    refuse_unknown_way(missing)
    table = people.table
    groupings = [each if isinstance(each, Grouping) else people.schema.grouping(each) for each in factors]
    names = [each.name if isinstance(each, Grouping) else each for each in factors]
    refuse_unusable(table, [mean(text) for text in (outcome, *numbers)])
    got = _fetched(table, outcome, numbers, groupings)
    inside = _flags(got.pop("_in"))
    values = {text: _known(got.pop(name)) for name, text in _numbered_names(outcome, numbers)}
    coded = {
        name: coded_factor(
            grouping,
            got.pop(f"_g{index}"),
            name=name,
            label=label_of(people, name),
            not_applicable=not_applicable_codes(people, name),
        )
        for index, (name, grouping) in enumerate(zip(names, groupings, strict=True))
    }
    for text, each in values.items():
        _refuse_infinite(text, np.isinf(each) & inside)
    kept, dropped = inside.copy(), {}
    lacking: dict[str, BoolArray] = {text: np.isnan(each) for text, each in values.items()}
    absent = {name: unknown for name, (_, unknown) in coded.items() if (unknown & inside).any()}
    if missing == "refuse":
        refuse_missing({f"no {name}": int((unknown & inside).sum()) for name, unknown in absent.items()})
    if missing == "drop":
        lacking |= absent
    for text, without in lacking.items():
        if count := int((kept & without).sum()):
            dropped[f"no {text}"] = count
        kept &= ~without
    rows = np.flatnonzero(kept)
    if not len(rows):
        refuse_nobody(outcome, dropped)
    for text, each in values.items():
        refuse_sizes(text, each[rows])
    design = design_from(table, got, rows)
    refuse_sizes(people.design.weight or "weight", design.weight)
    release_memory()
    remaining = {name: unknown[rows] for name, unknown in absent.items() if unknown[rows].any()}
    return Sample(
        outcome=values[outcome][rows],
        weight=design.weight,
        factors=tuple(factor.select(rows) for factor, _ in coded.values()),
        numbers={text: values[text][rows] for text in numbers},
        design=design,
        row=whole_numbers(got["_row"])[rows],
        dropped=dropped,
        missing=remaining,
        notes=_notes(dropped, remaining, len(rows)),
    )


def _fetched(
    table: Table, outcome: str, numbers: Sequence[str], groupings: Sequence[Grouping]
) -> dict[str, Any]:
    """Fetch narrow columns of all rows, in the order of the table."""
    table = numbered(table)
    columns: dict[str, nw.Expr] = design_columns(table)
    columns |= {name: number_of(table, text) for name, text in _numbered_names(outcome, numbers)}
    columns |= {f"_g{index}": each.key(table.column(each.column)) for index, each in enumerate(groupings)}
    here = nw.col("_w") > 0
    columns["_in"] = here if table.domain is None else here & table.expression(table.domain)
    got: dict[str, Any] = collect_coded(weighted_frame(table).select(**columns))
    return in_table_order(got)


def _numbered_names(outcome: str, numbers: Sequence[str]) -> list[tuple[str, str]]:
    """The fetched column of each number."""
    return [(f"_x{index}", text) for index, text in enumerate(dict.fromkeys((outcome, *numbers)))]


def _known(column: Any) -> FloatArray:
    values = np.array(plain_numbers(column))
    if column.null_count:
        values[_flags(column.is_null())] = np.nan
    return values


def _refuse_infinite(text: str, infinite: BoolArray) -> None:
    if count := int(infinite.sum()):
        raise PeopleError(
            f"{text!r} is infinite for {count:,} {'person' if count == 1 else 'people'}.",
            remedy="Leave these people out with a condition, or change the expression.",
        )


def _flags(column: Any) -> BoolArray:
    return np.asarray(plain_numbers(column.cast("double")) > 0)


def _notes(dropped: Mapping[str, int], missing: Mapping[str, BoolArray], size: int) -> tuple[str, ...]:
    notes = left_out_notes(dropped)
    for name, unknown in missing.items():
        count = int(unknown.sum())
        notes.append(
            f"{name!r} is missing for {count:,} of {size:,} people ({count / size:.0%}); they are a level of "
            "their own, 'not known', of whatever kinds of people do not answer."
        )
    return tuple(notes)
