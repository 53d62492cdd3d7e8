"""Life expectancy of groups, from rows of deaths and populations by age."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.gathered import GatheredRows
from dueregard.errors import UsageError
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.gathered import Figure, GatheredMeasure
from dueregard.rates import life_expectancy as life_tables
from dueregard.rates.life_expectancy import ABRIDGED_BANDS, FEWEST, WIDEST, LifeExpectancies

__all__ = ["life_expectancy"]


@catalogued(
    title="Life expectancy",
    family="public health",
    meaning="How many more years people of an age would live if today's death rates stayed as they are.",
    formula="Σ L / l from the age on, of an abridged life table: l reach an age band, L are the years lived "
    "in it, q = n M / (1 + n (1 − a) M) die in it; M deaths over people, n years, a the share of the "
    "band lived by those who die",
    range="0 or more years",
    variance="Chiang's, of the chances of dying, with the last band's of Silcocks and others; normal "
    "interval. Deaths are counted, populations known.",
    oracle="PHEindicatormethods 2.1.0, phe_life_expectancy, to 1e-9 relative.",
    avoid="Small populations, of up to 5,000 person-years: they are refused. Rows by age and something else, "
    "such as sex, without grouping by that: a band then appears twice, and is refused.",
    reference="Chiang (1984), The Life Table and its Applications; Silcocks, Jenner and Reza (2001), Journal "
    "of Epidemiology and Community Health 55, 38-43; Toson and Baker (2003), National Statistics "
    "Methodological Series 33.",
    example="life_expectancy:deaths,population=people,age=age_from",
    convention="The 20 bands of Fingertips by default: under 1, 1 to 4, five years each, 90 and over.",
)
def life_expectancy(
    column: str,
    *,
    population: str,
    age: str,
    at: object = 0,
    bands: object = None,
    share_lived: object = None,
    smallest_population: object = FEWEST,
    widest_interval: object = WIDEST,
    among: str | None = None,
    name: str | None = None,
) -> GatheredMeasure:
    """Measure life expectancy.

    Parameters
    ----------
    column : str
        Deaths: a column or an expression; each row is an age band.
    population : str
        People or person-years of the band.
    age : str
        Column of the band's first year of age.
    at : float
        The age to give it at: one at which a band starts.
    bands : list of float, optional
        First years of all bands, for instance `[0, 1, 5, 15]`; the last is open. By default the 20 published
        ones.
    share_lived : list of float, optional
        Share of each band lived by those who die in it; by default 0.1 of a band that starts at birth and
        0.5 of the others.
    smallest_population : float
        Groups with so many person-years or fewer are refused.
    widest_interval : float
        Values whose 95% interval is wider, in years, are refused.
    among : str, optional
        Which rows apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.

    Returns
    -------
    GatheredMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When bands do not rise, or no band starts at the age.

    Examples
    --------
    >>> life_expectancy("deaths", population="people", age="age_from", at=65).parameters["at"]
    65.0
    """
    starts = ABRIDGED_BANDS if bands is None else options.numbers(bands, option="bands")
    lived = None if share_lived is None else options.numbers(share_lived, option="share_lived")
    wanted = options.number(at, option="at")
    if wanted not in starts:
        raise UsageError(
            f"No age band starts at {wanted:g}.",
            found=f"They start at: {', '.join(f'{start:g}' for start in starts)}.",
        )
    settings = {
        "smallest_population": options.number(smallest_population, option="smallest_population", at_least=0),
        "widest_interval": options.number(widest_interval, option="widest_interval", above=0),
    }
    parameters: dict[str, Any] = {"population": population, "age": age, "at": wanted, **settings}
    if bands is not None:
        parameters["bands"] = list(starts)
    if lived is not None:
        parameters["share_lived"] = list(lived)
    smallest, widest = settings["smallest_population"], settings["widest_interval"]
    solve = partial(
        life_tables,
        at=[wanted],
        bands=starts,
        share_lived=lived,
        smallest_population=smallest,
        widest_interval=widest,
    )
    return GatheredMeasure(
        name="life_expectancy",
        outcome=Outcome(columns=(column,), among=among),
        figures={"deaths": column, "population": population, "age": age},
        form=partial(_expectancies, solve),
        label=name or column,
        unit="years",
        method="Chiang II, with the last band's variance of Silcocks and others",
        parameters=parameters,
    )


def _expectancies(
    solve: partial[LifeExpectancies], rows: GatheredRows, levels: Sequence[float]
) -> list[Figure]:
    if not len(rows):
        return [_none("there are no rows") for _ in rows.by]
    found = solve(
        rows.figures["deaths"],
        population=rows.figures["population"],
        start_age=rows.figures["age"],
        by=rows.level.tolist(),
        levels=levels,
    )
    places = {level: place for place, level in enumerate(found.groups)}
    figures = []
    for level in range(len(rows.by)):
        place = places.get(level)
        if place is None:
            figures.append(_none("there are no rows"))
        elif not np.isfinite(found.values[place, 0]):
            figures.append(_none(found.reasons.get((place, 0), "there is no value")))
        else:
            figures.append(
                Figure(
                    value=float(found.values[place, 0]),
                    variance=float(found.variances[place, 0]),
                    events=round(float(found.deaths[place, 0])),
                )
            )
    return figures


def _none(reason: str) -> Figure:
    return Figure(status="not_estimable", reason=reason)
