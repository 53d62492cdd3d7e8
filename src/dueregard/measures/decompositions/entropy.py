"""Inequality within and between groups: generalised entropy and the J-divergence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dueregard.engine import Grouping, Measure, Outcome
from dueregard.estimates import Estimates, Label
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import CompositeMeasure
from dueregard.measures.decompositions.derived import Basis
from dueregard.measures.decompositions.entropy_groups import EntropyGroups
from dueregard.measures.decompositions.groups import Groups, Split, read_split
from dueregard.measures.decompositions.sums import positive_number, positive_total
from dueregard.measures.divergences import j_divergence
from dueregard.measures.generalised_entropy import generalised_entropy

__all__ = ["generalised_entropy_decomposition", "j_divergence_decomposition"]


@dataclass(frozen=True, slots=True)
class _Entropy:
    """Components of the entropies of some alphas, added up."""

    split: Split
    alphas: tuple[float, ...]

    def __call__(self, parts: Estimates, whole: Estimates, label: Label) -> Estimates:
        names = self.split.names
        groups = Groups.of(parts, whole, label, measures=2 + len(self.alphas), split=self.split)
        known = EntropyGroups.of(groups, alphas=self.alphas, names=names)
        between = ["between"] if len(names) == 1 else [f"between {name}" for name in names]
        outer = [groups.by[at][names[0]] for at in known.starts[0]]
        labels = [groups.named(each) for each in ("total", "within", *between)]
        for component in ("within group", "between groups"):
            labels += [groups.named(component, **{names[0]: level}) for level in outer]
        if not len(groups) or not groups.whole:
            return groups.derived(known.components, labels, basis=())
        basis = [groups.everybody] * (2 + len(between)) + self._of_outer(groups, known) * 2
        return groups.derived(known.components, labels, basis=basis, slopes=known.slopes())

    def _of_outer(self, groups: Groups, known: EntropyGroups) -> list[Basis]:
        if len(self.split.names) == 1:
            return [groups.group(at) for at in range(len(groups))]
        ends = [*known.starts[0][1:], len(groups)]
        return [groups.inside(start, end) for start, end in zip(known.starts[0], ends, strict=True)]


def _make(
    measure: str,
    column: str,
    *,
    index: Measure,
    alphas: tuple[float, ...],
    within: str | Grouping | Sequence[str | Grouping],
    nonpositive: object,
    among: str | None,
    name: str | None,
    unit: str | None,
) -> CompositeMeasure:
    split = read_split(within)
    entropies = [
        generalised_entropy(column, alpha=alpha, nonpositive=nonpositive, among=among) for alpha in alphas
    ]
    return CompositeMeasure(
        name=measure,
        intervals={"total": "log", "within": "log", "within group": "log"},
        outcome=Outcome(columns=(column,), among=among),
        inner=split.inner,
        parts=(
            positive_number(column, nonpositive=nonpositive, among=among),
            positive_total(column, nonpositive=nonpositive, among=among),
            *entropies,
        ),
        whole=(index,),
        form=_Entropy(split, alphas),
        label=name or column,
        unit=unit,
        parameters={**index.parameters, "within": split.text},
    )


@catalogued(
    title="Entropy within and between groups",
    family="decompositions",
    meaning="How much of inequality lies inside groups and how much between their averages; the two add up "
    "to all of it. With nested groups, such as regions, authorities and neighbourhoods, each step has its "
    "part.",
    formula="GE(α) = Σ p_g (μ_g/μ)^α GE_g(α) + GE(α) of the group means; nested: the second term is split "
    "again in the same way",
    range="each part from 0 to the total",
    variance="linearised, jointly: the parts' covariances make the total's standard error",
    oracle="R convey 1.0.1 svygeidec (alpha 0, 1 and 2): values, standard errors and covariances of total, "
    "within and between, with linearisation and replicate weights, to 1e-8; IC2 1.0-1, dineq 0.1.0",
    avoid="The between part grows with the number of groups, by chance alone when they are small: do not "
    "compare it across splits of different fineness. It describes, and says nothing of causes.",
    reference="Shorrocks (1984), Inequality decomposition by population subgroups, Econometrica 52, "
    "1369-1385, equation 6; Theil (1967), Economics and Information Theory, section 4.A",
    example="generalised_entropy_decomposition:income,alpha=0,within=region",
    convention="Components: total, within, between (of each step, when nested); for each of the coarsest "
    "groups 'within group' is what its inside adds and 'between groups' what its distance from the mean "
    "adds, never negative: p(r^α − 1 − α(r − 1))/(α(α − 1)) with r = μ_g/μ. People in no group "
    "are not in the total.",
)
def generalised_entropy_decomposition(
    column: str,
    *,
    alpha: object,
    within: str | Grouping | Sequence[str | Grouping],
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Split generalised entropy into parts within and between groups.

    Parameters
    ----------
    column : str
        A column or an expression.
    alpha : float
        As for :func:`dueregard.measures.generalised_entropy.generalised_entropy`.
    within : str, Grouping or sequence of them
        What makes the groups: one variable, or nested ones from the coarsest to the finest, as in
        ``region > authority > ward``.
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
    Shorrocks (1984), Econometrica 52, 1369-1385.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = pa.table({"pay": [1.0, 3.0, 2.0, 6.0], "site": ["a", "a", "b", "b"]})
    >>> split = generalised_entropy_decomposition("pay", alpha=1, within="site")
    >>> found = evaluate(table_from(people, design=SurveyDesign()), [split])
    >>> [label.by["component"] for label in found.labels[:3]], found.values[:3].round(6)
    (['total', 'within', 'between'], array([0.187445, 0.130812, 0.056633]))
    """
    power = options.number(alpha, option="alpha")
    return _make(
        "generalised_entropy_decomposition",
        column,
        index=generalised_entropy(column, alpha=power, nonpositive=nonpositive, among=among),
        alphas=(power,),
        within=within,
        nonpositive=nonpositive,
        among=among,
        name=name,
        unit=unit,
    )


@catalogued(
    title="J-divergence within and between groups",
    family="decompositions",
    meaning="How much of inequality by the J-divergence lies inside groups and how much between their "
    "averages; the two add up to all of it.",
    formula="the sum of the parts of GE(0) and of GE(1)",
    range="each part from 0 to the total",
    variance="linearised, jointly",
    oracle="R convey 1.0.1 svyjdivdec: values, standard errors and covariances of total, within and between, "
    "with linearisation and replicate weights, to 1e-8",
    avoid="The between part grows with the number of groups, by chance alone when they are small.",
    reference="Rohde (2016), J-divergence measurements of economic inequality, JRSS A 179, 847-870, "
    "section 3",
    example="j_divergence_decomposition:income,within=region",
    convention="Components as for generalised_entropy_decomposition.",
)
def j_divergence_decomposition(
    column: str,
    *,
    within: str | Grouping | Sequence[str | Grouping],
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Split the J-divergence into parts within and between groups.

    Parameters
    ----------
    column, within, among, name, unit
        As :func:`generalised_entropy_decomposition` takes them.
    nonpositive : {"drop", "refuse"} or float
        What to do with values of zero or less.

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
    Rohde (2016), JRSS A 179, 847-870.

    Examples
    --------
    >>> dict(j_divergence_decomposition("pay", within="region > authority").parameters)
    {'within': 'region > authority'}
    """
    return _make(
        "j_divergence_decomposition",
        column,
        index=j_divergence(column, nonpositive=nonpositive, among=among),
        alphas=(0.0, 1.0),
        within=within,
        nonpositive=nonpositive,
        among=among,
        name=name,
        unit=unit,
    )
