"""A paper counts only as it was filed, under its own name, by a key of its member that was good then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dueregard.alliance import Dissent, judged_reviews, judged_signatures
from dueregard.alliance.ledger import Ledger
from dueregard.casebook.toml_text import toml_text
from tests.alliance.making import DAY, LIVED, filed, review, signature, signed

TWO_LINES = "It was said.\nNobody listened: 'no', they \"said\"."


def _sentences(texts: dict[str, str], ledger: Ledger) -> list[str]:
    judged, unreadable = judged_reviews(texts, ledger)
    return [one.sentence for each in judged for one in each.alterations] + [
        one.sentence for one in unreadable
    ]


def test_as_filed_it_counts() -> None:
    texts, ledger = filed(review("forum", LIVED, position="dissent", note=TWO_LINES))
    [judged], unreadable = judged_reviews(texts, ledger)
    assert judged.counts
    assert judged.paper.note == TWO_LINES
    assert unreadable == ()


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ('position = "dissent"', 'position = "assent"', "position"),
        ("It was said", "It was sad", "note"),
        ('role = "lived-experience reviewer"', 'role = "reviewer"', "role"),
        ("number = 1", "number = 2", "number"),
        (f"on = {DAY}", f"on = {DAY - timedelta(days=1)}", "on"),
        ('text = "No."', 'text = "On."', "objections"),
    ],
)
def test_the_field_that_was_changed_is_named(before: str, after: str, field: str) -> None:
    paper = review("forum", LIVED, position="dissent", note=TWO_LINES)
    paper = signed(replace(paper, objections=(Dissent(text="No."),)))
    texts, ledger = filed(paper)
    changed = {path: text.replace(before, after) for path, text in texts.items()}
    assert changed != texts
    [judged], _ = judged_reviews(changed, ledger)
    assert [one.field for one in judged.alterations] == [field]
    assert not judged.counts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("number = 1", "number = 1 # read"),
        ("number = 1", "number = 0x1"),
        ("member =", "member  ="),
        ('member = "forum"', "member = 'forum'"),
        ('member = "forum"', '"member" = "forum"'),
        ('"forum"', '"f\\u006frum"'),
    ],
)
def test_another_spelling_of_the_same_content_is_an_alteration(before: str, after: str) -> None:
    texts, ledger = filed(review("forum", LIVED))
    changed = {path: text.replace(before, after, 1) for path, text in texts.items()}
    assert changed != texts
    assert _sentences(changed, ledger) == [
        "reviews/forum-1.toml was altered: something between its fields was changed."
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('member = "forum"', 'member = "forum"\nmember = "chamber"', "no TOML"),
        (f"on = {DAY}", f"on = {DAY}T00:00:00", "its field on"),
        (f"on = {DAY}", f'on = "{DAY}"', "its field on"),
        ("number = 1", "number = 1.0", "its field number"),
        ("number = 1", "number = true", "its field number"),
        ("number = 1", "number = nan", "its field number"),
        ("number = 1", "number = 1\nextra = 1", "its field extra"),
        ('note = "Read."\n', "", "its field note"),
        ("[signature]", "[Signature]", "its field"),
    ],
)
def test_what_is_no_review_any_more_says_where(before: str, after: str, told: str) -> None:
    texts, ledger = filed(review("forum", LIVED))
    [sentence] = _sentences({path: text.replace(before, after) for path, text in texts.items()}, ledger)
    assert told in sentence


def test_a_paper_signed_by_another_member_does_not_count() -> None:
    paper = signed(replace(review("forum", LIVED), seal=None), by="chamber")
    [sentence] = _sentences(*filed(paper))
    assert "not one of forum's" in sentence


def test_a_review_moved_to_another_member_does_not_count() -> None:
    texts, ledger = filed(review("forum", LIVED), review("chamber", "reviewer"))
    text = texts["reviews/forum-1.toml"].replace('"forum"', '"chamber"')
    told = _sentences({**texts, "reviews/chamber-1.toml": text}, ledger)
    assert any("chamber-1.toml was altered: its field" in each for each in told)


def test_a_review_filed_again_under_a_later_number_does_not_count() -> None:
    """An old assent cannot be made to follow a dissent."""
    texts, ledger = filed(review("forum", LIVED), review("forum", LIVED, position="dissent", number=2))
    copied = texts["reviews/forum-1.toml"]
    first = ledger.filings[0]
    again = replace(first, file="reviews/forum-3.toml", line=first.line + 5)
    more = replace(ledger, filings=(*ledger.filings, again))
    told = _sentences({**texts, "reviews/forum-3.toml": copied}, more)
    assert told == [
        "reviews/forum-3.toml was renamed: this review by forum was filed as reviews/forum-1.toml."
    ]


def test_a_signature_under_a_review_is_none_under_a_pack() -> None:
    paper = signature("chamber")
    stolen = review("chamber", "reviewer").seal
    texts, ledger = filed(replace(paper, seal=stolen))
    [judged], _ = judged_signatures(texts, ledger)
    assert not judged.counts


def test_what_nobody_filed_was_put_there() -> None:
    texts, ledger = filed(review("forum", LIVED))
    [sentence] = _sentences(texts, replace(ledger, filings=()))
    assert "was put there" in sentence


def test_a_paper_that_is_dated_long_before_it_was_filed_is_named() -> None:
    paper = signed(replace(review("forum", LIVED), on=date(2026, 1, 1)))
    [sentence] = _sentences(*filed(paper))
    assert "dated 2026-01-01" in sentence


def test_a_paper_remembers_the_register_that_it_was_signed_in() -> None:
    paper = signed(replace(review("forum", LIVED), register="ab" * 32))
    texts, ledger = filed(paper)
    [sentence] = _sentences(texts, ledger)
    assert sentence.startswith("The register was altered")
    assert _sentences(texts, replace(ledger, hashes={"ab" * 32: 1})) == []


@pytest.mark.parametrize(("since", "counts"), [(None, True), (DAY, False), (DAY + timedelta(days=1), True)])
def test_a_revoked_key_counts_for_what_was_filed_before(since: date | None, counts: bool) -> None:
    texts, ledger = filed(review("forum", LIVED))
    gone = replace(ledger.keys[0], revoked_line=99, revoked_on=DAY, because="stolen", since=since)
    [judged], _ = judged_reviews(texts, replace(ledger, keys=(gone,)))
    assert judged.counts is counts
    assert "stolen" in judged.doubt("the forum")


def test_nothing_that_was_filed_after_the_revocation_counts() -> None:
    texts, ledger = filed(review("forum", LIVED))
    gone = replace(ledger.keys[0], revoked_line=ledger.filings[0].line - 1, revoked_on=DAY, because="lost")
    [judged], _ = judged_reviews(texts, replace(ledger, keys=(gone,)))
    assert not judged.counts


def test_its_file_is_written_as_it_is_read() -> None:
    paper = review("forum", LIVED, note=TWO_LINES)
    texts, _ = filed(paper)
    assert list(texts.values()) == [toml_text(paper.content())]
