"""The five principles, one by one: what each option would do, and never one number for all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dueregard.appraisal.finding import PRINCIPLES
from dueregard.appraisal.rules import rule_of
from dueregard.pack.chart import Axis, Mark, axis_over
from dueregard.pack.glance import gap_closes_by, glance, is_gap
from dueregard.pack.numbers import day, number_format
from dueregard.pack.options_figures import POINTS, signed
from dueregard.pack.scrutiny import SaidView, said_views
from dueregard.pack.titles import group_name
from dueregard.pack.weighing import PairView, pair_views
from dueregard.pack.words import phrase

if TYPE_CHECKING:
    from dueregard.appraisal import Appraisal, ProfileCell, Size, Unknown
    from dueregard.appraisal.scrutiny import Scrutiny

__all__ = ["PrincipleRow", "PrincipleView", "ProfileView", "profile_view"]

SYMBOLS = {
    "better": "▲",
    "worse": "▼",
    "too close to call": "≈",
    "insufficient evidence": "?",
}
SENSES = {"better": "better", "worse": "worse", "too close to call": "close", "insufficient evidence": "open"}
GRADES = {
    "data": "Figures only",
    "voice": "Voices only",
    "both": "Figures and voices",
    "none": "Neither figures nor voices",
}
MEASURES = {
    "mean_change": "change of {outcome} a person",
    "gap_change": "change of the gap in {outcome}",
    "present_value_per_person": "present value over the years, a person",
}
ASKS = {
    "outcome": "Do people who are behind come closer?",
    "voice": "Were those whom it touches most heard, and who designed it?",
    "evidence": "Is enough known to say so?",
    "place": "Which places gain and lose, and who within them?",
    "generations": "What of the old, the young and those not yet born?",
}
AS_NOW = "as now"
TREND = "Do nothing: as it has been moving"
"""Doing nothing is held against what went before, and no option is: its column says so."""
SHOWN, FOLDED = 4, 8
"""Sentences of a finding that are shown, and that are folded; estimates.json has all."""
MOST_SAID = 4
MOST_PAIRS = 3
"""Of what has to be weighed, before the rest is folded: doing nothing against each of three options."""
_SENTENCE = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“\d])")


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeView:
    """A figure with its chart."""

    words: str
    interval: str
    of: str
    mark: Mark
    nought: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipleRow:
    """An option under a principle; ``glance`` is what stands in the table of all of them."""

    option: str
    symbol: str
    direction: str
    sense: str
    finding: str
    more: str
    size: SizeView | None
    grade: str
    said: str
    unknown: str
    objections: tuple[SaidView, ...]
    glance: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipleView:
    """A principle with a row for each option."""

    id: str
    title: str
    asks: str
    rows: tuple[PrincipleRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """The five principles.

    Attributes
    ----------
    options : tuple of str
        Doing nothing first, and what it is held against.
    principles : tuple of PrincipleView
        The five.
    dominated, not_compared : tuple of str
        Which options are dominated, and what could not be compared.
    pairs, more : tuple of PairView
        What has to be weighed; of many, those about doing nothing stand in front.
    rules : tuple of str
        The rules that decided, each with its reason.
    """

    options: tuple[str, ...]
    principles: tuple[PrincipleView, ...]
    dominated: tuple[str, ...]
    not_compared: tuple[str, ...]
    pairs: tuple[PairView, ...]
    more: tuple[PairView, ...]
    rules: tuple[str, ...]


def profile_view(found: Appraisal | None, scrutiny: Scrutiny | None = None) -> ProfileView | None:
    """Put the profile into words and marks.

    Parameters
    ----------
    found : Appraisal or None
        The profile.
    scrutiny : Scrutiny or None
        Whose objections are printed at the cells that they are about.

    Returns
    -------
    ProfileView or None
        None where nothing was appraised.
    """
    if found is None or not found.cells:
        return None
    pairs = pair_views(found.trade_offs)
    return ProfileView(
        options=tuple(TREND if option == AS_NOW else option for option in found.options),
        principles=tuple(
            PrincipleView(
                id=f"principle-{principle}",
                title=title,
                asks=ASKS[principle],
                rows=tuple(_rows([found.cell(principle, option) for option in found.options], scrutiny)),
            )
            for principle, title in PRINCIPLES.items()
        ),
        dominated=tuple(each.words for each in found.dominated),
        not_compared=found.not_compared,
        pairs=pairs[:MOST_PAIRS],
        more=pairs[MOST_PAIRS:],
        rules=tuple(f"{rule.says} {rule.reason}" for rule in map(rule_of, found.rules_applied)),
    )


def _rows(cells: Sequence[ProfileCell], scrutiny: Scrutiny | None) -> Iterator[PrincipleRow]:
    axes = _axes([_told_size(cell)[0] for cell in cells if cell.size])
    for cell in cells:
        sentences = _sentences(cell.finding)
        yield PrincipleRow(
            option=_name(cell.option),
            symbol="▲▼" if cell.mixed and cell.direction in ("better", "worse") else SYMBOLS[cell.direction],
            direction=cell.told[:1].upper() + cell.told[1:],
            sense=SENSES[cell.direction],
            finding=" ".join(sentences[:SHOWN]),
            more=_more(sentences[SHOWN:]),
            size=_size(cell, axes) if cell.size else None,
            grade=GRADES[cell.grade],
            said=_said_by(cell.said_by),
            unknown=_unknown(cell.gaps),
            objections=said_views(scrutiny, cell.principle, cell.option),
            glance=glance(cell),
        )


def _sentences(text: str) -> list[str]:
    """Split a finding into sentences, and no quotation.

    Examples
    --------
    >>> _sentences("They say “Keep it. It is simple.” Others do not.")
    ['They say “Keep it. It is simple.”', 'Others do not.']
    """
    found: list[str] = []
    for part in _SENTENCE.split(text):
        if found and found[-1].count("“") > found[-1].count("”"):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def _more(sentences: Sequence[str]) -> str:
    left = len(sentences) - FOLDED
    told = [*sentences[:FOLDED], f"{left} more sentences are in estimates.json."] if left > 1 else sentences
    return " ".join(told)


def _axes(sizes: Sequence[Size]) -> Mapping[tuple[str, str | None], Axis]:
    """Give the figures of one measure and unit one scale, with nought on it."""
    values: dict[tuple[str, str | None], list[float]] = {}
    for size in sizes:
        ends = (size.estimate, size.low, size.high, 0.0)
        values.setdefault((size.measure, size.unit), []).extend(end for end in ends if end is not None)
    return {key: axis for key, some in values.items() if (axis := axis_over(some)) is not None}


def _told_size(cell: ProfileCell) -> tuple[Size, bool]:
    """Give the figure as it is told, and whether it is by how much a gap closes.

    A gap's own figure has the sign of who is ahead: that it grows may stand there as a minus.
    """
    size = cell.size
    assert size is not None
    finding = next((each for each in cell.findings if each.size == size), None)
    moved = gap_closes_by(finding) if finding is not None and is_gap(finding) else None
    if moved is None:
        return size, False
    turn = 1.0 if moved == size.estimate else -1.0
    ends = [None if end is None else turn * end for end in (size.low, size.high)]
    low, high = ends if turn > 0 else ends[::-1]
    return replace(size, estimate=moved, low=low, high=high), True


def _size(cell: ProfileCell, axes: Mapping[tuple[str, str | None], Axis]) -> SizeView:
    size, of_gap = _told_size(cell)
    numbers = number_format("mean", size.unit, [size.estimate])
    plain = replace(numbers, suffix="")
    axis = axes[size.measure, size.unit]
    # A gap that widens is told by how much it does, and its interval with it.
    turn = -1.0 if of_gap and size.estimate < 0 else 1.0
    interval = ""
    if size.low is not None and size.high is not None:
        low, high = sorted((turn * size.low, turn * size.high))
        interval = f"{signed(low, plain)} to {signed(high, plain)}"
    now = cell.option == AS_NOW
    of = MEASURES.get(size.measure, "change of the gap in {outcome}" if now else "{outcome}")
    who = group_name(tuple(size.by.items())) if size.by else ""
    told = [who, of.format(outcome=phrase(size.outcome or size.measure.replace("_", " ")))]
    amount = f"{signed(turn * size.estimate, plain)}{POINTS if numbers.kind == 'share' else numbers.unit}"
    if of_gap:
        amount = f"{'Closes' if size.estimate > 0 else 'Widens'} by {amount.lstrip('+')}"
        interval = interval.replace("+", "")
    return SizeView(
        words=amount,
        interval=interval,
        of=": ".join(part for part in told if part),
        mark=axis.mark(size.estimate, size.low, size.high),
        nought=axis.place(0.0),
    )


def _said_by(said: Sequence[str]) -> str:
    """Name those who speak, and count the tables."""
    tables = sum(each.startswith("table: ") for each in said)
    voices = [each for each in said if not each.startswith(("table: ", "outcome: "))]
    told = voices[:MOST_SAID]
    if len(voices) > MOST_SAID:
        told.append(f"{len(voices) - MOST_SAID} more")
    if tables:
        told.append(f"{tables} table{'' if tables == 1 else 's'}")
    return "; ".join(told)


def _unknown(gaps: Sequence[Unknown]) -> str:
    if not gaps:
        return ""
    first = gaps[0]
    if first.owner and first.due:
        who = f" {first.owner} will find out by {day(first.due)}."
    else:
        who = (
            f" {first.owner} will find out; no date is set."
            if first.owner
            else " Nobody is named to find out."
        )
    others = f" And {len(gaps) - 1} more." if len(gaps) > 1 else ""
    return f"{first.what.strip().rstrip('.')}.{who}{others}"


def _name(option: str) -> str:
    return "Do nothing" if option == AS_NOW else option
