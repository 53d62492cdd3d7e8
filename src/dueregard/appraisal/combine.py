"""Findings become cells: signals are gathered, the first that holds decides, sentences are set in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from dueregard.appraisal.finding import Finding, Principle, Size, Unknown
from dueregard.appraisal.grading import grade_of
from dueregard.appraisal.profile import ProfileCell
from dueregard.appraisal.rules import AIM_UNKNOWN, FUTURE_UNKNOWN, MOSTLY_UNKNOWN, Rule, deciding_rule
from dueregard.appraisal.signals import MOST
from dueregard.appraisal.telling import ORDER, together, told
from dueregard.casebook.objections import Cell

__all__ = ["UNBORN", "cell_of", "signals_of", "unknown_of"]

UNBORN = "not yet born"
"""The level of `generation` for those not yet born."""

NOT_KNOWN = ("unknown", "too wide")
COUNTED = ("gain", "small gain", "loss", "possible loss", "loss of the better-off", "close", *NOT_KNOWN)


def signals_of(findings: Sequence[Finding]) -> frozenset[str]:
    """Gather the signals of a cell.

    Parameters
    ----------
    findings : sequence of Finding
        Of one principle and option.

    Returns
    -------
    frozenset of str
        The findings' own, and ``mostly unknown``, ``a stated aim unknown`` and ``the future unknown`` where
        that is so. Findings about people are counted once for each group; crossings of characteristics are
        not, since most of them are too small to be shown in any survey.
    """
    signals: set[str] = {each.signal for each in findings}
    groups: dict[tuple[str | None, frozenset[tuple[str, str]]], list[str]] = {}
    for each in findings:
        if len(each.by) == 1 and each.signal in COUNTED and each.outcome is not None:
            groups.setdefault((each.outcome, frozenset(each.by.items())), []).append(each.signal)
    known = [any(signal not in NOT_KNOWN for signal in told) for told in groups.values()]
    if known and sum(known) < MOST * len(known):
        signals.add(MOSTLY_UNKNOWN)
    aims = [each.signal for each in findings if each.leads == 0]
    if aims and any(signal in NOT_KNOWN for signal in aims) and "gain" not in aims:
        signals.add(AIM_UNKNOWN)
    unborn = [each.signal for each in findings if each.by.get("generation") == UNBORN]
    if all(signal in NOT_KNOWN for signal in unborn):
        signals.add(FUTURE_UNKNOWN)
    return frozenset(signals)


def cell_of(principle: Principle, option: str, findings: Iterable[Finding]) -> ProfileCell:
    """Make the cell of a principle and an option.

    Parameters
    ----------
    principle, option : str
        Which.
    findings : iterable of Finding
        Theirs, in any order.

    Returns
    -------
    ProfileCell
        The same whatever the order of the findings.
    """
    ordered = sorted(findings, key=_order)
    signals = signals_of(ordered)
    rule = deciding_rule(signals, principle)
    mixed = any(each in signals for each in rule.mixed_with)
    gaps = unknown_of(together(ordered))
    return ProfileCell(
        id=Cell(principle=principle, option=option).id,
        principle=principle,
        option=option,
        direction=rule.direction,
        mixed=mixed,
        finding=told(principle, rule.direction, ordered),
        size=_size(ordered, rule),
        grade=grade_of(ordered),
        said_by=_said_by(ordered, rule),
        gaps=gaps,
        findings=tuple(ordered),
        rule=rule.id,
    )


def unknown_of(gaps: Iterable[Unknown]) -> tuple[Unknown, ...]:
    """List what is not known, each once: with an owner and a date first, by date.

    Parameters
    ----------
    gaps : iterable of Unknown
        In any order.

    Returns
    -------
    tuple of Unknown
    """
    found = dict.fromkeys(gaps)
    return tuple(
        sorted(
            found,
            key=lambda gap: (
                gap.due is None,
                gap.due.isoformat() if gap.due else "",
                gap.owner is None,
                gap.what,
            ),
        )
    )


def _order(finding: Finding) -> tuple[object, ...]:
    size = finding.size
    weight = abs(size.estimate) if size else 0.0
    return (finding.leads, len(finding.by), -weight, sorted(finding.by.items()), finding.words)


def _said_by(findings: Sequence[Finding], rule: Rule) -> tuple[str, ...]:
    """Name who says so: those whose finding decided come first."""
    order = ORDER[rule.direction]
    ranked = sorted(
        findings, key=lambda each: order.index(each.signal) if each.signal in order else len(order)
    )
    return tuple(dict.fromkeys(chain.from_iterable(each.said_by for each in ranked)))


def _size(findings: Sequence[Finding], rule: Rule) -> Size | None:
    """Give the figure that decided: of the signals that point the rule's way, the first that has one."""
    for signal in (*ORDER[rule.direction], "said"):
        for each in findings:
            if each.signal == signal and each.size is not None:
                return each.size
    return None
