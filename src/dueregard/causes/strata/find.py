"""Inequality between intersectional strata: how much there is, and what each crossing adds (MAIHDA).

Multilevel analysis of individual heterogeneity and discriminatory accuracy (Evans, Williams, Onnela and
Subramanian 2018, Social Science & Medicine 203, 64-73; Merlo 2018, 209, 74-80): people in strata, with the
mean alone and then with every characteristic by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import numpy as np
from scipy.special import expit, ndtri

from dueregard.causes.left_out import Missing
from dueregard.causes.replicating import refuse_counts
from dueregard.causes.strata.figures import Options, figures_of
from dueregard.causes.strata.findings import Family, Figure, StrataFindings, Stratum
from dueregard.causes.strata.gaussian import GaussianFit
from dueregard.causes.strata.main_effects import main_effects, only_mean
from dueregard.causes.strata.modelling import (
    Data,
    Method,
    Modelled,
    auc,
    fitted_model,
    flags_by_chance,
    modelled,
    placed,
)
from dueregard.causes.strata.people import StrataPeople, cells_of
from dueregard.causes.strata.reading import read_strata
from dueregard.causes.strata.refusals import refuse_determined
from dueregard.causes.strata.shrinkage import Placed
from dueregard.causes.strata.sums import GaussianSums
from dueregard.causes.strata.tally import Scaling
from dueregard.causes.strata.telling import statements_of, warnings_of
from dueregard.engine import Grouping
from dueregard.engine.supports import two_largest
from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates.intervals import refuse_level
from dueregard.estimates.source import FloatArray
from dueregard.estimates.support import Support
from dueregard.people import People

__all__ = ["checked_options", "intersectional_strata", "study"]

FEW = 10
"""A stratum of fewer people is sparse."""

MOST_POINTS = 100


def intersectional_strata(
    people: People,
    *,
    outcome: str,
    strata: Sequence[str | Grouping],
    family: Family | None = None,
    quadrature: int = 15,
    method: Method = "reml",
    adjust: Sequence[str] = (),
    missing: Missing = "drop",
    scaling: Scaling = "effective",
    level: float = 0.95,
    replicates: int = 200,
    seed: int = 1,
) -> StrataFindings:
    """Study the inequality between intersectional strata.

    Parameters
    ----------
    people : People
        With their design. Where they were weighted, clustered or stratified, models are fitted by weighted
        pseudo-likelihood and the error of the whole study's numbers comes from replicates.
    outcome : str
        A column of numbers or an expression, such as ``"health in [1, 2]"``.
    strata : sequence of str or Grouping
        The characteristics that are crossed.
    family : {"gaussian", "binomial"}, optional
        By default binomial where the outcome is only ever 0 or 1.
    quadrature : int
        Points of the adaptive quadrature for yes/no outcomes; 1 for Laplace's approximation.
    method : {"reml", "ml"}
        How a normal model's variances are estimated. The PCV is from maximum likelihood in any case.
    adjust : sequence of str
        Covariates that both models hold constant: columns of numbers or expressions.
    missing : {"drop", "level", "refuse"}
        What becomes of people without an answer to a characteristic.
    scaling : {"effective", "size"}
        To what the weights of a stratum sum: its effective number of people, or its number.
    level : float
        Confidence level of all intervals.
    replicates : int
        How many replicates are drawn where the user gave none.
    seed : int
        Of those.

    Returns
    -------
    StrataFindings
        See there.

    Raises
    ------
    ColumnNotFound
        When a name is neither a grouping nor a column.
    UsageError
        When an option is unknown, or the outcome does not fit the family.
    PeopleError
        When there is nothing to compare.

    References
    ----------
    Evans, Leckie, Subramanian, Bell and Merlo (2024), SSM - Population Health 26, 101664;
    Rabe-Hesketh and Skrondal (2006), JRSS A 169, 805-827, for weights.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> people = read_people(
    ...     {
    ...         "pay": [9.0, 8.0, 11.0, 12.0, 14.0, 15.0, 19.0, 18.0],
    ...         "sex": ["f", "f", "f", "f", "m", "m", "m", "m"],
    ...         "class": ["a", "a", "b", "b", "a", "a", "b", "b"],
    ...     }
    ... )
    >>> found = intersectional_strata(people, outcome="pay", strata=["sex", "class"])
    >>> round(found.vpc.value, 3), round(found.pcv.value, 3)
    (0.973, 1.0)
    """
    options = checked_options(
        family=family,
        points=quadrature,
        method=method,
        scaling=scaling,
        level=level,
        replicates=replicates,
        seed=seed,
    )
    read = read_strata(people, outcome=outcome, strata=strata, adjust=adjust, missing=missing)
    return study(read, options)


def study(read: StrataPeople, options: Options) -> StrataFindings:
    """Model strata that were read.

    Parameters
    ----------
    read : StrataPeople
        Of the people.
    options : Options
        How.

    Returns
    -------
    StrataFindings
        Of these strata and nobody else.
    """
    family = _family(read, options.family)
    scale = read.tally.scale(options.scaling)
    data: Data = cells_of(read, scale) if family == "binomial" else read.tally.gaussian(scale)
    refuse_determined(data, int(read.tally.people.sum()), read.adjusted)
    model = modelled(
        data,
        null_part=only_mean(read.size),
        main_part=main_effects(read.codes, variables=read.labels, levels=read.levels),
        method=options.method,
        points=options.points,
        sure=_sure(read) if family == "binomial" else "",
    )
    estimation = _estimation(read, options, family)
    figures = figures_of(read, model, options, estimation)
    quantile = float(ndtri((1 + options.level) / 2))
    by_main, by_null = placed(model, main=True), placed(model, main=False)
    strata = _strata(read, model, by_main, by_null, quantile)
    chance = None
    if model.main is not None:
        error = _own_error(model)
        chance = flags_by_chance(by_main, error=error, quantile=quantile)
    null = fitted_model(model.null, model.null_part, read.adjusted, estimation)
    main = model.main and fitted_model(model.main, model.main_part, read.adjusted, estimation)
    found = StrataFindings(
        outcome=read.outcome,
        family=family,
        estimation=estimation,
        variables=dict(zip(read.variables, read.labels, strict=True)),
        strata=tuple(sorted(strata, key=lambda each: each.shrunken)),
        people=int(read.tally.people.sum()),
        vpc=figures.vpc,
        pcv=figures.pcv,
        variance=figures.variance,
        variance_main=figures.variance_main,
        variance_ml=figures.variance_ml,
        variance_main_ml=figures.variance_main_ml,
        mor=figures.mor,
        auc=_auc(model, main=False),
        auc_main=_auc(model, main=True),
        chance=figures.chance,
        chance_main=figures.chance_main,
        null=null,
        main=main or None,
        by_chance=chance,
        statements=(),
        warnings=(),
        notes=read.notes,
        level=options.level,
        adjusted=read.adjusted,
        seed=options.seed if figures.replicated else None,
    )
    return found.told(statements_of(found), warnings_of(found, read, model))


def _sure(read: StrataPeople) -> str:
    """Name the levels that have only yeses or only noes."""
    yeses, people = read.tally.yeses, read.tally.people
    told = []
    for at, (label, levels) in enumerate(zip(read.labels, read.levels, strict=True)):
        yes = np.bincount(read.codes[:, at], weights=yeses, minlength=len(levels))
        every = np.bincount(read.codes[:, at], weights=people, minlength=len(levels))
        told += [f"{label}: {level} has only noes" for level, n in zip(levels, yes, strict=True) if n == 0]
        told += [
            f"{label}: {level} has only yeses"
            for level, n, all_of in zip(levels, yes, every, strict=True)
            if n == all_of
        ]
    return "; ".join(told[:3])


def _auc(model: Modelled, *, main: bool) -> Figure:
    if model.family == "gaussian":
        return Figure.absent("it is of yes/no outcomes only")
    if main and model.main is None:
        return Figure.absent(str(model.why_no_main))
    value = auc(model, model.main if main else model.null)
    return Figure(value=value, method="of the people themselves, ties count half")


def _strata(
    read: StrataPeople, model: Modelled, by_main: Placed, by_null: Placed, quantile: float
) -> list[Stratum]:
    tally, yes_no = read.tally, model.family == "binomial"
    raw = tally.share if yes_no else tally.mean
    with np.errstate(invalid="ignore"):
        raw_se = np.sqrt((raw * (1 - raw) if yes_no else tally.variance) / tally.effective)
    low, high = (by_main.mean + sign * quantile * by_main.mean_se for sign in (-1, 1))
    mean, expected, mean_se = by_main.mean, by_main.fixed, by_main.mean_se
    if yes_no:
        mean_se = mean_se * expit(mean) * expit(-mean)
        mean, expected, low, high = expit(mean), expit(expected), expit(low), expit(high)
    supports = _supports(read, yes_no=yes_no)
    told = model.main is not None
    strata = []
    for at in range(read.size):
        own, error = float(by_main.effect[at]), float(by_main.effect_se[at])
        ends = (own - quantile * error, own + quantile * error)
        strata.append(
            Stratum(
                levels=read.by(at),
                n=int(tally.people[at]),
                n_eff=float(tally.effective[at]),
                events=int(tally.yeses[at]) if yes_no else None,
                raw=float(raw[at]),
                raw_se=float(raw_se[at]) if np.isfinite(raw_se[at]) else None,
                shrunken=float(mean[at]),
                shrunken_se=float(mean_se[at]),
                low=float(low[at]),
                high=float(high[at]),
                expected=float(expected[at]) if told else None,
                interaction=own if told else None,
                interaction_se=error if told else None,
                interaction_low=ends[0] if told else None,
                interaction_high=ends[1] if told else None,
                flagged=told and (ends[0] > 0 or ends[1] < 0),
                deviation=float(by_null.effect[at]),
                deviation_se=float(by_null.effect_se[at]),
                sparse=bool(tally.people[at] < FEW),
                support=supports[at],
            )
        )
    return strata


def _supports(read: StrataPeople, *, yes_no: bool) -> list[Support]:
    tally = read.tally
    rarer = np.minimum(tally.yeses, tally.people - tally.yeses)
    pairs = two_largest(tally.absolute, tally.largest, tally.of_squares)
    shares = np.divide(tally.largest, tally.absolute, out=np.zeros(read.size), where=tally.absolute > 0)
    return [
        Support(
            n=int(tally.people[at]),
            n_effective=float(tally.effective[at]),
            units=int(tally.people[at]),
            events=int(rarer[at]) if yes_no else None,
            largest_share=None if yes_no or not tally.absolute[at] else float(shares[at]),
            two_largest=None if yes_no else pairs[at],
        )
        for at in range(read.size)
    ]


def _own_error(model: Modelled) -> FloatArray:
    """Variance of each stratum's own mean about its truth, on the scale of the model."""
    if isinstance(model.data, GaussianSums):
        assert isinstance(model.main, GaussianFit)
        return model.main.residual / model.data.size
    assert model.main is not None
    assert not isinstance(model.main, GaussianFit)
    return np.asarray(1 / np.maximum(model.main.weight, 1e-300))


