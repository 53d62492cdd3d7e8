"""What the two searches answer: what must be withheld, and what an outsider can derive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Intervals", "Protection"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Intervals:
    """What an outsider can derive of every cell from all that is shown.

    Attributes
    ----------
    low, high : array, shape (n,)
        The least and the most that a cell can be; for a shown cell what is shown of it.
    audited : array of bool, shape (n,)
        Whether the interval was derived. Where it was not, `low` and `high` are those that anybody knows
        beforehand, and say nothing of what could be derived.
    exact : bool
        Whether every withheld cell was audited, each interval to its ends.
    recoverable : array of bool, shape (n,)
        Withheld cells whose value follows from what is shown, in so many words.
    short : array of bool, shape (n,)
        Primary cells that are audited and whose interval is narrower than asked.
    """

    low: Floats
    high: Floats
    audited: Flags
    exact: bool
    recoverable: Flags
    short: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Protection:
    """What must be withheld so that no withheld cell can be derived more closely than asked.

    Attributes
    ----------
    withheld : array of bool, shape (n,)
        Every cell to be withheld: the primary ones and
    secondary : array of bool, shape (n,)
        those withheld for the sake of others.
    unprotectable : mapping of int to str
        Primary cells whose interval stays narrower than asked, with the reason. The tables they are in must
        not be published as they are.
    audited : array of bool, shape (n,)
        Cells of which it was proved that all primary ones they are linked to are protected. Where it is
        False, `unaudited` has a reason, and the tables must not be published.
    unaudited : mapping of int to str
        The reason for each component (by its number) that was not audited.
    component : array of int, shape (n,)
        The number of the set of linked cells that each belongs to; -1 for cells that are known exactly
        whatever is withheld, and so link nothing.
    rounds : int
        How often the audit was run until it found nothing.
    cost : float
        What the secondary cells cost.
    """

    withheld: Flags
    secondary: Flags
    unprotectable: Mapping[int, str]
    audited: Flags
    unaudited: Mapping[int, str]
    component: NDArray[np.int64]
    rounds: int
    cost: float

    @property
    def safe(self) -> bool:
        """Whether everything was audited and protected."""
        return not self.unprotectable and not self.unaudited
