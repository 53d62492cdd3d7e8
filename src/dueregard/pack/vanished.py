"""What was filed, found or assessed once and is gone or changed: it is told, at the top of the pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from dueregard.pack.cells import cell_words
from dueregard.pack.numbers import count, day
from dueregard.pack.titles import group_name
from dueregard.pack.words import some_of

if TYPE_CHECKING:
    from dueregard.appraisal.answering import Answering
    from dueregard.appraisal.scrutiny import Scrutiny
    from dueregard.casebook.objections import Cell

__all__ = ["alerts_of", "explained", "faded_words"]

MOST_FADED = 8


def alerts_of(found: Scrutiny) -> Iterator[str]:
    """Say what was removed or changed since it was filed or assessed, and nothing explains it.

    Parameters
    ----------
    found : Scrutiny
        What the stage found.

    Yields
    ------
    str
        A sentence for each.
    """
    told = found.answering
    for each in told.altered:
        yield each.words.replace(each.filed_at[:10], day(_date(each.filed_at)))
    for gone in told.gone:
        if gone.amendment is None:
            what = (
                f"The option “{gone.name}”"
                if gone.kind == "option"
                else f"The group “{group_name(((gone.characteristic or '', gone.name),))}”"
            )
            yield (
                f"{what} was assessed on {day(_date(gone.first_at))} and has been withdrawn since. "
                "No amendment says why."
            )
    hidden = [cell for id, cell in _faded_cells(found) if cell is None or _says_now(found, id) == "not shown"]
    if hidden:
        yield (
            f"{count(len(hidden))} finding{'' if len(hidden) == 1 else 's'} of an earlier assessment, that a "
            "group is behind or loses, cannot be seen any longer: see Objections and answers."
        )


def _says_now(found: Scrutiny, id: str) -> str:
    """Say what a figure says now, by the id of its finding; nothing where there is none."""
    return next((each.says for each in found.numbers if each.cell.id == id), "")


def _of_a_principle(id: str) -> bool:
    """A principle and an option, and no group."""
    return id.count("/") < 2


def _faded_cells(found: Scrutiny) -> Iterator[tuple[str, Cell | None]]:
    cells = {each.cell.id: each.cell for each in found.numbers}
    for id, _ in found.answering.faded:
        if not _of_a_principle(id):
            yield id, cells.get(id)


def faded_words(found: Scrutiny) -> str:
    """Name findings that were negative in an earlier assessment and are not now.

    Parameters
    ----------
    found : Scrutiny
        What the stage found.

    Returns
    -------
    str
        With what the figures say now; empty where there are none.
    """
    told = []
    for id, cell in _faded_cells(found):
        says = _says_now(found, id) or "no longer measured"
        told.append(f"{cell_words(cell) if cell else id} ({says})")
    told += [f"{id} (not worse now)" for id, _ in found.answering.faded if _of_a_principle(id)]
    if not told:
        return ""
    return f"Negative in an earlier assessment and not now: {some_of(told, limit=MOST_FADED)}."


def explained(told: Answering) -> Iterator[str]:
    """Name options and groups that are gone, and whose going an amendment explains.

    Parameters
    ----------
    told : Answering
        What the stage found.

    Yields
    ------
    str
        A sentence for each, with the reason.
    """
    for gone in told.gone:
        if gone.amendment is not None:
            why = str(gone.amendment["why"]).strip().rstrip(".")
            yield (
                f"{gone.name}: assessed on {day(_date(gone.first_at))}, withdrawn since by "
                f"{gone.amendment['author']}. Reason: {why}."
            )


def _date(at: str) -> date:
    return date.fromisoformat(at[:10])
