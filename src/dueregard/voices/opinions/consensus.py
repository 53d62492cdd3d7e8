"""What most of all participants are of one mind about, and what every group agrees on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.counts import VoteCounts
from dueregard.voices.opinions.proportions import SIGNIFICANT, above_half
from dueregard.voices.opinions.results import ConsensusStatement

__all__ = ["consensus_places", "consensus_statements", "in_every_group"]

Floats = NDArray[np.float64]

AT_MOST = 5


def consensus_places(
    counts: VoteCounts, *, usable: NDArray[np.bool_], floor: int
) -> dict[str, NDArray[np.int64]]:
    """Find the statements with the strongest agreement and disagreement of all.

    Parameters
    ----------
    counts : VoteCounts
        Shape (statements,).
    usable : array of bool, shape (statements,)
        Statements that may be chosen.
    floor : int
        Fewest votes on a statement that is chosen.

    Returns
    -------
    dict of str to array of int
        For ``"agree"`` and ``"disagree"``: at most five places, by share times test, of those whose share is
        above a half and whose test is above its 90th percentile.

    Examples
    --------
    >>> import numpy as np
    >>> counts = VoteCounts(agree=np.array([9.0, 4]), disagree=np.array([1.0, 5]), passed=np.array([2.0, 0]))
    >>> consensus_places(counts, usable=np.array([True, True]), floor=7)["agree"]
    array([0])
    """
    enough = usable & (counts.seen >= max(floor, 1))
    return {
        "agree": _strongest(counts.agree, counts.seen, enough),
        "disagree": _strongest(counts.disagree, counts.seen, enough),
    }


def _strongest(votes: Floats, seen: Floats, enough: NDArray[np.bool_]) -> NDArray[np.int64]:
    p, test = (votes + 1) / (seen + 2), above_half(votes, seen)
    places = np.flatnonzero(enough & (p > 0.5) & (test > SIGNIFICANT))
    order = np.argsort(-(p * test)[places], kind="stable")
    return places[order[:AT_MOST]]


def consensus_statements(
    counts: VoteCounts,
    weighted: VoteCounts | None,
    places: dict[str, NDArray[np.int64]],
    stays: dict[str, Floats],
) -> tuple[ConsensusStatement, ...]:
    """Describe consensus statements.

    Parameters
    ----------
    counts, weighted : VoteCounts
        Raw and, with weights, weighted; shape (statements,).
    places : dict of str to array of int
        Of :func:`consensus_places`.
    stays : dict of str to array of float, shape (statements,)
        In which share of the resamples each statement is a consensus; empty without resamples.

    Returns
    -------
    tuple of ConsensusStatement
        Agreements first.
    """
    told = []
    for direction, each in places.items():
        votes = getattr(counts, direction)
        p, test = (votes + 1) / (counts.seen + 2), above_half(votes, counts.seen)
        shares = None if weighted is None else getattr(weighted, f"p_{direction}")
        told += [
            ConsensusStatement(
                statement=int(place),
                direction=direction,
                votes=int(votes[place]),
                seen=int(counts.seen[place]),
                p=float(p[place]),
                test=float(test[place]),
                weighted_p=None if shares is None else float(shares[place]),
                stays=None if not stays else float(stays[direction][place]),
            )
            for place in each
        ]
    return tuple(told)


def in_every_group(shares: Floats, seen: Floats, *, floor: int) -> Floats:
    """Multiply the shares of all groups: high only where no group dissents.

    Parameters
    ----------
    shares : array of float, shape (groups, statements)
        That agree (or disagree), with one vote added each way.
    seen : array of float, shape (groups, statements)
        Votes of each group.
    floor : int
        Fewest votes of each group.

    Returns
    -------
    array of float, shape (statements,)
        NaN where a group has fewer votes, and without groups.

    Examples
    --------
    >>> import numpy as np
    >>> in_every_group(np.array([[0.8, 0.9], [0.5, 0.9]]), np.array([[8.0, 8], [9.0, 2]]), floor=7)
    array([0.4, nan])
    """
    if not len(shares):
        return np.full(shares.shape[1], np.nan)
    return np.where((seen >= floor).all(axis=0), shares.prod(axis=0), np.nan)
