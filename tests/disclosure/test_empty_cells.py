from dueregard.disclosure import WITHHELD, release
from tests.disclosure.making import areas, statuses, table


def test_empty_level_says_so_where_nothing_is_withheld():
    assert statuses(release([table(*areas(0, 40, 900))])) == ["not_estimable", "ok", "ok"]


def test_empty_level_looks_like_a_withheld_one_beside_it():
    released = release([table(*areas(0, 4, 40, 900))])
    empty, few = released.tables[0].records[:2]
    assert (
        (empty.status, empty.n, empty.reason)
        == (few.status, few.n, few.reason)
        == ("withheld", None, WITHHELD)
    )


def test_empty_level_is_no_company():
    assert statuses(release([table(*areas(0, 4, 40, 900))])) == ["withheld"] * 3 + ["ok"]
