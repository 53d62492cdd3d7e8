"""DiNardo, Fortin and Lemieux's decomposition: a gap at any statistic, by reweighting.

With A the reference group, B the other, and C the reference group with the covariates of B,

    v(A) - v(B)  =  v(A) - v(C)   (composition)  +  v(C) - v(B)   (structure).

References
----------
DiNardo, Fortin and Lemieux (1996), Econometrica 64, 1001-1044; Fortin, Lemieux and Firpo (2011), Handbook of
Labor Economics 4A, 1-102, section 4.5.
"""

from __future__ import annotations

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.distribution_statistics import Statistic, statistics_asked
from dueregard.causes.decompositions.distributions import heap_notes, refuse_outcome, statistic_parameters
from dueregard.causes.decompositions.findings import Decomposition, Part, found
from dueregard.causes.decompositions.lopsided import doubted, lopsided_source
from dueregard.causes.decompositions.recentred import Weighed, weighed
from dueregard.causes.decompositions.reweighting import reweighting_of
from dueregard.errors import UsageError
from dueregard.estimates import Support
from dueregard.estimates.source import FloatArray

__all__ = ["decompose_dfl"]

TAKEN = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, -1], [1, -1, 0], [0, 1, -1]], float)
"""A, C, B, the gap, composition and structure, from A, C and B."""


def decompose_dfl(comparison: Comparison, options: Options) -> Decomposition:
    """Split gaps in statistics of a distribution into composition and structure, by reweighting.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    options : Options
        Says which quantiles and statistics (the mean where none), and how people are reweighted.

    Returns
    -------
    Decomposition
        For each statistic, of both groups and of the reweighted one (``counterfactual``), with the parts
        ``composition`` and ``structure``. Standard errors are linearised: they heed that the weights are
        estimated.

    Raises
    ------
    PeopleError
        When the groups do not overlap.
    UsageError
        For a yes/no outcome asked for more than its mean, or without covariates.
    """
    if not comparison.covariates:
        raise UsageError("Reweighting needs covariates.", remedy="Name some with --covariate.")
    default = not options.quantiles and not options.statistics
    statistics = statistics_asked(options.quantiles, ("mean",) if default else options.statistics)
    refuse_outcome(comparison, statistics)
    again = reweighting_of(comparison, kind=options.reweighting, largest=options.largest_weight)
    groups = (
        weighed(comparison, comparison.in_reference),
        weighed(comparison, again),
        weighed(comparison, ~comparison.in_reference),
    )
    values, influences, parts = [], [], []
    for statistic in statistics:
        each = [_valued(people, statistic) for people in groups]
        values.append(TAKEN @ np.array([value for value, _ in each]))
        influences.append(np.hstack([influence for _, influence in each]) @ TAKEN.T)
        parts += _parts(comparison, statistic, again.overlap.effective_n)
    source = lopsided_source(comparison.design, np.hstack(influences))
    return found(
        comparison,
        doubted(parts, np.inf if source is None else source.df, comparison.design.df),
        np.concatenate(values),
        source,
        method="dfl",
        told=f"DiNardo-Fortin-Lemieux, {again.told}; linearised standard errors with the weights' own error",
        parameters={"reweighting": options.reweighting},
        adding_up=max(abs(float(each[3] - each[4] - each[5])) for each in values),
        overlap=again.overlap.to_dict(),
        notes=[
            *again.overlap.notes(comparison.reference, comparison.other),
            *heap_notes(comparison, statistics, advice="So are the intervals."),
        ],
    )


def _valued(people: Weighed, statistic: Statistic) -> tuple[float, FloatArray]:
    """A statistic, and each person's influence on it."""
    recentred = statistic.recentred(people.outcome, people.weight)
    centred = recentred - people.share @ recentred
    value = statistic.value(people.outcome, people.weight)
    return value, people.placed((centred * people.share)[:, None])


def _parts(comparison: Comparison, statistic: Statistic, effective_n: float) -> list[Part]:
    named = statistic_parameters(statistic)
    first = comparison.support_of(comparison.in_reference)
    reweighted = Support(
        n=first.n, n_effective=effective_n, units=first.units, events=first.events, least_n=first.least_n
    )
    own = [
        Part(
            component=statistic.name,
            measure=statistic.name,
            parameters=dict(statistic.parameters),
            group=group,
            support=comparison.support_of(who),
        )
        for group, who in (
            (comparison.reference, comparison.in_reference),
            (comparison.other, ~comparison.in_reference),
        )
    ]
    counterfactual = Part(
        component="counterfactual", measure=statistic.name, parameters=named, support=reweighted
    )
    rest = [Part(component=name, parameters=named) for name in ("gap", "composition", "structure")]
    return [own[0], counterfactual, own[1], *rest]
