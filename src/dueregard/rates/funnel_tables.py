"""Funnels of a table: its rows added up by area, and held against the average of all areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping, Table
from dueregard.engine.gathered import GatheredRows, gathered_rows
from dueregard.errors import PeopleError, UsageError
from dueregard.estimates import Covariance, Estimates, Label, Support, records
from dueregard.rates.arrays import LEVELS, FloatArray
from dueregard.rates.crude import crude_rate
from dueregard.rates.funnel_areas import FunnelAreas, Kind, areas_on_funnel
from dueregard.rates.indirect import ratio_from_sums
from dueregard.rates.proportions import proportion

__all__ = ["MULTIPLIERS", "Funnel", "funnels_of"]

MULTIPLIERS = {"proportion": 100.0, "rate": 100_000.0, "standardised_rate": 100_000.0, "ratio": 100.0}
MEASURES = {
    "proportion": "proportion_of_counts",
    "rate": "rate",
    "standardised_rate": "directly_standardised_rate",
    "ratio": "indirectly_standardised_ratio",
}
METHODS = {
    "proportion": "Wilson's interval",
    "rate": "exact Poisson limits below 10 events, Byar's from 10",
    "standardised_rate": None,
    "ratio": "exact Poisson limits below 10 events, Byar's from 10",
}
MISSING = "a number is missing"
NO_ERROR = "the interval stands, but a standard error cannot be estimated"
NO_INTERVAL = "the rates came without intervals"
MOST_TOLD = 10
# Beyond these the Poisson distribution cannot be inverted in double precision.
MOST, LEAST = 1e10, 1e-9
MOST_MULTIPLIED = 1e9
FAR_FROM_EXPECTED = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Funnel:
    """The areas of one level, on the funnel of their average.

    Attributes
    ----------
    by : mapping of str to str
        The level.
    variable : str
        What areas are called.
    areas : tuple of str, length n
        Their names.
    events, denominator : ndarray, shape (n,)
        Sums; NaN where a number is missing.
    found : FunnelAreas
        Values, average, lines and words.
    estimates : Estimates
        The values with intervals of their own.
    """

    by: Mapping[str, str]
    variable: str
    areas: tuple[str, ...]
    events: FloatArray
    denominator: FloatArray
    found: FunnelAreas
    estimates: Estimates

    @property
    def doubt(self) -> str | None:
        """What is odd about the numbers of a funnel of ratios, in words.

        Returns
        -------
        str, optional
            None unless all areas' events are far from the expected ones.
        """
        if self.estimates.labels[0].measure != MEASURES["ratio"]:
            return None
        known = np.isfinite(self.events) & np.isfinite(self.denominator)
        if not self.events[known].sum():
            return None
        share = float(self.events[known].sum() / self.denominator[known].sum())
        if 1 / FAR_FROM_EXPECTED <= share <= FAR_FROM_EXPECTED:
            return None
        where = ", ".join(self.by.values())
        return (
            f"{where}: events" if where else "Events"
        ) + f" are {100 * share:,.2g}% of those expected: is --expected a column of expected events?"

    @property
    def title(self) -> str:
        """What the values are, in words.

        Returns
        -------
        str
        """
        label = self.estimates.labels[0]
        measure = label.measure.replace("_", " ")
        return f"{measure} of {label.outcome}" + (f", {label.unit}" if label.unit else "")

    def records(self) -> list[dict[str, Any]]:
        """Give the public record of each value at both levels.

        Returns
        -------
        list of dict
        """
        return [record.to_dict() for record in records(self.estimates, level=LEVELS)]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Give each area with the lines at its size and its word.

        Returns
        -------
        list of dict
            ``None`` for what is not known.
        """
        return [
            {
                "by": dict(self.by),
                "area": area,
                "events": _known(self.events[place]),
                "denominator": _known(self.denominator[place]),
                "value": _known(self.found.values[place]),
                "average": _known(self.found.average),
                "lines": {
                    f"{level:g}": [_known(end) for end in each[place]]
                    for level, each in self.found.lines.items()
                },
                "significance": self.found.words[place],
            }
            for place, area in enumerate(self.areas)
        ]


def funnels_of(
    table: Table,
    *,
    events: str,
    denominator: str | None,
    rate: str | None,
    kind: Kind,
    multiplier: float | None,
    area: str | None,
    crossing: Sequence[Grouping] = (),
) -> list[Funnel]:
    """Hold the areas of a table against their average.

    Parameters
    ----------
    table : Table
        A row an area, or several that are added up.
    events, denominator, rate : str, optional
        Columns; see :func:`~.funnel_areas.areas_on_funnel`. The denominator may be left out of standardised
        rates.
    kind : {"proportion", "rate", "standardised_rate", "ratio"}
        What values are.
    multiplier : float, optional
        By default that of :data:`MULTIPLIERS`.
    area : str, optional
        Column that names the area of each row; without it each row is one.
    crossing : sequence of Grouping
        Each level has a funnel of its own.

    Returns
    -------
    list of Funnel
        One a level that has rows.

    Raises
    ------
    PeopleError
        When an area's numbers are impossible.
    UsageError
        When there are no rows, a row does not name its area, or several rows of one area have standardised
        rates.
    """
    columns = {"events": events, "denominator": denominator, "rate": rate}
    figures = {key: each for key, each in columns.items() if each is not None}
    rows = gathered_rows(table, crossing, figures=figures, codes={} if area is None else {"area": area})
    if not len(rows):
        raise UsageError("There are no rows to make a funnel of.", remedy="Check --where.")
    scale = MULTIPLIERS[kind] if multiplier is None else multiplier
    if scale > MOST_MULTIPLIED:
        raise UsageError(
            f"The multiplier is at most {MOST_MULTIPLIED:,.0f}.",
            found=f"It was {scale:g}.",
            remedy=f"Leave it out: it is then {MULTIPLIERS[kind]:,.0f}.",
        )
    return [_funnel(own, columns, kind, scale, area or "area") for own in rows.by_level() if len(own)]


