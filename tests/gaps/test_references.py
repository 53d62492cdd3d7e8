from dueregard.gaps import find_gaps
from tests.gaps.making import casebook, one, people, records

TABLE = "characteristic-ethnic_group"


def test_largest_group_is_the_reference_and_the_record_says_so():
    gap = one(find_gaps(people(), casebook()), TABLE, group="B", basis="crude", reference="A")
    assert gap.method.endswith("reference: A, the largest group")


def test_declared_group_is_the_reference():
    declared = {"ethnic_group": {"column": "group", "reference": "B"}}
    findings = find_gaps(people(characteristics=declared), casebook())
    gap = one(findings, TABLE, group="A", basis="crude", reference="B")
    assert gap.method.endswith("reference: B, as declared")


def test_every_group_is_compared_with_everyone_else():
    found = records(find_gaps(people(), casebook()), TABLE, basis="crude", reference="everyone else")
    assert [record.by["ethnic_group"] for record in found] == ["A", "B"]


def test_no_group_is_compared_with_itself():
    assert not records(find_gaps(people(), casebook()), TABLE, group="A", reference="A")
