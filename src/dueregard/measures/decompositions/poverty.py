"""Poverty by group, and by how many are poor, how poor and how unequally."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping, Measure, Outcome
from dueregard.estimates import Estimates, Label
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import CompositeMeasure
from dueregard.measures.decompositions.derived import derived, resting_on
from dueregard.measures.decompositions.groups import NOBODY, Groups, Split, read_split
from dueregard.measures.decompositions.positive_poverty import positive_shortfall
from dueregard.measures.decompositions.sums import number_of, positive_number
from dueregard.measures.poverty import fgt
from dueregard.measures.watts import watts

__all__ = ["fgt_decomposition", "watts_decomposition"]

Formula = Callable[[NDArray[Any]], list[NDArray[Any]]]

SCALES_OF_DIMENSIONS = {"incidence": "logit", "gap": "logit", "intensity": "log", "inequality": "log"}
"""How the intervals of dimensions are made: the first two are at most 1."""


@dataclass(frozen=True, slots=True)
class _ByGroup:
    """What each group adds: its share of people times its own poverty."""

    split: Split

    def __call__(self, parts: Estimates, whole: Estimates, label: Label) -> Estimates:
        groups = Groups.of(parts, whole, label, measures=2, split=self.split)
        labels = [groups.named("total")]
        labels += [groups.named("group", **dict(by)) for by in groups.by]
        if not len(groups) or not groups.whole:
            return groups.derived(lambda values: values, labels, basis=())

        def components(values: NDArray[Any]) -> NDArray[Any]:
            number, poverty = groups.of_groups(values)
            some = np.real(number) > 0
            number, poverty = np.where(some, number, 0.0), np.where(some, poverty, 0.0)
            each = number * poverty / np.sum(number, axis=-1, keepdims=True)
            return np.concatenate([np.sum(each, axis=-1, keepdims=True), each], axis=-1)

        basis = [groups.everybody, *(groups.group(at) for at in range(len(groups)))]
        return groups.derived(components, labels, basis=basis)


@dataclass(frozen=True, slots=True)
class _ByDimension:
    """How many are poor, how poor, how unequally: a function of three measures."""

    names: tuple[str, ...]
    formula: Formula

    def __call__(self, _: Estimates, whole: Estimates, label: Label) -> Estimates:
        labels = [replace(label, by={**label.by, "component": each}) for each in self.names]
        if not len(whole):
            nothing = np.full(len(labels), np.nan)
            return Estimates(nothing, labels=tuple(labels), reasons=(NOBODY,) * len(labels))
        basis = [resting_on(whole, 0)] * len(labels)
        return derived(whole, lambda values: np.stack(self.formula(values), axis=-1), labels, basis=basis)


def _fgt_dimensions(alpha: float) -> Formula:
    def formula(values: NDArray[Any]) -> list[NDArray[Any]]:
        rate, gap, index = np.moveaxis(values, -1, 0)
        ratio = gap / rate
        excess = index / (rate * ratio**alpha) - 1
        return [index, rate, gap, ratio, excess / (alpha * (alpha - 1))]

    return formula


def _watts_dimensions(values: NDArray[Any]) -> list[NDArray[Any]]:
    rate, gap, index = np.moveaxis(values, -1, 0)
    ratio = -np.log1p(-gap / rate)
    return [index, rate, ratio, index / rate - ratio]


def _make(
    measure: str,
    column: str,
    *,
    poverty: Measure,
    number: Measure,
    dimensions: tuple[Measure, ...],
    names: tuple[str, ...],
    formula: Formula,
    within: str | Grouping | None,
    among: str | None,
    name: str | None,
    unit: str | None,
) -> CompositeMeasure:
    outcome = Outcome(columns=(column,), among=among)
    if within is None:
        return CompositeMeasure(
            name=measure,
            outcome=outcome,
            whole=dimensions,
            form=_ByDimension(names, formula),
            label=name or column,
            unit=unit,
            method=poverty.method,
            intervals={"total": poverty.interval, **SCALES_OF_DIMENSIONS},
            parameters=poverty.parameters,
        )
    split = read_split(within, nested=False)
    return CompositeMeasure(
        name=measure,
        outcome=outcome,
        inner=split.inner,
        parts=(number, poverty),
        whole=(poverty,),
        form=_ByGroup(split),
        label=name or column,
        unit=unit,
        method=poverty.method,
        interval=poverty.interval,
        parameters={**poverty.parameters, "within": split.text},
    )


@catalogued(
    title="Poverty by group or by dimension",
    family="decompositions",
    meaning="By group: what each group adds to poverty, its share of people times its own poverty; they add "
    "up. Without groups: how many are poor (incidence), how far below the line they are (intensity), and how "
    "unequally (inequality among the poor).",
    formula="by group: Σ p_g FGT_g(α); by dimension: FGT(α) = H I^α (1 + α(α − 1) GE), H poverty rate, I "
    "mean shortfall of the poor, GE(α) of their shortfalls",
    range="each group's part from 0 to the total; H and I from 0 to 1, GE from 0 upwards",
    variance="linearised, jointly, with the sampling error of a relative line",
    oracle="R convey 1.0.1 svyfgtdec (g = 2, relative line): values, standard errors and covariances to "
    "1e-8; "
    "with replicate weights R holds a relative line fixed and we do not, so those errors agree to 1e-8 for "
    "the "
    "same fixed line; by group: each term is fgt times the share of people",
    avoid="A group's part is large when the group is large: compare poverty rates as well. The dimensions "
    "multiply and do not add up.",
    reference="Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766, equation 3; Aristondo, Lasso de "
    "la Vega and Urrutia (2010), A new multiplicative decomposition for the Foster-Greer-Thorbecke poverty "
    "indices, Bulletin of Economic Research 62, 259-267",
    example="fgt_decomposition:income,alpha=2,line=0.6*median,within=region",
    convention="With within: components 'total' and 'group'. Without: 'total', 'incidence', 'gap' (incidence "
    "times intensity), 'intensity', 'inequality'. The line is that of the whole table unless "
    "line_population says otherwise; with alpha=0 the density at a relative line is that of each group, so "
    "the "
    "total's error may differ a little from poverty_rate's.",
)
def fgt_decomposition(
    column: str,
    *,
    alpha: object = 2,
    line: object = "0.6*median",
    within: str | Grouping | None = None,
    line_population: str = "all",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Split a measure of Foster, Greer and Thorbecke by group, or by incidence, intensity and inequality.

    Parameters
    ----------
    column : str
        A column or an expression.
    alpha : float
        The power of the relative shortfall; above 1 when there are no groups.
    line : float or str
        A number, ``0.6*median``, ``60% of median`` or ``0.5*mean``.
    within : str or Grouping, optional
        What makes the groups; without it the index is split by dimension.
    line_population : str
        Whose median or mean: ``all`` people of the table, each ``group``'s own, or a condition.
    bandwidth : {"convey", "n_eff"}
        Of the densities at an estimated line.
    among : str, optional
        For whom the outcome applies, as a condition; it does not move the line.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    CompositeMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For an unknown option.

    References
    ----------
    Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = pa.table({"pay": [1.0, 4.0, 2.0, 8.0], "site": ["a", "a", "b", "b"]})
    >>> split = fgt_decomposition("pay", alpha=1, line=4, within="site")
    >>> evaluate(table_from(people, design=SurveyDesign()), [split]).values
    array([0.3125, 0.1875, 0.125 ])
    """
    least = {"at_least": 0.0} if within is not None else {"above": 1.0}
    power = options.number(alpha, option="alpha", **least)
    given: dict[str, Any] = {
        "line": line,
        "line_population": line_population,
        "bandwidth": bandwidth,
        "among": among,
    }
    poverty = fgt(column, alpha=power, **given)
    return _make(
        "fgt_decomposition",
        column,
        poverty=poverty,
        number=number_of(column, among=among),
        dimensions=(fgt(column, alpha=0, **given), fgt(column, alpha=1, **given), poverty),
        names=("total", "incidence", "gap", "intensity", "inequality"),
        formula=_fgt_dimensions(power),
        within=within,
        among=among,
        name=name,
        unit=unit,
    )


