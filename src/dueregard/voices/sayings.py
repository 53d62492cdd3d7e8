"""Which groups say what, from what has passed the gate: material to be set beside the numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dueregard.disclosure import Table
from dueregard.voices.findings import VoicesFindings
from dueregard.voices.hearing import STATEMENTS, WEIGHTINGS
from dueregard.voices.telling import THEMES
from dueregard.voices.triangulation import Saying, statement_sayings, theme_sayings

__all__ = ["sayings"]

_BASES = {weighting: basis for basis, weighting in WEIGHTINGS.items()}


def sayings(tables: Iterable[Table], found: VoicesFindings) -> tuple[Saying, ...]:
    """Collect what each group says of each theme and statement.

    Parameters
    ----------
    tables : iterable of Table
        Released tables.
    found : VoicesFindings
        Whose statements have words.

    Returns
    -------
    tuple of Saying
        Themes as they were told, then statements as they were voted on.
    """
    records = {table.name: table.records for table in tables}
    statements = () if found.consultation is None else found.consultation.statements
    texts = {each.id: each.text for each in statements}
    voted = [
        replace(record, parameters={**record.parameters, "basis": _BASES[record.parameters["weighting"]]})
        for record in records.get(STATEMENTS, ())
    ]
    return (*theme_sayings(records.get(THEMES, ())), *statement_sayings(voted, texts=texts))
