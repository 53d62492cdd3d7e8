"""Generations: ages and cohorts alive now, those not yet born, and the steward who speaks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dueregard.appraisal.combine import UNBORN
from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Finding, Signal, Unknown
from dueregard.appraisal.instruments.effects import Effects, effects_by, effects_of
from dueregard.appraisal.instruments.flags import flagged
from dueregard.appraisal.instruments.now import standing_now
from dueregard.appraisal.reading import is_known, size_of
from dueregard.appraisal.words import change_of, with_interval
from dueregard.disclosure import Table
from dueregard.estimates import Record

__all__ = ["fair_to_generations"]

EACH = "present_value_per_person"

SHOWN = "green-book-2026"
"""The schedule whose size is shown, where it is among those asked for; the signal rests on all of them."""


def fair_to_generations(evidence: Evidence) -> Iterator[Finding]:
    """Find what each option does to the young, the old and those not yet born.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.

    Yields
    ------
    Finding
        Of doing nothing: gaps between ages and cohorts. Of options: ages that lose or gain, accounts of
        generations under every discount schedule, and whether the future pays. For all: the steward's note.
    """
    yield from standing_now(evidence, "generations")
    yield from flagged(evidence, "generations")
    yield from _steward(evidence)
    for found in effects_by(evidence, "generations"):
        yield from effects_of(found, "generations", evidence)
        yield from _accounts(found, evidence)


def _accounts(found: Effects, evidence: Evidence) -> Iterator[Finding]:
    """Read what each generation gets or pays over the years, under every schedule."""
    by_generation: dict[str, list[tuple[Table, Record]]] = defaultdict(list)
    for table, record in evidence.records("consequences-generations"):
        if record.measure == EACH and record.by.get("option") == found.option and "generation" in record.by:
            by_generation[record.by["generation"]].append((table, record))
    for generation, told in by_generation.items():
        yield _account(found, generation, told)
    if UNBORN not in by_generation:
        what = (
            f"What {found.option} does to people not yet born was not worked out: it looks at one year only."
        )
        yield found.finding(
            "generations",
            "unknown",
            what,
            by={"generation": UNBORN},
            gap=evidence.owned(what, "generation"),
        )


def _account(found: Effects, generation: str, told: list[tuple[Table, Record]]) -> Finding:
    signal = _of_schedules([record for _, record in told])
    shown = next((each for each in told if each[1].parameters.get("schedule") == SHOWN), told[0])
    table, record = shown
    name = "People not yet born" if generation == UNBORN else f"People {generation}"
    if signal == "unknown":
        words = f"{name}: no figure over the years that may be shown."
    else:
        verb = {"loss": "lose", "possible loss": "may lose", "small gain": "gain"}.get(signal)
        rate = "" if signal != "possible loss" else ", depending on the discount rate"
        size = change_of(record)
        if signal == "possible loss":
            size = with_interval(
                -(record.estimate or 0.0), _minus(record.high), _minus(record.low), record.unit
            )
        words = f"{name}: {_not_told([each for _, each in told], size)}"
        if signal == "possible loss" and (record.estimate or 0.0) > 0:
            # Said as a loss of minus so much it would read as none.
            words = f"{name} may gain {change_of(record)} each over the years; they lose at another rate."
        elif verb:
            words = f"{name} {verb} {size} each over the years{rate}."
    return found.finding(
        "generations",
        signal,
        words,
        by={"generation": generation},
        size=size_of(record) if is_known(record) else None,
        good="higher",
        source=table.name,
        said_by=(f"table: {table.name}",),
        gap=Unknown(what=words) if signal == "unknown" else None,
    )


def _not_told(records: list[Record], size: str) -> str:
    if any(record.verdict == "higher than" for record in records):
        return f"they gain over the years at some discount rates only, {size} each."
    return f"whether they gain or lose over the years cannot be told, {size} each."


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


def _of_schedules(records: list[Record]) -> Signal:
    known = [record for record in records if is_known(record)]
    if not known:
        return "unknown"
    lower = [record for record in known if record.verdict == "lower than"]
    if len(lower) == len(known):
        return "loss"
    if lower:
        return "possible loss"
    return "small gain" if all(record.verdict == "higher than" for record in known) else "close"


def _steward(evidence: Evidence) -> Iterator[Finding]:
    if not evidence.steward:
        what = "The steward for future generations has given no note."
        yield Finding(
            principle="generations",
            option=None,
            signal="said",
            words=what,
            gap=evidence.owned(what, "generation"),
            leads=2,
        )
    for note in evidence.steward:
        dissents = note.position == "dissent"
        yield Finding(
            principle="generations",
            option=note.option,
            signal="possible loss" if dissents else "said",
            words=f"The steward for future generations ({note.steward}) "
            + (f"dissents: “{note.text}”" if dissents else f"says: “{note.text}”"),
            basis="voice",
            said_by=(f"steward: {note.steward}",),
            leads=2,
        )
