"""A line with a break: errors as the matrix formulae have them, and planted breaks found."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.consequences.evaluation.autoregression import autoregression, newey_west
from dueregard.consequences.evaluation.interrupted import interrupted_series
from dueregard.consequences.evaluation.panel import Panel
from dueregard.errors import PeopleError
from tests.consequences.evaluation.making import Table, panel

N = 30


def _line(*, noise: float = 0.5, season: float = 0.0, n: int = N) -> Table:
    draw = np.random.default_rng(4)
    both = {"year": [], "sex": [], "y": []}  # type: Table
    for sex, level in (("f", -3.0), ("m", -1.0)):
        time = np.arange(n)
        value = 20 + 0.3 * time + (level + 0.2 * (time - n // 2)) * (time >= n // 2)
        value = value + season * np.cos(np.pi * time / 2) + draw.normal(0, noise, n)
        both["year"] += (2000 + time).tolist()
        both["sex"] += [sex] * n
        both["y"] += value.tolist()
    return both


def _read(columns: Table, event: int = 2015) -> Panel:
    return panel(columns, unit=None, treated=None, event=str(event))


def test_planted_breaks_are_found() -> None:
    found = interrupted_series(_read(_line()), by_group=True)
    level, slope = found.of("level_change"), found.of("slope_change")
    for effects, truth in ((level, (-3.0, -1.0)), (slope, (0.2, 0.2))):
        limits = effects.interval(0.95)
        assert (limits[:, 0] < truth).all()
        assert (limits[:, 1] > truth).all()
    assert level.by == ({"sex": "f"}, {"sex": "m"})
    average = found.of("average_effect").values
    assert average == pytest.approx(level.values + 7 * slope.values)


def test_a_season_is_taken_out() -> None:
    wavy = _read(_line(noise=0.1, season=5.0))
    plain, seasonal = (interrupted_series(wavy, season=each).of("level_change").se[0] for each in (None, 4))
    assert seasonal < plain / 5


@pytest.mark.parametrize("event", [2002, 2028])
def test_both_sides_need_three_periods(event: int) -> None:
    with pytest.raises(PeopleError, match="at least 3 periods on either side"):
        interrupted_series(_read(_line(), event))


def test_a_season_that_is_none() -> None:
    with pytest.raises(PeopleError, match="at least two periods"):
        interrupted_series(_read(_line()), season=1)
    with pytest.raises(PeopleError, match="cannot be told from a trend"):
        interrupted_series(_read(_line()), season=100)


def test_the_fit_is_that_of_the_whole_covariance_matrix_across_a_gap() -> None:
    draw = np.random.default_rng(3)
    position = np.array([0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13])
    x = np.column_stack([np.ones(12), position])
    y = np.cumsum(draw.normal(size=12)) + position
    fit = autoregression(y, x, position)

    def restricted(rho: float) -> float:
        v = rho ** np.abs(position[:, None] - position[None, :]) / (1 - rho**2)
        inside = x.T @ np.linalg.solve(v, x)
        beta = np.linalg.solve(inside, x.T @ np.linalg.solve(v, y))
        rest = y - x @ beta
        spent = 10 * np.log(rest @ np.linalg.solve(v, rest))
        return float(-0.5 * (spent + np.linalg.slogdet(v)[1] + np.linalg.slogdet(inside)[1]))

    near = fit.rho + np.array([-0.05, -0.01, 0.01, 0.015])
    assert all(restricted(fit.rho) > restricted(each) for each in near)
    v = fit.rho ** np.abs(position[:, None] - position[None, :]) / (1 - fit.rho**2)
    inside = np.linalg.inv(x.T @ np.linalg.solve(v, x))
    assert fit.coefficients == pytest.approx(inside @ x.T @ np.linalg.solve(v, y))
    assert fit.covariance == pytest.approx(fit.scale**2 * inside)


def test_a_series_covaries_with_itself_as_it_varies() -> None:
    time = np.arange(20)
    y = np.random.default_rng(5).normal(size=20).cumsum()
    fit = autoregression(y, np.column_stack([np.ones(20), time]), time)
    assert fit.covariance_with(fit) == pytest.approx(fit.covariance)


def test_newey_west_is_the_sum_over_lags() -> None:
    draw = np.random.default_rng(6)
    x = np.column_stack([np.ones(40), draw.normal(size=40)])
    y = draw.normal(size=40)
    beta, spread = newey_west(y, x)
    e = y - x @ beta
    meat = np.zeros((2, 2))
    for s in range(40):
        for t in range(40):
            # Three lags: 4 (40/100)^(2/9) is 3.26.
            meat += max(0.0, 1 - abs(s - t) / 4) * e[s] * e[t] * np.outer(x[s], x[t])
    bread = np.linalg.inv(x.T @ x)
    assert spread == pytest.approx(40 / 38 * bread @ meat @ bread)
