"""Rates of events that one person can have several times, such as admissions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from dueregard.engine import Outcome
from dueregard.engine.gathered import GatheredRows
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.gathered import Figure, GatheredMeasure, figures_by_level
from dueregard.rates import crude_rate
from dueregard.rates import directly_standardised_rate as standardised

__all__ = ["directly_standardised_rate_of_repeated_events", "rate_of_repeated_events"]

NO_ERROR = "the interval is exact, but a standard error cannot be estimated"
METHOD = "events of one person are not independent: the Poisson limits are stretched by their variance"


@catalogued(
    title="Crude rate of repeated events",
    family="public health",
    meaning="How many events there are for every so many people, where one person can have several, such as "
    "emergency admissions.",
    formula="m · Σ f x / n; x people who each had f events, n people, m the multiplier",
    range="0 or more; equal rates are equality",
    variance="m² Σ f² x / n². The distance of the Poisson limits from the count is stretched by the root of "
    "Σ f² x / Σ f x.",
    oracle="The formula of the Fingertips technical guidance, worked by hand; with one event a person it is "
    "rate, exactly.",
    avoid="Events of different people: use rate. Groups of different ages: use "
    "directly_standardised_rate_of_repeated_events.",
    reference="Stukel, Glynn, Fisher, Sharp, Lu-Yao and Wennberg (1994), Statistics in Medicine 13, "
    '1781-1791; Fingertips technical guidance, "Directly standardised rates".',
    example="rate_of_repeated_events:patients,frequency=admissions_each,population=people",
    convention="A row for each number of events that people had; all rows of a group repeat its population.",
)
def rate_of_repeated_events(
    column: str,
    *,
    frequency: str,
    population: str,
    multiplier: object = 100_000,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> GatheredMeasure:
    """Measure the rate of events of which one person can have several.

    Parameters
    ----------
    column : str
        People who each had so many events: a column or an expression.
    frequency : str
        Column of how many events each of them had.
    population : str
        Column of the group's people or person-years, the same in all its rows.
    multiplier : float
        Events per so many.
    among : str, optional
        Which rows apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        By default ``per`` the multiplier.

    Returns
    -------
    GatheredMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When the multiplier is not a number above zero.

    Examples
    --------
    >>> rate_of_repeated_events("patients", frequency="each", population="people").unit
    'per 100,000'
    """
    scale = options.number(multiplier, option="multiplier", above=0)
    return GatheredMeasure(
        name="rate_of_repeated_events",
        outcome=Outcome(columns=(column,), among=among),
        figures={"people": column, "frequency": frequency, "population": population},
        form=partial(_crude, scale),
        label=name or column,
        unit=unit or f"per {scale:,.12g}",
        method=METHOD,
        interval="poisson",
        parameters={"frequency": frequency, "population": population, "multiplier": scale},
    )


@catalogued(
    title="Directly standardised rate of repeated events",
    family="public health",
    meaning="The rate that a group would have if its ages were those of a standard population, where one "
    "person can have several events, such as emergency admissions.",
    formula="m · Σ s f x/n / Σ s; x people of an age band who each had f events, n people, s standard "
    "population of the band, m the multiplier",
    range="0 or more; equal rates are equality",
    variance="m² Σ f² x (s/n)² / (Σ s)², with Byar's limits of the events. Not computed under 10 events.",
    oracle="The formula of the Fingertips technical guidance, worked by hand; with one event a person it is "
    "directly_standardised_rate, exactly.",
    avoid="Events of different people: use directly_standardised_rate.",
    reference="Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10, 457-462, equation 3; "
    'Fingertips technical guidance, "Directly standardised rates".',
    example="directly_standardised_rate_of_repeated_events:patients,frequency=admissions_each,"
    "population=people,standard=standard,band=age_from",
    convention="A row for each age band and number of events; the rows of a band repeat its population.",
)
def directly_standardised_rate_of_repeated_events(
    column: str,
    *,
    frequency: str,
    population: str,
    standard: str,
    band: str,
    multiplier: object = 100_000,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> GatheredMeasure:
    """Measure the directly standardised rate of events of which one person can have several.

    Parameters
    ----------
    column : str
        People of an age band who each had so many events: a column or an expression.
    frequency : str
        Column of how many events each of them had.
    population : str
        Column of the band's people or person-years, the same in all its rows.
    standard : str
        Column of the band's standard population, the same in all its rows.
    band : str
        Column of the age band.
    multiplier : float
        Events per so many.
    among : str, optional
        Which rows apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        By default ``per`` the multiplier.

    Returns
    -------
    GatheredMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When the multiplier is not a number above zero.

    Examples
    --------
    >>> directly_standardised_rate_of_repeated_events(
    ...     "patients", frequency="each", population="people", standard="esp2013", band="age"
    ... ).parameters["band"]
    'age'
    """
    scale = options.number(multiplier, option="multiplier", above=0)
    columns = {"frequency": frequency, "population": population, "standard": standard}
    return GatheredMeasure(
        name="directly_standardised_rate_of_repeated_events",
        outcome=Outcome(columns=(column,), among=among),
        figures={"people": column, **columns},
        codes={"band": band},
        form=partial(_direct, scale),
        label=name or column,
        unit=unit or f"per {scale:,.12g}",
        method=f"Dobson; {METHOD}",
        interval="poisson",
        parameters={**columns, "band": band, "multiplier": scale},
    )


def _crude(scale: float, rows: GatheredRows, levels: Sequence[float]) -> list[Figure]:
    found = crude_rate(
        rows.figures["people"],
        population=rows.figures["population"],
        multiplier=scale,
        by=rows.level.tolist(),
        independent_events=False,
        event_frequency=rows.figures["frequency"],
        levels=levels,
    )
    return figures_by_level(found, rows, events=found.events, without=NO_ERROR)


def _direct(scale: float, rows: GatheredRows, levels: Sequence[float]) -> list[Figure]:
    found = standardised(
        rows.figures["people"],
        population=rows.figures["population"],
        standard=rows.figures["standard"],
        multiplier=scale,
        by=rows.level.tolist(),
        independent_events=False,
        event_frequency=rows.figures["frequency"],
        band=rows.codes["band"],
        levels=levels,
    )
    return figures_by_level(found, rows, events=found.events, without=NO_ERROR)