def _funnel(
    rows: GatheredRows, columns: Mapping[str, str | None], kind: Kind, scale: float, variable: str
) -> Funnel:
    codes = rows.codes.get("area", tuple(str(number) for number in range(1, len(rows) + 1)))
    if None in codes:
        raise UsageError(f"Some rows have no {variable!r}.", remedy="Name the area of every row.")
    names = list(dict.fromkeys(str(code) for code in codes))
    place = np.array([names.index(str(code)) for code in codes])
    x = _sums(rows.figures["events"], place)
    if kind == "standardised_rate":
        if len(names) < len(codes):
            raise UsageError("Standardised rates cannot be added up: an area has several rows.")
        n = np.full(len(names), np.nan)
    else:
        n = _sums(rows.figures["denominator"], place)
    _refuse_impossible(names, x, n, kind)
    rate = rows.figures.get("rate")
    if rate is not None:
        far = (rate > MOST) | ((rate > 0) & (rate < LEAST))
        _refuse({f"a rate is 0, or from {LEAST:g} to {MOST:,.0f}": far}, names)
    found = areas_on_funnel(x, denominator=n, kind=kind, multiplier=scale, rate=rate)
    labels = [
        Label(
            measure=MEASURES[kind],
            parameters={**_options(columns, kind), "multiplier": scale},
            outcome=columns["events"],
            by={**rows.by[0], variable: name},
            unit=_unit(kind, scale),
            method=METHODS[kind],
        )
        for name in names
    ]
    return Funnel(
        by=rows.by[0],
        variable=variable,
        areas=tuple(names),
        events=x,
        denominator=n,
        found=found,
        estimates=_estimates(x, n, found, kind, scale, labels=labels, identity=rows.identity),
    )


def _estimates(
    x: FloatArray,
    n: FloatArray,
    found: FunnelAreas,
    kind: Kind,
    scale: float,
    *,
    labels: Sequence[Label],
    identity: str,
) -> Estimates:
    """Values with intervals of their own; standardised rates bring none."""
    variances, limits = _errors(x, n, kind, scale)
    known, sure = np.isfinite(found.values), np.isfinite(variances)
    doubt = NO_INTERVAL if kind == "standardised_rate" else NO_ERROR
    lacking = [None if there else MISSING for there in known]
    return Estimates(
        found.values,
        sources=(Covariance.independent(variances, identity=f"{identity}: funnel"),),
        labels=tuple(labels),
        supports=tuple(
            Support(n=1, n_effective=1.0, events=round(float(each)) if there else None)
            for each, there in zip(x, known, strict=True)
        ),
        statuses=tuple("ok" if each else "approximate" for each in sure),
        reasons=tuple(
            reason or (None if each else doubt) for reason, each in zip(lacking, sure, strict=True)
        ),
        limits=limits,
        interval_methods=("given" if limits else "t",) * len(x),
    )


def _errors(
    x: FloatArray, n: FloatArray, kind: Kind, scale: float
) -> tuple[FloatArray, dict[float, FloatArray]]:
    if kind == "standardised_rate":
        return np.full(len(x), np.nan), {}
    if kind == "ratio":
        _, variances, limits = ratio_from_sums(x, expected=n, reference=np.full(len(x), scale), levels=LEVELS)
        return variances, dict(limits)
    function = proportion if kind == "proportion" else crude_rate
    solved = function(x, population=n, multiplier=scale, levels=LEVELS)
    return solved.variances, dict(solved.limits)


def _options(columns: Mapping[str, str | None], kind: Kind) -> dict[str, str | None]:
    if kind == "standardised_rate":
        return {"rate": columns["rate"]}
    return {"expected" if kind == "ratio" else "population": columns["denominator"]}


def _unit(kind: Kind, scale: float) -> str | None:
    if kind == "ratio":
        return None
    return "%" if (kind, scale) == ("proportion", MULTIPLIERS[kind]) else f"per {scale:,.12g}"


def _sums(values: FloatArray, place: NDArray[np.intp]) -> FloatArray:
    return np.asarray(np.bincount(place, weights=values), float)


def _refuse_impossible(names: Sequence[str], x: FloatArray, n: FloatArray, kind: Kind) -> None:
    what = "expected events" if kind == "ratio" else "population"
    if kind == "proportion" and len(x) and (x > n).all():
        raise PeopleError(
            "A funnel cannot be drawn: in every area more are counted than there are people.",
            remedy="Are --events and --population swapped?",
        )
    faults = {f"the {what} of an area must be above zero": n <= 0, "events cannot be negative": x < 0}
    faults[f"numbers are at most {MOST:,.0f}"] = (x > MOST) | (n > MOST)
    faults[f"the {what} of an area is at least {LEAST:g}"] = (n > 0) & (n < LEAST)
    if kind == "proportion":
        faults["more cannot be counted than there are people"] = x > n
    _refuse(faults, names)


def _refuse(faults: Mapping[str, NDArray[np.bool_]], names: Sequence[str]) -> None:
    for reason, wrong in faults.items():
        if wrong.any():
            bad = [name for name, at_fault in zip(names, wrong.tolist(), strict=True) if at_fault]
            more = ", ..." if len(bad) > MOST_TOLD else ""
            raise PeopleError(
                f"A funnel cannot be drawn: {reason}.",
                found=f"Wrong are: {', '.join(bad[:MOST_TOLD])}{more}.",
                remedy="Correct these areas, or leave them out with --where.",
            )


def _known(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None
