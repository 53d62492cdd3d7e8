"""A consultation's whole answer: opinions, raw and weighted, with what averages would have hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from dueregard.disclosure import Policy
from dueregard.estimates import Record
from dueregard.voices.opinions.by_characteristic import (
    SharesByCharacteristic,
    StatementShares,
    shares_by_characteristic,
)
from dueregard.voices.opinions.capped import CAP
from dueregard.voices.opinions.dividing import DividingStatement, dividing_statements
from dueregard.voices.opinions.find import find_opinions
from dueregard.voices.opinions.justified import ChosenStatements, Rule, choose_statements
from dueregard.voices.opinions.map_parts import MapView
from dueregard.voices.opinions.map_view import countable_groups, map_view
from dueregard.voices.opinions.matching import in_levels_of
from dueregard.voices.opinions.participation import hidden_levels
from dueregard.voices.opinions.population import Population
from dueregard.voices.opinions.results import OpinionGroup, Opinions
from dueregard.voices.opinions.safeguard import Safeguard, minority_safeguard
from dueregard.voices.opinions.unheard import Unheard, unheard
from dueregard.voices.opinions.votes import Votes
from dueregard.voices.opinions.weighting import ParticipantWeights, weigh_participants

__all__ = ["OpinionReport", "report_opinions"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpinionReport:
    """Everything that is said of a consultation.

    Attributes
    ----------
    votes : Votes
        What was voted.
    opinions : Opinions
        Groups, consensus, stability and map.
    population : Population or None
        What participants were held against.
    weights : ParticipantWeights or None
        Weights to the population.
    unheard : tuple of Unheard
        Levels of the population of which few took part; empty without a population.
    shares : SharesByCharacteristic
        What each declared group says, before the gate.
    shown : mapping of int to StatementShares
        The same as it is shown, by the statement's place: through the gate in a release.
    dividing : tuple of DividingStatement
        What divides.
    safeguard : Safeguard
        What groups oppose.
    chosen, chosen_weighted : ChosenStatements or None
        A choice of statements that does justice to groups: of participants, and of the population.
    view : MapView
        The map, which is fit to be shown.
    policy : Policy
        The rules of disclosure.
    release : bool
        Whether all of it is to be published.
    rewritten : tuple of str
        Which characteristics were put into the population's levels.
    hidden : frozenset of (str, str)
        Characteristics and levels whose participants may not be counted; none unless it is a release.
    """

    votes: Votes = field(repr=False)
    opinions: Opinions = field(repr=False)
    population: Population | None
    weights: ParticipantWeights | None
    unheard: tuple[Unheard, ...]
    shares: SharesByCharacteristic = field(repr=False)
    shown: Mapping[int, StatementShares] = field(repr=False)
    dividing: tuple[DividingStatement, ...]
    safeguard: Safeguard
    chosen: ChosenStatements | None
    chosen_weighted: ChosenStatements | None
    view: MapView = field(repr=False)
    policy: Policy
    release: bool
    rewritten: tuple[str, ...] = ()
    hidden: frozenset[tuple[str, str]] = frozenset()

    @property
    def records(self) -> tuple[Record, ...]:
        """The shares of all statements and groups as they are shown."""
        return tuple(record for each in self.shown.values() for record in each.records)

    @property
    def counted_groups(self) -> frozenset[int]:
        """Numbers of the groups whose size is told: all, unless it is a release."""
        threshold = self.policy.threshold if self.release else 0
        return countable_groups(self.opinions, threshold)

    def is_small(self, group: OpinionGroup) -> bool:
        """Say whether nothing may be told of a group, because it is a release and the group is small.

        Parameters
        ----------
        group : OpinionGroup
            A group of people who vote alike.

        Returns
        -------
        bool
            Never so unless it is a release.
        """
        return self.release and group.size < self.policy.threshold

    def in_every_group(self, most: int = 5) -> list[int]:
        """Find the statements that every group agrees with most.

        Parameters
        ----------
        most : int
            How many.

        Returns
        -------
        list of int
            Places of statements, by the product of the groups' shares; none without groups.
        """
        if not self.opinions.has_groups:
            return []
        values = self.opinions.group_aware_consensus
        known = np.flatnonzero(self.votes.kept & np.isfinite(values)).tolist()
        return sorted(known, key=lambda place: (-values[place], place))[:most]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader has to know; in a release some count people and are to be left out."""
        found = [*self.opinions.notes, *self.rewritten, *self.shares.notes]
        found += self.population.notes if self.population else ()
        found += self.weights.notes if self.weights else ()
        return tuple(dict.fromkeys(found))


def report_opinions(
    votes: Votes,
    *,
    population: Population | None = None,
    cap: tuple[float, float] | None = CAP,
    by: Iterable[str] | None = None,
    choose: int | None = None,
    rule: Rule = "equal-shares",
    bootstrap: int = 50,
    seed: int = 0,
    release: bool = False,
    policy: Policy | None = None,
    progress: Callable[[str, float], None] = lambda _doing, _share: None,
) -> OpinionReport:
    """Analyse a consultation.

    Parameters
    ----------
    votes : Votes
        One vote for each participant and statement.
    population : Population, optional
        Then results are weighted to it, beside the raw ones.
    cap : tuple of float, optional
        Lowest and highest weight as multiples of the mean.
    by : iterable of str, optional
        Characteristics to look at; all by default.
    choose : int, optional
        How many statements to choose so that groups are represented in proportion.
    rule : str
        By which rule; see :func:`~.justified.choose_statements`.
    bootstrap, seed : int
        Resamples of participants, and the seed of everything random.
    release : bool
        Whether the answer is to be published: then shares pass the gate.
    policy : Policy, optional
        The rules of disclosure.
    progress : callable
        Is told what is being done, and which share is done.

    Returns
    -------
    OpinionReport
        The whole answer.
    """
    rules = policy or Policy()
    progress("Weighing participants", 0.15)
    rewritten: list[str] = []
    if population is not None:
        votes, rewritten = in_levels_of(population, votes)
    weights = None if population is None else weigh_participants(votes, population, cap=cap)
    progress("Looking for groups", 0.2)
    opinions = find_opinions(
        votes, weights=None if weights is None else weights.weights, bootstrap=bootstrap, seed=seed
    )
    progress("Estimating what each group says", 0.75)
    shares = shares_by_characteristic(votes, by=by, weights=weights)
    progress("Looking for what groups oppose", 0.85)
    shown = shares.released(rules) if release else shares.statements
    return OpinionReport(
        votes=votes,
        opinions=opinions,
        population=population,
        weights=weights,
        unheard=() if weights is None else unheard(weights),
        shares=shares,
        shown={each.statement: each for each in shown},
        dividing=dividing_statements(opinions),
        safeguard=minority_safeguard(shares, policy=rules),
        chosen=None if choose is None else choose_statements(votes, choose, rule=rule),
        chosen_weighted=None
        if choose is None or weights is None
        else choose_statements(votes, choose, rule=rule, weights=weights.weights),
        view=map_view(opinions, policy=rules),
        policy=rules,
        release=release,
        rewritten=tuple(rewritten),
        hidden=hidden_levels(votes, weights, rules) if release and weights is not None else frozenset(),
    )
