"""Concentration indices of ordered groups."""

from __future__ import annotations

from functools import partial

from dueregard import disparities
from dueregard.engine import Measure
from dueregard.errors import UsageError
from dueregard.measures import options
from dueregard.measures.between_groups.comparison import Comparison
from dueregard.measures.between_groups.levelled import at_any_level
from dueregard.measures.between_groups.making import measure_of_groups
from dueregard.measures.catalogue import catalogued

__all__ = ["absolute_concentration_index_of_groups", "relative_concentration_index_of_groups"]


@catalogued(
    title="Absolute concentration index of groups",
    family="health equity",
    meaning="Whether the outcome is concentrated among the better-off or the worse-off groups, and how "
    "strongly, in units of the outcome.",
    formula="2 Σ p m (r − ½); p a group's share of the people, m its value, r the rank of its middle from "
    "the most disadvantaged",
    range="any number, in the outcome's unit; positive where it is concentrated among the advantaged; 0 is "
    "equality",
    variance="From the standard errors of the values, or of people from the design's joint covariance, "
    "estimated ranks included. With spread=residuals from the groups' scatter around the line "
    "(the convenience regression), with the number of groups less 2 degrees of freedom.",
    oracle="R healthequal 1.0.1, aci: values and standard errors (spread=residuals) to 1e-8 relative.",
    avoid="Groups without an order. People with a rank of their own: use concentration_index with "
    "kind=generalised.",
    reference="Kakwani, Wagstaff and van Doorslaer (1997), Journal of Econometrics 77, 87-103; "
    "Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697.",
    example="absolute_concentration_index_of_groups:rate,order=decile,se=se,population=people",
    convention="aci of R healthequal.",
)
def absolute_concentration_index_of_groups(
    column: str,
    *,
    order: str,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    spread: str = "estimates",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the absolute concentration index of ordered groups.

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
    >>> absolute_concentration_index_of_groups(
    ...     "rate", order="decile", se="se", population="people"
    ... ).parameters["order"]
    'decile'
    """
    source = options.choice(spread, ("estimates", "residuals"), option="spread")
    return measure_of_groups(
        Comparison(
            name="absolute_concentration_index_of_groups",
            function=partial(at_any_level, disparities.absolute_concentration_index, spread=source),
            parameters={"spread": source},
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
    title="Relative concentration index of groups",
    family="health equity",
    meaning="Whether the outcome is concentrated among the better-off or the worse-off groups, and how "
    "strongly, relative to its average.",
    formula="A/μ with A = 2 Σ p m (r − ½); by Wagstaff A (b − a)/((b − μ)(μ − a)), by Erreygers 4A/(b − "
    "a); p a group's share of the people, m its value, μ = Σ p m, r the rank of its middle, a and "
    "b the bounds of the outcome",
    range="−1 to 1 for outcomes that are never negative; positive where they are concentrated among the "
    "advantaged; 0 is equality",
    variance="From the standard errors of the values, or of people from the design's joint covariance, "
    "estimated ranks included. With spread=residuals from the groups' scatter around the line "
    "(the convenience regression), with the number of groups less 2 degrees of freedom.",
    oracle="R healthequal 1.0.1, rci: values and standard errors (spread=residuals) to 1e-8 relative; both "
    "other normalisations from its microdata.",
    avoid="Comparing a share with its opposite: with normalisation=standard they are not mirror images; "
    "use wagstaff or erreygers. People with a rank of their own: use concentration_index.",
    reference="Wagstaff (2005), Health Economics 14, 429-432; Erreygers (2009), Journal of Health "
    "Economics 28, 504-515.",
    example="relative_concentration_index_of_groups:rate,order=decile,se=se,population=people",
    convention="rci of R healthequal.",
)
def relative_concentration_index_of_groups(
    column: str,
    *,
    order: str,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    normalisation: str = "standard",
    bounds: object = None,
    spread: str = "estimates",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the relative concentration index of ordered groups.

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
    normalisation : {"standard", "wagstaff", "erreygers"}
        Over the mean, or for an outcome between two bounds.
    bounds : list of float, optional
        The least and the largest possible value, for instance `[0, 100]`. Needed by the last two, and never
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
    >>> relative_concentration_index_of_groups(
    ...     "rate", order="decile", se="se", population="people"
    ... ).parameters["order"]
    'decile'
    """
    kind = options.choice(normalisation, ("standard", "wagstaff", "erreygers"), option="normalisation")
    ends = _bounds(bounds, kind)
    source = options.choice(spread, ("estimates", "residuals"), option="spread")
    return measure_of_groups(
        Comparison(
            name="relative_concentration_index_of_groups",
            function=partial(
                at_any_level,
                disparities.relative_concentration_index,
                normalisation=kind,
                bounds=ends,
                spread=source,
            ),
            parameters={"spread": source, "normalisation": kind}
            | ({} if ends is None else {"bounds": list(ends)}),
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


def _bounds(given: object, normalisation: str) -> tuple[float, float] | None:
    if normalisation == "standard" and given is None:
        return None
    ends = () if given is None else options.numbers(given, option="bounds")
    if len(ends) != 2 or not ends[0] < ends[1]:
        raise UsageError(
            "A normalised concentration index needs the least and the largest possible value.",
            remedy="Write bounds=[0, 100] for a percentage.",
        )
    return ends[0], ends[1]
