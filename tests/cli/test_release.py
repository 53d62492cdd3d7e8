"""What a hostile reader could ask of a small table, and must not be told."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.cli.making import Answer, dueregard

AREAS = {"A": 40, "B": 30, "C": 3, "D": 25}


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """98 people in four areas; C has three of them, and D two men among 25."""
    draw = random.Random(2)
    lines = ["sex,area,income,one,half"]
    for area, size in AREAS.items():
        for place in range(size):
            sex = "m" if place % 2 and not (area == "D" and place > 3) else "f"
            half = "" if area == "A" and place < 3 else draw.randint(5, 90)
            lines.append(f"{sex},{area},{draw.randint(5, 90) * 100},1,{half}")
    return _written(tmp_path / "people.csv", lines)


def _written(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def release(table: Path, *measures: str, flags: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    answer = _asked(table, *measures, flags=flags)
    assert answer.code == 0, answer.err
    return answer.records


def _asked(table: Path, *measures: str, flags: tuple[str, ...] = ()) -> Answer:
    asked = [word for measure in measures for word in ("--measure", measure)]
    return dueregard("estimate", table, *asked, *flags, "--release", "--json")


def shown(records: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Areas with a number, by outcome."""
    found: dict[str, list[str]] = {}
    for record in records:
        areas = found.setdefault(record["outcome"] or record["measure"], [])
        if record["estimate"] is not None:
            areas.append(record["by"].get("area", "all"))
    return found


def test_a_pay_gap_with_three_people_is_withheld(people: Path) -> None:
    records = release(people, "pay_gap:income,by=area,reference=A,name=gap", "mean:income,among=area=='A'")
    assert shown(records) == {"gap": ["B"], "income": ["all"]}


@pytest.mark.parametrize(
    "measure",
    [
        "difference_between_groups:income,across=area,of=A,minus=C",
        "pay_gap:income,by=area,reference=C",
        "generalised_entropy_decomposition:income,alpha=1,within=area",
        "gini_decomposition:income,within=area",
    ],
)
def test_what_is_made_of_a_group_of_three_is_withheld(people: Path, measure: str) -> None:
    records = release(people, measure)
    concerned = [record for record in records if record["by"].get("area", "C") == "C"] or records
    assert {record["status"] for record in concerned} == {"withheld"}


def test_what_is_made_of_large_groups_is_shown(people: Path) -> None:
    flags = ("--where", "area != 'C'")
    measure = "difference_between_groups:income,across=area,of=A,minus=B"
    assert all(record["estimate"] is not None for record in release(people, measure, flags=flags))


def test_women_beside_everybody_do_not_show_two_men(people: Path) -> None:
    records = release(
        people, "count:,among=sex=='f',name=women", "count:,name=everybody", flags=("--by", "area")
    )
    both = shown(records)
    assert "D" not in both["women"] or "D" not in both["everybody"]
    assert "A" in both["women"]
    assert "A" in both["everybody"]


@pytest.mark.parametrize(
    ("more", "fewer"),
    [
        ("total:income,name=more", "total:income,among=area!='C',name=fewer"),
        ("count:,name=more", "mean:half,name=fewer"),
        ("mean:income,name=more", "mean_log_deviation:(income-600)*(income>=0),name=fewer"),
    ],
)
def test_nearly_the_same_people_are_shown_once(people: Path, more: str, fewer: str) -> None:
    records = release(people, more, fewer)
    assert shown(records)["more"] == ["all"]
    assert shown(records)["fewer"] == []


@pytest.mark.parametrize(
    "measure", ["proportion:sex=='f'", "mean:sex=='f'", "total:sex=='f'", "ratio:sex=='f',denominator=one"]
)
def test_few_noes_of_a_full_count_are_withheld_whatever_the_measure(people: Path, measure: str) -> None:
    flags = ("--by", "area", "--count", "full", "--where", "area != 'C'")
    [areas] = shown(release(people, measure, flags=flags)).values()
    assert areas == ["A"]


