"""Two casebooks share what they released; side by side it is the same whatever the order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from dueregard.assess import assess
from dueregard.casebook.private_keys import KEYS_FOLDER
from dueregard.disclosure import DisclosureAudit
from dueregard.disclosure.audited import DisclosureFinding
from dueregard.errors import DisclosureRefused, DueRegardError, UsageError
from dueregard.federation import combine_bundles, share_bundle
from dueregard.key import make_key
from dueregard.pack.private_audit import read_private_audit, write_private_audit
from dueregard.register import Register, filed
from tests.cli.making import dueregard
from tests.making_casebooks import SMALL, write_casebook

MEMBERS = """
[[alliance.members]]
id = "forum"
name = "Disabled People's Forum"
sector = "civil society"
roles = ["author"]
"""
WORDS = "four words of nonsense"
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Two casebooks that were assessed, and what each shared, one of them signed."""
    folder = tmp_path_factory.mktemp("federation")
    one = write_casebook(folder / "one", SMALL + MEMBERS)
    two = write_casebook(folder / "two", SMALL)
    people = two / "people.csv"
    head, *rows = people.read_text(encoding="utf-8").splitlines()
    people.write_text("\n".join([head, *rows[:-30]]) + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(KEYS_FOLDER, str(folder / "private"))
        make_key("forum", passphrase=WORDS, casebook=one)
        for casebook in (one, two):
            assess(casebook)
        share_bundle(one, file=folder / "one.json", member="forum", passphrase=lambda: WORDS, at=NOON)
        share_bundle(two, file=folder / "two.json", at=NOON)
        yield {"folder": folder, "one": one, "two": two, "keys": one / "keys"}


def _bytes(folder: Path) -> dict[str, bytes]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_no_people_are_shared(places: dict[str, Path]) -> None:
    content = json.loads((places["folder"] / "one.json").read_text(encoding="utf-8"))
    released = json.loads((places["one"] / "out" / "estimates.json").read_text(encoding="utf-8"))
    assert len(content["estimates"]) == len(released["estimates"])
    assert set(content) == {"dueregard", "schema", "signature", "bundle", "estimates"}
    assert {each["name"] for each in content["bundle"]["sources"]} == {"casebook.toml", "people.csv"}
    assert "voices" not in content["bundle"]


def test_sharing_is_recorded(places: dict[str, Path]) -> None:
    (shared,) = filed(Register(places["one"] / "out" / "register.jsonl"), kind="bundle shared")
    assert (shared.name, shared.about["member"]) == ("one.json", "forum")


def test_any_order_gives_the_same_bytes(places: dict[str, Path], tmp_path: Path) -> None:
    one, two = places["folder"] / "one.json", places["folder"] / "two.json"
    laid = partial(combine_bundles, trust=[places["keys"]], accept_untrusted=True)
    laid([one, two], out=tmp_path / "a")
    laid([two, one, two], out=tmp_path / "b")
    laid([two], out=tmp_path / "c")
    laid([tmp_path / "c", one], out=tmp_path / "c")
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b") == _bytes(tmp_path / "c")
    assert {"combined.html", "combined.json", "combined.csv", "differences.csv"} < set(_bytes(tmp_path / "a"))
    page = (tmp_path / "a" / "combined.html").read_text(encoding="utf-8")
    assert "Disabled People&#39;s Forum" in page
    assert "not signed: anybody may have made it" in page


def test_nobody_is_trusted_who_was_not_named(places: dict[str, Path], tmp_path: Path) -> None:
    one = places["folder"] / "one.json"
    with pytest.raises(DueRegardError, match=r"Forum, is signed with a key that you do not trust: ed25519 "):
        combine_bundles([one], out=tmp_path / "a")
    with pytest.raises(DueRegardError, match=r"two\.json is not signed"):
        combine_bundles([places["folder"] / "two.json"], out=tmp_path / "a", trust=[places["keys"]])
    found = combine_bundles([one], out=tmp_path / "a", trust=[places["keys"] / "forum.pub"])
    assert [each.trust for each in found.combined.bundles] == ["trusted"]


def test_a_key_that_was_revoked_is_not_trusted(places: dict[str, Path], tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    key = (places["keys"] / "forum.pub").read_text(encoding="utf-8").strip()
    (keys / "forum.pub").write_text(key)
    (keys / "revoked.toml").write_text(f'[[revoked]]\nmember = "forum"\nkey = "{key}"\n')
    with pytest.raises(DueRegardError, match="a key that you do not trust"):
        combine_bundles([places["folder"] / "one.json"], out=tmp_path / "a", trust=[keys])


def test_a_bad_signature_is_refused_whatever_is_accepted(places: dict[str, Path], tmp_path: Path) -> None:
    text = (places["folder"] / "one.json").read_text(encoding="utf-8")
    (tmp_path / "bad.json").write_text(text.replace('"threshold": 10', '"threshold": 11'), encoding="utf-8")
    with pytest.raises(DueRegardError, match=r"The signature of bad\.json is bad"):
        combine_bundles([tmp_path / "bad.json"], out=tmp_path / "a", accept_untrusted=True)
    assert not (tmp_path / "a").exists()


def test_nobody_else_speaks_for_a_member(places: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean 'forum'"):
        share_bundle(places["one"], file=tmp_path / "a.json", member="forums", passphrase=lambda: WORDS)
    with pytest.raises(DueRegardError, match="could not be opened"):
        share_bundle(places["one"], file=tmp_path / "a.json", member="forum", passphrase=lambda: "guessed")
    assert not (tmp_path / "a.json").exists()


def test_what_changed_since_it_was_assessed_is_not_shared(places: dict[str, Path], tmp_path: Path) -> None:
    people, numbers = places["two"] / "people.csv", places["two"] / "out" / "estimates.json"
    kept, written = people.read_bytes(), numbers.read_bytes()
    people.write_bytes(kept + b"\n")
    with pytest.raises(DueRegardError, match=r"Changed, added or removed: people\.csv"):
        share_bundle(places["two"], file=tmp_path / "a.json")
    people.write_bytes(kept)
    numbers.write_bytes(written.replace(b"1", b"2", 1))
    with pytest.raises(DueRegardError, match=r"not as it was written.*estimates\.json"):
        share_bundle(places["two"], file=tmp_path / "a.json")
    numbers.write_bytes(written)
    with pytest.raises(DueRegardError, match="There is no pack yet"):
        share_bundle(write_casebook(tmp_path / "new", SMALL), file=tmp_path / "a.json")


def test_nothing_is_shared_without_an_audit_that_found_nothing(
    places: dict[str, Path], tmp_path: Path
) -> None:
    out = places["two"] / "out"
    of = sha256((out / "estimates.json").read_bytes()).hexdigest()
    before = read_private_audit(out, of=of)
    finding = DisclosureFinding(kind="derivable", sentence="One follows.")
    file = write_private_audit(DisclosureAudit(findings=(finding,)), out, of=of)
    with pytest.raises(DisclosureRefused, match="One follows"):
        share_bundle(places["two"], file=tmp_path / "a.json")
    file.unlink()
    with pytest.raises(DueRegardError, match="has no disclosure audit"):
        share_bundle(places["two"], file=tmp_path / "a.json")
    write_private_audit(before, out, of=of)


def test_nothing_but_a_bundle_is_written_over(places: dict[str, Path]) -> None:
    before = (places["one"] / "casebook.toml").read_bytes()
    with pytest.raises(UsageError, match=r"casebook\.toml is no bundle"):
        share_bundle(places["one"], file=places["one"] / "casebook.toml")
    assert (places["one"] / "casebook.toml").read_bytes() == before


def test_from_the_command_line(places: dict[str, Path], tmp_path: Path) -> None:
    shared = dueregard("share", places["two"], "--out", tmp_path / "two.json", "--json")
    assert shared.code == 0, shared.err
    assert shared.json["signature"] is None
    assert len(shared.records) == len(json.loads((tmp_path / "two.json").read_text())["estimates"])
    refused = dueregard("combine", tmp_path / "two.json", "--out", tmp_path / "both")
    assert (refused.code, "is not signed" in refused.err) == (1, True)
    words = ("combine", tmp_path / "two.json", places["folder"] / "one.json", "--out", tmp_path / "both")
    trust = ("--trust", places["keys"], "--accept-untrusted", "--casebook", places["one"])
    told = dueregard(*words, *trust)
    assert told.code == 0, told.err
    assert "NOT SIGNED" in told.out
    assert "quantities can be compared" in told.out
    answer = dueregard(*words, *trust, "--json")
    assert {record["bundle"] for record in answer.records} == {each["id"] for each in answer.json["bundles"]}
    (recorded,) = filed(Register(places["one"] / "out" / "register.jsonl"), kind="bundles combined")
    assert recorded.sha256 == answer.json["root"]
    assert dueregard("combine").code == 2


def test_a_casebook_is_not_written_into(places: dict[str, Path]) -> None:
    with pytest.raises(UsageError, match="Give --out the name of another folder"):
        combine_bundles(
            [places["folder"] / "one.json"], out=places["one"], trust=[places["keys"]], accept_untrusted=True
        )
