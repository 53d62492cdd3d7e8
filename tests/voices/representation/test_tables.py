"""Tables of shares and counts as people write them."""

from __future__ import annotations

import pytest

from dueregard.errors import PeopleError
from dueregard.estimates.proportion_intervals import clopper_pearson
from dueregard.people.known_totals import KnownTotals
from dueregard.voices.representation import margins_from
from dueregard.voices.representation.shares import NotCompared
from dueregard.voices.representation.tables import margins_in
from tests.voices.representation.making import margins, shares_of, written


@pytest.mark.parametrize(
    "text",
    [
        "variable|level|total\nsex|F|102000\nsex|M|98000\n||200000",
        "characteristic|group|percent\nsex|F|51%\nsex|M|49%\nsex|Total|100%",
        "Category|Feature|Share\nsex|F|.51\nsex|M|.49\nsex|Not stated|.1",
        "sex|count\nF|1,020\nM|980\nAll persons|2,000",
        "sex|age|observation\nF|old|21\nF|young|30\nM|old|19\nM|young|30\nTotal|old|40",
        "sex: F|sex: M\n51|49",
        "F|M\n51|49",
        "dimension|level|value\nsex|F|0,51\nsex|M|0,49",
    ],
)
def test_one_margin_in_many_forms(text: str) -> None:
    assert shares_of(margins(text), "Sex") == {("F",): 0.51, ("M",): 0.49}


def test_counts_are_told_from_shares() -> None:
    assert margins("sex|count\nF|20\nM|40").shares(("sex",)).counts is not None
    assert margins("sex|count\nF|0.2\nM|0.8").shares(("sex",)).counts is None
    assert margins("variable|level|total\nsex|F|51\nsex|M|49").shares(("sex",)).counts is None
    assert margins("sex|percent\nF|2000\nM|4000").shares(("sex",)).counts is None


def test_a_crossing_serves_for_its_parts_in_any_order() -> None:
    table = margins("variable|level|total\nsex*age|F*old|10\nsex*age|M*old|30\nsex*age|M*young|60")
    assert shares_of(table, "age") == {("old",): 0.4, ("young",): 0.6}
    assert shares_of(table, "age", "sex") == {("old", "F"): 0.1, ("old", "M"): 0.3, ("young", "M"): 0.6}


def test_parts_do_not_make_a_crossing() -> None:
    table = margins("variable|level|total\nsex|F|1000\nsex|M|1000\nage|old|500\nage|young|1500")
    with pytest.raises(NotCompared, match=r"does not have sex\*age crossed"):
        table.shares(("sex", "age"))
    with pytest.raises(NotCompared, match="says nothing of 'class'"):
        table.shares(("class",))


def test_shares_of_a_sample_carry_its_error() -> None:
    table = margins("variable|level|share|n\nsex|F|.5|100\nsex|M|.5|100")
    found = table.shares(("sex",))
    assert table.kind == "sample"
    assert found.covariance is not None
    assert found.covariance[0].tolist() == pytest.approx([0.0025, -0.0025])
    limits = found.limits(0.95)
    assert limits is not None
    assert limits[0].tolist() == pytest.approx(clopper_pearson([50], [100])[0].tolist())


def test_known_totals_are_a_comparator() -> None:
    known = KnownTotals(margins={"sex*age": {"F*old": 500.0, "M*old": 500.0}}, totals={}, population=1000.0)
    assert shares_of(margins_from(known, title="totals"), "sex") == {("F",): 0.5, ("M",): 0.5}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("variable|level|total\nsex|F|-3\nsex|M|5", "It is negative"),
        ("variable|level|total\nsex|F|\nsex|M|5", "It is empty"),
        ("variable|level|total\nsex|F|3\nsex|F|5", "again"),
        ("variable|level|total\nsex*age|F|3", "joined? by a star|by a star"),
    ],
)
def test_what_cannot_be_meant_is_pointed_at(text: str, said: str) -> None:
    with pytest.raises(PeopleError, match=said):
        margins_in(written(text))


def test_a_table_of_people_is_no_margin() -> None:
    assert margins_in(written("id|sex|age\n1|F|30\n2|M|40")) is None


@pytest.mark.parametrize("heading", ["share", "count"])
def test_shares_that_cannot_be_of_one_whole_are_refused(heading: str) -> None:
    for first, second in (("0.5", "500"), ("0.6", "0.6")):
        with pytest.raises(PeopleError, match="more than the whole"):
            margins_in(written(f"variable|level|{heading}\nsex|F|{first}\nsex|M|{second}"))
    assert margins_in(written(f"variable|level|{heading}\nsex|F|0.5\nsex|M|99.5")) is not None
