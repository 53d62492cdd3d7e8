"""Whether it came true: forecasts against outturns, in one piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from dueregard.consequences.monitoring.calibration import (
    Calibration,
    Leaning,
    calibration_of,
    calibrations_by,
    leanings_of,
)
from dueregard.consequences.monitoring.matching import Matches, Scored
from dueregard.estimates import Record
from dueregard.register import Made

__all__ = ["Due", "Monitoring", "due_dates", "monitoring_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Forecasts of which nobody has written down what came of them.

    Attributes
    ----------
    on : date or None
        By when; None where nothing says so.
    measure, outcome : str
        What was forecast.
    figures : int
        Of how many groups, everybody being one.
    overdue : bool
        Whether that day has passed.
    """

    on: date | None
    measure: str
    outcome: str | None
    figures: int
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """What came of forecasts.

    Attributes
    ----------
    decided : str or None
        The option that was taken up.
    forecasts : int
        Forecasts in the register, of all options and all versions.
    scored : tuple of Scored
        Of the option taken up.
    unmatched : tuple of (str, str)
        Each outturn without a forecast, by name, and why.
    due : tuple of Due
        Forecasts without an outturn, by date.
    overall : Calibration
        Of the versions that stood when it was decided.
    all_versions : Calibration
        Of all.
    by_measure, by_group : mapping of str to Calibration
        Of the versions that stood.
    leanings : tuple of Leaning
        Groups for which it came out worse or better than forecast.
    """

    decided: str | None
    forecasts: int
    scored: tuple[Scored, ...] = field(repr=False)
    unmatched: tuple[tuple[str, str], ...] = ()
    due: tuple[Due, ...] = ()
    overall: Calibration
    all_versions: Calibration
    by_measure: Mapping[str, Calibration]
    by_group: Mapping[str, Calibration]
    leanings: tuple[Leaning, ...] = ()

    @property
    def standing(self) -> tuple[Scored, ...]:
        """The versions that stood when it was decided."""
        return tuple(each for each in self.scored if each.standing)

    def records(self) -> tuple[Record, ...]:
        """Give outturns and forecast errors as records.

        Returns
        -------
        tuple of Record
            For each forecast scored an ``outturn`` and a ``forecast_error``; the measure is in `parameters`.
        """
        return tuple(record for each in self.scored for record in (_outturn(each), _error(each)))

    def beside(self) -> dict[str, Any]:
        """Give what stands beside the records in JSON.

        Returns
        -------
        dict
            ``decided``, ``forecasts``, ``calibration``, ``due`` and ``outturns_without_forecast``.
        """
        return {
            "decided": self.decided,
            "forecasts": self.forecasts,
            "calibration": {
                "overall": asdict(self.overall),
                "all_versions": asdict(self.all_versions),
                "by_measure": {name: asdict(each) for name, each in self.by_measure.items()},
                "by_group": {name: asdict(each) for name, each in self.by_group.items()},
                "leanings": [asdict(each) for each in self.leanings],
            },
            "due": [{**asdict(each), "on": each.on and each.on.isoformat()} for each in self.due],
            "outturns_without_forecast": [
                {"outturn": name, "reason": reason} for name, reason in self.unmatched
            ],
        }

    def review(self) -> dict[str, Any]:
        """Give what the register keeps of a review: every score, and the calibration.

        Returns
        -------
        dict
            The same for the same content, whenever it is made.
        """
        return {
            "decided": self.decided,
            "scores": [_kept(each) for each in self.scored],
            "calibration": {name: asdict(self.overall)[name] for name in ("count", "inside", "verdict")},
        }


def monitoring_of(
    matches: Matches,
    *,
    decided: str | None,
    forecasts: int,
    better: Mapping[str, str],
    due: Mapping[int | None, date | None],
    today: date,
) -> Monitoring:
    """Sum up what was matched.

    Parameters
    ----------
    matches : Matches
        Forecasts and outturns.
    decided : str, optional
        The option that was taken up.
    forecasts : int
        How many are in the register.
    better : mapping of str to str
        Whether ``higher`` or ``lower`` is better, by outcome.
    due : mapping of year to date
        When forecasts of a year are to be looked at, from :func:`due_dates`.
    today : date
        For what is overdue.

    Returns
    -------
    Monitoring
    """
    standing = [each for each in matches.scored if each.standing]
    return Monitoring(
        decided=decided,
        forecasts=forecasts,
        scored=matches.scored,
        unmatched=tuple((_named(each.outturn), each.reason) for each in matches.unmatched),
        due=_due(matches.waiting, due, today),
        overall=calibration_of(standing),
        all_versions=calibration_of(matches.scored),
        by_measure=calibrations_by(standing, lambda each: each.forecast.measure),
        by_group=calibrations_by(standing, lambda each: group_of(each.forecast.by) or None),
        leanings=leanings_of(standing, better),
    )


