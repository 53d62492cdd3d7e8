"""Records of the public contract, and what the gate leaves of them."""

from __future__ import annotations

from dueregard.people import People, read_people
from dueregard.voices.representation import represent
from dueregard.voices.representation.releasing import released
from tests.voices.representation.making import ETHNICITY, body_of

SHARES = {"White": 0.8, "Asian": 0.12, "Black": 0.05, "Other": 0.03}


def body(**counts: int) -> People:
    return body_of(eth=counts)


def test_every_figure_is_a_record() -> None:
    found = represent(body_of(ethnicity={"White": 12}), {"ethnicity": ETHNICITY}, by=["ethnicity"])
    records = found.records()
    [share] = [r for r in records if r.measure == "share" and r.by == {"ethnicity": "White"}]
    assert (share.estimate, share.n, share.level, share.status) == (1.0, 12, 0.95, "ok")
    [ratio] = [r for r in records if r.measure == "representation_ratio" and r.by == {"ethnicity": "Asian"}]
    assert (ratio.estimate, ratio.verdict) == (0.0, "too few people to tell")
    assert ratio.parameters == {"against": "population"}
    orderings = [r.parameters["ordering"] for r in records if r.measure == "multinomial_p"]
    assert orderings == ["probability", "chi_square", "likelihood_ratio"]
    assert len({(r.measure, repr(r.parameters), repr(r.by)) for r in records}) == len(records)


def test_what_cannot_be_compared_is_not_estimable_with_its_reason() -> None:
    found = represent(
        read_people({"sex": ["F", "M"], "class": ["a", "b"]}), {"sex": {"F": 1, "M": 1}}, by=["sex", "class"]
    )
    [missing] = [record for record in found.records() if record.parameters.get("characteristic") == "class"]
    assert missing.status == "not_estimable"
    assert "says nothing of 'class'" in (missing.reason or "")


def test_a_share_is_told_once_for_two_comparators() -> None:
    shares = {"eth": SHARES}
    found = represent(body(White=5, Asian=5), shares, affected=shares, by=["eth"])
    assert sum(record.measure == "share" for record in found.records()) == 4


def test_small_groups_and_their_company_are_withheld_everywhere() -> None:
    found = represent(body(White=31, Asian=15, Black=4), {"eth": SHARES}, by=["eth"])
    gate = released(found)
    white, *others = gate.found.find("eth").groups
    assert white.count == 31
    assert [group.count for group in others] == [None, None, None]
    assert gate.found.find("eth").test is None
    told = {r.by.get("eth"): r.status for r in gate.records if r.measure == "shortfall_seats"}
    assert told == {"White": "ok", "Asian": "withheld", "Black": "withheld", "Other": "withheld"}
    assert all(r.estimate is None for r in gate.records if r.measure == "multinomial_p")


def test_nobody_left_out_can_be_counted() -> None:
    gate = released(represent(body(White=31, Asian=15, Martian=3), {"eth": SHARES}, by=["eth"]))
    finding = gate.found.find("eth")
    assert {group.count for group in finding.groups} == {None}
    assert (finding.compared, finding.reach) == (None, "")
    counted = ("share", "representation_ratio", "shortfall_seats", "probability_of_so_few")
    assert all(record.n is None for record in gate.records if record.measure in counted)


def test_how_few_did_not_state_theirs_is_not_told() -> None:
    gate = released(represent(body(White=31, Asian=15, unknown=2), {"eth": SHARES}, by=["eth"]))
    assert gate.found.characteristics[0].not_stated is None
    assert gate.found.find("eth").groups[0].least_share is None


def test_large_groups_pass_as_they_are() -> None:
    found = represent(body(White=40, Asian=20), {"eth": {"White": 0.7, "Asian": 0.3}}, by=["eth"])
    gate = released(found)
    assert gate.found.find("eth") == found.find("eth")
    assert {record.status for record in gate.records} <= {"ok", "approximate"}
