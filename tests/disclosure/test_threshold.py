from dueregard.disclosure import Policy, release
from tests.disclosure.making import areas, level, statuses, table


def test_ten_people_are_shown():
    assert statuses(release([table(*areas(10, 40, 900))])) == ["approximate", "ok", "ok"]


def test_nine_people_are_withheld_with_the_next_smallest():
    assert statuses(release([table(*areas(9, 40, 900))])) == ["withheld", "withheld", "ok"]


def test_two_withheld_who_are_few_together_get_company():
    assert statuses(release([table(*areas(2, 3, 40, 900))])) == ["withheld", "withheld", "withheld", "ok"]


def test_two_withheld_who_are_enough_together_need_none():
    assert statuses(release([table(*areas(6, 7, 40, 900))])) == ["withheld", "withheld", "ok", "ok"]


def test_threshold_can_be_raised():
    assert statuses(release([table(*areas(19, 18, 40))], policy=Policy(threshold=20)))[0] == "withheld"


def test_few_effective_people_are_withheld():
    records = [level({"area": "A"}, n=50, n_effective=9.9), *areas(50, 60, 70)[1:]]
    assert statuses(release([table(*records)]))[0] == "withheld"


def test_below_thirty_effective_people_is_approximate():
    records = [level({"area": "A"}, n=50, n_effective=29.0), *areas(50, 60)[1:]]
    released = release([table(*records)])
    assert statuses(released) == ["approximate", "ok"]
    assert released.tables[0].records[0].reason == "fewer than 30 effective people"


def test_one_person_may_not_dominate():
    records = [
        level({"area": "A"}, n=50, measure="total", largest_share=0.51),
        level({"area": "B"}, n=60, measure="total"),
    ]
    assert statuses(release([table(*records)])) == ["withheld", "withheld"]
