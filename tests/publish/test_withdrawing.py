"""Whoever takes their consent back is gone from the public site, at once and without a quorum."""

from __future__ import annotations

import re
import secrets
import shutil
from datetime import date
from pathlib import Path

import pytest

from dueregard.alliance.publication import PublicationRefused
from dueregard.casebook import load_casebook
from dueregard.casebook.testimony_files import read_testimony
from dueregard.casebook.testimony_reviews import write_reviews
from dueregard.casebook.testimony_withdrawal import withdraw_testimony
from dueregard.errors import UsageError
from dueregard.pack.public.withdrawing import holds_words
from dueregard.publish import follow_ups, publish, withdraw
from dueregard.register import Register
from dueregard.voices.testimony.redaction import make_review
from tests.making_casebooks import SMALL, write_casebook
from tests.publish.making import ALLIANCE, TESTIMONY, WORDS, assessed

TODAY = date(2026, 11, 28)
WHY = "The person who said it no longer agrees."


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("withdrawing") / "casebook"
    write_casebook(folder, SMALL)
    testimony = folder / "voices" / "testimony"
    testimony.mkdir(parents=True)
    (testimony / "t1.md").write_text(TESTIMONY, encoding="utf-8")
    [told] = read_testimony(testimony).testimonies
    review = make_review(told, by="AB", on=TODAY, salt=secrets.token_hex(16))
    write_reviews(testimony / "redactions.toml", [review])
    assessed(folder)
    publish(folder)
    return folder


@pytest.fixture
def folder(published_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published_once, tmp_path / "casebook"))


