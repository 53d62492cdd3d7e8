"""Cells of a cross-table whose margins are published."""

from dueregard.disclosure import release
from tests.disclosure.making import areas, level, table

CELLS = [("f", "A", 5), ("m", "A", 60), ("f", "B", 70), ("m", "B", 80), ("f", "C", 90), ("m", "C", 99)]


def shown(*tables):
    return [
        tuple(record.by.values())
        for record in release(tables).tables[0].records
        if record.status != "withheld"
    ]


def crossed():
    return table(*[level({"sex": sex, "area": area}, n=n) for sex, area, n in CELLS], name="crossed")


def test_without_margins_only_the_total_counts():
    assert shown(crossed()) == [("f", "B"), ("m", "B"), ("f", "C"), ("m", "C")]


def test_with_margins_every_line_has_company():
    sexes = table(level({"sex": "f"}, n=165), level({"sex": "m"}, n=239), name="sexes")
    assert shown(crossed(), sexes, table(*areas(65, 150, 189))) == [("f", "C"), ("m", "C")]


def test_parts_of_a_withheld_total_do_not_give_it_away():
    parts = [level({"sex": sex, "area": "A"}, n=40, estimate=0.5) for sex in "fm"]
    total = level({"area": "A"}, n=80, n_effective=9.0)
    assert shown(table(*parts, name="crossed"), table(total, *areas(80, 90, 95)[1:])) == []
