"""The profile: every pair is there, order does not matter, and options are held against each other."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.appraisal import PRINCIPLES, Finding, profile_of
from dueregard.estimates import Record
from tests.appraisal.profile_making import DISABLED, OTHERS, ROMA, appraised, asked, change, gap, outcome_of

NOTHING = "as now"
KEYS = {
    *("principle", "option", "direction", "finding", "size", "grade", "said_by", "gap", "objections"),
    *("id", "mixed", "gaps", "findings", "rule"),
}


def _of(option: str, disabled: float, others: float, roma: float) -> list[Record]:
    groups = [change(option, DISABLED, disabled), change(option, OTHERS, others), change(option, ROMA, roma)]
    return [*groups, *gap(option, DISABLED, -60, disabled - others)]


BOTH = [*_of("Grant", 9, 1, 1), *_of("Pass", 4, 4, 5)]


def test_every_principle_has_every_option_also_where_nothing_is_known() -> None:
    found = appraised([], options=())
    assert [(cell.principle, cell.option) for cell in found.cells] == [(name, NOTHING) for name in PRINCIPLES]
    assert {cell.direction for cell in found.cells} == {"insufficient evidence"}
    assert all(cell.finding and cell.gaps for cell in found.cells)


def test_json_has_the_keys_of_the_contract_and_no_score() -> None:
    told = appraised(BOTH, options=("Grant", "Pass")).beside()
    assert {"principles", "dominated", "trade_offs", "rules"} <= set(told)
    assert all(set(row) == KEYS for row in told["principles"])
    assert {row["direction"] for row in told["principles"]} <= {
        *("better", "worse", "too close to call", "insufficient evidence"),
    }
    assert {row["rule"] for row in told["principles"]} == {rule["id"] for rule in told["rules"]}
    assert "score" not in str(told)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_options_and_groups_does_not_matter(seed: int) -> None:
    shuffled = random.Random(seed).sample(BOTH, len(BOTH))
    first = appraised(BOTH, options=("Grant", "Pass"))
    again = appraised(shuffled, options=("Pass", "Grant"))
    for cell in first.cells:
        assert again.cell(cell.principle, cell.option) == cell
    assert {each.words for each in again.dominated} == {each.words for each in first.dominated}


def test_a_withheld_figure_of_something_else_changes_nothing() -> None:
    hidden = Record(measure="winners", by={"option": "Grant", **ROMA}, status="withheld", outcome="income")
    assert outcome_of([*BOTH, hidden]) == outcome_of(BOTH)


@pytest.mark.parametrize(
    "records", [_of("Grant", 9, 1, 1), _of("Grant", 9, 1, -6), _of("Grant", 0.1, 0.1, 0)]
)
def test_turning_better_round_turns_the_direction_round(records: list[Record]) -> None:
    turned = {"better": "worse", "worse": "better"}
    up = outcome_of(records)
    # What was a gain of the group behind is now a loss of everybody, and the other way round.
    down = outcome_of(records, specification=asked(better="lower"))
    if up.mixed:
        assert (up.direction, down.direction) == ("worse", "worse")
    else:
        assert down.direction == turned.get(up.direction, up.direction)


def test_an_option_that_is_worse_somewhere_and_better_nowhere_is_dominated() -> None:
    poorer = [*_of("Grant", 9, 3, 3), *_of("Poorer", 4, 1, 1)]
    found = appraised(poorer, options=("Grant", "Poorer"), places=["ward"])
    assert found.dominated == ()
    assert [line.partition(":")[0] for line in found.not_compared] == ["Voice", "Place", "Generations"]


def _finding(option: str, principle: str, signal: str) -> Finding:
    return Finding(principle=principle, option=option, signal=signal, words=f"{option} {signal}.")  # type: ignore[arg-type]


def _plain(options: dict[str, str]) -> list[Finding]:
    """Voice as given; every other principle too close to call."""
    return [
        _finding(option, principle, signal if principle == "voice" else "close")
        for option, signal in options.items()
        for principle in PRINCIPLES
    ]


def test_domination_respects_what_is_not_known_and_what_is_close() -> None:
    options = {"Better": "gain", "Worse": "loss", "Close": "close"}
    found = profile_of(_plain(options), options=(NOTHING, *options))
    pairs = {(each.option, each.by) for each in found.dominated}
    assert ("Worse", "Better") in pairs
    assert ("Worse", NOTHING) in pairs
    assert (NOTHING, "Better") in pairs
    # Too close to call is neither worse than a gain nor better than a loss.
    assert not {("Close", "Better"), ("Worse", "Close")} & pairs
    unknown = profile_of(_plain(options | {"Better": "unknown"}), options=(NOTHING, *options))
    assert not any("Better" in (each.option, each.by) for each in unknown.dominated)


def test_a_dominated_option_stays_dominated_beside_a_copy() -> None:
    options = {"Better": "gain", "Worse": "loss"}
    alone = profile_of(_plain(options), options=(NOTHING, *options)).dominated
    copied = profile_of(_plain(options | {"Copy": "gain"}), options=(NOTHING, *options, "Copy")).dominated
    assert set(alone) <= set(copied)
    assert not any({each.option, each.by} == {"Better", "Copy"} for each in copied)


def test_a_figure_that_leans_the_other_way_blocks_domination() -> None:
    rest = [*_plain({"Big": "close", "Small": "close"})]
    big = appraised([*_of("Big", 9, 0.4, 0.4), *_of("Small", 4, 0.5, 0.4)], options=("Big", "Small"))
    cells = [*big.cell("outcome", "Big").findings, *big.cell("outcome", "Small").findings]
    other = [each for each in rest if each.principle != "outcome"]
    found = profile_of([*cells, *other], options=(NOTHING, "Big", "Small"))
    assert not any((each.option, each.by) == ("Small", "Big") for each in found.dominated)


def test_a_trade_off_says_for_whom() -> None:
    told = appraised(BOTH, options=("Grant", "Pass")).trade_offs
    [words] = [each.words for each in told if each.options == ("Grant", "Pass")]
    assert words.startswith("“Grant” does better by equality of outcome (Disabled (disability))")
    assert (
        "“Pass” does better by equality of outcome (Not disabled (disability) and Roma (ethnic group))"
        in words
    )


def test_objections_stand_beside_findings_and_are_no_part_of_what_is_reviewed() -> None:
    found = appraised(BOTH, options=("Grant", "Pass"))
    cell = found.cell("outcome", "Grant")
    attached = found.with_objections({cell.id: ({"text": "No."},)})
    assert attached.beside(objections=False) == found.beside(objections=False)
    assert attached.cell("outcome", "Grant").to_dict()["objections"] == [{"text": "No."}]
