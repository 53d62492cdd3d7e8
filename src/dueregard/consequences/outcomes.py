"""The casebook's outcome as a column that options change: of its latest wave, and of whom it applies to."""

from __future__ import annotations

from dataclasses import dataclass, replace

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.casebook import Outcome
from dueregard.consequences.columns import with_columns
from dueregard.engine.frames import collect
from dueregard.engine.rows import weighted_frame
from dueregard.options import Formula
from dueregard.people import People
from dueregard.people.source import ROW
from dueregard.people.waves import wave_conditions

__all__ = ["Changeable", "changeable", "is_money"]

CURRENCIES = ("£", "€", "$")
KNOWN = "(weight brought to known totals)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Changeable:
    """People of the latest wave, with the outcome as a column.

    Attributes
    ----------
    people : People
        Those of the wave.
    column : str
        The outcome: a number, or 1 and 0 of yes and no; missing for whom it does not apply.
    """

    people: People
    column: str


def is_money(outcome: Outcome) -> bool:
    """Say whether an outcome is money.

    Parameters
    ----------
    outcome : Outcome
        As declared.

    Returns
    -------
    bool
        By its unit.
    """
    return bool(outcome.column) and (outcome.unit or "").strip().startswith(CURRENCIES)


def changeable(people: People, outcome: Outcome) -> Changeable:
    """Make an outcome a column that options can change.

    Parameters
    ----------
    people : People
        All of them.
    outcome : Outcome
        With a column or a yes/no expression.

    Returns
    -------
    Changeable
        Of a repeated survey only the latest wave: an option is applied once. For whom the outcome does not
        apply the column is missing, so that lines, medians and tenths are of the same people before and
        after.

    Raises
    ------
    ExpressionError, ColumnNotFound
        When the people do not have what it names.
    """
    narrowed = _latest(people, outcome.period)
    table = narrowed.table
    yes = outcome.yes is not None
    text = outcome.yes or outcome.column or ""
    name = f"outcome {outcome.name!r}"
    frame = table.frame
    if outcome.among is not None:
        frame = frame.filter(table.expression(outcome.among))
    if not yes and text in table.names:
        value = table.column(text).cast(nw.Float64)
    else:
        value = Formula(option=name, key="yes" if yes else "column", text=text, condition=yes).to_narwhals(
            table
        )
    found = collect(frame.select(_row=nw.col(ROW), _y=value))
    row = np.asarray(found["_row"].to_numpy(zero_copy_only=False), dtype=np.int64)
    values = np.asarray(found["_y"].to_numpy(zero_copy_only=False), dtype=float)
    column = f"({outcome.name})"
    return Changeable(people=with_columns(narrowed, row, {column: values}), column=column)


def _latest(people: People, period: str | None) -> People:
    """Keep the rows of the latest wave, and leave the others out of the table."""
    conditions = () if period is None else tuple(wave_conditions(people, period).values())
    if len(conditions) < 2:
        return people
    table, design = people.table, people.table.design
    frame, names = table.frame, dict(table.names)
    if design.known_totals is not None:
        # Weights were brought to totals of all waves; what is left of them keeps its weights.
        frame = weighted_frame(table).rename({"_w": "w_known"})
        names[KNOWN] = "w_known"
        design = replace(design, weight=KNOWN, poststrata=None, calibration=None)
    kept = frame.filter(table.expression(conditions[-1]))
    return replace(
        people,
        size=int(collect(kept.select(n=nw.len()))["n"].to_pylist()[0]),
        table=replace(
            table,
            frame=kept,
            names=names,
            design=design,
            cache={},
            identity=f"{table.identity}, {conditions[-1]}",
        ),
    )
