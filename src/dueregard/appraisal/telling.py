"""What a cell says: what decided, then what goes the other way, then how things stand; the rest counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dueregard.appraisal.finding import PRINCIPLES, Direction, Finding, Principle, Signal, Unknown
from dueregard.appraisal.words import listed, who
from dueregard.options import DO_NOTHING

__all__ = ["ORDER", "together", "told"]

ORDER: Mapping[Direction, tuple[Signal, ...]] = {
    "worse": ("loss", "levelling down", "gain", "small gain", "possible loss", "loss of the better-off"),
    "better": ("gain", "loss of the better-off", "possible loss"),
    "too close to call": ("possible loss", "gain", "close", "small gain", "loss of the better-off"),
    "insufficient evidence": (
        *("own yardstick", "unknown", "too wide", "gain", "small gain", "possible loss"),
        "loss of the better-off",
    ),
}
"""Which findings are told, and in which order, by what was decided."""

SHOWN = (1, 1)
"""Findings of the first two kinds that are told one by one; the rest is counted, and all are in the JSON."""

MOST_SAID = 3
"""Sentences on how things stand."""

REST: Mapping[Signal, tuple[str, str]] = {
    "loss": ("1 more group loses or falls further behind.", "{n} more groups lose or fall further behind."),
    "possible loss": ("1 more group may lose.", "{n} more groups may lose."),
    "gain": ("1 more group gains or comes closer.", "{n} more groups gain or come closer."),
    "small gain": ("1 more group gains a little.", "{n} more groups gain a little."),
    "loss of the better-off": (
        "1 more group that is better off loses.",
        "{n} more groups that are better off lose.",
    ),
    "close": (
        "For 1 more group there is no clear or large change.",
        "For {n} more groups there is no clear or large change.",
    ),
    "unknown": ("Of 1 more group nothing may be shown.", "Of {n} more groups nothing may be shown."),
    "too wide": ("For 1 more it is too uncertain to tell.", "For {n} more it is too uncertain to tell."),
    "levelling down": ("1 more gap closes by harm.", "{n} more gaps close by harm."),
}
"""How the others of a kind are counted: one, and several."""


def told(principle: Principle, direction: Direction, findings: Sequence[Finding]) -> str:
    """Put the sentences of a cell together.

    Parameters
    ----------
    principle : str
        Whose.
    direction : str
        What was decided.
    findings : sequence of Finding
        In the order in which they are told.

    Returns
    -------
    str
        Never empty.

    Examples
    --------
    >>> told("place", "insufficient evidence", [])
    'Nothing is known of place.'
    """
    sentences: list[str] = []
    kinds = [signal for signal in ORDER[direction] if any(each.signal == signal for each in findings)]
    # How many people lose stands before what goes the other way.
    whole = [each.words for each in findings if each.signal == "said" and each.good is not None]
    for place, signal in enumerate(kinds):
        most = SHOWN[place] if place < len(SHOWN) else 0
        sentences += _of_signal(signal, [each for each in findings if each.signal == signal], most)
        sentences += whole if place == 0 else []
    said = list(dict.fromkeys(each.words for each in findings if each.signal == "said" and each.leads < 2))
    sentences += said[:MOST_SAID]
    sentences += [each.words for each in findings if each.signal == "said" and each.leads >= 2]
    return " ".join(dict.fromkeys(sentences)) or f"Nothing is known of {PRINCIPLES[principle].lower()}."


def together(findings: Sequence[Finding]) -> tuple[Unknown, ...]:
    """List what is not known: as declared, and the groups of which nothing may be shown named together.

    Parameters
    ----------
    findings : sequence of Finding
        Of a cell.

    Returns
    -------
    tuple of Unknown
    """
    own = [each.gap for each in findings if each.gap is not None]
    groups = [who(each.by) for each in findings if each.signal == "unknown" and each.by and each.gap is None]
    names = list(dict.fromkeys(groups))
    if names:
        option = findings[0].option or DO_NOTHING
        about = "How gaps have moved" if option == DO_NOTHING else f"What {option} does"
        own.append(Unknown(what=f"{about}: no figure may be shown of {listed(names, most=3)}."))
    return tuple(own)


def _of_signal(signal: Signal, findings: Sequence[Finding], most: int) -> list[str]:
    words = list(dict.fromkeys(each.words for each in findings))
    # What is about nobody in particular, such as an objection, is never only counted.
    whole = [each.words for each in findings if not each.by]
    shown = list(dict.fromkeys([*words[:most], *whole]))
    rest = len(words) - len(shown)
    if rest <= 0 or signal not in REST:
        return shown if signal in REST else words
    one, several = REST[signal]
    return [*shown, one if rest == 1 else several.format(n=rest)]
