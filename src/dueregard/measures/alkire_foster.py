"""Multidimensional poverty: who lacks several things at once, how many, and by how much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.protocols import Moment, one
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import SmoothMeasure
from dueregard.measures.deprivations import read_deprivations

__all__ = ["ADJUSTED", "STATISTICS", "alkire_foster"]

ADJUSTED = {"adjusted_headcount": 0, "adjusted_gap": 1, "adjusted_severity": 2}
"""M0, M1 and M2, with the power of the gaps."""

STATISTICS = (*ADJUSTED, "headcount", "intensity")
"""And the share of poor people H, and the mean share of deprivations among them A."""

_MEANS = {"headcount": ("poor", "one"), "intensity": ("censored", "poor")}


def _share(above: str, below: str, totals: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    return np.asarray(totals[above] / totals[below])


def _adjusted(totals: Mapping[str, NDArray[Any]], _: NDArray[np.float64]) -> NDArray[Any]:
    return _share("censored", "one", totals)


def _headcount(totals: Mapping[str, NDArray[Any]], _: NDArray[np.float64]) -> NDArray[Any]:
    return _share("poor", "one", totals)


def _intensity(totals: Mapping[str, NDArray[Any]], _: NDArray[np.float64]) -> NDArray[Any]:
    return _share("censored", "poor", totals)


_FUNCTIONS = {"headcount": _headcount, "intensity": _intensity}


@catalogued(
    title="Multidimensional poverty (Alkire-Foster)",
    family="poverty",
    meaning="People are poor when they lack several things at once, such as income, health and schooling. "
    "The headcount says how many are, the intensity how much of the list the poor lack on average, and the "
    "adjusted headcount, their product, joins both. The adjusted gap and severity also say how far below "
    "each line the poor are.",
    formula="c = Σ_j ω_j 1{lacks j}; H = Σ w 1{c ≥ k}/N; A = Σ w c 1{c ≥ k}/Σ w 1{c ≥ k}; M0 = H A; "
    "M1, M2: Σ w 1{c ≥ k} Σ_j ω_j 1{lacks j} ((z_j − y_j)/z_j)^1, 2 / N",
    range="0 (nobody is poor) to 1 (everybody lacks everything); gaps exceed 1 where y is negative",
    variance="Taylor linearisation; the list, its weights, lines and cutoff are given, not estimated",
    oracle="by hand, and the mean and ratio (R survey 4.5 to 1e-8) of the censored scores, to 1e-12",
    avoid="The list, the weights and the cutoff are judgements that decide the result: publish them, and "
    "show each deprivation beside it with alkire_foster_decomposition. Gaps mean something only of things "
    "that are measured, not of ordered answers. People lacking any of the answers are left out.",
    reference="Alkire and Foster (2011), Counting and multidimensional poverty measurement, Journal of "
    "Public Economics 95, 476-487, section 4",
    example="alkire_foster:income < 10000; health == 5,cutoff=0.5",
    convention="Poor is a weighted share of deprivations of at least the cutoff (dual cutoff); equal weights "
    "unless given.",
    properties=("replication invariant",),
)
def alkire_foster(
    column: str,
    *,
    cutoff: object,
    weights: str | None = None,
    statistic: str = "adjusted_headcount",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> SmoothMeasure:
    """Measure multidimensional poverty by counting deprivations.

    Parameters
    ----------
    column : str
        Conditions that say who is deprived, separated by semicolons: ``"income < 10000; health in [4, 5]"``.
    cutoff : float
        The weighted share of deprivations, above 0 and at most 1, from which somebody is poor.
    weights : str, optional
        A weight for each condition, separated by semicolons; they are made to add up to one. By default
        equal ones.
    statistic : {"adjusted_headcount", "adjusted_gap", "adjusted_severity", "headcount", "intensity"}
        M0, M1, M2, H or A. For M1 and M2 every condition is of the form ``income < 10000``.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the conditions.
    unit : str, optional
        By default ``proportion`` for the headcount.

    Returns
    -------
    SmoothMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For fewer than two conditions, weights that do not match them, an unknown statistic or cutoff, and
        gaps of conditions that have none.

    References
    ----------
    Alkire and Foster (2011), Journal of Public Economics 95, 476-487.

    Examples
    --------
    >>> measure = alkire_foster("income < 10; health == 5; jobless == 1", cutoff=0.5, weights="2;1;1")
    >>> dict(measure.parameters)
    {'cutoff': 0.5, 'weights': '0.5;0.25;0.25', 'statistic': 'adjusted_headcount'}
    """
    chosen = options.choice(statistic, STATISTICS, option="statistic")
    listed = read_deprivations(column, cutoff=cutoff, weights=weights, power=ADJUSTED.get(chosen, 0))
    built: dict[str, Moment] = {"one": one, "poor": listed.poor, "censored": listed.censored}
    counts = chosen == "headcount"
    return SmoothMeasure(
        name="alkire_foster",
        outcome=Outcome(columns=listed.columns, among=among, conditions=len(listed.conditions)),
        moments={key: built[key] for key in _MEANS.get(chosen, ("censored", "one"))},
        function=_FUNCTIONS.get(chosen, _adjusted),
        label=name or column,
        unit=unit or ("proportion" if counts else None),
        interval="logit",
        parameters={
            "cutoff": listed.cutoff,
            "weights": ";".join(f"{weight:g}" for weight in listed.weights),
            "statistic": chosen,
        },
        yes=listed.poor if counts else None,
    )
