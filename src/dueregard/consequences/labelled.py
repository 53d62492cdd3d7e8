"""Giving figures the names that readers know, and adding the uncertainty of an option's effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from dueregard.consequences.limits import mixture_limits
from dueregard.estimates import Covariance, Draws, Estimates, Label, Scores
from dueregard.options import Option, draws_of, spread_of

__all__ = ["labelled", "named", "settled", "with_effect"]

# Internal columns that measures name among their options.
_INTERNAL = ("denominator",)


def named(
    label: Label,
    *,
    figure: str,
    option: str,
    outcome: str,
    compared: bool,
    parameters: Mapping[str, Any],
    reference: str = "before",
    by: Mapping[str, str] | None = None,
) -> Label:
    """Name a figure of an option.

    Parameters
    ----------
    label : Label
        As the engine named it.
    figure : str
        The figure, such as ``mean_change``.
    option : str
        The option.
    outcome : str
        What was changed.
    compared : bool
        Whether it is a change, which gets a verdict.
    parameters : mapping
        Beside those of the measure.
    reference : str
        What a change is compared with.
    by : mapping of str to str, optional
        Added to what the figure is by.

    Returns
    -------
    Label
        ``by`` begins with the option.

    Examples
    --------
    >>> label = Label(measure="mean", outcome="x", by={"sex": "f"})
    >>> of = {"option": "Top-up", "outcome": "income", "compared": True, "parameters": {}}
    >>> named(label, figure="mean_change", **of).by
    {'option': 'Top-up', 'sex': 'f'}
    """
    own = {name: value for name, value in label.parameters.items() if name not in _INTERNAL}
    return replace(
        label,
        measure=figure,
        outcome=outcome,
        by={"option": option, **label.by, **(by or {})},
        parameters={**own, **parameters},
        contrast="difference" if compared else None,
        reference=reference if compared else None,
    )


def labelled(estimates: Estimates, label: Callable[[Label], Label]) -> Estimates:
    """Name every value anew.

    Parameters
    ----------
    estimates : Estimates
        Values.
    label : callable
        From the label to the new one.

    Returns
    -------
    Estimates
        The same values.
    """
    return replace(estimates, labels=tuple(map(label, estimates.labels)), rest=None)


def settled(estimates: Estimates) -> Estimates:
    """Work out the variance of each figure once, and let the scores of all people go.

    Parameters
    ----------
    estimates : Estimates
        Each to be shown by itself: what two of them have in common is let go too.

    Returns
    -------
    Estimates
        With variances in place of scores; replicates and draws stay.
    """
    sources = tuple(
        Covariance.independent(each.variances(), identity=each.identity, df=each.df)
        if isinstance(each, Scores)
        else each
        for each in estimates.sources
    )
    return replace(estimates, sources=sources, rest=None)


def with_effect(option: Option, parts: Sequence[Estimates], *, level: float | None = None) -> Estimates:
    """Add the uncertainty of an option's effect, if there is any, to that of the sample.

    Parameters
    ----------
    option : Option
        With its uncertainty.
    parts : sequence of Estimates, k values each
        At the amount as written; where it is uncertain also one standard deviation below and above.
    level : float, optional
        Confidence level of limits that follow the shape of the effect; without it intervals are symmetric.

    Returns
    -------
    Estimates
        The central values; with one more independent source: draws along the lines through the three points,
        since more may be lost by a smaller effect than is won by a larger one.
    """
    central = settled(parts[0])
    if option.uncertainty is None:
        return central
    lower, higher = parts[1:]
    spread, deviation = spread_of(option.uncertainty), draws_of(option.uncertainty) - 1.0
    below = np.nan_to_num((central.values - lower.values) / spread)
    above = np.nan_to_num((higher.values - central.values) / spread)
    drawn = np.nan_to_num(central.values) + np.where(
        deviation[:, None] < 0, np.outer(deviation, below), np.outer(deviation, above)
    )
    source = Draws(identity=f"effect of {option.name}", values=drawn)
    both = replace(central, sources=(*central.sources, source), limits={})
    # Limits made beforehand, and those of proportions, know of the sample only.
    if level is None:
        return replace(both, interval_methods=tuple("t" for _ in central.interval_methods))
    limits = mixture_limits(drawn, central.se, central.df, level=level)
    limits[~np.isfinite(central.values)] = np.nan
    return replace(
        both, limits={level: limits}, interval_methods=tuple("given" for _ in central.interval_methods)
    )
