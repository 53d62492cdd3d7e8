"""From what a user writes to a measure of groups: of the rows of a table, or of groups of people."""

from __future__ import annotations

from dueregard.engine import Measure
from dueregard.errors import UsageError
from dueregard.measures.between_groups.comparison import CHOSEN, Comparison
from dueregard.measures.between_groups.people import measure_of_people
from dueregard.measures.between_groups.rows import measure_of_rows

__all__ = ["measure_of_groups"]


def measure_of_groups(
    comparison: Comparison,
    column: str,
    *,
    se: str | None,
    population: str | None,
    group: str | None,
    across: str | None,
    order: str | None = None,
    among: str | None,
    name: str | None,
    unit: str | None,
) -> Measure:
    """Make a measure of the rows of a table or, where `across` names a column, of groups of people.

    Parameters
    ----------
    comparison : Comparison
        What is computed.
    column : str
        The value of each row.
    se, population, group, across, order : str, optional
        Columns; see any measure of this folder.
    among, name, unit : str, optional
        Which rows apply, what the outcome is called, and its unit.

    Returns
    -------
    Measure
        Gathered or composite.

    Raises
    ------
    UsageError
        When a column that is needed is not named, or one that cannot be used is.
    """
    places = [each for each in comparison.named if each in ("first", "last")]
    if order is None and (comparison.ordered or places):
        raise UsageError(
            f"{comparison.name} needs the order of the groups"
            + (f" to know which is {places[0]}." if places else "."),
            remedy="Give order=, a column of numbers that rises from the most disadvantaged group to the "
            "most advantaged.",
        )
    if across is not None:
        given = {"se": se, "population": population, "group": group}
        for key, value in given.items():
            if value is not None:
                raise UsageError(
                    f"across={across} makes groups of people, and {key}= belongs to a table of groups.",
                    remedy=f"Leave out {key}= for a table of people, or across= for a table of groups.",
                )
        return measure_of_people(
            comparison,
            across=across,
            column=column,
            order=order,
            among=among,
            label=name or column,
            unit=unit,
        )
    if population is None and comparison.weighted:
        raise UsageError(
            f"{comparison.name} counts each group by its people.",
            remedy="Give population=, the column with the number of people of each group; or, for a table "
            "of people, across=, the column that makes the groups.",
        )
    if group is None and _levels_named(comparison):
        raise UsageError(
            f"{comparison.name} names the group {_levels_named(comparison)[0]!r}.",
            remedy="Give group=, the column that names the group of each row.",
        )
    return measure_of_rows(
        comparison,
        column=column,
        se=se,
        population=population,
        group=group,
        order=order,
        among=among,
        label=name or column,
        unit=unit,
    )


def _levels_named(comparison: Comparison) -> list[str]:
    return [each for each in comparison.named if each not in CHOSEN]
