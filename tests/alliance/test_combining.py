"""Bundles side by side: no order matters, nothing is pooled, and what is said of a difference is true."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.alliance.bundles import Bundle
from dueregard.pack.combined_files import combined_json
from tests.alliance.making_bundles import bundle, combined, only_side, record

MEMBERS = st.lists(
    st.builds(
        lambda member, value, sex: bundle(member, record(value, by={"sex": sex})),
        st.sampled_from(["forum", "council", "college"]),
        st.sampled_from([10.0, 12.0, 40.0]),
        st.sampled_from("fm"),
    ),
    max_size=4,
)


@given(bundles=MEMBERS)
def test_order_and_repetition_do_not_matter(bundles: list[Bundle]) -> None:
    expected = combined_json(combined(bundles))
    assert combined_json(combined([*bundles[::-1], *bundles])) == expected


def test_every_order_of_three_gives_the_same_bytes() -> None:
    three = [bundle(name, record(value)) for name, value in (("a", 10.0), ("b", 11.0), ("c", 30.0))]
    assert len({combined_json(combined(each)) for each in permutations(three)}) == 1


def test_a_clear_difference_of_independent_figures() -> None:
    side = only_side(bundle("forum", record(10.0, 3.0)), bundle("council", record(30.0, 4.0)))
    (difference,) = side.differences
    assert side.finding == "differ clearly"
    assert (abs(difference.difference), difference.se, difference.basis) == (20.0, 5.0, "independent")
    assert difference.p == pytest.approx(math.erfc(4 / math.sqrt(2)))
    assert side.envelope is not None
    assert (side.envelope.low, side.envelope.high) == (10 - 1.96 * 3, 30 + 1.96 * 4)
    assert [value.record.estimate for value in side.values] != [20.0, 20.0]


def test_a_difference_that_chance_may_make() -> None:
    side = only_side(bundle("forum", record(10.0, 3.0)), bundle("council", record(15.0, 4.0)))
    assert (side.finding, side.differences[0].clear) == ("do not differ clearly", False)


def test_the_same_people_are_not_independent() -> None:
    one, two = bundle("forum", record(10.0, 3.0)), bundle("council", record(20.0, 4.0), people="forum")
    (difference,) = only_side(one, two).differences
    assert (difference.se, difference.basis) == (7.0, "at most")
    assert any("same table of people" in words for words in combined([one, two]).warnings)


def test_many_that_are_looked_at_make_a_chance_finding_less_clear() -> None:
    groups = [{"ward": str(number)} for number in range(40)]
    one = bundle("forum", *(record(10.0, 1.0, by=by) for by in groups))
    two = bundle("council", *(record(13.0 if by["ward"] == "7" else 10.0, 1.0, by=by) for by in groups))
    assert [side.finding for side in combined([one, two]).sides if side.quantity.by["ward"] == "7"] == [
        "do not differ clearly"
    ]
    alone = only_side(bundle("forum", record(10.0, 1.0)), bundle("council", record(13.0, 1.0)))
    assert alone.finding == "differ clearly"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (bundle("council", record(20.0, unit="€ a week")), "the unit"),
        (
            bundle("council", record(20.0, parameters={"income_concept": "after housing"})),
            "what the outcome is",
        ),
        (
            bundle("council", record(20.0), definitions={"income": {"among": "age >= 16"}}),
            "among whom it is measured",
        ),
    ],
)
def test_what_is_defined_differently_is_not_compared(other: Bundle, why: str) -> None:
    side = only_side(bundle("forum", record(10.0), definitions={"income": {"better": "higher"}}), other)
    assert (side.finding, side.differences, side.envelope) == ("not comparable", (), None)
    assert why in side.why
    assert len(side.values) == 2


def test_what_one_alone_has_says_where_parameters_differ() -> None:
    one = bundle("forum", record(measure="poverty_rate", parameters={"line": "0.6*median"}))
    two = bundle("council", record(measure="poverty_rate", parameters={"line": "0.5*median"}))
    for side in combined([one, two]).sides:
        assert (side.finding, side.why) == ("one only", "elsewhere with other parameters: line")


def test_figures_without_errors() -> None:
    published = {"se": None, "low": None, "high": None}
    exact = only_side(bundle("a", record(10.0, **published)), bundle("b", record(11.0, **published)))
    assert (exact.finding, exact.differences[0].basis) == ("differ, not tested", "no errors")
    same = only_side(bundle("a", record(10.0, **published)), bundle("b", record(10.0, **published)))
    assert same.finding == "the same"
    half = only_side(bundle("a", record(10.0, **published)), bundle("b", record(12.0, 4.0)))
    assert (half.differences[0].basis, half.differences[0].se) == ("taken as exact", 4.0)
    interval = only_side(bundle("a", record(10.0, 3.0)), bundle("b", replace(record(12.0, 4.0), se=None)))
    assert interval.differences[0].se == pytest.approx(5.0, abs=1e-3)


@pytest.mark.parametrize("se", [5e-324, 1e-200, 1e18])
def test_errors_of_any_size(se: float) -> None:
    side = only_side(bundle("a", record(10.0, se, df=0.5)), bundle("b", record(12.0, se, df=3)))
    assert side.finding == ("differ clearly" if se < 1 else "do not differ clearly")


def test_what_is_withheld_is_not_compared() -> None:
    side = only_side(bundle("forum", record(10.0)), bundle("council", record(None)))
    assert (side.finding, side.why) == ("not shown", "withheld to protect people")


def test_registers_merge_into_one_timeline() -> None:
    (told,) = combined([bundle("forum", record()), bundle("council", record())]).timeline
    at, kind, digest, ids = told
    assert (at, kind, digest, len(ids)) == ("2026-11-28T11:00:00+00:00", "assessed", "1" * 64, 2)
