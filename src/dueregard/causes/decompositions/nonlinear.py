"""Decompositions of a gap in a yes/no outcome by logistic regressions.

With F the logistic function, means over each group, and reference coefficients b*,

    yA - yB  =  mean_A F(x'b*) - mean_B F(x'b*)   (explained)  +  the rest  (unexplained),

because a logistic regression with a constant gives back a group's own share. The explained part is shared
out to variables by Yun's weights or by Fairlie's switches: see :mod:`.yun` and :mod:`.fairlie`.

References
----------
Fairlie (2005), Journal of Economic and Social Measurement 30, 305-316; Yun (2004), Economics Letters 82,
275-280; Bauer and Sinning (2008), AStA Advances in Statistical Analysis 92, 197-206.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NoReturn

import numpy as np
from scipy import special

from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.fairlie import fairlie_parts
from dueregard.causes.decompositions.findings import Decomposition, Part, comparison_parts, found
from dueregard.causes.decompositions.identified import identified
from dueregard.causes.decompositions.logits import fitted_logit
from dueregard.causes.decompositions.lopsided import doubted, lopsided_source
from dueregard.causes.decompositions.references import REFERENCES, is_pooled, reference_named, share_of
from dueregard.causes.decompositions.yun import RATIO, Shared, shared_out
from dueregard.causes.factors import Factor
from dueregard.errors import PeopleError, UsageError, did_you_mean
from dueregard.estimates import Source
from dueregard.estimates.source import BoolArray, FloatArray

__all__ = ["DETAILS", "decompose_logit"]

DETAILS = ("yun", "fairlie")
"""How the explained part is shared out to variables."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Uncertain:
    """Numbers, and each person's influence on them, times the weight."""

    values: FloatArray
    influence: FloatArray = field(repr=False)


def decompose_logit(comparison: Comparison, options: Options) -> Decomposition:
    """Split a gap in a yes/no outcome into what goes with differences in covariates, and what does not.

    Parameters
    ----------
    comparison : Comparison
        The two groups; the outcome is 0 or 1.
    options : Options
        Says which reference coefficients (pooled where none are named) and which detail.

    Returns
    -------
    Decomposition
        ``gap``, ``explained`` and ``unexplained``, and by variable: both with Yun's weights, the explained
        part with Fairlie's switches.

    Raises
    ------
    UsageError
        When the outcome is not yes or no, or an option is unknown.
    PeopleError
        When a group has nobody with the outcome, or nobody without it, or a covariate determines it.
    """
    if options.detail not in DETAILS:
        raise UsageError(
            f"There is no detail {options.detail[:80]!r}.",
            remedy=did_you_mean(options.detail[:80], DETAILS) or "Choose from: yun, fairlie.",
        )
    name = reference_named(options.coefficients or "pooled")
    _refuse(comparison)
    usable = identified(comparison)
    if options.detail == "fairlie":
        parts, values, source, told, notes = fairlie_parts(usable, options, coefficients=name)
    else:
        parts, values, source, told, notes = _yun_parts(usable, name)
    totals = {
        part.component: value for part, value in zip(parts, values, strict=True) if part.variable is None
    }
    return found(
        usable,
        parts,
        values,
        source,
        method="logit",
        told=f"logistic regressions by {REFERENCES[name]}; {told}",
        coefficients=name,
        parameters={"detail": options.detail},
        adding_up=_adding_up(parts, values, totals),
        notes=notes,
    )


