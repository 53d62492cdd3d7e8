"""The weights of a consultation, and who was not heard, as objects for machines."""

from __future__ import annotations

from typing import Any

from dueregard.voices.opinions.declared import NOT_DECLARED
from dueregard.voices.opinions.report import OpinionReport
from dueregard.voices.opinions.weighting import WeighedLevel

__all__ = ["few", "unheard_objects", "weights_object"]


def few(report: OpinionReport, people: int) -> int | None:
    """Give a number of people; null in a release where it is small.

    Parameters
    ----------
    report : OpinionReport
        The answer.
    people : int
        A number.

    Returns
    -------
    int or None
        The number where it may be told.
    """
    return None if report.release and people < report.policy.threshold else people


def weights_object(report: OpinionReport) -> dict[str, Any]:
    """Describe the weights; without a population everybody counts the same.

    Parameters
    ----------
    report : OpinionReport
        The answer.

    Returns
    -------
    dict
        With ``effective_n``, ``design_effect``, ``lowest`` and ``highest`` always.
    """
    found = report.weights
    if found is None or report.population is None:
        people = float(len(report.votes.participants))
        alike = {"design_effect": 1.0, "lowest": 1.0, "highest": 1.0}
        return {"population": None, "effective_n": people, **alike}
    return {
        "population": report.population.title,
        "method": found.method,
        "cap": None if found.cap is None else list(found.cap),
        "effective_n": found.quality.effective_n,
        "design_effect": found.quality.design_effect,
        "lowest": found.quality.lowest,
        "highest": found.quality.highest,
        "trimmed": few(report, found.trimmed) if found.trimmed else 0,
        "largest_miss": found.largest_miss,
        "not_declared": {
            name: None if (name, NOT_DECLARED) in report.hidden else count
            for name, count in found.not_declared.items()
        },
        "levels": [_level(report, level) for level in found.levels],
    }


def unheard_objects(report: OpinionReport) -> list[dict[str, Any]]:
    """Describe the levels of which few took part.

    Parameters
    ----------
    report : OpinionReport
        The answer.

    Returns
    -------
    list of dict
        One a level.
    """
    return [
        _level(report, each.level) | {"more_than_chance": each.more_than_chance} for each in report.unheard
    ]


def _level(report: OpinionReport, level: WeighedLevel) -> dict[str, Any]:
    # The population's share is public, and so is the weighted one, which equals it; a mean weight is not:
    # it is one over the other.
    hidden = (level.characteristic, level.level) in report.hidden
    return {
        "characteristic": level.characteristic,
        "level": level.level,
        "population_share": level.population_share,
        "participants": None if hidden else level.participants,
        "share": None if hidden else level.share,
        "weighted_share": None if hidden else level.weighted_share,
        "mean_weight": None if hidden else level.mean_weight,
    }