def due_dates(
    made: Sequence[Made], *, review_on: date | None, decided_on: date | None
) -> dict[int | None, date | None]:
    """Say when forecasts are to be looked at.

    Parameters
    ----------
    made : sequence of Made
        The forecasts.
    review_on : date, optional
        The day that the casebook gives: it holds for all that are of no year.
    decided_on : date, optional
        When it was decided.

    Returns
    -------
    dict of year to date
        The end of the year that a forecast is about; else `review_on`; else a year after the decision.
    """
    years = {each.forecast.year for each in made}
    anyhow = review_on or (None if decided_on is None else _a_year_after(decided_on))
    return {year: anyhow if year is None else date(year, 12, 31) for year in years}


def group_of(by: Mapping[str, str]) -> str:
    """Name a group.

    Parameters
    ----------
    by : mapping of str to str
        Its characteristics.

    Returns
    -------
    str
        Empty for everybody.

    Examples
    --------
    >>> group_of({"sex": "female", "area": "East"})
    'sex female, area East'
    """
    return ", ".join(f"{name} {level}" for name, level in by.items())


def _a_year_after(day: date) -> date:
    later = day.replace(day=1, year=day.year + 1)
    return later if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def _due(waiting: Sequence[Made], dates: Mapping[int | None, date | None], today: date) -> tuple[Due, ...]:
    counts: dict[tuple[date | None, str, str | None], int] = {}
    for each in waiting:
        forecast = each.forecast
        key = (dates.get(forecast.year), forecast.measure, forecast.outcome)
        counts[key] = counts.get(key, 0) + 1
    found = [
        Due(on=on, measure=measure, outcome=outcome, figures=figures, overdue=on is not None and on < today)
        for (on, measure, outcome), figures in counts.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.on or date.max, each.measure)))


def _named(outturn: Any) -> str:
    parts = (outturn.measure, outturn.outcome, group_of(outturn.by) or "everybody", outturn.option)
    return ", ".join(part for part in parts if part)


def _outturn(scored: Scored) -> Record:
    forecast, outturn = scored.forecast, scored.outturn
    return Record(
        measure="outturn",
        parameters={"of": forecast.measure, **_when(scored)},
        outcome=forecast.outcome,
        by={"option": forecast.option, **forecast.by},
        estimate=outturn.value,
        se=outturn.se,
        n=outturn.n,
        unit=forecast.unit,
        source=outturn.source or None,
    )


def _error(scored: Scored) -> Record:
    forecast, found = scored.forecast, scored.score
    inside = {"inside": found.inside, "as_printed": found.as_printed, "z": found.z}
    own = {"forecast": forecast.estimate, "low": forecast.low, "high": forecast.high}
    return Record(
        measure="forecast_error",
        parameters={
            "of": forecast.measure,
            **_when(scored),
            **own,
            **inside,
            "interval_score": found.interval_score,
            "pit": found.pit,
        },
        outcome=forecast.outcome,
        by={"option": forecast.option, **forecast.by},
        contrast="difference",
        reference="forecast",
        estimate=found.error,
        se=found.error_se,
        level=forecast.level,
        unit=forecast.unit,
    )


def _when(scored: Scored) -> dict[str, Any]:
    return {
        "forecast_on": scored.made.at.date().isoformat(),
        "observed_on": scored.outturn.observed_on.isoformat(),
        "standing": scored.standing,
        **({} if scored.forecast.year is None else {"year": scored.forecast.year}),
    }


def _kept(scored: Scored) -> dict[str, Any]:
    found = scored.score
    return {
        "forecast": scored.forecast.written(),
        **_when(scored),
        "outturn": scored.outturn.value,
        "outturn_se": scored.outturn.se,
        "source": scored.outturn.source,
        "error": found.error,
        "inside": found.inside,
        "interval_score": found.interval_score,
    }
