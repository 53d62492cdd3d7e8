"""Members of the body placed into the comparator's groups, and those who cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.representation.matching import Matched, is_stated, match_levels
from dueregard.voices.representation.shares import Levels, Shares
from dueregard.voices.representation.tally import Tallied

__all__ = ["Absent", "Placed", "place", "stated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """A group of the body that the comparator does not have.

    Attributes
    ----------
    levels : tuple of str
        As the body writes it.
    count : int
        Members.
    meant : str
        What may have been meant, as a question; or nothing.
    """

    levels: Levels
    count: int
    meant: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """Members by the comparator's groups.

    Attributes
    ----------
    counts : array of int, shape (k,)
        In the order of the comparator's groups.
    absent : tuple of Absent
        Groups that it does not have.
    codes : mapping of tuple of str to int
        The comparator's group of each group of the body.
    """

    counts: NDArray[np.int64]
    absent: tuple[Absent, ...]
    codes: dict[Levels, int]


def stated(tallied: Sequence[Tallied]) -> int:
    """Count the members whose group is known.

    Parameters
    ----------
    tallied : sequence of Tallied
        The body.

    Returns
    -------
    int
        Of every variable.
    """
    return sum(each.count for each in tallied if all(map(is_stated, each.codes)))


def place(tallied: Sequence[Tallied], shares: Shares) -> Placed:
    """Place members into groups.

    Parameters
    ----------
    tallied : sequence of Tallied
        The body.
    shares : Shares
        The comparator.

    Returns
    -------
    Placed
        Groups with a share of nought count as absent: no fair draw has anybody of them.
    """
    known = [each for each in tallied if all(map(is_stated, each.codes))]
    places = {levels: at for at, levels in enumerate(shares.levels) if shares.shares[at] > 0}
    width = len(shares.levels[0]) if shares.levels else 0
    matched = [
        match_levels(
            dict.fromkeys(str(each.codes[at]) for each in known),
            list(dict.fromkeys(levels[at] for levels in shares.levels)),
        )
        for at in range(width)
    ]
    counts, codes, absent = np.zeros(len(shares.levels), np.int64), {}, []
    for each in known:
        written = tuple(map(str, each.codes))
        levels = tuple(one.levels.get(code) for one, code in zip(matched, written, strict=True))
        at = places.get(levels)  # type: ignore[arg-type]
        if at is None:
            absent.append(Absent(levels=written, count=each.count, meant=_meant(written, matched)))
        else:
            counts[at] += each.count
            codes[written] = at
    return Placed(counts=counts, absent=tuple(absent), codes=codes)


def _meant(written: Levels, matched: Sequence[Matched]) -> str:
    return " ".join(
        meant for one, code in zip(matched, written, strict=True) if (meant := one.absent.get(code, ""))
    )
