"""Rates of tables whose rows are tallies: the events and the people of an area, an age band, a year."""

from __future__ import annotations

from functools import partial

from dueregard.engine import Outcome
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.means import y
from dueregard.measures.ratios import denominator_of
from dueregard.measures.tallied import (
    TalliedMeasure,
    crude_model,
    direct_model,
    empty_band,
    expected,
    indirect_model,
    negative,
    reference_count_of,
    reference_population_of,
    squares,
    standard_of,
    weighted,
)

__all__ = [
    "directly_standardised_rate",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "rate",
]

COUNTS = "the counts are Poisson: exact limits below 10 events, Byar's from 10; no sampling error of a survey"


@catalogued(
    title="Crude rate",
    family="public health",
    meaning="How many events there are for every so many people, such as deaths per 100,000.",
    formula="m · Σ x / Σ n; x events, n people or person-years, m the multiplier",
    range="0 or more; equal rates are equality",
    variance="Poisson: m² x / n². Exact limits below 10 events, Byar's approximation from 10.",
    oracle="PHEindicatormethods 2.1.0, phe_rate, to 1e-12 relative.",
    avoid="Groups of different ages: use directly_standardised_rate. One row a person: use mean or "
    "proportion, which know the sample. Several events of one person: use "
    "rate_of_repeated_events, as these limits are too narrow.",
    reference="Garwood (1936), Biometrika 28, 437-442; Breslow and Day (1987), Statistical Methods in Cancer "
    "Research, volume II, equation 2.13.",
    example="rate:deaths,population=people",
)
def rate(
    column: str,
    *,
    population: str,
    multiplier: object = 100_000,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> TalliedMeasure:
    """Measure the rate of events in a population.

    Parameters
    ----------
    column : str
        Events: a column or an expression; each row is a tally. Rows without events or without a population
        recorded are left out.
    population : str
        People or person-years.
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
    TalliedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When the multiplier is not a number above zero.

    Examples
    --------
    >>> rate("deaths", population="people", multiplier=1000).unit
    'per 1,000'
    """
    scale = options.number(multiplier, option="multiplier", above=0)
    return TalliedMeasure(
        name="rate",
        outcome=Outcome(columns=(column, population), among=among),
        moments={"events": y, "population": denominator_of, "negative": negative},
        form=partial(crude_model, scale),
        label=name or column,
        unit=unit or f"per {scale:,.12g}",
        method=COUNTS,
        parameters={"population": population, "multiplier": scale},
    )


@catalogued(
    title="Directly standardised rate",
    family="public health",
    meaning="The rate that a group would have if its ages were those of a standard population, so that "
    "groups of different ages can be compared.",
    formula="m · Σ s x/n / Σ s; x events, n people, s standard population of an age band, m the multiplier",
    range="0 or more; equal rates are equality",
    variance="Dobson: m² Σ x (s/n)² / (Σ s)², with Byar's limits of the events. Not computed "
    "under 10 events.",
    oracle="PHEindicatormethods 2.1.0, calculate_dsr, to 1e-12 relative.",
    avoid="Few events: use indirectly_standardised_ratio. Groups that have an age band in several rows: add "
    "these up first, or give standard_total, with which they are refused: the rate would be the mean of the "
    "rows' rates, not that of the people.",
    reference="Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10, 457-462, equation 3.",
    example="directly_standardised_rate:deaths,population=people,standard=esp2013",
)
def directly_standardised_rate(
    column: str,
    *,
    population: str,
    standard: str,
    multiplier: object = 100_000,
    standard_total: object = None,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> TalliedMeasure:
    """Measure the rate that a group would have with the ages of a standard population.

    Parameters
    ----------
    column : str
        Events: a column or an expression. Each group has one row an age band.
    population : str
        People or person-years of the band.
    standard : str
        Standard population of the band.
    multiplier : float
        Events per so many.
    standard_total : float, optional
        What the standard populations of all bands add up to. A group whose bands add up to something else
        lacks one, or has some twice, and is refused. Without it, a group whose bands do not add up to what
        most groups' do has a value and a reason.
    among : str, optional
        Which rows apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        By default ``per`` the multiplier.

    Returns
    -------
    TalliedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When a number is not above zero.

    Examples
    --------
    >>> measure = directly_standardised_rate("deaths", population="people", standard="esp2013")
    >>> measure.outcome.columns
    ('deaths', 'people', 'esp2013')
    """
    scale = options.number(multiplier, option="multiplier", above=0)
    whole = (
        None if standard_total is None else options.number(standard_total, option="standard_total", above=0)
    )
    parameters = {"population": population, "standard": standard, "multiplier": scale}
    return TalliedMeasure(
        name="directly_standardised_rate",
        outcome=Outcome(columns=(column, population, standard), among=among),
        moments={
            "events": y,
            "weighted": weighted,
            "squares": squares,
            "standard": standard_of,
            "negative": negative,
            "empty": empty_band,
        },
        form=partial(direct_model, scale, whole),
        label=name or column,
        unit=unit or f"per {scale:,.12g}",
        method=f"Dobson; {COUNTS}",
        parameters=parameters if whole is None else parameters | {"standard_total": whole},
    )


@catalogued(
    title="Indirectly standardised ratio",
    family="public health",
    meaning="How many events a group has for each that it would have at the rates of a reference population "
    "of the same ages; known as the SMR when events are deaths.",
    formula="Σ x / Σ n X/N; x events, n people, X and N events and people of the reference in an age band",
    range="0 or more; 1 where there are as many events as expected",
    variance="Poisson: x / (expected events)². Exact limits below 10 events, Byar's from 10; the reference's "
    "rates count as known.",
    oracle="PHEindicatormethods 2.1.0, calculate_ISRatio, to 1e-12 relative.",
    avoid="Comparing two groups with each other: their ratios have different weights; use "
    "directly_standardised_rate.",
    reference="Breslow and Day (1987), Statistical Methods in Cancer Research, volume II, equations "
    "2.11 to 2.13.",
    example="indirectly_standardised_ratio:deaths,population=people,reference_count=all_deaths,"
    "reference_population=all_people",
)
def indirectly_standardised_ratio(
    column: str,
    *,
    population: str,
    reference_count: str,
    reference_population: str,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> TalliedMeasure:
    """Measure the ratio of events to those expected at a reference population's rates.

    Parameters
    ----------
    column : str
        Events: a column or an expression; each row is a tally of an age band.
    population : str
        People or person-years.
    reference_count, reference_population : str
        Events and people of the row's age band in the reference population.
    among : str, optional
        Which rows apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    TalliedMeasure
        For :func:`dueregard.engine.evaluate`.

    Examples
    --------
    >>> indirectly_standardised_ratio(
    ...     "deaths", population="n", reference_count="ref_x", reference_population="ref_n"
    ... ).label
    'deaths'
    """
    return _indirect_measure(
        "indirectly_standardised_ratio",
        columns=(column, population, reference_count, reference_population),
        multiplier=None,
        among=among,
        label=name or column,
        unit=unit,
    )


@catalogued(
    title="Indirectly standardised rate",
    family="public health",
    meaning="The reference population's rate, times how many events a group has for each that it would have "
    "at the reference's rates.",
    formula="m · (Σ x / Σ n X/N) · Σ X / Σ N; x events, n people, X and N those of the reference, m the "
    "multiplier",
    range="0 or more; the reference's crude rate where there are as many events as expected",
    variance="As indirectly_standardised_ratio.",
    oracle="PHEindicatormethods 2.1.0, calculate_ISRate, to 1e-12 relative.",
    avoid="Comparing two groups with each other: use directly_standardised_rate. A group that has some age "
    "bands in more rows than others: the reference's crude rate is that of the group's rows.",
    reference="Breslow and Day (1987), Statistical Methods in Cancer Research, volume II, section 2.3.",
    example="indirectly_standardised_rate:deaths,population=people,reference_count=all_deaths,"
    "reference_population=all_people",
)
def indirectly_standardised_rate(
    column: str,
    *,
    population: str,
    reference_count: str,
    reference_population: str,
    multiplier: object = 100_000,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> TalliedMeasure:
    """Measure the indirectly standardised ratio times the reference population's crude rate.

    Parameters
    ----------
    column : str
        Events: a column or an expression; each row is a tally of an age band.
    population : str
        People or person-years.
    reference_count, reference_population : str
        Events and people of the row's age band in the reference population.
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
    TalliedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When the multiplier is not a number above zero.

    Examples
    --------
    >>> indirectly_standardised_rate(
    ...     "deaths", population="n", reference_count="ref_x", reference_population="ref_n"
    ... ).unit
    'per 100,000'
    """
    scale = options.number(multiplier, option="multiplier", above=0)
    return _indirect_measure(
        "indirectly_standardised_rate",
        columns=(column, population, reference_count, reference_population),
        multiplier=scale,
        among=among,
        label=name or column,
        unit=unit or f"per {scale:,.12g}",
    )


def _indirect_measure(
    name: str,
    *,
    columns: tuple[str, str, str, str],
    multiplier: float | None,
    among: str | None,
    label: str,
    unit: str | None,
) -> TalliedMeasure:
    _, population, reference_count, reference_population = columns
    parameters: dict[str, object] = {
        "population": population,
        "reference_count": reference_count,
        "reference_population": reference_population,
    }
    return TalliedMeasure(
        name=name,
        outcome=Outcome(columns=columns, among=among),
        moments={
            "events": y,
            "expected": expected,
            "reference_count": reference_count_of,
            "reference_population": reference_population_of,
            "negative": negative,
            "empty": empty_band,
        },
        form=partial(indirect_model, multiplier),
        label=label,
        unit=unit,
        method=COUNTS,
        parameters=parameters if multiplier is None else parameters | {"multiplier": multiplier},
    )
