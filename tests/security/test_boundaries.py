"""A casebook reads and writes inside its own folder, unless its user, not it, says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dueregard.casebook import Casebook, load_casebook, outturns_file, source_files, voices_files
from dueregard.casebook.boundaries import remember_consent
from dueregard.cli import main
from dueregard.errors import CasebookError, DueRegardError
from dueregard.people import people_from, read_people
from tests.making_casebooks import SMALL, write_casebook

SECRET = "name,salary\nA. Person,90000\n"
OUTSIDE = "outside the casebook's folder"


@pytest.fixture(autouse=True)
def nothing_allowed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DUEREGARD_ALLOW_OUTSIDE", raising=False)
    monkeypatch.setenv("DUEREGARD_CONFIG", str(tmp_path / "settings"))


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "payroll.csv"
    file.write_text(SECRET, encoding="utf-8")
    return file


def _casebook(tmp_path: Path, source: str, more: str = "") -> Path:
    text = SMALL.replace('source = "people.csv"', f"source = {source!r}") + more
    return write_casebook(tmp_path / "town", text)


@pytest.mark.parametrize(
    "source", ["../payroll.csv", "{}/payroll.csv", "voices/../../payroll.csv", "link.csv", "~/payroll.csv"]
)
def test_people_outside_are_not_read(
    tmp_path: Path, secret: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = _casebook(tmp_path, source.format(tmp_path))
    (folder / "link.csv").symlink_to(secret)
    with pytest.raises(CasebookError, match=OUTSIDE) as told:
        people_from(load_casebook(folder))
    assert "--allow-outside" in str(told.value)
    assert "90000" not in str(told.value)


@pytest.mark.parametrize(
    "more",
    [
        '[monitor]\noutturns = "../payroll.csv"\n',
        '[voices.consultation]\nvotes = "../payroll.csv"\n',
        '[voices.testimony]\nfolder = ".."\n',
        '[consequences]\noutcome = "income"\nfolder = ".."\n',
        (
            '[[published]]\nname = "n"\nkind = "count"\ncharacteristic = "sex"\nsource = "../payroll.csv"\n'
            '[published.columns]\nlevel = "name"\nvalue = "salary"\n'
        ),
    ],
)
def test_nothing_else_is_read_outside(tmp_path: Path, secret: Path, more: str) -> None:
    folder = _casebook(tmp_path, "people.csv", more)
    with pytest.raises(CasebookError, match=OUTSIDE):
        _read_all(load_casebook(folder))


def _read_all(casebook: Casebook) -> None:
    source_files(casebook)
    voices_files(casebook)
    outturns_file(casebook)


def test_an_option_that_is_a_link_out_is_not_read(tmp_path: Path) -> None:
    folder = _casebook(tmp_path, "people.csv")
    (tmp_path / "other.toml").write_text('name = "x"\n', encoding="utf-8")
    (folder / "options").mkdir()
    (folder / "options" / "grant.toml").symlink_to(tmp_path / "other.toml")
    with pytest.raises(CasebookError, match=OUTSIDE):
        source_files(load_casebook(folder))


@pytest.mark.parametrize("consent", ["1", "{}", "/nowhere" + os.pathsep + "{}/payroll.csv"])
def test_the_user_may_consent_in_the_environment(
    tmp_path: Path, secret: Path, consent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    casebook = load_casebook(_casebook(tmp_path, "../payroll.csv"))
    monkeypatch.setenv("DUEREGARD_ALLOW_OUTSIDE", consent.format(tmp_path))
    assert casebook.path_of("../payroll.csv").read_text(encoding="utf-8") == SECRET


def test_consent_to_one_folder_is_none_to_another(
    tmp_path: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    casebook = load_casebook(_casebook(tmp_path, "../payroll.csv"))
    monkeypatch.setenv("DUEREGARD_ALLOW_OUTSIDE", f"{tmp_path}/pay{os.pathsep}.{os.pathsep}..")
    with pytest.raises(CasebookError, match=OUTSIDE):
        casebook.path_of("../payroll.csv")


def test_consent_on_the_command_line_holds_for_one_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _casebook(tmp_path, "../people.csv")
    (folder / "people.csv").rename(tmp_path / "people.csv")
    assert main(["check", str(folder)]) == 2
    assert OUTSIDE in " ".join(capsys.readouterr().err.split())
    assert main(["check", str(folder), "--allow-outside"]) == 0
    assert main(["check", str(folder)]) == 2


def test_a_casebook_made_by_new_may_read_its_table_and_no_other(tmp_path: Path, secret: Path) -> None:
    folder = _casebook(tmp_path, "people.csv")
    people = (folder / "people.csv").rename(tmp_path / "people.csv")
    (folder / "casebook.toml").unlink()
    assert main(["new", str(folder), "--people", str(people)]) == 0
    assert main(["check", str(folder)]) == 0
    casebook = load_casebook(folder)
    with pytest.raises(CasebookError, match=OUTSIDE):
        casebook.path_of("../payroll.csv")
    moved = folder.rename(tmp_path / "elsewhere")
    with pytest.raises(CasebookError, match=OUTSIDE):
        load_casebook(moved).path_of("../people.csv")


def test_settings_that_cannot_be_written_are_no_failure(
    tmp_path: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUEREGARD_CONFIG", str(secret / "no-folder"))
    assert not remember_consent(tmp_path / "town", secret)


@pytest.mark.parametrize("name", ["out", "out/public", "out/tables", "keys", "reviews"])
def test_nothing_is_written_through_a_link(tmp_path: Path, name: str) -> None:
    folder, victim = _casebook(tmp_path, "people.csv"), tmp_path / "victim"
    victim.mkdir()
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).symlink_to(victim, target_is_directory=True)
    with pytest.raises(CasebookError, match="leads out of the casebook's folder"):
        load_casebook(folder)
    assert list(victim.iterdir()) == []


@pytest.mark.parametrize("source", ["a\0b.csv", "x" * 5000, "https://example.org/p.csv", "s3://b/p.parquet"])
def test_what_is_no_file_is_an_error_of_ours(tmp_path: Path, source: str) -> None:
    casebook = load_casebook(_casebook(tmp_path, "people.csv"))
    with pytest.raises(DueRegardError):
        read_people(casebook.path_of(source))


def test_a_link_to_itself_is_an_error_of_ours(tmp_path: Path) -> None:
    folder = _casebook(tmp_path, "loop.csv")
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    with pytest.raises(DueRegardError):
        people_from(load_casebook(folder))


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('/etc/hostname')",
        "select * from '{}/payroll.csv'",
        "select * from read_text('{}/*')",
        "attach '{}/x.duckdb'",
        "copy (select 1) to '{}/x.csv'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "select * from read_csv('https://example.org/x.csv')",
    ],
)
def test_the_database_reaches_for_nothing_but_its_file(tmp_path: Path, secret: Path, query: str) -> None:
    import duckdb

    people = read_people(_casebook(tmp_path, "people.csv") / "people.csv")
    connection = people.table.connection
    assert connection is not None
    with pytest.raises(duckdb.Error):
        connection.execute(query.format(tmp_path)).fetchall()
    assert not (tmp_path / "x.csv").exists()
