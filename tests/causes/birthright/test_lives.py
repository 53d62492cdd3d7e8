"""Life expectancy by type of birth, where the death rates are known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dueregard.causes.birthright import Birthright, birthright
from dueregard.causes.birthright.lifetimes import lives_of
from dueregard.errors import PeopleError, UsageError
from dueregard.people import read_people

SIZE = 3000


def lives() -> dict[str, Any]:
    """Deaths at 0.02 a year of one class and 0.06 of the other, whatever the age: 50 and 16.7 years."""
    random = np.random.default_rng(4)
    poor, entry = random.integers(0, 2, SIZE), random.uniform(50, 60, SIZE)
    death = entry + random.exponential(1 / np.where(poor == 1, 0.06, 0.02))
    return {
        "entry": entry,
        "exit": np.minimum(death, entry + 20),
        "died": (death <= entry + 20).astype(int),
        "class": np.where(poor == 1, "poor", "rich"),
        "coin": random.integers(0, 2, SIZE).astype(str),
    }


LIVES = lives()


def report(**options: Any) -> Birthright:
    asked: dict[str, Any] = {
        "outcome": "died",
        "circumstances": {"family": ["class"], "luck": ["coin"]},
        "entry": "entry",
        "exit": "exit",
        "replicates": 20,
        "null_draws": 0,
    }
    return birthright(read_people(LIVES), **(asked | options))


def test_types_live_as_long_as_their_death_rates_say() -> None:
    found = report()
    assert [each.n for each in found.types] == [
        int((LIVES["class"] == name).sum()) for name in ("poor", "rich")
    ]
    for each, years in zip(found.types, (1 / 0.06, 1 / 0.02), strict=True):
        assert each.mean is not None
        assert each.se is not None
        assert abs(each.mean - years) < 4 * each.se
    apart = found.value("life_expectancy_range", estimator="tree")
    assert apart is not None
    assert apart.estimate == pytest.approx(found.types[1].mean - found.types[0].mean)  # type: ignore[operator]
    assert apart.parameters == {"age": 50.0}
    assert "Life expectancy at 50 differs by about" in found.headline


def test_years_are_split_between_groups() -> None:
    found = report(replicates=0)
    for estimator in ("tree", "parametric", "nonparametric"):
        parts = [
            found.value("life_expectancy_range", estimator=estimator, component=name)
            for name in ("total", "family", "luck")
        ]
        total, family, luck = (
            each.estimate for each in parts if each is not None and each.estimate is not None
        )
        assert family + luck == pytest.approx(total, abs=1e-9)
        assert abs(luck) < 0.2 * family


def test_a_life_is_lived_in_the_bands_that_it_passes_through() -> None:
    found = lives_of(np.ones(20), np.full(20, 52.0), np.linspace(58, 64, 20), np.ones(20), at_age=55)
    assert found.starts.tolist() == [50, 55, 60]
    assert found.years[0].tolist() == [3, 3, 0]
    assert found.years[-1].tolist() == [3, 5, 4]
    assert found.deaths.sum(0).tolist() == [0, 7, 13]
    assert found.at == 1


def test_lives_that_cannot_be_are_refused() -> None:
    with pytest.raises(PeopleError, match="entry lie below"):
        report(entry="exit", exit="entry")
    with pytest.raises(UsageError, match="No band of ages"):
        report(at_age=52)
    with pytest.raises(UsageError, match="who died"):
        report(outcome="entry")
    with pytest.raises(UsageError, match="Give both"):
        report(exit=None)
    with pytest.raises(PeopleError, match="too few deaths"):
        report(outcome="died == 1 and entry < 50.05")
