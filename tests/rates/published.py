"""Reference values of R's PHEindicatormethods 2.1.0, read from the data beside the repository."""

import csv
import gzip
from pathlib import Path
from typing import Any

import numpy as np
from python_calamine import CalamineWorkbook

Rows = list[dict[str, Any]]


def table(path: Path) -> Rows:
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
    return list(csv.DictReader(text.splitlines()))


def sheet(path: Path, name: str) -> Rows:
    heading, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
    return [dict(zip(heading, row, strict=True)) for row in rows]


def numbers(rows: Rows, name: str) -> np.ndarray:
    return np.array([np.nan if row[name] in ("", "NA", None) else float(row[name]) for row in rows])


def limits(rows: Rows, level: str = "") -> np.ndarray:
    """Limits of one level: ``95_0``, ``99_8``, or the only one."""
    return np.column_stack([numbers(rows, f"{side}{level}cl") for side in ("lower", "upper")])


def rank_of(groups: tuple[Any, ...], rows: Rows, *names: str) -> list[int]:
    """Positions in our results of the groups of the reference's rows."""
    labels = [str(group) for group in groups]
    wanted = [row[names[0]] if len(names) == 1 else tuple(row[name] for name in names) for row in rows]
    return [labels.index(str(each)) for each in wanted]
