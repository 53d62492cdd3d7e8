from dueregard.pack.audit import audit_groups
from dueregard.people import read_people
from dueregard.people.audit import audit


def test_the_audit_is_grouped_and_what_to_act_on_comes_first():
    people = read_people(
        {"sex": ["f", "m"] * 30, "email": [f"someone{i}@example.org" for i in range(60)]},
        characteristics=["sex"],
    )
    groups = audit_groups(audit(people))
    assert groups[0].title == "Columns that could identify people"
    assert groups[0].findings[0][0] is True
    assert "example.org" not in repr(groups)


def test_no_table_no_audit():
    assert audit_groups(None) == ()
