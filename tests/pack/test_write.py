import os

import pytest

from dueregard.errors import DisclosureRefused
from dueregard.pack import write, write_pack
from tests.pack import town
from tests.pack.making import write_town


def snapshot(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_other_files_of_the_folder_stay(tmp_path):
    (tmp_path / "register.jsonl").write_text("kept")
    write_town(tmp_path, town.village())
    write_town(tmp_path, town.village())
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "documents",
        "estimates.json",
        "pack.html",
        "register.jsonl",
        "tables",
    ]


def test_tables_of_an_earlier_pack_go(tmp_path):
    write_town(tmp_path, town.village())
    (tmp_path / "tables" / "old.csv").write_text("old")
    write_town(tmp_path, town.village())
    assert not (tmp_path / "tables" / "old.csv").exists()


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, 6])
def test_an_interruption_while_moving_leaves_the_previous_pack(tmp_path, monkeypatch, step):
    write_town(tmp_path, town.village())
    before = snapshot(tmp_path)
    real, calls = os.replace, []

    def interrupted(source, target):
        calls.append(target)
        if len(calls) == step:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(write.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_town(tmp_path, town.village(), question={"title": "Another question"})
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("step", [1, 2, 3])
def test_an_interruption_of_the_first_run_leaves_nothing(tmp_path, monkeypatch, step):
    real, calls = os.replace, []

    def interrupted(source, target):
        calls.append(target)
        if len(calls) == step:
            raise OSError("disk full")
        real(source, target)

    monkeypatch.setattr(write.os, "replace", interrupted)
    with pytest.raises(OSError, match="disk full"):
        write_town(tmp_path, town.village())
    assert snapshot(tmp_path) == {}


def test_a_failing_page_leaves_the_previous_pack(tmp_path, monkeypatch):
    write_town(tmp_path, town.village())
    before = snapshot(tmp_path)
    monkeypatch.setattr(write, "page", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_town(tmp_path, town.village())
    assert snapshot(tmp_path) == before


def test_only_a_release_is_accepted(tmp_path):
    with pytest.raises(DisclosureRefused, match="only be written from a release"):
        write_pack(
            town.tables(),
            casebook=town.casebook(),
            evidence_gaps=(),
            audit=None,
            provenance={},
            folder=tmp_path,
        )
