"""A person decides, and what changed since waits for a person again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.casebook.testimony import Passage, ReviewedSpan
from dueregard.errors import UsageError
from dueregard.voices.testimony.redaction import redacted, review_state
from tests.voices.testimony.making import reviewed, told

TEXT = "I ring 07700 900123 and Mr Evans\nnever answers."


def test_every_suggestion_is_struck_out_but_those_kept() -> None:
    one = told("a", TEXT)
    assert redacted(TEXT, one.passages[0], reviewed(one)) == "I ring [phone number] and [name] never answers."
    kept = reviewed(one, keep=[2], also=[(39, 46)])
    assert redacted(TEXT, one.passages[0], kept) == "I ring [phone number] and Mr Evans never [redacted]."


@pytest.mark.parametrize("more", [{"keep": [3]}, {"also": [(40, 99)]}, {"also": [(9, 9)]}])
def test_what_is_not_there_cannot_be_decided(more: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=r"There is no|outside the text"):
        reviewed(told("a", TEXT), **more)


def test_a_review_holds_no_words() -> None:
    assert "Evans" not in repr(reviewed(told("a", TEXT)))


def test_states() -> None:
    one = told("a", TEXT)
    review = reviewed(one)
    assert review_state(one, review) == "reviewed"
    assert review_state(one, None) == "not reviewed"
    assert review_state(replace(one, text=TEXT.replace("never", "seldom")), review) == "changed since review"
    assert review_state(one, replace(review, spans=review.spans[:1])) == "more found since review"


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=6), st.integers(0, 20))
def test_no_letter_that_is_struck_out_survives(stretches: list[tuple[int, int]], start: int) -> None:
    text = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"
    spans = tuple(ReviewedSpan(start=s, end=s + n, kind="?", redact=True) for s, n in stretches)
    review = replace(reviewed(told("a", text)), spans=spans)
    shown = redacted(text, Passage(start=start, end=len(text)), review)
    hidden = {letter for span in spans for letter in text[span.start : span.end]}
    assert not hidden & set(shown)
    assert set(text[start:]) - hidden <= set(shown)
