"""What each option does to the groups of one principle: average changes, gaps, and stated aims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Basis, Finding, Principle, Signal
from dueregard.appraisal.instruments.grouping import POOREST, Group, average_of, home_of, places_of, standings
from dueregard.appraisal.instruments.left_out import left_out
from dueregard.appraisal.reading import (
    GapChange,
    Standing,
    closing,
    is_known,
    read_gap,
    read_group,
    size_of,
    stand_out,
)
from dueregard.appraisal.words import amount, change_of, opening, quoted, who, with_interval
from dueregard.casebook import Outcome
from dueregard.disclosure import Table
from dueregard.estimates import Record
from dueregard.options import Option

__all__ = ["Effects", "effects_by", "effects_of", "unsourced"]

GAP = ("gap_before", "gap_change")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Released figures of one option for one principle.

    Attributes
    ----------
    option, outcome : str
        The option, and what it changes.
    better : str
        Which value is better for people.
    basis : "number" or None
        None where the option's effect rests on something without a source.
    groups : tuple of (Table, Record)
        Average changes of groups.
    gaps, aims : mapping of Group to mapping of str to (Table, Record)
        Gaps before and their changes; those with a stated aim apart.
    standing : mapping of Group to str
        How groups stand now.
    average : float
        Everybody's average of the outcome now.
    """

    option: str
    outcome: str
    better: str
    basis: Basis | None
    groups: tuple[tuple[Table, Record], ...] = ()
    gaps: Mapping[Group, Mapping[str, tuple[Table, Record]]] = field(default_factory=dict)
    aims: Mapping[Group, Mapping[str, tuple[Table, Record]]] = field(default_factory=dict)
    standing: Mapping[Group, Standing] = field(default_factory=dict)
    average: float = 0.0

    def finding(self, principle: Principle, signal: Signal, words: str, **rest: object) -> Finding:
        """Make a finding about the option, on its basis."""
        return Finding(
            principle=principle,
            option=self.option,
            signal=signal,
            words=words,
            outcome=self.outcome,
            basis=self.basis,
            **rest,  # type: ignore[arg-type]
        )


def unsourced(option: Option | None) -> tuple[str, ...]:
    """Name what an option's effect rests on without a source.

    Parameters
    ----------
    option : Option or None
        As declared.

    Returns
    -------
    tuple of str
        Empty where everything names its source, or is the law as a rules engine has it.

    Examples
    --------
    >>> unsourced(Option(name="Grant", kind="cash", amount=10))
    ('its amount and take-up',)
    >>> unsourced(Option(name="Grant", kind="cash", amount=10, evidence="A trial"))
    ()
    """
    if option is None:
        return ("everything it is taken to do",)
    if option.evidence or option.kind == "parameter":
        return ()
    if option.parts:
        return tuple(part.name for part in option.parts if not part.evidence)
    return ("its amount and take-up",)


def effects_by(evidence: Evidence, principle: Principle) -> Iterator[Effects]:
    """Gather the figures of every option that was worked out.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.
    principle : str
        Whose groups.

    Yields
    ------
    Effects
        In the order of the options.
    """
    tried = evidence.consequences
    if tried is None:
        return
    declared = {option.name: option for option in evidence.options}
    for told in tried.findings.options:
        better = evidence.better(told.outcome) or "higher"
        yield _gathered(
            evidence,
            principle,
            Effects(
                option=told.name,
                outcome=told.outcome,
                better=better,
                basis=None if unsourced(declared.get(told.name)) else "number",
            ),
        )


def effects_of(found: Effects, principle: Principle, evidence: Evidence) -> Iterator[Finding]:
    """Turn an option's figures into findings.

    Parameters
    ----------
    found : Effects
        The figures.
    principle : str
        Whose.
    evidence : Evidence
        What may be seen.

    Yields
    ------
    Finding
        Of stated aims first, then gaps, then groups, then characteristics that were left out.
    """
    yield from _aims(found, principle, evidence)
    yield from _gaps(found, principle)
    yield from _groups(found, principle)
    yield from left_out(found, principle, evidence)


