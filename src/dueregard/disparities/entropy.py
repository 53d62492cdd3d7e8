"""Mean log deviation and Theil index between groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dueregard.disparities import formulae
from dueregard.disparities.correction import Bias, noise_in_mean_log_deviation, noise_in_theil
from dueregard.disparities.dispersion import Dispersion, measured, taking_off
from dueregard.disparities.evaluation import Formula, Part
from dueregard.disparities.groups import Groups
from dueregard.errors import UsageError
from dueregard.estimates import Estimates

__all__ = ["mean_log_deviation_between", "theil_between"]

NOT_POSITIVE = "a group's value is not above zero, and its logarithm does not exist"


def mean_log_deviation_between(
    groups: Groups,
    *,
    correct: bool = True,
    level: float | Sequence[float] = 0.95,
    per: float = 1000.0,
    zero_as: float | None = None,
) -> Estimates:
    """Measure the mean log deviation between groups: sum of p ln(mean / m) over groups.

    Parameters
    ----------
    groups : Groups
        Values, with populations.
    correct : bool
        Take off what sampling noise adds to the second order, (sum of p C_gg / m² - p' C p / mean²) / 2,
        down to zero, and give an interval by test inversion; otherwise the plug-in value.
    level : float or sequence of float
        Levels of the intervals.
    per : float
        Multiplier, as healthequal's 1000; use 1 for the index itself.
    zero_as : float, optional
        What to put for a value of exactly zero, as healthequal's 1e-6. The result then depends on it, and
        is not corrected for noise.

    Returns
    -------
    Estimates
        Not estimable when a value is zero or negative. The standard error is on the scale of the value;
        healthequal multiplies the value by 1000, but not its standard error nor its interval's width.

    Raises
    ------
    UsageError
        When `per` or `zero_as` is not above zero.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and Public Health
    19, 3697; Ahn et al. (2018), JCO Clinical Cancer Informatics 2, 1-19. R `healthequal::mld`.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 90], [3, 3, 3], [1, 1, 1], by="region", levels="abc")
    >>> mean_log_deviation_between(regions, correct=False).values.round(4)
    array([5.2495])
    """
    return _entropy(
        "mean_log_deviation_between",
        formulae.mean_log_deviation,
        noise_in_mean_log_deviation,
        groups,
        correct=correct,
        level=level,
        per=per,
        zero_as=zero_as,
    )


def theil_between(
    groups: Groups,
    *,
    correct: bool = True,
    level: float | Sequence[float] = 0.95,
    per: float = 1000.0,
    zero_as: float | None = None,
) -> Estimates:
    """Measure the Theil index between groups: sum of p (m / mean) ln(m / mean) over groups.

    Parameters
    ----------
    groups : Groups
        Values, with populations.
    correct : bool
        Take off what sampling noise adds to the second order, half the trace of the second derivatives times
        the covariance, down to zero, and give an interval by test inversion; otherwise the plug-in value.
    level : float or sequence of float
        Levels of the intervals.
    per : float
        Multiplier, as healthequal's 1000; use 1 for the index itself.
    zero_as : float, optional
        What to put for a value of exactly zero, as healthequal's 1e-6. The result then depends on it, and
        is not corrected for noise.

    Returns
    -------
    Estimates
        Not estimable when a value is zero or negative. The standard error is on the scale of the value;
        healthequal multiplies the value by 1000, but not its standard error nor its interval's width.

    Raises
    ------
    UsageError
        When `per` or `zero_as` is not above zero.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022); Ahn et al. (2018). R `healthequal::ti`.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 90], [3, 3, 3], [1, 1, 1], by="region", levels="abc")
    >>> theil_between(regions, correct=False).values.round(4)
    array([5.222])
    """
    return _entropy(
        "theil_between",
        formulae.theil,
        noise_in_theil,
        groups,
        correct=correct,
        level=level,
        per=per,
        zero_as=zero_as,
    )


def _entropy(
    name: str,
    formula: Formula,
    bias: Bias,
    groups: Groups,
    *,
    correct: bool,
    level: float | Sequence[float],
    per: float,
    zero_as: float | None,
) -> Estimates:
    if not per > 0 or (zero_as is not None and not zero_as > 0):
        raise UsageError("The multiplier and what stands for zero must be above zero.")

    replaced = zero_as is not None and bool((groups.values.values == 0).any())

    def of_part(part: Part) -> Formula:
        added = np.where(part.values == 0, zero_as or 0.0, 0.0)

        def index(values: Any, population: Any) -> Any:
            used = values + added
            return per * formula(np.where(np.real(used) > 0, used, np.nan), population)

        return index

    return measured(
        groups,
        Dispersion(
            name=name,
            formula=of_part,
            corrected=taking_off(bias, scale=per),
            parameters={"weighted": True, "per": per} | ({} if zero_as is None else {"zero_as": zero_as}),
            logarithmic=True,
            power=2.0,
            unit=lambda _: None,
            failure=NOT_POSITIVE,
        ),
        correct=correct and not replaced,
        level=level,
    )
