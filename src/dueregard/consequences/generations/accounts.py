"""The accounts of each generation: present values, what is paid and by whom, and every year by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.generations.cohorts import Generation
from dueregard.consequences.generations.projection import Flows
from dueregard.consequences.generations.streams import Role
from dueregard.consequences.generations.years import Horizon
from dueregard.register import discount_factor

__all__ = ["Figure", "figures_of_accounts"]

Array = NDArray[np.float64]

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """A value, and its derivatives with respect to totals by age."""

    value: float
    slopes: Array = field(repr=False)

    def __sub__(self, other: Linear) -> Linear:
        return Linear(value=self.value - other.value, slopes=self.slopes - other.slopes)

    def __truediv__(self, other: Linear) -> Linear:
        if other.value == 0:
            return Linear(value=np.nan, slopes=np.zeros(len(self.slopes)))
        ratio = self.value / other.value
        return Linear(value=ratio, slopes=(self.slopes - ratio * other.slopes) / other.value)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figure:
    """One figure of an account.

    Attributes
    ----------
    measure : str
        What it is.
    by : mapping of str to str
        The generation, group or year.
    parameters : mapping
        The schedule and the years.
    unit : {"money", "money a year", "people", "proportion"}
        Of what.
    generation : Generation
        Whose.
    linear : Linear
        The value and its derivatives.
    compared : bool
        Whether it is a net effect, above or below what would be without the option.
    """

    measure: str
    by: Mapping[str, str]
    parameters: Mapping[str, Any]
    unit: str
    generation: Generation
    linear: Linear = field(repr=False)
    compared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Series:
    """Yearly values and their derivatives."""

    values: Array
    slopes: Array

    def total(self, weights: Array) -> Linear:
        return Linear(value=float(self.values @ weights), slopes=weights @ self.slopes)

    def year(self, place: int, multiple: float) -> Linear:
        return Linear(value=float(self.values[place]) * multiple, slopes=self.slopes[place] * multiple)

    def __sub__(self, other: _Series) -> _Series:
        """Subtract; where what is left is rounding, nothing is left."""
        return _Series(
            values=_without_rounding(self.values, other.values),
            slopes=_without_rounding(self.slopes, other.slopes),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Ledger:
    """What a generation gets and pays each year, and how many they are."""

    generation: Generation
    people: Linear
    gains: _Series
    payments: _Series


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Weights:
    """What a period's money in each year counts, under one schedule and growth."""

    parameters: Mapping[str, Any]
    by_year: Array


def figures_of_accounts(
    flows: Flows, generations: Sequence[Generation], horizon: Horizon, growth: Sequence[float]
) -> Iterator[Figure]:
    """List the figures of an option.

    Parameters
    ----------
    flows : Flows
        Streams by cohort and year.
    generations : sequence of Generation
        Whose accounts; everybody is among them.
    horizon : Horizon
        The years and discount schedules.
    growth : sequence of float
        Real growth of all amounts a year; figures by year have the first.

    Yields
    ------
    Figure
        ``people``, ``present_value`` (net), ``present_value_per_person``, ``present_value_of_gains``,
        ``present_value_of_payments``, ``share_of_gains``, ``share_of_payments``, ``share_of_cost``; of
        everybody also ``present_value_of_cost``, ``unpaid`` and ``residual_for_the_unborn``; and by year
        ``net_effect``, of everybody also ``gains``, ``payments`` and ``cost``.

    References
    ----------
    Auerbach, Gokhale and Kotlikoff (1994), Journal of Economic Perspectives 8 (1), 73-94: what the living do
    not pay is left, as a residual, to those not yet born.
    """
    every = [weights for rate in growth for weights in _weights(horizon, growth=rate)]
    yearly = np.asarray((1.0 + growth[0]) ** np.arange(len(horizon)) * horizon.periods, dtype=float)
    ledgers = [_ledger(flows, generation) for generation in generations]
    whole = next(each for each in ledgers if each.generation.kind == "whole")
    alive = next((each for each in ledgers if each.generation.kind == "alive"), None)
    cost = _series(flows, "cost", whole.generation)
    for ledger in ledgers:
        yield _figure("people", ledger.generation, {}, "people", ledger.people)
        for weights in every:
            yield from _present_values(ledger, weights)
            if ledger is not whole:
                yield from _shares(ledger, whole, cost, weights)
        series = {"net_effect": ledger.gains - ledger.payments}
        if ledger is whole:
            series |= {"gains": ledger.gains, "payments": ledger.payments, "cost": cost}
        if ledger.generation.kind in ("living", "unborn", "whole"):
            yield from _by_year(series, ledger.generation, horizon, yearly)
    for weights in every:
        yield from _left_over(cost, whole, alive, weights)


