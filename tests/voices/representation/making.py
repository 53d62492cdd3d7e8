"""Small bodies and tables for the tests of representation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dueregard.people import People, read_people
from dueregard.people.written_rows import WrittenRows
from dueregard.voices.representation import Margins
from dueregard.voices.representation.tables import margins_in

ETHNICITY = {"White": 0.817, "Asian": 0.093, "Black": 0.04, "Mixed": 0.029, "Other": 0.021}


def body_of(**counts: Mapping[Any, int]) -> People:
    """A body with so many members of each level; shorter columns end in missing values."""
    columns = {
        name: [level for level, n in levels.items() for _ in range(n)] for name, levels in counts.items()
    }
    most = max(len(column) for column in columns.values())
    return read_people({name: [*column, *[None] * (most - len(column))] for name, column in columns.items()})


def written(text: str) -> WrittenRows:
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
    return WrittenRows(
        title="table.csv", columns=rows[0], rows=tuple(rows[1:]), lines=tuple(range(2, len(rows) + 1))
    )


def margins(text: str) -> Margins:
    found = margins_in(written(text))
    assert found is not None
    return found


def shares_of(table: Margins, *variables: str) -> dict[Sequence[str], float]:
    found = table.shares(variables)
    return {levels: round(float(share), 6) for levels, share in zip(found.levels, found.shares, strict=True)}
