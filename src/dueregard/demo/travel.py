"""Cars, buses, the flat pass, the way to the hospital, and appointments missed for want of transport."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.draws import Columns, answers, stage_generator
from dueregard.demo.income import of_household
from dueregard.demo.levels import code_of
from dueregard.demo.parameters_of_outcomes import Travel
from dueregard.demo.places import ward_values

__all__ = ["TIMETABLE_YEAR", "travel"]

TIMETABLE_YEAR = 2025  # the year in which evening and cross-town buses were cut
_ADULT = 16
_TRAVELLER = "Gypsy or Irish Traveller"


def travel(seed: int, parameters: Travel, columns: Columns, *, year: int) -> Columns:
    """Draw how people get about in a year, what that costs them and what they miss.

    Parameters
    ----------
    seed : int
        The seed of the town.
    parameters : Travel
    columns : dict of str to ndarray
        Needs household, ward, relationship, age, sex, ethnicity, disabled, in_work, income,
        household_income, scale.
    year : int
        Before or after the 2025 timetable.

    Returns
    -------
    dict of str to ndarray, each of shape (people,)
        km_to_centre, has_car, bus_trips (a week), travel_pass, pass_saving and travel_cost (pounds a week),
        hospital_minutes, missed_appointment, income_after_travel (equivalised, pounds a week).
    """
    random = stage_generator(seed, "travel")
    adult = columns["age"] >= _ADULT
    km = _distance(random, columns)
    car = _cars(random, parameters, columns, km)
    trips = _bus_trips(random, parameters, columns, km, car) * adult
    holds = adult & answers(
        random,
        parameters.pass_intercept
        + parameters.pass_by_trips * trips
        + parameters.pass_by_km * km
        + parameters.pass_disabled * columns["disabled"]
        + parameters.pass_traveller * (columns["ethnicity"] == code_of("ethnicity", _TRAVELLER)),
    )
    fares = parameters.fare * trips
    saving = np.where(holds, fares, 0.0)
    cost = fares - saving + _cars_and_taxis(random, parameters, columns, km, car)
    minutes = _hospital_minutes(random, parameters, columns, year)
    missed = adult & answers(random, _log_odds_of_missing(parameters, columns, car, minutes, year))
    left = columns["household_income"] - of_household(cost, columns["household"])
    return {
        "km_to_centre": km.round(1),
        "has_car": car,
        "bus_trips": trips,
        "travel_pass": holds,
        "pass_saving": saving.round(2),
        "travel_cost": cost.round(2),
        "hospital_minutes": minutes,
        "missed_appointment": missed,
        "income_after_travel": (left / columns["scale"]).round(2),
    }


def _distance(random: np.random.Generator, columns: Columns) -> NDArray[Any]:
    """Kilometres from each household's address to the market square."""
    addresses = random.gamma(16.0, 1 / 16.0, size=int(columns["household"].max()) + 1)
    return np.asarray(ward_values("km_to_centre", columns["ward"]) * addresses[columns["household"]])


def _cars(
    random: np.random.Generator, parameters: Travel, columns: Columns, km: NDArray[Any]
) -> NDArray[np.bool_]:
    """Draw for each household whether it has a car, from its reference person's row."""
    reference = np.flatnonzero(columns["relationship"] == code_of("relationship", "reference person"))
    adults = of_household(columns["age"] >= 17, columns["household"])[reference]
    age = columns["age"][reference]
    log_odds = (
        parameters.car
        + parameters.car_by_log_income * np.log(np.maximum(columns["household_income"][reference], 50) / 600)
        + parameters.car_second_adult * (adults > 1)
        + parameters.car_by_km * km[reference]
        + parameters.car_disabled * columns["disabled"][reference]
        + parameters.car_young * (age < 30)
        + parameters.car_old * np.maximum(age - 70, 0)
    )
    return answers(random, log_odds)[columns["household"]]


def _bus_trips(
    random: np.random.Generator, parameters: Travel, columns: Columns, km: NDArray[Any], car: NDArray[Any]
) -> NDArray[Any]:
    mean = (
        np.where(car, parameters.trips_with_car, parameters.trips_without_car)
        * np.where(columns["in_work"], parameters.trips_at_work, 1.0)
        * np.where(columns["disabled"], parameters.trips_disabled, 1.0)
        * np.exp(parameters.trips_by_km * km)
    )
    return random.poisson(mean)


def _cars_and_taxis(
    random: np.random.Generator, parameters: Travel, columns: Columns, km: NDArray[Any], car: NDArray[Any]
) -> NDArray[Any]:
    """Charge the car to its household's reference person, and taxis to disabled adults without a car."""
    count = len(km)
    pays = car & (columns["relationship"] == code_of("relationship", "reference person"))
    driving = (parameters.car_cost + parameters.car_cost_by_km * km) * random.gamma(6.0, 1 / 6.0, size=count)
    rides = parameters.taxi_disabled * random.exponential(size=count)
    by_taxi = ~car & columns["disabled"] & (columns["age"] >= _ADULT)
    return np.where(pays, driving, 0.0) + np.where(by_taxi, rides, 0.0)


def _hospital_minutes(
    random: np.random.Generator, parameters: Travel, columns: Columns, year: int
) -> NDArray[Any]:
    addresses = random.normal(0, parameters.wait_spread, size=int(columns["household"].max()) + 1)
    added = ward_values("minutes_added", columns["ward"]) * (year >= TIMETABLE_YEAR)
    minutes = ward_values("hospital_minutes", columns["ward"]) + addresses[columns["household"]] + added
    return np.maximum(minutes + parameters.minutes_disabled * columns["disabled"], 6).round().astype(int)


def _log_odds_of_missing(
    parameters: Travel, columns: Columns, car: NDArray[Any], minutes: NDArray[Any], year: int
) -> NDArray[np.float64]:
    disabled = columns["disabled"]
    minority = columns["ethnicity"] != code_of("ethnicity", "White British")
    return np.asarray(
        parameters.missed
        + parameters.missed_without_car * ~car
        + parameters.missed_disabled * disabled
        + parameters.missed_disabled_2026 * (disabled & (year >= TIMETABLE_YEAR))
        + parameters.missed_by_minutes * (minutes - 30)
        + parameters.missed_low_income * (columns["income"] < 350)
        + parameters.missed_disabled_minority * (disabled & minority)
    )