def _present_values(ledger: _Ledger, weights: _Weights) -> Iterator[Figure]:
    net = (ledger.gains - ledger.payments).total(weights.by_year)
    found = {
        "present_value": net,
        "present_value_per_person": net / ledger.people,
        "present_value_of_gains": ledger.gains.total(weights.by_year),
        "present_value_of_payments": ledger.payments.total(weights.by_year),
    }
    for measure, linear in found.items():
        yield _figure(measure, ledger.generation, weights.parameters, "money", linear)


def _shares(ledger: _Ledger, whole: _Ledger, cost: _Series, weights: _Weights) -> Iterator[Figure]:
    pairs = {
        "share_of_cost": (ledger.payments, cost),
        "share_of_gains": (ledger.gains, whole.gains),
        "share_of_payments": (ledger.payments, whole.payments),
    }
    for measure, (own, of_all) in pairs.items():
        share = own.total(weights.by_year) / of_all.total(weights.by_year)
        yield _figure(measure, ledger.generation, weights.parameters, "proportion", share)


def _left_over(cost: _Series, whole: _Ledger, alive: _Ledger | None, weights: _Weights) -> Iterator[Figure]:
    spent = cost.total(weights.by_year)
    found = {"present_value_of_cost": spent, "unpaid": spent - whole.payments.total(weights.by_year)}
    if alive is not None:
        found["residual_for_the_unborn"] = spent - alive.payments.total(weights.by_year)
    for measure, linear in found.items():
        yield _figure(measure, whole.generation, weights.parameters, "money", linear)


def _ledger(flows: Flows, generation: Generation) -> _Ledger:
    return _Ledger(
        generation=generation,
        people=_people(flows, generation),
        gains=_series(flows, "gain", generation),
        payments=_series(flows, "payment", generation),
    )


def _without_rounding(one: Array, other: Array) -> Array:
    left = one - other
    return np.where(np.abs(left) <= _ROUNDING * (np.abs(one) + np.abs(other)), 0.0, left)


def _series(flows: Flows, role: Role, generation: Generation) -> _Series:
    return _Series(
        values=flows.value(role, generation.cohorts), slopes=flows.slopes(role, generation.cohorts)
    )


def _people(flows: Flows, generation: Generation) -> Linear:
    """Those alive in the first year, and those born later."""
    population, ages = flows.population, len(flows.totals.people)
    own = generation.cohorts.astype(float)
    slopes = np.zeros((1 + len(flows.streams)) * ages)
    slopes[:ages] = population.pull_first(own, ages)
    return Linear(value=float(population.first @ own), slopes=slopes)


def _weights(horizon: Horizon, *, growth: float) -> list[_Weights]:
    ahead = np.arange(len(horizon))
    grown = (1.0 + growth) ** ahead * horizon.periods
    return [
        _Weights(
            parameters={
                "schedule": schedule.name,
                "published": schedule.published,
                "growth": growth,
                "present_value_in": horizon.first,
                "until": horizon.until,
            },
            by_year=discount_factor(ahead, schedule) * grown,
        )
        for schedule in horizon.schedules
    ]


def _by_year(
    series: Mapping[str, _Series], generation: Generation, horizon: Horizon, yearly: Array
) -> Iterator[Figure]:
    for place, year in enumerate(horizon.years):
        for measure, each in series.items():
            yield Figure(
                measure=measure,
                by={**generation.by, "year": str(year)},
                parameters={},
                unit="money a year",
                generation=generation,
                linear=each.year(place, yearly[place]),
                compared=measure == "net_effect",
            )


def _figure(
    measure: str, generation: Generation, parameters: Mapping[str, Any], unit: str, linear: Linear
) -> Figure:
    return Figure(
        measure=measure,
        by=generation.by,
        parameters=parameters,
        unit=unit,
        generation=generation,
        linear=linear,
        compared=measure in ("present_value", "present_value_per_person"),
    )