def _family(read: StrataPeople, asked: Family | None) -> Family:
    if asked == "binomial" and not read.two_valued:
        raise UsageError(
            f"{read.outcome!r} has values other than 0 and 1, so it is no yes/no outcome.",
            remedy=f'Write which values count as yes, such as "{read.outcome} == 1", '
            "or ask for the gaussian family.",
        )
    return asked or ("binomial" if read.two_valued else "gaussian")


def _estimation(read: StrataPeople, options: Options, family: Family) -> str:
    if family == "gaussian":
        how = "REML" if options.method == "reml" else "ML"
    elif options.points == 1:
        how = "Laplace"
    else:
        how = f"adaptive Gauss-Hermite, {options.points} points"
    if read.rows is None:
        return how
    scaled = "effective numbers of people" if options.scaling == "effective" else "numbers of people"
    return f"{how}, weighted pseudo-likelihood (weights scaled to {scaled})"


def checked_options(**asked: Any) -> Options:
    """Check how strata are to be studied.

    Parameters
    ----------
    **asked
        The fields of :class:`Options`.

    Returns
    -------
    Options
        As asked.

    Raises
    ------
    UsageError
        When one of them is unknown or out of range.
    """
    options = Options(**asked)
    for value, known, what in (
        (options.family, get_args(Family), "family"),
        (options.method, get_args(Method), "method"),
        (options.scaling, get_args(Scaling), "scaling of weights"),
    ):
        if value is not None and value not in known:
            raise UsageError(
                f"There is no {what} {value!r}.",
                remedy=did_you_mean(str(value), known) or f"Choose from: {', '.join(known)}.",
            )
    refuse_level(options.level)
    if not 1 <= options.points <= MOST_POINTS:
        raise UsageError(
            f"A quadrature has 1 to {MOST_POINTS} points; found {options.points}.",
            remedy="15 is plenty; 1 is Laplace's approximation.",
        )
    refuse_counts(options.replicates, options.seed)
    return options
