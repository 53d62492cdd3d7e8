"""Voices from a casebook to its pack: what is found, what is withheld, what was withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dueregard.assess import Assessment, assess
from dueregard.check import check
from dueregard.cli import main
from dueregard.errors import CasebookError, PeopleError
from dueregard.register import Register
from dueregard.stages import released_voices
from dueregard.voices import sayings
from tests.browser import axe_violations, page_of
from tests.making_voices import (
    NOT_QUOTED,
    OLD,
    QUOTED,
    SECRETS,
    STATEMENTS,
    write_testimony,
    write_voices,
)

GONE = "I take it back."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_voices(tmp_path_factory.mktemp("voices"))


@pytest.fixture(scope="module")
def assessed(folder: Path) -> Assessment:
    return assess(folder)


@pytest.fixture(scope="module")
def page(assessed: Assessment) -> str:
    return assessed.pack.read_text(encoding="utf-8")


def _written(folder: Path) -> dict[str, str]:
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in (folder / "out").rglob("*")
        if path.suffix in (".html", ".json", ".csv", ".jsonl")
    }


def test_the_page_says_who_was_heard(page: str) -> None:
    summary = page.partition('id="symbols"')[0]
    assert "Female (sex)" in summary
    assert f"“{STATEMENTS[2]}”" in summary
    assert "Asian (ethnic group): 100% of the 14 who voted disagree" in summary
    assert "representative" not in page.partition('id="voices"')[2].partition('id="methods"')[0]


def test_quotes_are_within_consent(page: str) -> None:
    assert QUOTED in page
    assert GONE in page
    assert NOT_QUOTED not in page


def test_no_id_name_or_address_leaves(assessed: Assessment, folder: Path) -> None:
    for name, text in _written(folder).items():
        for secret in SECRETS:
            assert secret not in text, name


def test_a_group_too_small_is_withheld_in_every_table_about_voices(assessed: Assessment) -> None:
    about = [
        record
        for table in assessed.release.tables
        if table.name.startswith("voices-")
        for record in table.records
        if record.by.get("age") == "65 and over" and record.measure in ("share", "proportion")
    ]
    assert about
    assert {record.status for record in about} == {"withheld"}
    assert all(record.n != OLD for record in about)


def test_a_board_that_is_not_public_is_withheld_where_it_is_small(assessed: Assessment) -> None:
    [table] = [each for each in assessed.release.tables if each.name == "voices-body-street-board"]
    shares = {record.by["sex"]: record for record in table.records if record.measure == "share"}
    assert shares["male"].estimate == 1.0
    assert shares["female"].estimate == 0.0  # nobody: that twelve of twelve are men says so anyway


def test_the_numbers_hold_what_stands_beside_them(assessed: Assessment, folder: Path) -> None:
    numbers = json.loads((folder / "out" / "estimates.json").read_text(encoding="utf-8"))
    assert numbers["voices"]["panel"]["certified"] is True
    assert numbers["voices"]["consultation"]["weighted_by"] == ["sex"]
    statements = {row["parameters"].get("statement") for row in numbers["estimates"]}
    assert {"1", "2", "3"} <= statements


def test_which_group_says_what_can_be_set_beside_the_numbers(assessed: Assessment, folder: Path) -> None:
    found = released_voices(folder)[1]
    said = {(each.id, *each.by.values()): each.direction for each in sayings(assessed.release.tables, found)}
    assert said["3", "Asian"] == "disagrees"
    assert said["1",] == "agrees"
    assert said["1", "65 and over"] == "not shown"


def test_what_was_withdrawn_is_gone_from_the_next_pack_and_the_register_says_that_it_was(
    tmp_path: Path,
) -> None:
    folder = write_voices(tmp_path)
    assess(folder)
    assert GONE in _written(folder)["pack.html"]
    write_testimony(folder / "voices" / "testimony", "t-gone", consent="none", words="", withdrawn=True)
    assess(folder)
    assert all(GONE not in text for text in _written(folder).values())
    register = Register(folder / "out" / "register.jsonl")
    kinds = [entry.kind for entry in register.entries() if entry.kind != "sources recorded"]
    assert kinds == [
        *("indicators fixed", "testimony_entered", "assessed"),
        *("testimony_withdrawn", "assessed"),
    ]
    assert register.verify().intact


def test_the_command_prints_what_has_passed_the_gate(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voices", str(folder), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["voices"]["consultation"]["objections"][0]["text"] == STATEMENTS[2]
    assert any(row["status"] == "withheld" for row in answer["estimates"])
    assert not any(secret in json.dumps(answer) for secret in SECRETS)


def test_parts_that_are_absent_are_silences_and_stop_nothing(tmp_path: Path) -> None:
    folder = write_voices(tmp_path)
    for name in ("votes.csv", "statements.csv", "participants.csv"):
        (folder / "voices" / name).unlink()
    released, found = released_voices(folder)
    assert [each.part for each in found.silences] == ["consultation"]
    assert [table.name for table in released.tables] == ["voices-body-street-board"]
    assert found.lottery is not None


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("participants.csv", ",White,", ",Whyte,", "'Whyte' is no group of ethnic_group"),
        ("board.csv", "male", "mael", "Did you mean 'male'"),
    ],
)
def test_a_check_finds_groups_that_the_casebook_does_not_know(
    tmp_path: Path, name: str, before: str, after: str, told: str
) -> None:
    folder = write_voices(tmp_path)
    file = folder / "voices" / name
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(CasebookError) as raised:
        check(folder)
    assert told in str(raised.value)


def test_a_vote_that_is_none_is_an_error_and_never_left_out(tmp_path: Path) -> None:
    folder = write_voices(tmp_path)
    file = folder / "voices" / "votes.csv"
    file.write_text(file.read_text(encoding="utf-8") + "P-001,2,7\n", encoding="utf-8")
    with pytest.raises(PeopleError):
        check(folder)


@pytest.mark.browser
@pytest.mark.slow
def test_the_section_fits_a_phone_and_has_no_violations(assessed: Assessment) -> None:
    with page_of(assessed.pack, 320) as opened:
        opened.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert opened.evaluate("document.documentElement.scrollWidth") <= 320
        assert axe_violations(opened) == []
