"""Number and voice: every pair has one rule, every cell of the grid is there, silence is no agreement."""

from itertools import product
from typing import get_args

import pytest

from dueregard.appraisal.numbers import Number
from dueregard.appraisal.triangulation import (
    RULES,
    NumberState,
    TriangulationCell,
    VoiceSays,
    triangulate,
)
from dueregard.casebook import PROTECTED
from dueregard.casebook.objections import Cell, Objection
from dueregard.casebook.voices_specification import About
from dueregard.voices.triangulation import Saying

DISABLED = {"characteristic": "disability", "level": "Disabled"}
ABOUT = (
    About(theme="health", outcomes=("missed",)),
    About(statement="5", options=("Grant",), agreeing="denies"),
)


def said(about: str, direction: str, **by: str) -> Saying:
    id = "health" if about == "theme" else "5"
    return Saying(about=about, id=id, label=id, by=by, direction=direction, count=None, out_of=None)  # type: ignore[arg-type]


def found(*numbers: Number, **more: object) -> dict[tuple[str, str | None, str | None], TriangulationCell]:
    cells = triangulate(numbers, about=ABOUT, outcomes=["missed"], options=["Grant"], **more)  # type: ignore[arg-type]
    return {(each.characteristic, each.level, each.outcome or each.option): each for each in cells}


def test_every_pair_of_number_and_voice_has_exactly_one_rule() -> None:
    for number, voice in product(get_args(NumberState), get_args(VoiceSays)):
        assert sum(number in rule.number and voice in rule.voice for rule in RULES) == 1
    assert all(rule.reason for rule in RULES)
    assert all((rule.agreement == "silent") == bool(rule.silent) for rule in RULES)


def test_every_characteristic_has_a_cell_for_every_outcome_and_option() -> None:
    cells = found(Number(cell=Cell(outcome="missed", characteristic="ward", level="Harbour"), says="worse"))
    for name in PROTECTED:
        for subject in ("missed", "Grant"):
            assert cells[name, None, subject].rule == "nothing"
    assert cells["ward", "Harbour", "missed"].silent == "voice"
    assert cells["ward", "Harbour", "Grant"].silent == "both"


@pytest.mark.parametrize(
    ("says", "voice", "agreement"),
    [
        ("worse", "raises", "agree"),
        ("not worse", "raises", "conflict"),
        ("worse", "does not raise", "silent"),
        ("too close to call", "raises", "silent"),
        ("not shown", "not shown", "silent"),
    ],
)
def test_a_theme_is_held_against_the_outcome_that_it_is_about(says: str, voice: str, agreement: str) -> None:
    number = Number(cell=Cell(outcome="missed", **DISABLED), says=says)  # type: ignore[arg-type]
    cell = found(number, sayings=[said("theme", voice, disability="Disabled")])[
        "disability", "Disabled", "missed"
    ]
    assert (cell.number, cell.voice, cell.agreement) == (says, voice, agreement)


def test_those_who_disagree_with_a_condition_say_that_it_harms_them() -> None:
    loses = Number(cell=Cell(option="Grant", **DISABLED), says="worse")
    against = found(loses, sayings=[said("statement", "disagrees", disability="Disabled")])
    assert against["disability", "Disabled", "Grant"].agreement == "agree"
    in_favour = found(loses, sayings=[said("statement", "agrees", disability="Disabled")])
    assert in_favour["disability", "Disabled", "Grant"].rule == "only-number"


def test_an_objection_of_a_group_is_a_voice_and_the_others_do_not_unsay_it() -> None:
    objection = Objection(
        id="a", text="No.", raised_by="Forum", on=None, cell=Cell(option="Grant", **DISABLED)
    )
    gains = Number(cell=Cell(option="Grant", **DISABLED), says="not worse")
    cells = found(gains, objections=[objection], sayings=[said("statement", "agrees", disability="Disabled")])
    cell = cells["disability", "Disabled", "Grant"]
    assert (cell.agreement, cell.said_by) == ("conflict", ("objection: a",))
    assert cells["disability", "Disabled", "missed"].voice == "not heard"


def test_those_who_did_not_say_who_they_are_are_no_group() -> None:
    for rest in ("(not declared)", "others, or not said"):
        cells = found(sayings=[said("theme", "raises", disability=rest)])
        assert ("disability", rest, "missed") not in cells


def test_the_sharp_end_is_marked() -> None:
    number = Number(cell=Cell(outcome="missed", **DISABLED), says="worse")
    cells = found(number, worst_off=[{"disability": "Disabled"}, {"disability": "Disabled", "sex": "Women"}])
    assert cells["disability", "Disabled", "missed"].sharp_end
    assert not cells["sex", None, "missed"].sharp_end
