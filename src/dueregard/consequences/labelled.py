"""Giving figures the names that readers know, and adding the uncertainty of an option's effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from dueregard.estimates import Draws, Estimates, Label
from dueregard.options import Option, draws_of, spread_of

__all__ = ["named", "with_effect"]


def named(
    estimates: Estimates,
    *,
    figure: str,
    option: str,
    outcome: str,
    compared: bool,
    parameters: Mapping[str, Any],
    reference: str = "before",
) -> Estimates:
    """Name figures of an option.

    Parameters
    ----------
    estimates : Estimates
        One value a group.
    figure : str
        The figure, such as ``mean_change``.
    option : str
        The option.
    outcome : str
        What was changed.
    compared : bool
        Whether they are changes, which get a verdict.
    parameters : mapping
        Beside those of the measure.
    reference : str
        What changes are compared with.

    Returns
    -------
    Estimates
        ``by`` begins with the option.
    """

    def label(of: Label) -> Label:
        return replace(
            of,
            measure=figure,
            outcome=outcome,
            by={"option": option, **of.by},
            parameters={**of.parameters, **parameters},
            contrast="difference" if compared else None,
            reference=reference if compared else None,
        )

    return replace(estimates, labels=tuple(label(each) for each in estimates.labels), rest=None)


def with_effect(option: Option, central: Estimates, lower: Estimates, higher: Estimates) -> Estimates:
    """Add the uncertainty of an option's effect to that of the sample.

    Parameters
    ----------
    option : Option
        With its uncertainty.
    central, lower, higher : Estimates, k values
        At the amount as written, and one standard deviation below and above.

    Returns
    -------
    Estimates
        The central values with one more independent source: draws along the line through the two points.
    """
    assert option.uncertainty is not None
    spread = spread_of(option.uncertainty)
    slope = np.nan_to_num((higher.values - lower.values) / (2.0 * spread))
    drawn = central.values + np.outer(draws_of(option.uncertainty) - 1.0, slope)
    source = Draws(identity=f"effect of {option.name}", values=np.nan_to_num(drawn))
    return replace(central, sources=(*central.sources, source), limits={}, interval_methods=_by_t(central))


def _by_t(estimates: Estimates) -> tuple[str, ...]:
    # Limits of proportions know of one source only.
    methods: Sequence[str] = estimates.interval_methods
    return tuple("t" for _ in methods)
