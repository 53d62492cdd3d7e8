"""Every number that is planted in the town, by stage, so that a stage which should find one can be tested.

Effects are log-odds unless a comment says otherwise, and are measured from the first or most common answer.
Money is pounds a week at 2026 prices. The numbers are invented; their signs and sizes are those that British
surveys report, and the town's margins are near those of the 2021 Census of England and Wales.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "Answering",
    "Background",
    "Education",
    "Families",
    "Health",
    "Identity",
    "Income",
    "Parameters",
    "Survey",
    "Survival",
    "Travel",
    "Work",
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
        ("White British", 0.790),
        ("White other", 0.056),
        ("Gypsy or Irish Traveller", 0.0028),
        ("Indian", 0.028),
        ("Pakistani", 0.028),
        ("Other Asian", 0.018),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Social grade (proportional odds), work, hours and hourly pay (log pounds)."""

    grade_cuts: tuple[float, ...] = (-3.4, 0.15, 1.45)
    grade_by_qualification: Effects = (
        ("No qualifications", -0.8),
        ("GCSE or equivalent", 0.0),
        ("A level or equivalent", 0.7),
        ("Degree or above", 2.2),
    )
    grade_by_parent_occupation: Effects = (
        ("No parent in work", -0.35),
        ("Intermediate", 0.20),
        ("Managerial or professional", 0.45),
    )
    grade_by_group: Effects = (
        ("White other", -0.35),
        ("Gypsy or Irish Traveller", -0.9),
        ("Pakistani", -0.45),
        ("Other Asian", -0.35),
        ("Black African", -0.7),
        ("Black Caribbean", -0.3),
        ("Other ethnic group", -0.3),
    )
    grade_by_deprivation: float = -0.12

    intercept: float = 2.02
    by_age: Curve = (
        (16, -3.0), (18, -1.9), (21, -0.9), (25, -0.2), (30, 0.0), (52, 0.0),
        (58, -0.5), (62, -1.2), (66, -3.0), (70, -4.4), (80, -7.0),
    )  # fmt: skip
    by_qualification: Effects = (
        ("No qualifications", -0.9),
        ("A level or equivalent", 0.1),
        ("Degree or above", 0.35),
    )
    by_group: Effects = (
        ("White other", 0.2),
        ("Gypsy or Irish Traveller", -1.0),
        ("Pakistani", -0.3),
        ("Other Asian", -0.15),
        ("Black African", -0.1),
        ("Black Caribbean", -0.3),
        ("Mixed", -0.1),
        ("Other ethnic group", -0.3),
    )
    disabled: float = -1.45
    mother_of_under_fives: float = -0.9
    lone_parent: float = -0.3
    by_deprivation: float = -0.14
    pakistani_woman: float = -1.2  # the planted intersection of sex and ethnic group

    part_time: Effects = (("female", -0.75), ("male", -2.2))
    part_time_mother: float = 0.9
    full_time_hours: tuple[float, float] = (38.5, 4.0)  # mean, standard deviation
    part_time_hours: tuple[float, float] = (20.0, 6.0)

    log_pay: float = 2.39
    pay_floor: float = 12.71
    pay_by_grade: Effects = (("Intermediate", 0.14), ("Managerial or professional", 0.44))
    pay_by_qualification: Effects = (
        ("No qualifications", -0.08),
        ("A level or equivalent", 0.05),
        ("Degree or above", 0.20),
    )
    pay_by_experience: float = 0.025  # a year since 18
    pay_by_experience_squared: float = -0.00045
    pay_by_group: Effects = (
        ("White other", -0.04),
        ("Gypsy or Irish Traveller", -0.10),
        ("Pakistani", -0.10),
        ("Other Asian", -0.05),
        ("Black African", -0.11),
        ("Black Caribbean", -0.07),
        ("Mixed", -0.02),
        ("Other ethnic group", -0.06),
    )
    pay_female: float = -0.09
    pay_disabled: float = -0.06
    pay_spread: float = 0.42  # standard deviation of what the model does not know


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """From pay to the household's equivalised income, pounds a week."""

    allowance: float = 242.0
    basic_rate: float = 0.28  # tax and national insurance together
    higher_threshold: float = 967.0
    higher_rate: float = 0.42
    pension_age: int = 66
    state_pension: float = 205.0
    private_pension: Effects = (
        ("Never worked", 0.0),
        ("Routine or manual", 70.0),
        ("Intermediate", 150.0),
        ("Managerial or professional", 290.0),
    )
    private_pension_spread: float = 0.7  # of log pounds
    other_income_share: float = 0.12  # of households with savings or rent, for each step of social grade
    other_income: float = 60.0
    housing_outright: Curve = ((30, 0.03), (45, 0.15), (55, 0.38), (66, 0.70), (80, 0.78))  # probability
    housing: float = 155.0  # mean rent or mortgage interest, water and insurance of the others
    housing_by_log_income: float = 0.45  # from 600
    housing_of_owners: float = 28.0
    least_left: float = 60.0  # what a household has left at the least
    benefit_single: float = 215.0  # including help with rent
    benefit_couple: float = 285.0
    benefit_child: float = 78.0
    disability_benefit: float = 60.0
    disability_benefit_share: float = 0.45
    taper: float = 0.55
    pension_credit: float = 245.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Disability (before work) and good health (after income)."""

    disability: Curve = ((0, -3.6), (10, -2.5), (25, -2.25), (45, -1.85), (60, -1.25), (75, -0.75), (90, 0.4))
    disability_by_grade: Effects = (
        ("Never worked", 0.7),
        ("Routine or manual", 0.30),
        ("Managerial or professional", -0.25),
    )
    disability_by_group: Effects = (
        ("Gypsy or Irish Traveller", 0.9),
        ("Pakistani", 0.05),
        ("Black African", -0.2),
        ("Other Asian", -0.2),
    )
    disability_by_deprivation: float = 0.20

    good: Curve = ((0, 4.2), (16, 3.5), (30, 2.9), (45, 2.1), (60, 1.35), (75, 0.75), (90, 0.0))
    disabled: float = -1.55
    log_income: float = 0.55  # for each doubling of income, times log 2
    # Planted sign reversal: Pakistani residents are younger, so they look healthier until age is held equal.
    by_group: Effects = (
        ("Gypsy or Irish Traveller", -1.1),
        ("Pakistani", -0.22),
        ("Black Caribbean", -0.25),
        ("Black African", 0.2),
    )
    by_grade: Effects = (("Never worked", -0.3), ("Routine or manual", -0.15))
    by_deprivation: float = -0.16


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """Cars, buses, the flat pass, the way to the hospital and the appointments missed."""

    car: float = 0.15
    car_by_log_income: float = 0.9  # of the household, from 600
    car_second_adult: float = 1.25
    car_by_km: float = 0.12
    car_disabled: float = -0.35
    car_young: float = -0.9  # reference person under 30
    car_old: float = -0.05  # each year of the reference person's age over 70
    trips_without_car: float = 5.5  # mean bus trips a week, adults
    trips_with_car: float = 1.1
    trips_at_work: float = 1.5  # times
    trips_disabled: float = 0.6  # times
    trips_by_km: float = -0.05  # of the log mean, for each kilometre
    fare: float = 2.4  # a trip, without the pass
    # Holding the pass, adults: those who travel most and live near buses hold it.
    pass_intercept: float = -0.75
    pass_by_trips: float = 0.28
    pass_by_km: float = -0.15
    pass_disabled: float = -0.7  # many buses cannot be boarded with a wheelchair
    car_cost: float = 34.0
    car_cost_by_km: float = 2.6
    taxi_disabled: float = 13.0  # mean weekly taxi fares of disabled adults without a car
    wait_spread: float = 9.0  # minutes, between addresses of one ward
    minutes_disabled: float = 4.0

    missed: float = -3.60
    missed_without_car: float = 0.95
    missed_disabled: float = 0.55
    # Planted widening: after the 2025 timetable disabled people miss more appointments.
    missed_disabled_2026: float = 0.60
    missed_by_minutes: float = 0.025  # each minute to the hospital over 30
    missed_low_income: float = 0.45  # household income under 350
    missed_disabled_minority: float = 0.45  # the planted intersection of disability and ethnic group


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
    health: Health = field(default_factory=Health)
    travel: Travel = field(default_factory=Travel)
    answering: Answering = field(default_factory=Answering)
    survey: Survey = field(default_factory=Survey)
