"""A table that somebody keeps by hand: what is understood, and what is refused with its row."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.consequences.monitoring import Outturn, as_decided, outturns_of
from dueregard.errors import DueRegardError
from tests.consequences.monitoring.making import written

ROW = {"measure": "mean_change", "value": "11.5", "observed_on": "2028-03-31"}


def read(*rows: dict[str, str], decided: str | None = "Grant") -> tuple[Outturn, ...]:
    return outturns_of(written(*rows), decided=decided, groupings=["sex", "area"])


def test_the_smallest_row() -> None:
    [only] = read(ROW)
    assert (only.option, only.measure, only.value, only.se, dict(only.by)) == (
        "Grant",
        "mean_change",
        11.5,
        None,
        {},
    )
    assert only.observed_on == date(2028, 3, 31)


def test_groups_are_columns_or_written_out() -> None:
    by_column, in_words = read({**ROW, "sex": "f", "area": "East"}, {**ROW, "group": "sex=f; area=West"})
    assert dict(by_column.by) == {"sex": "f", "area": "East"}
    assert dict(in_words.by) == {"sex": "f", "area": "West"}


@pytest.mark.parametrize(
    ("text", "value"), [("18.3%", 0.183), ("1,250", 1250), ("£-3.5", -3.5), ("1e3", 1000)]
)
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    assert read({**ROW, "value": text})[0].value == pytest.approx(value)


def test_doing_nothing_has_several_names() -> None:
    assert as_decided("Do nothing") == as_decided("as now") == "as now"
    assert as_decided("Grant") == "Grant"
    assert as_decided(None) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"value": "many"}, "row 2: `value` is no number"),
        ({"value": ""}, "row 2: there is no value"),
        ({"value": "inf"}, "no number"),
        ({"measure": ""}, "row 2: there is no measure"),
        ({"observed_on": "last year"}, "row 2: `observed_on` is no date"),
        ({"se": "-1"}, "not below nought"),
        ({"gender": "f"}, "a column 'gender', which is nothing"),
        ({"valeu": "3"}, "Did you mean 'value'"),
        ({"group": "female"}, "characteristic=group"),
        ({"sex": "f", "group": "sex=m"}, "given twice"),
    ],
)
def test_what_is_refused(change: dict[str, str], told: str) -> None:
    with pytest.raises(DueRegardError) as caught:
        read({**ROW, **change})
    assert told in str(caught.value)


def test_a_column_that_is_missing() -> None:
    with pytest.raises(DueRegardError, match="observed_on"):
        read({"measure": "mean_change", "value": "1"})


def test_one_figure_twice() -> None:
    with pytest.raises(DueRegardError, match="rows 2 and 3 are one figure"):
        read(ROW, {**ROW, "value": "12"})
    assert len(read({**ROW, "year": "2027"}, {**ROW, "year": "2028"})) == 2


def test_without_a_decision_the_option_must_be_said() -> None:
    with pytest.raises(DueRegardError, match=r"\[decision\]"):
        read(ROW, decided=None)
    assert read({**ROW, "option": "Pass"}, decided=None)[0].option == "Pass"
