"""Objections and answers can be added; what is taken away or changed is named."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from dueregard.casebook import Amendment
from dueregard.casebook.objections import Answer, Cell, Dialogue, Objection
from dueregard.register import Register
from dueregard.register.dialogue import ANSWERED, OBJECTED, altered_since, record_dialogue
from dueregard.register.filing import record_withdrawn
from dueregard.register.seen import gone_since, seen_before, seen_now

OBJECTION = Objection(
    id="address",
    text="We have no address.",
    raised_by="Residents of the site",
    on=date(2026, 11, 20),
    cell=Cell(option="Grant", characteristic="ethnic_group", level="Gypsy or Irish Traveller"),
)
ANSWER = Answer(
    to="address", did="no", text="It stays.", because="Fraud.", by="The council", on=date(2026, 12, 1)
)
BOTH = Dialogue(objections=(OBJECTION,), answers=(ANSWER,))


def register(folder: Path, *dialogues: Dialogue) -> Register:
    made = Register(folder / "register.jsonl")
    for dialogue in dialogues:
        record_dialogue(made, dialogue)
    return made


def changes(made: Register, dialogue: Dialogue) -> list[tuple[str, str]]:
    return [(each.kind, each.change) for each in altered_since(made.entries(), dialogue)]


def test_what_is_there_as_it_was_filed_is_recorded_once_and_never_in_its_words(tmp_path: Path) -> None:
    made = register(tmp_path, BOTH, BOTH)
    assert [entry.kind for entry in made.entries()] == [OBJECTED, ANSWERED]
    assert changes(made, BOTH) == []
    assert "no address" not in made.path.read_text(encoding="utf-8")


def test_what_was_removed_is_named(tmp_path: Path) -> None:
    made = register(tmp_path, BOTH)
    assert changes(made, Dialogue()) == [("objection", "removed"), ("answer", "removed")]
    assert "“address”" in altered_since(made.entries(), Dialogue())[0].words


def test_what_was_changed_stays_named_after_the_change_was_filed(tmp_path: Path) -> None:
    softer = replace(BOTH, objections=(replace(OBJECTION, text="We have concerns."),))
    made = register(tmp_path, BOTH)
    assert changes(made, softer) == [("objection", "changed")]
    record_dialogue(made, softer)
    assert changes(made, softer) == [("objection", "changed")]


def test_moving_an_objection_to_another_cell_changes_it(tmp_path: Path) -> None:
    moved = replace(BOTH, objections=(replace(OBJECTION, cell=Cell(principle="voice")),))
    assert changes(register(tmp_path, BOTH), moved) == [("objection", "changed")]


def test_an_answer_may_be_added_and_not_replaced(tmp_path: Path) -> None:
    second = replace(ANSWER, did="in part", on=date(2027, 1, 5))
    made = register(tmp_path, BOTH)
    assert changes(made, replace(BOTH, answers=(ANSWER, second))) == []
    assert changes(made, replace(BOTH, answers=(second,))) == [("answer", "changed")]


def test_an_open_withdrawal_is_told_with_its_reason(tmp_path: Path) -> None:
    made = register(tmp_path, BOTH)
    record_withdrawn(made, OBJECTED, "address", why="The residents asked for it.")
    found = altered_since(made.entries(), replace(BOTH, objections=()))
    assert [(each.change, each.why) for each in found] == [("withdrawn", "The residents asked for it.")]


def test_options_groups_and_negative_findings_are_remembered(tmp_path: Path) -> None:
    made = Register(tmp_path / "register.jsonl")
    groups = [("disability", "Disabled"), ("ethnic_group", "Gypsy or Irish Traveller")]
    seen = seen_now(options=["Grant", "Pass"], groups=groups, negative=["finding:grant/sex/women"])
    made.append("assessed", {"files": {}, **seen})
    before = seen_before(made.entries())
    assert set(before.negative) == {"finding:grant/sex/women"}
    assert before.known.options == ("Grant", "Pass")
    why = Amendment(date=date(2027, 1, 2), author="Transport", what="Pass is no longer an option", why="Cost")
    gone = gone_since(before, options=["Grant"], groups=groups[:1], amendments=[why])
    assert [(each.kind, each.name, each.amendment and each.amendment["why"]) for each in gone] == [
        ("option", "Pass", "Cost"),
        ("group", "Gypsy or Irish Traveller", None),
    ]
