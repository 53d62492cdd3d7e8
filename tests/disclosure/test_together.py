"""Two releases are attacked as one: what neither tells alone, both must not tell together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dueregard.disclosure.linked import attacked, repaired
from dueregard.disclosure.spaces import Demand, Row, Space
from dueregard.disclosure.sums import EVERYBODY, Group
from dueregard.disclosure.together import Old, together
from tests.disclosure.towns import Reader, grown, is_narrow, made_town, released

NAMES = "abc"


def ward(name: str) -> Group:
    return frozenset({("ward", name)})


def space_of(people: dict[str, float], hidden: str) -> Space:
    """Wards that make everybody, some of them withheld."""
    values = {ward(name): number for name, number in people.items()}
    values[EVERYBODY] = sum(people.values())
    parts = tuple(ward(name) for name in people)
    return Space(
        kind="people",
        sheets=(),
        values=values,
        rows=(Row(whole=EVERYBODY, parts=parts, rest=None),),
        hidden=frozenset(map(ward, hidden)),
        demands={ward(hidden[0]): Demand(above=4.0, width=10.0)},
    )


class _Sheet:
    """All groups may be withheld."""

    def __init__(self, space: Space) -> None:
        self.entries = dict.fromkeys(space.values)
        self.sums = ()


def with_sheet(space: Space) -> Space:
    return replace(space, sheets=(_Sheet(space),))  # type: ignore[arg-type]


def joined(space: Space, old: Old) -> Space:
    return together(with_sheet(space), [old], nesting=(), threshold=10, p_ratio=0.1)


def test_what_was_shown_before_is_known() -> None:
    now = space_of({"a": 6.0, "b": 30.0, "c": 40.0}, "ab")
    before = Old(
        name="v1", shown={EVERYBODY: 76.0, ward("b"): 30.0}, hidden=frozenset({ward("a"), ward("c")})
    )
    both = joined(now, before)
    found = attacked(both)
    assert ward("b") not in both.hidden
    assert ward("a") in found.short
    assert repaired(both).groups == {ward("c")}


def test_people_who_were_only_added_limit_what_can_be() -> None:
    """Then everybody was 60 and c 40, so a and b had 20; now b has 29 at most, as a has not fewer."""
    now = space_of({"a": 6.0, "b": 24.0, "c": 50.0}, "ab")
    before = Old(
        name="v1", shown={EVERYBODY: 60.0, ward("b"): 14.0}, hidden=frozenset({ward("a"), ward("c")})
    )
    found = attacked(joined(now, before))
    alone = attacked(with_sheet(now))
    assert (alone.low[ward("a")], alone.high[ward("a")]) == pytest.approx((0.0, 30.0))
    assert (found.low[ward("a")], found.high[ward("a")]) == pytest.approx((0.0, 16.0))


def test_where_some_came_and_others_left_nothing_is_linked() -> None:
    now = space_of({"a": 6.0, "b": 24.0, "c": 50.0}, "ab")
    before = Old(name="v1", shown={EVERYBODY: 60.0, ward("b"): 34.0}, hidden=frozenset({ward("a")}))
    assert joined(now, before).rows == now.rows


def test_numbers_that_contradict_each_other_are_left_out() -> None:
    now = space_of({"a": 6.0, "b": 24.0, "c": 50.0}, "ab")
    before = Old(
        name="v1", shown={ward("b"): 14.0, ward("c"): 45.0, EVERYBODY: 50.0}, hidden=frozenset({ward("a")})
    )
    assert joined(now, before).rows == now.rows


def test_two_releases_of_a_town_leave_no_narrow_range() -> None:
    """Ward a of this town had a range of 9 once, where 10 is asked."""
    town = made_town(34)
    more = grown(town, 34)
    first = released(town)
    reader = Reader.of([first, released(more, [first])])
    assert not any(is_narrow(*reader.interval({"ward": "a"}, time)) for time in (0, 1))
