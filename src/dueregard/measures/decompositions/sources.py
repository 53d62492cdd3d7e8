"""Inequality by source of income: what wages, benefits and taxes add to the Gini index or the variance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Measure, Outcome
from dueregard.engine.protocols import one
from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import CompositeMeasure, OrderedMeasure, SmoothMeasure
from dueregard.measures.decompositions.derived import derived, resting_on
from dueregard.measures.decompositions.groups import NOBODY
from dueregard.measures.decompositions.listed import read_list
from dueregard.measures.decompositions.source_forms import (
    MeanDistance,
    RankCovariance,
    column_moment,
    product_moment,
)

__all__ = ["METHODS", "gini_source_decomposition", "variance_source_decomposition"]

METHODS = ("lerman_yitzhaki", "shapley")
"""By ranks in the total, or by Shapley's average over all orders in which sources may be equalised."""

REMOVALS = ("equal", "zero")
"""How a source is taken away: everybody gets its mean, or nobody gets any."""

MOST = 8
"""Sources of a Shapley decomposition; each more doubles the work."""

Totals = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class _Mean:
    """The mean of a column."""

    index: int

    def __call__(self, totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
        return np.asarray(totals[f"x{self.index}"] / totals["one"])


@dataclass(frozen=True, slots=True)
class _Covariance:
    """The covariance of a column with the first."""

    index: int

    def __call__(self, totals: Totals, _: NDArray[np.float64]) -> NDArray[Any]:
        size = totals["one"]
        product = totals[f"x0 x{self.index}"] / size
        return np.asarray(product - totals["x0"] / size * (totals[f"x{self.index}"] / size))


@dataclass(frozen=True, slots=True)
class _BySource:
    """What each source adds, a function of measures of everybody, the means of all columns last."""

    column: str
    factors: tuple[str, ...]
    components: tuple[str, ...]
    function: Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]]

    def __call__(self, _: Estimates, whole: Estimates, label: Label) -> Estimates:
        labels = [replace(label, by={**label.by, "component": "total"})]
        labels += [
            replace(label, by={**label.by, "component": component, "source": factor})
            for component in self.components
            for factor in self.factors
        ]
        if not len(whole):
            nothing = np.full(len(labels), np.nan)
            return Estimates(nothing, labels=tuple(labels), reasons=(NOBODY,) * len(labels))
        size = len(self.factors) + 1
        self._refuse_remainder(whole.values[-size:])
        return derived(
            whole,
            lambda values: self.function(values[..., :-size], values[..., -size:]),
            labels,
            basis=[resting_on(whole, 0)] * len(labels),
        )

    def _refuse_remainder(self, means: NDArray[np.float64]) -> None:
        total, parts = means[0], means[1:]
        if np.isfinite(means).all() and abs(parts.sum() - total) > 1e-9 * np.abs(parts).sum():
            raise UsageError(
                f"The factors do not add up to {self.column!r}.",
                found=f"Their means add up to {parts.sum():.6g}, and its mean is {total:.6g}.",
                remedy=f"Add what is left as a factor: {self.column} - {' - '.join(self.factors)}.",
            )


def _by_rank(known: NDArray[Any], means: NDArray[Any]) -> NDArray[Any]:
    """Contributions, shares of the total, concentration indices."""
    total, sources = means[..., :1], means[..., 1:]
    return np.concatenate([known / total, sources / total, known[..., 1:] / sources], axis=-1)


def _by_covariance(known: NDArray[Any], _: NDArray[Any]) -> NDArray[Any]:
    """The variance, contributions, and these as shares of it."""
    return np.concatenate([known, known[..., 1:] / known[..., :1]], axis=-1)


def _subsets(count: int) -> list[tuple[int, ...]]:
    """All subsets of sources that are not empty, the whole first."""
    return [chosen for size in range(count, 0, -1) for chosen in combinations(range(1, count + 1), size)]


