"""A hostile reader of made towns derives no number of few; benchmarks/release_attack.py has hundreds."""

import pytest

from tests.disclosure.towns import grown, leaks, made_town, merged, released


@pytest.mark.parametrize("seed", [2, 5])
def test_nothing_of_few_people_can_be_worked_out(seed):
    town = made_town(seed)
    shown = released(town)
    assert shown.audit.safe
    assert shown.withheld > 0
    assert any(record.n for table in shown.tables for record in table.records)
    assert list(leaks([town], [shown])) == []


@pytest.mark.parametrize("change", [lambda town: grown(town, 4), merged])
def test_two_releases_show_no_more_together(change):
    first = made_town(4)
    shown = released(first)
    then = change(first)
    assert list(leaks([first, then], [shown, released(then, [shown])])) == []


def test_the_reader_finds_what_an_unguarded_release_gives_away():
    town = made_town(2)
    assert list(leaks([town], [released(town, rules=False)]))
