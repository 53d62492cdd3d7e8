"""``--json`` is one object on standard output and nothing else there, on errors too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.making import RECORD, dueregard, estimate


def test_a_record_has_the_keys_of_the_contract_in_order(table: Path) -> None:
    for record in estimate(table, "--by", "sex", "--difference", "sex=male", "--json").records:
        assert list(record) == RECORD


def test_numbers_that_json_does_not_know_are_null(table: Path) -> None:
    [record] = estimate(table, "--count", "full", "--json").records
    assert (record["se"], record["low"], record["df"]) == (None, None, None)


def test_parameters_of_measures(table: Path) -> None:
    measures = ["quantile:income,p=0.9", "ratio:income,denominator=w", "proportion:sex,level=male"]
    words = [word for measure in measures for word in ("--measure", measure)]
    found = [record["parameters"] for record in dueregard("estimate", table, *words, "--json").records]
    assert found == [{"p": 0.9}, {"denominator": "w"}, {"level": "male"}]


def test_several_levels(table: Path) -> None:
    narrow, wide = estimate(table, "--level", "0.95", "--level", "0.998", "--json").records
    assert (narrow["level"], wide["level"]) == (0.95, 0.998)
    assert wide["low"] < narrow["low"] < narrow["high"] < wide["high"]


def test_notes_about_the_data_stand_beside(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("income,w\n5,1\n7,\n8,2\n", encoding="utf-8")
    [note] = estimate(path, "--weight", "w", "--json").json["notes"]
    assert note == "1 of 3 people have no weight: they stay in the design and enter no estimate."


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["estimate", "absent.csv", "--measure", "mean:x"], 1),
        (["estimate"], 2),
        (["nonsense"], 2),
        (["check", "absent"], 2),
        (["assess", "absent"], 2),
        (["gaps", "absent"], 2),
        (["new", "folder", "--people", "absent.csv"], 1),
    ],
)
def test_an_error_is_one_object_too(words: list[str], code: int) -> None:
    answer = dueregard(*words, "--json")
    assert answer.code == code
    assert answer.json["exit_code"] == code
    assert set(answer.json) == {"error", "exit_code"}
    assert set(answer.json["error"]) == {"wrong", "found", "remedy"}
    assert answer.json["error"]["wrong"] in answer.err


def test_a_defect_of_ours_shows_neither_a_traceback_nor_data(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("Ada Lovelace earns 310")

    monkeypatch.setattr("dueregard.people.read_people", broken)
    answer = estimate(table, "--json")
    assert answer.code == 1
    assert "ZeroDivisionError" in answer.json["error"]["found"]
    assert "Ada" not in answer.out + answer.err
