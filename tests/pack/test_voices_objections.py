"""A group's objection reaches the page, with its figures or without them."""

from __future__ import annotations

from dueregard.estimates import Record
from dueregard.pack.voices_figures import STATEMENTS, Figures
from dueregard.pack.voices_objections import objection_views
from dueregard.voices import Consulted, Objection
from dueregard.voices.findings import StatementText

TRAVELLERS = {"ethnic_group": "Gypsy or Irish Traveller"}


def _consulted() -> Consulted:
    objection = Objection(
        statement="5", group=TRAVELLERS, against_the_whole=True, sure="sure", words="Most of it opposes it."
    )
    return Consulted(
        statements=(StatementText(id="5", text="A fixed address is needed."),),
        rejected=0,
        objections=(objection,),
        agreed=(),
        chosen=(),
        chosen_words="",
        camps=None,
        picture="",
        pictured=(),
        weighted_by=(),
        weighting="",
    )


def _figures(**group: object) -> Figures:
    def record(answer: str, **given: object) -> Record:
        parameters = {"statement": "5", "answer": answer, "weighting": "none"}
        return Record(measure="proportion", parameters=parameters, **given)  # type: ignore[arg-type]

    return Figures(
        tables={
            STATEMENTS: (
                record("agree", estimate=0.7, n=200),
                record("disagree", by=TRAVELLERS, **group),
            )
        }
    )


def test_an_objection_is_told_with_its_figures() -> None:
    [view] = objection_views(_figures(estimate=0.8, low=0.5, high=0.95, n=15), _consulted())
    assert view.groups == (
        "Gypsy or Irish Traveller (ethnic group): 80% of the 15 who voted disagree (50 to 95)",
    )
    assert view.lead == "Of everybody, 70% as voted agree."


def test_an_objection_whose_figures_keep_a_smaller_group_company_is_not_lost() -> None:
    [view] = objection_views(_figures(status="withheld", reason="[c]"), _consulted())
    assert view.groups[0].startswith(
        "Gypsy or Irish Traveller (ethnic group): three in five or more of those who voted disagree"
    )
    assert view.names == ("Gypsy or Irish Traveller (ethnic group)",)


def test_a_group_that_the_table_does_not_have_is_not_named() -> None:
    assert objection_views(Figures(tables={STATEMENTS: ()}), _consulted()) == ()
