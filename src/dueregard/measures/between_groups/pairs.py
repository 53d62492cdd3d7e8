"""Difference and ratio of two groups."""

from __future__ import annotations

from functools import partial

from dueregard import disparities
from dueregard.engine import Measure
from dueregard.measures.between_groups.comparison import Comparison
from dueregard.measures.between_groups.levelled import at_any_level, at_levels
from dueregard.measures.between_groups.making import measure_of_groups
from dueregard.measures.catalogue import catalogued

__all__ = ["difference_between_groups", "ratio_between_groups"]


@catalogued(
    title="Difference between two groups",
    family="health equity",
    meaning="How much higher the value of one group is than that of another.",
    formula="m₁ − m₂, the values of the two groups",
    range="any number, in the outcome's unit; 0 where they are equal",
    variance="The sum of both squared standard errors; of people, from the design's joint covariance.",
    oracle="R healthequal 1.0.1, d: values, standard errors and intervals to 1e-8 relative.",
    avoid="Groups between the two: they are not looked at; use a measure of all groups beside it. Extremes "
    "picked from the same data overstate the gap: `highest` and `lowest` must be asked for, and the "
    "method says so.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697.",
    example="difference_between_groups:rate,of=rural,minus=urban,se=se,group=place",
    convention="d of R healthequal, which picks the groups by rules on order and direction; here both are "
    "named.",
)
def difference_between_groups(
    column: str,
    *,
    of: str,
    minus: str,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    order: str | None = None,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the difference between two groups.

    Parameters
    ----------
    column : str
        The value of each group's row, or of each person: a column or an expression.
    of : str
        A group: its name, `highest` or `lowest` for an extreme value, `first` or `last` for an end of the
        order.
    minus : str
        The reference group, named likewise.
    se : str, optional
        Column of the values' standard errors, of a table of groups. Without it there is no interval.
    population : str, optional
        Column of the people in each group, which only settles ties between extremes.
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
        When a column that is needed is not named, or a group is compared with itself.

    Examples
    --------
    >>> difference_between_groups("rate", of="rural", minus="urban", se="se", group="place").name
    'difference_between_groups'
    """
    return measure_of_groups(
        Comparison(
            name="difference_between_groups",
            function=partial(at_any_level, disparities.difference, of=of, minus=minus),
            parameters={"of": of, "minus": minus},
            weighted=False,
            named=(of, minus),
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
    title="Ratio of two groups",
    family="health equity",
    meaning="How many times as high the value of one group is as that of another.",
    formula="m₁ / m₂, the values of the two groups",
    range="above 0; 1 where they are equal; not estimable unless both are above zero",
    variance="Delta method; the interval is symmetric on the logarithmic scale.",
    oracle="R healthequal 1.0.1, r: values and intervals to 1e-8 relative; its standard error is that of "
    "the logarithm, ours that of the ratio.",
    avoid="Groups between the two: they are not looked at; use a measure of all groups beside it. Extremes "
    "picked from the same data overstate the gap: `highest` and `lowest` must be asked for, and the "
    "method says so.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697.",
    example="ratio_between_groups:rate,of=rural,over=urban,se=se,group=place",
    convention="r of R healthequal, which picks the groups by rules on order and direction; here both are "
    "named.",
)
def ratio_between_groups(
    column: str,
    *,
    of: str,
    over: str,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    order: str | None = None,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the ratio of two groups.

    Parameters
    ----------
    column : str
        The value of each group's row, or of each person: a column or an expression.
    of : str
        A group: its name, `highest` or `lowest` for an extreme value, `first` or `last` for an end of the
        order.
    over : str
        The reference group, named likewise.
    se : str, optional
        Column of the values' standard errors, of a table of groups. Without it there is no interval.
    population : str, optional
        Column of the people in each group, which only settles ties between extremes.
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
        When a column that is needed is not named, or a group is compared with itself.

    Examples
    --------
    >>> ratio_between_groups("rate", of="rural", over="urban", se="se", group="place").name
    'ratio_between_groups'
    """
    return measure_of_groups(
        Comparison(
            name="ratio_between_groups",
            function=partial(at_levels, disparities.ratio, of=of, over=over),
            parameters={"of": of, "over": over},
            weighted=False,
            named=(of, over),
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
