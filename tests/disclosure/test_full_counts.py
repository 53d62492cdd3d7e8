from dueregard.disclosure import release
from tests.disclosure.making import areas, level, statuses, table


def with_events(events):
    return [level({"area": "A"}, n=500, events=events), *areas(0, 600, 700, 800, events=90)[1:]]


def test_few_yeses_in_a_full_count_are_withheld():
    assert statuses(release([table(*with_events(3), count="full")]))[0] == "withheld"


def test_no_yes_at_all_is_shown():
    assert statuses(release([table(*with_events(0), count="full")]))[0] == "ok"


def test_few_yeses_in_a_sample_are_shown():
    assert statuses(release([table(*with_events(3))]))[0] == "ok"