@pytest.fixture(scope="module")
def stricter_once(published_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Assessed again under a stricter limit."""
    folder = Path(shutil.copytree(published_once, tmp_path_factory.mktemp("stricter") / "casebook"))
    casebook = folder / "casebook.toml"
    text = casebook.read_text(encoding="utf-8") + "\n[disclosure]\nthreshold = 110\n"
    casebook.write_text(text, encoding="utf-8")
    return assessed(folder)


@pytest.fixture
def stricter(stricter_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stricter_once, tmp_path / "casebook"))


def holding(folder: Path) -> list[str]:
    public = folder / "out" / "public"
    files = [each for each in sorted(public.rglob("*")) if each.is_file()]
    return [each.relative_to(public).as_posix() for each in files if holds_words(each.read_bytes(), [WORDS])]


def taken_back(folder: Path) -> None:
    withdraw_testimony(folder / "voices" / "testimony", "t1", on=TODAY)


def test_the_quote_is_published_with_consent(folder: Path) -> None:
    assert holding(folder) == ["v1/estimates.json", "v1/pack.html"]


def test_a_pack_with_a_withdrawn_quote_is_refused_and_the_site_is_cleared_at_once(folder: Path) -> None:
    assert follow_ups(load_casebook(folder)) == ()
    taken_back(folder)
    [due] = follow_ups(load_casebook(folder))
    assert due.startswith("1 quote stands on the public site without consent")
    with pytest.raises(PublicationRefused) as refused:
        publish(folder)
    [reason] = [each for each in refused.value.reasons if each.kind == "consent"]
    assert reason.details == ("1 quote of the pack: withdrawn, run out, or never agreed to",)
    assert WORDS not in str(refused.value)
    done = withdraw(folder, why=WHY, by="Officer")
    assert (done.quotes, sorted(done.parts)) == (1, ["v1/estimates.json", "v1/pack.html"])
    assert holding(folder) == []
    public = folder / "out" / "public"
    assert WHY in (public / "corrections.html").read_text(encoding="utf-8")
    assert "Something was withdrawn from this version" in done.index.read_text(encoding="utf-8")
    assert not withdraw(folder, why=WHY, by="Officer").parts
    assert not re.search("t1", (public / "corrections.html").read_text(encoding="utf-8"))


def test_a_new_version_takes_it_out_of_the_earlier_ones(folder: Path) -> None:
    taken_back(folder)
    assessed(folder)
    done = publish(folder)
    assert (done.version.name, done.taken_down) == ("v2", 2)
    assert holding(folder) == []
    kinds = [each.kind for each in Register(folder / "out/register.jsonl").entries()]
    assert kinds.index("withdrawn") < len(kinds) - kinds[::-1].index("published")
    assert publish(folder).fresh is False


def test_consent_that_has_run_out_or_was_narrowed_counts_as_taken_back(folder: Path) -> None:
    file = folder / "voices" / "testimony" / "t1.md"
    for line in ("consent: summary", "consent: quote anonymous\nconsent_until: 2026-11-01"):
        file.write_text(TESTIMONY.replace("consent: quote anonymous", line), encoding="utf-8")
        with pytest.raises(PublicationRefused) as refused:
            publish(folder, on=TODAY)
        assert "consent" in [each.kind for each in refused.value.reasons]
    assert withdraw(folder, why=WHY, by="Officer", on=TODAY).quotes == 1


def test_no_quorum_is_waited_for(folder: Path) -> None:
    casebook = folder / "casebook.toml"
    casebook.write_text(casebook.read_text(encoding="utf-8") + ALLIANCE, encoding="utf-8")
    taken_back(folder)
    assert withdraw(folder, why=WHY, by="Officer").quotes == 1


def test_a_file_can_be_taken_down_by_name(folder: Path) -> None:
    done = withdraw(folder, why="A group is too small.", by="Officer", parts=["v1/tables/everyone.csv"])
    assert done.parts == ("v1/tables/everyone.csv",)
    text = (folder / "out/public/v1/tables/everyone.csv").read_text(encoding="utf-8")
    assert text.startswith("notice")
    assert "A group is too small." in text


def test_a_figure_that_is_kept_back_now_is_taken_out_of_earlier_versions(stricter: Path) -> None:
    folder = stricter
    with pytest.raises(PublicationRefused) as refused:
        publish(folder)
    assert "now kept back" in str(refused.value)
    before = (folder / "out/public/v1/tables/characteristic-sex.csv").read_text(encoding="utf-8")
    done = publish(folder, correction="The limit was too low.", by="Officer")
    assert done.taken_down > 2
    after = (folder / "out/public/v1/tables/characteristic-sex.csv").read_text(encoding="utf-8")
    assert after != before
    assert "kept back now" in after
    assert done.changes.withheld
    text = (folder / "out/public/v2/changes.json").read_text(encoding="utf-8")
    assert publish(folder).fresh is False
    value = next(cell for cell in before.splitlines()[1].split(",") if cell.count(".") == 1 and len(cell) > 9)
    assert value not in text


def test_there_is_nothing_to_withdraw_before_anything_was_published(tmp_path: Path) -> None:
    write_casebook(tmp_path, SMALL)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "pack.html").write_text("a page", encoding="utf-8")
    with pytest.raises(UsageError, match="Nothing of this casebook is published"):
        withdraw(tmp_path, why=WHY, by="Officer")


def test_a_withdrawal_needs_a_reason_and_a_name(folder: Path) -> None:
    with pytest.raises(UsageError, match="--by"):
        withdraw(folder, why=WHY, by="")


def test_earlier_versions_are_left_alone_where_somebody_says_that_they_were_safe(stricter: Path) -> None:
    folder = stricter
    first = folder / "out/public/v1"
    before = {each: each.read_bytes() for each in first.rglob("*") if each.is_file()}
    done = publish(folder, correction="A stricter limit.", by="Officer", keep_earlier=True)
    assert (done.taken_down, bool(done.changes.withheld)) == (0, True)
    assert {each: each.read_bytes() for each in first.rglob("*") if each.is_file()} == before
    log = (folder / "out/public/corrections.html").read_text(encoding="utf-8")
    assert "Earlier versions still show what is now kept back" in log