def _gathered(evidence: Evidence, principle: Principle, start: Effects) -> Effects:
    places = places_of(evidence)
    groups: list[tuple[Table, Record]] = []
    gaps: dict[Group, dict[str, tuple[Table, Record]]] = {}
    aims: dict[Group, dict[str, tuple[Table, Record]]] = {}
    for table, record in evidence.records("consequences-"):
        by = _own(record)
        if record.by.get("option") != start.option or record.outcome != start.outcome or not by:
            continue
        if home_of(by, places=places) != principle or by.get("decile", POOREST[0]) not in POOREST:
            continue
        if record.measure == "mean_change" and "of" not in record.parameters:
            groups.append((table, record))
        elif record.measure in GAP:
            into = aims if "target" in record.parameters else gaps
            into.setdefault(frozenset(by.items()), {})[record.measure] = (table, record)
    return Effects(
        option=start.option,
        outcome=start.outcome,
        better=start.better,
        basis=start.basis,
        groups=tuple(groups),
        gaps=gaps,
        aims=aims,
        standing=standings(evidence, start.outcome),
        average=average_of(evidence, start.outcome),
    )


def _groups(found: Effects, principle: Principle) -> Iterator[Finding]:
    clear = stand_out([record for _, record in found.groups])
    for (table, record), sure in zip(found.groups, clear, strict=True):
        by = _own(record)
        standing = found.standing.get(frozenset(by.items()), "not told apart")
        signal = read_group(record, better=found.better, standing=standing, stands_out=sure)
        yield found.finding(
            principle,
            signal,
            _of_group(signal, record, by, standing),
            by=by,
            size=size_of(record) if is_known(record) else None,
            good=found.better,
            standing=standing if standing in ("worse off", "better off") else "",
            source=table.name,
            said_by=(f"table: {table.name}",),
        )


def _of_group(signal: Signal, record: Record, by: Mapping[str, str], standing: Standing) -> str:
    name = opening(who(by))
    if signal == "unknown":
        return f"{name}: no figure that may be shown."
    if signal == "close":
        return f"{name}: no clear change, {change_of(record)}."
    verb = "gain" if signal == "small gain" else "may lose" if signal == "possible loss" else "lose"
    aside = {"worse off": ", who are worse off now,", "better off": ", who are better off now,"}.get(
        standing, ""
    )
    return f"{name}{aside} {verb} {change_of(record)} on average."


def _gaps(found: Effects, principle: Principle) -> Iterator[Finding]:
    # A gap with a stated aim is told once, with its aim.
    pairs = [pair for group, pair in found.gaps.items() if set(GAP) <= set(pair) and group not in found.aims]
    clear = stand_out([pair["gap_change"][1] for pair in pairs])
    for pair, sure in zip(pairs, clear, strict=True):
        yield _gap(found, principle, pair, aim=None, sure=sure)


def _aims(found: Effects, principle: Principle, evidence: Evidence) -> Iterator[Finding]:
    places = places_of(evidence)
    for outcome in evidence.specification.outcomes:
        aim = outcome.target
        if aim is None or home_of({aim.gap: ""}, places=places) != principle:
            continue
        pairs = [
            pair for pair in found.aims.values() if outcome.name == found.outcome and set(GAP) <= set(pair)
        ]
        pairs = [pair for pair in pairs if aim.gap in pair["gap_change"][1].by]
        for pair in pairs:
            yield _gap(found, principle, pair, aim=aim.at_most, sure=True)
        if not pairs:
            yield _unworked(found, principle, outcome, evidence)


def _unworked(found: Effects, principle: Principle, outcome: Outcome, evidence: Evidence) -> Finding:
    aim = outcome.target
    assert aim is not None
    what = (
        f"What it does to the stated aim for {quoted(outcome.name)} by {_label(aim.gap)} was not worked out."
    )
    return found.finding(
        principle,
        "unknown",
        what,
        said_by=(f"outcome: {outcome.name}",),
        gap=evidence.owned(f"{found.option}: {what[0].lower()}{what[1:]}", aim.gap, outcome.name),
        leads=0,
        short=f"aim: {quoted(outcome.name)} not worked out",
    )


