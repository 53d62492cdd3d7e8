"""Whatever somebody puts into a casebook's record, verifying it says what is wrong and never fails."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dueregard.alliance import Manifest, Terms
from dueregard.alliance.ledger import KEY_ADDED, KEY_REVOKED, REVIEW_FILED, SIGNED
from dueregard.casebook import load_casebook
from dueregard.errors import CasebookError
from dueregard.record import sealing_of
from dueregard.register import Register
from dueregard.verify import verify_casebook
from tests.making_casebooks import SMALL, write_casebook
from tests.signed_casebooks import ALLIANCE

AT = "2026-11-28T12:00:00+00:00"


@pytest.fixture
def casebook(tmp_path: Path) -> Path:
    folder = write_casebook(tmp_path / "town", SMALL + ALLIANCE)
    manifest = Manifest(made_with="x", assessed_at=AT, terms=Terms().to_dict())
    (folder / "out").mkdir()
    (folder / "out" / "manifest.json").write_text(manifest.text(), encoding="utf-8")
    _register(folder).append("assessed", {"root": manifest.root, "files": {}})
    return folder


def _register(folder: Path) -> Register:
    return Register(folder / "out" / "register.jsonl")


def test_this_much_is_intact(casebook: Path) -> None:
    assert verify_casebook(casebook).alterations == ()


@pytest.mark.parametrize("kind", [KEY_ADDED, KEY_REVOKED, REVIEW_FILED, SIGNED])
@pytest.mark.parametrize(
    "payload",
    [
        *({}, {"about": 1}, {"about": {}}, {"name": [], "sha256": {}, "about": {"fields": []}}),
        {"about": {"member": "forum", "key": 7, "because": None, "since": 3}},
        {"about": {"member": "forum", "key": "unknown", "because": "x", "since": "never"}},
        {"name": "../../x", "sha256": "y", "about": {"member": "forum", "fields": {"a": 1}}},
    ],
)
def test_odd_entries_of_the_register_are_named(casebook: Path, kind: str, payload: dict[str, object]) -> None:
    _register(casebook).append(kind, payload)
    found = verify_casebook(casebook)
    assert any((each.path, each.line) == ("out/register.jsonl", 2) for each in found.alterations) or any(
        each.path == "../../x" for each in found.alterations
    )


@pytest.mark.parametrize(
    "payload",
    [{}, {"root": 5}, {"root": None, "files": [1]}, {"root": "x", "files": {"../a": 3}}, {"files": "abc"}],
)
def test_odd_assessments_are_named(casebook: Path, payload: dict[str, object]) -> None:
    _register(casebook).append("assessed", payload)
    assert not verify_casebook(casebook).intact
    (casebook / "out" / "manifest.json").unlink()
    verify_casebook(casebook)


PAPERS = {
    "empty": "",
    "a word": "a",
    "deep": "a = " + "[" * 5000,
    "long number": "number = " + "9" * 6000,
    "doubled key": "x = 1\nx = 2",
    "zero": "\0",
    "odd signature": 'member = "a"\n[signature]\nkey = 1\nvalue = 2',
    "odd objections": "objections = 1",
    "short key": "[signature]\nkey = 'ed25519 AAAA'\nvalue = 'AAAA'",
}


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("folder", ["reviews", "signatures"])
def test_odd_papers_are_named(casebook: Path, folder: str, name: str) -> None:
    (casebook / folder).mkdir()
    (casebook / folder / "forum-1.toml").write_text(PAPERS[name], encoding="utf-8")
    assert [each.path for each in verify_casebook(casebook).alterations] == [f"{folder}/forum-1.toml"]


def test_bytes_that_are_no_text_are_named_with_their_line(casebook: Path) -> None:
    (casebook / "reviews").mkdir()
    (casebook / "reviews" / "forum-1.toml").write_bytes(b"a = 1\nb = '\xff'\n")
    [found] = verify_casebook(casebook).alterations
    assert found.line == 2


def _written(**changes: object) -> str:
    given = {"made_with": "x", "assessed_at": AT, "terms": Terms().to_dict(), **changes}
    return Manifest(**given).text()  # type: ignore[arg-type]


MANIFESTS = {
    "time": _written(assessed_at="yesterday"),
    "no terms": _written(terms={}),
    "odd quorum": _written(terms={"quorum": 3}),
    "odd day": _written(terms={**Terms().to_dict(), "decision_on": "soon"}),
    "odd sectors": _written(
        terms={**Terms().to_dict(), "quorum": "required", "sectors": {"business": "many"}}
    ),
    "odd members": _written(terms={**Terms().to_dict(), "members": [{"id": "x"}]}),
    "empty": "",
    "nothing": "{}",
    "list": "[]",
    "deep": "[" * 100_000,
    "few": '{"files": {"a": 1}}',
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_that_nobody_writes_was_altered(casebook: Path, name: str) -> None:
    (casebook / "out" / "manifest.json").write_text(MANIFESTS[name], encoding="utf-8")
    assert [each.path for each in verify_casebook(casebook).alterations] == ["out/manifest.json"]


def test_folders_in_place_of_files_and_files_in_place_of_folders(casebook: Path) -> None:
    (casebook / "reviews").write_text("", encoding="utf-8")
    (casebook / "out" / "pack.html").mkdir()
    (casebook / "keys").mkdir()
    (casebook / "keys" / "revoked.toml").mkdir()
    assert {each.path for each in verify_casebook(casebook).alterations} == {"reviews", "keys/revoked.toml"}
    with pytest.raises(CasebookError, match="reviews is not a folder"):
        sealing_of(load_casebook(casebook), _register(casebook))


def test_nothing_at_all_is_intact(casebook: Path) -> None:
    shutil.rmtree(casebook / "out")
    found = verify_casebook(casebook)
    assert found.intact
    assert (found.entries, found.state) == (0, None)
