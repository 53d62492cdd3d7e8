"""Dumps of a Polis server: its votes, and what it made of them."""

import json
from pathlib import Path

import numpy as np

from dueregard.voices.opinions.reading import read_votes

CONVERSATIONS = ("server-50ptpt-3gp-strict-no-meta", "server-below-100-ptpts")


def dumped(shared: Path, name: str, tmp_path: Path):
    """Give the votes of a conversation and the server's results."""
    folder = shared / "golden" / "voices" / "polis" / name
    votes, comments, math = (
        json.loads((folder / file).read_text()) for file in ("votes.json", "comments.json", "math-pca2.json")
    )
    cast = [_plain(vote) for vote in votes]
    if name == CONVERSATIONS[0]:
        # The dump lacks one participant, who voted four times; the server's means tell how.
        cast += [{"participant": 50, "statement": each, "value": -1, "time": 0.0} for each in (1, 4, 12, 20)]
    columns = ("participant", "statement", "value", "time")
    table = {column: [each[column] for each in cast] for column in columns}
    listed = tmp_path / "comments.csv"
    rejected = set(math["mod-out"])
    rows = [f"{tid},{-1 if tid in rejected else 1}" for tid in math["tids"]]
    listed.write_text("comment-id,moderated\n" + "\n".join(rows) + "\n")
    assert {_statement(each) for each in comments} == set(math["tids"])
    return table, listed, math


def read(table, listed, math):
    """Read them, keeping whom the server kept."""
    return read_votes(table, statements=listed, keep=[str(each) for each in math["in-conv"]])


def server_groups(votes, math):
    """Give the server's group of each participant: its clusters hold base clusters."""
    base = dict(zip(math["base-clusters"]["id"], math["base-clusters"]["members"], strict=True))
    groups = np.full(len(votes.participants), -1)
    for cluster in math["group-clusters"]:
        for each in cluster["members"]:
            groups[[votes.participants.index(str(person)) for person in base[each]]] = cluster["id"]
    return groups


def _plain(vote):
    return {
        "participant": vote.get("participant_id", vote.get("pid")),
        "statement": vote.get("statement_id", vote.get("tid")),
        "value": vote["vote"],
        "time": float(vote["modified"]),
    }


def _statement(comment):
    return comment.get("statement_id", comment.get("tid"))
