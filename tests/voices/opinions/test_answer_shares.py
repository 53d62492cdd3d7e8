"""Shares by characteristic: those that the engine finds, whatever statements are called."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dueregard.errors import ColumnNotFound
from dueregard.measures import proportion
from dueregard.people import read_people
from dueregard.voices.opinions.by_characteristic import shares_by_characteristic
from dueregard.voices.opinions.declared import NOT_DECLARED, declared
from dueregard.voices.opinions.population import Population
from dueregard.voices.opinions.shares import RAW, WEIGHTED, answer_shares
from dueregard.voices.opinions.votes import Votes
from dueregard.voices.opinions.weighting import weigh_participants
from tests.voices.opinions.consultation import CENSUS, consultation

CODES = {"agree": 1, "disagree": -1, "pass": 0}


def as_table(votes: Votes, statement: int) -> dict[str, list[object]]:
    vote: list[object] = [None] * len(votes.participants)
    for who, what, value in zip(votes.participant, votes.statement, votes.value, strict=True):
        if what == statement:
            vote[who] = int(value)
    return {"vote": vote, **{name: list(each) for name, each in votes.characteristics.items()}}


@pytest.mark.parametrize("weighted", [False, True])
def test_they_are_those_of_the_engine(weighted: bool) -> None:
    votes = consultation(120)
    margins = {"age": CENSUS["age"], "faith": CENSUS["faith"]}
    weights = weigh_participants(votes, Population(title="census", margins=margins), cap=(0.2, 5.0))
    [(_, shares)] = answer_shares(votes, by=[declared(votes, "sex")], weights=weights, statements=[4])
    people = len(votes.participants)
    totals = {
        name: {level: people * total / sum(levels.values()) for level, total in levels.items()}
        for name, levels in margins.items()
    }
    calibration = {"margins": totals, "bounds": (0.2, 5.0)} if weighted else None
    table = read_people(as_table(votes, 4), calibration=calibration)
    measures = [proportion(f"vote == {code}", name=answer) for answer, code in CODES.items()]
    engine = table.estimate(*measures, groupings=[(), ("sex",)])
    expected = {
        (label.outcome, label.by.get("sex")): (at, value)
        for at, (label, value) in enumerate(zip(engine.labels, engine.values, strict=True))
    }
    basis = WEIGHTED if weighted else RAW
    mine, theirs = [], []
    for at, label in enumerate(shares.labels):
        if label.parameters["basis"] == basis and label.by.get("sex") != NOT_DECLARED:
            mine.append(at)
            theirs.append(expected[label.parameters["answer"], label.by.get("sex")][0])
    assert len(mine) == 9
    np.testing.assert_allclose(shares.values[mine], engine.values[theirs], rtol=1e-9)
    np.testing.assert_allclose(
        shares.covariance()[np.ix_(mine, mine)],
        engine.covariance()[np.ix_(theirs, theirs)],
        rtol=1e-8,
        atol=1e-14,
    )


def test_weights_of_one_change_nothing() -> None:
    votes = consultation(100)
    own = {
        name: dict(zip(each.levels, each.counts.tolist(), strict=True))
        for name in ("age", "faith")
        for each in (declared(votes, name),)
    }
    weights = weigh_participants(votes, Population(title="themselves", margins=own))
    np.testing.assert_allclose(weights.weights, 1.0, rtol=1e-9)
    for _, shares in answer_shares(votes, by=[declared(votes, "sex")], weights=weights):
        half = len(shares) // 2
        np.testing.assert_allclose(shares.values[:half], shares.values[half:], rtol=1e-9)


def test_other_names_and_another_order_of_statements_change_nothing() -> None:
    votes = consultation(80)
    order = np.array([3, 0, 5, 1, 7, 2, 6, 4])
    names = [f"new {place}" for place in range(len(order))]
    turned = replace(
        votes,
        statements=tuple(replace(votes.statements[old], id=names[old]) for old in order),
        statement=np.argsort(order)[votes.statement].astype(np.int32),
    )
    before = {each.statement: each for each in shares_by_characteristic(votes).statements}
    for each in shares_by_characteristic(turned).statements:
        for mine, theirs in zip(each.records, before[int(order[each.statement])].records, strict=True):
            assert (mine.estimate, mine.se, mine.low, mine.n) == pytest.approx(
                (theirs.estimate, theirs.se, theirs.low, theirs.n), rel=1e-12, nan_ok=True
            )


def test_a_characteristic_with_very_many_levels_does_not_stop_the_others() -> None:
    votes = consultation(80)
    postcodes = np.array([f"AB{at} 1CD" for at in range(80)], object)
    votes = replace(votes, characteristics={**votes.characteristics, "postcode": postcodes})
    found = shares_by_characteristic(votes)
    assert [each.name for each in found.by] == ["age", "sex", "faith"]
    assert any("'postcode' has 80 levels" in note for note in found.notes)


def test_an_unknown_characteristic_is_refused() -> None:
    with pytest.raises(ColumnNotFound, match="shoe"):
        shares_by_characteristic(consultation(30), by=["age", "shoe"])


def test_the_gate_withholds_small_groups_and_their_company() -> None:
    found = shares_by_characteristic(consultation(), by=["faith"])
    for each in found.released():
        by_faith = {record.by["faith"]: record for record in each.records if record.by}
        assert by_faith["C"].status == "withheld"
        assert by_faith["B"].status == "withheld"
        assert by_faith["A"].status == "ok"
        assert by_faith["C"].n is None
