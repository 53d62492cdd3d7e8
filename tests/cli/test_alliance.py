"""``key``, ``review``, ``sign``, ``verify``: what they print and refuse; no secret ever leaves."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dueregard.cli import main
from tests.signed_casebooks import PASSPHRASE, assessed_casebook

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return assessed_casebook(tmp_path_factory.mktemp("assessed") / "town")


@pytest.fixture
def town(assessed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DUEREGARD_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("DUEREGARD_PASSPHRASE", PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(assessed, tmp_path / "town"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    said: list[str] = []

    def call(*words: str | Path) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        said.append(out + err)
        return code, out, err

    yield call
    assert not [text for text in said if PASSPHRASE in text or "PRIVATE KEY" in text or "Traceback" in text]


def _every_text(folder: Path) -> str:
    return "\n".join(
        file.read_bytes().decode(errors="replace") for file in folder.rglob("*") if file.is_file()
    )


def test_a_member_makes_a_key_reviews_and_cannot_sign_yet(town: Path, run: Run) -> None:
    code, out, _ = run("key", "new", "forum", "--casebook", town)
    assert code == 0
    private = town.parent / "keys" / "forum.pem"
    assert str(private) in out
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700
    assert b"ENCRYPTED PRIVATE KEY" in private.read_bytes()
    said = ("--position", "dissent", "--note", "Nobody asked us.", "--json")
    code, out, _ = run("review", town, "--as", "forum", *said)
    assert (code, json.loads(out)["file"]) == (0, "reviews/forum-1.toml")
    code, _, err = run("sign", town, "--as", "forum")
    assert code == 1
    assert "does not print every review" in err
    assert "dueregard assess" in err
    assert PASSPHRASE not in _every_text(town)
    assert "PRIVATE KEY" not in _every_text(town)


def test_verifying_says_what_is_missing_and_what_was_altered(town: Path, run: Run) -> None:
    code, out, _ = run("verify", town)
    assert code == 0
    assert "Nothing was altered" in out
    assert "1 note by a steward for future generations is demanded; none there." in out
    with (town / "out" / "tables" / "everyone.csv").open("a", encoding="utf-8") as file:
        file.write(" ")
    code, out, _ = run("verify", town)
    assert code == 1
    assert "out/tables/everyone.csv was altered since it was assessed." in out
    code, out, _ = run("verify", town, "--json")
    assert [each["path"] for each in json.loads(out)["alterations"]] == ["out/tables/everyone.csv"]


def test_a_head_that_is_gone_is_an_alteration(town: Path, run: Run) -> None:
    _, out, _ = run("verify", town, "--json")
    head = json.loads(out)["head"]
    assert run("verify", town, "--head", head)[0] == 0
    assert run("verify", town, "--head", "ab" * 32)[0] == 1


def test_a_wrong_passphrase_is_told_plainly(
    town: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("key", "new", "forum", "--casebook", town)
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("some other words\n", encoding="utf-8")
    words = ("review", town, "--as", "forum", "--position", "assent", "--note", "x")
    code, out, err = run(*words, "--passphrase-file", wrong, "--json")
    assert code == 1
    assert "could not be opened" in err
    assert "some other words" not in out + err
    assert not (town / "reviews").exists()
    wrong.write_bytes(b"\xff\xfe secret")
    _, _, err = run(*words, "--passphrase-file", wrong)
    assert "no UTF-8 text" in err
    monkeypatch.delenv("DUEREGARD_PASSPHRASE")
    code, _, err = run(*words)
    assert code == 2
    assert "nobody is there to be asked" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("key", "new", "Forum"), "no id of a member"),
        (("key", "new", "../forum"), "no id of a member"),
        (("key", "new", "forun", "--casebook", "town"), "Did you mean 'forum'?"),
        (("key", "add", "town", "forum"), "no key of 'forum' on this machine"),
        (("key", "revoke", "town", "forum", "--because", "lost"), "no key in this casebook"),
        (("review", "town", "--as", "forum", "--position", "assent"), "one note"),
        (("review", "town", "--as", "forum", "--position", "maybe", "--note", "x"), "--position"),
        (
            ("review", "town", "--as", "cabinet", "--position", "assent", "--note", "x"),
            "no role that reviews",
        ),
        (
            ("review", "town", "--as", "forum", "--position", "assent", "--note", "x"),
            "no public key of 'forum'",
        ),
        (
            ("review", "town", "--as", "forum", "--position", "assent", "--note", "a\u202eb"),
            "cannot be signed",
        ),
        (
            ("review", "town", "--as", "chamber", "--role", "author", "--position", "assent", "--note", "x"),
            "does not review as 'author'",
        ),
        (("sign", "town", "--as", "forum"), "no public key of 'forum'"),
        (("sign", "town", "--as", "nobody"), "no member 'nobody'"),
        (("verify", "nowhere"), "no casebook"),
    ],
)
def test_what_is_refused_says_why(town: Path, run: Run, words: tuple[str, ...], told: str) -> None:
    code, _, err = run(*words)
    assert code in (1, 2)
    assert told in err


def test_an_objection_must_be_about_something_that_is_there(town: Path, run: Run) -> None:
    run("key", "new", "forum", "--casebook", town)
    said = ("--position", "dissent", "--note", "No.", "--objection", "No.")
    code, _, err = run("review", town, "--as", "forum", *said, "--characteristic", "ethnic_grup")
    assert code == 2
    assert "Did you mean 'ethnic_group'?" in err


def test_keys_never_lie_in_a_casebook_and_are_never_written_over(
    town: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("key", "new", "forum")[0] == 0
    code, _, err = run("key", "new", "forum")
    assert code == 2
    assert "never written over" in err
    monkeypatch.setenv("DUEREGARD_KEYS", str(town / "keys"))
    code, _, err = run("key", "new", "chamber")
    assert code == 2
    assert "may not lie in a casebook" in err
    assert not (town / "keys").exists()


def test_a_key_is_added_by_whoever_keeps_the_casebook_and_revoked(
    town: Path, run: Run, tmp_path: Path
) -> None:
    run("key", "new", "forum")
    sent = tmp_path / "sent.pub"
    shutil.copy(tmp_path / "keys" / "forum.pub", sent)
    assert run("key", "add", town, "forum", "--public", sent)[0] == 0
    assert "has a key in this casebook already" in run("key", "add", town, "forum", "--public", sent)[2]
    assert "is that of another member" in run("key", "add", town, "chamber", "--public", sent)[2]
    run("review", town, "--as", "forum", "--position", "dissent", "--note", "Before.")
    code, out, _ = run("key", "revoke", town, "forum", "--because", "The laptop was stolen.", "--json")
    assert code == 0
    assert json.loads(out)["still_counts"] == ["reviews/forum-1.toml"]
    assert run("verify", town)[0] == 0
    assert "(The laptop was stolen)" in (town / "out" / "pack.html").read_text(encoding="utf-8")
    code, _, err = run("review", town, "--as", "forum", "--position", "assent", "--note", "After.")
    assert code == 2
    assert "was revoked" in err
    assert "was revoked" in run("key", "add", town, "forum", "--public", sent)[2]
    sent.write_text(f"ed25519 {'A' * 43}=\n", encoding="utf-8")
    assert "anybody could make signatures" in run("key", "add", town, "forum", "--public", sent)[2]


def test_a_private_key_that_others_can_read_is_refused(town: Path, run: Run, tmp_path: Path) -> None:
    run("key", "new", "forum", "--casebook", town)
    (tmp_path / "keys" / "forum.pem").chmod(0o644)
    code, _, err = run("review", town, "--as", "forum", "--position", "assent", "--note", "x")
    assert code == 2
    assert "can be read by others" in err


def test_a_pack_that_is_older_than_its_people_is_not_reviewed(town: Path, run: Run) -> None:
    run("key", "new", "forum", "--casebook", town)
    with (town / "people.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    code, _, err = run("review", town, "--as", "forum", "--position", "assent", "--note", "x")
    assert code == 1
    assert "older than what it was made from" in err
