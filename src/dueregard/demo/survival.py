"""Deaths before the survey, which thin the disadvantaged at older ages, and the households they leave."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.draws import Columns, effect, stage_generator
from dueregard.demo.levels import code_of
from dueregard.demo.parameters_of_life import Survival
from dueregard.demo.places import ward_values

__all__ = ["log_hazard_ratio", "survival_to", "survivors"]

_REFERENCE, _, _CHILD, _SHARER = range(4)  # the order of LEVELS["relationship"]
_ADULT = 16


def survival_to(
    age: NDArray[Any] | float, parameters: Survival, *, log_hazard_ratio: NDArray[Any] | float = 0.0
) -> NDArray[np.float64]:
    """Give the probability of living to an age.

    Parameters
    ----------
    age : ndarray or float
        Years.
    parameters : Survival
    log_hazard_ratio : ndarray or float
        Disadvantage, as :func:`log_hazard_ratio` sums it.

    Returns
    -------
    ndarray of float

    Notes
    -----
    Gompertz (1825): hazard(x) = a exp(b x), so S(x) = exp(-(a / b) (exp(b x) - 1)).

    Examples
    --------
    >>> survival_to(np.array([50.0, 80.0]), Survival()).round(2).tolist()
    [0.99, 0.71]
    """
    growth = parameters.yearly_growth
    at_birth = parameters.hazard_at_70 * np.exp(log_hazard_ratio - 70 * growth)
    return np.asarray(np.exp(-at_birth / growth * np.expm1(growth * np.asarray(age, dtype=float))))


def log_hazard_ratio(columns: Columns, parameters: Survival) -> NDArray[np.float64]:
    """Sum what multiplies each person's hazard of death.

    Parameters
    ----------
    columns : dict of str to ndarray
        Needs sex, parent_occupation, social_grade, ethnicity, ward.
    parameters : Survival

    Returns
    -------
    ndarray of float, shape (people,)
    """
    return np.asarray(
        parameters.male * (columns["sex"] == code_of("sex", "male"))
        + effect(parameters.by_parent_occupation, "parent_occupation", columns["parent_occupation"])
        + effect(parameters.by_social_grade, "social_grade", columns["social_grade"])
        + effect(parameters.by_group, "ethnicity", columns["ethnicity"])
        + parameters.by_deprivation * ward_values("deprivation", columns["ward"])
    )


def survivors(seed: int, parameters: Survival, columns: Columns, *, people: int) -> Columns:
    """Remove those who died, settle who heads the households left, and keep exactly so many people.

    Parameters
    ----------
    seed : int
    parameters : Survival
    columns : dict of str to ndarray
        The founded households, listed household by household.
    people : int
        How many people the town has.

    Returns
    -------
    dict of str to ndarray, each of shape (people,)
        The columns of those alive, with households numbered anew, and widowed.
    """
    chance = survival_to(columns["age"], parameters, log_hazard_ratio=log_hazard_ratio(columns, parameters))
    alive = stage_generator(seed, "survival").random(len(chance)) < chance
    partners = np.bincount(columns["household"], weights=columns["couple"] & alive)[columns["household"]]
    widowed = columns["couple"] & (partners < 2)
    columns = columns | {"widowed": widowed, "couple": columns["couple"] & ~widowed}
    columns = _headed({name: column[alive] for name, column in columns.items()})
    return _first(columns, people)


def _headed(columns: Columns) -> Columns:
    """Make the first member of each household its reference person; orphans under 16 live elsewhere."""
    _, first, household = np.unique(columns["household"], return_index=True, return_inverse=True)
    orphaned = (columns["relationship"][first] == _CHILD)[household]
    relationship = np.where(orphaned, _SHARER, columns["relationship"])
    relationship[first] = _REFERENCE
    stays = ~orphaned | (columns["age"] >= _ADULT)
    columns = columns | {"relationship": relationship}
    return {name: column[stays] for name, column in columns.items()}


def _first(columns: Columns, people: int) -> Columns:
    """Keep the first households that fit, and fill up with households of one person."""
    _, household, size = np.unique(columns["household"], return_inverse=True, return_counts=True)
    kept = np.cumsum(size) <= people
    alone = np.flatnonzero(~kept & (size == 1))
    kept[alone[: people - size[kept].sum()]] = True
    who = kept[household]
    columns = {name: column[who] for name, column in columns.items()}
    return columns | {"household": np.unique(columns["household"], return_inverse=True)[1]}
