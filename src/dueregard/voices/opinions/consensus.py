"""What most of all participants are of one mind about, and what every group agrees on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.counts import VoteCounts
from dueregard.voices.opinions.proportions import SIGNIFICANT, above_half
from dueregard.voices.opinions.results import ConsensusStatement

__all__ = [
    "Firmness",
    "consensus_places",
    "consensus_statements",
    "firmness",
    "in_every_group",
    "of_one_mind",
]

Floats = NDArray[np.float64]

AT_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Firmness:
    """In how many resamples statements are a consensus.

    Attributes
    ----------
    resamples : int
        How many there are; 0 for none.
    holds, stays : dict of str to array of float, shape (statements,)
        By direction: the share of the resamples in which the statement passes the tests of a consensus, and
        in which it is one of the strongest five, too.
    """

    resamples: int
    holds: dict[str, Floats]
    stays: dict[str, Floats]


def of_one_mind(counts: VoteCounts, *, usable: NDArray[np.bool_], floor: int) -> dict[str, NDArray[np.bool_]]:
    """Mark statements that clearly more than half agree with, or disagree with.

    Parameters
    ----------
    counts : VoteCounts
        Shape (statements,).
    usable : array of bool, shape (statements,)
        Statements that may be marked.
    floor : int
        Fewest votes on a statement that is marked.

    Returns
    -------
    dict of str to array of bool, shape (statements,)
        For ``"agree"`` and ``"disagree"``: where the share is above a half and its test above the 90th
        percentile.
    """
    enough = usable & (counts.seen >= max(floor, 1))
    return {
        direction: enough & (p > 0.5) & (test > SIGNIFICANT)
        for direction, (p, test) in _shares_and_tests(counts).items()
    }


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
        For ``"agree"`` and ``"disagree"``: at most five places of :func:`of_one_mind`, by share times test.

    Examples
    --------
    >>> import numpy as np
    >>> counts = VoteCounts(agree=np.array([9.0, 4]), disagree=np.array([1.0, 5]), passed=np.array([2.0, 0]))
    >>> consensus_places(counts, usable=np.array([True, True]), floor=7)["agree"]
    array([0])
    """
    marked, chosen = of_one_mind(counts, usable=usable, floor=floor), {}
    for direction, (p, test) in _shares_and_tests(counts).items():
        places = np.flatnonzero(marked[direction])
        order = np.argsort(-(p * test)[places], kind="stable")
        chosen[direction] = places[order[:AT_MOST]]
    return chosen


def _shares_and_tests(counts: VoteCounts) -> dict[str, tuple[Floats, Floats]]:
    seen = counts.seen
    return {
        "agree": (counts.p_agree, above_half(counts.agree, seen)),
        "disagree": (counts.p_disagree, above_half(counts.disagree, seen)),
    }


def firmness(resampled: Sequence[VoteCounts], *, usable: NDArray[np.bool_], floor: int) -> Firmness:
    """Say in how many resamples each statement is a consensus.

    Parameters
    ----------
    resampled : sequence of VoteCounts
        Of each resample.
    usable : array of bool, shape (statements,)
        Statements that may be chosen.
    floor : int
        Fewest votes on a statement that is chosen.

    Returns
    -------
    Firmness
    """
    holds = {each: np.zeros(len(usable)) for each in ("agree", "disagree")}
    stays = {each: np.zeros(len(usable)) for each in ("agree", "disagree")}
    for counts in resampled:
        for direction, marked in of_one_mind(counts, usable=usable, floor=floor).items():
            holds[direction] += marked
        for direction, places in consensus_places(counts, usable=usable, floor=floor).items():
            stays[direction][places] += 1
    number = max(len(resampled), 1)
    return Firmness(
        resamples=len(resampled),
        holds={direction: each / number for direction, each in holds.items()},
        stays={direction: each / number for direction, each in stays.items()},
    )


def consensus_statements(
    counts: VoteCounts,
    weighted: VoteCounts | None,
    places: dict[str, NDArray[np.int64]],
    firm: Firmness,
) -> tuple[ConsensusStatement, ...]:
    """Describe consensus statements.

    Parameters
    ----------
    counts, weighted : VoteCounts
        Raw and, with weights, weighted; shape (statements,).
    places : dict of str to array of int
        Of :func:`consensus_places`.
    firm : Firmness
        Of the resamples.

    Returns
    -------
    tuple of ConsensusStatement
        Agreements first.
    """
    told = []
    tests = _shares_and_tests(counts)
    for direction, each in places.items():
        votes, (p, test) = getattr(counts, direction), tests[direction]
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
                holds=float(firm.holds[direction][place]) if firm.resamples else None,
                stays=float(firm.stays[direction][place]) if firm.resamples else None,
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
