"""People of one address: however it was typed, one of them at most, and all alike with equal chances."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dueregard.voices.panel.addresses import households_of
from dueregard.voices.panel.drawing import draw
from dueregard.voices.panel.grouping import grouped
from dueregard.voices.panel.lottery import make_lottery
from dueregard.voices.panel.volunteers import read_pool
from tests.voices.panel import making


def test_how_an_address_was_typed_does_not_matter() -> None:
    streets = ["Flat 1, 2 High St.", "flat 1 2 HIGH ST", "Flat 12, High St", "", " ", "Ysgol-y-bryn"]
    codes = ["LL57 1AA", "ll571aa", "LL57 1AA", "", "", "LL57 1AA"]
    assert households_of([streets, codes], count=6) == (0, 0, 0, 1, 2, 3)


def test_without_columns_nobody_shares() -> None:
    assert households_of([], count=3) == (0, 1, 2)


def test_couples_twins_and_people_alone_are_types_of_their_own() -> None:
    rows = [
        ["1", "Female", "a"],
        ["2", "Male", "a"],
        ["3", "Female", "b"],
        ["4", "Male", "b"],
        ["5", "Female", "c"],
        ["6", "Female", "c"],
        ["7", "Female", ""],
        ["8", "Female", ""],
    ]
    targets = making.targets_of("sex,Female,1,3\nsex,Male,0,3")
    pool = read_pool(
        making.table("id,sex,home\n" + "\n".join(map(",".join, rows))), targets=targets, same_address=["home"]
    )
    group = grouped(pool, targets=targets, size=3)
    kinds = {frozenset(pool.ids[p] for p in people) for people in group.members}
    assert kinds == {frozenset(each) for each in (("1", "3"), ("2", "4"), ("5", "6"), ("7", "8"))}
    most = {pool.ids[people[0]]: int(group.problem.most[kind]) for kind, people in enumerate(group.members)}
    assert most == {"1": 2, "2": 2, "5": 1, "7": 2}
    assert group.problem.rows.shape == (3, 4)
    assert group.problem.upper[-1] == 2


@given(st.permutations(range(40)))
def test_types_do_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    rows = making.people(40)
    one = grouped(making.pool(rows, addresses=True), targets=making.targets(), size=10)
    two = grouped(making.pool([rows[i] for i in order], addresses=True), targets=making.targets(), size=10)
    assert np.array_equal(one.problem.rows, two.problem.rows)
    assert np.array_equal(one.problem.members, two.problem.members)
    assert np.array_equal(one.types[order], two.types)


def test_housemates_never_meet_on_a_panel_and_have_their_chances() -> None:
    pool = making.pool(addresses=True)
    lottery = make_lottery(pool, targets=making.targets(), size=making.SIZE)
    homes = dict(zip(pool.ids, pool.households, strict=True))
    drawn: Counter[str] = Counter()
    for seed in range(1000):
        panel = draw(lottery.content, seed=seed).panel
        assert len({homes[name] for name in panel}) == making.SIZE
        drawn.update(panel)
    found = np.array([drawn[name] for name in pool.ids]) / 1000
    spread = np.sqrt(np.maximum(lottery.probabilities * (1 - lottery.probabilities), 1e-9) / 1000)
    assert np.abs(found - lottery.probabilities).max() < 4.5 * spread.max()
    assert (found[lottery.probabilities > 1 - 1e-9] == 1).all()


def test_tickets_of_shared_addresses_are_level() -> None:
    pool = making.pool(addresses=True)
    lottery = make_lottery(pool, targets=making.targets(), size=making.SIZE, tickets=200)
    assert lottery.tickets is not None
    for people in lottery.tickets:
        assert len({pool.households[person] for person in people}) == making.SIZE
    counts = np.rint(lottery.drawn_probabilities * 200)
    assert max(np.ptp(counts[people]) for people in lottery.group.members) <= 1
