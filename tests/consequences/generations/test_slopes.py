"""Derivatives of every figure agree with finite differences, however amounts are capped or shared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from dueregard.consequences.generations.accounts import figures_of_accounts
from dueregard.consequences.generations.cohorts import generations_of
from dueregard.consequences.generations.population import population_of
from dueregard.consequences.generations.projection import AgeTotals, flows_of
from dueregard.consequences.generations.streams import Stream
from dueregard.consequences.generations.years import Horizon, Years, horizon_of

AGES, SPAN = 9, 7
DRAW = np.random.default_rng(5)
PEOPLE = np.array([0.0, 4.0, 3.0, 5.0, 0.0, 2.0, 6.0, 3.0, 1.0])
HORIZON = horizon_of(
    Years(collected=2026, first=2027, until=2027 + SPAN - 1, schedules=("2%",)), [], unit=None
)
SURVIVAL = {age: 1.0 - 0.08 * age for age in range(12)}


def _streams() -> list[Stream]:
    force = np.linspace(0.3, 1.0, SPAN)
    late = (np.arange(SPAN) > 3).astype(float)
    nobody = np.zeros(1)
    cap: dict[str, Any] = {"rule": "capped", "size": 16.0, "headroom": 1.7}
    return [
        Stream(name="cost", role="cost", values=nobody, force=force, **cap),
        Stream(name="given", role="gain", values=nobody, force=force, **cap),
        Stream(name="paid", role="payment", values=nobody, force=np.ones(SPAN), rule="shares cost", size=0.6),
        Stream(name="later 1", role="payment", values=nobody, force=late),
        Stream(name="later 2", role="payment", values=nobody, force=late, rule="total", size=7.0),
    ]


def _figures(at: NDArray[np.float64], horizon: Horizon, **people: Any) -> list[Any]:
    streams = _streams()
    table = at.reshape(1 + len(streams), AGES)
    population = population_of(
        table[0], horizon, births=people.get("births"), survival=people.get("survival")
    )
    totals = AgeTotals(
        people=table[0],
        streams={stream.name: row for stream, row in zip(streams, table[1:], strict=True)},
    )
    flows = flows_of(population, totals, streams)
    return list(figures_of_accounts(flows, generations_of(population, (2020,)), horizon, (0.01,)))


@pytest.mark.parametrize(
    "people",
    [{}, {"survival": SURVIVAL}, {"survival": SURVIVAL, "births": 4.0}],
    ids=lambda each: str([*each]),
)
def test_derivatives_are_those_of_finite_differences(people: dict[str, Any]) -> None:
    seen = PEOPLE > 0
    at = np.vstack([PEOPLE, DRAW.uniform(1.0, 4.0, (5, AGES)) * seen]).ravel()
    found = _figures(at, HORIZON, **people)
    slopes = np.array([figure.linear.slopes for figure in found])
    step = 1e-5
    for place in DRAW.choice(np.flatnonzero(np.tile(seen, 6)), 12, replace=False):
        up, down = at.copy(), at.copy()
        up[place] += step
        down[place] -= step
        ends = [[each.linear.value for each in _figures(end, HORIZON, **people)] for end in (up, down)]
        change = (np.array(ends[0]) - np.array(ends[1])) / (2 * step)
        assert np.allclose(slopes[:, place], change, rtol=2e-5, atol=2e-5)
