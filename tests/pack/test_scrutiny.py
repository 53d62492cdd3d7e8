"""Objections, actions, number and voice, and the five principles, as the page shows them."""

from dataclasses import replace
from datetime import date

from dueregard.appraisal import PRINCIPLES, Appraisal, ProfileCell, Size, Unknown
from dueregard.appraisal.answering import answering
from dueregard.appraisal.negatives import negatives_of
from dueregard.appraisal.numbers import Number
from dueregard.appraisal.scrutiny import Scrutiny
from dueregard.appraisal.triangulation import triangulate
from dueregard.casebook.objections import Action, Answer, Cell, Dialogue, Objection
from dueregard.pack.page import page
from dueregard.pack.principles import profile_view
from dueregard.pack.scrutiny import scrutiny_view
from dueregard.register.seen import Seen
from tests.pack import town
from tests.pack.making import GAPS, PROVENANCE

TODAY = date(2026, 12, 1)
HIDDEN = "<img src=x onerror=alert(1)>"
LOSS = Number(cell=Cell(option="Grant", characteristic="disability", level="Disabled"), says="worse")
GAP = Number(cell=Cell(outcome="in_work", characteristic="disability", level="Disabled"), says="not worse")
OBJECTIONS = (
    Objection(id="answered", text="First.", raised_by="A", on=TODAY, cell=LOSS.cell),
    Objection(id="open", text=HIDDEN, raised_by=HIDDEN, on=TODAY, cell=GAP.cell),
)
DIALOGUE = Dialogue(
    objections=OBJECTIONS,
    answers=(Answer(to="answered", did="no", text="No.", because="Cost.", by="B", on=TODAY),),
    actions=(
        Action(what="Write", owner=None, due=date(2026, 11, 1), measure="Letters", reach="individual"),
        Action(
            what="Ramps",
            owner="B",
            due=TODAY,
            measure="Rides",
            reach="service",
            who=Cell(characteristic="disability"),
        ),
    ),
)


def scrutiny(seen: Seen | None = None) -> Scrutiny:
    numbers = (LOSS, GAP)
    return Scrutiny(
        answering=answering(DIALOGUE, negatives_of(numbers), on=TODAY, seen=seen),
        grid=triangulate(numbers, objections=OBJECTIONS, outcomes=["in_work"], options=["Grant"]),
        numbers=numbers,
        options=("Grant",),
    )


def cell(principle: str, option: str) -> ProfileCell:
    size = Size(measure="mean_change", outcome="income", estimate=-8.1, low=-11.9, high=-4.3, unit="£ a week")
    return ProfileCell(
        id=f"{principle}/{option}",
        principle=principle,  # type: ignore[arg-type]
        option=option,
        direction="worse",
        mixed=option == "Grant",
        finding="Disabled people lose. Others gain. It is so. There is more. And more.",
        size=size,
        grade="both",
        said_by=("table: consequences-disability", "consultation: Disabled"),
        gaps=(Unknown(what="How many ask for it.", owner="C", due=TODAY),),
        findings=(),
        rule="clear-loss",
    )


PROFILE = Appraisal(
    options=("as now", "Grant"),
    cells=tuple(cell(principle, option) for principle in PRINCIPLES for option in ("as now", "Grant")),
    rules_applied=("clear-loss",),
)


def rendered() -> str:
    return page(
        town.town(),
        casebook=town.casebook(),
        evidence_gaps=GAPS,
        audit=None,
        provenance=PROVENANCE,
        scrutiny=scrutiny(),
        appraisal=PROFILE,
    )


def test_what_nobody_has_answered_comes_first() -> None:
    view = scrutiny_view(scrutiny())
    assert view is not None
    assert [each.id for each in view.objections] == ["open", "answered"]
    assert view.tally == "2 objections: 1 is not answered yet, 1 answered and nothing done."


def test_what_is_said_to_be_done_and_has_no_action_is_marked() -> None:
    done = replace(DIALOGUE.answers[0], did="yes")
    tied = replace(DIALOGUE.actions[0], because=("answered",))
    for actions, marked in (((), True), ((tied,), False)):
        told = answering(replace(DIALOGUE, answers=(done,), actions=actions), (), on=TODAY)
        view = scrutiny_view(Scrutiny(answering=told))
        assert view is not None
        assert view.objections[-1].untied is marked


def test_actions_say_what_they_lack_and_whether_they_are_late() -> None:
    view = scrutiny_view(scrutiny())
    assert view is not None
    assert view.actions[0].marks == ("No owner", "Overdue")
    assert view.mix.endswith("None is structural.")
    assert "reasonable adjustments" in view.actions[1].route


def test_a_negative_finding_that_cannot_be_seen_any_longer_is_told_at_the_top() -> None:
    before = "2026-11-01T09:00:00+00:00"
    seen = Seen(negative={"finding:in-work/sex/women": before, GAP.cell.id: before, LOSS.cell.id: before})
    view = scrutiny_view(scrutiny(seen))
    assert view is not None
    [alert] = view.alerts
    assert alert.startswith("1 finding of an earlier assessment")
    assert "Disabled (disability) (not worse)" in view.faded


def test_the_page_prints_it_all_and_lets_no_label_speak_html() -> None:
    html = rendered()
    assert "Not answered yet" in html
    assert "≠ Conflict: " in html
    assert HIDDEN not in html
    for principle in PRINCIPLES:
        assert f'id="principle-{principle}"' in html
    assert html.index('id="principles"') < html.index('id="objections"') < html.index('id="grid"')


def test_a_direction_is_in_words_and_not_in_colour_alone() -> None:
    view = profile_view(PROFILE, scrutiny())
    assert view is not None
    nothing, grant = view.principles[0].rows
    assert (nothing.option, nothing.direction, nothing.symbol) == ("Do nothing", "Worse", "▼")
    assert (grant.direction, grant.symbol) == ("Worse for some, better for others", "▲▼")
    assert grant.size is not None
    assert (grant.size.words, grant.size.interval) == ("−£8.10 a week", "−£11.90 to −£4.30")
    assert [each.id for each in grant.objections] == ["answered"]


def test_nobody_is_named_is_said() -> None:
    unowned = replace(PROFILE.cells[0], gaps=(Unknown(what="All of it."),))
    view = profile_view(replace(PROFILE, cells=(unowned, *PROFILE.cells[1:])))
    assert view is not None
    assert view.principles[0].rows[0].unknown == "All of it. Nobody is named to find out."
