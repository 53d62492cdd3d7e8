"""The whole town: the stages of the model in their causal order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.demo.draws import Columns
from dueregard.demo.entitlement import entitlement
from dueregard.demo.families import children_at_home, families
from dueregard.demo.health import disability, good_health
from dueregard.demo.identity import identity
from dueregard.demo.income import income
from dueregard.demo.levels import DOES_NOT_APPLY, LEVELS
from dueregard.demo.parameters import Parameters
from dueregard.demo.places import WARDS
from dueregard.demo.survival import survivors
from dueregard.demo.travel import travel
from dueregard.demo.upbringing import upbringing
from dueregard.demo.work import work

__all__ = ["LATEST_YEAR", "SEED", "Town", "town"]

SEED = 2026
LATEST_YEAR = 2026
_ADULT = 16
_REGISTER = (
    "person", "household", "ward", "locality", "relationship", "sex", "age", "ethnicity", "religion",
    "disabled", "marital_status", "sexual_orientation", "parent_occupation", "parent_education",
    "qualification", "social_grade", "in_work", "hours", "hourly_pay", "household_income", "scale",
    "income", "council_tax_help", "fixed_address", "travel_cost", "income_after_travel", "good_health",
    "has_car", "bus_trips", "travel_pass",
    "pass_saving", "km_to_centre", "hospital_minutes", "missed_appointment",
)  # fmt: skip
_ASKED_OF_ADULTS = ("in_work", "travel_pass", "missed_appointment")


@dataclass(frozen=True, slots=True)
class Town:
    """Everyone in Brackwater in one year: a full count, with nothing missing.

    Attributes
    ----------
    year : int
        2024 or 2026.
    seed : int
        The seed it was drawn with.
    parameters : Parameters
        What was planted.
    columns : dict of str to ndarray, each of shape (people,)
        Answers as codes (positions in ``LEVELS``; -1 does not apply), ages, minutes, money.
    """

    year: int
    seed: int
    parameters: Parameters = field(repr=False)
    columns: Columns = field(repr=False)

    def __len__(self) -> int:
        return len(self.columns["age"])

    def labels(self, column: str) -> NDArray[Any]:
        """Give a column with its answers in words.

        Parameters
        ----------
        column : str
            A name in ``columns``.

        Returns
        -------
        ndarray, shape (people,)
        """
        values = self.columns[column]
        if column in ("ward", "locality"):
            names = [place.name if column == "ward" else place.locality for place in WARDS]
            return np.array(names, dtype=object)[self.columns["ward"]]
        if column in LEVELS:
            return np.array([*LEVELS[column], DOES_NOT_APPLY], dtype=object)[values]
        return values

    def table(self) -> pa.Table:
        """Give the full register as a table, with answers in words: the truth to compare a survey with.

        Returns
        -------
        pyarrow.Table
            One row for each person; the columns that the survey has, and hourly_pay and household_income.

        Examples
        --------
        >>> town(1).table().num_rows
        60000
        """
        return pa.table({name: pa.array(self.labels(name)) for name in _REGISTER})


def town(seed: int = SEED, *, year: int = LATEST_YEAR, parameters: Parameters | None = None) -> Town:
    """Build the town.

    The people are the same in every year, with the same ages and (at 2026 prices) the same money, so that
    whatever differs between two years was planted: the 2025 timetable cut buses, and disabled people miss
    more appointments since.

    Parameters
    ----------
    seed : int
        The same seed gives the same town, byte by byte.
    year : int
        The year to look at.
    parameters : Parameters, optional
        What to plant, if not the numbers of Brackwater.

    Returns
    -------
    Town

    Examples
    --------
    >>> len(town(1))
    60000
    """
    planted = parameters or Parameters()
    columns = families(seed, planted.families)
    columns |= upbringing(seed, planted, columns)
    columns = survivors(seed, planted.survival, columns, people=planted.families.people)
    columns |= children_at_home(columns)
    columns |= identity(seed, planted, columns)
    columns |= disability(seed, planted.health, columns)
    columns |= work(seed, planted.work, columns)
    columns |= income(seed, planted.income, columns)
    columns |= entitlement(seed, planted.entitlement, columns)
    columns |= good_health(seed, planted.health, columns)
    columns |= travel(seed, planted.travel, columns, year=year)
    return Town(year, seed, planted, _finished(columns))


def _finished(columns: Columns) -> Columns:
    """Give people numbers and mark what children were not asked."""
    child = columns["age"] < _ADULT
    asked = {name: np.where(child, -1, columns[name].astype(np.int8)) for name in _ASKED_OF_ADULTS}
    told = {name: columns[name].astype(np.int8) for name in ("disabled", "good_health", "has_car")}
    people = np.arange(len(child))
    return columns | asked | told | {"person": people, "locality": columns["ward"]}
