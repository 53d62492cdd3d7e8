"""One table, written in every supported format, is the same people."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
import xlsxwriter

from dueregard.engine.frames import collect
from dueregard.people import People, read_people

ROWS = {
    "sex": ["f", "m", "f", None],
    "pay": [9.5, 11.0, None, 14.25],
    "Hours worked": [1, 2, 3, 4],
}


def written(people: People) -> dict[str, list[object]]:
    found = collect(people.table.frame.sort("_row"))
    return {name: found[people.table.names[name]].to_pylist() for name in people.columns}


def csv_text(delimiter: str) -> str:
    rows = zip(*ROWS.values(), strict=True)
    lines = [delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\n".join([delimiter.join(ROWS), *lines, ""])


def write_csv(path: Path) -> None:
    path.write_text(csv_text(","), encoding="utf-8")


def write_gz(path: Path) -> None:
    path.write_bytes(gzip.compress(csv_text(",").encode()))


def write_tsv(path: Path) -> None:
    path.write_text(csv_text("\t"), encoding="utf-8")


def write_semicolons(path: Path) -> None:
    path.write_text(csv_text(";"), encoding="utf-8")


def write_utf16(path: Path) -> None:
    path.write_text(csv_text(","), encoding="utf-16")


def write_parquet(path: Path) -> None:
    pq.write_table(pa.table(ROWS), path)


def write_xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("People")
        book.add_worksheet("Empty")
        sheet.write_row(0, 0, ROWS)
        for number, row in enumerate(zip(*ROWS.values(), strict=True), start=1):
            sheet.write_row(number, 0, row)


WRITERS: dict[str, Callable[[Path], None]] = {
    "people.csv": write_csv,
    "people.csv.gz": write_gz,
    "people.tsv": write_tsv,
    "semicolons.csv": write_semicolons,
    "utf16.csv": write_utf16,
    "people.parquet": write_parquet,
    "people.xlsx": write_xlsx,
}


@pytest.mark.parametrize("name", WRITERS)
def test_files(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name)
    people = read_people(tmp_path / name)
    assert written(people) == ROWS
    assert people.count == 4


@pytest.mark.parametrize("kind", ["dict", "arrow", "pandas", "polars", "lazy", "duckdb"])
def test_frames(kind: str) -> None:
    connection = duckdb.connect()
    connection.register("people", pa.table(ROWS))
    frames = {
        "dict": ROWS,
        "arrow": pa.table(ROWS),
        "pandas": pd.DataFrame(ROWS),
        "polars": pl.DataFrame(ROWS),
        "lazy": pl.LazyFrame(ROWS),
        "duckdb": connection.table("people"),
    }
    assert written(read_people(frames[kind])) == ROWS


@pytest.mark.parametrize("ending", ["dta", "sav"])
def test_value_labels_of_statistical_files(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"people.{ending}"
    write = pyreadstat.write_dta if ending == "dta" else pyreadstat.write_sav
    frame = pd.DataFrame({"sex": [1.0, 2.0, 2.0], "pay": [9.5, None, 11.0]})
    write(
        frame,
        str(path),
        variable_value_labels={"sex": {1: "male", 2: "female"}},
        column_labels={"pay": "Hourly pay"},
    )
    people = read_people(path)
    assert people.schema.grouping("sex").labels == {"1": "male", "2": "female"}
    assert people.schema.label("pay") == "Hourly pay"
    assert written(people)["pay"] == [9.5, None, 11.0]


def test_user_missing_of_spss_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "people.sav"
    frame = pd.DataFrame({"age": [30.0, 99.0]})
    pyreadstat.write_sav(frame, str(path), missing_ranges={"age": [99]})
    assert written(read_people(path))["age"] == [30.0, None]


def test_opendocument(tmp_path: Path) -> None:
    import odswriter

    path = tmp_path / "people.ods"
    with path.open("wb") as file, odswriter.writer(file) as book:
        sheet = book.new_sheet("People")
        sheet.writerow(["sex", "pay"])
        sheet.writerow(["f", 9.5])
    assert written(read_people(path)) == {"sex": ["f"], "pay": [9.5]}


def test_nan_is_missing() -> None:
    people = read_people({"pay": [1.0, float("nan")]})
    assert written(people)["pay"] == [1.0, None]


def test_blank_text_is_missing() -> None:
    assert written(read_people({"sex": ["f", " "]}))["sex"] == ["f", None]


def test_names_with_dots_and_quotes() -> None:
    rows = {"a.b": [1], 'say "x"': [2], "p-q": [3]}
    assert written(read_people(rows)) == rows


def test_sheet_by_name(tmp_path: Path) -> None:
    path = tmp_path / "staff.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, value in (("Leavers", 1), ("Staff", 2)):
            book.add_worksheet(name).write_column(0, 0, ["id", value])
    assert written(read_people(path, sheet="Staff")) == {"id": [2]}
    assert written(read_people(f"{path}#Leavers")) == {"id": [1]}
