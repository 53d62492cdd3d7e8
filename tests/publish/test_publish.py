"""From a pack to a public site and to its correction, and every reason on the way that stops it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from dueregard.alliance.publication import PublicationRefused
from dueregard.casebook import load_casebook
from dueregard.disclosure import DisclosureAudit
from dueregard.disclosure.audited import DisclosureFinding
from dueregard.errors import DueRegardError, RegisterError, UsageError
from dueregard.publish import follow_ups, publish
from dueregard.register import Register
from dueregard.verify import verify_casebook
from tests.making_casebooks import SMALL, write_casebook
from tests.publish.making import ALLIANCE, assessed, audited, change_an_income, prepared

WHY = {"correction": "One income was wrong.", "by": "Officer"}


LATE = SMALL.replace("2027-03-31", "2020-03-31") + '\n[publish]\nbase_url = "https://example.org/travel"\n'


@pytest.fixture(scope="module")
def assessed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("publish") / "casebook", LATE)


@pytest.fixture
def folder(assessed_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(assessed_once, tmp_path / "casebook"))


@pytest.fixture(scope="module")
def changed_once(assessed_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published, then assessed again with another income."""
    folder = Path(shutil.copytree(assessed_once, tmp_path_factory.mktemp("changed") / "casebook"))
    publish(folder)
    change_an_income(folder)
    return assessed(folder)


@pytest.fixture
def changed(changed_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(changed_once, tmp_path / "casebook"))


def refusal(folder: Path, **how: str) -> PublicationRefused:
    before = tree(folder)
    with pytest.raises(PublicationRefused) as refused:
        publish(folder, **how)
    assert tree(folder) == before
    return refused.value


def kinds(folder: Path) -> list[str]:
    return [each.kind for each in refusal(folder).reasons]


def tree(folder: Path) -> dict[str, bytes]:
    files = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*") if each.is_file()}
    return {name: file.read_bytes() for name, file in files.items()}


def test_a_version_holds_the_pack_as_it_is_and_publishing_again_does_nothing(folder: Path) -> None:
    done = publish(folder)
    assert (done.fresh, done.version.name) == (True, "v1")
    public = folder / "out" / "public"
    for name in ("pack.html", "estimates.json", "manifest.json", "tables/everyone.csv"):
        assert (public / "v1" / name).read_bytes() == (folder / "out" / name).read_bytes()
    assert not list(public.rglob("*register*"))
    assert not list(public.rglob("*audit*"))
    before = tree(folder)
    again = publish(folder)
    assert (again.fresh, again.version.name) == (False, "v1")
    assert tree(folder) == before


def test_what_is_missing_is_said_before_anything_else(folder: Path) -> None:
    done = publish(folder)
    assert done.missing[0].startswith("The casebook names no alliance")
    assert "after the decision" in done.missing[1]
    page = done.index.read_text(encoding="utf-8")
    assert (
        page.index("names no alliance") < page.index("after the decision") < page.index("Read the evidence")
    )
    feed = json.loads((done.index.parent / "feed.json").read_text(encoding="utf-8"))
    assert feed["feed_url"] == "https://example.org/travel/feed.json"


def test_a_changed_number_needs_a_reason(changed: Path) -> None:
    folder = changed
    assert "assessed again since v1 was published" in follow_ups(load_casebook(folder))[0]
    refused = refusal(folder)
    assert [each.kind for each in refused.reasons] == ["correction"]
    assert "not as in v1" in str(refused)
    assert refused.changes is not None
    done = publish(folder, **WHY)
    assert done.version.name == "v2"
    assert done.changes.changed == refused.changes.changed
    log = (folder / "out" / "public" / "corrections.html").read_text(encoding="utf-8")
    assert "One income was wrong." in log
    [corrected] = [
        each for each in Register(folder / "out/register.jsonl").entries() if each.kind == "corrected"
    ]
    assert corrected.payload["about"]["corrections"][0]["by"] == "Officer"
    assert "One income was wrong." in (folder / "corrections.toml").read_text(encoding="utf-8")
    first = folder / "out" / "public" / "v1" / "pack.html"
    assert first.read_bytes() != (folder / "out" / "pack.html").read_bytes()


def test_a_reason_in_the_file_of_corrections_does_once(changed: Path) -> None:
    entry = f"[[corrections]]\non = {date.today()}\nby = 'Officer'\nwhat = ''\nwhy = 'A wrong income.'\n"
    (changed / "corrections.toml").write_text(entry, encoding="utf-8")
    assert publish(changed).corrections[0].why == "A wrong income."
    shutil.rmtree(changed / "out" / "public" / "v2")
    with pytest.raises(RegisterError, match="v2"):
        publish(changed)


