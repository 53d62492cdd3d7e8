"""Votes are read from the forms that consultation software exports, and refused with reasons."""

from pathlib import Path

import numpy as np
import pytest

from dueregard.errors import DueRegardError, PeopleError, UsageError
from dueregard.voices.opinions.find import find_opinions
from dueregard.voices.opinions.reading import read_votes

EXPORT = """timestamp,datetime,comment-id,voter-id,vote
100,Wed,10,007,1
200,Wed,10,007,-1
300,Wed,2,007,0
150,Wed,2,abc,1
"""
COMMENTS = """timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,comment-body
1,2,0,1,0,1,false,"Mwy o fysiau, os gwelwch yn dda 🚌"
1,10,0,0,1,0,true,About this consultation
1,11,0,0,0,-1,false,مزید بسیں
"""


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def as_triples(votes):
    people = [votes.participants[p] for p in votes.participant]
    statements = [votes.statements[s].id for s in votes.statement]
    return list(zip(people, statements, votes.value.tolist(), strict=True))


def test_an_export_keeps_the_latest_vote_and_ids_as_they_are(tmp_path):
    votes = read_votes(written(tmp_path, "votes.csv", EXPORT))
    assert as_triples(votes) == [("007", "2", 0), ("007", "10", -1), ("abc", "2", 1)]
    assert votes.replaced == 1


def test_the_latest_is_by_time_and_of_simultaneous_ones_the_lower_row():
    table = {"participant": ["a"] * 4, "statement": ["x", "x", "y", "y"], "value": [1, -1, 1, 0]}
    assert as_triples(read_votes({**table, "time": [9, 3, 5, 5]})) == [("a", "x", 1), ("a", "y", 0)]
    assert as_triples(read_votes(table)) == [("a", "x", -1), ("a", "y", 0)]


def test_statements_bring_words_and_moderation(tmp_path):
    files = {"statements": written(tmp_path, "comments.csv", COMMENTS)}
    votes = read_votes(written(tmp_path, "votes.csv", EXPORT), **files)
    assert [each.id for each in votes.statements] == ["2", "10", "11"]
    assert votes.statements[0].text == "Mwy o fysiau, os gwelwch yn dda 🚌"
    assert votes.kept.tolist() == [True, True, False]
    assert [each.is_meta for each in votes.statements] == [False, True, False]
    assert any("Nobody voted on statement 11" in note for note in votes.notes)
    strict = read_votes(written(tmp_path, "votes.csv", EXPORT), strict=True, **files)
    assert strict.kept.tolist() == [True, False, False]


def test_the_wide_form_is_the_same_votes(tmp_path):
    wide = "participant,xid,group-id,n-votes,2,10,11\n007,u1,1,2,0,-1,\nabc,u2,,1,1,,\nnone,u3,,0,,,\n"
    votes = read_votes(written(tmp_path, "participants-votes.csv", wide))
    assert as_triples(votes) == [("007", "2", 0), ("007", "10", -1), ("abc", "2", 1)]
    assert votes.silent == 1
    assert votes.export_groups.tolist() == ["1", None]
    assert len(votes.statements) == 3


def test_characteristics_are_joined_by_participant_or_by_xid(tmp_path):
    votes = written(tmp_path, "votes.csv", EXPORT)
    declared = written(tmp_path, "people.csv", "participant,age\nabc,65+\nzzz,16-24\n")
    read = read_votes(votes, participants=declared)
    assert read.characteristics["age"].tolist() == [None, "65+"]
    assert read.silent == 1
    known = written(tmp_path, "participants-votes.csv", "participant,xid,group-id\n007,u1,0\nabc,u2,1\n")
    by_xid = written(tmp_path, "declared.csv", "xid,age\nu1,65+\nu2,16-24\n")
    read = read_votes(votes, participants=[by_xid, known])
    assert read.characteristics["age"].tolist() == ["65+", "16-24"]
    with pytest.raises(UsageError, match="no table says whose each xid is"):
        read_votes(votes, participants=by_xid)


