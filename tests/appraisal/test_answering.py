"""Nothing that was objected or found is left out: it is answered, or told to be unanswered."""

from datetime import date

from dueregard.appraisal.answering import answering, mix_of
from dueregard.appraisal.negatives import negatives_of
from dueregard.appraisal.numbers import Number
from dueregard.appraisal.routes import ROUTES, route_prompts
from dueregard.casebook.objections import Action, Answer, Cell, Dialogue, Objection
from dueregard.register.seen import Seen

TODAY = date(2026, 12, 1)
TRAVELLERS = Cell(option="Grant", characteristic="ethnic_group", level="Gypsy or Irish Traveller")
HEARD = Objection(id="address", text="No address.", raised_by="Residents", on=TODAY, cell=TRAVELLERS)
UNHEARD = Objection(
    id="take-up", text="Three in four?", raised_by="Forum", on=TODAY, cell=Cell(principle="evidence")
)
LOSS = Number(cell=TRAVELLERS, says="worse")


def answer(to: str) -> Answer:
    return Answer(to=to, did="in part", text="Pitches count.", because="", by="Council", on=TODAY)


def action(**given: object) -> Action:
    usual = {"what": "Do it", "owner": "A", "due": TODAY, "measure": "Count", "reach": "service"}
    return Action(**{**usual, **given})  # type: ignore[arg-type]


def test_every_objection_is_there_answered_or_not() -> None:
    found = answering(Dialogue(objections=(HEARD, UNHEARD), answers=(answer("address"),)), (), on=TODAY)
    assert [(each.id, each.answered) for each in found.said] == [("address", True), ("take-up", False)]
    assert [each.id for each in found.open] == ["take-up"]


def test_a_negative_finding_can_be_answered_and_stays() -> None:
    negatives = negatives_of([LOSS, Number(cell=Cell(outcome="work"), says="not worse")])
    [loss] = negatives
    assert answering(Dialogue(), negatives, on=TODAY).unanswered == (loss,)
    told = answering(Dialogue(answers=(answer(loss.id),)), negatives, on=TODAY)
    assert told.unanswered == ()
    assert [(each.finding, each.answered) for each in told.said] == [(loss, True)]


def test_a_finding_that_is_no_longer_negative_is_not_forgotten() -> None:
    seen = Seen(negative={"finding:grant/sex/women": "2026-11-01T09:00:00+00:00"})
    assert answering(Dialogue(), (), on=TODAY, seen=seen).faded == (
        ("finding:grant/sex/women", "2026-11-01T09:00:00+00:00"),
    )


def test_objections_belong_to_the_cell_that_they_are_about() -> None:
    found = answering(Dialogue(objections=(HEARD, UNHEARD)), (), on=TODAY)
    assert [each.id for each in found.at("outcome", "Grant")] == ["address"]
    assert found.at("outcome", "Pass") == found.at("voice", "Grant") == ()
    assert [each.id for each in found.at("evidence", "Pass")] == ["take-up"]
    assert [each.id for each in found.at("place", "Grant", kinds={"ethnic_group": "place"})] == ["address"]


def test_the_mix_is_said_and_dropped_actions_do_not_count() -> None:
    actions = [
        *(action(reach="individual") for _ in range(3)),
        action(),
        action(reach="structural"),
        action(reach="structural", status="dropped"),
    ]
    assert mix_of(actions).words == (
        "3 of 5 actions change wording or what people do themselves; 1 changes how a service works; "
        "1 changes who decides, who pays or who may have what."
    )
    assert mix_of([]).words == "No action is planned."


def test_what_is_late_or_lacks_something_is_named() -> None:
    late = action(due=date(2026, 11, 30), measure=None)
    assert (late.overdue(TODAY), late.lacking) == (True, ("a measure",))
    assert not action(due=date(2026, 11, 30), status="done").overdue(TODAY)


def test_an_action_for_a_protected_group_is_asked_for_its_lawful_route() -> None:
    for_all = action()
    named = action(because=("address",), route="Positive action")
    unknown = action(who=Cell(characteristic="disability", level="Disabled"), route="charity")
    ward = action(who=Cell(characteristic="ward", level="Harbour"))
    found = route_prompts([for_all, named, unknown, ward], {"address": TRAVELLERS})
    assert [(each.characteristic, each.named and each.named.source) for each in found] == [
        ("ethnic_group", "Equality Act 2010 s.158"),
        ("disability", None),
    ]
    assert "reasonable adjustments" in found[1].words
    assert all(route.source.startswith("Equality Act 2010 s") for route in ROUTES)
