"""What the released figures say of each group: of each outcome now, and of each option."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dueregard.casebook.objections import Cell
from dueregard.gaps.labels import CRUDE, EVERYONE_ELSE
from dueregard.measures.catalogue import better_value

if TYPE_CHECKING:
    from dueregard.casebook import Specification
    from dueregard.consequences import ReleasedConsequences
    from dueregard.disclosure import Table
    from dueregard.estimates import Record

__all__ = ["Number", "NumberSays", "numbers_of"]

NumberSays = Literal["worse", "not worse", "too close to call", "not shown"]

TABLES = ("characteristic-", "place-", "generation-")
EFFECT = "mean_change"
TENTHS = "decile"
"""Tenths of incomes are no group that somebody belongs to and speaks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """What a figure says of one group.

    Attributes
    ----------
    cell : Cell
        The group, with the outcome or the option.
    says : {"worse", "not worse", "too close to call", "not shown"}
        Of an outcome, whether the group is clearly worse off than everyone else; of an option, whether it
        clearly loses by it on average.
    record : Record or None
        The released figure; None where there is none.
    table : str
        The released table that it is from.
    """

    cell: Cell
    says: NumberSays
    record: Record | None = field(default=None, repr=False)
    table: str = ""


def numbers_of(
    tables: Iterable[Table],
    specification: Specification,
    *,
    consequences: ReleasedConsequences | None = None,
) -> tuple[Number, ...]:
    """Say of every group what the figures say of every outcome and every option.

    A gap is clear when its interval lies on the worse side and it survives the allowance for many
    comparisons; only the first measure of an outcome counts, as it was fixed before the findings were known.

    Parameters
    ----------
    tables : iterable of Table
        Released tables of gaps.
    specification : Specification
        Whose outcomes say which value is better.
    consequences : ReleasedConsequences, optional
        What may be shown of options.

    Returns
    -------
    tuple of Number
        One for each group and outcome, then one for each group and option.
    """
    found = [*_gaps(tables, specification)]
    if consequences is not None:
        found += _effects(consequences)
    return tuple({each.cell: each for each in reversed(found)}.values())[::-1]


def _gaps(tables: Iterable[Table], specification: Specification) -> Iterator[Number]:
    better = {outcome.name: outcome.better for outcome in specification.outcomes}
    first: dict[str, str] = {}
    for table in tables:
        if not table.name.startswith(TABLES):
            continue
        for record in table.records:
            measure = first.setdefault(record.outcome or "", record.measure)
            told = (record.contrast, record.reference, record.parameters.get("basis"))
            if told != ("difference", EVERYONE_ELSE, CRUDE) or record.measure != measure:
                continue
            if len(record.by) == 1:
                [(name, level)] = record.by.items()
                cell = Cell(outcome=record.outcome, characteristic=name, level=level)
                good = better_value(record.measure, better.get(record.outcome or ""))
                says = _says(record, good, clear=bool(record.discovery))
                yield Number(cell=cell, says=says, record=record, table=table.name)


def _effects(found: ReleasedConsequences) -> Iterator[Number]:
    better = {each.name: each.better for each in found.findings.outcomes}
    for table in found.tables:
        for record in table.records:
            own = {name: level for name, level in record.by.items() if name != "option"}
            if record.measure != EFFECT or "of" in record.parameters or len(own) != 1 or TENTHS in own:
                continue
            option = record.by["option"]
            if record.outcome != found.outcome_of(option):
                continue
            [(name, level)] = own.items()
            cell = Cell(option=option, characteristic=name, level=level)
            says = _says(record, better.get(record.outcome or ""), clear=record.discovery is not False)
            yield Number(cell=cell, says=says, record=record, table=table.name)


def _says(record: Record, good: str | None, *, clear: bool) -> NumberSays:
    if record.estimate is None or record.low is None or record.high is None or good is None:
        return "not shown"
    low, high = (record.low, record.high) if good == "higher" else (-record.high, -record.low)
    if high < 0:
        return "worse" if clear else "too close to call"
    return "not worse" if low > 0 else "too close to call"
