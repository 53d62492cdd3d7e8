"""Religion, marriage and sexual orientation."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.draws import Columns, along, stage_generator
from dueregard.demo.levels import LEVELS, UNKNOWN, code_of
from dueregard.demo.parameters import Parameters
from dueregard.demo.parameters_of_life import Families, Identity

__all__ = ["identity"]

_ADULT = 16


def identity(seed: int, parameters: Parameters, columns: Columns) -> Columns:
    """Draw what people say they are.

    Parameters
    ----------
    seed : int
        The seed of the town.
    parameters : Parameters
        Uses identity and families.
    columns : dict of str to ndarray
        Needs household, age, sex, ethnicity, couple, same_sex, widowed.

    Returns
    -------
    dict of str to ndarray, each of shape (people,)
        religion, marital_status, sexual_orientation, as codes; the last two UNKNOWN under 16.
    """
    random = stage_generator(seed, "identity")
    adult = columns["age"] >= _ADULT
    status = _marital_status(random, parameters.families, columns)
    orientation = _sexual_orientation(random, parameters.identity, columns)
    return {
        "religion": _religion(random, parameters.identity, columns),
        "marital_status": np.where(adult, status, UNKNOWN),
        "sexual_orientation": np.where(adult, orientation, UNKNOWN),
    }


def _religion(random: np.random.Generator, parameters: Identity, columns: Columns) -> NDArray[Any]:
    """Families of a minority share one draw, so that they mostly share a religion."""
    households = int(columns["household"].max()) + 1
    own, shared = random.random(len(columns["age"])), random.random(households)[columns["household"]]
    british = columns["ethnicity"] == code_of("ethnicity", "White British")
    draw = np.where(british, own, shared)
    upper = np.cumsum(_religions_by_group(parameters), axis=1)
    religion = (draw[:, None] > upper[columns["ethnicity"], :-1]).sum(axis=1)
    christian = along(parameters.christian, columns["age"])
    small = christian + parameters.small_religions
    rare = random.integers(code_of("religion", "Jewish"), len(LEVELS["religion"]), size=len(own))
    of_british = np.select([own < christian, own < small], [code_of("religion", "Christian"), rare], 0)
    return np.where(british, of_british, religion)


def _religions_by_group(parameters: Identity) -> NDArray[np.float64]:
    shares = np.zeros((len(LEVELS["ethnicity"]), len(LEVELS["religion"])))
    for group, row in enumerate(LEVELS["ethnicity"]):
        table = dict(dict(parameters.religion).get(row, (("No religion", 1.0),)))
        rest = (1 - sum(table.values())) / (len(LEVELS["religion"]) - len(table))
        shares[group] = [table.get(label, rest) for label in LEVELS["religion"]]
    return shares


def _marital_status(random: np.random.Generator, parameters: Families, columns: Columns) -> NDArray[Any]:
    """Partners answer alike; those who live alone were never married, or were once."""
    household, age = columns["household"], columns["age"]
    eldest = np.zeros(int(household.max()) + 1)
    np.maximum.at(eldest, household[columns["couple"]], age[columns["couple"]])
    married = (random.random(len(eldest)) < along(parameters.married, eldest))[household]
    once = random.random(len(age)) < along(parameters.divorced, age)
    status = np.where(once, code_of("marital_status", "Divorced or separated"), 0)
    status = np.where(
        columns["couple"], married * code_of("marital_status", "Married or in a civil partnership"), status
    )
    return np.where(columns["widowed"], code_of("marital_status", "Widowed"), status)


def _sexual_orientation(random: np.random.Generator, parameters: Identity, columns: Columns) -> NDArray[Any]:
    count = len(columns["age"])
    which = np.searchsorted([0.5, 0.9], random.random(count)) + 1  # gay or lesbian, bisexual, other
    different = random.random(count) < along(parameters.not_straight, columns["age"])
    bisexual = random.random(count) < 0.2
    in_same_sex_couple = columns["couple"] & columns["same_sex"]
    alone = np.where(different, which, 0)
    return np.where(in_same_sex_couple, np.where(bisexual, 2, 1), alone)
