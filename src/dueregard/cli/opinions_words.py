"""Words and figures that every section of a consultation's answer is made of."""

from __future__ import annotations

from dueregard.voices.opinions.report import OpinionReport
from dueregard.voices.opinions.report_json import share_of
from dueregard.voices.opinions.shares import RAW, WEIGHTED

__all__ = ["VOTED", "WEIGHED", "both", "counted", "percent", "with_interval", "words"]

VOTED, WEIGHED = "as voted", "weighted"
"""The headings of raw and weighted shares."""


def both(report: OpinionReport, statement: int, answer: str) -> dict[str, str]:
    """Write everybody's raw and weighted shares side by side, each with its interval.

    Parameters
    ----------
    report : OpinionReport
        The answer.
    statement : int
        Place of the statement.
    answer : str
        ``agree``, ``disagree`` or ``pass``.

    Returns
    -------
    dict of str to str
        Cells by heading.
    """
    row = {}
    for heading, basis in ((VOTED, RAW), (WEIGHED, WEIGHTED)):
        share = share_of(report, statement, answer, basis)
        if share is not None:
            row[heading] = with_interval(share["share"], share["low"], share["high"])
    return row


def words(report: OpinionReport, place: int) -> str:
    """Name a statement by its id and words.

    Parameters
    ----------
    report : OpinionReport
        The answer.
    place : int
        Place of the statement.

    Returns
    -------
    str
        Words in any language.
    """
    one = report.votes.statements[place]
    return f"{one.id}: {one.text}" if one.text else f"statement {one.id}"


def counted(number: int, thing: str) -> str:
    """Write a number of things.

    Parameters
    ----------
    number : int
        How many.
    thing : str
        What one is called.

    Returns
    -------
    str
        Such as "1 vote".
    """
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def percent(value: float | None) -> str:
    """Write a share in per cent.

    Parameters
    ----------
    value : float, optional
        From 0 to 1.

    Returns
    -------
    str
        A dash where there is none.
    """
    return "–" if value is None else f"{value:.0%}"


def with_interval(value: float | None, low: float | None, high: float | None) -> str:
    """Write a share in per cent with its interval.

    Parameters
    ----------
    value, low, high : float, optional
        From 0 to 1.

    Returns
    -------
    str
        A dash where there is none.

    Examples
    --------
    >>> with_interval(0.861, 0.81, 0.9), with_interval(0.5, None, None)
    ('86% (81 to 90)', '50%')
    """
    if value is None or low is None or high is None:
        return percent(value)
    return f"{value:.0%} ({100 * low:.0f} to {100 * high:.0f})"
