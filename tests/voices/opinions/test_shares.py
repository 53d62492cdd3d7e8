"""Counts, weights and floors: what shares rest on."""

from dataclasses import replace

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.voices.opinions.counts import VoteCounts, count_votes
from dueregard.voices.opinions.find import find_opinions
from dueregard.voices.opinions.representative import representative_statements
from tests.voices.opinions.conversations import camps, laid_out

PARTS = ("agree", "disagree", "passed")


def test_weights_of_one_are_the_raw_counts_exactly():
    votes, camp = camps([37, 26])
    opinions = find_opinions(votes, weights=np.ones(63), groups=camp, bootstrap=0)
    for part in PARTS:
        np.testing.assert_array_equal(getattr(opinions.weighted, part), getattr(opinions.counts, part))
        np.testing.assert_array_equal(
            getattr(opinions.weighted_group_counts, part), getattr(opinions.group_counts, part)
        )
    assert opinions.effective_n == 63
    assert all(each.weighted_p == each.p for each in opinions.consensus)


def test_weights_change_shares_and_not_the_map():
    votes, camp = camps([37, 26])
    weights = np.where(camp == 0, 0.5, 3.0)
    raw, weighted = find_opinions(votes, bootstrap=0), find_opinions(votes, weights=weights, bootstrap=0)
    np.testing.assert_array_equal(raw.map.participants, weighted.map.participants)
    agree, _, _ = weighted.weighted.shares
    first = votes.statement == 0
    share = weights[votes.participant[first]]
    assert agree[0] == pytest.approx(share @ (votes.value[first] == 1) / share.sum())
    assert weighted.weighted.seen[0] == pytest.approx(share.sum() ** 2 / (share @ share))
    assert weighted.effective_n < 63


def test_a_pass_is_no_disagreement():
    value = np.array([[1, 0], [1, 0], [0, 0], [-1, -1]])
    counts = count_votes(laid_out(value, np.ones(value.shape, dtype=bool)))
    assert [getattr(counts, part).tolist() for part in PARTS] == [[2, 0], [1, 1], [1, 3]]
    assert counts.p_pass.tolist() == pytest.approx([2 / 6, 4 / 6])


def test_no_summary_rests_on_fewer_votes_than_the_floor():
    value = np.ones((20, 3))
    cast = np.zeros(value.shape, dtype=bool)
    cast[:, 0], cast[:6, 1], cast[:7, 2] = True, True, True
    votes = laid_out(value, cast)
    opinions = find_opinions(votes, groups=[0] * 10 + [1] * 10, bootstrap=0)
    assert {each.statement for each in opinions.consensus} == {0, 2}
    assert opinions.few_votes == (1,)
    assert any("1 of 3 statements have fewer than 7 votes" in note for note in opinions.notes)
    assert np.isnan(opinions.group_aware_consensus).tolist() == [False, True, True]
    said = {each.statement for group in opinions.groups for each in group.representative}
    assert 1 not in said
    assert len(find_opinions(votes, bootstrap=0, floor=6).consensus) == 3


def test_what_a_group_says_that_others_do_not():
    zero = np.zeros((2, 2))
    groups = VoteCounts(
        agree=np.array([[18.0, 15], [2, 15]]), disagree=np.array([[2.0, 5], [18, 5]]), passed=zero
    )
    one, other = representative_statements(groups, usable=np.array([True, True]), floor=7)
    assert (one[0].statement, one[0].direction, one[0].best_agree) == (0, "agree", True)
    assert one[0].representativeness == pytest.approx((19 / 22) / (3 / 22))
    assert (0, "disagree") in {(each.statement, each.direction) for each in other}


def test_weighted_consensus_is_chosen_by_weighted_votes():
    value = np.ones((40, 2))
    value[:30, 1] = -1
    votes = laid_out(value, np.ones(value.shape, dtype=bool))
    weights = np.where(np.arange(40) < 30, 0.1, 3.0)
    opinions = find_opinions(votes, weights=weights, bootstrap=10)
    said = {(each.statement, each.direction) for each in opinions.weighted_consensus}
    assert said == {(0, "agree"), (1, "agree")}
    assert {(each.statement, each.direction) for each in opinions.consensus} == {
        (0, "agree"),
        (1, "disagree"),
    }
    assert all(0 < each.stays <= 1 for each in opinions.weighted_consensus)
    assert not find_opinions(votes, bootstrap=0).weighted_consensus


def test_who_saw_what_is_told_by_group():
    votes, camp = camps([30, 20], density=0.5)
    seen = find_opinions(votes, groups=camp, bootstrap=0).seen_by_group
    assert seen.shape == (2, 40)
    mine = votes.statement[camp[votes.participant] == 1] == 3
    assert seen[1, 3] == pytest.approx(mine.sum() / 20)


def test_statements_left_out_and_about_the_conversation_do_not_shape_the_map():
    votes, _ = camps([20, 20], statements=10)
    statements = list(votes.statements)
    statements[3] = replace(statements[3], is_meta=True)
    kept = np.ones(10, dtype=bool)
    kept[5] = False
    opinions = find_opinions(replace(votes, statements=tuple(statements), kept=kept), bootstrap=0)
    assert np.flatnonzero((opinions.map.axes == 0).all(axis=0)).tolist() == [3, 5]
    assert opinions.priority[3] == 49
    assert 5 not in {each.statement for each in opinions.consensus}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weights": np.ones(3)}, "one entry for each participant"),
        ({"weights": -np.ones(50)}, "none below zero"),
        ({"groups": [1, 2]}, "one entry for each participant"),
        ({"groups": [None] * 50}, "Nobody is in any"),
        ({"bootstrap": -1}, "bootstrap cannot be -1"),
        ({"smallest": 0}, "smallest cannot be 0"),
    ],
)
def test_what_does_not_fit_is_refused(options, message):
    votes, _ = camps([30, 20])
    with pytest.raises(UsageError, match=message):
        find_opinions(votes, **options)


def test_groups_of_an_export_are_compared():
    votes, camp = camps([30, 20])
    export = np.array([None if each % 7 == 0 else str(camp[each]) for each in range(50)], dtype=object)
    assert find_opinions(replace(votes, export_groups=export), bootstrap=0).export_rand > 0.9
    assert find_opinions(votes, bootstrap=0).export_rand is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (3, 2), (12, 1)])
def test_the_smallest_conversations_have_an_answer(shape):
    value = np.ones(shape)
    value[0, 0] = -1
    opinions = find_opinions(laid_out(value, np.ones(shape, dtype=bool)), bootstrap=3)
    assert not opinions.has_groups
    assert opinions.group.shape == (shape[0],)
    assert np.isfinite(opinions.map.participants).all()
    assert opinions.stability.reason.startswith("No stable groups")
    assert np.isnan(opinions.stability.median_rand)
