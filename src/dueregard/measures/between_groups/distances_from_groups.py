"""Mean distances of groups from the best group and from a reference group."""

from __future__ import annotations

from functools import partial

from dueregard import disparities
from dueregard.engine import Measure
from dueregard.measures import options
from dueregard.measures.between_groups.comparison import Comparison
from dueregard.measures.between_groups.levelled import at_levels
from dueregard.measures.between_groups.making import measure_of_groups
from dueregard.measures.catalogue import catalogued

__all__ = ["mean_difference_from_a_reference", "mean_difference_from_the_best"]


@catalogued(
    title="Mean difference from the best group",
    family="health equity",
    direction="lower",
    meaning="How much groups lag, on average, behind the group that does best.",
    formula="Σ p |m − m*|, or Σ |m − m*| / G with weighted=no; p a group's share of the people, m its "
    "value, m* the best, G groups",
    range="0 or more, in the outcome's unit; 0 where all groups are equal",
    variance="From the standard errors of the values, or of people from the design's joint covariance. "
    "Sampling noise is taken off, and the interval is by test inversion. The best group is picked "
    "from the same data, which noise favours: that is taken off too.",
    oracle="R healthequal 1.0.1, mdbw and mdbu: plug-in values (correct=no) to 1e-8 relative. Its "
    "intervals by simulation: benchmarks/coverage_disparities.py.",
    avoid="A best group of few people: name a reference, with mean_difference_from_a_reference.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697.",
    example="mean_difference_from_the_best:rate,better=higher,se=se,population=people,group=region",
    convention="mdbw of R healthequal, and mdbu with weighted=no, which give plug-in values: correct=no.",
)
def mean_difference_from_the_best(
    column: str,
    *,
    better: str,
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
    """Measure the mean distance of groups from the one with the best value.

    Parameters
    ----------
    column : str
        The value of each group's row, or of each person: a column or an expression.
    better : {"higher", "lower"}
        Which values are better.
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
    >>> mean_difference_from_the_best(
    ...     "rate", se="se", population="people", group="region", better="higher"
    ... ).name
    'mean_difference_from_the_best'
    """
    corrected = options.switch(correct, option="correct")
    by_people = options.switch(weighted, option="weighted")
    best = options.choice(better, ("higher", "lower"), option="better")
    return measure_of_groups(
        Comparison(
            name="mean_difference_from_the_best",
            function=partial(
                at_levels,
                disparities.mean_difference_from_best,
                correct=corrected,
                weighted=by_people,
                better=best,
            ),
            parameters={"better": best, "weighted": by_people},
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
    title="Mean difference from a reference group",
    family="health equity",
    direction="lower",
    meaning="How far groups lie, on average, from one that is named, such as the capital.",
    formula="Σ p |m − m*|, or Σ |m − m*| / G with weighted=no; p a group's share of the people, m its "
    "value, m* that of the reference group, G groups",
    range="0 or more, in the outcome's unit; 0 where all groups are equal",
    variance="From the standard errors of the values, or of people from the design's joint covariance. "
    "Sampling noise is taken off, and the interval is by test inversion.",
    oracle="R healthequal 1.0.1, mdrw and mdru: plug-in values (correct=no) to 1e-8 relative. Its "
    "intervals by simulation: benchmarks/coverage_disparities.py.",
    avoid="Where direction matters: it does not say whether groups lie above or below the reference; use "
    "difference_between_groups.",
    reference="Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and "
    "Public Health 19, 3697.",
    example="mean_difference_from_a_reference:rate,reference=capital,se=se,population=people,group=region",
    convention="mdrw of R healthequal, and mdru with weighted=no, which give plug-in values: correct=no. "
    "The reference group is named, never inferred.",
)
def mean_difference_from_a_reference(
    column: str,
    *,
    reference: str,
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
    """Measure the mean distance of groups from a reference group.

    Parameters
    ----------
    column : str
        The value of each group's row, or of each person: a column or an expression.
    reference : str
        The group to compare with, by its name.
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
    >>> mean_difference_from_a_reference(
    ...     "rate", se="se", population="people", group="region", reference="capital"
    ... ).name
    'mean_difference_from_a_reference'
    """
    corrected = options.switch(correct, option="correct")
    by_people = options.switch(weighted, option="weighted")
    return measure_of_groups(
        Comparison(
            name="mean_difference_from_a_reference",
            function=partial(
                at_levels,
                disparities.mean_difference_from_reference,
                correct=corrected,
                weighted=by_people,
                reference=str(reference),
            ),
            parameters={"reference": str(reference), "weighted": by_people},
            weighted=by_people,
            named=(str(reference),),
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
