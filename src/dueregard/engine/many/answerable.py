"""Which measures are answered from arrays in memory."""

from __future__ import annotations

from typing import Any

from dueregard.engine.many.people import ManyPeople
from dueregard.engine.many.values import is_plain
from dueregard.engine.protocols import Measure, Ordered, Ranked, Smooth

__all__ = ["answerable", "is_smooth"]


def answerable(people: ManyPeople, measure: Measure) -> bool:
    """Say whether a measure is answered from arrays in memory.

    Parameters
    ----------
    people : ManyPeople
        With columns.
    measure : Measure
        What is asked.

    Returns
    -------
    bool
        False for measures of other columns, composite ones and quantiles by density.
    """
    if not is_plain(people, measure.outcome):
        return False
    if is_smooth(measure):
        return True
    single = len(measure.outcome.columns) == 1 and measure.outcome.among is None
    if not (single and measure.outcome.columns[0] in people.columns):
        return False
    if isinstance(measure, Ordered):
        population = measure.population
        own = population is None or (population.columns == measure.outcome.columns and not population.among)
        return own and measure.order == 0
    asked: Any = measure
    return isinstance(measure, Ranked) and getattr(asked, "error", None) == "woodruff"


def is_smooth(measure: Measure) -> bool:
    """Say whether a measure is a function of totals; asked once of each kind of measure.

    Parameters
    ----------
    measure : Measure
        What is asked.

    Returns
    -------
    bool
        As ``isinstance(measure, Smooth)``, which looks for every part of the protocol each time.
    """
    kind = type(measure)
    if kind not in _KINDS:
        _KINDS[kind] = isinstance(measure, Smooth)
    return _KINDS[kind]


_KINDS: dict[type, bool] = {}
