"""What an analysis of opinions finds: groups, what each says, what all share, and how firm that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.counts import VoteCounts
from dueregard.voices.opinions.votes import Votes

__all__ = [
    "ConsensusStatement",
    "OpinionGroup",
    "OpinionMap",
    "Opinions",
    "RepresentativeStatement",
    "Stability",
]

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentativeStatement:
    """A statement on which a group differs from all others.

    Attributes
    ----------
    statement : int
        Its place in ``votes.statements``.
    direction : str
        ``"agree"`` or ``"disagree"``: what the group does more than others.
    votes, seen : int
        Votes in that direction, and all votes on it, in the group.
    p : float
        Share in the group, (votes + 1)/(seen + 2).
    test : float
        How far above a half, in standard errors.
    representativeness : float
        The share in the group over the share in all other groups.
    representativeness_test : float
        The difference of the two shares, in standard errors.
    best_agree : bool
        Whether it is the group's most agreed statement, and leads for that.
    """

    statement: int
    direction: str
    votes: int
    seen: int
    p: float
    test: float
    representativeness: float
    representativeness_test: float
    best_agree: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusStatement:
    """A statement on which most of all participants are of one mind.

    Attributes
    ----------
    statement : int
        Its place in ``votes.statements``.
    direction : str
        ``"agree"`` or ``"disagree"``.
    votes, seen : int
        Votes in that direction, and all votes on it, by everybody.
    p, test : float
        The share (votes + 1)/(seen + 2), and how far above a half it is in standard errors.
    weighted_p : float or None
        The share under the weights, at the effective number of votes; None without weights.
    holds : float or None
        In which share of the resamples a clear majority has that opinion, too; None without resamples.
    stays : float or None
        In which share it is one of the five strongest, too.
    """

    statement: int
    direction: str
    votes: int
    seen: int
    p: float
    test: float
    weighted_p: float | None = None
    holds: float | None = None
    stays: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpinionGroup:
    """Participants who vote alike.

    Attributes
    ----------
    number : int
        From 0; found groups the largest first.
    name : str
        A letter for groups that were found, the given name for others.
    members : array of int
        Their places in ``votes.participants``.
    centre : array of float, shape (2,)
        The middle of its members on the map.
    representative : tuple of RepresentativeStatement
        Where it differs from all others: at most five.
    stability : float or None
        Mean over resamples of its Jaccard similarity to the nearest group there; None without resamples.
    """

    number: int
    name: str
    members: Places
    centre: Floats
    representative: tuple[RepresentativeStatement, ...]
    stability: float | None = None

    @property
    def size(self) -> int:
        """How many members."""
        return len(self.members)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpinionMap:
    """Where participants and statements lie: near where votes were alike.

    Attributes
    ----------
    participants : array of float, shape (participants, 2)
        Coordinates, corrected for how few statements somebody voted on.
    statements : array of float, shape (statements, 2)
        Where somebody would lie who had only agreed with it.
    axes : array of float, shape (2, statements)
        The two principal components; 0 for statements that are left out.
    variance : array of float, shape (2,)
        Variance of the votes along each.
    centre : array of float, shape (statements,)
        The mean vote on each statement.
    placed : array of bool, shape (participants,)
        Who voted often enough to be put into a group.
    """

    participants: Floats
    statements: Floats
    axes: Floats
    variance: Floats
    centre: Floats
    placed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stability:
    """How much of the answer survives when other people like these take part.

    Attributes
    ----------
    resamples : int
        How many samples of participants were drawn, with replacement.
    rand : array of float, shape (resamples,)
        Adjusted Rand index of the groups found in each against those of the full run; 1 is the same. Empty
        when the full run found none.
    group_counts : array of int, shape (resamples,)
        How many groups each has.
    jaccard : array of float, shape (resamples, groups)
        Jaccard similarity of each group to the nearest found in the resample.
    expected_silhouette : float
        What the silhouette would be were people one crowd that is cut into parts.
    stable : bool
        Whether there are groups by the rule.
    camps : bool
        Whether the groups lie clearly further apart than parts of one crowd would; if not, they are the ends
        of a gradient, and where it is cut says little.
    reason : str
        What the rules found, in words.
    seed : int
        Of the draws.
    """

    resamples: int
    rand: Floats
    group_counts: Places
    jaccard: Floats
    expected_silhouette: float
    stable: bool
    camps: bool
    reason: str
    seed: int

    @property
    def median_rand(self) -> float:
        """Median adjusted Rand index; NaN without resamples."""
        return float(np.median(self.rand)) if len(self.rand) else float("nan")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opinions:
    """What participants agree on and where they divide.

    Arrays over statements are in the order of ``votes.statements``, left-out statements included.

    Attributes
    ----------
    votes : Votes
        What it was made of.
    weights : array of float, shape (participants,), or None
        What each participant stands for.
    effective_n : float
        (sum w)²/(sum w²) of those who voted: how many equally weighted people the weights are worth.
    group : array of int, shape (participants,)
        Everybody's group; -1 for none.
    groups : tuple of OpinionGroup
        Whether found ones are to be relied on is in `stability`: see `has_groups`.
    given : bool
        Whether the groups were given and not found.
    map : OpinionMap
        Coordinates.
    counts, group_counts : VoteCounts
        Votes of everybody, shape (statements,), and of each group, shape (groups, statements).
    weighted, weighted_group_counts : VoteCounts or None
        The same under the weights.
    consensus : tuple of ConsensusStatement
        At most five that are agreed with and five that are disagreed with, strongest first.
    weighted_consensus : tuple of ConsensusStatement
        Likewise by the weighted votes, at their effective number; empty without weights.
    group_aware_consensus : array of float, shape (statements,)
        Product over the groups of the share that agrees; NaN where a group has fewer votes than `floor`.
    group_aware_disagreement : array of float, shape (statements,)
        Likewise of the share that disagrees.
    extremity, priority : array of float, shape (statements,)
        Distance of a statement from the middle of the map, and how urgent it is to show it to more people.
    floor : int
        Fewest votes that any summary of a statement may rest on.
    few_votes : tuple of int
        Kept statements with fewer votes than that: no summary mentions them.
    unevenly_seen : tuple of int
        Statements that some groups saw far less than others: what differs may be who was asked.
    silhouette : float
        How clearly the groups lie apart on the map, from -1 to 1; NaN for given groups and without any.
    stability : Stability or None
        None when groups were given or resamples were not asked for.
    export_rand : float or None
        Adjusted Rand index against the groups of an export, over those who are in both.
    notes : tuple of str
        What the reader has to know: votes read, participants set aside, groups refused.
    """

    votes: Votes
    weights: Floats | None
    effective_n: float
    group: Places
    groups: tuple[OpinionGroup, ...]
    given: bool
    map: OpinionMap
    counts: VoteCounts
    group_counts: VoteCounts
    weighted: VoteCounts | None
    weighted_group_counts: VoteCounts | None
    consensus: tuple[ConsensusStatement, ...]
    weighted_consensus: tuple[ConsensusStatement, ...]
    group_aware_consensus: Floats
    group_aware_disagreement: Floats
    extremity: Floats
    priority: Floats
    floor: int
    few_votes: tuple[int, ...]
    unevenly_seen: tuple[int, ...]
    silhouette: float
    stability: Stability | None
    export_rand: float | None
    notes: Sequence[str] = ()

    @property
    def has_groups(self) -> bool:
        """Whether there are groups to speak of: given ones, or two or more that are not shown unstable."""
        if self.given or len(self.groups) < 2:
            return self.given
        return self.stability is None or self.stability.stable

    @property
    def seen_by_group(self) -> Floats:
        """Share of each group that voted on each statement, shape (groups, statements)."""
        sizes = np.array([group.size for group in self.groups], dtype=np.float64)
        return self.group_counts.seen / np.maximum(sizes, 1)[:, None]
