"""Gaps that change sides once groups are compared at the same ages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dueregard.disclosure import Table
from dueregard.estimates import Record
from dueregard.gaps.labels import CRUDE, STANDARDISED

__all__ = ["SignReversal", "sign_reversals"]

CLEAR = ("higher than", "lower than")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignReversal:
    """One gap whose crude and age-standardised verdicts are clear and opposite.

    Parameters
    ----------
    table : str
        The table it is in.
    outcome, measure : str
        What is measured, and how.
    by : mapping of str to str
        The group.
    reference : str
        What it is compared with.
    crude, standardised : str
        The two verdicts.
    """

    table: str
    outcome: str
    measure: str
    by: Mapping[str, str] = field(default_factory=dict)
    reference: str
    crude: str
    standardised: str


def sign_reversals(tables: Iterable[Table]) -> tuple[SignReversal, ...]:
    """Find the gaps whose direction turns round with age-standardisation.

    A crude gap mixes a difference between people of the same age with a difference of ages (Simpson's
    paradox): a young group may look healthy although it is less healthy at every age.

    Parameters
    ----------
    tables : iterable of Table
        Before or after the gate; after it, withheld gaps have no verdict and are not found.

    Returns
    -------
    tuple of SignReversal
        In the order of the tables.
    """
    return tuple(reversal for table in tables for reversal in _in_table(table))


def _in_table(table: Table) -> list[SignReversal]:
    verdicts: dict[tuple[object, ...], dict[str, str]] = {}
    first: dict[tuple[object, ...], Record] = {}
    for record in table.records:
        if record.contrast == "difference" and record.verdict in CLEAR:
            key = _gap(record)
            first.setdefault(key, record)
            verdicts.setdefault(key, {})[str(record.parameters.get("basis", CRUDE))] = record.verdict
    return [
        SignReversal(
            table=table.name,
            outcome=first[key].outcome or "",
            measure=first[key].measure,
            by=first[key].by,
            reference=first[key].reference or "",
            crude=found[CRUDE],
            standardised=found[STANDARDISED],
        )
        for key, found in verdicts.items()
        if len(found) == 2 and found[CRUDE] != found[STANDARDISED]
    ]


def _gap(record: Record) -> tuple[object, ...]:
    parameters = repr(sorted((k, v) for k, v in record.parameters.items() if k != "basis"))
    return (record.outcome, record.measure, parameters, tuple(record.by.items()), record.reference)
