"""Some questions go unanswered, not by everyone alike, and never because they do not apply."""

import pyarrow.compute as pc
import pytest


def unanswered(table, column):
    asked = table.filter(pc.not_equal(table[column], "does not apply"))
    return pc.mean(pc.equal(asked[column], "not answered")).as_py()


@pytest.mark.parametrize(
    ("column", "low", "high"),
    [
        ("sexual_orientation", 0.12, 0.20),
        ("religion", 0.04, 0.07),
        ("parent_occupation", 0.06, 0.10),
        ("good_health", 0.003, 0.01),
    ],
)
def test_some_leave_a_question_blank(interviewed, column, low, high):
    assert low < unanswered(interviewed, column) < high


def test_older_people_leave_sexual_orientation_blank_more_often(interviewed):
    older = interviewed.filter(pc.greater_equal(interviewed["age"], 65))
    younger = interviewed.filter(pc.less(interviewed["age"], 65))
    assert unanswered(older, "sexual_orientation") > 1.4 * unanswered(younger, "sexual_orientation")


def test_minority_households_refuse_their_income_more_often(interviewed):
    british = pc.equal(interviewed["ethnicity"], "White British")
    refused = [
        interviewed.filter(mask)["income"].null_count / pc.sum(mask).as_py()
        for mask in (british, pc.invert(british))
    ]
    assert refused[1] > 1.2 * refused[0]


def test_incomes_are_refused_by_whole_households(interviewed):
    known = interviewed.group_by("household").aggregate([("income", "count"), ("person", "count")])
    some = pc.and_(
        pc.greater(known["income_count"], 0), pc.less(known["income_count"], known["person_count"])
    )
    assert not pc.any(some).as_py()


def test_children_have_codes_for_what_does_not_apply(interviewed):
    children = interviewed.filter(pc.less(interviewed["age"], 16))
    assert pc.unique(children["in_work"]).to_pylist() == ["does not apply"]
    assert pc.unique(children["hours"]).to_pylist() == [-9]


def test_gender_reassignment_and_pregnancy_are_not_asked(interviewed):
    assert not {"gender_reassignment", "gender_identity", "pregnant"} & set(interviewed.column_names)
