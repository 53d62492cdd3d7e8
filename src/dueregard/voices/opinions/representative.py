"""What each group says that others do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.counts import VoteCounts
from dueregard.voices.opinions.proportions import SIGNIFICANT, above_half, difference, everybody_else
from dueregard.voices.opinions.results import RepresentativeStatement

__all__ = ["Representativeness", "representative_statements", "representativeness"]

Floats = NDArray[np.float64]

AT_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Representativeness:
    """How each group stands to each statement, in one direction.

    Attributes
    ----------
    votes, seen : array of float, shape (groups, statements)
        Votes in the direction, and all votes of the group.
    p : array of float, shape (groups, statements)
        Share in the group, with one vote added each way.
    test : array of float, shape (groups, statements)
        How far above a half, in standard errors.
    ratio : array of float, shape (groups, statements)
        Representativeness: the share in the group over that in all other groups.
    ratio_test : array of float, shape (groups, statements)
        The difference of the two, in standard errors.
    """

    votes: Floats
    seen: Floats
    p: Floats
    test: Floats
    ratio: Floats
    ratio_test: Floats

    @property
    def metric(self) -> Floats:
        """What representative statements are ordered by: the product of both shares and both tests."""
        return self.ratio * self.ratio_test * self.p * self.test

    @property
    def significant(self) -> NDArray[np.bool_]:
        """Whether both tests are above the 90th percentile."""
        return np.asarray((self.test > SIGNIFICANT) & (self.ratio_test > SIGNIFICANT))


def representativeness(groups: VoteCounts) -> tuple[Representativeness, Representativeness]:
    """Compare each group with all other groups, for agreement and for disagreement.

    Parameters
    ----------
    groups : VoteCounts
        Shape (groups, statements).

    Returns
    -------
    tuple of Representativeness
        Of agreement, of disagreement.

    Examples
    --------
    >>> import numpy as np
    >>> zero = np.zeros((2, 1))
    >>> votes = VoteCounts(agree=np.array([[13.0], [5.0]]), disagree=np.array([[1.0], [17.0]]), passed=zero)
    >>> agree, _ = representativeness(votes)
    >>> agree.p[0], agree.ratio[0], agree.ratio_test[0].round(3)
    (array([0.875]), array([3.5]), array([4.058]))
    """
    others = everybody_else(groups)
    return (
        _direction(groups.agree, groups.seen, others.agree, others.seen),
        _direction(groups.disagree, groups.seen, others.disagree, others.seen),
    )


def _direction(votes: Floats, seen: Floats, other_votes: Floats, other_seen: Floats) -> Representativeness:
    p, other = (votes + 1) / (seen + 2), (other_votes + 1) / (other_seen + 2)
    return Representativeness(
        votes=votes,
        seen=seen,
        p=p,
        test=above_half(votes, seen),
        ratio=p / other,
        ratio_test=difference(votes, seen, other_success=other_votes, other_trials=other_seen),
    )


def representative_statements(
    groups: VoteCounts, *, usable: NDArray[np.bool_], floor: int
) -> tuple[tuple[RepresentativeStatement, ...], ...]:
    """Choose for each group the statements that tell it from the others.

    At most five whose share and whose difference from others are both significant; what the group agrees on
    most leads, and agreements come before disagreements. A group without any has its nearest to one. A
    statement's direction is that in which the group differs most from others; but what leads for being
    agreed with is shown as that (a Polis server may label it a disagreement when others agree even more).

    Parameters
    ----------
    groups : VoteCounts
        Shape (groups, statements).
    usable : array of bool, shape (statements,)
        Statements that may be chosen.
    floor : int
        Fewest votes of a group on a statement that is chosen for it.

    Returns
    -------
    tuple of tuple of RepresentativeStatement
        For each group; empty for one that has too few votes on everything.
    """
    both = representativeness(groups)
    return tuple(
        _chosen(group, both, np.flatnonzero(usable & (groups.seen[group] >= max(floor, 1))))
        for group in range(len(groups.seen))
    )


def _chosen(
    group: int, both: tuple[Representativeness, Representativeness], places: NDArray[np.int64]
) -> tuple[RepresentativeStatement, ...]:
    if not len(places):
        return ()
    agree, disagree = both
    sides = np.where(agree.ratio_test[group] > disagree.ratio_test[group], 0, 1)
    significant = (agree.significant | disagree.significant)[group]
    metric = np.where(sides == 0, agree.metric[group], disagree.metric[group])
    best = _best_agreed(agree, group, places)
    chosen = [place for place in places if significant[place] and place != best]
    chosen.sort(key=lambda place: -metric[place])
    if best is not None:
        chosen.insert(0, best)
    if not chosen:
        tests = np.maximum(agree.ratio_test, disagree.ratio_test)[group, places]
        chosen = [places[int(tests.argmax())]]
    said = [
        _statement(group, int(place), 0 if place == best else int(sides[place]), both, best)
        for place in chosen
    ]
    return tuple(sorted(said[:AT_MOST], key=lambda each: each.direction != "agree"))


def _best_agreed(agree: Representativeness, group: int, places: NDArray[np.int64]) -> int | None:
    """Find what a group agrees on most, among what is agreed by most of it or clearly."""
    p, test, ratio = agree.p[group], agree.test[group], agree.ratio[group]
    usable = [place for place in places if test[place] > SIGNIFICANT or (ratio[place] > 1 and p[place] > 0.5)]
    if not usable:
        return None
    apart = [place for place in usable if ratio[place] > 1]
    if apart:
        return int(max(apart, key=lambda place: agree.metric[group, place]))
    return int(max(usable, key=lambda place: p[place] * test[place]))


def _statement(
    group: int, place: int, side: int, both: tuple[Representativeness, Representativeness], best: int | None
) -> RepresentativeStatement:
    of = both[side]
    return RepresentativeStatement(
        statement=place,
        direction=("agree", "disagree")[side],
        votes=int(of.votes[group, place]),
        seen=int(of.seen[group, place]),
        p=float(of.p[group, place]),
        test=float(of.test[group, place]),
        representativeness=float(of.ratio[group, place]),
        representativeness_test=float(of.ratio_test[group, place]),
        best_agree=place == best,
    )
