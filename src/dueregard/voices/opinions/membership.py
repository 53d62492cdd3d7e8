"""Who belongs to which group: as found, or as given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import UsageError
from dueregard.voices.opinions.grouped import Run

__all__ = ["Membership", "found_membership", "given_membership"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Membership:
    """Groups and their members.

    Attributes
    ----------
    group : array of int, shape (participants,)
        Everybody's group, from 0; -1 for none.
    names : tuple of str
        What the groups are called.
    places : array of int, shape (groups,)
        For found groups their place in the run; empty for given ones.
    """

    group: NDArray[np.int64]
    names: tuple[str, ...]
    places: NDArray[np.int64]


def found_membership(run: Run) -> Membership:
    """Number the groups that a run found: the largest first, of equal ones the one further left.

    Parameters
    ----------
    run : Run
        The full run.

    Returns
    -------
    Membership
        With letters for names.
    """
    number = run.grouping.number
    sizes = np.bincount(run.group[run.group >= 0], minlength=number)
    places = np.lexsort((*run.grouping.centres.T[::-1], -sizes)).astype(np.int64)
    rank = np.append(np.argsort(places), -1)  # the last is for those in no group
    return Membership(group=rank[run.group], names=tuple("ABCDE"[k] for k in range(number)), places=places)


def given_membership(groups: Sequence[Any] | NDArray[Any], participants: int) -> Membership:
    """Take groups as they are given.

    Parameters
    ----------
    groups : sequence, length participants
        A group for each; None, NaN, -1 or the empty text for none.
    participants : int
        How many there are.

    Returns
    -------
    Membership
        Numbers in their order, then texts in theirs.

    Raises
    ------
    UsageError
        When there is not one for each participant, or nobody is in any.

    Examples
    --------
    >>> given_membership(["b", None, "a"], 3).group
    array([ 1, -1,  0])
    """
    listed = list(groups)
    if len(listed) != participants:
        raise UsageError(
            "Groups need one entry for each participant.",
            found=f"There are {len(listed):,} entries and {participants:,} participants.",
        )
    cells = [None if _is_none(each) else str(each) for each in listed]
    names = sorted({each for each in cells if each is not None}, key=_order)
    if not names:
        raise UsageError("Nobody is in any of the given groups.")
    place = {name: index for index, name in enumerate(names)}
    return Membership(
        group=np.array([-1 if each is None else place[each] for each in cells], dtype=np.int64),
        names=tuple(names),
        places=np.zeros(0, dtype=np.int64),
    )


def _is_none(value: Any) -> bool:
    return value is None or str(value) in ("", "-1", "nan")


def _order(name: str) -> tuple[int, int, str]:
    return (0, int(name), name) if name.isdecimal() else (1, 0, name)
