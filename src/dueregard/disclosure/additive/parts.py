"""Cells that are linked through what is not known of them; each such part is a problem of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from dueregard.disclosure.additive.problem import AdditiveProblem

__all__ = ["Part", "numbered", "parts"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """Linked cells, as deviations from their true values: whatever is possible solves ``matrix @ d = 0``.

    The truth is d = 0, and every limit below is at most 0 or at least 0, so that it is possible.

    Attributes
    ----------
    cells : array of int, shape (k,)
        Positions in the problem.
    matrix : sparse matrix, shape (m, k)
        Their equations; what is known exactly has dropped out.
    least, most : array, shape (k,)
        What anybody knows of the deviations,
    shown_least, shown_most : array, shape (k,)
        and what is known where the cell is not withheld.
    """

    cells: Counts
    matrix: sp.csc_matrix
    least: Floats
    most: Floats
    shown_least: Floats
    shown_most: Floats

    @property
    def size(self) -> int:
        """How many cells it has."""
        return len(self.cells)

    def limits(self, withheld: Flags) -> tuple[Floats, Floats]:
        """Give the limits of every deviation when some cells are withheld, an array of shape (k,)."""
        return np.where(withheld, self.least, self.shown_least), np.where(
            withheld, self.most, self.shown_most
        )


def numbered(problem: AdditiveProblem, unknown: Flags) -> Counts:
    """Number the sets of unknown cells that share equations.

    Parameters
    ----------
    problem : AdditiveProblem
        The cells.
    unknown : array of bool, shape (n,)
        Those that are not known exactly; what is known links nothing.

    Returns
    -------
    array of int, shape (n,)
        0, 1 ... in the order of each set's first cell; -1 for cells that are known.
    """
    free = np.flatnonzero(unknown)
    within = problem.equations[:, free]
    links = sp.block_array([[None, within.T], [within, None]]).tocsr()
    _, labels = connected_components(abs(links), directed=False)
    _, first, inverse = np.unique(labels[: len(free)], return_index=True, return_inverse=True)
    order = np.empty(len(first), dtype=np.int64)
    order[np.argsort(first)] = np.arange(len(first))
    found = np.full(problem.cells, -1, dtype=np.int64)
    found[free] = order[inverse]
    return found


def parts(problem: AdditiveProblem, unknown: Flags) -> Iterator[Part]:
    """Take the problem apart, in the order of each part's first cell.

    Parameters
    ----------
    problem : AdditiveProblem
        The cells.
    unknown : array of bool, shape (n,)
        Those that are not known exactly, or need not stay so.

    Yields
    ------
    Part
    """
    numbers = numbered(problem, unknown)
    order = np.argsort(numbers, kind="stable")
    ends = np.flatnonzero(np.diff(numbers[order])) + 1
    for cells in np.split(order, ends):
        if len(cells) and numbers[cells[0]] >= 0:
            yield _part(problem, cells)


def _part(problem: AdditiveProblem, cells: Counts) -> Part:
    within = problem.equations[:, cells]
    rows = np.flatnonzero(np.diff(within.indptr))
    true = problem.values[cells]
    least = np.minimum(problem.lower[cells] - true, 0.0)
    most = np.maximum(problem.upper[cells] - true, 0.0)
    return Part(
        cells=cells,
        matrix=within[rows].tocsc(),
        least=least,
        most=most,
        shown_least=np.clip(problem.shown_lower[cells] - true, least, 0.0),
        shown_most=np.clip(problem.shown_upper[cells] - true, 0.0, most),
    )
