"""The Gini index within and between groups, and what their overlap adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping, Measure, Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored
from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import CompositeMeasure, OrderedMeasure
from dueregard.measures.decompositions.groups import Groups, Split, read_split
from dueregard.measures.decompositions.sums import number_of
from dueregard.measures.fractional_ranks import FractionalRanks, RankMoment
from dueregard.measures.gini import gini
from dueregard.measures.means import mean

__all__ = ["CONVENTIONS", "gini_decomposition"]

CONVENTIONS = {
    "pyatt": ("within", "between", "overlap"),
    "dagum": ("within", "net between", "transvariation"),
    "yitzhaki": ("within", "between", "stratification"),
}
"""What the parts are called. Pyatt's and Dagum's are the same numbers under other names."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """Components from each group's people, mean and Gini index (and mean rank), and everybody's Gini."""

    split: Split
    convention: str

    def __call__(self, parts: Estimates, whole: Estimates, label: Label) -> Estimates:
        measures = 4 if self.convention == "yitzhaki" else 3
        groups = Groups.of(parts, whole, label, measures=measures, split=self.split)
        variable = self.split.names[0]
        labels = [groups.named(component) for component in ("total", *CONVENTIONS[self.convention])]
        labels += [groups.named("within group", **dict(by)) for by in groups.by]
        if not len(groups) or not groups.whole:
            return groups.derived(lambda values: values, labels, basis=())
        self._refuse_outsiders(groups, variable)
        basis = [groups.everybody] * 4 + [groups.group(at, measure=2) for at in range(len(groups))]

        def components(values: NDArray[Any]) -> NDArray[Any]:
            number, centre, index, *ranks = groups.of_groups(values)
            some = np.real(number) > 0
            number, centre, index = (np.where(some, each, 0.0) for each in (number, centre, index))
            people = np.sum(number, axis=-1, keepdims=True)
            p = number / people
            s = p * centre / np.sum(p * centre, axis=-1, keepdims=True)
            total = groups.of_everybody(values)
            if self.convention == "yitzhaki":
                inside = s * index
                above = np.where(some, ranks[0], 0.5) - 0.5
                between = 2 * np.sum(s * above, axis=-1, keepdims=True)
            else:
                inside = p * s * index
                between = _gini_of_means(p, s, centre)
            within = np.sum(inside, axis=-1, keepdims=True)
            return np.concatenate([total, within, between, total - within - between, inside], axis=-1)

        return groups.derived(components, labels, basis=basis)

    def _refuse_outsiders(self, groups: Groups, variable: str) -> None:
        values = groups.estimates.values
        number = np.nan_to_num(groups.of_groups(values)[0])
        everybody = float(groups.of_everybody(values, 1)[0])
        if abs(number.sum() / everybody - 1) > 1e-9:
            raise UsageError(
                f"The Gini index of everybody has no parts for people who are in no group of {variable!r}.",
                found="Some people are in none.",
                remedy=f'Leave them out, as in among="{variable} is not missing".',
            )
        if self.convention != "yitzhaki":
            return
        ranks = np.nan_to_num(groups.of_groups(values)[3])
        if abs(number @ ranks / everybody - 0.5) > 1e-9:
            raise UsageError(
                "Yitzhaki's convention compares groups by their ranks in the whole table.",
                found="People are grouped or filtered further.",
                remedy="Choose who is meant with among=..., and group by nothing else; or choose "
                "convention=pyatt.",
            )


def _gini_of_means(p: NDArray[Any], s: NDArray[Any], centre: NDArray[Any]) -> NDArray[Any]:
    """The Gini index if everybody had their group's mean; p and s are shares of people and of the total."""
    order = np.argsort(np.real(centre), axis=-1, kind="stable")
    people, shares = (np.take_along_axis(each, order, axis=-1) for each in (p, s))
    middle = np.cumsum(people, axis=-1) - people / 2
    return np.asarray(np.sum(shares * (2 * middle - 1), axis=-1, keepdims=True))


