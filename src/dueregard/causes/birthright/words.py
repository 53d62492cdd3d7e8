"""What a birthright report says in words: the headline, each value's method, what to doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dueregard.causes.birthright.asked import Tested
from dueregard.causes.birthright.outcomes import OutcomeKind
from dueregard.causes.birthright.study import Key, Study
from dueregard.estimates import Record

__all__ = ["INDICES", "LOWER_BOUND", "SPLITS", "headline_of", "method_of", "percent", "scale_words"]

INDICES: Mapping[str, str] = {
    "gini": "Gini index",
    "mld": "mean log deviation",
    "variance_of_logs": "variance of logarithms",
    "r2": "variance",
    "dissimilarity": "dissimilarity index",
}
"""Words for each index."""

LOWER_BOUND = (
    "A lower bound, but for chance: circumstances that the table does not hold would add to it. The share "
    "goes with circumstances; it does not say that they, and not something that goes with them, made the "
    "difference."
)

SPLITS: Mapping[Tested, str] = {
    "permutation": "by permutation",
    "unweighted": "by permutation of the people as interviewed, without their weights; means are weighted",
    "design": "under the survey design",
}
"""Words for how splits of a tree are tested."""

NEAR_NOUGHT = 0.1
"""Shares below this are told with a decimal."""

OF_A_YES = (
    "Indices are of the chance of the answer that counts as yes; those of the other answer differ, and "
    "chances of a rare answer are further apart than chances of its absence."
)

_ORDER = ("tree", "forest", "parametric", "nonparametric", "expost")
_SAID = {
    "tree": "a tree of types",
    "forest": "a forest",
    "parametric": "a regression",
    "nonparametric": "every distinct profile as a type",
    "expost": "tenths of equal effort",
}


def scale_words(study: Study) -> str:
    """Say on which scale each estimator works.

    Parameters
    ----------
    study : Study
        The report's.

    Returns
    -------
    str
    """
    tree = "logarithms of the outcome" if study.settings.scale == "log" else "levels"
    parts = []
    if {"tree", "forest", "expost"} & set(study.settings.estimators):
        parts.append(f"trees split by {tree}; types are compared by their mean outcome in levels")
    if "nonparametric" in study.settings.estimators:
        parts.append("profiles are compared by their mean outcome in levels")
    if "parametric" in study.settings.estimators:
        parts.append(f"the regression is {_regression(study)}")
    return "; ".join(parts)


def _regression(study: Study) -> str:
    if study.logit:
        return "logistic"
    return (
        "of logarithms, exponentiated without smearing"
        if study.regression == "log"
        else "of the outcome in levels"
    )


def method_of(key: Key, study: Study, replicates: str | None) -> str:
    """Say how a value was estimated.

    Parameters
    ----------
    key : Key
        Which value.
    study : Study
        The report's.
    replicates : str or None
        How replicates were made.

    Returns
    -------
    str
    """
    settings = study.settings
    logs = "logarithms" if settings.scale == "log" else "levels"
    rule = f"alpha {settings.alpha:g}, at least {settings.min_size} people a type, splits in {logs} tested "
    rule += SPLITS[study.splits]
    base = {
        "observed": "the outcome's own inequality",
        "tree": f"means of the types of a conditional inference tree ({rule})",
        "forest": f"means over {settings.trees} conditional inference trees of parts of the people",
        "parametric": f"regression on circumstances without interactions, {_regression(study)}",
        "parametric_residual": "what is lost when each outcome is divided by its fitted value, of the "
        f"regression {_regression(study)}",
        "nonparametric": "means of all distinct profiles of circumstances, in levels",
        "nonparametric_by_chance": "what distinct profiles would show if circumstances did not matter: "
        f"the mean over shuffled outcomes (seed {settings.seed})",
        "expost": "between types within tenths of equal effort, types of a conditional inference tree "
        f"({rule}); ties of outcomes in the order of the table",
    }[key.estimator]
    if key.estimator == "parametric" and key.measure == "r2" and not study.logit:
        base = "regression on circumstances without interactions, of the outcome in levels"
    parts = [base]
    if key.component != "total":
        parts.append("exact Shapley split between groups of circumstances")
    if replicates is not None:
        parts.append(replicates)
    return "; ".join(parts)


def headline_of(records: Sequence[Record], study: Study, outcome: str) -> str:
    """Say the answer in a sentence or three.

    Parameters
    ----------
    records : sequence of Record
        Of the report.
    study : Study
        The report's.
    outcome : str
        What the outcome is called.

    Returns
    -------
    str
    """
    measure = study.kind.headline
    by = {
        (dict(record.by)["estimator"], dict(record.by)["component"]): record
        for record in records
        if record.measure == measure and record.estimate is not None
    }
    names = [name for name in _ORDER if (name, "total") in by]
    if not names:
        return (
            f"The share of inequality in {outcome} that goes with circumstances at birth could not be "
            "estimated."
        )
    first = by[names[0], "total"]
    lead = _sentence(first, study.kind, outcome, names[0])
    groups = [(group, by.get((names[0], group))) for group in study.groups]
    split = ", ".join(
        f"{group.replace('_', ' ')} {percent(record.estimate)}"
        for group, record in groups
        if record is not None and record.estimate is not None
    )
    parts = [lead]
    if split and len(study.groups) > 1:
        parts.append(f"Of that: {split}.")
    others = [
        f"{percent(by[name, 'total'].estimate)} by {_SAID[name]}"
        + (" (too high by chance)" if _too_high(by[name, "total"]) else "")
        for name in names[1:]
    ]
    if others:
        parts.append(f"Other estimators: {', '.join(others)}.")
    return " ".join(parts)


def _beside(record: Record) -> bool:
    """Whether an interval from which chance was taken off lies below the value."""
    known = record.high is not None and record.estimate is not None
    return known and record.high < record.estimate  # type: ignore[operator]


def _too_high(record: Record) -> bool:
    biased = record.status == "approximate" and record.by["estimator"] == "nonparametric"
    return biased or _beside(record)


def _sentence(record: Record, kind: OutcomeKind, outcome: str, estimator: str) -> str:
    between = ""
    if record.low is not None and record.high is not None and record.level is not None:
        too_high = "too high by chance; without that, the " if _beside(record) else ""
        ends = f"{percent(record.low)} to {percent(record.high)}"
        between = f" ({too_high}{100 * record.level:g}% interval {ends})"
    share = percent(record.estimate)
    if kind.is_chance:
        return (
            f"About {share}{between} of all cases of {outcome} would have to fall to people of other "
            "circumstances for everybody to have the same chance whatever their birth "
            f"(dissimilarity index, by {_SAID[estimator]})."
        )
    index = INDICES[record.measure.removesuffix("_share")]
    return (
        f"About {share}{between} of inequality in {outcome} goes with circumstances at birth "
        f"({index}, by {_SAID[estimator]})."
    )


def percent(value: float | None) -> str:
    """Write a share for readers.

    Parameters
    ----------
    value : float or None
        The share; None where there is none.

    Returns
    -------
    str

    Examples
    --------
    >>> percent(0.153), percent(0.0289)
    ('15%', '2.9%')
    """
    if value is None:
        return "–"
    return f"{100 * value:z.1f}%" if abs(value) < NEAR_NOUGHT else f"{100 * value:.0f}%"
