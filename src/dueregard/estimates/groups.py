"""Which values belong together: the levels of one variable, all else being equal."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from dueregard.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from dueregard.estimates.estimates import Estimates

__all__ = ["check_level", "grouping_variable", "groups_over"]


def grouping_variable(estimates: Estimates, by: str | None) -> str:
    """Check the name of a grouping variable, or take the only one.

    Parameters
    ----------
    estimates : Estimates
        The values.
    by : str or None
        The name asked for.

    Returns
    -------
    str
        A variable that some values are grouped by.

    Raises
    ------
    UsageError
        When there is no such variable, or none is named and there are several.
    """
    variables = list(dict.fromkeys(name for label in estimates.labels for name in label.by))
    if by is not None and by in variables:
        return by
    if by is None and len(variables) == 1:
        return variables[0]
    raise UsageError(
        "Say which variable's levels to compare." if by is None else f"The values are not grouped by {by!r}.",
        found=f"They are grouped by: {', '.join(variables) or 'nothing'}.",
        remedy=did_you_mean(by or "", variables) or None,
    )


def check_level(estimates: Estimates, variable: str, level: str) -> None:
    """Check that some value has a level of a variable.

    Parameters
    ----------
    estimates : Estimates
        The values.
    variable, level : str
        The names asked for.

    Raises
    ------
    UsageError
        When there is no such variable or level.
    """
    variable = grouping_variable(estimates, variable)
    levels = list(dict.fromkeys(label.by[variable] for label in estimates.labels if variable in label.by))
    if level not in levels:
        raise UsageError(
            f"{variable!r} has no level {level!r}.",
            found=f"Its levels are: {', '.join(levels)}.",
            remedy=did_you_mean(str(level), levels) or None,
        )


def groups_over(estimates: Estimates, variable: str) -> list[dict[str, int]]:
    """Find the values that differ in one variable only.

    Parameters
    ----------
    estimates : Estimates
        The values.
    variable : str
        The variable.

    Returns
    -------
    list of dict
        For each measure, outcome and combination of the other variables, the position of the value of each
        level, in the order of the values.

    Raises
    ------
    UsageError
        When two values have the same label.
    """
    groups: dict[Hashable, dict[str, int]] = {}
    for position, label in enumerate(estimates.labels):
        if variable in label.by:
            group = groups.setdefault(label.key(without=variable), {})
            if label.by[variable] in group:
                raise UsageError(
                    f"Two values are labelled alike: {label.measure} for {dict(label.by)}.",
                    remedy="Select one of them, or give them different parameters.",
                )
            group[label.by[variable]] = position
    return list(groups.values())
