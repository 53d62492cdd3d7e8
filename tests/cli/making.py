"""Small tables and commands run in this process, for the tests of the command line."""

from __future__ import annotations

import contextlib
import io
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dueregard.cli import main

HEADER = ("grp", "sex", "income", "w", "st", "cl", "N")
RECORD = [
    *("measure", "parameters", "outcome", "by", "contrast", "reference", "estimate", "se", "low", "high"),
    *("level", "df", "n", "n_eff", "status", "reason", "unit", "method", "source", "verdict"),
]


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def records(self) -> list[dict[str, Any]]:
        return list(self.json["estimates"])


def dueregard(*words: object) -> Answer:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    assert "Traceback" not in err.getvalue()
    return Answer(code=code, out=out.getvalue(), err=err.getvalue())


def people(count: int = 120) -> list[list[Any]]:
    """Three groups, two sexes, incomes, weights, two strata of ten clusters each."""
    draw = random.Random(7)
    rows = []
    for number in range(count):
        cluster = number // 6
        rows.append(
            [
                "abc"[number % 3],
                ("female", "male")[number % 2],
                round(draw.gauss(100 + 10 * (number % 2), 20), 2),
                round(draw.uniform(0.5, 3.5), 2),
                "NS"[cluster % 2],
                cluster,
                200,
            ]
        )
    return rows


def with_cells(rows: Sequence[Sequence[Any]], column: str, values: dict[int, Any]) -> list[list[Any]]:
    """Change the cells of a column in some rows."""
    place = HEADER.index(column)
    changed = [list(row) for row in rows]
    for row, value in values.items():
        changed[row][place] = value
    return changed


def write_table(
    path: Path, rows: Sequence[Sequence[Any]], *, header: Sequence[str] = HEADER, encoding: str = "utf-8"
) -> Path:
    lines = [",".join(map(str, row)) for row in (header, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def estimate(table: Path, *words: object, measure: str = "mean:income") -> Answer:
    return dueregard("estimate", table, "--measure", measure, *words)
