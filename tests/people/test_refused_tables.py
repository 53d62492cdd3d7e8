"""Tables that cannot be used are refused with what was wrong, what was found, and what to do."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dueregard.errors import ColumnNotFound, DueRegardError, PeopleError, UsageError
from dueregard.measures import mean
from dueregard.people import read_people

INF = float("inf")


def refusal(source: Any, **options: Any) -> str:
    with pytest.raises(DueRegardError) as raised:
        read_people(source, **options)
    return str(raised.value)


def refused_outcome(values: list[Any], **options: Any) -> str:
    people = read_people({"pay": values}, **options)
    with pytest.raises(DueRegardError) as raised:
        people.estimate(mean("pay"))
    return str(raised.value)


def test_missing_file(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("a\n1\n")
    assert refusal(tmp_path / "peple.csv").endswith("Did you mean 'people.csv'?")


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_unknown_ending(tmp_path: Path) -> None:
    (tmp_path / "people.docx").write_text("x")
    assert "people.docx is of a kind that cannot be read" in refusal(tmp_path / "people.docx")


@pytest.mark.parametrize("ending", ["parquet", "xlsx", "ods", "dta", "sav"])
def test_damaged_file(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"people.{ending}"
    path.write_bytes(b"not that at all, and long enough to be read as a header" * 20)
    assert "cannot be read" in refusal(path)


@pytest.mark.parametrize("content", ["", "\n", "   \n"])
def test_empty_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "people.csv").write_text(content)
    assert "people.csv" in refusal(tmp_path / "people.csv")


def test_header_without_rows(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("age,sex\n")
    message = refusal(tmp_path / "people.csv")
    assert message.startswith("people.csv has no rows: it has a header and nothing below it.")


def test_no_header(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("1,34\n2,57\n")
    message = refusal(tmp_path / "people.csv")
    assert "holds numbers, not names of columns" in message
    assert "34" not in message


def test_header_without_rows_in_memory() -> None:
    assert "has no rows" in refusal(pa.table({"age": pa.array([], pa.int64())}))


def test_not_a_table() -> None:
    assert "cannot be read from int" in refusal(3)


@pytest.mark.parametrize("source", ["csv", "dict"])
def test_names_that_differ_by_case_only(tmp_path: Path, source: str) -> None:
    (tmp_path / "people.csv").write_text("Age,age\n1,2\n")
    tables = {"csv": tmp_path / "people.csv", "dict": {"Age": [1], "age": [2]}}
    message = refusal(tables[source])
    assert "'Age'" in message
    assert "'age'" in message


def test_the_same_name_twice(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("age,age\n1,2\n")
    assert "both called 'age'" in refusal(tmp_path / "people.csv")


def test_absent_columns() -> None:
    table = {"income": [1.0], "sex": ["f"]}
    for options in (
        {"weight": "incme"},
        {"strata": "incme"},
        {"cluster": ["incme"]},
        {"characteristics": {"sex": "incme"}},
        {"places": {"area": "incme"}},
        {"generations": "incme"},
        {"columns": {"incme": {"missing": ["x"]}}},
    ):
        with pytest.raises(ColumnNotFound, match=r"Did you mean 'income'"):
            read_people(table, **options)


def test_absent_column_in_by_and_outcome() -> None:
    people = read_people({"income": [1.0, 2.0], "sex": ["f", "m"]})
    with pytest.raises(ColumnNotFound, match="Did you mean 'sex'"):
        people.estimate(mean("income"), by="sexx")
    with pytest.raises(DueRegardError, match="Did you mean 'income'"):
        people.estimate(mean("incme"))


def test_negative_weights() -> None:
    message = refusal({"w": [1.0, -2.0, 3.0, -1.0]}, weight="w")
    assert message.startswith(
        "The weight 'w' is negative in 2 rows. They are rows 2, 4, counted below the header."
    )


def test_infinite_weights() -> None:
    assert "The weight 'w' is infinite in 1 row. It is row 2" in refusal({"w": [1.0, INF]}, weight="w")


def test_weights_all_zero() -> None:
    assert "zero or missing in all 2 rows" in refusal({"w": [0, 0]}, weight="w")


def test_weights_all_missing() -> None:
    assert "missing in all 2 rows" in refusal(
        pa.table({"w": pa.array([None, None], pa.float64())}), weight="w"
    )


def test_weights_of_text() -> None:
    assert "holds no numbers" in refusal({"w": ["a", "b"]}, weight="w")


def test_a_missing_weight_is_noted() -> None:
    people = read_people({"w": [1.0, None], "y": [1.0, 5.0]}, weight="w")
    assert people.notes == ("1 of 2 people have no weight: they stay in the design and enter no estimate.",)
    assert people.estimate(mean("y")).values[0] == 1.0


def test_somebody_without_a_stratum() -> None:
    assert "'s' is missing in 1 row" in refusal({"s": ["a", None]}, strata="s")


def test_infinite_outcome() -> None:
    assert refused_outcome([1.0, INF, -INF]).startswith(
        "'pay' is infinite in 2 rows. They are rows 2, 3, counted below the header."
    )


def test_outcome_all_missing() -> None:
    assert "Every value of 'pay' is missing." in refused_outcome(pa.array([None, None], pa.float64()))


def test_text_in_an_outcome_names_rows_and_known_words() -> None:
    message = refused_outcome(["1", "2", "n/a", "3.5", "Ann Smith", "4", "5"])
    assert "'pay' holds text in 2 of 7 rows" in message
    assert "rows 3, 5" in message
    assert "{'missing': ['n/a']}" in message
    assert "Ann" not in message


def test_text_declared_missing_is_measured() -> None:
    people = read_people({"pay": ["1", "2", "n/a"]}, columns={"pay": {"missing": ["n/a"]}})
    assert people.estimate(mean("pay")).values[0] == 1.5


def test_mixed_pandas_column() -> None:
    pd = pytest.importorskip("pandas")
    assert "'pay' mixes kinds of values" in refusal(pd.DataFrame({"pay": [1, "x"]}))


def test_unknown_key_of_a_code_book() -> None:
    with pytest.raises(UsageError, match="Did you mean 'missing'"):
        read_people({"a": [1]}, columns={"a": {"mising": ["1"]}})


def test_sheets_that_are_not_clear(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "staff.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("A", "B"):
            book.add_worksheet(name).write_column(0, 0, ["id", 1])
    assert "more than one sheet" in refusal(path)
    assert "Its sheets are: A, B." in refusal(path, sheet="C")


def test_memory_limit_that_is_none() -> None:
    with pytest.raises(UsageError, match="memory_limit cannot be 'lots'"):
        read_people({"a": [1]}, memory_limit="lots")


def test_errors_are_of_people() -> None:
    with pytest.raises(PeopleError):
        read_people("absent.csv")