def _yun_parts(
    comparison: Comparison, name: str
) -> tuple[list[Part], FloatArray, Source | None, str, list[str]]:
    own, star, notes = _fits(comparison, name)
    means = [_means(comparison, who) for who in _groups(comparison)]
    predicted = [_predicted(comparison, who, star) for who in _groups(comparison)]
    outcomes = [_share(comparison, who) for who in _groups(comparison)]
    gap = outcomes[0].values - outcomes[1].values
    on_gap = outcomes[0].influence - outcomes[1].influence
    explained = predicted[0].values - predicted[1].values
    on_explained = predicted[0].influence - predicted[1].influence
    shares = {
        "explained": Shared.of_products(
            [(means[0].values - means[1].values, star.values)],
            [(means[0].influence - means[1].influence, star.influence)],
        ),
        "unexplained": _rewarded(means, own, star),
    }
    parts = comparison_parts(comparison)
    values = [outcomes[0].values, outcomes[1].values, gap]
    influence = [outcomes[0].influence, outcomes[1].influence, on_gap]
    for component, total, on_total in (
        ("explained", explained, on_explained),
        ("unexplained", gap - explained, on_gap - on_explained),
    ):
        of_it = shares[component]
        if of_it is None:
            parts.append(Part(component=component))
            values.append(total)
            influence.append(on_total)
            continue
        told, more, on_more = shared_out(comparison.matrix, of_it, component, total[0], on_total[:, 0])
        if of_it.may_be_nought(comparison.design):
            told = [
                part if part.variable is None else replace(part, status="approximate", reason=RATIO)
                for part in told
            ]
        parts += [_supported(comparison, part) for part in told]
        values.append(more)
        influence.append(on_more)
        notes += of_it.notes(component)
    source = lopsided_source(comparison.design, np.hstack(influence))
    parts = doubted(parts, np.inf if source is None else source.df, comparison.design.df)
    return parts, np.concatenate(values), source, "Yun's weights; linearised standard errors", notes


def _groups(comparison: Comparison) -> tuple[BoolArray, BoolArray]:
    return comparison.in_reference, ~comparison.in_reference


def _rewarded(
    means: Sequence[_Uncertain], own: Sequence[_Uncertain | None], star: _Uncertain
) -> Shared | None:
    """The linear terms of the unexplained part, where both groups' own coefficients are known."""
    first, second = own
    if first is None or second is None:
        return None
    return Shared.of_products(
        [
            (means[0].values, first.values - star.values),
            (means[1].values, star.values - second.values),
        ],
        [
            (means[0].influence, first.influence - star.influence),
            (means[1].influence, star.influence - second.influence),
        ],
    )


def _fits(comparison: Comparison, name: str) -> tuple[list[_Uncertain | None], _Uncertain, list[str]]:
    """Coefficients of all columns, of both groups where they settle, and reference coefficients."""
    pooled = is_pooled(name)
    groups, notes = _groups(comparison), []
    sizes = [float(comparison.weight[who].sum()) for who in groups]
    share = 0.0 if pooled else share_of(name, (sizes[0], sizes[1]))
    needed = (not pooled and share > 0, not pooled and share < 1)
    own: list[_Uncertain | None] = []
    for label, who, must in zip((comparison.reference, comparison.other), groups, needed, strict=True):
        fit = _fitted(comparison, who, comparison.matrix.fit)
        if fit is None and must:
            _refuse_determined(comparison, who, repr(label))
        if fit is None:
            notes.append(
                f"The unexplained part is not shared out to covariates: within {label!r} the logistic "
                f"regression does not settle, because {_determining(comparison, who)}."
            )
        own.append(fit)
    if pooled:
        columns = comparison.matrix.fit
        if name == "pooled":
            columns = np.column_stack([columns, ~comparison.in_reference])
        everybody = np.ones(len(columns), bool)
        star = _fitted(comparison, everybody, columns)
        if star is None:
            _refuse_determined(comparison, everybody, "both groups")
        return own, star, notes
    first, second = (each or _nothing(comparison) for each in own)
    star = _Uncertain(
        values=share * first.values + (1 - share) * second.values,
        influence=share * first.influence + (1 - share) * second.influence,
    )
    return own, star, notes


def _nothing(comparison: Comparison) -> _Uncertain:
    """Stands for coefficients that have no share in the reference coefficients."""
    width = len(comparison.matrix.contrasts)
    return _Uncertain(values=np.zeros(width), influence=np.zeros((len(comparison.outcome), width)))


def _fitted(comparison: Comparison, who: BoolArray, columns: FloatArray) -> _Uncertain | None:
    outcome, weight = comparison.outcome[who], comparison.weight[who]
    fit = fitted_logit(columns[who], outcome, weight)
    if not fit.converged:
        return None
    contrasts = comparison.matrix.contrasts
    width = contrasts.shape[1]
    influence = np.zeros((len(who), len(contrasts)))
    influence[who] = fit.influence(columns[who], outcome, weight)[:, :width] @ contrasts.T
    return _Uncertain(values=contrasts @ fit.coefficients[:width], influence=influence)


