"""Quotas that no panel meets: which conflict, and the least change that helps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import PeopleError
from dueregard.people.written_rows import WrittenRows
from dueregard.voices.panel.grouping import grouped
from dueregard.voices.panel.infeasible import InfeasibleQuotas, check_possible, conflicting
from dueregard.voices.panel.targets import Targets, read_targets
from dueregard.voices.panel.volunteers import Pool, read_pool
from tests.voices.panel import making

# Ten of each sex; only two women are rural and only three people are.
ROWS = [["Female", "Rural"]] * 2 + [["Male", "Rural"]] + [["Female", "Urban"]] * 8 + [["Male", "Urban"]] * 9


def pool_of(targets: Targets, rows: list[list[str]] = ROWS) -> Pool:
    lines = [f"{number},{','.join(row)}" for number, row in enumerate(rows)]
    return read_pool(making.table("id,sex,place\n" + "\n".join(lines)), targets=targets)


def refused(targets: Targets, size: int) -> InfeasibleQuotas:
    group = grouped(pool_of(targets), targets=targets, size=size)
    with pytest.raises(InfeasibleQuotas) as raised:
        check_possible(group, targets)
    return raised.value


def told(error: InfeasibleQuotas) -> list[str]:
    return [str(each) for each in error.relaxations]


def test_quotas_that_can_be_met_are_no_error() -> None:
    targets = making.targets_of("sex,Female,2,3\nsex,Male,2,3\nplace,Rural,1,2\nplace,Urban,3,4")
    check_possible(grouped(pool_of(targets), targets=targets, size=5), targets)


def test_too_few_people_of_a_feature() -> None:
    targets = making.targets_of("sex,Female,2,3\nsex,Male,2,3\nplace,Rural,4,5\nplace,Urban,0,5")
    error = refused(targets, 5)
    assert "place: Rural has a minimum of 4, and 3 in the pool" in str(error)
    assert told(error) == ["place: Rural: minimum 4 to 3"]
    assert "by one seat" in str(error)


def test_a_feature_that_nobody_has() -> None:
    targets = making.targets_of("sex,Female,2,3\nsex,Male,2,3\nsex,Other,1,1")
    error = refused(targets, 5)
    assert "sex: Other has a minimum of 1, and nobody in the pool" in str(error)


@pytest.mark.parametrize(
    ("quotas", "said", "change"),
    [
        ("sex,Female,4,5\nsex,Male,3,5", "minimums of sex add up to 7, and the panel has 5 seats", 2),
        ("sex,Female,1,2\nsex,Male,1,2", "maximums of sex add up to 4, and the panel has 5 seats", 1),
    ],
)
def test_targets_that_cannot_add_up(quotas: str, said: str, change: int) -> None:
    error = refused(making.targets_of(quotas), 5)
    assert said in str(error)
    assert sum(abs(each.after - each.before) for each in error.relaxations) == change


def test_a_conflict_across_categories_is_named_without_bystanders() -> None:
    targets = making.targets_of("sex,Female,0,1\nsex,Male,4,5\nplace,Rural,3,3\nplace,Urban,0,5")
    error = refused(targets, 5)
    # Three rural people are two women and a man: one woman at most does not go with three rural people.
    assert [(quota.name, side) for quota, side in error.conflict] in (
        [("sex: Female", "maximum"), ("place: Rural", "minimum")],
        [("sex: Male", "minimum"), ("place: Rural", "minimum")],
    )
    assert sum(abs(each.after - each.before) for each in error.relaxations) == 1


def with_flex(rows: str) -> Targets:
    return read_targets(making.table("category,feature,min,max,min_flex,max_flex\n" + rows))


def test_flexible_bounds_are_kept_where_they_are_enough() -> None:
    targets = with_flex("sex,Female,4,5,2,5\nsex,Male,3,5,3,5")
    error = refused(targets, 5)
    assert told(error) == ["sex: Female: minimum 4 to 2"]
    assert error.within_flex


def test_beyond_flexible_bounds_is_said() -> None:
    targets = with_flex("sex,Female,4,5,4,5\nsex,Male,3,5,3,5")
    error = refused(targets, 5)
    assert not error.within_flex
    assert "goes beyond them" in str(error)
    assert error.to_dict()["relaxations"]


def test_sizes_without_enough_people_or_addresses() -> None:
    targets = making.targets_of("sex,Female,0,99\nsex,Male,0,99")
    with pytest.raises(PeopleError, match=r"panel of 21 cannot be drawn from 20 people"):
        grouped(pool_of(targets), targets=targets, size=21)
    with pytest.raises(PeopleError, match="at least one seat"):
        grouped(pool_of(targets), targets=targets, size=0)
    table = making.table("id,sex,home\n1,Female,a\n2,Male,a\n3,Male,b")
    pool = read_pool(table, targets=targets, same_address=["home"])
    with pytest.raises(PeopleError, match="3 people live at 2 addresses"):
        grouped(pool, targets=targets, size=3)


@st.composite
def problems(draw: st.DrawFn) -> tuple[WrittenRows, list[list[str]], int]:
    rows = draw(st.lists(st.tuples(st.sampled_from("FM"), st.sampled_from("RU")), min_size=4, max_size=9))
    bounds = [sorted(draw(st.tuples(st.integers(0, 4), st.integers(0, 4)))) for _ in range(4)]
    names = ["sex,F", "sex,M", "place,R", "place,U"]
    text = "\n".join(f"{name},{low},{high}" for name, (low, high) in zip(names, bounds, strict=True))
    targets = making.table("category,feature,min,max\n" + text)
    return targets, [list(row) for row in rows], draw(st.integers(1, 4))


@given(problems())
def test_relaxed_quotas_can_be_met_and_nothing_less_is_enough(
    problem: tuple[WrittenRows, list[list[str]], int],
) -> None:
    table, rows, size = problem
    targets = read_targets(table)
    group = grouped(pool_of(targets, rows), targets=targets, size=size)
    panels = all_panels(group.problem.most.tolist(), size)
    seats = panels @ group.problem.rows.T
    short = np.maximum(group.problem.lower - seats, 0) + np.maximum(seats - group.problem.upper, 0)
    least = int(short.sum(axis=1).min())
    if least == 0:
        check_possible(group, targets)
        return
    with pytest.raises(InfeasibleQuotas) as raised:
        check_possible(group, targets)
    assert sum(abs(each.after - each.before) for each in raised.value.relaxations) == least
    for quota, side in conflicting(group.problem, targets):
        assert quota.minimum > 0 if side == "minimum" else quota.maximum < size


def all_panels(most: list[int], size: int) -> np.ndarray:
    found = [[]]
    for limit in most:
        found = [[*panel, seats] for panel in found for seats in range(limit + 1)]
    return np.array([panel for panel in found if sum(panel) == size]).reshape(-1, len(most))
