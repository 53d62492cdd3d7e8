"""Numbers planted in the first part of life: family, origin, schooling, and how long people live.

Effects are log-odds unless a comment says otherwise, and are measured from the first or most common answer.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Background",
    "Curve",
    "Education",
    "Effects",
    "Families",
    "Identity",
    "Survival",
]

Effects = tuple[tuple[str, float], ...]  # answer and its effect; answers left out have none
Curve = tuple[tuple[float, float], ...]  # corners: straight between them, level beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class Families:
    """Who lives with whom."""

    people: int = 60_000
    # Households founded before deaths; the town keeps the first that make up its people.
    founded: int = 33_000
    # Share of households by ethnic group of the reference person.
    ethnic_group: Effects = (
        ("White British", 0.786),
        ("White other", 0.056),
        ("Gypsy or Irish Traveller", 0.0024),
        ("Indian", 0.023),
        ("Pakistani", 0.042),
        ("Other Asian", 0.013),
        ("Black African", 0.020),
        ("Black Caribbean", 0.016),
        ("Mixed", 0.020),
        ("Other ethnic group", 0.0194),
    )
    # Age of the reference person is 19 + 77 * Beta(young, old): a larger `old` makes a younger group.
    young: float = 1.5
    old: float = 1.38
    old_by_group: Effects = (
        ("White other", 2.8),
        ("Gypsy or Irish Traveller", 2.6),
        ("Indian", 2.5),
        ("Pakistani", 3.6),
        ("Other Asian", 2.8),
        ("Black African", 3.3),
        ("Black Caribbean", 1.9),
        ("Mixed", 3.4),
        ("Other ethnic group", 2.8),
    )
    couple: Curve = ((19, 0.22), (25, 0.52), (33, 0.72), (50, 0.76), (65, 0.80), (95, 0.80))  # probability
    sharing: Curve = (
        (19, 0.45),
        (24, 0.25),
        (30, 0.06),
        (36, 0.0),
    )  # probability, among those not in a couple
    same_group_partner: float = 0.93
    same_sex_partner: float = 0.017
    lone_mother: float = 0.50  # probability that a woman without a partner has had children
    lone_father: float = 0.07
    children: float = 1.95  # mean number ever born
    children_by_group: Effects = (
        ("Gypsy or Irish Traveller", 1.2),
        ("Indian", 0.2),
        ("Pakistani", 1.1),
        ("Other Asian", 0.4),
        ("Black African", 0.8),
    )
    age_at_birth: tuple[float, float] = (30.0, 5.5)  # mean and standard deviation of the mother's age
    leaving_home: Curve = ((17, 1.0), (20, 0.70), (24, 0.48), (30, 0.17), (36, 0.06), (50, 0.0))
    married: Curve = (
        (19, 0.05),
        (28, 0.35),
        (38, 0.70),
        (60, 0.88),
        (80, 0.96),
    )  # probability, among couples
    divorced: Curve = (
        (19, 0.0),
        (30, 0.15),
        (45, 0.58),
        (60, 0.72),
        (85, 0.72),
    )  # probability, among the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Religion, and whom people are attracted to. Probabilities."""

    # By ethnic group; what is left goes to the other religions alike. White British people: see `christian`.
    religion: tuple[tuple[str, Effects], ...] = (
        ("White other", (("Christian", 0.62), ("No religion", 0.30), ("Muslim", 0.04), ("Jewish", 0.02))),
        ("Gypsy or Irish Traveller", (("Christian", 0.75), ("No religion", 0.25))),
        (
            "Indian",
            (("Hindu", 0.46), ("Sikh", 0.26), ("Christian", 0.11), ("Muslim", 0.09), ("No religion", 0.08)),
        ),
        ("Pakistani", (("Muslim", 0.95), ("No religion", 0.04))),
        (
            "Other Asian",
            (("Muslim", 0.45), ("No religion", 0.28), ("Buddhist", 0.1), ("Christian", 0.1), ("Hindu", 0.07)),
        ),
        ("Black African", (("Christian", 0.68), ("Muslim", 0.22), ("No religion", 0.09))),
        ("Black Caribbean", (("Christian", 0.65), ("No religion", 0.32), ("Other religion", 0.02))),
        ("Mixed", (("No religion", 0.46), ("Christian", 0.38), ("Muslim", 0.12), ("Other religion", 0.02))),
        (
            "Other ethnic group",
            (("Muslim", 0.40), ("Christian", 0.30), ("No religion", 0.20), ("Other religion", 0.05)),
        ),
    )
    christian: Curve = ((0, 0.33), (25, 0.32), (50, 0.52), (70, 0.70), (90, 0.80))  # White British, by age
    small_religions: float = 0.008  # of White British people: Jewish, Buddhist and other
    not_straight: Curve = ((16, 0.065), (25, 0.055), (40, 0.028), (60, 0.011), (80, 0.006))


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """The families people were born into. Proportional-odds models."""

    occupation_cuts: tuple[float, ...] = (-2.9, -0.15, 0.75)
    occupation_by_group: Effects = (
        ("White other", 0.1),
        ("Gypsy or Irish Traveller", -1.8),
        ("Indian", 0.2),
        ("Pakistani", -0.9),
        ("Other Asian", -0.1),
        ("Black African", 0.1),
        ("Black Caribbean", -0.6),
        ("Other ethnic group", -0.2),
    )
    occupation_by_deprivation: float = -0.45  # families sort by place
    occupation_by_cohort: float = 0.018  # a year of birth later than 1976: manual work has shrunk
    education_cuts: tuple[float, ...] = (0.2, 3.2)
    education_by_occupation: Effects = (
        ("Routine or manual", 0.5),
        ("Intermediate", 1.5),
        ("Managerial or professional", 2.9),
    )
    education_by_group: Effects = (
        ("Gypsy or Irish Traveller", -1.5),
        ("Indian", 0.5),
        ("Pakistani", -0.6),
        ("Other Asian", 0.3),
        ("Black African", 0.7),
    )
    education_by_cohort: float = 0.035


@dataclass(frozen=True, slots=True, kw_only=True)
class Education:
    """Family, ethnic origin and place shape qualifications. Proportional-odds model."""

    cuts: tuple[float, ...] = (-1.1, 0.75, 1.75)
    by_parent_occupation: Effects = (
        ("No parent in work", -0.5),
        ("Intermediate", 0.45),
        ("Managerial or professional", 0.95),
    )
    by_parent_education: Effects = (("School or college", 0.45), ("Degree", 1.25))
    by_group: Effects = (
        ("White other", 0.25),
        ("Gypsy or Irish Traveller", -2.2),
        ("Indian", 0.6),
        ("Other Asian", 0.5),
        ("Black African", 0.5),
        ("Black Caribbean", -0.2),
    )
    by_deprivation: float = -0.28
    by_cohort: float = 0.032  # a year of birth later than 1976, from 1931 to 1996


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """Deaths before the survey: a Gompertz hazard from birth, multiplied by disadvantage."""

    hazard_at_70: float = 0.0125  # a year, for a woman of the most advantaged grade in an average ward
    yearly_growth: float = 0.105  # log hazard for each year of age
    male: float = 0.36  # log hazard ratios
    by_parent_occupation: Effects = (("No parent in work", 0.30), ("Routine or manual", 0.15))
    by_social_grade: Effects = (("Never worked", 0.55), ("Routine or manual", 0.38), ("Intermediate", 0.16))
    by_deprivation: float = 0.17
    by_group: Effects = (("Gypsy or Irish Traveller", 0.5),)
