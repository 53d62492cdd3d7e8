"""Findings of strata as public records, and as the JSON that stands beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dueregard.estimates import Record
from dueregard.estimates.support import Support

if TYPE_CHECKING:
    from dueregard.causes.strata.findings import Figure, FittedModel, StrataFindings, Stratum

__all__ = ["records_of", "study_of"]

FIGURES = (
    ("vpc", "vpc", "null"),
    ("pcv", "pcv", "main effects"),
    ("variance", "stratum_variance", "null"),
    ("variance_main", "stratum_variance", "main effects"),
    ("mor", "mor", "null"),
    ("auc", "auc", "null"),
    ("auc_main", "auc", "main effects"),
)
BESIDE = (
    "vpc",
    "pcv",
    "variance",
    "variance_main",
    "variance_ml",
    "variance_main_ml",
    "mor",
    "auc",
    "auc_main",
)


def records_of(found: StrataFindings) -> list[Record]:
    """Give the public record of every number.

    Parameters
    ----------
    found : StrataFindings
        A study.

    Returns
    -------
    list of Record
        Of the study, then of each stratum.
    """
    whole = Support.combine(each.support for each in found.strata)
    whole = Support(n=whole.n, n_effective=whole.n_effective, units=whole.units)
    figures = [
        _figure(found, getattr(found, name), measure=measure, model=model, support=whole)
        for name, measure, model in FIGURES
        if found.family == "binomial" or name not in ("mor", "auc", "auc_main")
    ]
    return [*figures, *(record for each in found.strata for record in _stratum(found, each))]


def study_of(found: StrataFindings) -> dict[str, Any]:
    """Give what stands beside the records.

    Parameters
    ----------
    found : StrataFindings
        A study.

    Returns
    -------
    dict
        Numbers of the study, the models, and what was found in words.
    """
    figures = {name: getattr(found, name) for name in BESIDE}
    return {
        **{name: figure.value for name, figure in figures.items()},
        "intervals": {
            name: {"low": each.low, "high": each.high, "se": each.se, "level": found.level}
            for name, each in figures.items()
            if each.low is not None
        },
        "reasons": {name: each.reason for name, each in figures.items() if each.reason},
        "outcome": found.outcome,
        "family": found.family,
        "estimation": found.estimation,
        "pcv_estimation": found.pcv.method or None,
        "strata": list(found.variables),
        "adjusted": list(found.adjusted),
        "people": found.people,
        "number_of_strata": len(found.strata),
        "chance": found.chance,
        "chance_main": found.chance_main,
        "flagged": [dict(each.levels) for each in found.flagged],
        "flagged_by_chance": found.by_chance,
        "models": {"null": _model(found.null), "main": _model(found.main)},
        "statements": list(found.statements),
        "warnings": list(found.warnings),
        "seed": found.seed,
    }


def _model(model: FittedModel | None) -> dict[str, Any] | None:
    if model is None:
        return None
    return {
        "estimation": model.estimation,
        "variance": model.variance,
        "residual": model.residual,
        "log_likelihood": model.log_likelihood,
        "boundary": model.boundary,
        "coefficients": {
            name: {"estimate": value, "se": se} for name, (value, se) in model.coefficients.items()
        },
    }


def _figure(found: StrataFindings, figure: Figure, *, measure: str, model: str, support: Support) -> Record:
    return Record(
        measure=measure,
        parameters={"model": model, "strata": ", ".join(found.variables)},
        outcome=found.outcome,
        estimate=figure.value,
        se=figure.se,
        low=figure.low,
        high=figure.high,
        level=None if figure.low is None else found.level,
        n=found.people,
        status=figure.status,
        reason=figure.reason,
        method=figure.method or found.estimation,
        support=support,
    )


def _stratum(found: StrataFindings, each: Stratum) -> Iterator[Record]:
    yes_no = found.family == "binomial"
    method = f"{found.family} model of strata, {found.estimation}"
    model = "null" if found.main is None else "main effects"
    what: dict[str, Any] = {"outcome": found.outcome, "by": each.levels, "n": each.n, "n_eff": each.n_eff}
    what |= {"support": each.support}
    yield Record(
        measure="stratum_probability" if yes_no else "stratum_mean",
        parameters={"model": model},
        estimate=each.shrunken,
        se=each.shrunken_se,
        low=each.low,
        high=each.high,
        level=found.level,
        unit=found.unit,
        method=f"{method}; shrunken",
        **what,
    )
    yield Record(
        measure="raw_mean", estimate=each.raw, se=each.raw_se, unit=found.unit, method="as observed", **what
    )
    if each.interaction is not None:
        yield Record(
            measure="interaction",
            parameters={"model": model, "scale": "log odds"} if yes_no else {"model": model},
            estimate=each.interaction,
            se=each.interaction_se,
            low=each.interaction_low,
            high=each.interaction_high,
            level=found.level,
            unit=None if yes_no else found.unit,
            method=f"{method}; shrunken",
            discovery=each.flagged,
            **what,
        )
    yield Record(
        measure="stratum_deviation",
        parameters={"model": "null", "scale": "log odds"} if yes_no else {"model": "null"},
        estimate=each.deviation,
        se=each.deviation_se,
        unit=None if yes_no else found.unit,
        method=f"{method}; shrunken",
        **what,
    )
