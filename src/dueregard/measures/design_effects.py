"""Design effects: how much wider the sample's intervals are than a simple random sample's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping, Measure, Table, evaluate
from dueregard.measures.means import count, mean
from dueregard.measures.variances import variance

__all__ = ["design_effect"]


def design_effect(
    table: Table,
    column: str,
    *,
    groupings: Sequence[Grouping] = (),
    among: str | None = None,
    replace: bool = False,
) -> NDArray[np.float64]:
    """Compare the variance of a mean with that under simple random sampling of as many people.

    Parameters
    ----------
    table : Table
        The people and how they were selected.
    column : str
        A column or an expression.
    groupings : sequence of Grouping
        A crossing; by default everybody.
    among : str, optional
        For whom the outcome applies, as a condition.
    replace : bool
        Compare with sampling with replacement: without the finite-population factor (N - n)/N.

    Returns
    -------
    ndarray (d,)
        One number a level, Kish's deff.

    References
    ----------
    Kish (1965), Survey Sampling, section 8.2; equal to ``svymean(deff=TRUE)`` of R survey 4.5, or
    ``deff="replace"``.
    """
    present = f"({column}) is not missing" if among is None else f"({among}) and (({column}) is not missing)"
    measures: list[Measure] = [
        mean(column, among=among),
        variance(column, among=among),
        count(among=present),
    ]
    estimates = evaluate(table, measures, groupings=[tuple(groupings)])
    levels = len(estimates) // 3
    spread, people = estimates.values[levels : 2 * levels], estimates.values[2 * levels :]
    n = np.array([support.n for support in estimates.supports[:levels]], dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        simple = spread / n if replace else spread * (people - n) / (people * n)
        effect: NDArray[np.float64] = estimates.se[:levels] ** 2 / simple
    return effect
