"""Negative findings: a group is behind or loses, or an option does worse by a principle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.appraisal.numbers import Number
from dueregard.casebook.objections import Cell

__all__ = ["Negative", "negatives_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative:
    """A finding that a group is behind or loses, or that an option does worse by a principle.

    Attributes
    ----------
    id : str
        By which it can be answered: ``finding:...``.
    cell : Cell
        What it is about.
    figure : Number or None
        The figure, where it is one.
    words : str
        The finding, of a principle; empty for figures.
    """

    id: str
    cell: Cell
    figure: Number | None = None
    words: str = ""


def negatives_of(
    numbers: Iterable[Number], principles: Iterable[tuple[str, str, str]] = ()
) -> tuple[Negative, ...]:
    """List every negative finding, with the id by which it can be answered.

    Parameters
    ----------
    numbers : iterable of Number
        What the figures say of each group.
    principles : iterable of (str, str, str)
        Principle, option and words of each cell of the profile that is worse than doing nothing.

    Returns
    -------
    tuple of Negative
        Principles first, then gaps, then losses.
    """
    cells = [(Cell(principle=principle, option=option), words) for principle, option, words in principles]
    whole = tuple(Negative(id=cell.id, cell=cell, words=words) for cell, words in cells)
    worse = (each for each in numbers if each.says == "worse")
    return (*whole, *(Negative(id=each.cell.id, cell=each.cell, figure=each) for each in worse))
