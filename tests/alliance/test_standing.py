"""What is demanded, what is there of it, and who dissents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dueregard.alliance import Review, Signature, Standing, Terms, judged_reviews, judged_signatures, standing
from tests.alliance.making import DAY, FIGURES, LIVED, ROOT, STEWARD, TERMS, filed, review, signature


def _standing(*papers: Review | Signature, terms: Terms = TERMS, on: date = DAY) -> Standing:
    texts, ledger = filed(*papers)
    reviews, _ = judged_reviews({path: text for path, text in texts.items() if path[0] == "r"}, ledger)
    signatures, _ = judged_signatures({path: text for path, text in texts.items() if path[0] == "s"}, ledger)
    return standing(terms, reviews=reviews, signatures=signatures, figures=FIGURES, root=ROOT, assessed_on=on)


def _missing(found: Standing) -> list[str]:
    return [each.sector or each.kind for each in found.missing]


WHOLE = (
    review("forum", LIVED, position="dissent"),
    review("university", "reviewer"),
    review("steward", STEWARD),
    signature("forum", dissents=True),
    signature("chamber"),
)


def test_nothing_is_there_at_first() -> None:
    found = _standing()
    assert _missing(found) == ["civil society", "business", "reviews", "lived experience", "steward"]
    assert "may not be published" in found.words


def test_all_is_there_and_the_dissent_is_told() -> None:
    found = _standing(*WHOLE)
    assert found.met
    assert found.dissents == ("Disabled People's Forum",)
    assert found.warnings == ()


def test_two_reviews_by_one_member_are_one() -> None:
    found = _standing(review("university", "reviewer"), review("university", "reviewer", number=2))
    assert "reviews" in _missing(found)


def test_the_stewards_note_is_no_review_of_figures() -> None:
    found = _standing(review("university", "reviewer"), review("steward", STEWARD))
    assert _missing(found) == ["civil society", "business", "reviews", "lived experience"]


def test_the_last_position_is_the_members() -> None:
    first, then = review("forum", LIVED, position="dissent"), review("forum", LIVED, number=2)
    assert _standing(first, then).dissents == ()
    assert _standing(first).dissents == ("Disabled People's Forum",)


def test_a_signature_under_another_pack_does_not_count() -> None:
    found = _standing(*WHOLE[:3], signature("forum", root="0" * 64), signature("chamber", root="0" * 64))
    assert _missing(found) == ["civil society", "business"]


def test_who_is_no_member_any_more_does_not_count() -> None:
    terms = replace(TERMS, members=tuple(each for each in TERMS.members if each.id != "chamber"))
    assert _missing(_standing(*WHOLE, terms=terms)) == ["business"]


def test_what_came_after_the_decision_is_told() -> None:
    found = _standing(*WHOLE, terms=replace(TERMS, decision_on="2026-11-27"))
    assert [each for each in found.warnings if "after the decision of 27 November 2026" in each] == [
        *found.warnings
    ]
    assert len(found.warnings) == 3


def test_without_an_alliance_nothing_is_demanded_and_that_is_said() -> None:
    found = _standing(terms=Terms(decision_on="2027-03-31"))
    assert found.met
    assert found.quorum is None
    assert "nobody else has reviewed" in found.words


def test_what_is_only_reported_is_not_refused() -> None:
    assert "may not be published" not in _standing(terms=replace(TERMS, quorum="reported")).words


def test_terms_go_there_and_back() -> None:
    assert Terms.read(TERMS.to_dict()).to_dict() == {
        **TERMS.to_dict(),
        "sectors": {"business": 1, "civil society": 1},
    }
