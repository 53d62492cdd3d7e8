"""Which forecast an outturn answers: of the same option, measure, outcome and group, and made before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dueregard.consequences.monitoring.outturns import Outturn
from dueregard.consequences.monitoring.scores import Score, score
from dueregard.errors import did_you_mean
from dueregard.register import Forecast, Made

__all__ = ["Matches", "Scored", "Unmatched", "match"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A forecast and what came of it.

    Attributes
    ----------
    made : Made
        The forecast, and when it was made.
    outturn : Outturn
        What was observed.
    score : Score
        How good it was.
    standing : bool
        Whether it is the version that stood when it was decided: earlier and later ones are scored too, but
        counted apart.
    """

    made: Made
    outturn: Outturn
    score: Score
    standing: bool

    @property
    def forecast(self) -> Forecast:
        """What was predicted."""
        return self.made.forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """An outturn that scores nothing.

    Attributes
    ----------
    outturn : Outturn
        What was observed; its value is not to be shown.
    reason : str
        Why, and what was perhaps meant.
    """

    outturn: Outturn
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Forecasts and outturns, matched.

    Attributes
    ----------
    scored : tuple of Scored
        In the order of the outturns, versions of one forecast by date.
    unmatched : tuple of Unmatched
        Outturns without a forecast.
    waiting : tuple of Made
        The last version of each forecast of the option taken up that has no outturn.
    """

    scored: tuple[Scored, ...]
    unmatched: tuple[Unmatched, ...]
    waiting: tuple[Made, ...]


def match(
    made: Sequence[Made],
    outturns: Sequence[Outturn],
    *,
    decided: str | None,
    taken_on: date | None = None,
    threshold: int = 10,
) -> Matches:
    """Match outturns to forecasts and score these.

    Parameters
    ----------
    made : sequence of Made
        All forecasts of the register.
    outturns : sequence of Outturn
        What was observed.
    decided : str, optional
        The option that was taken up: nothing else can have been observed. Without it nothing is scored.
    taken_on : date, optional
        When it was decided.
    threshold : int
        The fewest people behind an outturn that may be shown.

    Returns
    -------
    Matches
    """
    mine = [each for each in made if each.forecast.option == decided]
    scored: list[Scored] = []
    unmatched: list[Unmatched] = []
    answered: set[tuple[Any, ...]] = set()
    for outturn in outturns:
        versions = [each for each in mine if _answers(outturn, each.forecast)]
        keys = {each.forecast.key for each in versions}
        # Also an outturn that is not to be shown was looked at.
        reason = _refused(outturn, versions, len(keys), made=made, decided=decided, threshold=threshold)
        if reason is not None:
            unmatched.append(Unmatched(outturn=outturn, reason=reason))
            answered |= keys if outturn.n is not None and outturn.n < threshold else set()
            continue
        answered |= keys
        scored += _scored(outturn, versions, taken_on)
    last = {each.forecast.key: each for each in mine}
    return Matches(
        scored=tuple(scored),
        unmatched=tuple(unmatched),
        waiting=tuple(each for key, each in last.items() if key not in answered),
    )


def _answers(outturn: Outturn, forecast: Forecast) -> bool:
    return (
        outturn.measure == forecast.measure
        and outturn.outcome in (None, forecast.outcome)
        and dict(outturn.by) == dict(forecast.by)
        and (outturn.year is None or forecast.year is None or outturn.year == forecast.year)
    )


def _scored(outturn: Outturn, versions: Sequence[Made], taken_on: date | None) -> list[Scored]:
    before = [each for each in versions if each.at.date() < outturn.observed_on]
    decided = [each for each in before if taken_on is None or each.at.date() <= taken_on]
    standing = (decided or before)[-1]
    return [
        Scored(
            made=each,
            outturn=replace(outturn, outcome=each.forecast.outcome),
            score=score(
                estimate=each.forecast.estimate,
                se=each.forecast.se,
                low=each.forecast.low,
                high=each.forecast.high,
                level=each.forecast.level,
                outturn=outturn.value,
                outturn_se=outturn.se,
            ),
            standing=each is standing,
        )
        for each in before
    ]


def _refused(
    outturn: Outturn,
    versions: Sequence[Made],
    keys: int,
    *,
    made: Sequence[Made],
    decided: str | None,
    threshold: int,
) -> str | None:
    if decided is None:
        return "the casebook does not say which option was taken up"
    if outturn.option != decided:
        return f"{outturn.option!r} was not taken up, so it cannot have been observed"
    if not versions:
        return _nothing_like_it(outturn, [each.forecast for each in made if each.forecast.option == decided])
    if keys > 1:
        return "more than one forecast fits: give its `outcome` or `year`"
    if outturn.n is not None and outturn.n < threshold:
        return "it rests on too few people to be shown"
    if all(each.at.date() >= outturn.observed_on for each in versions):
        return "it was forecast only once it could be known, which is no forecast"
    if versions[-1].forecast.unit == "proportion" and abs(outturn.value) > 1:
        return "the forecast is a proportion, and the outturn is above 1: write 18.3% or 0.183"
    return None


def _nothing_like_it(outturn: Outturn, mine: Sequence[Forecast]) -> str:
    if not mine:
        return f"nothing was forecast of {outturn.option!r}"
    measures = list(dict.fromkeys(each.measure for each in mine))
    if outturn.measure not in measures:
        near = did_you_mean(outturn.measure, measures)
        return f"no such measure was forecast{f'. {near}' if near else ''}"
    like = [each for each in mine if each.measure == outturn.measure]
    outcomes = list(dict.fromkeys(str(each.outcome) for each in like))
    if outturn.outcome is not None and outturn.outcome not in outcomes:
        near = did_you_mean(outturn.outcome, outcomes)
        return f"it was not forecast of this outcome{f'. {near}' if near else ''}"
    for name, level in outturn.by.items():
        levels = list(dict.fromkeys(each.by[name] for each in like if name in each.by))
        if level not in levels:
            near = did_you_mean(level, levels)
            return f"it was not forecast of this group{f'. {near}' if near else ', or that was withheld'}"
    whom = "this group" if outturn.by else "everybody"
    return f"it was not forecast of {whom}, or that was withheld"
