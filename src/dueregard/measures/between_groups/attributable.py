"""What would change if every group were like the reference group."""

from __future__ import annotations

from functools import partial

from dueregard import disparities
from dueregard.engine import Measure
from dueregard.measures import options
from dueregard.measures.between_groups.comparison import Comparison
from dueregard.measures.between_groups.levelled import at_any_level
from dueregard.measures.between_groups.making import measure_of_groups
from dueregard.measures.catalogue import catalogued

__all__ = ["attributable_number", "population_attributable_fraction", "population_attributable_risk"]


@catalogued(
    title="Population attributable risk",
    family="health equity",
    meaning="How much the average of all people would change if every group were like the reference group.",
    formula="m* − μ, the value of the reference group less that of all people, Σ p m",
    range="0 or more where higher values are better, 0 or less where lower ones are; 0, and approximate, "
    "where the reference group is worse than the average",
    variance="Delta method from the standard errors of the values; of people, from the design's joint "
    "covariance.",
    oracle="R healthequal 1.0.1, parisk: values to 1e-8 relative. Its standard error takes the populations "
    "for samples: dueregard.disparities.counted gives it.",
    avoid="It is arithmetic, not a promise: nothing says that the gap would close. A best group of few "
    "people: name a reference that was not picked from the same data.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697; Walter (1978), International Journal of Epidemiology 7, 175-182.",
    example="population_attributable_risk:rate,better=lower,se=se,population=people,group=region",
    convention="parisk of R healthequal, which compares with the best group or, with an order, with its "
    "last: reference=last.",
)
def population_attributable_risk(
    column: str,
    *,
    better: str,
    reference: str = "best",
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    order: str | None = None,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the population attributable risk.

    Parameters
    ----------
    column : str
        The value of each group's row, or of each person: a column or an expression.
    better : {"higher", "lower"}
        Which values are better.
    reference : str
        The group that all are compared with: its name; `best` for the one with the best value, which is
        picked from the same data; `first` or `last` for an end of the order.
    se : str, optional
        Column of the values' standard errors, of a table of groups. Without it there is no interval.
    population : str, optional
        Column of the people in each group, of a table of groups, in any unit.
    group : str, optional
        Column that names the group of each row, of a table of groups. Without it each row is a group without
        a name.
    across : str, optional
        For a table of people: the column that makes the groups. Then their values are means (of a yes/no
        column, shares), with the design's joint covariance.
    order : str, optional
        Column of numbers that rises from the most disadvantaged group to the most advantaged.
    among : str, optional
        Which rows, or people, apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the values.

    Returns
    -------
    Measure
        Of the rows of a table, or of groups of people.

    Raises
    ------
    UsageError
        When a column that is needed is not named, or an option is not known.

    Examples
    --------
    >>> population_attributable_risk("rate", better="lower", se="se", population="people").name
    'population_attributable_risk'
    """
    best = options.choice(better, ("higher", "lower"), option="better")
    level = _level(reference, best)
    return measure_of_groups(
        Comparison(
            name="population_attributable_risk",
            function=partial(
                at_any_level, disparities.population_attributable_risk, better=best, reference=level
            ),
            parameters={"better": best, "reference": reference},
            named=(level,),
        ),
        column,
        se=se,
        population=population,
        group=group,
        across=across,
        order=order,
        among=among,
        name=name,
        unit=unit,
    )


@catalogued(
    title="Population attributable fraction",
    family="health equity",
    meaning="By how many per cent the average of all people would change if every group were like the "
    "reference group.",
    formula="100 (m* − μ)/μ; m* the value of the reference group, μ = Σ p m that of all people",
    range="0 or more where higher values are better, 0 to −100 where lower ones are",
    variance="Delta method from the standard errors of the values; of people, from the design's joint "
    "covariance.",
    oracle="R healthequal 1.0.1, paf: values to 1e-8 relative. Its standard error, of the fraction, takes "
    "the populations for samples: dueregard.disparities.counted gives it, in per cent.",
    avoid="It is arithmetic, not a promise: nothing says that the gap would close. A best group of few "
    "people: name a reference that was not picked from the same data.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697; Walter (1978), International Journal of Epidemiology 7, 175-182.",
    example="population_attributable_fraction:rate,better=lower,se=se,population=people,group=region",
    convention="paf of R healthequal. The Scottish Public Health Observatory publishes it with the "
    "opposite sign for events to be avoided.",
)
def population_attributable_fraction(
    column: str,
    *,
    better: str,
    reference: str = "best",
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    order: str | None = None,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the population attributable fraction.

    Parameters
    ----------
    column : str
        The value of each group's row, or of each person: a column or an expression.
    better : {"higher", "lower"}
        Which values are better.
    reference : str
        The group that all are compared with: its name; `best` for the one with the best value, which is
        picked from the same data; `first` or `last` for an end of the order.
    se : str, optional
        Column of the values' standard errors, of a table of groups. Without it there is no interval.
    population : str, optional
        Column of the people in each group, of a table of groups, in any unit.
    group : str, optional
        Column that names the group of each row, of a table of groups. Without it each row is a group without
        a name.
    across : str, optional
        For a table of people: the column that makes the groups. Then their values are means (of a yes/no
        column, shares), with the design's joint covariance.
    order : str, optional
        Column of numbers that rises from the most disadvantaged group to the most advantaged.
    among : str, optional
        Which rows, or people, apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the values.

    Returns
    -------
    Measure
        Of the rows of a table, or of groups of people.

    Raises
    ------
    UsageError
        When a column that is needed is not named, or an option is not known.

    Examples
    --------
    >>> population_attributable_fraction("rate", better="lower", se="se", population="people").name
    'population_attributable_fraction'
    """
    best = options.choice(better, ("higher", "lower"), option="better")
    level = _level(reference, best)
    return measure_of_groups(
        Comparison(
            name="population_attributable_fraction",
            function=partial(
                at_any_level, disparities.population_attributable_fraction, better=best, reference=level
            ),
            parameters={"better": best, "reference": reference},
            named=(level,),
        ),
        column,
        se=se,
        population=population,
        group=group,
        across=across,
        order=order,
        among=among,
        name=name,
        unit=unit,
    )


@catalogued(
    title="Attributable number",
    family="health equity",
    meaning="How many events there would be more, or fewer, if every group had the reference group's rate.",
    formula="(m* − μ) N / k; m* the rate of the reference group, μ = Σ p m, N people, k = per",
    range="of the sign of population_attributable_risk",
    variance="Delta method from the standard errors of the values; of people, from the design's joint "
    "covariance.",
    oracle="population_attributable_risk times the number of people, exactly.",
    avoid="It is arithmetic, not a promise: nothing says that the gap would close. A best group of few "
    "people: name a reference that was not picked from the same data. Populations in other units "
    "than people.",
    reference="Scottish Public Health Observatory, inequality measures: population attributable risk.",
    example="attributable_number:rate,better=lower,per=100000,se=se,population=people,group=region",
)
def attributable_number(
    column: str,
    *,
    better: str,
    per: object,
    reference: str = "best",
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    order: str | None = None,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Count the events that would change if every group had the reference group's rate.

    Parameters
    ----------
    column : str
        The value of each group's row, or of each person: a column or an expression.
    better : {"higher", "lower"}
        Which values are better.
    per : float
        People that the rates are for: 1, 100 for percentages, 100,000 for rates per 100,000.
    reference : str
        The group that all are compared with: its name; `best` for the one with the best value, which is
        picked from the same data; `first` or `last` for an end of the order.
    se : str, optional
        Column of the values' standard errors, of a table of groups. Without it there is no interval.
    population : str, optional
        Column of the people in each group, of a table of groups, in any unit.
    group : str, optional
        Column that names the group of each row, of a table of groups. Without it each row is a group without
        a name.
    across : str, optional
        For a table of people: the column that makes the groups. Then their values are means (of a yes/no
        column, shares), with the design's joint covariance.
    order : str, optional
        Column of numbers that rises from the most disadvantaged group to the most advantaged.
    among : str, optional
        Which rows, or people, apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the values.

    Returns
    -------
    Measure
        Of the rows of a table, or of groups of people.

    Raises
    ------
    UsageError
        When a column that is needed is not named, or an option is not known.

    Examples
    --------
    >>> attributable_number("rate", better="lower", per=1000, population="people").name
    'attributable_number'
    """
    best = options.choice(better, ("higher", "lower"), option="better")
    scale = options.number(per, option="per", above=0)
    level = _level(reference, best)
    return measure_of_groups(
        Comparison(
            name="attributable_number",
            function=partial(
                at_any_level, disparities.attributable_number, better=best, reference=level, per=scale
            ),
            parameters={"better": best, "reference": reference, "per": scale},
            named=(level,),
        ),
        column,
        se=se,
        population=population,
        group=group,
        across=across,
        order=order,
        among=among,
        name=name,
        unit=unit,
    )


def _level(reference: str, better: str) -> str:
    """The best group by what its value is."""
    if reference == "best":
        return "highest" if better == "higher" else "lowest"
    return str(reference)
