"""People to try the formulae of poverty measures on, and numerical derivatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored, Solution

Form = Callable[[OrderedPeople, OrderedPeople | None], Scored | Solution]


def value_of(form: Form, people: OrderedPeople, population: OrderedPeople | None = None) -> NDArray[Any]:
    """Values of a form."""
    found = form(people, population)
    return found.scored.values if isinstance(found, Solution) else found.values


def scores_of(form: Form, people: OrderedPeople) -> NDArray[Any]:
    """Influence of each person when these people are also those whom the line comes from."""
    found = form(people, people)
    scored = found.scored if isinstance(found, Solution) else found
    own = scored.scores(people.starts)
    for term in scored.through_population():
        own = own + term.coefficient[0] * term.base.scores(people.starts)
    return own


def slopes_of(form: Form, people: OrderedPeople, *, step: float = 1e-5) -> NDArray[Any]:
    """Numerical derivative of a form in each person's weight."""
    slopes = np.zeros(len(people))
    for person in range(len(people)):
        moved = np.zeros(len(people))
        moved[person] = step * people.weight[person]
        ends = [people.reweighted(people.weight + sign * moved) for sign in (1, -1)]
        up, down = (value_of(form, end, end)[0] for end in ends)
        slopes[person] = (up - down) / (2 * moved[person])
    return slopes


def some_people(size: int = 60, *, seed: int = 1, tied: bool = True) -> OrderedPeople:
    """People with unequal weights, tied and some non-positive incomes."""
    draw = np.random.default_rng(seed)
    incomes = draw.lognormal(3, 0.8, size)
    if tied:
        incomes = np.round(incomes)
        incomes[:3] = (-4.0, 0.0, 0.0)
    return OrderedPeople.of(incomes, weight=draw.uniform(0.5, 3.0, size))
