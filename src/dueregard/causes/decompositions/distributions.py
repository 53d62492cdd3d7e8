"""What methods of distributions share: names of statistics, warnings about heaps, outcomes refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison
from dueregard.causes.decompositions.distribution_statistics import Statistic
from dueregard.errors import PeopleError, UsageError

__all__ = ["heap_notes", "refuse_outcome", "statistic_parameters", "told_statistic"]

FEWEST = 10
"""Fewer people with one value are no heap."""

HEAP = 0.05
"""A share of people with exactly the value of a quantile above this is warned of."""


def statistic_parameters(statistic: Statistic) -> dict[str, Any]:
    """Name a statistic for records.

    Parameters
    ----------
    statistic : Statistic
        One of those asked for.

    Returns
    -------
    dict
        ``statistic`` and its options.
    """
    options: Mapping[str, Any] = statistic.parameters
    return {"statistic": statistic.name, **options}


def told_statistic(statistic: Statistic) -> str:
    """Name a statistic in words.

    Parameters
    ----------
    statistic : Statistic
        One of those asked for.

    Returns
    -------
    str
        Such as ``quantile 0.5``.
    """
    return " ".join(
        [statistic.name.replace("_", " "), *(f"{value:g}" for value in statistic.parameters.values())]
    )


def refuse_outcome(comparison: Comparison, statistics: tuple[Statistic, ...]) -> None:
    """Refuse outcomes that have no distribution to speak of.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    statistics : tuple of Statistic
        What was asked for.

    Raises
    ------
    UsageError
        For anything but the mean of a yes/no outcome.
    PeopleError
        When everybody of a group has the same outcome.
    """
    asked = [each for each in statistics if each.name != "mean"]
    if not asked:
        return
    for label, who in (
        (comparison.reference, comparison.in_reference),
        (comparison.other, ~comparison.in_reference),
    ):
        if np.ptp(comparison.outcome[who]) == 0:
            raise PeopleError(
                f"Everybody of {comparison.group_name!r} {label!r} has the same {comparison.outcome_name!r}.",
                found="There is no spread to decompose.",
                remedy="Decompose the mean (--method twofold), or choose another outcome.",
            )
    if comparison.two_valued:
        raise UsageError(
            f"{comparison.outcome_name!r} is yes or no: it has a share, and no "
            f"{told_statistic(asked[0])} to speak of.",
            remedy="Use --method logit, or --method twofold.",
        )


def heap_notes(comparison: Comparison, statistics: tuple[Statistic, ...], *, advice: str) -> list[str]:
    """Warn of quantiles at which many people have exactly the same value.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    statistics : tuple of Statistic
        What was asked for.
    advice : str
        What follows, as a sentence.

    Returns
    -------
    list of str
        A sentence for each quantile and group.
    """
    notes = []
    for statistic in statistics:
        if statistic.name != "quantile":
            continue
        for label, who in (
            (comparison.reference, comparison.in_reference),
            (comparison.other, ~comparison.in_reference),
        ):
            outcome, weight = comparison.outcome[who], comparison.weight[who]
            value = statistic.value(outcome, weight)
            there = np.abs(outcome - value) <= 1e-9 * max(abs(value), 1.0)
            share = float(weight[there].sum() / weight.sum())
            if share > HEAP and there.sum() >= FEWEST:
                notes.append(
                    f"Warning: {share:.0%} of {label!r} have exactly the value of the "
                    f"{told_statistic(statistic)}, and the density there is a smooth guess. {advice}"
                )
    return notes