@catalogued(
    title="Watts index by group or by dimension",
    family="decompositions",
    meaning="By group: what each group adds to the Watts index of poverty; they add up. Without groups: how "
    "many are poor (incidence), how far below the line they are (intensity), and how unequally (inequality "
    "among the poor).",
    formula="by group: Σ p_g W_g; by dimension: W = H (ln(z/μ_poor) + MLD of the poor), H the poverty rate",
    range="each from 0 upwards",
    variance="linearised, jointly, with the sampling error of a relative line",
    oracle="R convey 1.0.1 svywattsdec (relative line): values, standard errors and covariances, with "
    "linearisation and replicate weights, to 1e-8",
    avoid="Values near zero, often errors, dominate it, and it has none for zero and negative ones: "
    "fgt_decomposition keeps everybody.",
    reference="Watts (1968), An economic definition of poverty; Blackburn (1989), Poverty measurement: an "
    "index related to a Theil measure of inequality, Journal of Business and Economic Statistics 7, 475-481",
    example="watts_decomposition:income,line=0.6*median",
    convention="With within: components 'total' and 'group'. Without: 'total', 'incidence', 'intensity', "
    "'inequality', all of people with a positive value; the line is that of everybody.",
)
def watts_decomposition(
    column: str,
    *,
    line: object = "0.6*median",
    within: str | Grouping | None = None,
    line_population: str = "all",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Split the Watts index by group, or by incidence, intensity and inequality.

    Parameters
    ----------
    column, line, within, line_population, bandwidth, among, name, unit
        As :func:`fgt_decomposition` takes them. People with a value of zero or less are left out and counted.

    Returns
    -------
    CompositeMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For an unknown option.

    References
    ----------
    Blackburn (1989), Journal of Business and Economic Statistics 7, 475-481.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = pa.table({"pay": [1.0, 4.0, 2.0, 8.0]})
    >>> split = watts_decomposition("pay", line=3)
    >>> evaluate(table_from(people, design=SurveyDesign()), [split]).values.round(6)
    array([0.376019, 0.5     , 0.693147, 0.058892])
    """
    given: dict[str, Any] = {
        "line": line,
        "line_population": line_population,
        "bandwidth": bandwidth,
        "among": among,
    }
    poverty = watts(column, **given)
    return _make(
        "watts_decomposition",
        column,
        poverty=poverty,
        number=positive_number(column, among=among),
        dimensions=(
            positive_shortfall(column, alpha=0, **given),
            positive_shortfall(column, alpha=1, **given),
            poverty,
        ),
        names=("total", "incidence", "intensity", "inequality"),
        formula=_watts_dimensions,
        within=within,
        among=among,
        name=name,
        unit=unit,
    )