def test_amounts_of_a_full_count_are_shown(people: Path) -> None:
    flags = ("--by", "area", "--count", "full", "--where", "area != 'C'")
    [areas] = shown(release(people, "mean:income", flags=flags)).values()
    assert areas == ["A", "B", "D"]


@pytest.mark.parametrize(
    "measure",
    [
        "quantile:income,p=0.999",
        "lower_total:income,p=0.05",
        "lorenz:income,p=0.99",
        "share:income,lower=0.98,upper=0.99",
        "poor_median:income,line=1200",
        "relative_median_poverty_gap:income,line=1200",
    ],
)
def test_values_of_single_people_are_withheld(people: Path, measure: str) -> None:
    assert shown(release(people, measure, flags=("--by", "area"))) == {"income": []}
    assert shown(release(people, "median:income", flags=("--by", "area"))) == {"income": ["A", "B"]}


def test_an_error_does_not_count_people(tmp_path: Path) -> None:
    table = _written(tmp_path / "pay.csv", ["pay", *["0"] * 3, *map(str, range(1, 60))])
    measure = "theil:pay,nonpositive=refuse"
    assert "3 people have" in dueregard("estimate", table, "--measure", measure).err
    told = dueregard("estimate", table, "--measure", measure, "--release").err
    assert "Some people have" in told
    assert "3" not in told


def test_notes_do_not_count_people(tmp_path: Path) -> None:
    rows = [f"{'fm'[place % 2]},{place + 5},{1 + place % 2}" for place in range(6)]
    table = _written(tmp_path / "six.csv", ["sex,pay,w", *rows])
    totals = _written(tmp_path / "totals.csv", ["variable,level,total", "sex,f,10", "sex,m,30"])
    words = ("estimate", table, "--measure", "mean:pay", "--weight", "w", "--calibrate", totals, "--json")
    assert any("6 people count like" in note for note in dueregard(*words).json["notes"])
    notes = " ".join(dueregard(*words, "--release").json["notes"])
    assert "Notes that count people are left out" in notes
    assert not any(letter.isdigit() for letter in notes)


def test_nobody_is_not_told_beside_a_withheld_count(tmp_path: Path) -> None:
    rows = [f"{area},{'' if area == 'C' else 10 + place}" for area in "ABC" for place in range(30)]
    table = _written(
        tmp_path / "areas.csv", ["area,pay", *[row for row in rows if row[0] != "C"], *rows[-3:]]
    )
    records = release(table, "count:", "mean:pay", flags=("--by", "area"))
    assert {record["status"] for record in records if record["by"]["area"] == "C"} == {"withheld"}


@pytest.mark.parametrize(
    ("flags", "told"), [((), "4 people without a value"), (("--release",), "People without a value")]
)
def test_people_without_a_group_are_told_of(tmp_path: Path, flags: tuple[str, ...], told: str) -> None:
    rows = [f"{'AB'[place % 2] if place > 3 else ''},{place + 10}" for place in range(60)]
    table = _written(tmp_path / "areas.csv", ["area,pay", *rows])
    words = ("estimate", table, "--measure", "mean:pay", "--json")
    notes = dueregard(*words, "--by", "area", *flags).json["notes"]
    assert any(note.startswith(f"{told} of area") for note in notes)
    assert not any("without a value" in note for note in dueregard(*words, *flags).json["notes"])


def test_rows_that_are_not_people_are_refused(tmp_path: Path) -> None:
    table = _written(tmp_path / "areas.csv", ["area,deaths,people", "A,20,1000", "B,30,1000"])
    answer = dueregard("estimate", table, "--measure", "rate:deaths,population=people", "--release")
    assert answer.code == 2
    assert "--release is for tables of people" in answer.err
    assert dueregard("estimate", table, "--measure", "rate:deaths,population=people").code == 0
