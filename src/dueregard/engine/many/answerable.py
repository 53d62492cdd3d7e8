"""Which measures are answered from arrays in memory."""

from __future__ import annotations

from typing import Any

from dueregard.engine.many.people import ManyPeople
from dueregard.engine.many.values import is_plain
from dueregard.engine.protocols import Measure, Ordered, Ranked, Smooth

__all__ = ["answerable"]


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
    if isinstance(measure, Smooth):
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
