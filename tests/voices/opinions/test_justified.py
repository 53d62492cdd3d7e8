"""Statements chosen by approval: the sets, scores and guarantees of the literature."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import PeopleError, UsageError
from dueregard.voices.opinions.approvals import approvals_of
from dueregard.voices.opinions.justified import Rule, choose_statements, neglected
from dueregard.voices.opinions.reading import read_votes
from dueregard.voices.opinions.votes import Statement, Votes

NAMES: dict[str, Rule] = {
    "av": "approval",
    "seqpav": "sequential-pav",
    "pav": "pav",
    "seqphragmen": "phragmen",
    "equal-shares": "equal-shares",
    "seqcc": "chamberlin-courant",
}


def approving(ballots: list[set[int]], statements: int) -> Votes:
    pairs = [(who, what) for who, ballot in enumerate(ballots) for what in sorted(ballot)]
    return Votes(
        participants=tuple(map(str, range(len(ballots)))),
        statements=tuple(Statement(id=str(at)) for at in range(statements)),
        participant=np.array([who for who, _ in pairs], np.int32),
        statement=np.array([what for _, what in pairs], np.int32),
        value=np.ones(len(pairs), np.int8),
        kept=np.ones(statements, bool),
    )


@pytest.mark.shared
@pytest.mark.parametrize("conversation", ["15-per-hour-seattle", "brexit-consensus"])
def test_real_conversations_have_the_sets_of_abcvoting(shared: Path, conversation: str) -> None:
    folder = shared / "golden" / "voices"
    golden = json.loads((folder / f"justified_representation_{conversation}.json").read_text())
    polis = folder / "polis" / conversation
    votes = read_votes(polis / "votes.csv", statements=polis / "comments.csv")
    for name, rule in NAMES.items():
        found = choose_statements(votes, golden["committeesize"], rule=rule)
        assert [int(votes.statements[place].id) for place in found.statements] == golden[name]
        assert found.voters == golden["n_voters_with_approval"]
        assert found.pav_score == pytest.approx(golden[f"{name}_pavscore"], rel=1e-12)
        assert found.unrepresented == pytest.approx(golden[f"{name}_unrepresented_share"], rel=1e-12)
        assert found.ejr_plus == golden[f"{name}_EJR+"]
        assert found.proven


# What abcvoting 2.19.2 chooses of four statements: three rows of ties, and two camps of unequal size.
BALLOTS = [{0, 1, 2}] * 6 + [{3}] * 4 + [{2, 4}] * 2


@pytest.mark.parametrize(
    ("rule", "chosen"),
    [
        ("approval", (0, 1, 2)),
        ("sequential-pav", (0, 2, 3)),
        ("pav", (0, 2, 3)),
        ("phragmen", (0, 2, 3)),
        ("equal-shares", (0, 2, 3)),
        ("chamberlin-courant", (0, 2, 3)),
    ],
)
def test_a_minority_has_its_share_but_by_most_approvals(rule: Rule, chosen: tuple[int, ...]) -> None:
    found = choose_statements(approving(BALLOTS, 5), 3, rule=rule)
    assert found.statements == chosen
    assert found.ejr_plus == (rule != "approval")
    if found.neglected is not None:
        assert (found.neglected.statement, found.neglected.people, found.neglected.deserve) == (3, 4, 1)


ballots = st.lists(st.sets(st.integers(0, 5), max_size=4), min_size=1, max_size=9).filter(any)


@given(ballots, st.integers(1, 4))
def test_pav_has_the_best_score_and_the_first_of_equal_sets(given_ballots: list[set[int]], size: int) -> None:
    def score(chosen: tuple[int, ...]) -> int:
        # 12 over 1, 2, 3 and 4 are whole, so that ties are exact.
        return sum(12 // step for ballot in given_ballots for step in range(1, len(ballot & set(chosen)) + 1))

    best = max(score(chosen) for chosen in combinations(range(6), size))
    found = choose_statements(approving(given_ballots, 6), size, rule="pav")
    assert score(found.statements) == best
    assert found.pav_score == pytest.approx(best / 12)
    assert found.proven


@given(ballots, st.integers(1, 4), st.data())
def test_the_check_of_ejr_plus_finds_every_neglected_group(
    given_ballots: list[set[int]], size: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.integers(0, 5), min_size=size, max_size=size))
    voters = [ballot for ballot in given_ballots if ballot]
    violated = any(
        sum(other in ballot and len(ballot & chosen) < deserve for ballot in voters) * size
        >= deserve * len(voters)
        for other in set(range(6)) - chosen
        for deserve in range(1, size + 1)
    )
    approvals = approvals_of(approving(given_ballots, 6))
    assert (neglected(approvals, sorted(chosen)) is not None) == violated


@given(ballots, st.integers(1, 4))
def test_equal_shares_and_pav_do_justice_to_every_group(given_ballots: list[set[int]], size: int) -> None:
    for rule in ("equal-shares", "pav"):
        assert choose_statements(approving(given_ballots, 6), size, rule=rule).ejr_plus


@pytest.mark.parametrize("rule", get_args(Rule))
def test_a_weight_is_so_many_people(rule: Rule) -> None:
    few, weights = [{0, 1}, {2}, {1, 3}], [3, 2, 1]
    many = [ballot for ballot, weight in zip(few, weights, strict=True) for _ in range(weight)]
    one = choose_statements(approving(few, 4), 2, rule=rule, weights=weights)
    other = choose_statements(approving(many, 4), 2, rule=rule)
    assert one.statements == other.statements
    assert (one.pav_score, one.unrepresented) == pytest.approx((other.pav_score, other.unrepresented))
    assert (one.voters, other.voters) == (3, 6)


def test_each_rule_chooses_as_many_as_asked_for() -> None:
    for rule in get_args(Rule):
        assert choose_statements(approving([{0}, {0}], 4), 3, rule=rule).statements == (0, 1, 2)


def test_what_cannot_be_chosen_is_refused() -> None:
    with pytest.raises(UsageError, match="7 statements"):
        choose_statements(approving([{0}], 4), 7)
    with pytest.raises(UsageError, match="Did you mean 'pav'"):
        choose_statements(approving([{0}], 4), 1, rule="pavv")  # type: ignore[arg-type]
    with pytest.raises(PeopleError, match="Nobody agreed"):
        choose_statements(approving([set()], 4), 1)
