"""Choosing k statements so that every large enough group of like-minded people has its share of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from dueregard.errors import UsageError, did_you_mean
from dueregard.voices.opinions.approval_rules import (
    approval_voting,
    equal_shares,
    sequential_chamberlin_courant,
    sequential_phragmen,
    sequential_proportional_approval,
)
from dueregard.voices.opinions.approvals import Approvals, approvals_of
from dueregard.voices.opinions.proportional_approval import harmonic_score, proportional_approval
from dueregard.voices.opinions.votes import Votes

__all__ = ["ChosenStatements", "Neglected", "Rule", "choose_statements", "neglected"]

Rule = Literal[
    "equal-shares",
    "pav",
    "sequential-pav",
    "phragmen",
    "chamberlin-courant",
    "approval",
]
"""The rules by name."""

_SEQUENTIAL: dict[str, Callable[[Approvals, int], list[int]]] = {
    "equal-shares": equal_shares,
    "sequential-pav": sequential_proportional_approval,
    "phragmen": sequential_phragmen,
    "chamberlin-courant": sequential_chamberlin_courant,
    "approval": approval_voting,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Neglected:
    """A group that a choice of statements does not do justice to.

    Attributes
    ----------
    statement : int
        Place in ``votes.statements`` of what they all approve, and was not chosen.
    people : int
        How many they are, or stand for.
    deserve : int
        Their number, or their weight, earns them so many statements that they approve, and none of them has
        as many.
    """

    statement: int
    people: int
    deserve: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenStatements:
    """Statements chosen by approval.

    Attributes
    ----------
    rule : str
        By which rule.
    statements : tuple of int
        Places in ``votes.statements``, in order.
    voters : int
        People who agree with at least one statement; others cannot be represented.
    pav_score : float
        Sum over people of 1 + 1/2 + ... + 1/j, j being how many chosen statements somebody agrees with.
    unrepresented : float
        The share of voters who agree with none of them, by weight where they have weights.
    neglected : Neglected or None
        The group that shows that EJR+ fails; None where it holds.
    proven : bool
        False when an exact rule ran out of time.
    """

    rule: str
    statements: tuple[int, ...]
    voters: int
    pav_score: float
    unrepresented: float
    neglected: Neglected | None
    proven: bool = True

    @property
    def ejr_plus(self) -> bool:
        """Whether every group large enough for some statements has somebody with as many (EJR+)."""
        return self.neglected is None


def choose_statements(
    votes: Votes,
    size: int,
    *,
    rule: Rule = "equal-shares",
    weights: ArrayLike | None = None,
    seconds: float = 60.0,
) -> ChosenStatements:
    """Choose statements so that groups are represented in proportion to their size.

    The default is the method of equal shares: it guarantees EJR+, its reason can be told ("everybody has
    the same money, and statements are bought together"), and it is fast for any number of people. PAV
    guarantees EJR+ too and has the best score, but its exact search can take long in large consultations.

    Parameters
    ----------
    votes : Votes
        An agreement is an approval; nothing else is.
    size : int
        How many statements.
    rule : str
        ``equal-shares``, ``pav`` (exact), ``sequential-pav``, ``phragmen``, ``chamberlin-courant`` or
        ``approval`` (most approvals, which a majority may fill alone).
    weights : array-like, shape (participants,), optional
        For how many people each participant stands: the choice then represents those.
    seconds : float
        When an exact search stops.

    Returns
    -------
    ChosenStatements
        With what it does for whom.

    Raises
    ------
    UsageError
        When more are wanted than there are, or the rule is unknown.
    PeopleError
        When nobody agrees with anything.

    Examples
    --------
    >>> from dueregard.voices.opinions.votes import Statement
    >>> votes = Votes(
    ...     participants=("a", "b", "c", "d", "e"),
    ...     statements=(Statement(id="1"), Statement(id="2"), Statement(id="3")),
    ...     participant=np.array([0, 0, 1, 1, 2, 2, 3, 4], np.int32),
    ...     statement=np.array([0, 1, 0, 1, 0, 1, 2, 2], np.int32),
    ...     value=np.ones(8, np.int8),
    ...     kept=np.ones(3, bool),
    ... )
    >>> found = choose_statements(votes, 2)
    >>> found.statements, found.ejr_plus, found.unrepresented
    ((0, 2), True, 0.0)
    """
    if rule not in get_args(Rule):
        raise UsageError(
            f"There is no rule {rule!r} for choosing statements.",
            found=f"The rules are: {', '.join(get_args(Rule))}.",
            remedy=did_you_mean(rule, get_args(Rule)) or None,
        )
    approvals = approvals_of(votes, weights=weights)
    if not 1 <= size <= len(approvals.statements):
        raise UsageError(
            f"{size} statements cannot be chosen.",
            found=f"There are {len(approvals.statements)} that are kept.",
            remedy="Ask for at least one, and for no more than there are.",
        )
    proven = True
    if rule == "pav":
        exact = proportional_approval(approvals, size, seconds=seconds)
        columns, proven = list(exact.chosen), exact.proven
    else:
        columns = sorted(_SEQUENTIAL[rule](approvals, size))
    had = approvals.chosen_of_each(columns)
    return ChosenStatements(
        rule=rule,
        statements=tuple(approvals.statements[column] for column in columns),
        voters=approvals.voters,
        pav_score=harmonic_score(approvals, columns),
        unrepresented=float(approvals.people[had == 0].sum() / approvals.people.sum()),
        neglected=neglected(approvals, columns),
        proven=proven,
    )


def neglected(approvals: Approvals, chosen: Sequence[int]) -> Neglected | None:
    """Look for a group that EJR+ is violated for.

    A choice W of k statements satisfies EJR+ unless there are a statement c outside W, a number l up to k
    and a group of at least l n/k people who all approve c, of whom everybody approves fewer than l of W. For
    a given c and l the largest such group is known, so all are checked in polynomial time.

    Parameters
    ----------
    approvals : Approvals
        Who approves what.
    chosen : sequence of int
        Columns.

    Returns
    -------
    Neglected or None
        The one that deserves most; None where EJR+ holds.

    References
    ----------
    Brill and Peters (2023), Robust and verifiable proportionality axioms for multiwinner voting, EC '23,
    definition 4 and section 4.

    Examples
    --------
    >>> from dueregard.voices.opinions.approval_rules import _two_camps
    >>> neglected(_two_camps(), [2]), neglected(_two_camps(), [0, 2])
    (None, None)
    """
    size, voters = len(chosen), float(approvals.people.sum())
    had = approvals.chosen_of_each(chosen)
    for deserve in range(size, 0, -1):
        few = np.where(had < deserve, approvals.people, 0.0)
        crowd = np.asarray(approvals.matrix.T @ few)
        crowd[list(chosen)] = 0
        at = int(crowd.argmax())
        if crowd[at] > 0 and crowd[at] * size >= deserve * voters - 1e-9:
            return Neglected(
                statement=approvals.statements[at], people=round(float(crowd[at])), deserve=deserve
            )
    return None
