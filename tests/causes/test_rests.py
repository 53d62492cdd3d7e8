"""Types of birth beside published groups: an outsider with a solver finds nobody who is few."""

import numpy as np
import pytest
from scipy.optimize import linprog

from dueregard.causes.coarse import share_step
from dueregard.causes.rests import PublishedVariable, fewest_left_over, unions_of

THRESHOLD = 10


def derived(
    types: np.ndarray,
    published: list[PublishedVariable],
    wanted: np.ndarray,
    *,
    hidden: np.ndarray,
    step: float | None,
) -> tuple[float, float]:
    """What can be found of the number of some people, from published groups and shares of types.

    Every smallest piece (a type at a level of each published variable) is an unknown number of people. Groups
    are known exactly, shares of types up to rounding, and hidden types not at all.
    """
    keys = np.column_stack([types, *(each.codes for each in published)])
    pieces, of = np.unique(keys, axis=0, return_inverse=True)
    count = np.bincount(of, minlength=len(pieces)).astype(float)
    equal, known, at_most, most = [], [], [], []
    for column, each in enumerate(published, start=1):
        for level in range(each.levels):
            row = (pieces[:, column] == level).astype(float)
            equal.append(row)
            known.append(row @ count)
    for kind in range(types.max() + 1):
        if hidden[kind]:
            continue
        row = (pieces[:, 0] == kind).astype(float)
        if step is None:
            equal.append(row)
            known.append(row @ count)
        else:
            near = round(row @ count / len(types) / step) * step * len(types)
            at_most += [row, -row]
            most += [near + step * len(types) / 2, -(near - step * len(types) / 2)]
    ends = [
        sign
        * linprog(
            sign * wanted[np.unique(of, return_index=True)[1]].astype(float),
            A_eq=np.array(equal),
            b_eq=known,
            A_ub=np.array(at_most) if at_most else None,
            b_ub=most or None,
            bounds=(0, None),
        ).fun
        for sign in (1, -1)
    ]
    return ends[0], ends[1]


def town(seed: int) -> tuple[np.ndarray, list[PublishedVariable], np.ndarray]:
    """Wards and origins; types cut by both, so that 4 people of an origin are outside its type."""
    random = np.random.default_rng(seed)
    ward, origin = random.integers(0, 4, 2000), random.integers(0, 3, 2000)
    origin[(origin == 2) & (ward > 1)] = 1
    few = np.flatnonzero((ward > 1) & (origin == 1))[:4]
    origin[few] = 2
    types = np.where(ward > 1, 0, np.where(origin == 2, 1, 2))
    apart = np.zeros(2000, bool)
    apart[few] = True
    return types, [PublishedVariable(codes=ward, levels=4), PublishedVariable(codes=origin, levels=3)], apart


@pytest.mark.parametrize("seed", [1, 2])
def test_exact_types_would_give_away_the_few_and_marked_ones_do_not(seed: int) -> None:
    types, published, few = town(seed)
    nothing = np.zeros(3, bool)
    assert derived(types, published, few, hidden=nothing, step=None) == pytest.approx((4.0, 4.0))
    marked = fewest_left_over(types, unions_of([[1, 2]], 3), published, threshold=THRESHOLD) > 0
    assert marked[1]
    # The gate keeps a second type back, the smallest of the others, so that nothing is left of the total.
    company = np.argsort(np.where(marked, np.inf, np.bincount(types)))[:1]
    hidden = marked.copy()
    hidden[company] = True
    for step in (None, share_step(len(types), threshold=THRESHOLD)):
        low, high = derived(types, published, few, hidden=hidden, step=step)
        assert low <= 0.0 + 1e-6
        assert high >= THRESHOLD


def test_few_left_within_a_type_are_found_too() -> None:
    """All of a level, and three people of another, are one type: the three follow by subtraction."""
    types, level = np.repeat([0, 1], [53, 147]), np.repeat([0, 1], [50, 150])
    ward = PublishedVariable(codes=level, levels=2)
    found = fewest_left_over(types, unions_of([], 2), [ward], threshold=THRESHOLD)
    assert found.tolist() == [3, 3]
    assert fewest_left_over(types, unions_of([], 2), [ward], threshold=3).tolist() == [0, 0]


def test_types_that_are_whole_groups_or_leave_many_over_are_shown() -> None:
    ward = PublishedVariable(codes=np.repeat([0, 1, 2], [50, 60, 90]), levels=3)
    whole, half = np.repeat([0, 1], [110, 90]), np.tile([0, 1], 100)
    for types in (whole, half):
        assert not fewest_left_over(types, unions_of([], 2), [ward], threshold=THRESHOLD).any()


def test_in_a_full_count_few_yeses_left_over_count_too() -> None:
    types, level = np.repeat([0, 1], [80, 120]), np.repeat([0, 1], [100, 100])
    ward, yes = PublishedVariable(codes=level, levels=2), np.arange(200) % 7 == 0
    assert not fewest_left_over(types, unions_of([], 2), [ward], threshold=THRESHOLD).any()
    found = fewest_left_over(types, unions_of([], 2), [ward], threshold=THRESHOLD, yes=yes)
    assert found.any()


def test_crossings_and_people_of_no_known_level() -> None:
    sex = PublishedVariable.of(np.tile([0, 1], 100), 2, np.arange(200) < 20)
    ward = PublishedVariable(codes=np.repeat([0, 1], 100), levels=2)
    both = PublishedVariable.crossing([sex, ward])
    assert (both.codes[:20] == -1).all()
    # Men of the first ward but for four.
    types = np.where((sex.codes == 1) & (ward.codes == 0), 0, 1)
    types[np.flatnonzero(types == 0)[:4]] = 1
    assert not fewest_left_over(types, unions_of([], 2), [sex, ward], threshold=THRESHOLD).any()
    assert fewest_left_over(types, unions_of([], 2), [sex, ward, both], threshold=THRESHOLD).any()
