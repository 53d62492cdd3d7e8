"""The last look: attack what was found afresh, with nothing taken over from the search."""

from __future__ import annotations

from time import monotonic

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from dueregard.disclosure.additive.demands import Demands
from dueregard.disclosure.additive.outsider import Outsider
from dueregard.disclosure.additive.parts import Part
from dueregard.disclosure.additive.search import Late

__all__ = ["missed"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
NEAR = 5e-7


def missed(
    part: Part, withheld: Flags, asked: Demands, *, points: Floats | None = None, until: float = np.inf
) -> Counts:
    """List the demands that an attack on the withheld cells finds unmet.

    For everybody, programs are solved afresh. Insiders can be many; for them possible tables that were found
    before are checked against every equation and limit, and programs are solved where none will do.

    Parameters
    ----------
    part : Part
        Linked cells.
    withheld : array of bool, shape (k,)
        Those withheld.
    asked : Demands
        What was asked.
    points : array, shape (p, k), optional
        Possible tables found before.
    until : float
        The time by the monotonic clock after which :class:`Late` is raised.

    Returns
    -------
    array of int
    """
    open_ = []
    loose = part.shown_least < part.shown_most
    for cells in _linked(part, withheld | loose):
        local = np.full(part.size, -1, dtype=np.int64)
        local[cells] = np.arange(len(cells))
        within = np.flatnonzero(local[asked.cell] >= 0)
        if not len(within):
            continue
        outsider = Outsider(_narrowed(part, cells), withheld[cells])
        given = np.zeros((0, len(cells))) if points is None else points[:, cells]
        for insider in np.unique(asked.insider[within]):
            own = local[np.flatnonzero(asked.own == insider)] if insider else local[:0]
            outsider.hold(own[own >= 0])
            if insider:
                outsider.admit(given)
            for demand in within[asked.insider[within] == insider]:
                if monotonic() > until:
                    raise Late
                if not _reaches(outsider, asked, int(demand), int(local[asked.cell[demand]])):
                    open_.append(int(demand))
    return np.array(open_, dtype=np.int64)


def _reaches(outsider: Outsider, asked: Demands, demand: int, cell: int) -> bool:
    sign, amount = int(asked.sign[demand]), float(asked.amount[demand])
    for _ in range(2):
        far = outsider.high[cell] if sign > 0 else -outsider.low[cell]
        if far >= amount * (1 - NEAR):
            return True
        outsider.reach(cell, sign, enough=amount)
    return False


def _narrowed(part: Part, cells: Counts) -> Part:
    within = part.matrix[:, cells].tocsr()
    return Part(
        cells=part.cells[cells],
        matrix=within[np.flatnonzero(np.diff(within.indptr))].tocsc(),
        least=part.least[cells],
        most=part.most[cells],
        shown_least=part.shown_least[cells],
        shown_most=part.shown_most[cells],
    )


def _linked(part: Part, unknown: Flags) -> list[Counts]:
    """List the sets of unknown cells that share equations."""
    cells = np.flatnonzero(unknown)
    within = abs(part.matrix[:, cells])
    links = sp.block_array([[None, within.T], [within, None]]).tocsr()
    _, labels = connected_components(links, directed=False)
    order = np.argsort(labels[: len(cells)], kind="stable")
    ends = np.flatnonzero(np.diff(labels[: len(cells)][order])) + 1
    return [cells[each] for each in np.split(order, ends)]
