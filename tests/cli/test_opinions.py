"""``dueregard opinions``: what it prints for readers and machines, and what it refuses."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.cli.making import RECORD, dueregard
from tests.voices.opinions.consultation import consultation, write_consultation


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_consultation(tmp_path_factory.mktemp("consultation"), consultation())


def asked(paths: dict[str, Path], *words: object, population: bool = True) -> list[object]:
    given: list[object] = ["opinions", paths["votes"], "--statements", paths["statements"]]
    given += ["--participants", paths["participants"], "--bootstrap", 3]
    given += ["--population", paths["population"]] if population else []
    return [*given, *words]


def test_one_object_for_machines(paths: dict[str, Path]) -> None:
    answer = dueregard(*asked(paths, "--statements-chosen", 2, "--json"))
    assert answer.code == 0, answer.err
    found: dict[str, Any] = answer.json
    for name in ("groups", "consensus", "weights", "estimates", "stability", "safeguard", "chosen", "map"):
        assert name in found
    assert 0 < found["weights"]["effective_n"] < 300
    assert [group["group"] for group in found["groups"]] == ["A", "B"]
    assert len(found["chosen"]["statements"]) == 2
    assert set(RECORD) <= set(found["estimates"][0])
    assert {record["parameters"]["basis"] for record in found["estimates"]} == {
        "as voted",
        "weighted to the population",
    }
    assert '"p0"' not in answer.out


def test_the_same_seed_gives_the_same_answer(paths: dict[str, Path]) -> None:
    first, second = (dueregard(*asked(paths, "--seed", 7, "--json")) for _ in range(2))
    assert first.out == second.out


def test_a_reader_sees_every_section(paths: dict[str, Path]) -> None:
    answer = dueregard(*asked(paths))
    assert answer.code == 0, answer.err
    for heading in (
        "Who took part",
        "Groups of people who vote alike",
        "What most agree on",
        "What divides",
        "What a group opposes",
        "Who was not heard",
    ):
        assert heading in answer.out
    assert "faith B" in answer.out
    assert "age 16-34" in answer.out
    assert "سڑکوں" in answer.out


def test_a_release_counts_no_small_group(paths: dict[str, Path]) -> None:
    answer = dueregard(*asked(paths, "--release"))
    assert answer.code == 0, answer.err
    row = next(line for line in answer.out.splitlines() if "faith B" in line)
    assert "[c]" in row
    assert "60% or more" in row
    assert " of 14" not in answer.out


def test_csv_has_a_row_for_each_share(paths: dict[str, Path]) -> None:
    answer = dueregard(*asked(paths, "--by", "faith,sex", "--csv", population=False))
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert len(rows) == 8 * 3 * (1 + 3 + 3)
    assert {row["faith"] for row in rows} == {"", "A", "B", "C"}
    assert {row["sex"] for row in rows} == {"", "f", "m", "(not declared)"}


def test_the_map_and_the_members_are_written(paths: dict[str, Path], tmp_path: Path) -> None:
    page, members = tmp_path / "map.html", tmp_path / "members.csv"
    answer = dueregard(*asked(paths, "--out", page, "--members", members))
    assert answer.code == 0, answer.err
    assert "<svg" in page.read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(members.read_text(encoding="utf-8"))))
    assert len(rows) == 300
    assert {row["group"] for row in rows} <= {"A", "B", ""}
    assert sum(float(row["weight"]) for row in rows) == pytest.approx(300)


def test_known_totals_saved_by_a_spreadsheet(paths: dict[str, Path], tmp_path: Path) -> None:
    text = paths["population"].read_text(encoding="utf-8").replace(",", ";")
    saved = tmp_path / "population.csv"
    saved.write_text("\ufeff" + text.replace("\n", "\r\n").replace("16-34", "16–34"), encoding="utf-8")
    answer = dueregard(*asked(paths, "--population", saved, "--json", population=False))
    assert answer.code == 0, answer.err
    assert answer.json["weights"]["population"] == "population.csv"


def test_a_population_of_people(paths: dict[str, Path], tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    rows = [("age,sex,n")] + [
        f"{age},{sex},{count}"
        for sex in ("f", "m")
        for age, count in (("16-34", 30), ("35-54", 33), ("55+", 37))
    ]
    people.write_text("\n".join(rows) + "\n")
    words = ("--population", people, "--population-weight", "n", "--json")
    answer = dueregard(*asked(paths, *words, population=False))
    assert answer.code == 0, answer.err
    levels = {
        level["level"]: level["population_share"]
        for level in answer.json["weights"]["levels"]
        if level["characteristic"] == "age"
    }
    assert levels == pytest.approx({"16-34": 0.3, "35-54": 0.33, "55+": 0.37})
    assert any("'faith'" in note for note in answer.json["notes"])


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--members", "m.csv", "--release"), 2, "never part of a release"),
        (("--out", "map.png"), 2, ".svg or .html"),
        (("--by", "shoe"), 2, "no column 'shoe'"),
        (("--cap", "2", "3"), 2, "around 1"),
        (("--statements-chosen", "9"), 2, "9 statements cannot be chosen"),
    ],
)
def test_wrong_usage_is_told(paths: dict[str, Path], words: tuple[str, ...], code: int, message: str) -> None:
    answer = dueregard(*asked(paths, *words))
    assert answer.code == code
    assert message in answer.err.replace("\n", " ").replace("  ", " ")


def test_a_level_that_the_population_lacks(paths: dict[str, Path], tmp_path: Path) -> None:
    short = tmp_path / "short.csv"
    short.write_text("variable,level,total\nage,16-34,3\nage,35-54,3\n")
    answer = dueregard(*asked(paths, "--population", short, population=False))
    assert answer.code == 1
    assert "'55+'" in answer.err
