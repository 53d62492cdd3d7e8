"""The grade of evidence, by a declared rubric: what counts as data, what as voice, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dueregard.appraisal.finding import Finding, Grade

__all__ = ["RUBRIC", "Criterion", "grade_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What counts, or does not.

    Attributes
    ----------
    as_ : {"data", "voice", "neither"}
        As what it counts.
    what : str
        The evidence.
    reason : str
        Why.
    """

    as_: Literal["data", "voice", "neither"]
    what: str
    reason: str


RUBRIC = (
    Criterion(
        as_="data",
        what=(
            "A figure that has passed the disclosure gate, from a table of people or one that others "
            "published."
        ),
        reason="It can be checked, and has an interval or is a full count.",
    ),
    Criterion(
        as_="data",
        what=(
            "An option's effect on people, where every amount and take-up that it rests on names its source."
        ),
        reason="What it is assumed to do can be traced and contested.",
    ),
    Criterion(
        as_="voice",
        what="Themes that people told of in testimony, as far as their number may be shown.",
        reason="Lived experience is evidence of what averages do not hold.",
    ),
    Criterion(
        as_="voice",
        what=(
            "What groups of people said in the consultation, and who designed an option, where that is known."
        ),
        reason="Who says so, and who decided what is asked, is part of what is known.",
    ),
    Criterion(
        as_="neither",
        what="An effect that rests on an amount or a take-up without a source.",
        reason="An assumption that nobody stands for is no evidence, however exactly it was worked out.",
    ),
    Criterion(
        as_="neither",
        what="A figure that is withheld or cannot be estimated, and an opinion of the decision-maker alone.",
        reason="What cannot be seen cannot be weighed.",
    ),
)
"""The rubric; `both` is data and voice, `none` is neither."""


def grade_of(findings: Iterable[Finding]) -> Grade:
    """Grade the evidence of a cell.

    Parameters
    ----------
    findings : iterable of Finding
        Its findings; those without a basis count as neither.

    Returns
    -------
    {"data", "voice", "both", "none"}

    Examples
    --------
    >>> grade_of([])
    'none'
    """
    bases = {each.basis for each in findings if each.signal not in ("unknown",)}
    if {"number", "voice"} <= bases:
        return "both"
    return "data" if "number" in bases else "voice" if "voice" in bases else "none"