@dataclass(frozen=True, slots=True)
class _Shapley:
    """Average over all orders what each source adds to the Gini index of those before it."""

    count: int
    removal: str

    def __call__(self, known: NDArray[Any], means: NDArray[Any]) -> NDArray[Any]:
        subsets = _subsets(self.count)
        if self.removal == "equal":
            scale = means[..., :1]
        else:
            scale = np.stack([np.sum(means[..., list(chosen)], axis=-1) for chosen in subsets], axis=-1)
        worth = known / scale
        return np.concatenate([worth[..., :1], worth @ self._weights(subsets)], axis=-1)

    def _weights(self, subsets: Sequence[tuple[int, ...]]) -> NDArray[np.float64]:
        weights = np.zeros((len(subsets), self.count))
        for row, chosen in enumerate(subsets):
            size = len(chosen)
            for source in range(1, self.count + 1):
                if source in chosen:
                    weights[row, source - 1] = 1 / (size * comb(self.count, size))
                else:
                    weights[row, source - 1] = -1 / ((self.count - size) * comb(self.count, size))
        return weights


def _means(outcome: Outcome) -> list[Measure]:
    return [
        SmoothMeasure(
            name="mean",
            outcome=outcome,
            moments={"one": one, f"x{index}": column_moment(index)},
            function=_Mean(index),
            parameters={"column": index},
        )
        for index in range(len(outcome.columns))
    ]


def _gini_measures(outcome: Outcome, method: str) -> list[Measure]:
    count = len(outcome.columns) - 1
    if method == "shapley":
        forms: list[Any] = [MeanDistance(chosen) for chosen in _subsets(count)]
    else:
        forms = [RankCovariance(index) for index in range(count + 1)]
    return [
        OrderedMeasure(name="source", outcome=outcome, form=form, parameters={"at": at})
        for at, form in enumerate(forms)
    ]


