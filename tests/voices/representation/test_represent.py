"""The audit whole: boards, consultations, missing answers, levels and columns that are not there."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from scipy import stats

from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.people import read_people
from dueregard.voices.representation import margins_from, represent
from tests.voices.representation.making import ETHNICITY, body_of

SEX = {"F": 0.51, "M": 0.49}
REPRESENTATIVE = ("is representative", "are representative", "well represented")


def test_an_all_white_board_of_twelve() -> None:
    found = represent(body_of(ethnicity={"White": 12}), {"ethnicity": ETHNICITY}, by=["ethnicity"])
    white, asian, *_ = found.find("ethnicity").groups
    assert white.so_many == pytest.approx(0.817**12, abs=1e-12)
    assert "a fair draw of 12 would be all White 8.8% of the time" in white.sentence
    assert asian.none == pytest.approx(0.907**12, abs=1e-12)
    assert {group.verdict for group in found.find("ethnicity").groups} == {"too few people to tell"}
    assert "With nobody at all of Asian, Black, Mixed or Other" in found.find("ethnicity").reach


def test_no_verdict_ever_says_representative() -> None:
    for women in (0, 4, 12):
        found = represent(body_of(sex={"F": women, "M": 12 - women}), {"sex": SEX}, by=["sex"])
        told = " ".join(
            [*found.notes, found.find("sex").reach, *(g.sentence for g in found.find("sex").groups)]
        )
        assert not any(word in told for word in REPRESENTATIVE)


def test_the_verdict_follows_the_exact_interval() -> None:
    for women in (4, 8, 9, 15, 21, 22, 30):
        body = body_of(sex={"F": women, "M": 30 - women})
        group = represent(body, {"sex": SEX}, by=["sex"]).find("sex").groups[0]
        assert group.high is not None
        assert group.low is not None
        assert group.verdict.startswith("fewer") == (group.high < 0.51)
        assert group.verdict.startswith("more") == (group.low > 0.51)


def test_answers_that_are_missing_stop_no_other_characteristic() -> None:
    body = body_of(
        sex={"F": 2, "M": 9, "prefer not to say": 1},
        ethnicity={"White": 12},
        faith={"unknown": 12},
    )
    against = {"sex": SEX, "ethnicity": ETHNICITY, "faith": {"none": 0.5, "any": 0.5}}
    found = represent(body, against, by=["sex", "faith", "ethnicity"])
    sex, faith, ethnicity = found.characteristics
    assert (sex.stated, sex.not_stated) == (11, 1)
    [women, _] = found.find("sex").groups
    assert (women.least_share, women.most_share) == pytest.approx((2 / 12, 3 / 12))
    assert faith.against[0].reason == "faith: no member's group is known."
    assert ethnicity.against[0].compared == 12
    assert any(note.startswith("sex: not stated by 1") and "F 17% to 25%" in note for note in found.notes)


def test_silence_can_overturn_a_verdict() -> None:
    few, silent = {"F": 1, "M": 11}, {"F": 1, "M": 11, "refused": 8}
    alone = represent(body_of(sex=few), {"sex": SEX}, by=["sex"]).find("sex").groups[0]
    beside = represent(body_of(sex=silent), {"sex": SEX}, by=["sex"]).find("sex").groups[0]
    assert alone.verdict == beside.verdict == "fewer than a fair draw would give"
    assert alone.stands is None
    assert beside.stands is False
    assert stats.binom.cdf(9, 20, 0.51) > 0.025


def test_a_level_that_the_population_lacks_is_named_and_the_others_are_done() -> None:
    body = body_of(ethnicity={"White": 5, "Wite": 1, "Martian": 2})
    finding = represent(body, {"ethnicity": ETHNICITY}, by=["ethnicity"]).find("ethnicity")
    assert finding.compared == 5
    reasons = {group.level: group.reason for group in finding.groups if group.reason}
    assert reasons["Wite"] == "The population table has nobody of this group. Did you mean 'White'?"
    assert set(reasons) == {"Wite", "Martian"}
    assert finding.test is not None


def test_a_population_level_of_nobody_is_absent() -> None:
    found = represent(body_of(sex={"F": 3, "X": 1}), {"sex": {"F": 1000, "M": 900, "X": 0}}, by=["sex"])
    assert [group.level for group in found.find("sex").groups] == ["F", "M", "X"]
    assert found.find("sex").groups[2].reason is not None


def test_one_group_is_no_comparison() -> None:
    shares = {"sex": {"F": 1, "M": 0}, "age": {"old": 1, "young": 1}}
    body = read_people({"sex": ["F", "F"], "age": ["old", "young"]})
    found = represent(body, shares, by=["sex", "age"])
    assert found.find("sex").reason == "sex: the table has one group only."
    assert found.find("age").reason is None


def test_numbers_fall_into_the_population_s_bands() -> None:
    body = body_of(age={17: 1, 40: 2, 80: 1, 12: 1})
    finding = represent(body, {"age": {"16-34": 30, "35-54": 40, "55+": 30}}, by=["age"]).find("age")
    assert [(group.level, group.count) for group in finding.groups] == [
        ("16-34", 1),
        ("35-54", 2),
        ("55+", 1),
        ("12", 1),
    ]


def test_intersections_need_joint_shares() -> None:
    body = read_people({"sex": ["F", "F", "M"], "age": ["old", "young", "old"]})
    joint = {"sex*age": {"F*old": 300, "F*young": 200, "M*old": 250, "M*young": 250}}
    found = represent(body, joint, by=["sex", "sex x age", "age*sex"])
    assert [group.count for group in found.find("sex*age").groups] == [1, 1, 1, 0]
    assert found.find("sex*age").test == found.find("age*sex").test
    apart = represent(body, {"sex": SEX, "age": {"old": 0.5, "young": 0.5}}, by=["sex", "sex*age"])
    assert "does not have sex*age crossed" in (apart.find("sex*age").reason or "")
    assert apart.find("sex").reason is None


def test_two_comparators_side_by_side() -> None:
    body = body_of(sex={"F": 15, "M": 23})
    found = represent(body, {"sex": SEX}, by=["sex"], affected={"sex": {"F": 0.8, "M": 0.2}})
    assert found.find("sex").groups[0].verdict == "a fair draw could give this"
    assert found.find("sex", "affected").groups[0].verdict == "fewer than a fair draw would give"
    assert "those affected have 80%" in found.find("sex", "affected").groups[0].sentence


def test_a_body_from_a_small_council_is_not_drawn_twice() -> None:
    body = body_of(sex={"F": 1, "M": 11})
    few = represent(body, {"sex": {"F": 20, "M": 40}}, by=["sex"]).find("sex")
    many = represent(body, {"sex": {"F": 20_000, "M": 40_000}}, by=["sex"]).find("sex")
    assert (few.model, many.model) == ("hypergeometric", "multinomial")
    assert few.groups[0].so_few == pytest.approx(stats.hypergeom(60, 20, 12).cdf(1), abs=1e-12)
    assert many.groups[0].so_few == pytest.approx(stats.binom.cdf(1, 12, 1 / 3), abs=1e-12)


def test_names_and_order_of_groups_change_nothing() -> None:
    counts = {"a": 5, "b": 1, "c": 0}
    shares = {"a": 0.3, "b": 0.4, "c": 0.3}
    tests = set()
    for order in itertools.permutations(counts):
        body = body_of(g={name: counts[name] for name in order})
        finding = represent(body, {"g": {name: shares[name] for name in order}}, by=["g"]).find("g")
        assert finding.test is not None
        tests.add((round(finding.test.probability, 10), round(finding.test.likelihood_ratio, 10)))
    assert len(tests) == 1


def test_seats_still_to_be_filled() -> None:
    body = body_of(sex={"F": 2, "M": 6})
    group = represent(body, {"sex": SEX}, by=["sex"], seats=12).find("sex").groups[0]
    assert (group.expected, group.seats_short, group.floor_short) == (pytest.approx(6.12), 4, 4)
    with pytest.raises(UsageError, match="more than its 4 seats"):
        represent(body, {"sex": SEX}, by=["sex"], seats=4)


def test_what_cannot_be_done_is_refused() -> None:
    body = body_of(sex={"F": 2})
    with pytest.raises(ColumnNotFound, match="Did you mean 'sex'"):
        represent(body, {"sex": SEX}, by=["sx"])
    with pytest.raises(PeopleError, match="Nothing can be compared"):
        represent(body, {"age": {"old": 1, "young": 3}}, by=["sex"])
    with pytest.raises(PeopleError, match="nobody in it"):
        represent(body.where("sex == 'M'"), {"sex": SEX}, by=["sex"])
    with pytest.raises(UsageError, match="with itself"):
        represent(body, {"sex": SEX}, by=["sex*sex"])
    with pytest.raises(UsageError, match="below the fair one"):
        represent(body, {"sex": SEX}, by=["sex"], alternative=2)


def test_many_groups_are_adjusted_for() -> None:
    found = represent(body_of(ethnicity={"White": 5, "Asian": 4}), {"ethnicity": ETHNICITY}, by=["ethnicity"])
    groups = found.find("ethnicity").groups
    assert all(g.adjusted_p is not None and g.p is not None and g.adjusted_p >= g.p for g in groups)
    assert any("Adjusted for that by Holm" in note for note in found.notes)


@pytest.mark.shared
def test_a_consultation_against_its_known_margins(shared: Path) -> None:
    body = read_people(str(shared / "golden/voices/consultation.csv"))
    known = {
        "age": {"16-34": 0.30, "35-54": 0.33, "55-74": 0.26, "75+": 0.11},
        "ethnicity": {"Asian": 0.12, "Black": 0.06, "Mixed/Other": 0.05, "White": 0.77},
    }
    found = represent(body, margins_from(known, title="known"), by=["age", "eth=ethnicity"])
    young, asian = found.find("age").groups[0], found.find("eth").groups[0]
    assert (young.count, asian.count) == (48, 19)
    assert young.verdict == asian.verdict == "fewer than a fair draw would give"
    assert young.seats_short == 72
