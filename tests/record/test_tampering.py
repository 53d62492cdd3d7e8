"""Any byte that is changed in any file that members vouch for is noticed, and the file is named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dueregard.alliance import sha256
from dueregard.alliance.manifest import Manifest
from dueregard.assess import assess
from dueregard.register import Register
from dueregard.register.entry import Entry
from dueregard.review import review
from dueregard.verify import verify_casebook
from tests.signed_casebooks import PASSPHRASE, flips, head_of, keys_in, passphrase, signed_casebook


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    with keys_in(home / "keys"):
        signed_casebook(home / "casebook")
        yield home


@pytest.fixture
def casebook(home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(home / "casebook", tmp_path / "casebook"))


@pytest.fixture(scope="module")
def again(home: Path) -> Path:
    """The same, assessed again: an objection is gone, and one review is enough."""
    folder = Path(shutil.copytree(home / "casebook", home / "again"))
    (folder / "objections.toml").unlink()
    text = (folder / "casebook.toml").read_text(encoding="utf-8")
    (folder / "casebook.toml").write_text(text.replace("reviews = 2", "reviews = 1"), encoding="utf-8")
    assess(folder)
    return folder


def _altered(folder: Path, *, head: str | None = None) -> dict[str, str]:
    """The sentences by path, for the first of each."""
    found = verify_casebook(folder, head=head)
    return {each.path: each.sentence for each in reversed(found.alterations)}


def test_nothing_was_altered(casebook: Path) -> None:
    found = verify_casebook(casebook)
    assert found.intact
    assert found.stale == ()
    assert found.state is not None
    assert found.state.standing.met


def test_any_byte_is_noticed_and_its_file_named(casebook: Path) -> None:
    found = list(flips(casebook, each=2, seed=3))
    assert len({flip.path for flip in found}) > 12
    assert [flip for flip in found if not (flip.detected and flip.located)] == []
    assert verify_casebook(casebook).intact


@pytest.mark.parametrize(
    "path",
    [
        *("out/estimates.json", "out/pack.html", "out/tables/everyone.csv", "out/manifest.json"),
        *("reviews/forum-1.toml", "keys/forum.pub", "objections.toml"),
    ],
)
def test_a_file_that_is_removed_is_named(casebook: Path, path: str) -> None:
    (casebook / path).unlink()
    assert "removed" in _altered(casebook)[path]


def test_a_signature_that_is_removed_is_named(casebook: Path) -> None:
    [file, _] = sorted((casebook / "signatures").iterdir())
    file.unlink()
    assert "chamber filed it" in _altered(casebook)[f"signatures/{file.name}"]


@pytest.mark.parametrize(
    "path", ["out/tables/more.csv", "out/notes.html", "reviews/forum-2.toml", "keys/x.pub", "actions.toml"]
)
def test_a_file_that_is_put_there_is_named(casebook: Path, path: str) -> None:
    (casebook / path).write_text("", encoding="utf-8")
    assert path in _altered(casebook)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("out/tables/everyone.csv", "out/tables/characteristic-sex.csv"),
        ("reviews/forum-1.toml", "reviews/chamber-1.toml"),
        ("keys/forum.pub", "keys/chamber.pub"),
        ("out/pack.html", "out/estimates.json"),
    ],
)
def test_files_that_are_swapped_are_both_named(casebook: Path, one: str, other: str) -> None:
    first, second = (casebook / one).read_bytes(), (casebook / other).read_bytes()
    (casebook / one).write_bytes(second)
    (casebook / other).write_bytes(first)
    assert {one, other} <= set(_altered(casebook))


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("out/tables/everyone.csv", "out/tables/Everyone.csv"),
        ("reviews/forum-1.toml", "reviews/forum-9.toml"),
        ("keys/forum.pub", "keys/cabinet.pub"),
    ],
)
def test_a_file_that_is_renamed_is_named_under_both_names(casebook: Path, path: str, other: str) -> None:
    (casebook / path).rename(casebook / other)
    assert {path, other} <= set(_altered(casebook))


@pytest.mark.parametrize(
    "path", ["out/tables/everyone.csv", "reviews/forum-1.toml", "out/manifest.json", "keys"]
)
def test_a_link_is_never_followed(casebook: Path, tmp_path: Path, path: str) -> None:
    (casebook / path).rename(tmp_path / "elsewhere")
    os.symlink(tmp_path / "elsewhere", casebook / path)
    assert "link" in _altered(casebook)[path]


def _second_mark(page: str) -> str:
    return page.replace("<h2", "<!--record--><!--/record--><h2", 1)


def _wider_region(page: str) -> str:
    """Move the mark down, so that more of the page would be left out of the hash."""
    moved = page.replace("<!--/record-->", "", 1)
    return moved.replace("</main>", "<!--/record--></main>", 1)


def _other_words(page: str) -> str:
    return page.replace(", with dissent", "", 1)


def _more_in_the_region(page: str) -> str:
    return page.replace("<!--record-->", "<!--record--><p>All members agree.</p>", 1)


@pytest.mark.parametrize("change", [_second_mark, _wider_region, _other_words, _more_in_the_region])
def test_the_record_on_the_page_hides_nothing(casebook: Path, change: Callable[[str], str]) -> None:
    page = casebook / "out" / "pack.html"
    text = page.read_text(encoding="utf-8")
    assert change(text) != text
    page.write_text(change(text), encoding="utf-8")
    assert "out/pack.html" in _altered(casebook)


def test_lines_cut_off_the_register_are_missed_by_whoever_signed_later(casebook: Path) -> None:
    register = casebook / "out" / "register.jsonl"
    head = head_of(casebook)
    lines = register.read_bytes().splitlines(keepends=True)
    register.write_bytes(b"".join(lines[:-1]))
    told = _altered(casebook, head=head)
    assert "is gone" in told["out/register.jsonl"]
    # Without the published head the signature that is no longer filed gives it away.
    assert any("register knows of no such signature" in each for each in _altered(casebook).values())


def test_a_register_written_anew_is_not_the_one_that_was_signed_in(casebook: Path) -> None:
    """Every hash is right; but reviews and signatures hold hashes of the register that they were filed in."""
    register = casebook / "out" / "register.jsonl"
    entries = Register(register).entries()
    previous, lines = "0" * 64, []
    for entry in entries:
        at = datetime.fromisoformat(entry.at) - timedelta(hours=1)
        made = Entry.following(previous, kind=entry.kind, payload=entry.payload, at=at)
        lines.append(made.line() + b"\n")
        previous = made.hash
    register.write_bytes(b"".join(lines))
    assert verify_casebook(casebook).entries == len(entries)
    assert "is not before it now" in _altered(casebook)["out/register.jsonl"]


@pytest.mark.parametrize("member", ["chamber", "cabinet"])
def test_a_key_slipped_into_the_register_counts_for_nothing(casebook: Path, member: str) -> None:
    """A second key for a member, or one member's key for another, with file and entry as they ought to be."""
    theirs = (casebook / "keys" / "forum.pub").read_text(encoding="utf-8").strip()
    other = f"ed25519 {'B' * 42}A=" if member == "chamber" else theirs
    (casebook / "keys" / f"{member}.pub").write_text(f"{other}\n", encoding="utf-8")
    payload = {
        "name": f"keys/{member}.pub",
        "sha256": sha256(f"{other}\n"),
        "about": {"member": member, "key": other},
    }
    Register(casebook / "out" / "register.jsonl").append("key added", payload)
    found = verify_casebook(casebook)
    assert ("out/register.jsonl", found.entries) in [(each.path, each.line) for each in found.alterations]
    assert f"keys/{member}.pub" in {each.path for each in found.alterations}


