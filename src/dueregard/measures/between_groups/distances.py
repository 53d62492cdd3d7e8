"""Mean distances of groups from the average of all people."""

from __future__ import annotations

from functools import partial

from dueregard import disparities
from dueregard.engine import Measure
from dueregard.measures import options
from dueregard.measures.between_groups.comparison import Comparison
from dueregard.measures.between_groups.levelled import at_levels
from dueregard.measures.between_groups.making import measure_of_groups
from dueregard.measures.catalogue import catalogued

__all__ = ["index_of_disparity", "mean_difference_from_the_mean"]


@catalogued(
    title="Mean difference from the mean",
    family="health equity",
    direction="lower",
    meaning="How far groups lie from the average of all people, on average.",
    formula="Σ p |m − μ|, or Σ |m − μ| / G with weighted=no; p a group's share of the people, m its value, "
    "μ = Σ p m, G groups",
    range="0 or more, in the outcome's unit; 0 where all groups are equal",
    variance="From the standard errors of the values, or of people from the design's joint covariance. "
    "Sampling noise is taken off, and the interval is by test inversion.",
    oracle="R healthequal 1.0.1, mdmw and mdmu: plug-in values (correct=no) to 1e-8 relative. Its "
    "intervals by simulation: benchmarks/coverage_disparities.py.",
    avoid="Where one group matters most: use difference_between_groups with it. Few groups with large "
    "standard errors: the interval then reaches down to 0.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697.",
    example="mean_difference_from_the_mean:rate,se=se,population=people,group=region",
    convention="mdmw of R healthequal, and mdmu with weighted=no, which give plug-in values: correct=no. "
    "Both are around the mean of all people, so that weighted=no uses populations too where "
    "they are given.",
)
def mean_difference_from_the_mean(
    column: str,
    *,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    correct: object = True,
    weighted: object = True,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the mean distance of groups from the average of all people.

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
    weighted : bool
        Average over people; `no` averages over groups.
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
    >>> mean_difference_from_the_mean("rate", se="se", population="people", group="region").name
    'mean_difference_from_the_mean'
    """
    corrected = options.switch(correct, option="correct")
    by_people = options.switch(weighted, option="weighted")
    return measure_of_groups(
        Comparison(
            name="mean_difference_from_the_mean",
            function=partial(
                at_levels, disparities.mean_difference_from_mean, correct=corrected, weighted=by_people
            ),
            parameters={"weighted": by_people},
            weighted=by_people,
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
    title="Index of disparity",
    family="health equity",
    direction="lower",
    meaning="How far groups lie from the average of all people, on average and in per cent of it.",
    formula="100 Σ p |m − μ| / μ, or 100 Σ |m − μ| / (G μ) with weighted=no; p a group's share of the "
    "people, m its value, μ = Σ p m, G groups",
    range="0 or more, in per cent; 0 where all groups are equal",
    variance="From the standard errors of the values, or of people from the design's joint covariance. "
    "Sampling noise is taken off, and the interval is by test inversion.",
    oracle="R healthequal 1.0.1, idisw and idisu: plug-in values (correct=no) to 1e-8 relative. Its "
    "intervals by simulation: benchmarks/coverage_disparities.py.",
    avoid="An outcome near zero or of both signs. Comparing a share with its opposite: survival and death "
    "have different averages.",
    reference="Pearcy and Keppel (2002), Public Health Reports 117, 273-280; Schlotheuber and Hosseinpoor "
    "(2022), International Journal of Environmental Research and Public Health 19, 3697.",
    example="index_of_disparity:rate,se=se,population=people,group=region",
    convention="idisw of R healthequal, and idisu with weighted=no, which give plug-in values: correct=no.",
)
def index_of_disparity(
    column: str,
    *,
    se: str | None = None,
    population: str | None = None,
    group: str | None = None,
    across: str | None = None,
    correct: object = True,
    weighted: object = True,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Measure:
    """Measure the index of disparity.

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
    weighted : bool
        Average over people; `no` averages over groups.
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
    >>> index_of_disparity("rate", se="se", population="people", group="region").name
    'index_of_disparity'
    """
    corrected = options.switch(correct, option="correct")
    by_people = options.switch(weighted, option="weighted")
    return measure_of_groups(
        Comparison(
            name="index_of_disparity",
            function=partial(
                at_levels, disparities.index_of_disparity, correct=corrected, weighted=by_people
            ),
            parameters={"weighted": by_people},
            weighted=by_people,
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