def _mean_rank(people: OrderedPeople, population: OrderedPeople | None) -> Scored:
    ranks = FractionalRanks(people=people, population=population)
    moment = RankMoment(x=ranks.share, slope=people.ones)
    return ranks.function(lambda number, total: total / number, [moment])


@catalogued(
    title="Gini index within and between groups",
    family="decompositions",
    meaning="How much of the Gini index comes from differences inside groups, how much from differences "
    "between their averages, and how much from the groups' ranges overlapping, which is neither.",
    formula="pyatt: Σ p_g s_g G_g + G of the group means + overlap; yitzhaki: Σ s_g G_g + 2 cov(μ_g, F̄_g)/μ "
    "+ stratification; p share of people, s share of the total, F̄_g mean rank of the group among everybody",
    range="within and between from 0 to the total; pyatt's overlap is 0 or more, yitzhaki's stratification "
    "may be negative",
    variance="linearised, jointly: everybody's and each group's Gini index, means and ranks",
    oracle="R IC2 1.0-1 decompSGini (BM and YL) and dineq 0.1.0 gini_decomp, values to 1e-8 (YL where no "
    "values are tied: it takes ties in the order of rows, we their mid-rank); numerical derivatives in the "
    "weights for the standard errors",
    avoid="The overlap has no share of its own to blame: for a clean split use "
    "generalised_entropy_decomposition. Parts of different conventions must not be compared.",
    reference="Bhattacharya and Mahalanobis (1967), Regional disparities in household consumption in India, "
    "JASA 62, 143-161; Pyatt (1976), On the interpretation and disaggregation of Gini coefficients, Economic "
    "Journal 86, 243-255; Dagum (1997), Empirical Economics 22, 515-531; Yitzhaki and Lerman (1991), Review "
    "of Income and Wealth 37, 313-329",
    example="gini_decomposition:income,within=region,convention=pyatt",
    convention="convention=pyatt (also Bhattacharya and Mahalanobis): within, between, overlap; dagum: the "
    "same numbers as within, net between, transvariation; yitzhaki: within weighted by shares of the total, "
    "between by mean ranks, and stratification. 'within group' is each group's term of within.",
)
def gini_decomposition(
    column: str,
    *,
    within: str | Grouping,
    convention: str = "pyatt",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Split the Gini index into parts within and between groups, and their overlap.

    Parameters
    ----------
    column : str
        A column or an expression. Zero and negative values count.
    within : str or Grouping
        What makes the groups.
    convention : {"pyatt", "dagum", "yitzhaki"}
        Whose parts.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the index; it has none.

    Returns
    -------
    CompositeMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When an option is not one; when it is estimated, if some people are in no group.

    References
    ----------
    Pyatt (1976), Economic Journal 86, 243-255; Yitzhaki and Lerman (1991), Review of Income and Wealth 37,
    313-329.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = pa.table({"pay": [1.0, 3.0, 2.0, 6.0], "site": ["a", "a", "b", "b"]})
    >>> split = gini_decomposition("pay", within="site")
    >>> found = evaluate(table_from(people, design=SurveyDesign()), [split])
    >>> [label.by["component"] for label in found.labels[:4]]
    ['total', 'within', 'between', 'overlap']
    >>> found.values[:4].round(6)
    array([0.333333, 0.125   , 0.166667, 0.041667])
    """
    chosen = options.choice(convention, tuple(CONVENTIONS), option="convention")
    split = read_split(within, nested=False)
    outcome = Outcome(columns=(column,), among=among)
    people = number_of(column, among=among)
    parts: list[Measure] = [people, mean(column, among=among), gini(column, among=among)]
    if chosen == "yitzhaki":
        parts.append(OrderedMeasure(name="mean_rank", outcome=outcome, population=outcome, form=_mean_rank))
    return CompositeMeasure(
        name="gini_decomposition",
        intervals=dict.fromkeys(("total", "within", "overlap", "within group"), "index"),
        outcome=outcome,
        inner=split.inner,
        parts=tuple(parts),
        whole=(gini(column, among=among), people),
        form=_Parts(split, chosen),
        label=name or column,
        unit=unit,
        parameters={"within": split.text, "convention": chosen},
    )
