"""Voice: who designed an option, and which small groups oppose it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dueregard.appraisal import ProfileCell, StewardNote
from dueregard.disclosure import Table
from dueregard.voices import (
    DisadvantagedGroup,
    Objection,
    SharpEnd,
    StatementText,
    VoicesFindings,
)
from dueregard.voices.findings import Consulted, Designed, Designer
from tests.appraisal.profile_making import DISABLED, ROMA, appraised, asked, change, standing

NOW = [standing(DISABLED, -60), standing(ROMA, 50)]
ABOUT = [{"statement": "5", "options": ["Grant"], "agreeing": "denies"}]


def _objection(group: Mapping[str, str], *, sure: str = "likely", whole: bool = True) -> Objection:
    return Objection(statement="5", group=group, against_the_whole=whole, sure=sure, words="")


def _voices(
    *objections: Objection, designers: tuple[Designer, ...] = (), heard: bool = True
) -> VoicesFindings:
    consulted = Consulted(
        statements=(StatementText(id="5", text="Only with a fixed address."),),
        rejected=0,
        objections=objections,
        agreed=(),
        chosen=(),
        chosen_words="",
        camps=None,
        picture="",
        pictured=(),
        weighted_by=(),
        weighting="",
    )
    end = SharpEnd(
        group=DisadvantagedGroup(by=DISABLED, rank=1),
        heard="heard" if heard else "nobody or too few to show",
        words="",
        action="" if heard else "Go to them.",
    )
    return VoicesFindings(
        on=date(2026, 11, 2),
        population="residents",
        affected="",
        tables=(Table(name="voices-secret", title="", records=()),),
        silences=(),
        consultation=consulted,
        sharp_end=(end,),
        designed=Designed(designers=designers, unsigned=()),
    )


def _cell(voices: VoicesFindings | None, *, option: str = "Grant", about: Any = ()) -> ProfileCell:
    specification = asked(voices={"about": list(about)})
    records = [change("Grant", DISABLED, 1), change("Pass", DISABLED, 1)]
    return appraised(
        records, options=("Grant", "Pass"), now=NOW, specification=specification, voices=voices
    ).cell("voice", option)


FORUM = Designer(name="Forum", parts=(), characteristics=DISABLED, options=("Grant",))


def test_without_voices_nothing_is_known() -> None:
    cell = _cell(None)
    assert (cell.direction, cell.grade) == ("insufficient evidence", "none")
    assert cell.finding == "Nobody was asked: the casebook has no voices."


def test_an_option_designed_by_the_worst_off_who_were_heard_is_better_and_a_token_is_not() -> None:
    assert _cell(_voices(designers=(FORUM,))).direction == "better"
    assert _cell(_voices(designers=(FORUM,), heard=False)).direction == "too close to call"
    assert _cell(_voices()).direction == "insufficient evidence"


def test_a_small_group_that_opposes_what_the_option_needs_makes_it_worse_whoever_designed_it() -> None:
    cell = _cell(_voices(_objection(DISABLED, whole=False), designers=(FORUM,)), about=ABOUT)
    assert (cell.direction, cell.mixed, cell.grade) == ("worse", True, "voice")
    assert "oppose it: they disagree that “Only with a fixed address.”" in cell.finding
    assert "consultation: Disabled (disability)" in cell.said_by


def test_few_votes_and_an_option_that_it_is_not_about() -> None:
    few = _voices(_objection(DISABLED, sure="open"), designers=(FORUM,))
    assert (_cell(few, about=ABOUT).direction, _cell(few, about=ABOUT).mixed) == ("too close to call", True)
    assert "oppose" not in _cell(few, about=ABOUT, option="Pass").finding


def test_the_opposition_of_the_better_off_is_said_and_decides_nothing() -> None:
    cell = _cell(_voices(_objection(ROMA), designers=(FORUM,)), about=ABOUT)
    assert cell.direction == "better"
    assert "Roma (ethnic group), who are better off now, oppose it" in cell.finding


def test_an_objection_that_is_tied_to_no_option_counts_against_every_one() -> None:
    voices = _voices(_objection(DISABLED), designers=(FORUM,))
    for option in ("Grant", "Pass"):
        assert "It is not said which option that is about." in _cell(voices, option=option).finding
    assert _cell(voices).direction == "too close to call"


def test_a_stewards_dissent_forbids_to_call_it_better_and_is_printed_in_their_words() -> None:
    note = StewardNote(steward="Ward of tomorrow", position="dissent", text="Our children pay.")
    found = appraised([change("Grant", {"age": "0 to 15"}, 1)], steward=[note])
    cell = found.cell("generations", "Grant")
    assert "dissents: “Our children pay.”" in cell.finding
    assert "steward: Ward of tomorrow" in cell.said_by
    assert "has given no note" not in cell.finding


def test_tables_of_voices_that_have_not_passed_the_gate_are_left_out() -> None:
    from tests.appraisal.profile_making import evidence

    seen = evidence([], voices=_voices())
    assert seen.voices is not None
    assert seen.voices.tables == ()
