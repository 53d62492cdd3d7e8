"""The household survey of the town: what the casebook reads.

In each of its years households are drawn at random within wards, smaller wards more densely, and everyone in
them is interviewed. No household is drawn twice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.demo.answering import unanswered
from dueregard.demo.draws import stage_generator
from dueregard.demo.levels import DOES_NOT_APPLY, LEVELS, NOT_ANSWERED
from dueregard.demo.parameters import Parameters, Survey
from dueregard.demo.places import WARDS
from dueregard.demo.town import SEED, Town, town

__all__ = ["survey", "survey_again"]

_NO_HOURS = -9  # the code of the questionnaire for people without work
_WORDS = ("ward", "locality", *LEVELS)
_NUMBERS = (
    "age", "scale", "income", "travel_cost", "income_after_travel", "bus_trips", "pass_saving",
    "km_to_centre", "hospital_minutes",
)  # fmt: skip
_ORDER = (
    "person", "household", "year", "ward", "locality", "stratum", "ward_households", "weight",
    "relationship", "sex", "age", "birth_year", "ethnicity", "religion", "disabled", "marital_status",
    "sexual_orientation", "parent_occupation", "parent_education", "qualification", "social_grade",
    "in_work", "hours", "scale", "income", "council_tax_help", "fixed_address", "travel_cost",
    "income_after_travel", "good_health", "has_car", "bus_trips", "travel_pass", "pass_saving",
    "km_to_centre", "hospital_minutes", "missed_appointment",
)  # fmt: skip


def survey(seed: int = SEED, *, parameters: Parameters | None = None) -> pa.Table:
    """Survey the town in 2024 and in 2026.

    Parameters
    ----------
    seed : int
        The seed of the town.
    parameters : Parameters, optional
        What to plant, if not the numbers of Brackwater.

    Returns
    -------
    pyarrow.Table
        One row for each person interviewed, about 20,000. The weights of each year sum to the town.

    Examples
    --------
    >>> survey(1).column_names[:4]
    ['person', 'household', 'year', 'ward']
    """
    planted = parameters or Parameters()
    waves, taken = [], None
    for year, fraction in planted.survey.fraction:
        place = town(seed, year=year, parameters=planted)
        drawn = _drawn(place, planted.survey, fraction, without=taken)
        taken = drawn if taken is None else taken | drawn
        waves.append(_interviews(place, drawn))
    return _numbered(pa.concat_tables(waves))


def survey_again(place: Town, *, seed: int, numbered: bool = True) -> pa.Table:
    """Survey a town in its year once more, with other households: what chance might have brought instead.

    Parameters
    ----------
    place : Town
        As it is in a year.
    seed : int
        Of the households drawn, and of who leaves which question unanswered.
    numbered : bool
        Number people and households anew, as the survey does. If not they keep the numbers of the town.

    Returns
    -------
    pyarrow.Table
        As :func:`survey` gives for this year. The weights sum to the town.

    Examples
    --------
    >>> again = survey_again(town(1), seed=2)
    >>> round(sum(again["weight"].to_pylist()))
    60000
    """
    elsewhere = replace(place, seed=seed)  # only its draws: people and answers stay those of the town
    plan = place.parameters.survey
    drawn = _drawn(elsewhere, plan, dict(plan.fraction)[place.year], without=None)
    found = _interviews(elsewhere, drawn)
    return _numbered(found) if numbered else found.select(list(_ORDER)).combine_chunks()


def _drawn(
    place: Town, plan: Survey, fraction: float, *, without: NDArray[np.bool_] | None
) -> NDArray[np.bool_]:
    """Draw households within each ward, and say for each household whether it was drawn."""
    ward = place.columns["ward"][place.columns["relationship"] == 0]
    homes = np.bincount(ward, minlength=len(WARDS))
    share = homes**plan.small_ward_power
    wanted = np.rint(fraction * homes.sum() * share / share.sum()).astype(int)
    order = stage_generator(place.seed, f"survey {place.year}").permutation(len(ward))
    free = order if without is None else order[~without[order]]
    drawn = np.zeros(len(ward), dtype=bool)
    for code in range(len(WARDS)):
        drawn[free[ward[free] == code][: wanted[code]]] = True
    return drawn


def _interviews(place: Town, drawn: NDArray[np.bool_]) -> pa.Table:
    """Interview everyone in the households drawn."""
    household, ward = place.columns["household"], place.columns["ward"]
    rows = np.flatnonzero(drawn[household])
    people, interviewed = np.bincount(ward), np.bincount(ward[rows])
    homes = np.bincount(ward[place.columns["relationship"] == 0])
    gaps = unanswered(place, rows)
    columns: dict[str, Any] = {
        "person": rows,
        "household": household[rows],
        "year": np.full(len(rows), place.year),
        "stratum": [f"{WARDS[code].name} {place.year}" for code in ward[rows]],
        "ward_households": homes[ward[rows]],
        "weight": (people / interviewed)[ward[rows]],
        "birth_year": place.year - place.columns["age"][rows],
        "hours": np.where(place.columns["in_work"][rows] == 1, place.columns["hours"][rows], _NO_HOURS),
    }
    columns |= {name: pa.array(place.columns[name][rows], mask=gaps.get(name)) for name in _NUMBERS}
    columns |= {name: _in_words(place, name, rows, gaps.get(name)) for name in _WORDS}
    return pa.table(columns)


def _in_words(place: Town, name: str, rows: NDArray[Any], gaps: NDArray[np.bool_] | None) -> pa.Array:
    words = place.labels(name)[rows]
    if gaps is not None:
        words = np.where(gaps & (words != DOES_NOT_APPLY), NOT_ANSWERED, words)
    return pa.array(words, type=pa.string())


def _numbered(table: pa.Table) -> pa.Table:
    """Number people and households in the order of the survey, so that no number leads back to the town."""
    year, home = table["year"].to_numpy(), table["household"].to_numpy()
    first = np.flatnonzero(np.append(True, (np.diff(home) != 0) | (np.diff(year) != 0)))
    households = np.repeat(np.arange(1, len(first) + 1), np.diff(np.append(first, len(home))))
    table = table.set_column(table.column_names.index("household"), "household", pa.array(households))
    people = pa.array(np.arange(1, len(home) + 1))
    table = table.set_column(table.column_names.index("person"), "person", people)
    return table.select(list(_ORDER)).combine_chunks()
