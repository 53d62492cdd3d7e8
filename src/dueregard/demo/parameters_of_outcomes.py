"""Numbers planted in what the casebook asks about: work, income, health and travel.

Effects are log-odds unless a comment says otherwise, and are measured from the first or most common answer.
Money is pounds a week at 2026 prices.
"""

from __future__ import annotations

from dataclasses import dataclass

from dueregard.demo.parameters_of_life import Curve, Effects

__all__ = [
    "Entitlement",
    "Health",
    "Income",
    "Travel",
    "Work",
]


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

    intercept: float = 2.24
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
    woman: float = -0.2
    pakistani_woman: float = -1.2  # the planted intersection of sex and ethnic group

    part_time: Effects = (("female", -0.75), ("male", -2.2))
    part_time_mother: float = 0.9
    full_time_hours: tuple[float, float] = (38.5, 4.0)  # mean, standard deviation
    part_time_hours: tuple[float, float] = (20.0, 6.0)

    log_pay: float = 2.37
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
class Entitlement:
    """What decides who may have a grant; all are probabilities of households."""

    # By equivalised income: help with council tax is for the poorest, and not all of them ask for it.
    council_tax_help: Curve = ((330, 0.85), (340, 0.30), (400, 0.15), (410, 0.02))
    # A fixed address in the town for a year.
    address: float = 0.98
    address_young: float = 0.92  # reference person under 30
    address_traveller: float = 0.12  # Gypsy or Irish Traveller: the planted indirect disadvantage


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

    good: Curve = ((0, 4.3), (16, 3.6), (30, 3.0), (45, 2.1), (60, 1.25), (75, 0.55), (90, -0.2))
    disabled: float = -1.55
    log_income: float = 0.55  # for each doubling of income, times log 2
    # Planted sign reversal: Pakistani residents are younger, so they look healthier until age is held equal.
    by_group: Effects = (
        ("Gypsy or Irish Traveller", -1.1),
        ("Pakistani", -0.32),
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
    # A liaison worker saw to it that nearly everybody on the Traveller site has the pass.
    pass_traveller: float = 3.2
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
