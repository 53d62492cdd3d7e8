"""Which groups say what, in testimony and by vote, as far as the gate shows it."""

import pytest

from dueregard.estimates import Record
from dueregard.voices.triangulation import statement_sayings, theme_sayings


def counted(value: float | None, given_by: str = "individuals", measure: str = "count") -> Record:
    return Record(
        measure=measure,
        outcome="Cost",
        by={"sex": "female"},
        estimate=value,
        n=None if value is None else 40,
        status="withheld" if value is None else "ok",
        parameters={"theme": "cost", "given_by": given_by},
    )


def test_themes() -> None:
    found = theme_sayings(
        [
            counted(12.0),
            counted(0.0),
            counted(None),
            counted(1.0, "organisations"),
            counted(0.3, measure="share"),
        ]
    )
    assert [(each.direction, each.count, each.out_of, each.status) for each in found] == [
        ("raises", 12, 40, "ok"),
        ("does not raise", 0, 40, "ok"),
        ("not shown", None, None, "withheld"),
    ]
    assert {(each.about, each.id, each.label, each.by["sex"]) for each in found} == {
        ("theme", "cost", "Cost", "female")
    }


def answers(agree: float | None, disagree: float | None, basis: str = "as voted") -> list[Record]:
    return [
        Record(
            measure="proportion",
            estimate=value,
            n=50,
            status="ok" if value is not None else "withheld",
            parameters={"statement": "7", "answer": answer, "basis": basis},
        )
        for answer, value in (("agree", agree), ("disagree", disagree), ("pass", 0.0))
    ]


@pytest.mark.parametrize(
    ("agree", "disagree", "direction", "count"),
    [
        (0.6, 0.4, "agrees", 30),
        (0.3, 0.62, "disagrees", 31),
        (0.5, 0.5, "divided", 25),
        (None, 0.9, "not shown", None),
        (0.9, None, "not shown", None),
    ],
)
def test_statements(agree: float | None, disagree: float | None, direction: str, count: int | None) -> None:
    [found] = statement_sayings(answers(agree, disagree), texts={"7": "Replace it"})
    assert (found.direction, found.count, found.label) == (direction, count, "Replace it")
    assert (found.status == "withheld") == (direction == "not shown")


def test_weighted_shares_count_nobody() -> None:
    both = [*answers(0.9, 0.1), *answers(0.2, 0.8, "weighted to the population")]
    [found] = statement_sayings(both, texts={}, basis="weighted to the population")
    assert (found.direction, found.count) == ("disagrees", None)