def test_an_older_pack_put_back_is_not_the_last_one(casebook: Path, again: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(again, tmp_path / "again"))
    register = (folder / "out" / "register.jsonl").read_bytes()
    shutil.rmtree(folder / "out")
    (casebook / "out").rename(folder / "out")
    (folder / "out" / "register.jsonl").write_bytes(register)
    assert list(_altered(folder)) == ["objections.toml", "out/manifest.json"]
    assert "not that of the last assessment" in _altered(folder)["out/manifest.json"]


def test_an_old_signature_does_not_count_under_another_pack(again: Path) -> None:
    found = verify_casebook(again)
    assert found.intact
    assert found.state is not None
    assert found.state.signers == ()
    assert [each.kind for each in found.state.standing.missing] == ["signatures", "signatures"]


def test_figures_that_are_the_same_keep_their_reviews(casebook: Path, again: Path) -> None:
    before, after = (
        Manifest.read((folder / "out" / "manifest.json").read_text(encoding="utf-8"))
        for folder in (casebook, again)
    )
    assert after.figures == before.figures
    assert after.root != before.root


def test_what_changed_since_the_assessment_is_no_alteration(casebook: Path) -> None:
    with (casebook / "people.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with (casebook / "casebook.toml").open("a", encoding="utf-8") as file:
        file.write("# Later.\n")
    found = verify_casebook(casebook)
    assert found.intact
    assert [each.name for each in found.stale] == ["casebook.toml", "people.csv"]


def test_a_casebook_that_is_no_casebook_any_more_is_verified_all_the_same(casebook: Path) -> None:
    (casebook / "casebook.toml").write_text("[question", encoding="utf-8")
    found = verify_casebook(casebook)
    assert found.intact
    assert [each.name for each in found.stale] == ["casebook.toml"]


def test_a_review_that_is_not_printed_yet_is_told(casebook: Path, home: Path) -> None:
    with keys_in(home / "keys"):
        done = review(casebook, member="forum", position="assent", note="Mended.", passphrase=passphrase)
    found = verify_casebook(casebook)
    assert found.intact
    assert [each.name for each in found.stale] == [done.path]
    page = (casebook / "out" / "pack.html").read_text(encoding="utf-8")
    assert "1 review was filed since this page was made" in page
    assert PASSPHRASE not in page
