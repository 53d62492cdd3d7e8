"""Atkinson's index within and between groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping, Outcome
from dueregard.estimates import Estimates, Label
from dueregard.measures import options
from dueregard.measures.atkinson import atkinson, equally_distributed_equivalent
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import CompositeMeasure
from dueregard.measures.decompositions.groups import Groups, Split, read_split
from dueregard.measures.decompositions.sums import positive_mean, positive_number

__all__ = ["CONVENTIONS", "atkinson_decomposition"]


CONVENTIONS = ("group_means", "equivalents")
"""Between groups: inequality of their means, or of their equally distributed equivalents."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """Components from each group's people, mean and equally distributed equivalent."""

    split: Split
    epsilon: float
    convention: str

    def __call__(self, parts: Estimates, whole: Estimates, label: Label) -> Estimates:
        groups = Groups.of(parts, whole, label, measures=3, split=self.split)
        by_group = groups.by if self.convention == "equivalents" else ()
        labels = [groups.named(component) for component in ("total", "within", "between", "cross")]
        labels += [groups.named("within group", **dict(by)) for by in by_group]
        if not len(groups) or not groups.whole:
            return groups.derived(lambda values: values, labels, basis=())
        basis = [groups.everybody] * 4 + [groups.group(at) for at in range(len(by_group))]
        return groups.derived(lambda values: self._components(groups.of_groups(values)), labels, basis=basis)

    def _components(self, known: NDArray[Any]) -> NDArray[Any]:
        number, centre, equal = known
        some = np.real(number) > 0
        p = np.where(some, number, 0.0)
        p = p / np.sum(p, axis=-1, keepdims=True)
        centre, equal = np.where(some, centre, 1.0), np.where(some, equal, 1.0)
        mean = np.sum(p * centre, axis=-1, keepdims=True)
        if self.convention == "equivalents":
            typical = np.sum(p * equal, axis=-1, keepdims=True)
            inside = p * (centre - equal) / mean
            within = np.sum(inside, axis=-1, keepdims=True)
            between = -np.expm1(self._equivalent(p, equal, typical))
        else:
            inside = p[..., :0]
            of_means = self._equivalent(p, centre, mean)
            within = -np.expm1(self._equivalent(p, equal, mean) - of_means)
            between = -np.expm1(of_means)
        cross = -within * between
        return np.concatenate([within + between + cross, within, between, cross, inside], axis=-1)

    def _equivalent(self, p: NDArray[Any], values: NDArray[Any], unit: NDArray[Any]) -> NDArray[Any]:
        """The logarithm of the equally distributed equivalent of groups' values, relative to a unit."""
        relative, power = np.log(values / unit), 1 - self.epsilon
        if power == 0:
            return np.asarray(np.sum(p * relative, axis=-1, keepdims=True))
        return np.asarray(np.log1p(np.sum(p * np.expm1(power * relative), axis=-1, keepdims=True)) / power)


@catalogued(
    title="Atkinson index within and between groups",
    family="decompositions",
    meaning="The share of the total that could be given up without loss of welfare if only inequality inside "
    "groups went, and the share if only inequality between groups went; a small cross term corrects for "
    "counting both.",
    formula="A = A_W + A_B − A_W A_B, so 1 − A = (1 − A_W)(1 − A_B); group_means: A_B the index of the group "
    "means; equivalents: A_B the index of the groups' equally distributed equivalents ξ_g, A_W = 1 − Σ p_g "
    "ξ_g / μ",
    range="within and between from 0 to 1; cross is 0 or less",
    variance="linearised, jointly",
    oracle="R IC2 1.0-1 decompAtkinson (epsilon 0.5, 1 and 2; group_means), values to 1e-8; the total's "
    "standard error is that of R convey 1.0.1 svyatk to 1e-8; numerical derivatives in the weights for the "
    "others",
    avoid="Within and between do not quite add up: the cross term is part of it. For parts that do, use "
    "generalised_entropy_decomposition.",
    reference="Blackorby, Donaldson and Auersperg (1981), A new procedure for the measurement of inequality "
    "within and among population subgroups, Canadian Journal of Economics 14, 665-685 (equivalents); Lasso "
    "de "
    "la Vega and Urrutia (2003), A new factorial decomposition for the Atkinson measure, Economics Bulletin "
    "4 "
    "(group_means)",
    example="atkinson_decomposition:income,epsilon=1,within=region",
    convention="Components: total, within, between, cross (with its minus sign, so that they add up; IC2, "
    "which "
    "calls group_means Blackorby-Donaldson-Auersperg, gives it without). With convention=equivalents 'within "
    "group' is each group's loss as a share of everybody's mean. People in no group are not in the total.",
)
def atkinson_decomposition(
    column: str,
    *,
    epsilon: object,
    within: str | Grouping,
    convention: str = "group_means",
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Split Atkinson's index into parts within and between groups.

    Parameters
    ----------
    column : str
        A column or an expression.
    epsilon : float
        Aversion to inequality, above 0.
    within : str or Grouping
        What makes the groups.
    convention : {"group_means", "equivalents"}
        Between groups: inequality of their means, or of their equally distributed equivalents.
    nonpositive : {"drop", "refuse", "keep_zeros"} or float
        What to do with values of zero or less.
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
        When an option is not one.

    References
    ----------
    Blackorby, Donaldson and Auersperg (1981), Canadian Journal of Economics 14, 665-685.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = pa.table({"pay": [1.0, 4.0, 2.0, 8.0], "site": ["a", "a", "b", "b"]})
    >>> split = atkinson_decomposition("pay", epsilon=1, within="site")
    >>> evaluate(table_from(people, design=SurveyDesign()), [split]).values[:4].round(6)
    array([ 0.245753,  0.2     ,  0.057191, -0.011438])
    """
    aversion = options.number(epsilon, option="epsilon", above=0)
    chosen = options.choice(convention, CONVENTIONS, option="convention")
    split = read_split(within, nested=False)
    return CompositeMeasure(
        name="atkinson_decomposition",
        intervals={"total": "index", "within": "index", "within group": "index"},
        outcome=Outcome(columns=(column,), among=among),
        inner=split.inner,
        parts=(
            positive_number(column, nonpositive=nonpositive, among=among),
            positive_mean(column, nonpositive=nonpositive, among=among),
            equally_distributed_equivalent(column, epsilon=aversion, nonpositive=nonpositive, among=among),
        ),
        whole=(atkinson(column, epsilon=aversion, nonpositive=nonpositive, among=among),),
        form=_Parts(split, aversion, chosen),
        label=name or column,
        unit=unit,
        parameters={"epsilon": aversion, "within": split.text, "convention": chosen},
    )
