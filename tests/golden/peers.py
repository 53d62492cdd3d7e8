"""Our measures with what a package does otherwise put into them, so that nothing else may differ."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.divergences import amato
from dueregard.measures.gini import gini
from dueregard.measures.poverty_lines import PovertyLine
from dueregard.measures.sen import Sen, SenShorrocksThon


def _excess(people: OrderedPeople, values: np.ndarray[Any, Any]) -> Scored:
    """Sum of squared weights times values less that of weights times values: what convey's Gini has more."""
    squares = people.with_scores(people.sums(people.weight * values), lambda: 2 * people.weight * values)
    return squares - people.total(values)


@cache
def convey_gini(column: str) -> OrderedMeasure:
    """The Gini index with the term that depends on the scale of the weights."""
    ours = gini(column)

    def form(people: OrderedPeople, _: object) -> Scored:
        more = _excess(people, people.y) / (people.number * people.total(people.y))
        return ours.form(people, None).scored + more

    return OrderedMeasure(name="gini", outcome=Outcome(columns=(column,)), form=form)


@cache
def convey_sen(column: str, *, line: float) -> OrderedMeasure:
    """Sen's index with convey's Gini index of the poor."""

    def form(people: OrderedPeople, _: object) -> Scored:
        poor = (people.y <= line).astype(float)
        more = _excess(people, poor * people.y) / (people.number * people.total(poor) * line)
        return Sen(line=PovertyLine(value=line))(people, None).scored + more

    return OrderedMeasure(name="sen", outcome=Outcome(columns=(column,)), form=form)


@cache
def convey_sen_shorrocks_thon(column: str, *, line: float) -> OrderedMeasure:
    """The index of Sen, Shorrocks and Thon with convey's Gini index of the poverty gaps."""

    def form(people: OrderedPeople, _: object) -> Scored:
        more = _excess(people, np.maximum(0.0, 1 - people.y / line)) / (people.number * people.number)
        return SenShorrocksThon(line=PovertyLine(value=line))(people, None).scored + more

    return OrderedMeasure(name="sen_shorrocks_thon", outcome=Outcome(columns=(column,)), form=form)


@cache
def convey_amato(column: str) -> OrderedMeasure:
    """The Amato index with convey's influence function."""
    ours = amato(column)

    def form(people: OrderedPeople, _: object) -> Scored:
        # The third term of the influence is right; the first has y for its square.
        number, total = people.each(people.size), people.each(people.sums(people.y))
        length = np.sqrt(1 / number**2 + (people.y / total) ** 2)
        influence = np.sqrt(1 / number**2 + people.y / total**2)
        influence -= people.each(people.sums(1 / length)) / number**3
        influence -= people.y * people.each(people.sums(people.y**2 / length)) / total**3
        return people.with_scores(ours.form(people, None).scored.values, lambda: influence)

    return OrderedMeasure(name="amato", outcome=Outcome(columns=(column,)), form=form)
