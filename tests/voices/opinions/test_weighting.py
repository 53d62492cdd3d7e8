"""Participants brought to the population: as R does it, within a cap, and never beyond who answered."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dueregard.errors import PeopleError, UsageError
from dueregard.voices.opinions.declared import declared
from dueregard.voices.opinions.population import Population
from dueregard.voices.opinions.shares import answer_shares
from dueregard.voices.opinions.votes import Statement, Votes
from dueregard.voices.opinions.weighting import weigh_participants
from tests.voices.opinions.consultation import CENSUS, consultation

SHARES = {
    "age": {"16-34": 0.30, "35-54": 0.33, "55-74": 0.26, "75+": 0.11},
    "sex": {"F": 0.51, "M": 0.49},
    "eth": {"Asian": 0.12, "Black": 0.06, "Mixed/Other": 0.05, "White": 0.77},
}
WAYS: dict[str, dict[str, Any]] = {
    "cal_raking": {"cap": None},
    "cal_linear": {"cap": None, "method": "linear"},
    "cal_logit": {"cap": (0.1, 8.0), "method": "logit"},
    "trim": {"keep_cap_by": "trimming"},
}


def asked(rows: list[dict[str, str]]) -> Votes:
    count = len(rows)
    return Votes(
        participants=tuple(row["id"] for row in rows),
        statements=(Statement(id="support"),),
        participant=np.arange(count, dtype=np.int32),
        statement=np.zeros(count, np.int32),
        value=np.array([2 * int(row["support"]) - 1 for row in rows], np.int8),
        kept=np.array([True]),
        characteristics={name: np.array([row[name] for row in rows], object) for name in SHARES},
    )


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.shared
@pytest.mark.parametrize("way", list(WAYS))
def test_weights_and_standard_errors_are_those_of_r(shared: Path, way: str) -> None:
    folder = shared / "golden" / "voices"
    votes = asked(read(folder / "consultation.csv"))
    found = weigh_participants(votes, Population(title="census", margins=SHARES), **WAYS[way])
    expected = next(row for row in read(folder / "consultation_R_survey.csv") if row["method"] == way)
    [(_, shares)] = answer_shares(votes, weights=found)
    got = [shares.values[3], shares.se[3], found.quality.effective_n, found.quality.design_effect]
    got += [found.quality.lowest, found.quality.highest]
    wanted = [float(expected[name]) for name in ("support", "se", "ess", "deff_kish", "wmin", "wmax")]
    np.testing.assert_allclose(got, wanted, rtol=1e-6)
    if way != "trim":
        weights = [float(row[way]) for row in read(folder / "consultation_R_weights.csv")]
        np.testing.assert_allclose(found.weights * 200_000 / len(weights), weights, rtol=1e-6)


@pytest.mark.shared
def test_shares_of_groups_are_those_of_r(shared: Path) -> None:
    folder = shared / "golden" / "voices"
    votes = asked(read(folder / "consultation.csv"))
    found = weigh_participants(votes, Population(title="census", margins=SHARES), cap=None)
    [(_, shares)] = answer_shares(votes, by=[declared(votes, "age")], weights=found)
    expected = read(folder / "consultation_R_by_age.csv")
    got = {
        label.by["age"]: (value, se)
        for label, value, se in zip(shares.labels, shares.values, shares.se, strict=True)
        if label.parameters["answer"] == "agree" and label.parameters["basis"] != "as voted" and label.by
    }
    for row in expected:
        np.testing.assert_allclose(got[row["age"]], [float(row["support"]), float(row["se"])], rtol=1e-6)


def test_margins_are_reached_within_the_cap() -> None:
    found = weigh_participants(consultation(), Population(title="census", margins=CENSUS))
    assert found.trimmed == 0
    assert found.quality.lowest >= 0.2
    assert found.quality.highest <= 5 + 1e-9
    for level in found.levels:
        assert level.weighted_share == pytest.approx(level.population_share, rel=1e-9)
    assert found.weights.mean() == pytest.approx(1.0)


def test_a_cap_that_no_weights_keep_is_kept_by_cutting_off_and_said() -> None:
    found = weigh_participants(consultation(), Population(title="census", margins=CENSUS), cap=(0.8, 1.5))
    assert found.trimmed > 0
    assert found.quality.highest == pytest.approx(1.5)
    assert found.largest_miss > 0.05
    assert any("margins are missed" in note for note in found.notes)


def test_a_group_that_the_cap_lifts_keeps_a_sensible_standard_error() -> None:
    margins = {"age": CENSUS["age"], "faith": {"A": 990.0, "B": 2.0, "C": 8.0}}
    votes = consultation()
    weights = weigh_participants(votes, Population(title="census", margins=margins))
    assert weights.trimmed > 0
    [(_, shares)] = answer_shares(votes, by=[declared(votes, "faith")], weights=weights, statements=[2])
    errors = {
        label.parameters["basis"]: se
        for label, se in zip(shares.labels, shares.se, strict=True)
        if label.by == {"faith": "B"} and label.parameters["answer"] == "disagree"
    }
    assert errors["weighted to the population"] < 1.5 * errors["as voted"]


def test_who_did_not_declare_keeps_their_share() -> None:
    votes = consultation()
    found = weigh_participants(votes, Population(title="census", margins={"sex": CENSUS["sex"]}))
    silent = declared(votes, "sex").place < 0
    np.testing.assert_allclose(found.weights[silent], 1.0)
    assert found.not_declared == {"sex": int(silent.sum())}
    assert any("did not declare sex" in note for note in found.notes)


def test_a_level_without_participants_is_named_and_never_merged() -> None:
    margins = {"faith": {"A": 90.0, "B": 4.0, "C": 1.0, "D": 5.0}}
    found = weigh_participants(consultation(), Population(title="census", margins=margins), cap=None)
    [silent] = found.silent
    assert (silent.level, silent.population_share, silent.mean_weight) == ("D", 0.05, None)
    heard = {level.level: level.weighted_share for level in found.levels if level.participants}
    assert heard == pytest.approx({"A": 90 / 95, "B": 4 / 95, "C": 1 / 95})
    assert any("cannot speak for them" in note for note in found.notes)


def test_a_level_that_the_population_lacks_is_refused() -> None:
    with pytest.raises(PeopleError, match=r"no total for a level of 'age'.*Without a total: '55\+'"):
        weigh_participants(
            consultation(), Population(title="census", margins={"age": {"16-34": 1.0, "35-54": 1.0}})
        )


def test_levels_may_be_typed_differently() -> None:
    margins = {"age": {"16 – 34": 30.0, "35–54": 33.0, "55 +": 37.0}, "sex": {"F": 51.0, "M": 49.0}}
    one = weigh_participants(consultation(), Population(title="census", margins=margins))
    other = weigh_participants(
        consultation(), Population(title="census", margins={"age": CENSUS["age"], "sex": CENSUS["sex"]})
    )
    np.testing.assert_allclose(one.weights, other.weights)


def test_crossed_margins_are_reached() -> None:
    crossed = {
        f"{age} * {sex}": 10.0 + 3 * at + 2 * up
        for at, age in enumerate(CENSUS["age"])
        for up, sex in enumerate(CENSUS["sex"])
    }
    votes = consultation()
    found = weigh_participants(votes, Population(title="census", margins={"age*sex": crossed}), cap=None)
    age, sex = votes.characteristics["age"], votes.characteristics["sex"]
    known = np.array([each is not None for each in sex])
    old_women = (age == "55+") & (sex == "f")
    share = found.weights[old_women].sum() / found.weights[known].sum()
    assert share == pytest.approx(crossed["55+ * f"] / sum(crossed.values()))


def test_a_cap_that_leaves_out_the_mean_is_refused() -> None:
    with pytest.raises(UsageError, match="cap"):
        weigh_participants(consultation(), Population(title="census", margins=CENSUS), cap=(1.2, 5.0))
