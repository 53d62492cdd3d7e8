"""Polarisation between groups that exist by themselves, such as regions or classes of occupation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping, Outcome
from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import CompositeMeasure
from dueregard.measures.decompositions.groups import Groups, Split, read_split
from dueregard.measures.decompositions.sums import number_of
from dueregard.measures.gini import gini
from dueregard.measures.means import mean

__all__ = ["esteban_ray_groups"]


@dataclass(frozen=True, slots=True)
class _Polarised:
    """The index from each group's number and mean, and everybody's Gini index."""

    split: Split
    alpha: float
    beta: float

    def __call__(self, parts: Estimates, whole: Estimates, label: Label) -> Estimates:
        groups = Groups.of(parts, whole, label, measures=2, split=self.split)
        if not len(groups) or not groups.whole:
            return groups.derived(lambda values: values, [label], basis=())

        if self.beta:
            self._refuse_outsiders(groups)

        def index(values: NDArray[Any]) -> NDArray[Any]:
            number, centre = groups.of_groups(values)
            some = np.real(number) > 0
            number, centre = np.where(some, number, 0.0), np.where(some, centre, 0.0)
            p = number / np.sum(number, axis=-1, keepdims=True)
            scaled = centre / np.sum(p * centre, axis=-1, keepdims=True)
            between, blurred = _apart(p, scaled, self.alpha), np.zeros(())
            if self.beta:
                blurred = groups.of_everybody(values)[..., 0] - _apart(p, scaled, 0.0) / 2
            return np.asarray(between - self.beta * blurred)[..., None]

        return groups.derived(index, [label], basis=[groups.everybody])

    def _refuse_outsiders(self, groups: Groups) -> None:
        values, variable = groups.estimates.values, self.split.names[0]
        inside = float(np.nansum(groups.of_groups(values)[0]))
        if abs(inside / float(groups.of_everybody(values, 1)[0]) - 1) > 1e-9:
            raise UsageError(
                f"Inequality within groups is not known of people who are in no group of {variable!r}.",
                found="Some people are in none.",
                remedy=f'Leave them out, as in among="{variable} is not missing", or choose beta=0.',
            )


def _apart(p: NDArray[Any], y: NDArray[Any], alpha: float) -> NDArray[Any]:
    """``sum over g, h of p_g^(1 + alpha) p_h |y_g - y_h|``, in one pass over groups in order of y."""
    order = np.argsort(np.real(y), axis=-1, kind="stable")
    people, value = (np.take_along_axis(each, order, axis=-1) for each in (p, y))
    below, earned = np.cumsum(people, axis=-1), np.cumsum(people * value, axis=-1)
    distance = value * (2 * below - below[..., -1:]) + earned[..., -1:] - 2 * earned
    # A group of nobody identifies with nobody; its power has no derivative.
    like = np.where(np.real(people) > 0, people, 1.0) ** (1 + alpha) * (np.real(people) > 0)
    return np.asarray(np.sum(like * distance, axis=-1))


@catalogued(
    title="Esteban-Ray polarisation index of groups",
    family="inequality",
    meaning="How far groups such as regions stand apart in an outcome and how large they are: it is highest "
    "when two groups of equal size hold all people and are far from each other.",
    formula="Σ_g Σ_h p_g^(1+α) p_h |μ_g − μ_h|/μ, p_g the groups' shares of people; with beta, less β (G − "
    "G*), G* the Gini index if everybody had their group's mean",
    range="0 (all groups have one mean) upwards; with beta it may be negative",
    variance="linearised, jointly: each group's number and mean, and everybody's Gini index",
    oracle="the definition by pairs of groups (1e-12); numerical derivatives in the weights (1e-6)",
    avoid="It grows and falls with how finely people are divided: compare only with the same groups. Where "
    "groups are not given use esteban_gradin_ray.",
    reference="Esteban and Ray (1994), On the measurement of polarization, Econometrica 62, 819-851, "
    "equation 3; Gradín (2000), Polarization by sub-populations in Spain, 1973-91, Review of Income and "
    "Wealth 46, 457-474, for beta",
    example="esteban_ray_groups:income,within=sex,alpha=1",
    convention="Means count in units of everybody's mean, and pairs of groups twice, as in the paper: with "
    "alpha = 0 it would be twice the Gini index of the means. Whoever is in no group is left out.",
    properties=("scale invariant", "replication invariant"),
)
def esteban_ray_groups(
    column: str,
    *,
    within: str | Grouping,
    alpha: float = 1.0,
    beta: float = 0.0,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Measure polarisation between declared groups.

    Parameters
    ----------
    column : str
        A column or an expression.
    within : str or Grouping
        What makes the groups.
    alpha : float
        Importance of the groups' size, above 0 and at most 1.6.
    beta : float
        What inequality within groups takes away, 0 or more.
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
        For options out of their bounds and several variables; with beta, when it is estimated, if some
        people are in no group.

    References
    ----------
    Esteban and Ray (1994), On the measurement of polarization, Econometrica 62, 819-851, equation 3.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = pa.table({"pay": [1.0, 1.0, 2.0, 4.0], "site": ["a", "a", "b", "b"]})
    >>> measure = esteban_ray_groups("pay", within="site")
    >>> evaluate(table_from(people, design=SurveyDesign()), [measure]).values
    array([0.25])
    """
    split = read_split(within, nested=False)
    importance = options.number(alpha, option="alpha", above=0, at_most=1.6)
    blurring = options.number(beta, option="beta", at_least=0)
    return CompositeMeasure(
        name="esteban_ray_groups",
        outcome=Outcome(columns=(column,), among=among),
        inner=split.inner,
        parts=(number_of(column, among=among), mean(column, among=among)),
        whole=(gini(column, among=among), number_of(column, among=among)),
        form=_Polarised(split, importance, blurring),
        label=name or column,
        unit=unit,
        parameters={"within": split.text, "alpha": importance, "beta": blurring},
    )
