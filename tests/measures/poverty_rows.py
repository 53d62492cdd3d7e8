"""Reference rows of the poverty measures, and people to try their formulae on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping, Measure, evaluate
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored, Solution
from dueregard.estimates import Estimates
from tests.golden.calculations import references, table_of

COLUMNS = {"eusilc": "eqIncome", "eusilc3": "eqIncome", "ilocos": "AP.income"}
POSITIVE = {"eusilc": "eqIncome > 0", "eusilc3": "eqIncome > 0", "ilocos": "`AP.income` > 0"}
LINES = {"eusilc": 10000, "eusilc3": 10000, "ilocos": 30000}
GROUPS = {
    "eusilc_strat_person": "rb090",
    "eusilc_strat_hhcluster": "db040",
    "eusilc3_JKn_boot50": "rb090",
    "ilocos_iid_weights": "urbanity",
}
POINTS = {"eusilc_points": "eusilc_strat_person", "ilocos_points": "ilocos_iid_weights"}
Make = Callable[..., Measure]


def rows_of(folder: Path, names: Sequence[str]) -> list[dict[str, Any]]:
    """Reference rows of the named measures, in every scenario."""
    found = [row for row in references(folder).values() if row["measure"] in names]
    assert {row["measure"] for row in found} == set(names)
    return found


def data_of(row: Mapping[str, Any]) -> str:
    """Which of the three tables a row is of."""
    return str(row["scenario"]).split("_")[0]


def estimated(
    row: Mapping[str, Any], folder: Path, measure: Measure, *, group: str | None = None
) -> Estimates:
    """Estimate a measure in a row's scenario, its groups in the row's order."""
    table = table_of(POINTS.get(row["scenario"], row["scenario"]), folder)
    if group is None:
        return evaluate(table, [measure])
    found = evaluate(table, [measure], groupings=[[Grouping(name="group", column=group)]])
    levels = [label.by["group"] for label in found.labels]
    expected = row["estimate"].get("byvar", row["estimate"])
    return found[[levels.index(level) for level in expected]]


def worst_error(expected: Any, found: Any) -> float:
    """Largest relative error of numbers, numbers by level or a matrix."""
    values = list(expected.values()) if isinstance(expected, Mapping) else expected
    wanted, ours = np.asarray(values, dtype=float).ravel(), np.asarray(found, dtype=float).ravel()
    assert wanted.shape == ours.shape
    return float(np.max(np.abs(ours / wanted - 1)))


def worst_of_row(row: Mapping[str, Any], found: Estimates) -> float:
    """Largest relative error of a row's estimates, standard errors and covariances."""
    errors = [worst_error(row["estimate"], found.values)]
    if row.get("se") is not None:
        errors.append(worst_error(row["se"], found.se))
    if row.get("vcov") is not None:
        errors.append(worst_error(row["vcov"], found.covariance()))
    return max(errors)


def worst_contrast(row: Mapping[str, Any], found: Estimates) -> float:
    """Largest relative error of the difference and ratio of a row's two groups."""
    first, second = row["estimate"]
    difference = found.difference("group", reference=second).where(group=first)
    ratio = found.ratio("group", reference=second).where(group=first)
    ours = (difference.values[0], difference.se[0], ratio.values[0], ratio.se[0])
    wanted = [row["extra"][name] for name in ("diff", "diff_se", "ratio", "ratio_se")]
    return worst_error(wanted, ours)


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
