"""Quotes keep within consent and lead back to nobody."""

from dataclasses import replace
from typing import Any

from dueregard.casebook.testimony import Passage, Testimony, TestimonyFolder
from dueregard.voices.testimony.find import find_testimony
from dueregard.voices.testimony.findings import Quote
from tests.voices.testimony.making import FRAME, TODAY, coded, reviewed, told


def quotes(*testimonies: Testimony, codes: str = "cost", **more: Any) -> tuple[Quote, ...]:
    folder = TestimonyFolder(
        testimonies=testimonies,
        frame=FRAME,
        codings=tuple(coded(each.id, codes) for each in testimonies),
        reviews=tuple(reviewed(each) for each in testimonies),
    )
    return find_testimony(folder, on=TODAY, resamples=10, **more).quotes


def test_only_passages_are_quoted_and_redactions_are_made() -> None:
    text = "My secret.\nMy name is Aisha Khan.\nMore."
    [quote] = quotes(told("a", text, passages=(Passage(start=11, end=33),)))
    assert quote.words == "My name is [name]."
    assert quote.themes == ("cost",)


def test_a_name_is_given_only_to_those_who_asked_for_it() -> None:
    anonymous, named = quotes(
        told("a", "One.", named_as="Ann"), told("b", "Two.", scope="quote_named", named_as="Bea")
    )
    assert (anonymous.named_as, named.named_as) == (None, "Bea")


def test_what_few_share_is_not_said_beside_a_quote() -> None:
    found = quotes(*(told(f"t{n}", f"Word {n}.", role="carer", language="Urdu") for n in range(9)))
    assert {(each.role, each.language) for each in found} == {(None, None)}
    more = quotes(*(told(f"t{n}", f"Word {n}.", role="carer") for n in range(10)))
    assert {each.role for each in more} == {"carer"}


def test_the_order_is_by_theme_and_words_and_not_by_file() -> None:
    first, second = told("a", "Zoo."), told("b", "Ark.")
    assert [each.words for each in quotes(first, second)] == ["Ark.", "Zoo."]
    passage = replace(first.passages[0], codes=("ramps",))
    found = quotes(replace(first, passages=(passage,)), second)
    assert [each.themes for each in found] == [("access", "ramps"), ("cost",)]


def test_without_a_review_nothing_is_quoted() -> None:
    folder = TestimonyFolder(testimonies=(told("a"),))
    assert find_testimony(folder, on=TODAY).quotes == ()