@catalogued(
    title="Gini index by source",
    family="decompositions",
    meaning="What each source, such as wages, benefits or taxes, adds to inequality of the total. A source "
    "below zero makes incomes more equal. The parts add up to the Gini index.",
    formula="lerman_yitzhaki: G = Σ s_k C_k, s_k share of the total, C_k concentration index of source k by "
    "rank "
    "in the total; shapley: average of G(S ∪ k) − G(S) over all orders of sources",
    range="any; the parts add up to the Gini index",
    variance="linearised, jointly, the estimated ranks included",
    oracle="its definition by brute force over people and orders, to 1e-10, and the Gini index; numerical "
    "derivatives in the weights",
    avoid="A part is not what would happen without the source: people would act differently. The two methods "
    "answer different questions and must not be mixed.",
    reference="Lerman and Yitzhaki (1985), Income inequality effects by income source, Review of Economics "
    "and "
    "Statistics 67, 151-156, equation 4; Shorrocks (2013), Decomposition procedures for distributional "
    "analysis: "
    "a unified framework based on the Shapley value, Journal of Economic Inequality 11, 99-126, equation 9",
    example='gini_source_decomposition:income,factors="wage; benefits; - tax"',
    convention="Components: total; for each source 'contribution', and with lerman_yitzhaki 'share' and "
    "'concentration'. With shapley a source is taken away by giving everybody its mean (removal=equal) or "
    "nobody any (removal=zero). Ties share the middle of their ranks.",
)
def gini_source_decomposition(
    column: str,
    *,
    factors: str | Sequence[str],
    method: str = "lerman_yitzhaki",
    removal: str = "equal",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Split the Gini index of a total by its sources.

    Parameters
    ----------
    column : str
        The total: a column or an expression.
    factors : str or sequence of str
        Its sources, separated by semicolons; they must add up to it, taxes with a minus sign.
    method : {"lerman_yitzhaki", "shapley"}
        By ranks in the total, or by Shapley's average, which takes at most 8 sources.
    removal : {"equal", "zero"}
        For `shapley`: how a source is taken away.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the index; it has none.

    Returns
    -------
    CompositeMeasure
        For :func:`dueregard.engine.evaluate`. People lacking a source are left out.

    Raises
    ------
    UsageError
        When an option is not one; when it is estimated, if the factors do not add up to the total.

    References
    ----------
    Lerman and Yitzhaki (1985), Review of Economics and Statistics 67, 151-156; Shorrocks (2013), Journal of
    Economic Inequality 11, 99-126.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = pa.table({"income": [3.0, 4.0, 8.0], "wage": [1.0, 3.0, 8.0], "benefits": [2.0, 1.0, 0.0]})
    >>> split = gini_source_decomposition("income", factors="wage; benefits")
    >>> evaluate(table_from(people, design=SurveyDesign()), [split]).values[:3].round(6)
    array([ 0.222222,  0.311111, -0.088889])
    """
    chosen = options.choice(method, METHODS, option="method")
    taken = options.choice(removal, REMOVALS, option="removal")
    most = MOST if chosen == "shapley" else 50
    sources = read_list(factors, option="factors", least=2, most=most)
    outcome = Outcome(columns=(column, *sources), among=among)
    components = ("contribution",) if chosen == "shapley" else ("contribution", "share", "concentration")
    function = _Shapley(len(sources), taken) if chosen == "shapley" else _by_rank
    shown = {"removal": taken} if chosen == "shapley" else {}
    return CompositeMeasure(
        name="gini_source_decomposition",
        intervals={"total": "index"},
        outcome=outcome,
        whole=(*_gini_measures(outcome, chosen), *_means(outcome)),
        form=_BySource(column, sources, components, function),
        label=name or column,
        unit=unit,
        parameters={"factors": "; ".join(sources), "method": chosen, **shown},
    )


@catalogued(
    title="Variance by source",
    family="decompositions",
    meaning="What each source, such as wages, benefits or taxes, adds to the variance of the total; as "
    "shares "
    "of it, the parts are also those of any index by Shorrocks' natural rule.",
    formula="Var(y) = Σ cov(x_k, y)",
    range="any; the parts add up to the variance",
    variance="linearised, jointly",
    oracle="its definition, computed directly in numpy, to 1e-10; numerical derivatives in the weights",
    avoid="A few very large values decide it: compare with gini_source_decomposition. A part is not what "
    "would "
    "happen without the source.",
    reference="Shorrocks (1982), Inequality decomposition by factor components, Econometrica 50, 193-211, "
    "equation 19",
    example='variance_source_decomposition:income,factors="wage; benefits; - tax"',
    convention="Components: total; for each source 'contribution' and 'share'. The variance divides by N. "
    "It is "
    "also the Shapley decomposition of the variance.",
)
def variance_source_decomposition(
    column: str,
    *,
    factors: str | Sequence[str],
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Split the variance of a total by its sources.

    Parameters
    ----------
    column, factors, among, name
        As :func:`gini_source_decomposition` takes them.
    unit : str, optional
        Unit of the variance.

    Returns
    -------
    CompositeMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When an option is not one; when it is estimated, if the factors do not add up to the total.

    References
    ----------
    Shorrocks (1982), Econometrica 50, 193-211.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = pa.table({"income": [3.0, 4.0, 8.0], "wage": [1.0, 3.0, 8.0], "benefits": [2.0, 1.0, 0.0]})
    >>> split = variance_source_decomposition("income", factors="wage; benefits")
    >>> evaluate(table_from(people, design=SurveyDesign()), [split]).values[:3].round(6)
    array([ 4.666667,  6.333333, -1.666667])
    """
    sources = read_list(factors, option="factors", least=2)
    outcome = Outcome(columns=(column, *sources), among=among)
    covariances = [
        SmoothMeasure(
            name="covariance",
            outcome=outcome,
            moments={
                "one": one,
                "x0": column_moment(0),
                f"x{index}": column_moment(index),
                f"x0 x{index}": product_moment(0, index),
            },
            function=_Covariance(index),
            parameters={"column": index},
        )
        for index in range(len(outcome.columns))
    ]
    return CompositeMeasure(
        name="variance_source_decomposition",
        intervals={"total": "log"},
        outcome=outcome,
        whole=(*covariances, *_means(outcome)),
        form=_BySource(column, sources, ("contribution", "share"), _by_covariance),
        label=name or column,
        unit=unit,
        parameters={"factors": "; ".join(sources)},
    )
