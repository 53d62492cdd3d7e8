"""The part of an equality impact assessment on the five principles, option by option; never a score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dueregard.pack.word_blocks import Block, Grid, Heading, Paragraph
from dueregard.pack.written import Written

__all__ = ["principle_blocks"]

_TITLES = {
    "outcome": "Equality of outcome",
    "voice": "Voice",
    "evidence": "Evidence",
    "place": "Place",
    "generations": "Generations",
}
_GRADES = {
    "data": "Data",
    "voice": "Voice",
    "both": "Data and voice",
    "none": "None",
}


def principle_blocks(written: Written | None) -> Iterator[Block]:
    """Write the part on the five principles.

    Parameters
    ----------
    written : Written or None
        The last assessment; None where there is none.

    Yields
    ------
    Block
        A table for each option, doing nothing among them; nothing where nothing was appraised.
    """
    cells: tuple[Mapping[str, Any], ...] = (
        () if written is None else tuple(written.beside.get("principles", ()))
    )
    if not cells:
        return
    yield Heading(text="The five principles")
    yield Paragraph(text="Options are compared principle by principle, and have no score.")
    for option in dict.fromkeys(str(cell.get("option")) for cell in cells):
        own = [cell for cell in cells if str(cell.get("option")) == option]
        yield Grid(
            title=f"By principle: {'doing nothing' if option == 'as now' else option}",
            header=("Principle", "Direction", "Finding", "Rests on"),
            rows=tuple(_row(cell) for cell in own),
        )


def _row(cell: Mapping[str, Any]) -> tuple[str, str, str, str]:
    principle, direction = str(cell.get("principle")), str(cell.get("direction") or "not said")
    return (
        _TITLES.get(principle, principle),
        f"{direction[:1].upper()}{direction[1:]}",
        str(cell.get("finding") or "Nothing is known."),
        _GRADES.get(str(cell.get("grade")), str(cell.get("grade") or "Not said")),
    )
