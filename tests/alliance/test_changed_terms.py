"""Nobody lowers the demands, or calls members otherwise, unseen once somebody has reviewed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dueregard.alliance import Terms, judged_reviews, standing
from dueregard.alliance.changed_terms import FormerTerms, changed_terms
from tests.alliance.making import DAY, FIGURES, LIVED, MEMBERS, ROOT, TERMS, filed, review

FORUM = MEMBERS[0]
THEN = [FormerTerms(line=1, on=DAY, terms=TERMS)]


def _with(**of_the_forum: str) -> Terms:
    return replace(TERMS, members=(replace(FORUM, **of_the_forum), *MEMBERS[1:]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (replace(TERMS, quorum="reported"), "publication no longer waits"),
        (replace(TERMS, reviews=1), "it demands 1 review; before it was 2"),
        (replace(TERMS, lived_experience=0), "no reviews from lived experience"),
        (replace(TERMS, steward=False), "steward"),
        (replace(TERMS, sectors={"business": 1}), "no signatures from the sector civil society"),
        (replace(TERMS, decision_on="2027-04-30"), "the day of the decision was 2027-03-31"),
        (Terms(decision_on="2027-03-31"), "publication no longer waits"),
        (replace(TERMS, members=MEMBERS[1:]), "Disabled People's Forum was a member"),
        (_with(name="Some people"), "the name was Disabled People's Forum"),
        (_with(sector="business"), "the sector was civil society"),
        (
            replace(TERMS, members=(*MEMBERS, replace(FORUM, id="late", name="Latecomers"))),
            "Latecomers became",
        ),
    ],
)
def test_what_is_less_is_told_once_somebody_has_spoken(now: Terms, said: str) -> None:
    assert said in " ".join(changed_terms(THEN, now, first_paper=2))
    assert changed_terms(THEN, now, first_paper=None) == ()


def test_asking_for_more_needs_no_word() -> None:
    assert changed_terms(THEN, replace(TERMS, reviews=3), first_paper=2) == ()


def test_lowering_in_steps_is_held_against_the_most() -> None:
    steps = [*THEN, FormerTerms(line=5, on=DAY, terms=replace(TERMS, reviews=1))]
    assert changed_terms(steps, replace(TERMS, reviews=1), first_paper=2)


def test_what_was_demanded_before_anybody_reviewed_does_not_bind() -> None:
    drafts = [
        FormerTerms(line=1, on=DAY, terms=replace(TERMS, reviews=9)),
        FormerTerms(line=2, on=DAY, terms=TERMS),
    ]
    assert changed_terms(drafts, TERMS, first_paper=3) == ()


def test_whoever_is_no_member_any_more_dissents_still_and_by_name() -> None:
    texts, ledger = filed(review("forum", LIVED, position="dissent"))
    found = standing(
        replace(TERMS, members=MEMBERS[1:]),
        reviews=judged_reviews(texts, ledger)[0],
        signatures=(),
        figures=FIGURES,
        root=ROOT,
        assessed_on=DAY,
        former=THEN,
    )
    assert found.dissents == ("Disabled People's Forum",)
