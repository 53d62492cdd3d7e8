"""The tables ``[decision]`` and ``[monitor]``: what was decided, and where it is written what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dueregard.casebook.fields import Day, Part, Text, Words
from dueregard.errors import CasebookError, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from dueregard.casebook.load import Casebook

__all__ = ["Decision", "Monitor", "outturns_file"]

_USUAL = ("outturns.csv", "outturns.xlsx", "outturns.ods")


class Decision(Part):
    """What was decided."""

    option: Text
    """The option that was taken up, by its name; "do nothing" is one too."""
    taken_on: Day | None = None
    """When it was decided."""
    by: Words = None
    """Who decided."""
    note: Words = None
    """What a reader should know."""


class Monitor(Part):
    """When what came of it is looked at, and where that is written down."""

    outturns: Words = None
    """The table of what was observed; without it, outturns.csv if it is there."""
    review_on: Day | None = None
    """The day by which what was forecast is to be looked at."""
    owner: Words = None
    """Who looks at it."""


def outturns_file(casebook: Casebook) -> Path | None:
    """Find the table of what was observed.

    Parameters
    ----------
    casebook : Casebook
        Which may name it.

    Returns
    -------
    Path or None
        None where there is none.

    Raises
    ------
    CasebookError
        When it is named, and not there.
    """
    monitor = casebook.specification.monitor
    if monitor is None or monitor.outturns is None:
        return next((file for name in _USUAL if (file := casebook.path_of(name)).is_file()), None)
    file = casebook.path_of(monitor.outturns)
    if not file.is_file():
        beside = [each.name for each in file.parent.glob("*.*")] if file.parent.is_dir() else []
        raise CasebookError(
            f"[monitor] outturns names {monitor.outturns!r}, which is not there.",
            remedy=did_you_mean(file.name, beside)
            or "Make it, or leave the key out until there is something.",
        )
    return file
