"""Doing nothing: the gaps as they stand, stated aims, and how gaps have been moving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Finding, Principle, Signal, Unknown
from dueregard.appraisal.instruments.grouping import GRID, average_of, home_of, places_of
from dueregard.appraisal.reading import is_known, size_of
from dueregard.appraisal.signals import LEAST, MEANINGFUL
from dueregard.appraisal.words import amount, change_of, listed, quoted, who
from dueregard.disclosure import Table
from dueregard.estimates import Record
from dueregard.gaps.labels import CHANGE, CRUDE, EVERYONE_ELSE
from dueregard.measures.catalogue import better_value
from dueregard.options import DO_NOTHING

__all__ = ["standing_now"]

MOST_GAPS = 3


def standing_now(evidence: Evidence, principle: Principle) -> Iterator[Finding]:
    """Find how things stand if nothing is done.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.
    principle : str
        Whose groups.

    Yields
    ------
    Finding
        Stated aims met or not; the widest clear gaps of each outcome; and how gaps have moved between the
        first and the last period. Without two periods it is not known where things are heading.
    """
    yield from _aims(evidence, principle)
    yield from _gaps(evidence, principle)
    moved = [*_changes(evidence, principle)]
    yield from moved
    if not moved:
        what = (
            "Whether gaps have been opening or closing: there is one period only, or no figure that may be "
            "shown."
        )
        yield Finding(
            principle=principle,
            option=DO_NOTHING,
            signal="unknown",
            words=what,
            gap=Unknown(what=what),
            leads=2,
        )


def _aims(evidence: Evidence, principle: Principle) -> Iterator[Finding]:
    places = places_of(evidence)
    for table, record in evidence.records("target-"):
        crude = record.parameters.get("basis") == CRUDE
        if not crude or home_of(record.by, places=places) != principle:
            continue
        aim = (
            f"at most {amount(float(record.parameters['target']), record.unit)} by {record.parameters['by']}"
        )
        known = is_known(record)
        told = {"met": "met", "not met": "not met"}.get(record.verdict or "", "too close to call")
        yield Finding(
            principle=principle,
            option=DO_NOTHING,
            signal="said",
            words=f"Stated aim for {quoted(record.outcome)}: no gap of {who(record.by)} wider than "
            f"{aim[8:]}. "
            + (
                f"It is {amount(record.estimate or 0.0, record.unit)} now: {told}."
                if known
                else "The gap now may not be shown."
            ),
            by=record.by,
            outcome=record.outcome,
            size=size_of(record) if known else None,
            basis="number" if known else None,
            source=table.name,
            said_by=(f"table: {table.name}", f"outcome: {record.outcome}"),
            leads=0,
            short=f"aim: {who(record.by)}, {quoted(record.outcome)}, "
            + (
                f"{amount(record.estimate or 0.0, record.unit)} now; {told} ({aim.partition(' by ')[0]})"
                if known
                else "not shown"
            ),
        )


def _gaps(evidence: Evidence, principle: Principle) -> Iterator[Finding]:
    """Name, for each outcome, the groups with the widest clear gaps to everyone else, by first measure."""
    places = places_of(evidence)
    for outcome in evidence.specification.outcomes:
        measure = outcome.measures[0].partition("(")[0].partition(",")[0].strip() if outcome.measures else ""
        good = better_value(measure, outcome.better)
        found: list[tuple[Table, Record]] = []
        for prefix in GRID:
            found += [
                (table, record)
                for table, record in evidence.records(prefix)
                if (record.outcome, record.contrast, record.reference)
                == (outcome.name, "difference", EVERYONE_ELSE)
                and record.parameters.get("basis") == CRUDE
                and record.measure == measure
                and len(record.by) == 1
                and home_of(record.by, places=places) == principle
                and is_known(record)
                and record.discovery
                and record.verdict == {"higher": "lower than", "lower": "higher than"}.get(good or "")
            ]
        found.sort(key=lambda each: (-abs(each[1].estimate or 0.0), sorted(each[1].by.items())))
        if found:
            yield _widest(outcome.name, found, principle)


def _widest(outcome: str, found: list[tuple[Table, Record]], principle: Principle) -> Finding:
    told = [f"{who(each.by)} by {amount(each.estimate or 0.0, each.unit)}" for _, each in found]
    return Finding(
        principle=principle,
        option=DO_NOTHING,
        signal="said",
        words=f"Worse off than everyone else in {quoted(outcome)}: {listed(told, most=MOST_GAPS)}.",
        outcome=outcome,
        size=size_of(found[0][1]),
        basis="number",
        source=found[0][0].name,
        said_by=tuple(dict.fromkeys(f"table: {table.name}" for table, _ in found)),
    )


def _changes(evidence: Evidence, principle: Principle) -> Iterator[Finding]:
    places = places_of(evidence)
    first = {
        outcome.name: outcome.measures[0].partition("(")[0].partition(",")[0].strip()
        for outcome in evidence.specification.outcomes
        if outcome.measures
    }
    aims = {(each.name, each.target.gap) for each in evidence.specification.outcomes if each.target}
    seen: set[tuple[str | None, frozenset[tuple[str, str]]]] = set()
    for table, record in evidence.records("change-"):
        if record.contrast != CHANGE or record.measure != first.get(record.outcome or ""):
            continue
        key = (record.outcome, frozenset(record.by.items()))
        # The span from the first to the last period comes first.
        if key in seen or len(record.by) != 1 or home_of(record.by, places=places) != principle:
            continue
        seen.add(key)
        aimed = (record.outcome, next(iter(record.by))) in aims
        good = better_value(record.measure, evidence.better(record.outcome))
        # In a full count every trifle is certain; a stated aim counts to the last digit.
        least = 0.0 if aimed else LEAST * average_of(evidence, record.outcome or "")
        moved = _moved(table, record, principle, good=good, least=least)
        yield replace(moved, leads=0 if aimed else 1)


def _moved(table: Table, record: Record, principle: Principle, *, good: str | None, least: float) -> Finding:
    signal = _of_change(table, record, good)
    if signal in ("loss", "gain", "possible loss") and abs(record.estimate or 0.0) < least:
        signal = "close"
    span = f"from {record.parameters.get('from')} to {record.parameters.get('to')}"
    gap = f"{quoted(record.outcome)}: the gap of {who(record.by)} to {record.reference}"
    verb = {
        "gain": "has closed",
        "small gain": "has closed",
        "loss": "has widened",
        "possible loss": "may have widened",
    }
    known = is_known(record)
    one_sided = record.low is not None and record.high is not None and record.low * record.high > 0
    size = f" by {change_of(record)}" if one_sided else ""
    words = f"{gap} {verb[signal]}{size} {span}." if signal in verb else f"{gap}: no clear change {span}."
    return Finding(
        principle=principle,
        option=DO_NOTHING,
        signal=signal,
        words=f"{gap}: no figure that may be shown {span}." if signal == "unknown" else words,
        by=record.by,
        outcome=record.outcome,
        size=size_of(record) if known else None,
        basis="number" if known else None,
        source=table.name,
        said_by=(f"table: {table.name}", f"outcome: {record.outcome}"),
    )


def _of_change(table: Table, record: Record, good: str | None) -> Signal:
    if not is_known(record):
        return "unknown"
    if record.verdict == "widening":
        return "loss" if record.discovery else "possible loss"
    if record.verdict == "narrowing" and record.discovery:
        before = _gap_at(table, record, str(record.parameters.get("from")))
        least = MEANINGFUL * abs(before) if before is not None else float("inf")
        enough = abs(record.estimate or 0.0) >= least
        return "gain" if enough and _levelled_up(table, record, good) else "small gain"
    return "close"


def _gap_at(table: Table, record: Record, period: str) -> float | None:
    for each in table.records:
        if (
            (each.measure, each.outcome, each.reference) == (record.measure, record.outcome, record.reference)
            and each.contrast == "difference"
            and set(record.by.items()) < set(each.by.items())
            and period in each.by.values()
        ):
            return each.estimate
    return None


def _levelled_up(table: Table, record: Record, good: str | None) -> bool:
    """Whether the side that was worse off has come up: else a gap closed because the other came down."""
    start, end = str(record.parameters.get("from")), str(record.parameters.get("to"))
    [(name, level)] = record.by.items()
    sign = 1.0 if good == "higher" else -1.0
    side = level if sign * (_gap_at(table, record, start) or 0.0) < 0 else record.reference
    then, now = (_level(table, record, name, side, period) for period in (start, end))
    return then is not None and now is not None and sign * (now - then) > 0


def _level(table: Table, record: Record, name: str, level: str | None, period: str) -> float | None:
    for each in table.records:
        same = (each.measure, each.outcome, each.contrast) == (record.measure, record.outcome, None)
        if same and each.by.get(name) == level and period in each.by.values():
            return each.estimate
    return None
