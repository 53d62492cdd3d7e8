"""A cell of the five principles at a glance: its stated aim, who loses and who gains, each in few words.

The three stand together in every cell, so that neither a met aim hides a loss nor a loss a met aim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dueregard.options import DO_NOTHING
from dueregard.pack.numbers import number_format
from dueregard.pack.options_figures import POINTS, signed
from dueregard.pack.titles import group_name
from dueregard.pack.words import phrase

if TYPE_CHECKING:
    from dueregard.appraisal import Finding, ProfileCell, Size

__all__ = ["gap_closes_by", "glance", "is_gap"]

MOST = 3
"""Of what is about nobody in particular; aims are always all there."""
GAP = "gap_change"
SHOWN = ("loss", "levelling down", "own yardstick", "possible loss", "gain", "unknown", "close", "said")
"""Whose short words are told, and in which order: against an option before for it."""


def glance(cell: ProfileCell) -> tuple[str, ...]:
    """Say what a cell says to somebody who reads nothing else.

    Parameters
    ----------
    cell : ProfileCell
        The cell.

    Returns
    -------
    tuple of str
        Stated aims; who loses; who gains; what else decided. Those who are worse off now are named first.
    """
    aims = sorted((each for each in cell.findings if each.leads == 0 and each.short), key=_unworked)
    others = [each for each in cell.findings if each not in aims]
    losers = [each.short for each in others if each.size and each.size.measure == "losers_share"]
    others = [each for each in others if each.short not in losers or not each.short]
    return (
        *dict.fromkeys(_opened(each.short) for each in aims),
        *_people("Lose", "May lose", _of(others, "loss", "levelling down"), _of(others, "possible loss")),
        *losers,
        *_people("Gain", "Gain", _of(others, "gain", "small gain"), []),
        *_rest(others),
    )


def is_gap(finding: Finding) -> bool:
    """Whether its size is how a gap changes.

    Parameters
    ----------
    finding : Finding
        Of any principle.

    Returns
    -------
    bool
    """
    moves = finding.option == DO_NOTHING and finding.signal != "said" and bool(finding.by)
    return finding.size is not None and (finding.size.measure == GAP or moves)


def gap_closes_by(finding: Finding) -> float | None:
    """Give by how much a gap closes; below nought where it widens.

    Parameters
    ----------
    finding : Finding
        About a gap. The figure of a gap has the sign of who is ahead, which says nothing of which way it
        goes: a gap of minus £64 that becomes minus £65 changes by minus £1, and widens.

    Returns
    -------
    float or None
        None where that cannot be said.
    """
    if finding.size is None:
        return None
    if finding.good is not None:
        return finding.size.estimate if finding.good == "higher" else -finding.size.estimate
    sides = {"gain": 1, "small gain": 1, "loss": -1, "possible loss": -1}
    side = sides.get(finding.signal)
    return None if side is None else side * abs(finding.size.estimate)


def _unworked(finding: Finding) -> bool:
    return finding.signal == "unknown"


def _of(findings: Sequence[Finding], *signals: str) -> list[Finding]:
    return [each for each in findings if each.signal in signals and each.by and each.size is not None]


def _people(word: str, otherwise: str, sure: Sequence[Finding], possible: Sequence[Finding]) -> Iterator[str]:
    """Name the first of those who lose, or gain, and count the others."""
    found, word = (sure, word) if sure else (possible, otherwise)
    if not found:
        return
    # A group's own change is told rather than that of its gap, where there are both.
    people = [each for each in found if not is_gap(each)] or list(found)
    first = min(people, key=lambda each: (each.standing != "worse off", len(each.by) > 1))
    groups = {frozenset(each.by.items()) for each in people}
    more = f"; {len(groups) - 1} more" if len(groups) > 1 else ""
    aside = ", worse off now" if first.standing == "worse off" else ""
    yield f"{word}: {group_name(tuple(first.by.items()))}{aside}, {_size(first)}{more}"


def _size(finding: Finding) -> str:
    assert finding.size is not None
    moved = gap_closes_by(finding) if is_gap(finding) else None
    if moved is None:
        return _written(finding.size, finding.size.estimate)
    verb = "gap closes" if moved > 0 else "gap widens"
    where = f" in {phrase(finding.outcome or '')}" if finding.option == DO_NOTHING else ""
    return f"{verb}{where} by {_written(finding.size, abs(moved)).lstrip('+')}"


def _written(size: Size, value: float) -> str:
    numbers = number_format("mean", size.unit, [value])
    over = " over the years" if size.measure.startswith("present_value") else ""
    return f"{signed(value, numbers)}{POINTS if numbers.kind == 'share' else numbers.unit}{over}"


def _rest(findings: Sequence[Finding]) -> Iterator[str]:
    told = sorted((each for each in findings if each.short), key=lambda each: SHOWN.index(each.signal))
    yield from list(dict.fromkeys(_opened(each.short) for each in told))[:MOST]


def _opened(words: str) -> str:
    return words[:1].upper() + words[1:]
