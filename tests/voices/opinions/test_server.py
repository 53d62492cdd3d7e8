"""Given a Polis server's groups, its definitions give its figures; and so do its axes."""

import numpy as np
import pytest

from dueregard.voices.opinions.find import find_opinions
from tests.voices.opinions.server import CONVERSATIONS, dumped, read, server_groups

pytestmark = [pytest.mark.shared, pytest.mark.parametrize("name", CONVERSATIONS)]


@pytest.fixture
def conversation(name, shared, tmp_path):
    table, listed, math = dumped(shared, name, tmp_path)
    votes = read(table, listed, math)
    groups = server_groups(votes, math)
    return find_opinions(votes, groups=groups, bootstrap=0, floor=0), math


def test_group_votes(conversation):
    opinions, math = conversation
    counts = opinions.group_counts
    for group, told in math["group-votes"].items():
        assert opinions.groups[int(group)].size == told["n-members"]
        theirs = np.array([[told["votes"][str(t)][part] for t in math["tids"]] for part in "ADS"])
        ours = np.stack([getattr(counts, part)[int(group)] for part in ("agree", "disagree", "seen")])
        np.testing.assert_array_equal(ours, theirs)


def test_representative_statements(conversation):
    opinions, math = conversation
    for group, told in math["repness"].items():
        ours = opinions.groups[int(group)].representative
        assert [each.statement for each in ours] == [each["tid"] for each in told]
        for mine, theirs in zip(ours, told, strict=True):
            if mine.direction != theirs["repful-for"]:
                assert mine.best_agree  # never shown as a disagreement
                assert mine.p > 0.5
                continue
            assert (mine.votes, mine.seen) == (theirs["n-success"], theirs["n-trials"])
            figures = (mine.p, mine.test, mine.representativeness, mine.representativeness_test)
            expected = [theirs[key] for key in ("p-success", "p-test", "repness", "repness-test")]
            np.testing.assert_allclose(figures, expected, atol=2e-7)


def test_consensus(conversation):
    opinions, math = conversation
    for direction in ("agree", "disagree"):
        ours = [each for each in opinions.consensus if each.direction == direction]
        theirs = math["consensus"][direction]
        assert [each.statement for each in ours] == [each["tid"] for each in theirs]
        figures = [(each.votes, each.seen, each.p, each.test) for each in ours]
        keys = ("n-success", "n-trials", "p-success", "p-test")
        np.testing.assert_allclose(figures, [[each[key] for key in keys] for each in theirs], atol=1e-9)


def test_group_aware_consensus(conversation):
    opinions, math = conversation
    theirs = [math["group-aware-consensus"][str(tid)] for tid in math["tids"]]
    np.testing.assert_allclose(opinions.group_aware_consensus, theirs, atol=1e-14)


def test_axes_and_coordinates_up_to_sign(conversation):
    opinions, math = conversation
    theirs = np.array(math["pca"]["comps"])
    # The server counts an agreement as -1: its axes and its means are mirrored.
    sign = -np.sign((opinions.map.axes * theirs).sum(axis=1))
    np.testing.assert_allclose(opinions.map.axes, -sign[:, None] * theirs, atol=2e-7)
    np.testing.assert_allclose(opinions.map.centre, -np.array(math["pca"]["center"]), atol=1e-12)
    statements = sign[:, None] * np.array(math["pca"]["comment-projection"])
    np.testing.assert_allclose(opinions.map.statements.T, statements, atol=2e-6)
    np.testing.assert_allclose(opinions.extremity, math["pca"]["comment-extremity"], atol=2e-6)


def test_participants_lie_where_the_server_puts_them(conversation):
    opinions, math = conversation
    base = math["base-clusters"]
    places = [opinions.votes.participants.index(str(members[0])) for members in base["members"]]
    assert all(len(members) == 1 for members in base["members"])
    ours, theirs = opinions.map.participants[places], np.stack([base["x"], base["y"]], axis=1)
    ours = ours * np.sign((ours * theirs).sum(axis=0))
    np.testing.assert_allclose(ours, theirs, atol=2e-6)
    assert set(np.flatnonzero(opinions.map.placed)) == set(places)


def test_priority(conversation, name):
    opinions, math = conversation
    theirs = [math["comment-priorities"][str(tid)] for tid in math["tids"]]
    if name == CONVERSATIONS[0]:
        assert set(theirs) == {49}  # the server took every statement for one about the conversation
        return
    np.testing.assert_allclose(opinions.priority, theirs, rtol=1e-9)
