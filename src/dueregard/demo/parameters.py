"""Every number that is planted in the town, by stage, so that a stage which should find one can be tested.

The numbers are invented; their signs and sizes are those that British surveys report, and the town's margins
are near those of the 2021 Census of England and Wales.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dueregard.demo.parameters_of_life import Background, Education, Families, Identity, Survival
from dueregard.demo.parameters_of_outcomes import Entitlement, Health, Income, Travel, Work
from dueregard.demo.parameters_of_voices import Voicing

__all__ = ["Answering", "Parameters", "Survey"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Who leaves which question unanswered: probabilities, and times as often for some."""

    religion: float = 0.055
    sexual_orientation: float = 0.12
    sexual_orientation_over_65: float = 1.9
    sexual_orientation_muslim: float = 1.8
    parent_occupation: float = 0.07
    parent_occupation_abroad: float = 2.2  # White other, Black African, Other ethnic group
    income: float = 0.06  # of households
    income_not_in_work: float = 1.5
    income_minority: float = 1.6
    in_work: float = 0.01
    good_health: float = 0.006
    missed_appointment: float = 0.03
    missed_appointment_under_35: float = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """How the household survey was drawn in each of its two years."""

    # Year and the share of households drawn.
    fraction: tuple[tuple[int, float], ...] = ((2024, 0.105), (2026, 0.23))
    small_ward_power: float = 0.5  # of the sample's share by ward: 1 proportional, 0 equal


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """All the numbers of the model.

    Examples
    --------
    >>> Parameters().work.pakistani_woman
    -1.2
    """

    families: Families = field(default_factory=Families)
    identity: Identity = field(default_factory=Identity)
    background: Background = field(default_factory=Background)
    education: Education = field(default_factory=Education)
    survival: Survival = field(default_factory=Survival)
    work: Work = field(default_factory=Work)
    income: Income = field(default_factory=Income)
    entitlement: Entitlement = field(default_factory=Entitlement)
    health: Health = field(default_factory=Health)
    travel: Travel = field(default_factory=Travel)
    answering: Answering = field(default_factory=Answering)
    survey: Survey = field(default_factory=Survey)
    voicing: Voicing = field(default_factory=Voicing)
