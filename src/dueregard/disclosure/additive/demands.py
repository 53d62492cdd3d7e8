"""What is asked of a part: how far which deviation must be able to go, and for whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.disclosure.additive.parts import Part
from dueregard.disclosure.additive.problem import AdditiveProblem

__all__ = ["Demands", "demands", "split_width"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Demands:
    """Ways that deviations must be able to go, two for each primary cell and outsider.

    Attributes
    ----------
    cell : array of int, shape (q,)
        The cell, as a position in the part.
    sign : array of int, shape (q,)
        1 for up, -1 for down.
    amount : array, shape (q,)
        How far, at least.
    insider : array of int, shape (q,)
        Who must think so: 0 for everybody, or the number of an insider, whose own cells do not move.
    own : array of int, shape (k,)
        The insider who knows a cell; 0 where there is none.
    """

    cell: Counts
    sign: Counts
    amount: Floats
    insider: Counts
    own: Counts

    def met(self, point: Floats, *, near: float = 1e-7) -> Flags:
        """Say which demands a possible table meets; an insider does not believe one in which his cells move.

        Parameters
        ----------
        point : array, shape (k,)
            Its deviations.
        near : float
            The share of each amount that may be lacking.

        Returns
        -------
        array of bool, shape (q,)
        """
        touched = np.zeros(int(self.own.max(initial=0)) + 1, dtype=bool)
        touched[self.own[point != 0]] = True
        touched[0] = False
        far = point[self.cell] * self.sign >= self.amount * (1 - near)
        return np.asarray(far & ~touched[self.insider], dtype=np.bool_)


def split_width(below: float, above: float, width: float, *, down: float, up: float) -> tuple[float, float]:
    """Divide a width between below and above, upwards first, within how far each can go.

    Parameters
    ----------
    below, above, width : float
        What is asked: how far down, how far up, and together.
    down, up : float
        How far down and up is possible at all.

    Returns
    -------
    tuple of float
        How far down and up are to be asked.

    Examples
    --------
    >>> split_width(1.0, 1.0, 10.0, down=3.0, up=np.inf)
    (1.0, 9.0)
    >>> split_width(1.0, 1.0, 10.0, down=3.0, up=8.0)
    (2.0, 8.0)
    """
    upward = min(max(above, width - min(below, down)), up)
    return min(max(below, width - upward), down), upward


def demands(problem: AdditiveProblem, part: Part, primary: Flags) -> Demands:
    """List what is asked, the most demanding first.

    Parameters
    ----------
    problem : AdditiveProblem
        The cells.
    part : Part
        Some that are linked.
    primary : array of bool, shape (k,)
        Those for which something is asked.

    Returns
    -------
    Demands
    """
    own = problem.insiders[part.cells]
    rows = []
    for local in np.flatnonzero(primary):
        cell = part.cells[local]
        down, up = -float(part.least[local]), float(part.most[local])
        below, above = split_width(
            min(float(problem.protection_lower[cell]), down),
            min(float(problem.protection_upper[cell]), up),
            float(problem.protection_width[cell]),
            down=down,
            up=up,
        )
        rows += [(local, 1, above), (local, -1, below)]
    each = np.array([row for row in rows if row[2] > 0], dtype=float).reshape(-1, 3)
    minds = np.unique(np.append(own, 0))
    asked = np.column_stack([np.tile(each, (len(minds), 1)), np.repeat(minds, len(each))])
    asked = asked[(asked[:, 3] == 0) | (own[asked[:, 0].astype(np.int64)] != asked[:, 3])]
    asked = asked[np.lexsort((asked[:, 1], asked[:, 0], asked[:, 3], -asked[:, 2]))]
    return Demands(
        cell=asked[:, 0].astype(np.int64),
        sign=asked[:, 1].astype(np.int64),
        amount=asked[:, 2],
        insider=asked[:, 3].astype(np.int64),
        own=own,
    )


def eased(asked: Demands, amounts: Floats) -> Demands:
    """Ask for other amounts; what is nothing is not asked for.

    Parameters
    ----------
    asked : Demands
        What was asked.
    amounts : array, shape (q,)
        What can be asked.

    Returns
    -------
    Demands
    """
    kept = amounts > 0
    return replace(
        asked,
        cell=asked.cell[kept],
        sign=asked.sign[kept],
        amount=amounts[kept],
        insider=asked.insider[kept],
    )
