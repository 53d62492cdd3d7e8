"""Disability, which comes before work, and good health, which comes after income."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.draws import Columns, along, answers, effect, stage_generator
from dueregard.demo.parameters_of_outcomes import Health
from dueregard.demo.places import ward_values

__all__ = ["disability", "good_health", "log_odds_of_good_health"]

_MEDIAN_INCOME = 560.0  # pounds a week: the income at which income has no effect on health


def disability(seed: int, parameters: Health, columns: Columns) -> Columns:
    """Draw who is disabled, as the Equality Act 2010 s.6 defines it.

    Parameters
    ----------
    seed : int
        The seed of the town.
    parameters : Health
    columns : dict of str to ndarray
        Needs age, social_grade, ethnicity, ward.

    Returns
    -------
    dict of str to ndarray, each of shape (people,)
        disabled (bool).
    """
    log_odds = (
        along(parameters.disability, columns["age"])
        + effect(parameters.disability_by_grade, "social_grade", columns["social_grade"])
        + effect(parameters.disability_by_group, "ethnicity", columns["ethnicity"])
        + parameters.disability_by_deprivation * ward_values("deprivation", columns["ward"])
    )
    return {"disabled": answers(stage_generator(seed, "disability"), log_odds)}


def log_odds_of_good_health(columns: Columns, parameters: Health) -> NDArray[np.float64]:
    """Sum what makes good health more or less likely.

    Parameters
    ----------
    columns : dict of str to ndarray
        Needs age, disabled, income, ethnicity, social_grade, ward.
    parameters : Health

    Returns
    -------
    ndarray of float, shape (people,)
    """
    relative = np.maximum(columns["income"], 50.0) / _MEDIAN_INCOME
    return np.asarray(
        along(parameters.good, columns["age"])
        + parameters.disabled * columns["disabled"]
        + parameters.log_income * np.log(relative)
        + effect(parameters.by_group, "ethnicity", columns["ethnicity"])
        + effect(parameters.by_grade, "social_grade", columns["social_grade"])
        + parameters.by_deprivation * ward_values("deprivation", columns["ward"])
    )


def good_health(seed: int, parameters: Health, columns: Columns) -> Columns:
    """Draw who says that their health is good or very good.

    Parameters
    ----------
    seed : int
        The seed of the town.
    parameters : Health
    columns : dict of str to ndarray
        As for :func:`log_odds_of_good_health`.

    Returns
    -------
    dict of str to ndarray, each of shape (people,)
        good_health (bool).
    """
    return {
        "good_health": answers(stage_generator(seed, "health"), log_odds_of_good_health(columns, parameters))
    }