def test_a_pack_that_is_older_than_its_people_is_refused(folder: Path) -> None:
    change_an_income(folder)
    refused = refusal(folder)
    assert [each.kind for each in refused.reasons] == ["stale"]
    assert "people.csv has changed" in str(refused)


def test_every_reason_is_told_at_once(folder: Path) -> None:
    change_an_income(folder)
    page = folder / "out" / "pack.html"
    page.write_text(page.read_text(encoding="utf-8").replace("income", "incone", 1), encoding="utf-8")
    finding = DisclosureFinding(kind="derivable", sentence="income of a ward can be worked out.")
    audited(folder, DisclosureAudit(findings=(finding,)))
    refused = refusal(folder)
    assert [each.kind for each in refused.reasons] == ["integrity", "stale", "disclosure"]
    assert "out/pack.html was altered" in str(refused)
    assert "income of a ward can be worked out." in str(refused)


def test_without_an_audit_of_these_figures_nothing_is_published(folder: Path) -> None:
    (folder / "out" / "private" / "disclosure-audit.json").unlink()
    assert "no disclosure audit" in str(refusal(folder))


def test_a_quorum_that_is_reported_is_printed(tmp_path: Path) -> None:
    prepared(tmp_path, SMALL + ALLIANCE.replace("required", "reported"))
    done = publish(tmp_path)
    assert any("1 review of these figures is demanded" in each for each in done.missing)
    assert "1 review of these figures is demanded" in done.index.read_text(encoding="utf-8")


def test_a_published_file_that_was_altered_or_removed_is_named(folder: Path) -> None:
    publish(folder)
    (folder / "out/public/v1/tables/everyone.csv").write_text("mine", encoding="utf-8")
    (folder / "out/public/v1/pack.html").unlink()
    said = str(refusal(folder))
    found = verify_casebook(folder)
    assert [each.path for each in found.alterations] == [
        "out/public/v1/pack.html",
        "out/public/v1/tables/everyone.csv",
    ]
    assert "public/v1/tables/everyone.csv was altered after it was published" in said
    assert "public/v1/pack.html was published and is not there" in said


def test_a_register_that_was_altered_publishes_nothing(folder: Path) -> None:
    register = folder / "out" / "register.jsonl"
    register.write_bytes(
        register.read_bytes().replace(b"people.csv", b"peoqle.csv", 1).replace(b'"mean"', b'"maen"', 1)
    )
    refused = refusal(folder)
    assert [each.kind for each in refused.reasons] == ["integrity"]
    assert "register.jsonl" in str(refused)


def test_a_link_in_the_pack_is_not_followed(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_bytes((folder / "out/tables/everyone.csv").read_bytes())
    (folder / "out/tables/everyone.csv").unlink()
    (folder / "out/tables/everyone.csv").symlink_to(secret)
    assert kinds(folder) == ["integrity"]
    (folder / "out" / "public").symlink_to(tmp_path)
    with pytest.raises(DueRegardError, match="link"):
        publish(folder)


def test_a_casebook_without_a_pack(tmp_path: Path) -> None:
    write_casebook(tmp_path, SMALL)
    with pytest.raises(DueRegardError, match="no pack"):
        publish(tmp_path)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "how", [{"correction": "Why"}, {"correction": " ", "by": "A"}, {"correction": "a\x00", "by": "A"}]
)
def test_a_correction_needs_words_and_a_name(folder: Path, how: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        publish(folder, **how)


def test_a_register_that_has_lost_a_publication_lets_nobody_publish_over_it(changed: Path) -> None:
    register = changed / "out" / "register.jsonl"
    lines = register.read_bytes().splitlines(keepends=True)
    rest = lines[: next(place for place, line in enumerate(lines) if b'"published"' in line)]
    register.write_bytes(b"".join(rest))
    told = [each.sentence for each in verify_casebook(changed).alterations]
    assert "public/v1 is a version that the register does not know of." in told
    assert "integrity" in [each.kind for each in refusal(changed).reasons]


def test_an_objection_that_was_removed_is_told_by_the_pack_and_then_stops_nobody(folder: Path) -> None:
    objection = '[[objections]]\nid = "late"\nprinciple = "outcome"\ntext = "Too late."\nraised_by = "Us"\n'
    (folder / "objections.toml").write_text(objection + "on = 2026-11-18\n", encoding="utf-8")
    assessed(folder)
    (folder / "objections.toml").unlink()
    assert [each.kind for each in refusal(folder).reasons] == ["stale"]
    assessed(folder)
    assert "has been removed since" in (folder / "out" / "pack.html").read_text(encoding="utf-8")
    assert publish(folder).fresh
