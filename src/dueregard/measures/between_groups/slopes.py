"""Slope and relative indices of inequality of ordered groups."""

from __future__ import annotations

from functools import partial

from dueregard import disparities
from dueregard.engine import Measure
from dueregard.errors import UsageError
from dueregard.measures import options
from dueregard.measures.between_groups.comparison import Comparison
from dueregard.measures.between_groups.levelled import at_any_level, at_levels
from dueregard.measures.between_groups.making import measure_of_groups
from dueregard.measures.catalogue import catalogued

__all__ = ["relative_index_of_groups", "slope_index_of_groups"]


@catalogued(
    title="Slope index of inequality of groups",
    family="health equity",
    meaning="How much higher the outcome is at the top of the social order than at the bottom, by the line "
    "fitted through all groups.",
    formula="fitted value at rank 1 less that at rank 0, of the weighted regression of m on the rank of "
    "each group's middle",
    range="any number, in the outcome's unit; positive where it is higher among the advantaged; 0 is "
    "equality",
    variance="From the standard errors of the values, or of people from the design's joint covariance, "
    "estimated ranks included. With spread=residuals from the groups' scatter around the line "
    "(HC1), with the number of groups less 2 degrees of freedom.",
    oracle="R healthequal 1.0.1, sii with linear=TRUE: values and standard errors (spread=residuals) to "
    "1e-8 relative; of the logit link the fit with people counted once.",
    avoid="Groups without an order. People with a rank of their own: use slope_index. Values that do not "
    "follow a line.",
    reference="Wagstaff, Paci and van Doorslaer (1991), Social Science and Medicine 33, 545-557; "
    "Moreno-Betancur, Latouche, Menvielle, Kunst and Rey (2015), Epidemiology 26, 518-527.",
    example="slope_index_of_groups:rate,order=decile,se=se,population=people",
    convention="sii of R healthequal. Each group's people are counted once; healthequal counts them twice "
    "in its logit fit, and its standard error lacks the scale of the indicator.",
)
def slope_index_of_groups(
    column: str,
    *,
    order: str,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    link: str = "linear",
    scale: object = None,
    spread: str = "estimates",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the slope index of inequality of ordered groups.

    Parameters
    ----------
    column : str
        The value of each group's row, or of each person: a column or an expression.
    order : str
        Column of numbers that rises from the most disadvantaged group to the most advantaged.
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
    link : {"linear", "logit"}
        A straight line, or a logistic curve for outcomes between zero and `scale`.
    scale : float, optional
        The largest possible value of the outcome: 1, 100 for percentages. Needed by the logit link; never
        guessed.
    spread : {"estimates", "residuals"}
        Take the uncertainty from that of the values or, for tables without standard errors, from the groups'
        scatter around the line.
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
    >>> slope_index_of_groups("rate", order="decile", se="se", population="people").parameters["order"]
    'decile'
    """
    curve = options.choice(link, ("linear", "logit"), option="link")
    largest = None if scale is None else options.number(scale, option="scale", above=0)
    _check_scale(curve, largest)
    source = options.choice(spread, ("estimates", "residuals"), option="spread")
    return measure_of_groups(
        Comparison(
            name="slope_index_of_groups",
            function=partial(at_any_level, disparities.slope_index, link=curve, scale=largest, spread=source),
            parameters={"link": curve, "spread": source} | ({} if largest is None else {"scale": largest}),
            ordered=True,
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
    title="Relative index of inequality of groups",
    family="health equity",
    meaning="How many times as high the outcome is at the top of the social order as at the bottom, by the "
    "line fitted through all groups.",
    formula="fitted value at rank 1 over that at rank 0, of the weighted regression of m on the rank of "
    "each group's middle",
    range="above 0; above 1 where the outcome is higher among the advantaged; 1 is equality",
    variance="From the standard errors of the values, or of people from the design's joint covariance, "
    "estimated ranks included. With spread=residuals from the groups' scatter around the line "
    "(HC1), with the number of groups less 2 degrees of freedom. The interval is symmetric on the "
    "logarithmic scale.",
    oracle="R healthequal 1.0.1, rii with linear=TRUE: values to 1e-8 relative, standard errors "
    "(spread=residuals; its own is of the logarithm) to 2e-5.",
    avoid="Groups without an order. A line that reaches zero. People with a rank of their own: use "
    "relative_index.",
    reference="Mackenbach and Kunst (1997), Social Science and Medicine 44, 757-771; Schlotheuber and "
    "Hosseinpoor (2022), International Journal of Environmental Research and Public Health 19, "
    "3697.",
    example="relative_index_of_groups:rate,order=decile,se=se,population=people",
    convention="rii of R healthequal; top over bottom. Each group's people are counted once.",
)
def relative_index_of_groups(
    column: str,
    *,
    order: str,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    link: str = "linear",
    scale: object = None,
    spread: str = "estimates",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the relative index of inequality of ordered groups.

    Parameters
    ----------
    column : str
        The value of each group's row, or of each person: a column or an expression.
    order : str
        Column of numbers that rises from the most disadvantaged group to the most advantaged.
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
    link : {"linear", "logit"}
        A straight line, or a logistic curve for outcomes between zero and `scale`.
    scale : float, optional
        The largest possible value of the outcome: 1, 100 for percentages. Needed by the logit link; never
        guessed.
    spread : {"estimates", "residuals"}
        Take the uncertainty from that of the values or, for tables without standard errors, from the groups'
        scatter around the line.
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
    >>> relative_index_of_groups("rate", order="decile", se="se", population="people").parameters["order"]
    'decile'
    """
    curve = options.choice(link, ("linear", "logit"), option="link")
    largest = None if scale is None else options.number(scale, option="scale", above=0)
    _check_scale(curve, largest)
    source = options.choice(spread, ("estimates", "residuals"), option="spread")
    return measure_of_groups(
        Comparison(
            name="relative_index_of_groups",
            function=partial(at_levels, disparities.relative_index, link=curve, scale=largest, spread=source),
            parameters={"link": curve, "spread": source} | ({} if largest is None else {"scale": largest}),
            ordered=True,
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


def _check_scale(link: str, scale: float | None) -> None:
    if link == "logit" and scale is None:
        raise UsageError(
            "The logit link needs the largest possible value of the outcome.",
            remedy="Write scale=100 for a percentage, scale=1000 for a rate per 1,000.",
        )
