"""Why a place gets what it gets: which of its people, need, outcome, floor, cap or the pace decided."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.limits import Limits
from dueregard.options.allocation.regions import Regions
from dueregard.options.allocation.rules import Problem

__all__ = ["Reasons", "reasons_for"]

_SAME = 1e-9
_BY_OUTCOME = ("atkinson", "leximin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """What decided, place by place.

    Attributes
    ----------
    decided_by : tuple of str, length n
        `population`, `need`, `outcome`, `response`, `floor`, `cap`, `region floor`, `region cap` or
        `pace`.
    words : tuple of str, length n
        The same for a reader.
    """

    decided_by: tuple[str, ...]
    words: tuple[str, ...]


def reasons_for(rule: str, amounts: FloatArray, problem: Problem) -> Reasons:
    """Say what decided each amount.

    Parameters
    ----------
    rule : str
        By which the amounts were found.
    amounts : ndarray (n,)
        Money.
    problem : Problem
        What was asked.

    Returns
    -------
    Reasons
        A limit decides where the amount lies on it; else what the rule follows.

    Examples
    --------
    >>> from dueregard.options.allocation.places import places_of
    >>> two = places_of(["A", "B"], population=[100, 100], need=[3, 1])
    >>> free = Limits(low=np.zeros(2), high=np.array([140.0, np.inf]))
    >>> asked = Problem(places=two, budget=200.0, limits=free, target=np.array([150.0, 50.0]), aversion=1.0)
    >>> reasons_for("need", np.array([140.0, 60.0]), asked).decided_by
    ('cap', 'need')
    """
    codes, words = _of_rule(rule, amounts, problem)
    if rule == "damped":
        assert problem.pace is not None
        narrow = problem.at_pace().limits
        percent = f"{100 * problem.pace.yearly:.3g}%"
        _bound(codes, words, amounts, narrow, low="pace", high="pace", told=f"the pace of {percent} a year")
    if problem.regions is not None:
        _of_region(codes, words, amounts, problem, problem.regions)
    _bound(codes, words, amounts, problem.limits, low="floor", high="cap", told=None)
    return Reasons(decided_by=tuple(codes), words=tuple(words))


def _of_region(
    codes: list[str], words: list[str], amounts: FloatArray, problem: Problem, regions: Regions
) -> None:
    """Let the limit of a region be the reason in all its places that are not at limits of their own."""
    limits = regions.limits(
        problem.places, budget=problem.budget, of_places=problem.limits, current=problem.places.current
    ).asked
    totals = regions.totals(amounts)
    at_low = (limits.low > 0) & (totals <= limits.low * (1 + _SAME))
    at_high = totals >= limits.high * (1 - _SAME)
    for place, region in enumerate(regions.member.tolist()):
        if codes[place] != "pace" and (at_low[region] or at_high[region]):
            side, way = ("floor", "held up") if at_low[region] else ("cap", "held down")
            codes[place] = f"region {side}"
            words[place] += f", {way} by the {side} of {regions.names[region]}"


def _of_rule(rule: str, amounts: FloatArray, problem: Problem) -> tuple[list[str], list[str]]:
    places = problem.places
    if rule in ("need", "damped") and places.need is not None:
        return ["need"] * len(places), _against(places.need, places.mean(places.need), "need")
    if rule in _BY_OUTCOME:
        assert places.outcome is not None
        mean = places.mean(places.outcome)
        words = [
            f"outcome {each:.4g}, {_side(each, mean)} the average of {mean:.4g}"
            for each in places.outcome.tolist()
        ]
        return ["outcome"] * len(places), words
    if rule == "utilitarian" and problem.curves is not None and problem.curves.form == "linear":
        return ["response"] * len(places), ["what a pound does there"] * len(places)
    return ["population"] * len(places), ["its share of the people"] * len(places)


def _against(values: FloatArray, mean: float, what: str) -> list[str]:
    told = []
    for ratio in (values / mean).tolist():
        more = 100 * (ratio - 1)
        side = f"{abs(more):.0f}% {'above' if more > 0 else 'below'}" if abs(more) >= 0.5 else "at"
        told.append(f"{what} {side} the average")
    return told


def _side(value: float, mean: float) -> str:
    return "above" if value > mean else "below" if value < mean else "at"


def _bound(
    codes: list[str],
    words: list[str],
    amounts: FloatArray,
    limits: Limits,
    *,
    low: str,
    high: str,
    told: str | None,
) -> None:
    """Let limits that an amount lies on be the reason; a floor of nothing is told in words only."""
    at_low = amounts <= limits.low * (1 + _SAME)
    at_high = amounts >= limits.high * (1 - _SAME)
    for place in np.flatnonzero(at_low & (limits.low <= 0)):
        words[place] = f"{words[place]}; nothing is left for it"
    for place in np.flatnonzero(at_low & (limits.low > 0)):
        codes[place], words[place] = low, f"{words[place]}, held up by {told or 'its floor'}"
    for place in np.flatnonzero(at_high & ~at_low):
        codes[place], words[place] = high, f"{words[place]}, held down by {told or 'its cap'}"
