"""Who is in work, for how many hours and at what pay."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.draws import Columns, along, answers, effect, stage_generator
from dueregard.demo.levels import code_of
from dueregard.demo.parameters_of_outcomes import Work
from dueregard.demo.places import ward_values

__all__ = ["expected_log_pay", "log_odds_of_work", "work"]

_ADULT = 16


def work(seed: int, parameters: Work, columns: Columns) -> Columns:
    """Draw work, hours and hourly pay.

    Parameters
    ----------
    seed : int
        The seed of the town.
    parameters : Work
    columns : dict of str to ndarray
        Needs age, sex, ethnicity, ward, qualification, social_grade, disabled, couple, youngest,
        parent_at_home.

    Returns
    -------
    dict of str to ndarray, each of shape (people,)
        in_work (bool; False under 16), hours (a week, 0 without work), hourly_pay (pounds, 0 without work).
    """
    random = stage_generator(seed, "work")
    in_work = answers(random, log_odds_of_work(columns, parameters)) & (columns["age"] >= _ADULT)
    hours = _hours(random, parameters, columns)
    surprise = parameters.pay_spread * random.standard_normal(len(hours))
    pay = np.maximum(np.exp(expected_log_pay(columns, parameters) + surprise), parameters.pay_floor)
    return {
        "in_work": in_work,
        "hours": np.where(in_work, hours, 0.0),
        "hourly_pay": np.where(in_work, pay.round(2), 0.0),
    }


def log_odds_of_work(columns: Columns, parameters: Work) -> NDArray[np.float64]:
    """Sum what makes work more or less likely.

    Parameters
    ----------
    columns : dict of str to ndarray
        As for :func:`work`.
    parameters : Work

    Returns
    -------
    ndarray of float, shape (people,)
        Log-odds of being in work.
    """
    female = columns["sex"] == code_of("sex", "female")
    mother = female & columns["parent_at_home"] & (columns["youngest"] < 5)
    lone_parent = columns["parent_at_home"] & ~columns["couple"] & (columns["youngest"] < _ADULT)
    pakistani_woman = female & (columns["ethnicity"] == code_of("ethnicity", "Pakistani"))
    return np.asarray(
        parameters.intercept
        + along(parameters.by_age, columns["age"])
        + effect(parameters.by_qualification, "qualification", columns["qualification"])
        + effect(parameters.by_group, "ethnicity", columns["ethnicity"])
        + parameters.disabled * columns["disabled"]
        + parameters.mother_of_under_fives * mother
        + parameters.lone_parent * lone_parent
        + parameters.by_deprivation * ward_values("deprivation", columns["ward"])
        + parameters.woman * female
        + parameters.pakistani_woman * pakistani_woman
    )


def _hours(random: np.random.Generator, parameters: Work, columns: Columns) -> NDArray[Any]:
    count = len(columns["age"])
    mother = (columns["sex"] == code_of("sex", "female")) & columns["parent_at_home"]
    part_time = answers(
        random,
        effect(parameters.part_time, "sex", columns["sex"]) + parameters.part_time_mother * mother,
    )
    full = random.normal(*parameters.full_time_hours, size=count).clip(30, 60)
    part = random.normal(*parameters.part_time_hours, size=count).clip(4, 29)
    return np.where(part_time, part, full).round()


def expected_log_pay(columns: Columns, parameters: Work) -> NDArray[np.float64]:
    """Sum what shapes hourly pay: the part of the pay gap that a decomposition should find.

    Parameters
    ----------
    columns : dict of str to ndarray
        As for :func:`work`.
    parameters : Work

    Returns
    -------
    ndarray of float, shape (people,)
        Expected log of pounds an hour, before the pay floor.
    """
    experience = np.clip(columns["age"] - 18.0, 0, 45)
    return np.asarray(
        parameters.log_pay
        + effect(parameters.pay_by_grade, "social_grade", columns["social_grade"])
        + effect(parameters.pay_by_qualification, "qualification", columns["qualification"])
        + parameters.pay_by_experience * experience
        + parameters.pay_by_experience_squared * experience**2
        + effect(parameters.pay_by_group, "ethnicity", columns["ethnicity"])
        + parameters.pay_female * (columns["sex"] == code_of("sex", "female"))
        + parameters.pay_disabled * columns["disabled"]
    )
