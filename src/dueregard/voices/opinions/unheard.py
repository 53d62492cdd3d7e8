"""Who was not heard: levels of the population of which fewer took part than its shares would bring."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import special

from dueregard.voices.opinions.weighting import ParticipantWeights, WeighedLevel

__all__ = ["Unheard", "unheard"]

FEW = 0.8
"""A level is named when its share of participants is below this part of its share of the population."""

BY_CHANCE = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """A level of which few took part.

    Attributes
    ----------
    level : WeighedLevel
        Its shares.
    ratio : float
        Its share of participants over its share of the population; 0 where nobody took part.
    chance : float
        How often so few or fewer would be there if participants were drawn at random.
    """

    level: WeighedLevel
    ratio: float
    chance: float

    @property
    def more_than_chance(self) -> bool:
        """Whether a random draw would hardly bring so few."""
        return self.chance <= BY_CHANCE


def unheard(weights: ParticipantWeights) -> tuple[Unheard, ...]:
    """List the levels of which few took part.

    Parameters
    ----------
    weights : ParticipantWeights
        With every level of the population.

    Returns
    -------
    tuple of Unheard
        Nobody's first, then by how little each is heard.

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.voices.opinions.population import Population
    >>> from dueregard.voices.opinions.votes import Votes
    >>> from dueregard.voices.opinions.weighting import weigh_participants
    >>> votes = Votes(
    ...     participants=tuple("abcdefghij"),
    ...     statements=(),
    ...     participant=np.array([], np.int32),
    ...     statement=np.array([], np.int32),
    ...     value=np.array([], np.int8),
    ...     kept=np.array([], bool),
    ...     characteristics={"age": np.array(["young"] + ["old"] * 9, object)},
    ... )
    >>> census = Population(title="census", margins={"age": {"young": 5.0, "old": 5.0}})
    >>> [found] = unheard(weigh_participants(votes, census))
    >>> found.level.level, round(found.ratio, 3), found.more_than_chance
    ('young', 0.2, True)
    """
    asked = {
        name: sum(level.participants for level in weights.levels if level.characteristic == name)
        for name in {level.characteristic for level in weights.levels}
    }
    found = [
        Unheard(
            level=level,
            ratio=level.share / level.population_share,
            chance=float(
                special.bdtr(level.participants, asked[level.characteristic], level.population_share)
            ),
        )
        for level in weights.levels
        if level.share < FEW * level.population_share
    ]
    return tuple(sorted(found, key=lambda one: (one.ratio, one.chance)))
