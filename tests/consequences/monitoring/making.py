"""Forecasts and outturns for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from dueregard.consequences.monitoring import Outturn, Scored, score
from dueregard.people.written_rows import WrittenRows
from dueregard.register import Forecast, Made

MADE = datetime(2026, 11, 28, 12, tzinfo=UTC)
SEEN = date(2028, 3, 31)


def made(*, at: datetime = MADE, **how: Any) -> Made:
    estimate, se = how.pop("estimate", 10.0), how.pop("se", 2.0)
    usual: dict[str, Any] = {"option": "Grant", "measure": "mean_change", "outcome": "income"}
    ends = {"low": estimate - 1.959964 * se, "high": estimate + 1.959964 * se, "level": 0.95}
    return Made(forecast=Forecast(**{**usual, "estimate": estimate, "se": se, **ends, **how}), at=at)


def seen(value: float = 11.0, **how: Any) -> Outturn:
    return Outturn(
        **{"option": "Grant", "measure": "mean_change", "value": value, "observed_on": SEEN, **how}
    )


def scored(value: float, *, by: Mapping[str, str] | None = None, **how: Any) -> Scored:
    each = made(by=by or {}, **how)
    forecast = each.forecast
    found = score(
        estimate=forecast.estimate,
        se=forecast.se,
        low=forecast.low,
        high=forecast.high,
        level=forecast.level,
        outturn=value,
    )
    return Scored(made=each, outturn=seen(value, by=forecast.by), score=found, standing=True)


def written(*rows: Mapping[str, str]) -> WrittenRows:
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    return WrittenRows(
        title="outturns.csv",
        columns=columns,
        rows=tuple(tuple(row.get(name, "") for name in columns) for row in rows),
        lines=tuple(range(2, len(rows) + 2)),
    )
