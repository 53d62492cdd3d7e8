"""One finding, one sentence: a number, its interval and a verdict true to its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import characteristic_label
from dueregard.listing import and_list
from dueregard.pack.numbers import day
from dueregard.pack.panels import CRUDE, Line, Panel
from dueregard.pack.readings import Directions, Turn, gap_words, read, sides
from dueregard.pack.titles import against, basis_words, group_name, numbers_of
from dueregard.pack.words import phrase, some_of

if TYPE_CHECKING:
    from dueregard.casebook import Amendment, Outcome
    from dueregard.estimates import Record
    from dueregard.gaps import EvidenceGap

__all__ = [
    "Sentence",
    "aim_sentence",
    "amendment_sentence",
    "evidence_gap_words",
    "gap_sentence",
    "turn_sentence",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the summary.

    Parameters
    ----------
    lead : str
        What it is about, set in bold.
    text : str
        What it says.
    href : str or None
        The id of the panel that it rests on.
    sense : str
        Which way it points: `worse`, `better`, ... or nothing.
    """

    lead: str
    text: str
    href: str | None = None
    sense: str = ""


def _value(line: Line, panel: Panel) -> str:
    value = line.value
    if value is None or value.estimate is None:
        return ""
    return f"{numbers_of(panel).full(value.estimate)}{basis_words(line.basis)}, "


def verdict_words(sense: str, measure: str) -> str:
    """Say a reading of a measure in words that begin a phrase."""
    words = {**sides(measure), "close": "too close to call", "same": "the same"}
    return words.get(sense, sense).capitalize()


def gap_sentence(line: Line, panel: Panel, directions: Directions) -> Sentence:
    """Say one group's gap, such as "41.2%, 18.3 percentage points lower than everyone else (14.1 to 22.5)".

    Parameters
    ----------
    line : Line
        The group, with a gap that was estimated.
    panel : Panel
        Where it stands.
    directions : mapping of str to str
        For each outcome, which value is better.

    Returns
    -------
    Sentence
        The brackets hold the interval, whose level the summary says once.
    """
    gap = line.gap
    if gap is None:
        raise ValueError("a line without a gap has no sentence")
    value = _value(line, panel)
    basis = "" if value else basis_words(line.basis)
    return Sentence(
        lead=group_name(line.group),
        text=f"{value}{_than(gap, panel)}{basis}.",
        href=panel.id,
        sense=read(gap, directions).sense,
    )


def _than(gap: Record, panel: Panel) -> str:
    """Say a gap with what it is measured from between its size and its interval."""
    size, bracket, interval = gap_words(gap, numbers_of(panel)).partition(" (")
    return f"{size} than {against(gap.reference or '')}{bracket}{interval}"


def turn_sentence(turn: Turn) -> Sentence:
    """Say how a gap looks before and after groups are compared at the same ages."""
    crude, standard = turn.crude.gaps[turn.reference], turn.standard.gaps[turn.reference]
    text = {
        "reverses": f"as things stand, {_than(crude, turn.panel)}; "
        f"at the same ages, {gap_words(standard, numbers_of(turn.panel))}.",
        "appears": f"as things stand, too close to call; at the same ages, {_than(standard, turn.panel)}.",
    }[turn.kind]
    lead = f"{group_name(turn.crude.group)}, {phrase(turn.panel.outcome)}"
    return Sentence(lead=lead, text=text, href=turn.panel.id)


def evidence_gap_words(gap: EvidenceGap) -> str:
    """Say why evidence is missing, who will see to it and by when."""
    reason = (gap.reason or "There is no evidence").strip().rstrip(".")
    return f"{reason[:1].upper()}{reason[1:]}. {_undertaking(gap.owner, gap.due)}"


def _undertaking(owner: str | None, due: date | None) -> str:
    if owner and due:
        return f"{owner} is to fill this gap by {day(due)}."
    if owner:
        return f"{owner} is to fill this gap; no date is set."
    return (
        f"To be filled by {day(due)}; nobody is named to do it."
        if due
        else "Nobody is named to fill this gap."
    )


def evidence_gap_sentence(gap: EvidenceGap, *, levels: Sequence[str], outcomes: Sequence[str]) -> Sentence:
    """Say what is not known, about which groups, and about which outcomes when it is not about all."""
    lead = [characteristic_label(gap.characteristic)]
    lead += [some_of(levels, limit=6)] if levels else []
    lead += [f"for {and_list([phrase(outcome) for outcome in outcomes])}"] if outcomes else []
    return Sentence(lead=", ".join(lead), text=evidence_gap_words(gap))


def amendment_sentence(amendment: Amendment) -> Sentence:
    """Say what was changed after the indicators were fixed, by whom and why."""
    what, why = amendment.what.strip().rstrip("."), amendment.why.strip().rstrip(".")
    return Sentence(lead=day(amendment.date), text=f"{what}. Reason: {why}. Changed by {amendment.author}.")


def aim_sentence(outcome: Outcome, panel: Panel) -> Sentence | None:
    """Say which groups' gaps keep within the outcome's stated aim."""
    target = outcome.target
    if target is None:
        return None
    numbers = numbers_of(panel)
    aim = f"a gap by {phrase(target.gap)} of at most {numbers.gap(target.at_most)} by {target.by}"
    said = [f"{verdict} for {some_of(groups, limit=6)}" for verdict, groups in _by_verdict(panel).items()]
    return Sentence(lead="Stated aim", text=f"{aim}: {'; '.join(said) or 'not known'}.", href=panel.id)


def _by_verdict(panel: Panel) -> dict[str, list[str]]:
    """Collect groups by the verdict on their gap, crude figures only: they are what people live with."""
    found: dict[str, list[str]] = {}
    for line in panel.on(CRUDE).values():
        if line.gap is not None and line.gap.verdict and line.gap.estimate is not None:
            found.setdefault(line.gap.verdict, []).append(line.label)
    return found
