"""Which published numbers are not as they were."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dueregard.alliance.comparing import compare_releases


def figure(level: str = "f", estimate: float | None = 500.0, **other: Any) -> dict[str, Any]:
    usual = {"measure": "mean", "parameters": {}, "outcome": "income", "by": {"sex": level}}
    known = {"contrast": None, "reference": None, "se": 2.0, "low": 496.0, "high": 504.0, "n": 40}
    return {**usual, **known, "estimate": estimate, "status": "ok", **other}


def withheld(level: str = "f") -> dict[str, Any]:
    return figure(level, None, se=None, low=None, high=None, n=None, status="withheld")


def test_each_kind_of_change_is_told_apart() -> None:
    before = [figure("a"), figure("b"), figure("c"), withheld("d"), figure("e")]
    after = [figure("a"), figure("b", 510.0), withheld("c"), figure("d"), figure("f")]
    found = compare_releases(before, after)
    assert [each.by["sex"] for each in found.changed] == ["b"]
    assert [each.by["sex"] for each in found.removed] == ["e"]
    assert [each.by["sex"] for each in found.withheld] == ["c"]
    assert [each.by["sex"] for each in found.added] == ["d", "f"]
    assert found.changed[0].was == {"estimate": 500.0, "se": 2.0, "low": 496.0, "high": 504.0, "n": 40}
    assert found.changed[0].now is not None
    assert found.changed[0].now["estimate"] == 510.0


def test_what_is_kept_back_now_has_no_numbers() -> None:
    [change] = compare_releases([figure()], [withheld()]).withheld
    assert (change.was, change.now) == (None, None)


def test_what_was_kept_back_and_is_gone_was_never_there_for_readers() -> None:
    assert compare_releases([withheld()], []).all == ()


def test_an_interval_a_count_and_a_verdict_are_numbers_too() -> None:
    for other in ({"high": 504.1}, {"n": 41}, {"verdict": "higher"}, {"status": "approximate"}):
        assert len(compare_releases([figure()], [figure(**other)]).changed) == 1


def test_the_order_of_sums_is_no_change() -> None:
    assert compare_releases([figure()], [figure(estimate=500.0000000001)]).all == ()
    assert len(compare_releases([figure()], [figure(estimate=500.00001)]).changed) == 1


def test_records_of_the_same_thing_are_put_together_by_their_numbers() -> None:
    one, two = figure(source="census"), figure(estimate=480.0, source="survey")
    assert compare_releases([one, two], [two, one]).all == ()
    found = compare_releases([one, two], [two, figure(estimate=501.0)])
    assert [change.was["estimate"] for change in found.changed if change.was] == [500.0]
    assert len(compare_releases([one, two], [two]).removed) == 1


FIGURES = st.lists(
    st.builds(
        figure,
        st.sampled_from("abcd"),
        st.one_of(st.none(), st.sampled_from([1.0, 2.0, 3.0])),
        status=st.sampled_from(["ok", "withheld", "not_estimable"]),
    ),
    max_size=6,
)


@given(FIGURES, FIGURES)
def test_nothing_that_was_shown_goes_unnamed(before: list[Any], after: list[Any]) -> None:
    found = compare_releases(before, after)
    assert compare_releases(after, after).all == ()
    shown = [each for each in before if each["status"] != "withheld"]
    same = len(shown) - len(found.unexplained)
    assert 0 <= same <= min(len(shown), len([each for each in after if each["status"] != "withheld"]))
    assert len([each for each in after if each["status"] != "withheld"]) == same + len(found.changed) + len(
        found.added
    )
