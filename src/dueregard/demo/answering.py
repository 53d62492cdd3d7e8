"""What people told the survey: some questions go unanswered, and not by everyone alike."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.draws import stage_generator
from dueregard.demo.levels import code_of
from dueregard.demo.parameters import Answering
from dueregard.demo.town import Town

__all__ = ["unanswered"]

_ABROAD = ("White other", "Black African", "Other ethnic group")


def unanswered(town: Town, rows: NDArray[Any]) -> dict[str, NDArray[np.bool_]]:
    """Draw which of the people interviewed left which question unanswered.

    Parameters
    ----------
    town : Town
    rows : ndarray of int, shape (interviewed,)
        Positions of the people interviewed.

    Returns
    -------
    dict of str to ndarray of bool, each of shape (interviewed,)
        For each column that has gaps, who left it unanswered.
    """
    random = stage_generator(town.seed, f"answering {town.year}")
    planted = town.parameters.answering
    chances = _chances(town, rows, planted)
    left = {name: random.random(len(rows)) < chance for name, chance in chances.items()}
    income = _income_refused(random, town, rows, planted)
    return left | {"income": income, "income_after_travel": income}


def _chances(town: Town, rows: NDArray[Any], planted: Answering) -> dict[str, NDArray[Any]]:
    columns = {name: town.columns[name][rows] for name in ("age", "religion", "ethnicity")}
    muslim = columns["religion"] == code_of("religion", "Muslim")
    abroad = np.isin(columns["ethnicity"], [code_of("ethnicity", label) for label in _ABROAD])
    everyone = np.ones(len(rows))
    return {
        "religion": planted.religion * everyone,
        "sexual_orientation": planted.sexual_orientation
        * np.where(columns["age"] >= 65, planted.sexual_orientation_over_65, 1.0)
        * np.where(muslim, planted.sexual_orientation_muslim, 1.0),
        "parent_occupation": planted.parent_occupation
        * np.where(abroad, planted.parent_occupation_abroad, 1.0),
        "in_work": planted.in_work * everyone,
        "good_health": planted.good_health * everyone,
        "missed_appointment": planted.missed_appointment
        * np.where(columns["age"] < 35, planted.missed_appointment_under_35, 1.0),
    }


def _income_refused(
    random: np.random.Generator, town: Town, rows: NDArray[Any], planted: Answering
) -> NDArray[np.bool_]:
    """Draw the households that would not say what they live on."""
    columns = town.columns
    heads = np.flatnonzero(columns["relationship"] == code_of("relationship", "reference person"))
    minority = columns["ethnicity"][heads] != code_of("ethnicity", "White British")
    workless = columns["in_work"][heads] == code_of("in_work", "no")
    chance = (
        planted.income
        * np.where(minority, planted.income_minority, 1.0)
        * np.where(workless, planted.income_not_in_work, 1.0)
    )
    refused = random.random(len(heads)) < chance
    return np.asarray(refused[columns["household"][rows]])
