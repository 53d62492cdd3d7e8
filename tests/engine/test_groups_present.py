"""A group in which nobody has a value is still a group, whatever the design."""

from __future__ import annotations

import pyarrow as pa
import pytest

from dueregard.engine import Grouping, SurveyDesign, Table, evaluate, table_from
from dueregard.measures import mean, median

DATA = pa.table(
    {
        "g": ["a", "a", "b", "b", "c", "c", "d"],
        "y": [1.0, 2.0, 3.0, 5.0, None, None, 9.0],
        "w": [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 0.0],
        "psu": [1, 2, 1, 3, 2, 3, 4],
        "n": [10.0] * 7,
    }
)
DESIGNS = [
    SurveyDesign(),
    SurveyDesign(clusters=("psu",)),
    SurveyDesign(clusters=("psu",), fpc=("n",)),
]


def _levels(table: Table, **options: bool) -> list[tuple[str, int]]:
    found = evaluate(table, [mean("y")], groupings=[[Grouping(name="g", column="g")]], **options)
    return [(label.by["g"], support.n) for label, support in zip(found.labels, found.supports, strict=True)]


@pytest.mark.parametrize("design", DESIGNS, ids=["rows", "clusters", "two stages"])
def test_it_has_a_level_without_people(design: SurveyDesign) -> None:
    assert _levels(table_from(DATA, design=design)) == [("a", 2), ("b", 2), ("c", 0), ("d", 1)]


@pytest.mark.parametrize("design", DESIGNS, ids=["rows", "clusters", "two stages"])
def test_the_second_answer_has_the_levels_of_the_first(design: SurveyDesign) -> None:
    table = table_from(DATA, design=design)
    assert _levels(table) == _levels(table)


def test_second_moments_have_it_too() -> None:
    table = table_from(DATA, design=SurveyDesign())
    assert _levels(table, keep_scores=False) == [("a", 2), ("b", 2), ("c", 0), ("d", 1)]


@pytest.mark.parametrize("design", DESIGNS, ids=["rows", "clusters", "two stages"])
def test_a_group_outside_the_domain_has_none(design: SurveyDesign) -> None:
    table = table_from(DATA, design=design).where("g in ['a', 'c']")
    assert _levels(table) == [("a", 2), ("c", 0)]


def test_people_of_weight_zero_make_no_group() -> None:
    table = table_from(DATA, design=SurveyDesign(weight="w"))
    assert [name for name, _ in _levels(table)] == ["a", "b", "c"]


def test_of_crossings_those_that_somebody_is_in() -> None:
    table = table_from(DATA, design=SurveyDesign())
    crossing = [Grouping(name="g", column="g"), Grouping(name="psu", column="psu")]
    found = evaluate(table, [median("y")], groupings=[crossing])
    assert [tuple(label.by.values()) for label in found.labels] == [
        *(("a", "1"), ("a", "2"), ("b", "1"), ("b", "3"), ("c", "2"), ("c", "3"), ("d", "4")),
    ]
