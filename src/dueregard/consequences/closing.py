"""What would close a gap: the gap of each stated aim under each option, and the money that would close it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dueregard import measures
from dueregard.casebook import Outcome
from dueregard.consequences.asked import by_option
from dueregard.consequences.figures import column
from dueregard.consequences.gaps import Gaps, gaps_of, relabelled
from dueregard.consequences.labelled import settled, with_effect
from dueregard.consequences.preparing import Simulation
from dueregard.consequences.touched import Touched
from dueregard.estimates import Record, records
from dueregard.options import DO_NOTHING

__all__ = ["AIMED_AT", "aim_records", "money_records"]

AIMED_AT: Mapping[str, Callable[..., Any]] = {
    "mean": measures.mean,
    "proportion": measures.mean,
    "median": measures.median,
}
"""Measures of which the gaps of a stated aim are worked out under each option."""

BOUND = (
    "arithmetic, not a forecast: the gap times the people of the group, as if each were given it; "
    "the interval is that of the gap"
)


def aim_records(simulation: Simulation, outcome: Outcome) -> Iterator[Record]:
    """Set the gaps of a stated aim against it, under every option.

    Parameters
    ----------
    simulation : Simulation
        Options as applied.
    outcome : Outcome
        With a target whose measure is one of :data:`AIMED_AT`.

    Yields
    ------
    Record
        ``gap_before``, ``gap_after`` and ``gap_change`` in the measure of the aim.
    """
    target, asked = outcome.target, simulation.asked
    measure = aimed_at(outcome)
    if target is None or measure not in AIMED_AT or target.gap not in asked.by:
        return
    runs = simulation.runs
    found = gaps_of(
        simulation.people,
        grouping=target.gap,
        reference=asked.references.get(target.gap),
        outcome=asked.outcome,
        after={run.key: column("after", run.key) for run in runs},
        unit=asked.unit,
        level=asked.level,
        measure=AIMED_AT[measure],
    )
    aim = {"of": measure, "target": target.at_most, "by": target.by}
    for option, keys in by_option(runs):
        gaps = Gaps(
            before=settled(found[keys[0]].before),
            after=with_effect(option, [found[key].after for key in keys], level=asked.level),
            change=with_effect(option, [found[key].change for key in keys], level=asked.level),
        )
        for each in relabelled(gaps, option=option, asked=asked):
            for record in records(each, level=asked.level):
                yield replace(record, parameters={**record.parameters, **aim})


def aimed_at(outcome: Outcome) -> str:
    """Name the measure of an outcome's stated aim."""
    text = (outcome.target and outcome.target.measure) or outcome.measures[0]
    return text.partition(",")[0].partition("(")[0].strip()


def money_records(gaps: Sequence[Record], touched: Touched, *, better: str) -> Iterator[Record]:
    """Say how much money would close the gaps of those who are behind, now and under each option.

    Parameters
    ----------
    gaps : sequence of Record
        ``gap_before`` and ``gap_after``, of money.
    touched : Touched
        With the people of each group.
    better : {"higher", "lower"}
        Which value is better.

    Yields
    ------
    Record
        ``money_to_close_gap``, and ``money_to_reach_target`` where there is an aim: the gap, or what of it is
        wider than the aim, times the people of the group; nought for those who are not behind.
    """
    seen: set[tuple[Any, ...]] = set()
    for record in gaps:
        if record.measure not in ("gap_before", "gap_after") or len(record.by) != 2:
            continue
        option = DO_NOTHING if record.measure == "gap_before" else record.by["option"]
        group = {name: level for name, level in record.by.items() if name != "option"}
        own = (option, tuple(group.items()), str(record.parameters.get("of", "mean")))
        people = touched.weight.get(tuple(sorted(group.items())))
        if own in seen or not people:
            continue
        seen.add(own)
        for figure, at_most in _aims(record):
            yield _money(
                record, figure, by={"option": option, **group}, at_most=at_most, people=people, better=better
            )


def _aims(record: Record) -> Iterator[tuple[str, float]]:
    yield "money_to_close_gap", 0.0
    if "target" in record.parameters:
        yield "money_to_reach_target", float(record.parameters["target"])


def _money(
    record: Record, figure: str, *, by: Mapping[str, str], at_most: float, people: float, better: str
) -> Record:
    def needed(gap: float | None) -> float | None:
        behind = None if gap is None else (-gap if better == "higher" else gap)
        return None if behind is None else max(behind - at_most, 0.0) * people

    ends = sorted(end for end in (needed(record.low), needed(record.high)) if end is not None)
    return replace(
        record,
        measure=figure,
        by=by,
        contrast=None,
        reference=None,
        verdict=None,
        parameters={
            **{name: value for name, value in record.parameters.items() if name != "gap_to"},
            "gap_to": record.reference,
        },
        estimate=needed(record.estimate),
        se=None if record.se is None else record.se * people,
        low=ends[0] if len(ends) == 2 else None,
        high=ends[1] if len(ends) == 2 else None,
        method=BOUND,
    )