def _means(comparison: Comparison, who: BoolArray) -> _Uncertain:
    full, share = comparison.matrix.full[who], comparison.weight[who] / comparison.weight[who].sum()
    means = share @ full
    influence = np.zeros((len(who), len(means)))
    influence[who] = (full - means) * share[:, None]
    return _Uncertain(values=means, influence=influence)


def _share(comparison: Comparison, who: BoolArray) -> _Uncertain:
    share = comparison.weight[who] / comparison.weight[who].sum()
    value = float(share @ comparison.outcome[who])
    influence = np.zeros((len(who), 1))
    influence[who, 0] = share * (comparison.outcome[who] - value)
    return _Uncertain(values=np.array([value]), influence=influence)


def _predicted(comparison: Comparison, who: BoolArray, star: _Uncertain) -> _Uncertain:
    """A group's mean of F(x'b*)."""
    full, share = comparison.matrix.full[who], comparison.weight[who] / comparison.weight[who].sum()
    chance = special.expit(full @ star.values)
    value = float(share @ chance)
    influence = star.influence @ ((share * chance * (1 - chance)) @ full)
    influence[who] += share * (chance - value)
    return _Uncertain(values=np.array([value]), influence=influence[:, None])


def _supported(comparison: Comparison, part: Part) -> Part:
    """Say who the part of a level rests on."""
    if part.level is None:
        return part
    matrix = comparison.matrix
    at = list(zip(matrix.variables, matrix.levels, strict=True)).index((str(part.variable), part.level))
    return replace(part, support=comparison.support(matrix.full[:, at] > 0))


def _adding_up(parts: Sequence[Part], values: FloatArray, totals: dict[str, float]) -> float:
    most = abs(totals["gap"] - totals["explained"] - totals["unexplained"])
    for component in ("explained", "unexplained"):
        own = [
            float(value)
            for part, value in zip(parts, values, strict=True)
            if part.component == component and part.variable is not None and part.level is None
        ]
        if own:
            most = max(most, abs(sum(own) - totals[component]))
    return float(most)


def _refuse(comparison: Comparison) -> None:
    if not comparison.two_valued:
        raise UsageError(
            f"{comparison.outcome_name!r} is not yes or no.",
            remedy="Write a condition as the outcome, such as \"health == 'good'\", or use --method twofold.",
        )
    for label, who in zip((comparison.reference, comparison.other), _groups(comparison), strict=True):
        yes, count = int(comparison.outcome[who].sum()), int(who.sum())
        if yes in (0, count):
            nobody = "Nobody" if yes == 0 else "Everybody"
            raise PeopleError(
                "A logistic regression needs people with the outcome and people without it in both groups.",
                found=f"{nobody} of {comparison.group_name!r} {label!r} has {comparison.outcome_name!r}, of "
                f"{count:,} people.",
                remedy="Join groups, or use --method kitagawa.",
                discreet="One group has only one kind.",
            )


def _determining(comparison: Comparison, who: BoolArray) -> str:
    """Say at which levels everybody of some people, or nobody, has the outcome."""
    found = []
    yes = comparison.outcome[who] == 1
    for each in comparison.covariates:
        if not isinstance(each.values, Factor):
            continue
        codes, levels = each.values.codes[who], each.values.levels
        count = np.bincount(codes, minlength=len(levels))
        of_them = np.bincount(codes[yes], minlength=len(levels))
        for at in np.flatnonzero((count > 0) & ((of_them == 0) | (of_them == count))):
            who_has = "nobody" if of_them[at] == 0 else "everybody"
            found.append(f"{who_has} of {count[at]:,} people of {each.name} {levels[at]!r} has it")
    return ", ".join(found[:5]) or "nobody, or everybody, of some combination of levels has it"


def _refuse_determined(comparison: Comparison, who: BoolArray, label: str) -> NoReturn:
    raise PeopleError(
        f"Among {label}, covariates determine {comparison.outcome_name!r} for some people: the logistic "
        "regression does not settle.",
        found=f"There {_determining(comparison, who)}.",
        discreet="Some combination of levels has only people with the outcome, or only people without.",
        remedy="Join levels, leave the covariate out, or use --method twofold (a linear probability) or "
        "kitagawa.",
    )
