"""Numbers, texts, truths and dates are brought together where nothing is lost, and refused otherwise."""

import duckdb
import narwhals.stable.v2 as nw
import pytest

from dueregard.engine.expression import parse
from dueregard.errors import ExpressionError

ROWS = """
    select * from (values
        (1, '1', 1, 1.5, true, date '2026-05-01', timestamp '2026-05-01 12:00:00', [1]),
        (2, 'X', 2, 2.0, false, date '2026-06-01', timestamp '2026-06-01 12:00:00', [2]),
        (3, '02.0', 3, null, null, null, null, null),
        (4, null, null, -9, null, null, null, null)
    ) rows(n, code, whole, number, yes, day, moment, list)
"""


def frame() -> nw.LazyFrame:
    return nw.from_native(duckdb.connect().sql(ROWS))


def values(text: str) -> list[object]:
    people = frame()
    names = {name: name for name in people.collect_schema().names()}
    expression = parse(text).to_narwhals(names, people.collect_schema())
    result = people.select("n", value=expression).sort("n").collect("pyarrow")
    return result["value"].to_list()


def refusal(text: str) -> str:
    with pytest.raises(ExpressionError) as raised:
        values(text)
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code in [1, 2]", [True, False, True, None]),
        ("code == 1", [True, False, False, None]),
        ("code != 2", [True, True, False, None]),
        ("code in [1, 'X']", [True, True, False, None]),
        ("code not in [1, 'X']", [False, False, True, None]),
        ("code == '1'", [True, False, False, None]),
        ("whole == '1'", [True, False, False, None]),
        ("whole in ['2', ' 3 ']", [False, True, True, None]),
        ("'2' <= whole", [False, True, True, None]),
        ("number == '1.50'", [True, False, None, False]),
        ("number == -9", [False, False, None, True]),
        ("yes == 1", [True, False, None, None]),
        ("yes == 'FALSE'", [False, True, None, None]),
        ("yes", [True, False, None, None]),
        ("not yes", [False, True, None, None]),
        ("yes + 1 == 2", [True, False, None, None]),
        ("whole == true", [True, False, False, None]),
        ("day >= '2026-05-15'", [False, True, None, None]),
        ("moment < '2026-05-15'", [True, False, None, None]),
        ("whole / 0 is missing", [True, True, True, True]),
        ("yes or whole == 3", [True, False, True, None]),
    ],
)
def test_brought_together(text: str, expected: list[object]) -> None:
    assert values(text) == expected


def test_decimals_compare_as_numbers() -> None:
    assert values("number * 2 = 3") == [True, False, None, False]


def test_whole_numbers_do_not_overflow() -> None:
    assert values("whole * 2000000000 * 2000000000 > 0")[0] is True


def test_text_has_no_order_as_a_number() -> None:
    assert refusal("code < 2") == (
        "code holds texts, which have no order as numbers. "
        "List the codes: in ['1', '2'], or declare what is not a number as missing.\n"
        "    code < 2\n"
        "           ^"
    )


def test_a_word_is_not_a_number() -> None:
    assert "whole holds numbers, and 'many' is not one of them." in refusal("whole == 'many'")


def test_a_word_is_not_a_date() -> None:
    assert "day holds dates, and 'May' is not one of them." in refusal("day == 'May'")


def test_columns_of_two_kinds() -> None:
    assert "code holds texts and whole holds numbers." in refusal("code == whole")


def test_arithmetic_needs_numbers() -> None:
    assert "A number is needed here, and code holds texts." in refusal("code + 1 > 2")


def test_and_needs_conditions() -> None:
    assert "Write, say: whole == 1." in refusal("yes and whole")


def test_a_list_has_no_place() -> None:
    assert "'list' holds List" in refusal("list == 1")


def test_absent_column() -> None:
    assert refusal("yes and wole > 2") == (
        "There is no column 'wole'. Did you mean 'whole'?\n    yes and wole > 2\n            ^"
    )
