"""Published tables of groups and of age bands through ``dueregard estimate``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.making import RECORD, dueregard, estimate, write_table

HEADER = ("year", "place", "rate", "se", "people", "rank")
ROWS = [
    *([2011, place, rate, 2, 100, rank] for place, rate, rank in (("a", 60, 1), ("b", 70, 2), ("c", 80, 3))),
    *([2021, place, rate, 2, 100, rank] for place, rate, rank in (("a", 55, 1), ("b", 70, 2), ("c", 85, 3))),
]
COLUMNS = "se=se,population=people,group=place"


@pytest.fixture
def groups(tmp_path: Path) -> Path:
    return write_table(tmp_path / "groups.csv", ROWS, header=HEADER)


def test_records_are_public_ones_at_every_level(groups: Path) -> None:
    both = ["--by", "year", "--level", "0.95", "--level", "0.998"]
    records = estimate(groups, *both, "--json", measure=f"between_group_variance:rate,{COLUMNS}").records
    assert all(list(record) == RECORD for record in records)
    assert [(record["by"]["year"], record["level"]) for record in records] == [
        *(("2011", 0.95), ("2011", 0.998)),
        *(("2021", 0.95), ("2021", 0.998)),
    ]
    # 200/3 and 150, less the sampling noise 2² (1 - 1/3).
    assert [record["estimate"] for record in records[::2]] == pytest.approx([64, 150 - 8 / 3])
    assert records[1]["low"] < records[0]["low"] < records[0]["estimate"]
    assert records[0]["parameters"] == {
        "se": "se",
        "population": "people",
        "group": "place",
        "corrected": True,
    }


def test_years_are_compared(groups: Path) -> None:
    text = f"difference_between_groups:rate,of=c,minus=a,{COLUMNS}"
    words = ["--by", "year", "--difference", "year=2011", "--json"]
    *levels, change = estimate(groups, *words, measure=text).records
    assert [record["verdict"] for record in levels] == ["higher than", "higher than"]
    assert change["estimate"] == pytest.approx(10)
    assert change["se"] == pytest.approx(4)


def test_a_slope_of_ordered_groups(groups: Path) -> None:
    text = "slope_index_of_groups:rate,order=rank,se=se,population=people"
    [record] = estimate(groups, "--where", "year == 2011", "--json", measure=text).records
    assert record["estimate"] == pytest.approx(30)
    # Ranks 1/6, 1/2 and 5/6: the slope is 1.5 (y3 - y1).
    assert record["se"] == pytest.approx(1.5 * 2 * 2**0.5)


def test_a_reader_is_told_that_rows_were_counted(groups: Path) -> None:
    answer = estimate(groups, "--by", "year", measure=f"index_of_disparity:rate,{COLUMNS}")
    assert answer.code == 0
    assert " rows" in answer.out
    assert "people " not in answer.out.splitlines()[1]


def test_two_years_together_are_told_apart(groups: Path) -> None:
    answer = estimate(groups, measure=f"between_group_theil:rate,{COLUMNS}")
    assert answer.code == 0
    assert "the group 'a' is in two rows" in answer.out


def test_groups_of_people_take_the_design(table: Path) -> None:
    design = ["--weight", "w", "--strata", "st", "--cluster", "cl"]
    text = "difference_between_groups:income,across=sex,of=male,minus=female"
    [ours] = estimate(table, *design, "--json", measure=text).records
    words = ["--by", "sex", "--difference", "sex=female", "--json"]
    *_, same = estimate(table, *design, *words, measure="mean:income").records
    for key in ("estimate", "se", "low", "high", "df"):
        assert ours[key] == pytest.approx(same[key], rel=1e-9)


def test_life_expectancy_by_area(tmp_path: Path) -> None:
    rows = [
        [area, age, people, deaths * factor]
        for area, factor in (("ash", 1), ("oak", 2))
        for age, people, deaths in ((0, 40_000, 60), (40, 50_000, 300), (70, 12_000, 1200))
    ]
    table = write_table(tmp_path / "life.csv", rows, header=("area", "age", "people", "deaths"))
    text = "life_expectancy:deaths,population=people,age=age,bands=[0, 40, 70]"
    ash, oak, gap = estimate(
        table, "--by", "area", "--difference", "area=ash", "--json", measure=text
    ).records
    assert (round(ash["estimate"], 2), ash["unit"]) == (71.78, "years")
    assert gap["estimate"] == pytest.approx(oak["estimate"] - ash["estimate"])
    assert gap["verdict"] == "lower than"


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (f"mean_difference_from_a_reference:rate,reference=d,{COLUMNS}", [], "Its groups are: a, b, c"),
        ("between_group_variance:rate", [], "Give population="),
        (f"between_group_variance:rate,{COLUMNS}", ["--weight", "people"], "across=column"),
        (f"between_group_variance:rate,{COLUMNS}", ["--by", "year", "--versus", "rest"], "everyone else"),
        ("between_group_variance:rate,se=place,population=people", [], "'place' cannot be used"),
    ],
)
def test_what_is_asked_wrongly_is_refused(groups: Path, text: str, words: list[str], said: str) -> None:
    answer = estimate(groups, *words, measure=text)
    assert answer.code == 2
    assert said in answer.err


def test_every_measure_of_rows_is_explained() -> None:
    answer = dueregard("estimate", "--explain", "between_group_theil")
    assert answer.code == 0
    assert "factor of 1000" in " ".join(answer.out.split())
