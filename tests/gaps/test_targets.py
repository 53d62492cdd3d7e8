from dueregard.gaps import find_gaps
from tests.gaps.making import casebook, people, records

DECLARED = {"source": "people.csv", "characteristics": {"ethnic_group": "group"}}


def verdicts(at_most):
    target = {"gap": "ethnic_group", "at_most": at_most, "by": 2030}
    outcome = {"name": "good health", "yes": "good == 1", "better": "higher", "target": target}
    findings = find_gaps(people(), casebook(people=DECLARED, outcomes=[outcome]))
    return [r.verdict for r in records(findings, "target-ethnic_group-good-health", basis="crude")]


def test_target_is_met_when_the_whole_interval_is_within():
    assert verdicts(0.3) == ["met"]


def test_target_is_not_met_when_the_whole_interval_is_outside():
    assert verdicts(0.01) == ["not met"]


def test_target_within_the_interval_is_too_close_to_call():
    assert verdicts(0.16) == ["too close to call"]
