"""Interrupted runs, runs at the same time, readers that go away: what was there before is untouched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dueregard.cli.complaints import was_stopped
from dueregard.errors import PeopleError
from dueregard.register import sole_run
from tests.cli.casebooks import files_in, write_casebook
from tests.cli.making import dueregard, estimate

COMMAND = [sys.executable, "-c", "import sys; from dueregard.cli import main; sys.exit(main())"]


@pytest.mark.parametrize("signal", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_ctrl_c_leaves_the_previous_pack_intact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signal: BaseException
) -> None:
    folder = write_casebook(tmp_path / "casebook")
    assert dueregard("assess", folder).code == 0
    before = files_in(folder)

    def stopped(*_: object, **__: object) -> None:
        raise signal

    monkeypatch.setattr("dueregard.assess.write_pack", stopped)
    answer = dueregard("assess", folder)
    assert (answer.code, answer.out) == (130, "")
    assert "What was there before is untouched." in answer.err
    assert files_in(folder) == before


def test_an_error_that_ctrl_c_caused_is_seen_through() -> None:
    error = PeopleError("people.csv cannot be read.")
    assert not was_stopped(error)
    error.__cause__ = RuntimeError("Query interrupted")
    assert was_stopped(error)


def test_a_second_run_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path / "casebook")
    with sole_run(folder / "out"):
        answer = dueregard("assess", folder)
    assert answer.code == 1
    assert "Another run is writing" in answer.err


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path / "casebook")
    (folder / "out").write_text("", encoding="utf-8")
    answer = dueregard("assess", folder)
    assert answer.code == 1
    assert "Check the path, its permissions and the space on the disk." in answer.err


def test_a_reader_that_goes_away(table: Path) -> None:
    words = ["estimate", str(table), "--measure", "mean:income", "--by", "income", "--csv"]
    with subprocess.Popen([*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk(table: Path) -> None:
    words = ["estimate", str(table), "--measure", "mean:income", "--json"]
    with open("/dev/full", "w", encoding="utf-8") as full:
        shown = subprocess.run(
            [*COMMAND, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert shown.returncode == 1
    assert shown.stderr.startswith("Error: No space left on device.")
    assert "Traceback" not in shown.stderr


def test_not_enough_memory(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("dueregard.people.read_people", hungry)
    assert estimate(table).err.startswith("Error: There was not enough memory.")
