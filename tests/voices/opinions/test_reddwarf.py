"""Three real conversations beside red-dwarf 0.4.0, where its definitions are ours."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from dueregard.voices.opinions.find import find_opinions
from dueregard.voices.opinions.reading import read_votes

pytestmark = pytest.mark.shared


def rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def numbers(table, name):
    return np.array([float(row[name] or "nan") for row in table])


@pytest.fixture(scope="module", params=["15-per-hour-seattle", "bg2050-volunteers", "brexit-consensus"])
def conversation(request, shared):
    folder = shared / "golden" / "voices" / "polis" / request.param
    votes = read_votes(
        folder / "votes.csv",
        statements=folder / "comments.csv",
        participants=folder / "participants-votes.csv",
    )
    participants, statements = (
        rows(folder / "reddwarf_participants.csv"),
        rows(folder / "reddwarf_statements.csv"),
    )
    # red-dwarf was run without saying which statements are about the conversation itself.
    votes = replace(votes, statements=tuple(replace(each, is_meta=False) for each in votes.statements))
    place = {each: index for index, each in enumerate(votes.participants)}
    order = [place[row["participant_id"]] for row in participants]
    clusters = np.full(len(order), -1)
    clusters[order] = [int(row["cluster_id"] or -1) for row in participants]
    assert [row["statement_id"] for row in statements] == [each.id for each in votes.statements]
    opinions = find_opinions(votes, groups=clusters, bootstrap=0, floor=0)
    summary = json.loads((folder / "reddwarf_summary.json").read_text())
    return opinions, participants, statements, order, summary


def test_coordinates(conversation):
    opinions, participants, statements, order, summary = conversation
    theirs = np.stack([numbers(participants, "x"), numbers(participants, "y")], axis=1)
    ours = opinions.map.participants[order]
    sign = np.sign((ours * theirs).sum(axis=0))
    np.testing.assert_allclose(ours * sign, theirs, atol=1e-9)
    theirs = np.stack([numbers(statements, "x"), numbers(statements, "y")], axis=1)
    kept = opinions.votes.kept
    np.testing.assert_allclose((opinions.map.statements * sign)[kept], theirs[kept], atol=1e-9)
    np.testing.assert_allclose(opinions.map.variance, summary["pca_var"], rtol=1e-9)


def test_who_is_grouped_and_the_votes_of_those(conversation):
    opinions, participants, statements, order, _ = conversation
    assert [row["to_cluster"] == "True" for row in participants] == opinions.map.placed[order].tolist()
    totals = opinions.group_counts
    for part, column in (("agree", "n_agree"), ("disagree", "n_disagree"), ("seen", "n_total")):
        np.testing.assert_array_equal(getattr(totals, part).sum(axis=0), numbers(statements, column))


def test_priority_and_group_aware_consensus(conversation):
    opinions, _, statements, _, _ = conversation
    kept = opinions.votes.kept
    np.testing.assert_allclose(opinions.priority[kept], numbers(statements, "priority")[kept], rtol=1e-9)
    for ours, column in (
        (opinions.group_aware_consensus, "group-aware-consensus-agree"),
        (opinions.group_aware_disagreement, "group-aware-consensus-disagree"),
    ):
        np.testing.assert_allclose(ours[kept], numbers(statements, column)[kept], rtol=1e-9)


def test_consensus(conversation):
    opinions, _, _, _, summary = conversation
    for direction, theirs in summary["consensus"].items():
        ours = [each for each in opinions.consensus if each.direction == direction]
        assert [int(opinions.votes.statements[each.statement].id) for each in ours] == theirs
