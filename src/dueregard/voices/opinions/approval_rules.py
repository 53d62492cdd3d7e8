"""Rules that choose k statements by approval, one after another; ties go to the first statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.approvals import Approvals

__all__ = [
    "approval_voting",
    "equal_shares",
    "sequential_chamberlin_courant",
    "sequential_phragmen",
    "sequential_proportional_approval",
]

Floats = NDArray[np.float64]
TIED = 1e-9


def approval_voting(approvals: Approvals, size: int) -> list[int]:
    """Choose the statements with most approvals (AV): the majority may take every place.

    Parameters
    ----------
    approvals : Approvals
        Who approves what.
    size : int
        How many are chosen.

    Returns
    -------
    list of int
        Columns, in the order in which they are chosen.

    Examples
    --------
    >>> approval_voting(_two_camps(), 2)
    [0, 1]
    """
    counts = approvals.approvals
    return sorted(range(len(counts)), key=lambda column: (-counts[column], column))[:size]


def sequential_proportional_approval(approvals: Approvals, size: int) -> list[int]:
    """Choose greedily by Thiele's score: a person's j-th chosen approval adds 1/j.

    Parameters
    ----------
    approvals : Approvals
        Who approves what.
    size : int
        How many are chosen.

    Returns
    -------
    list of int
        Columns, in the order in which they are chosen.

    References
    ----------
    Thiele (1895); Lackner and Skowron (2023), Multi-Winner Voting with Approval Preferences, rule 3.

    Examples
    --------
    >>> sequential_proportional_approval(_two_camps(), 2)
    [0, 2]
    """
    return _greedily(approvals, size, lambda had: 1.0 / (1.0 + had))


def sequential_chamberlin_courant(approvals: Approvals, size: int) -> list[int]:
    """Choose greedily so that as many as can be have one chosen statement that they approve.

    Parameters
    ----------
    approvals : Approvals
        Who approves what.
    size : int
        How many are chosen.

    Returns
    -------
    list of int
        Columns, in the order in which they are chosen.

    References
    ----------
    Chamberlin and Courant (1983), American Political Science Review 77, 718-733.

    Examples
    --------
    >>> sequential_chamberlin_courant(_two_camps(), 2)
    [0, 2]
    """
    return _greedily(approvals, size, lambda had: (had == 0).astype(float))


def _greedily(approvals: Approvals, size: int, gain: Callable[[Floats], Floats]) -> list[int]:
    chosen: list[int] = []
    had = np.zeros(len(approvals.people))
    for _ in range(size):
        gains = np.asarray(approvals.matrix.T @ (approvals.people * gain(had)))
        chosen.append(_largest(gains, chosen))
        had += _supporters(approvals, chosen[-1])
    return chosen


def sequential_phragmen(
    approvals: Approvals, size: int, *, chosen: Sequence[int] = (), loads: Floats | None = None
) -> list[int]:
    """Choose by Phragmén's sequential rule: each statement is a load of 1 on those who approve it.

    The next statement is the one that leaves the heaviest load of its supporters, after they have been
    evened out, the lightest.

    Parameters
    ----------
    approvals : Approvals
        Who approves what.
    size : int
        How many are chosen in all.
    chosen : sequence of int
        What is chosen already.
    loads : array of float, shape (patterns,), optional
        Of each person of a row; 0 by default.

    Returns
    -------
    list of int
        Columns, in the order in which they are chosen.

    References
    ----------
    Phragmén (1894); Brill, Freeman, Janson and Lackner (2024), Mathematical Programming 203, 47-76.

    Examples
    --------
    >>> sequential_phragmen(_two_camps(), 2)
    [0, 2]
    """
    picked = list(chosen)
    load = np.zeros(len(approvals.people)) if loads is None else np.array(loads, dtype=float)
    counts = approvals.approvals
    while len(picked) < size:
        carried = np.asarray(approvals.matrix.T @ (approvals.people * load))
        with np.errstate(divide="ignore", invalid="ignore"):
            heaviest = np.where(counts > 0, (carried + 1) / counts, np.inf)
        picked.append(_largest(-heaviest, picked))
        mine = _supporters(approvals, picked[-1]) > 0
        load[mine] = heaviest[picked[-1]]
    return picked


def equal_shares(approvals: Approvals, size: int) -> list[int]:
    """Choose by the method of equal shares: everybody has k/n to spend, and a statement costs 1.

    Again and again the statement is bought whose supporters can pay for it while the largest payment is as
    small as can be. What is left when nobody can buy any more is filled by Phragmén's rule, where whoever
    has money left carries so much less.

    Parameters
    ----------
    approvals : Approvals
        Who approves what.
    size : int
        How many are chosen.

    Returns
    -------
    list of int
        Columns, in the order in which they are chosen.

    References
    ----------
    Peters and Skowron (2020), Proportionality and the limits of welfarism, EC '20, 793-794; it satisfies
    EJR+ (Brill and Peters 2023).

    Examples
    --------
    >>> equal_shares(_two_camps(), 2)
    [0, 2]
    """
    budget = np.full(len(approvals.people), size / approvals.people.sum())
    columns = approvals.matrix.tocsc()
    chosen: list[int] = []
    while len(chosen) < size:
        prices = np.array(
            [
                np.inf if at in chosen else _price(budget[mine], approvals.people[mine])
                for at in range(len(approvals.statements))
                for mine in (columns.indices[columns.indptr[at] : columns.indptr[at + 1]],)
            ]
        )
        if not np.isfinite(prices).any():
            break
        chosen.append(_largest(-prices, chosen))
        mine = _supporters(approvals, chosen[-1]) > 0
        budget[mine] = np.maximum(budget[mine] - prices[chosen[-1]], 0.0)
    return sequential_phragmen(approvals, size, chosen=chosen, loads=-budget)


def _price(budget: Floats, people: Floats) -> float:
    """The smallest largest payment with which supporters buy one statement; infinite if they cannot."""
    if float(budget @ people) < 1 - TIED:
        return float("inf")
    order = np.argsort(budget, kind="stable")
    rising, crowd = budget[order], people[order]
    # Those before each place pay all they have; the rest pay alike.
    spent = np.concatenate([[0.0], np.cumsum(rising * crowd)[:-1]])
    left = np.cumsum(crowd[::-1])[::-1]
    price = (1 - spent) / left
    enough = np.flatnonzero(price <= rising + TIED)
    return float(price[enough[0]]) if len(enough) else float(rising[-1])


def _largest(values: Floats, taken: Sequence[int]) -> int:
    """The first column with the largest value; values that differ by rounding are tied."""
    open_ones = np.array(values, dtype=float)
    open_ones[list(taken)] = -np.inf
    left = np.ones(len(open_ones), dtype=bool)
    left[list(taken)] = False
    best = open_ones[left].max()
    if not np.isfinite(best):
        return int(np.flatnonzero(left)[0])
    return int(np.flatnonzero(left & (open_ones >= best - TIED * max(1.0, abs(best))))[0])


def _supporters(approvals: Approvals, column: int) -> Floats:
    one = np.zeros(len(approvals.statements))
    one[column] = 1
    return np.asarray(approvals.matrix @ one)


def _two_camps() -> Approvals:
    """Five who approve the statements 0 and 1, four who approve 2: for examples."""
    from scipy import sparse

    matrix = sparse.csr_array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    return Approvals(statements=(0, 1, 2), matrix=matrix, people=np.array([5.0, 4.0]), voters=9)
