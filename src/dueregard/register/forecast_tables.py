"""Forecasts as small tables: what many figures have in common is written once, to save room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dueregard.casebook import canonical_json

__all__ = ["tabled", "written_forecasts"]

_NUMBERS = ("estimate", "se", "low", "high")


def tabled(forecasts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put forecasts of one option, measure and kind of group into one table.

    Parameters
    ----------
    forecasts : sequence of mapping
        Each as :meth:`dueregard.register.Forecast.written` gives it.

    Returns
    -------
    list of dict
        Tables: what their rows have in common, the names of the groups under ``by``, and ``rows`` of levels,
        then estimate, se, low and high, with null for what is not there.

    Examples
    --------
    >>> women = {"option": "Grant", "measure": "mean_change", "by": {"sex": "f"}, "estimate": 5.0, "se": 0.5}
    >>> tables = tabled([women, {**women, "by": {"sex": "m"}, "estimate": 4.0}])
    >>> tables[0]["by"], tables[0]["rows"]
    (['sex'], [['f', 5.0, 0.5, None, None], ['m', 4.0, 0.5, None, None]])
    >>> next(written_forecasts({"tables": tables})) == women
    True
    """
    tables: dict[str, dict[str, Any]] = {}
    for each in forecasts:
        by = sorted(each.get("by", {}))
        common = {name: value for name, value in each.items() if name not in ("by", *_NUMBERS)}
        table = tables.setdefault(canonical_json([common, by]), {**common, "by": by, "rows": []})
        levels = [each["by"][name] for name in by]
        table["rows"].append([*levels, *(each.get(name) for name in _NUMBERS)])
    return list(tables.values())


def written_forecasts(payload: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Read the forecasts of an entry, as tables or, in older registers, one by one.

    Parameters
    ----------
    payload : mapping
        Of an entry of forecasts.

    Yields
    ------
    dict
        Each forecast, without what is not there.
    """
    yield from payload.get("forecasts", ())
    for table in payload.get("tables", ()):
        common = {name: value for name, value in table.items() if name not in ("by", "rows")}
        for row in table["rows"]:
            levels, numbers = row[: -len(_NUMBERS)], row[-len(_NUMBERS) :]
            by = {"by": dict(zip(table["by"], levels, strict=True))} if levels else {}
            known = {name: value for name, value in zip(_NUMBERS, numbers, strict=True) if value is not None}
            yield {**common, **by, **known}