def _gap(
    found: Effects,
    principle: Principle,
    pair: Mapping[str, tuple[Table, Record]],
    *,
    aim: float | None,
    sure: bool,
) -> Finding:
    table, change = pair["gap_change"]
    before, by = pair["gap_before"][1], _own(change)
    levelled_up = _worse_side_gains(found, before, change)
    signal = read_gap(
        before,
        change,
        aim=aim,
        stands_out=sure,
        worse_side_gains=levelled_up,
        average=found.average,
    )
    words = _of_gap(signal, before, change, by, aim)
    if signal == "small gain" and not levelled_up:
        words = f"{words[:-1]}, and those on its worse-off side do not clearly gain."
    return found.finding(
        principle,
        signal,
        words,
        by=by,
        size=size_of(change) if is_known(change) else None,
        source=table.name,
        said_by=(f"table: {table.name}",),
        leads=1 if aim is None else 0,
        good="lower" if (before.estimate or 0.0) > 0 else "higher",
        short="" if aim is None else _in_short(before, change, by, aim),
    )


def _of_gap(signal: Signal, before: Record, change: Record, by: Mapping[str, str], aim: float | None) -> str:
    moved = closing(before, change)
    if moved is None:
        return f"{opening(who(by))}: the change of the gap may not be shown, or cannot be estimated."
    gap = f"The gap of {who(by)} to {change.parameters.get('gap_to') or before.reference}"
    now = f"of {amount(before.estimate or 0.0, before.unit)} now"
    stated = "" if aim is None else f"; the stated aim is at most {amount(aim, before.unit)}"
    if stated:
        stated += f", and about {_left(before, change)} would be left"
    verb = "closes" if moved.estimate > 0 else "widens"
    if signal in ("close", "too wide"):
        if not moved.low < 0 < moved.high and moved.estimate:
            return f"{gap}, {now}, {verb} a little, by {_by_how_much(moved, change)}{stated}."
        wide = "too uncertain to tell" if signal == "too wide" else "no clear change"
        return f"{gap}, {now}: {wide}, {change_of(change)}{stated}."
    may = "may widen" if signal == "possible loss" else verb
    return f"{gap}, {now}, {may} by {_by_how_much(moved, change)}{stated}."


def _in_short(before: Record, change: Record, by: Mapping[str, str], aim: float) -> str:
    """Say what becomes of a stated aim in few words: which way the gap goes, and whether that is enough."""
    moved = closing(before, change)
    if moved is None:
        return f"aim: {who(by)}, not shown"
    left = abs((before.estimate or 0.0) + (change.estimate or 0.0))
    enough = "not met" if left > aim else "met, by the middle figure"
    sure = not moved.low <= 0 <= moved.high
    way = ("gap closes to" if moved.estimate > 0 else "gap widens to") if sure else "no clear change,"
    asked = amount(aim, before.unit)
    return f"aim: {who(by)}, {way} about {_left(before, change)}; {enough} (at most {asked})"


def _left(before: Record, change: Record) -> str:
    return amount((before.estimate or 0.0) + (change.estimate or 0.0), before.unit)


def _by_how_much(moved: GapChange, change: Record) -> str:
    sign = 1.0 if moved.estimate > 0 else -1.0
    low, high = sorted((sign * moved.low, sign * moved.high))
    return with_interval(abs(moved.estimate), low, high, change.unit)


def _worse_side_gains(found: Effects, before: Record, change: Record) -> bool:
    """Whether the side that is worse off now clearly gains: else a gap closes by harm to the other."""
    sign = 1.0 if found.better == "higher" else -1.0
    by = _own(change)
    if sign * (before.estimate or 0.0) > 0:
        to = change.parameters.get("gap_to") or before.reference
        by = {**by, list(by)[-1]: str(to)}
    records = [record for _, record in found.groups if _own(record) == by and is_known(record)]
    return any(_side(record, sign) for record in records)


def _side(record: Record, sign: float) -> bool:
    ends = [record.estimate if each is None else each for each in (record.low, record.high)]
    return all(sign * (end or 0.0) > 0 for end in ends)


def _own(record: Record) -> dict[str, str]:
    return {name: level for name, level in record.by.items() if name != "option"}


def _label(name: str) -> str:
    return who({name: ""}).strip(" ()")
