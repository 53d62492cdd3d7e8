"""What goes with the concentration of health among the better off: determinants by linear regression."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Measure, Outcome
from dueregard.engine.protocols import Moment, one
from dueregard.estimates import Estimates, Label
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import CompositeMeasure, OrderedMeasure, SmoothMeasure
from dueregard.measures.decompositions.derived import derived, resting_on
from dueregard.measures.decompositions.groups import NOBODY
from dueregard.measures.decompositions.listed import read_list
from dueregard.measures.decompositions.source_forms import RankCovariance, column_moment, product_moment
from dueregard.measures.fractional_ranks import DIRECTIONS

__all__ = ["concentration_decomposition"]

Totals = Mapping[str, NDArray[Any]]
FIRST = 2
"""The column of the first determinant, after the outcome and what people are ranked by."""


@dataclass(frozen=True, slots=True)
class _Mean:
    """The mean of a column."""

    index: int

    def __call__(self, totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
        return np.asarray(totals[f"x{self.index}"] / totals["one"])


@dataclass(frozen=True, slots=True)
class _Slope:
    """A coefficient of the least-squares regression of the outcome on all determinants."""

    at: int
    count: int

    def __call__(self, totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
        size = totals["one"]
        indices = (0, *range(FIRST, FIRST + self.count))
        means = {index: totals[f"x{index}"] / size for index in indices}

        def covariance(first: int, second: int) -> NDArray[Any]:
            low, high = min(first, second), max(first, second)
            return np.asarray(totals[f"x{low} x{high}"] / size - means[first] * means[second])

        explained = np.stack(
            [np.stack([covariance(a, b) for b in indices[1:]], axis=-1) for a in indices[1:]], axis=-2
        )
        joint = np.stack([covariance(0, a) for a in indices[1:]], axis=-1)
        return np.asarray(_solved(explained, joint)[..., self.at])


def _solved(matrix: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    """Solve each level's equations on the scale of correlations; NaN where determinants are collinear."""
    spread = np.sqrt(np.einsum("...ii->...i", matrix))
    with np.errstate(all="ignore"):
        scaled = matrix / (spread[..., :, None] * spread[..., None, :])
        wanted = right / spread
    result = np.full(right.shape, np.nan, dtype=right.dtype)
    known = np.isfinite(scaled).all(axis=(-2, -1))
    known[known] = np.linalg.cond(np.real(scaled[known])) < 1e12
    result[known] = np.linalg.solve(scaled[known], wanted[known][..., None])[..., 0]
    return np.asarray(result / spread)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Components from concentrations, slopes and means of everybody."""

    determinants: tuple[str, ...]

    def __call__(self, _: Estimates, whole: Estimates, label: Label) -> Estimates:
        labels = [replace(label, by={**label.by, "component": each}) for each in ("total", "residual")]
        labels += [
            replace(label, by={**label.by, "component": component, "variable": variable})
            for component in ("contribution", "elasticity", "concentration")
            for variable in self.determinants
        ]
        if not len(whole):
            nothing = np.full(len(labels), np.nan)
            return Estimates(nothing, labels=tuple(labels), reasons=(NOBODY,) * len(labels))
        return derived(whole, self._components, labels, basis=[resting_on(whole, 0)] * len(labels))

    def _components(self, values: NDArray[Any]) -> NDArray[Any]:
        count = len(self.determinants)
        twice, slopes, means = np.split(values, [1 + count, 1 + 2 * count], axis=-1)
        mean = means[..., :1]
        total = twice[..., :1] / mean
        contribution = slopes * twice[..., 1:] / mean
        residual = total - np.sum(contribution, axis=-1, keepdims=True)
        elasticity = slopes * means[..., 1:] / mean
        return np.concatenate(
            [total, residual, contribution, elasticity, twice[..., 1:] / means[..., 1:]], axis=-1
        )


def _moments(count: int) -> Mapping[str, Moment]:
    indices = (0, *range(FIRST, FIRST + count))
    sums: dict[str, Moment] = {"one": one} | {f"x{index}": column_moment(index) for index in indices}
    for at, low in enumerate(indices):
        for high in indices[at if at else 1 :]:
            sums[f"x{low} x{high}"] = product_moment(low, high)
    return sums


def _measures(outcome: Outcome, count: int, sign: float) -> list[Measure]:
    columns = (0, *range(FIRST, FIRST + count))
    found: list[Measure] = [
        OrderedMeasure(
            name="concentration",
            outcome=outcome,
            order=1,
            form=RankCovariance(index, sign=sign),
            parameters={"column": index},
        )
        for index in columns
    ]
    moments = _moments(count)
    found += [
        SmoothMeasure(
            name="slope",
            outcome=outcome,
            moments=moments,
            function=_Slope(at, count),
            parameters={"column": at},
        )
        for at in range(count)
    ]
    found += [
        SmoothMeasure(
            name="mean",
            outcome=outcome,
            moments={"one": one, f"x{index}": column_moment(index)},
            function=_Mean(index),
            parameters={"column": index},
        )
        for index in columns
    ]
    return found


@catalogued(
    title="Concentration index by determinant",
    family="decompositions",
    meaning="How much of the concentration of health among the better off goes with each of several "
    "determinants, such as age, education or place: it matters if it goes with health and is itself found "
    "more "
    "among the better (or worse) off. The rest is the residual.",
    formula="C = Σ (β_k x̄_k / μ) C_k + residual; β_k slope of the weighted least-squares regression of the "
    "outcome on all determinants, C_k concentration index of determinant k",
    range="any; contributions and the residual add up to the concentration index",
    variance="linearised, jointly: slopes, means and estimated ranks included",
    oracle="its definition, computed directly in numpy, to 1e-10; the total is concentration_index to 1e-12; "
    "numerical derivatives in the weights",
    avoid="It is a description, not a cause: a linear regression on what was measured. For yes/no outcomes "
    "it "
    "rests on a linear probability model. Not when determinants nearly determine one another.",
    reference="Wagstaff, van Doorslaer and Watanabe (2003), On decomposing the causes of health sector "
    "inequalities with an application to malnutrition inequalities in Vietnam, Journal of Econometrics 112, "
    "207-223, equation 5",
    example='concentration_decomposition:health,rank=income,determinants="age; education == 3"',
    convention="Components: total, residual; for each determinant 'contribution' (elasticity times "
    "concentration), 'elasticity' and 'concentration'. People lacking any determinant are left out. "
    "Relative (standard) concentration index; ties share the middle of their ranks.",
)
def concentration_decomposition(
    column: str,
    *,
    rank: str,
    determinants: str | Sequence[str],
    direction: str = "high_is_advantaged",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Split the concentration index by what goes with the outcome.

    Parameters
    ----------
    column : str
        The outcome: a column or an expression.
    rank : str
        What people are ranked by, such as income.
    determinants : str or sequence of str
        Numbers, or conditions that count as 1 and 0, separated by semicolons.
    direction : {"high_is_advantaged", "low_is_advantaged"}
        Which end of the ranking variable is advantaged.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the index; it has none.

    Returns
    -------
    CompositeMeasure
        For :func:`dueregard.engine.evaluate`. Collinear determinants have no contributions.

    Raises
    ------
    UsageError
        When an option is not one.

    References
    ----------
    Wagstaff, van Doorslaer and Watanabe (2003), Journal of Econometrics 112, 207-223; O'Donnell and others
    (2008), Analyzing Health Equity Using Household Survey Data, chapter 13.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = pa.table({"well": [1.0, 2.0, 2.0, 4.0], "income": [1, 2, 3, 4], "age": [60, 50, 55, 20]})
    >>> split = concentration_decomposition("well", rank="income", determinants="age")
    >>> evaluate(table_from(people, design=SurveyDesign()), [split]).values[:3].round(6)
    array([0.25    , 0.031541, 0.218459])
    """
    listed = read_list(determinants, option="determinants", most=30)
    towards = options.choice(direction, DIRECTIONS, option="direction")
    sign = 1.0 if towards == DIRECTIONS[0] else -1.0
    outcome = Outcome(columns=(column, rank, *listed), among=among)
    shown = {} if sign > 0 else {"direction": towards}
    return CompositeMeasure(
        name="concentration_decomposition",
        outcome=outcome,
        whole=tuple(_measures(outcome, len(listed), sign)),
        form=_Parts(listed),
        label=name or column,
        unit=unit,
        parameters={"rank": rank, "determinants": "; ".join(listed), **shown},
    )
