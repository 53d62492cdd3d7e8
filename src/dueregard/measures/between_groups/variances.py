"""Between-group variance, standard deviation and coefficient of variation."""

from __future__ import annotations

from functools import partial

from dueregard import disparities
from dueregard.engine import Measure
from dueregard.measures import options
from dueregard.measures.between_groups.comparison import Comparison
from dueregard.measures.between_groups.levelled import at_levels
from dueregard.measures.between_groups.making import measure_of_groups
from dueregard.measures.catalogue import catalogued

__all__ = [
    "between_group_coefficient_of_variation",
    "between_group_standard_deviation",
    "between_group_variance",
]


@catalogued(
    title="Between-group variance",
    family="health equity",
    direction="lower",
    meaning="How far apart groups are: the average, over all people, of the squared distance between their "
    "group's value and the average of all people. Lower means more equal groups.",
    formula="Σ p (m − μ)²; p a group's share of the people, m its value, μ = Σ p m",
    range="0 or more, in squared units of the outcome; 0 where all groups are equal",
    variance="From the standard errors of the values, or of people from the design's joint covariance. "
    "Sampling noise is taken off, and the interval is by test inversion.",
    oracle="R healthequal 1.0.1, bgv: the plug-in value (correct=no) and its standard error to 1e-8 "
    "relative. Its intervals by simulation: benchmarks/coverage_disparities.py.",
    avoid="Do not show it to lay readers: its unit is squared. Show between_group_standard_deviation. With "
    "few groups that have large standard errors the interval reaches down to 0.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697; Ahn, Harper, Yu, Feuer, Liu and Luta (2018), JCO Clinical Cancer "
    "Informatics 2, 1-19.",
    example="between_group_variance:rate,se=se,population=people,group=region",
    convention="bgv of R healthequal, which gives the plug-in value: correct=no.",
)
def between_group_variance(
    column: str,
    *,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    correct: object = True,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the between-group variance.

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
    >>> between_group_variance("rate", se="se", population="people", group="region").name
    'between_group_variance'
    """
    corrected = options.switch(correct, option="correct")
    return measure_of_groups(
        Comparison(
            name="between_group_variance",
            function=partial(at_levels, disparities.between_group_variance, correct=corrected),
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
    title="Between-group standard deviation",
    family="health equity",
    direction="lower",
    meaning="How far apart groups are: the typical distance between a group's value and the average of all "
    "people, in the outcome's unit, larger groups counting more. Lower means more equal groups.",
    formula="√ Σ p (m − μ)²; p a group's share of the people, m its value, μ = Σ p m",
    range="0 or more, in the outcome's unit; 0 where all groups are equal",
    variance="From the standard errors of the values, or of people from the design's joint covariance. "
    "Sampling noise is taken off, and the interval is by test inversion.",
    oracle="R healthequal 1.0.1, bgsd: the plug-in value (correct=no) to 1e-8 relative. Its intervals by "
    "simulation: benchmarks/coverage_disparities.py.",
    avoid="A small group that is far behind hardly shows, and it does not say which group is: look at each "
    "group's gap too. Groups with an order, such as wealth fifths: use slope_index_of_groups. With few groups"
    " of uncertain values the interval includes 0 even if groups differ: that is no evidence of equality.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697.",
    example="between_group_standard_deviation:rate,se=se,population=people,group=region",
    convention="bgsd of R healthequal, which gives the plug-in value: correct=no.",
)
def between_group_standard_deviation(
    column: str,
    *,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    correct: object = True,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the between-group standard deviation.

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
    >>> between_group_standard_deviation("rate", se="se", population="people", group="region").name
    'between_group_standard_deviation'
    """
    corrected = options.switch(correct, option="correct")
    return measure_of_groups(
        Comparison(
            name="between_group_standard_deviation",
            function=partial(at_levels, disparities.between_group_standard_deviation, correct=corrected),
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
    title="Between-group coefficient of variation",
    family="health equity",
    direction="lower",
    meaning="The between-group standard deviation in per cent of the average, so that outcomes in "
    "different units can be compared.",
    formula="100 √ Σ p (m − μ)² / μ; p a group's share of the people, m its value, μ = Σ p m",
    range="0 or more, in per cent; 0 where all groups are equal",
    variance="From the standard errors of the values, or of people from the design's joint covariance. "
    "Sampling noise is taken off, and the interval is by test inversion.",
    oracle="R healthequal 1.0.1, covar: the plug-in value (correct=no) to 1e-8 relative. Its intervals by "
    "simulation: benchmarks/coverage_disparities.py.",
    avoid="An outcome near zero or of both signs. Comparing a share with its opposite: survival and death "
    "have different averages, and so different coefficients.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697.",
    example="between_group_coefficient_of_variation:rate,se=se,population=people,group=region",
    convention="covar of R healthequal, which gives the plug-in value: correct=no.",
)
def between_group_coefficient_of_variation(
    column: str,
    *,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    correct: object = True,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the between-group coefficient of variation.

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
    >>> between_group_coefficient_of_variation("rate", se="se", population="people", group="region").name
    'between_group_coefficient_of_variation'
    """
    corrected = options.switch(correct, option="correct")
    return measure_of_groups(
        Comparison(
            name="between_group_coefficient_of_variation",
            function=partial(at_levels, disparities.coefficient_of_variation_between, correct=corrected),
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
