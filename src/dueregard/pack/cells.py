"""What a cell of the appraisal is about, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dueregard.appraisal import PRINCIPLES
from dueregard.casebook.characteristics import characteristic_label
from dueregard.pack.titles import group_name
from dueregard.pack.words import heading

if TYPE_CHECKING:
    from dueregard.casebook.objections import Cell

__all__ = ["cell_words"]


def cell_words(cell: Cell) -> str:
    """Say what a cell is about.

    Examples
    --------
    >>> from dueregard.casebook.objections import Cell
    >>> cell_words(Cell(outcome="good health", characteristic="disability", level="Disabled"))
    'Good health; Disabled (disability)'
    """
    parts = [_principle(cell.principle), _option(cell.option), heading(cell.outcome or "")]
    if cell.characteristic:
        parts.append(
            group_name(((cell.characteristic, cell.level),))
            if cell.level
            else characteristic_label(cell.characteristic)
        )
    return "; ".join(part for part in parts if part)


def _option(option: str | None) -> str:
    return "Doing nothing" if option == "as now" else option or ""


def _principle(name: str | None) -> str:
    return next((title for principle, title in PRINCIPLES.items() if principle == name), "")
