"""Objections, answers and actions are read whole, or all that is wrong with them is told at its place."""

from datetime import date
from pathlib import Path

import pytest

from dueregard.casebook import load_casebook
from dueregard.casebook.objections import Cell, Dialogue
from dueregard.casebook.objections_files import LARGEST, read_dialogue
from dueregard.casebook.objections_places import KnownCells, known_cells
from dueregard.errors import CasebookError

CASEBOOK = """
[question]
title = "A grant?"
[people]
source = "people.csv"
[people.characteristics.disability]
column = "disabled"
labels = { yes = "Disabled", no = "Not disabled" }
[people.places]
ward = "ward"
[[outcomes]]
name = "income"
column = "income"
better = "higher"
"""
OBJECTED = """
[[objections]]
id = "address"
text = "We have no <b>address</b>."
raised_by = "Residents of the site"
on = 2026-11-20
option = "grant"
characteristic = "Disabled"
level = "disabled"
"""
ANSWERED = """
[[answers]]
to = "address"
did = "in part"
text = "Pitches count."
by = "The council"
on = 2026-12-01
"""
PLANNED = """
[[actions]]
what = "Write to everybody"
level = "individual"
because = ["address", "a letter from the forum"]
"""


def read(folder: Path, *, also: KnownCells | None = None, **files: str) -> Dialogue:
    (folder / "casebook.toml").write_text(CASEBOOK, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    casebook = load_casebook(folder)
    known = known_cells(casebook.specification, options=("Grant",))
    return read_dialogue(casebook, known=known.also(also or KnownCells()))


def wrong(folder: Path, **files: str) -> str:
    with pytest.raises(CasebookError) as error:
        read(folder, **files)
    return str(error.value)


def test_what_is_written_is_tied_to_the_casebooks_own_names(tmp_path: Path) -> None:
    found = read(tmp_path, objections=OBJECTED, answers=ANSWERED, actions=PLANNED)
    [objection], [answer], [action] = found.objections, found.answers, found.actions
    assert objection.cell == Cell(option="Grant", characteristic="disability", level="Disabled")
    assert (objection.on, answer.did, action.reach) == (date(2026, 11, 20), "in part", "individual")
    assert action.lacking == ("an owner", "a date", "a measure")


def test_files_may_be_absent(tmp_path: Path) -> None:
    assert read(tmp_path) == Dialogue()


def test_everything_wrong_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    told = wrong(
        tmp_path,
        objections=OBJECTED.replace('"grant"', '"grand"').replace('"disabled"', '"disable"'),
        answers=ANSWERED.replace('"address"', '"adress"').replace('"in part"', '"maybe"'),
        actions=PLANNED.replace("what", "wat"),
    )
    assert "line 7: The objection 'address' names the option 'grand'" in told
    assert "Did you mean 'Grant'?" in told
    assert "Did you mean 'Disabled'" in told
    assert "line 4: Answers entry 1 did must be 'yes', 'no' or 'in part'" in told
    assert "There is no key 'wat' here. Did you mean 'what'?" in told
    assert "We have no" not in told


def test_an_answer_to_nothing_is_refused(tmp_path: Path) -> None:
    told = wrong(tmp_path, objections=OBJECTED, answers=ANSWERED.replace('"address"', '"adress"'))
    assert "answers.toml, line 3: The answer is to no objection" in told
    assert "Did you mean 'address'?" in told


def test_whoever_is_told_no_is_told_why(tmp_path: Path) -> None:
    told = wrong(tmp_path, objections=OBJECTED, answers=ANSWERED.replace('"in part"', '"no"'))
    assert "needs because" in told


@pytest.mark.parametrize(
    ("finding", "there"),
    [
        ("finding:income/disability/disabled", True),
        ("finding:grant/disability/disabled", True),
        ("finding:voice/grant", True),
        ("finding:income/ward/harbour", True),
        ("finding:income/disability/disable", False),
        ("finding:incme/ward/harbour", False),
        ("finding:", False),
    ],
)
def test_a_finding_is_known_by_an_id_that_does_not_change(tmp_path: Path, finding: str, there: bool) -> None:
    answers = ANSWERED.replace('"address"', f'"{finding}"')
    if there:
        assert read(tmp_path, answers=answers).answers[0].to == finding
    else:
        assert "names no finding" in wrong(tmp_path, answers=answers)


def test_what_was_withdrawn_can_still_be_objected_to(tmp_path: Path) -> None:
    objected = OBJECTED.replace('"grant"', '"Pass"')
    assert "'Pass'" in wrong(tmp_path, objections=objected)
    [objection] = read(tmp_path, also=KnownCells(options=("Pass",)), objections=objected).objections
    assert objection.cell.option == "Pass"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (OBJECTED + OBJECTED, "is used twice"),
        (
            OBJECTED.replace('option = "grant"', "").replace('characteristic = "Disabled"', ""),
            "level without",
        ),
        (OBJECTED.replace("We have", "We\\u202e have"), "invisible"),
        (OBJECTED.replace("We have", "x" * 6000), "at most 5000"),
        (OBJECTED.replace('id = "address"', 'id = "../address"'), "small letters, figures and hyphens"),
        ("objections = 3", "must be a list"),
        ("[[objections]", "line 1"),
        (f"a = {'[' * 5000}{']' * 5000}", "too deep"),
        (f"a = {'9' * 5000}", "too long"),
        ("[[objections]]\n" * 100, "and 350 more"),
    ],
)
def test_hostile_or_careless_files_are_refused(tmp_path: Path, text: str, sentence: str) -> None:
    assert sentence in wrong(tmp_path, objections=text)


def test_only_the_casebooks_own_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text(OBJECTED, encoding="utf-8")
    folder = tmp_path / "casebook"
    folder.mkdir()
    (folder / "objections.toml").symlink_to(tmp_path / "elsewhere.toml")
    assert "outside the casebook" in wrong(folder)
    (folder / "objections.toml").unlink()
    assert "larger than" in wrong(folder, objections="#" * (LARGEST + 1))


def test_a_fingerprint_is_of_the_words_not_of_the_file_or_of_spelling(tmp_path: Path) -> None:
    [first] = read(tmp_path, objections=OBJECTED).objections
    spelled = OBJECTED.replace('"grant"', '"GRANT"').replace('"Disabled"', '"disability"')
    [same] = read(tmp_path, objections=f"# a remark\n{spelled}").objections
    [other] = read(tmp_path, objections=OBJECTED.replace("no <b>", "not any <b>")).objections
    assert first.sha256 == same.sha256 != other.sha256
