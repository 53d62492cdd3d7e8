"""What a group opposes reaches the summary, however small the group, and says how sure it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.disclosure import Policy
from dueregard.voices.opinions.by_characteristic import shares_by_characteristic
from dueregard.voices.opinions.population import Population
from dueregard.voices.opinions.safeguard import Safeguard, minority_safeguard
from dueregard.voices.opinions.votes import Statement, Votes
from dueregard.voices.opinions.weighting import weigh_participants
from tests.voices.opinions.consultation import CENSUS, consultation


def divided(against: int, of: int, *, others: int = 200, undeclared: bool = False) -> Votes:
    """A group of which some are against, and many others who are all for it."""
    people = of + others
    value = np.array([-1] * against + [1] * (of - against) + [1] * others, np.int8)
    level = None if undeclared else "small"
    return Votes(
        participants=tuple(map(str, range(people))),
        statements=(Statement(id="1"),),
        participant=np.arange(people, dtype=np.int32),
        statement=np.zeros(people, np.int32),
        value=value,
        kept=np.array([True]),
        characteristics={"group": np.array([level] * of + ["large"] * others, object)},
    )


def guarded(votes: Votes) -> Safeguard:
    return minority_safeguard(shares_by_characteristic(votes))


@pytest.mark.parametrize(("against", "of", "found"), [(6, 10, 1), (12, 20, 1), (11, 20, 0), (5, 10, 0)])
def test_from_sixty_per_cent_on_a_group_opposes(against: int, of: int, found: int) -> None:
    answer = guarded(divided(against, of))
    assert len(answer.findings) == found
    assert not answer.too_small
    for each in answer.findings:
        assert (each.disagree, each.voted, each.against_the_whole) == (against, of, True)
        assert each.raw.low is not None


def test_below_the_gate_nothing_is_told_but_that_some_are_too_small() -> None:
    answer = guarded(divided(9, 9))
    assert answer.findings == ()
    assert answer.too_small


def test_a_stricter_policy_asks_for_more_votes() -> None:
    votes = divided(12, 12)
    assert len(guarded(votes).findings) == 1
    shares = shares_by_characteristic(votes)
    assert minority_safeguard(shares, policy=Policy(threshold=20)).findings == ()


def test_how_many_of_all_voted_does_not_matter() -> None:
    assert len(guarded(divided(10, 10, others=0)).findings) == 1


def test_those_who_declared_nothing_are_no_group() -> None:
    assert guarded(divided(30, 30, undeclared=True)).findings == ()


def test_how_sure_is_said_in_words() -> None:
    certain, likely, unsure = (guarded(divided(*each)).findings[0] for each in ((30, 30), (14, 18), (6, 10)))
    assert certain.sure == "sure"
    assert unsure.sure == "open"
    assert "too few" in unsure.words
    assert likely.p_value == pytest.approx(0.0154, abs=5e-4)


def test_many_looks_make_one_finding_less_sure() -> None:
    votes = divided(15, 20)
    alone = guarded(votes).findings[0]
    assert alone.sure == "sure"
    rng = np.random.Generator(np.random.PCG64(0))
    more = {f"other {at}": rng.choice(np.array(["x", "y"], object), 220) for at in range(40)}
    among = guarded(replace(votes, characteristics={**votes.characteristics, **more}))
    found = next(each for each in among.findings if "group" in each.group)
    assert found.p_value == alone.p_value
    assert found.sure == "likely"


def test_a_majority_only_of_the_weighted_counts_too() -> None:
    votes = consultation()
    weights = weigh_participants(votes, Population(title="census", margins=CENSUS))
    found = minority_safeguard(shares_by_characteristic(votes, by=["age", "faith"], weights=weights)).findings
    pairs = {(next(iter(each.group.values())), each.statement): each for each in found}
    assert pairs["B", 2].whole == "supports it"
    assert pairs["16-34", 7].supported == ("as voted",)
    assert pairs["16-34", 7].whole == "supports it as voted"


def test_of_a_majority_only_of_the_weighted_nobody_says_that_most_voted_so() -> None:
    votes = divided(9, 20)
    census = Population(title="census", margins={"group": {"small": 1.0, "large": 10.0}})
    heavy = replace(weigh_participants(votes, census), weights=np.where(votes.value < 0, 9.0, 1.0))
    shares = shares_by_characteristic(votes, weights=heavy)
    [found] = minority_safeguard(shares).findings
    assert found.sure == "open"
    assert found.disagree < found.voted / 2
    assert "raw or weighted" in found.words


@settings(max_examples=10)
@given(st.integers(0, 10_000), st.integers(20, 150), st.integers(1, 5))
def test_no_group_that_opposes_is_ever_left_out(seed: int, people: int, levels: int) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    cast = rng.random((people, 6)) < 0.8
    participant, statement = np.nonzero(cast)
    against = rng.random((levels, 6))
    level = rng.integers(0, levels, people)
    draw = rng.random(len(participant))
    value = np.where(draw < against[level[participant], statement], -1, rng.integers(0, 2, len(participant)))
    votes = Votes(
        participants=tuple(map(str, range(people))),
        statements=tuple(Statement(id=str(at)) for at in range(6)),
        participant=participant.astype(np.int32),
        statement=statement.astype(np.int32),
        value=value.astype(np.int8),
        kept=np.ones(6, bool),
        characteristics={"group": level.astype(str).astype(object)},
    )
    expected = set()
    for which in range(levels):
        for what in range(6):
            mine = value[(level[participant] == which) & (statement == what)]
            if len(mine) >= 10 and 10 * (mine == -1).sum() >= 6 * len(mine):
                expected.add((str(which), what))
    assert {(each.group["group"], each.statement) for each in guarded(votes).findings} == expected
