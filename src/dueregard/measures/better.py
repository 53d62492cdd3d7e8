"""Which value of a measure is better for people, and what that means, in words."""

from __future__ import annotations

__all__ = ["DIRECTIONS", "better_in_words"]

DIRECTIONS = {
    "lower": "Lower is better",
    "higher": "Higher is better",
    "outcome": "It depends on what is measured: as of the outcome itself",
    "neither": "Neither a higher nor a lower value is better by itself",
}
"""Which value of a measure is better for people, and how that is said."""

_EQUAL = "it means more equal"
_MEANS = {
    "alkire_foster": "fewer people lack several things at once, or they lack fewer",
    "esteban_gradin_ray": "it means less polarised",
    "esteban_ray": "it means less polarised",
    "esteban_ray_groups": "it means less polarised",
    "poverty_rate": "fewer poor people",
    "relative_median_poverty_gap": "the poor are less far below the line",
    "wolfson": "it means less polarised",
}
_OF_FAMILIES = {
    "inequality": _EQUAL,
    "health equity": "it means more equal groups",
    "poverty": "less poverty",
}
_CLOSER = {
    "absolute_concentration_index_of_groups": 0,
    "concentration_index": 0,
    "difference_between_groups": 0,
    "pay_gap": 0,
    "ratio_between_groups": 1,
    "relative_concentration_index_of_groups": 0,
    "relative_index_of_groups": 1,
    "slope_index": 0,
    "slope_index_of_groups": 0,
}


def better_in_words(name: str, *, family: str, direction: str) -> str:
    """Say which value of a measure is better.

    Parameters
    ----------
    name, family : str
        Of the measure.
    direction : str
        Of :data:`DIRECTIONS`.

    Returns
    -------
    str
        A phrase without a full stop.

    Examples
    --------
    >>> better_in_words("gini", family="inequality", direction="lower")
    'Lower is better: it means more equal'
    >>> better_in_words("slope_index", family="health equity", direction="neither")
    'Closer to 0 is more equal'
    """
    if name in _CLOSER:
        return f"Closer to {_CLOSER[name]} is more equal"
    means = _MEANS.get(name) or _OF_FAMILIES.get(family)
    told = DIRECTIONS[direction]
    return f"{told}: {means}" if means and direction in {"lower", "higher"} else told
