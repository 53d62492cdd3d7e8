import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.disclosure import WITHHELD, release
from tests.disclosure.making import contrast, level, statuses, table

D = {"area": "D"}


def of(*people, same_people=True):
    """Results of one group, each of another outcome."""
    records = [level(D, n=n, outcome=f"outcome {i}") for i, n in enumerate(people)]
    return statuses(release([table(*records, same_people=same_people)]))


@pytest.mark.parametrize("fewer", [91, 95, 99])
def test_nearly_the_same_people_are_shown_once(fewer):
    assert of(100, fewer) == ["ok", "withheld"]
    assert of(fewer, 100) == ["withheld", "ok"]


@pytest.mark.parametrize("other", [100, 90, 50])
def test_the_same_people_or_clearly_fewer_are_shown(other):
    assert of(100, other) == ["ok", "ok"]


def test_other_tables_are_not_lines_of_one():
    assert of(100, 95, same_people=False) == ["ok", "ok"]


@given(st.lists(st.integers(10, 200), max_size=8))
def test_no_two_published_results_of_a_group_are_close(people):
    kept = [n for n, status in zip(people, of(*people), strict=True) if status != "withheld"]
    assert all(abs(a - b) not in range(1, 10) for a in kept for b in kept)
    assert max(people, default=0) in [*kept, 0]


def test_results_of_one_name_fall_together():
    records = [level(D, n=n, outcome="income") for n in (98, 95)]
    assert statuses(release([table(*records, same_people=True)])) == ["withheld", "withheld"]


def test_components_of_a_group_are_of_that_group():
    records = [level(D, n=98), level({**D, "component": "within"}, n=95, measure="decomposition")]
    assert statuses(release([table(*records, same_people=True)])) == ["ok", "withheld"]


def test_groups_are_not_subtracted_from_one_another():
    records = [level({"area": "A"}, n=98), level({"area": "B"}, n=95, outcome="other")]
    assert statuses(release([table(*records, same_people=True)])) == ["ok", "ok"]


def test_what_falls_takes_company_along():
    records = [level({"area": area}, n=n) for area, n in (("A", 40), ("B", 60))]
    fewer = [level({"area": area}, n=n, outcome="other") for area, n in (("A", 37), ("B", 60))]
    released = statuses(release([table(*records, *fewer, same_people=True)]))
    assert released == ["ok", "ok", "withheld", "withheld"]


def test_that_nobody_has_a_value_is_not_told_beside_what_is_withheld():
    records = [level(D, n=3), level(D, n=0, outcome="other")]
    [table_] = release([table(*records, same_people=True)]).tables
    assert [record.reason for record in table_.records] == [WITHHELD, WITHHELD]


@pytest.mark.parametrize("reference", ["other", "A; other"])
def test_a_change_falls_with_the_outcome_before(reference):
    records = [
        level(D, n=98, outcome="good health"),
        level(D, n=95, outcome="other"),
        contrast(D, reference, n=98),
    ]
    assert statuses(release([table(*records, same_people=True)])) == ["ok", "withheld", "withheld"]


def test_a_value_made_of_groups_falls_with_the_smallest():
    assert statuses(release([table(level(D, n=98, least_n=3, least_n_effective=3.0))])) == ["withheld"]
    assert statuses(release([table(level(D, n=98, least_n=10, least_n_effective=10.0))])) == ["ok"]
