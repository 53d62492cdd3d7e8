import pytest

from dueregard.gaps import find_gaps
from tests.gaps.making import casebook, people, records, rows

TABLE = "characteristic-ethnic_group"
CELLS = [
    ("A", "y", 400, 300),
    ("B", "y", 300, 150),
    ("C", "y", 390, 285),
    ("D", "y", 5, 1),
    ("E", "y", 90, 60),
]


@pytest.fixture(scope="module")
def findings():
    return find_gaps(people(rows(CELLS)), casebook())


def gap(findings, group):
    [found] = records(findings, TABLE, reference="A", basis="crude", group=group)
    return found


def test_gaps_have_a_discovery_flag_beside_the_verdict(findings):
    assert (gap(findings, "B").verdict, gap(findings, "B").discovery) == ("lower than", True)
    assert (gap(findings, "C").verdict, gap(findings, "C").discovery) == ("too close to call", False)


def test_gaps_that_will_be_withheld_take_no_part(findings):
    assert gap(findings, "D").discovery is None


def test_groups_that_will_be_withheld_are_not_ranked(findings):
    found = records(findings, TABLE, contrast=None, basis="crude")
    assert [record.rank for record in found] == [(1, 2), (3, 3), (1, 2), None, None]