def test_words_are_votes_and_other_values_are_named_by_row():
    ids = {"participant": ["a", "b", "c", "d"], "statement": ["x"] * 4}
    votes = read_votes({**ids, "value": ["Agree", "disagree", " pass ", None]})
    assert votes.value.tolist() == [1, -1, 0]
    assert any("1 rows" in note for note in votes.notes)
    with pytest.raises(PeopleError, match="Row 3 has '2', row 5 has 'ja'"):
        read_votes({**ids, "value": ["1", "2", "-1", "ja"]})


def test_the_code_of_agreement_can_be_told():
    table = {"participant": list("abcdef"), "statement": ["2"] * 6, "value": [-1, -1, -1, -1, 1, 0]}
    assert read_votes(table, agree=-1).value.tolist() == [1, 1, 1, 1, -1, 0]


def test_a_table_that_counts_otherwise_says_so(tmp_path):
    comments = written(tmp_path, "comments.csv", "comment-id,agrees,disagrees\n2,4,1\n")
    table = {"participant": list("abcdef"), "statement": ["2"] * 6, "value": [-1, -1, -1, -1, 1, 0]}
    assert any("look exchanged" in note for note in read_votes(table, statements=comments).notes)
    assert not read_votes(table, statements=comments, agree=-1).notes


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_what_a_spreadsheet_made_of_it_is_read(tmp_path, delimiter):
    text = EXPORT.replace(",", delimiter).replace("abc", "Zoë")
    votes = read_votes(written(tmp_path, "votes.csv", text, encoding="cp1252"))
    assert votes.participants == ("007", "Zoë")


def test_one_participant_and_one_statement():
    votes = read_votes({"participant": ["a"], "statement": ["x"], "value": [1]})
    assert (len(votes.participants), len(votes.statements), votes.value.tolist()) == (1, 1, [1])


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"participant": ["a"], "value": [1]}, None),
        ({"who": ["a"], "what": ["x"]}, "not a table of votes"),
        ({"participant": [None], "statement": ["x"], "value": [1]}, "has no 'participant'"),
        ({"participant": ["a"], "statement": ["x"], "value": [None]}, "holds no votes"),
    ],
)
def test_what_is_no_table_of_votes_is_refused(table, message):
    with pytest.raises(DueRegardError, match=message):
        read_votes(table)


def test_statements_twice_and_unknown_moderation_are_refused(tmp_path):
    votes = {"participant": ["a"], "statement": ["x"], "value": [1]}
    with pytest.raises(PeopleError, match=r"statement 'x' twice.*rows 2 and 3"):
        read_votes(votes, statements=written(tmp_path, "c.csv", "statement,text\nx,A\nx,B\n"))
    with pytest.raises(PeopleError, match=r"Row 2 .* unknown value in 'moderated'"):
        read_votes(votes, statements=written(tmp_path, "d.csv", "statement,moderated\nx,2\n"))


def test_votes_come_in_order_of_participants_and_statements():
    rng = np.random.default_rng(5)
    cells = rng.permutation(60)
    table = {
        "participant": (cells // 6).tolist(),
        "statement": (cells % 6).tolist(),
        "value": rng.integers(-1, 2, 60).tolist(),
    }
    votes = read_votes(table)
    key = votes.participant * 6 + votes.statement
    assert (np.diff(key) > 0).all()
    assert votes.participants == tuple(map(str, range(10)))


def test_who_is_kept_must_have_voted_and_is_placed():
    table = {"participant": ["a"] * 9 + ["b"], "statement": [*range(9), 0], "value": [1] * 10}
    assert find_opinions(read_votes(table), bootstrap=0).map.placed.tolist() == [True, False]
    assert find_opinions(read_votes(table, keep=["b"]), bootstrap=0).map.placed.tolist() == [True, True]
    with pytest.raises(UsageError, match=r"'c' is to be kept but never voted"):
        read_votes(table, keep=["c"])
    with pytest.raises(UsageError, match="coded 1 or -1"):
        read_votes(table, agree=0)
