"""From pay, pensions and benefits to the household's equivalised income."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.draws import Columns, along, effect, stage_generator
from dueregard.demo.parameters_of_outcomes import Income

__all__ = ["equivalence_scale", "income", "of_household", "take_home"]

_ADULT = 16
_OLDER_CHILD = 14
_FIRST_ADULT, _FURTHER_ADULT, _YOUNGER_CHILD = 0.67, 0.33, 0.20


def of_household(values: NDArray[Any], household: NDArray[Any]) -> NDArray[np.float64]:
    """Sum over each household and give every member the sum.

    Parameters
    ----------
    values : ndarray, shape (people,)
    household : ndarray of int, shape (people,)

    Returns
    -------
    ndarray of float, shape (people,)

    Examples
    --------
    >>> of_household(np.array([1.0, 2.0, 5.0]), np.array([0, 0, 1])).tolist()
    [3.0, 3.0, 5.0]
    """
    return np.asarray(np.bincount(household, weights=values)[household])


def take_home(pay: NDArray[Any], parameters: Income) -> NDArray[np.float64]:
    """Take tax and national insurance off weekly pay.

    Parameters
    ----------
    pay : ndarray, shape (people,)
        Pounds a week before tax.
    parameters : Income

    Returns
    -------
    ndarray of float, shape (people,)

    Examples
    --------
    >>> take_home(np.array([200.0, 500.0]), Income()).round(2).tolist()
    [200.0, 427.76]
    """
    basic = np.clip(pay - parameters.allowance, 0, parameters.higher_threshold - parameters.allowance)
    higher = np.maximum(pay - parameters.higher_threshold, 0)
    return np.asarray(pay - parameters.basic_rate * basic - parameters.higher_rate * higher, dtype=float)


def equivalence_scale(age: NDArray[Any], household: NDArray[Any]) -> NDArray[np.float64]:
    """Give each household's scale on the modified OECD scale with a couple as 1.

    Parameters
    ----------
    age : ndarray, shape (people,)
    household : ndarray of int, shape (people,)

    Returns
    -------
    ndarray of float, shape (people,)
        0.67 for the first adult, 0.33 for each further person of 14 and over, 0.20 for each younger child.

    Notes
    -----
    Department for Work and Pensions, Households Below Average Income: quality and methodology report,
    section on equivalisation (before housing costs).

    Examples
    --------
    >>> equivalence_scale(np.array([40, 38, 9]), np.array([0, 0, 0])).round(2).tolist()
    [1.2, 1.2, 1.2]
    """
    younger = of_household(age < _OLDER_CHILD, household)
    others = of_household(age >= _OLDER_CHILD, household)
    return _FIRST_ADULT + _FURTHER_ADULT * (others - 1) + _YOUNGER_CHILD * younger


def income(seed: int, parameters: Income, columns: Columns) -> Columns:
    """Add up each household's money, take off what housing costs, and share it as if by need.

    Parameters
    ----------
    seed : int
        The seed of the town.
    parameters : Income
    columns : dict of str to ndarray
        Needs household, age, couple, in_work, hours, hourly_pay, social_grade, disabled, relationship.

    Returns
    -------
    dict of str to ndarray, each of shape (people,)
        household_income (pounds a week after tax and housing costs), scale (equivalence) and income (the
        one over the other).
    """
    random = stage_generator(seed, "income")
    household = columns["household"]
    earned = of_household(take_home(columns["hourly_pay"] * columns["hours"], parameters), household)
    other = of_household(
        _pensions(random, parameters, columns) + _other(random, parameters, columns), household
    )
    before = earned + other
    scale = equivalence_scale(columns["age"], household)
    total = before + _benefits(random, parameters, columns, before)
    total = np.maximum(total - _housing(random, parameters, columns, total), parameters.least_left)
    return {"household_income": total.round(2), "scale": scale, "income": (total / scale).round(2)}


def _pensions(random: np.random.Generator, parameters: Income, columns: Columns) -> NDArray[Any]:
    retired = columns["age"] >= parameters.pension_age
    private = effect(parameters.private_pension, "social_grade", columns["social_grade"])
    spread = np.exp(parameters.private_pension_spread * random.standard_normal(len(retired)))
    saved = take_home(parameters.state_pension + private * spread, parameters)
    return np.where(retired, saved, 0.0)


def _other(random: np.random.Generator, parameters: Income, columns: Columns) -> NDArray[Any]:
    """Draw savings and rent, had by more reference persons of higher grade."""
    has = random.random(len(columns["age"])) < parameters.other_income_share * columns["social_grade"]
    return np.where(
        has & (columns["relationship"] == 0),
        parameters.other_income * random.exponential(size=len(has)),
        0.0,
    )


def _housing(
    random: np.random.Generator, parameters: Income, columns: Columns, total: NDArray[Any]
) -> NDArray[Any]:
    """Draw each household's rent or mortgage; older reference persons more often own outright."""
    reference = np.flatnonzero(columns["relationship"] == 0)
    owns = random.random(len(reference)) < along(parameters.housing_outright, columns["age"][reference])
    relative = np.maximum(total[reference], 100.0) / 600.0
    rent = parameters.housing * relative**parameters.housing_by_log_income
    cost = np.where(owns, parameters.housing_of_owners, rent * random.gamma(6.0, 1 / 6.0, size=len(owns)))
    return np.asarray(cost[columns["household"]])


def _benefits(
    random: np.random.Generator, parameters: Income, columns: Columns, before: NDArray[Any]
) -> NDArray[Any]:
    """Means-tested help, tapered against other income, and help for disabled people, which is not."""
    household, age = columns["household"], columns["age"]
    children = of_household(age < _ADULT, household)
    couple = of_household(columns["couple"], household) > 0
    retired = of_household(age >= parameters.pension_age, household) > 0
    adult = np.where(couple, parameters.benefit_couple, parameters.benefit_single)
    entitled = np.maximum(adult, retired * parameters.pension_credit) + parameters.benefit_child * children
    awarded = columns["disabled"] & (random.random(len(age)) < parameters.disability_benefit_share)
    for_disability = parameters.disability_benefit * of_household(awarded, household)
    return np.asarray(np.maximum(entitled - parameters.taper * before, 0.0) + for_disability)
