"""Mean log deviation and Theil index between groups."""

from __future__ import annotations

from functools import partial

from dueregard import disparities
from dueregard.engine import Measure
from dueregard.measures import options
from dueregard.measures.between_groups.comparison import Comparison
from dueregard.measures.between_groups.levelled import at_levels
from dueregard.measures.between_groups.making import measure_of_groups
from dueregard.measures.catalogue import catalogued

__all__ = ["between_group_mean_log_deviation", "between_group_theil"]


@catalogued(
    title="Between-group mean log deviation",
    family="health equity",
    direction="lower",
    meaning="How unequal groups are in relative terms, with more weight on those at the bottom.",
    formula="k Σ p ln(μ/m); p a group's share of the people, m its value, μ = Σ p m, k = per",
    range="0 or more; 0 where all groups are equal",
    variance="From the standard errors of the values, or of people from the design's joint covariance. "
    "Sampling noise is taken off, and the interval is by test inversion.",
    oracle="R healthequal 1.0.1, mld: the plug-in value (correct=no) and its standard error to 1e-8 "
    "relative. Its intervals by simulation: benchmarks/coverage_disparities.py.",
    avoid="Values of zero or below. Inequality between people, not groups: use mean_log_deviation.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697; Ahn, Harper, Yu, Feuer, Liu and Luta (2018), JCO Clinical Cancer "
    "Informatics 2, 1-19.",
    example="between_group_mean_log_deviation:rate,se=se,population=people,group=region",
    convention="mld of R healthequal, with its factor of 1000 (per=1 gives the index itself); correct=no "
    "gives its plug-in value. Standard error and interval are on the scale of the value: "
    "healthequal multiplies only the value by 1000. A value of zero makes it not estimable, "
    "unless zero_as says what stands for it: healthequal takes 0.000001.",
)
def between_group_mean_log_deviation(
    column: str,
    *,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    correct: object = True,
    per: object = 1000,
    zero_as: object = None,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the mean log deviation between groups.

    Parameters
    ----------
    column : str
        The value of each group's row, or of each person: a column or an expression.
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
    correct : bool
        Take off what sampling noise adds to the measured dispersion, and give an interval that covers, by
        test inversion; `no` gives the plug-in value, which overstates.
    per : float
        What the index is multiplied by.
    zero_as : float, optional
        What stands for a value of exactly zero; then sampling noise is not taken off.
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
    >>> between_group_mean_log_deviation("rate", se="se", population="people", group="region").name
    'between_group_mean_log_deviation'
    """
    corrected = options.switch(correct, option="correct")
    scale = options.number(per, option="per", above=0)
    instead = None if zero_as is None else options.number(zero_as, option="zero_as", above=0)
    return measure_of_groups(
        Comparison(
            name="between_group_mean_log_deviation",
            function=partial(
                at_levels,
                disparities.mean_log_deviation_between,
                correct=corrected,
                per=scale,
                zero_as=instead,
            ),
            parameters={"per": scale} | ({} if instead is None else {"zero_as": instead}),
        ),
        column,
        se=se,
        population=population,
        group=group,
        across=across,
        among=among,
        name=name,
        unit=unit,
    )


@catalogued(
    title="Between-group Theil index",
    family="health equity",
    direction="lower",
    meaning="How unequal groups are in relative terms, with more weight on those at the top.",
    formula="k Σ p (m/μ) ln(m/μ); p a group's share of the people, m its value, μ = Σ p m, k = per",
    range="0 or more; 0 where all groups are equal",
    variance="From the standard errors of the values, or of people from the design's joint covariance. "
    "Sampling noise is taken off, and the interval is by test inversion.",
    oracle="R healthequal 1.0.1, ti: the plug-in value (correct=no) and its standard error to 1e-8 "
    "relative. Its intervals by simulation: benchmarks/coverage_disparities.py.",
    avoid="Values of zero or below. Inequality between people, not groups: use theil.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697; Ahn, Harper, Yu, Feuer, Liu and Luta (2018), JCO Clinical Cancer "
    "Informatics 2, 1-19.",
    example="between_group_theil:rate,se=se,population=people,group=region",
    convention="ti of R healthequal, with its factor of 1000 (per=1 gives the index itself); correct=no "
    "gives its plug-in value. Standard error and interval are on the scale of the value: "
    "healthequal multiplies only the value by 1000. A value of zero makes it not estimable, "
    "unless zero_as says what stands for it: healthequal takes 0.000001.",
)
def between_group_theil(
    column: str,
    *,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    correct: object = True,
    per: object = 1000,
    zero_as: object = None,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the Theil index between groups.

    Parameters
    ----------
    column : str
        The value of each group's row, or of each person: a column or an expression.
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
    correct : bool
        Take off what sampling noise adds to the measured dispersion, and give an interval that covers, by
        test inversion; `no` gives the plug-in value, which overstates.
    per : float
        What the index is multiplied by.
    zero_as : float, optional
        What stands for a value of exactly zero; then sampling noise is not taken off.
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
    >>> between_group_theil("rate", se="se", population="people", group="region").name
    'between_group_theil'
    """
    corrected = options.switch(correct, option="correct")
    scale = options.number(per, option="per", above=0)
    instead = None if zero_as is None else options.number(zero_as, option="zero_as", above=0)
    return measure_of_groups(
        Comparison(
            name="between_group_theil",
            function=partial(
                at_levels, disparities.theil_between, correct=corrected, per=scale, zero_as=instead
            ),
            parameters={"per": scale} | ({} if instead is None else {"zero_as": instead}),
        ),
        column,
        se=se,
        population=population,
        group=group,
        across=across,
        among=among,
        name=name,
        unit=unit,
    )
