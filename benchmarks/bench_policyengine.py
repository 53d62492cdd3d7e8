"""A rules engine: the law as it is and three reforms, through the adapter and by PolicyEngine UK alone.

PolicyEngine is run in its fastest way offline (tables that are not uprated, reforms by a modifier of the
simulation) on the same people. Needs the policyengine extra; without it nothing is measured.
"""

from __future__ import annotations

import importlib.util
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from measuring import apart, heading, in_turns, once, options, own, report, table

HOUSEHOLDS = {"1000": 1_000, "10000": 10_000}
SEED = 5
YEAR = 2025
INCOME = "hbai_household_net_income"
REFORMS = {
    "gov.dwp.universal_credit.elements.child.limit.child_count": np.inf,
    "gov.hmrc.child_benefit.amount.additional": 42.25,
    "gov.dwp.universal_credit.means_test.reduction_rate": 0.45,
}


def population(count: int) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Households of one benefit unit: one or two adults, none to three children."""
    draw = np.random.default_rng(SEED)
    adults, kids = draw.integers(1, 3, count), draw.choice(4, count, p=[0.5, 0.2, 0.2, 0.1])
    home = np.repeat(np.arange(count), adults + kids)
    place = np.arange(len(home)) - np.repeat(np.cumsum(adults + kids) - (adults + kids), adults + kids)
    grown = place < adults[home]
    age = np.where(grown, draw.integers(20, 80, len(home)), draw.integers(0, 16, len(home)))
    works = grown & (draw.random(len(home)) < 0.65)
    persons = {
        "person_id": np.arange(len(home)),
        "unit_id": home,
        "household_id": home,
        "age": age.astype(float),
        "employment_income": np.where(works, np.exp(draw.normal(10, 0.7, len(home))), 0.0),
    }
    regions = ["NORTH_WEST", "LONDON", "WALES", "SCOTLAND"]
    households = {
        "household_id": np.arange(count),
        "household_weight": np.ones(count),
        "region": np.array(regions)[draw.integers(0, 4, count)],
        "rent": np.where(draw.random(count) < 0.4, 8_000.0, 0.0),
    }
    return persons, {"unit_id": np.arange(count), "is_married": adults == 2}, households


def adapter(count: int) -> list[float]:
    from dueregard.options.engines import Change, PolicyEngineUK, households_of

    people = households_of(*population(count))
    engine = PolicyEngineUK()
    runs = [engine.baseline(people, YEAR)]
    runs += [engine.reform(people, YEAR, [Change(path, value)]) for path, value in REFORMS.items()]
    return [float(run.output(INCOME).values.sum()) for run in runs]


def alone(count: int) -> list[float]:
    warnings.simplefilter("ignore")
    import pandas as pd
    from policyengine_uk import Microsimulation
    from policyengine_uk.data.dataset_schema import UKMultiYearDataset, UKSingleYearDataset
    from policyengine_uk.utils.scenario import Scenario

    from dueregard.options.engines.uk_pins import PINS

    names = {"unit_id": "person_benunit_id", "household_id": "person_household_id"}
    persons, units, households = population(count)
    person = pd.DataFrame(persons).rename(columns=names)
    benunit = pd.DataFrame(units).rename(columns={"unit_id": "benunit_id"})
    household = pd.DataFrame(households)
    tables = {"person": person, "unit": benunit, "household": household}
    for pin in PINS:  # what is assumed must be the same, so that the answers can be compared
        if pin.variable not in tables[pin.level]:
            tables[pin.level][pin.variable] = pin.value
    single = UKSingleYearDataset(person=person, benunit=benunit, household=household, fiscal_year=YEAR)
    data = UKMultiYearDataset(datasets=[single])

    def scenario(path: str, value: float) -> Any:
        def modify(simulation: Any) -> None:
            node = simulation.tax_benefit_system.parameters.get_child(path)
            node.update(period=f"year:{YEAR}:10", value=value)

        return Scenario(simulation_modifier=modify)

    scenarios = [None, *(scenario(path, value) for path, value in REFORMS.items())]
    runs = [Microsimulation(dataset=data, scenario=each) for each in scenarios]
    totals = [run.calculate(INCOME, YEAR, unweighted=True).astype(float).sum() for run in runs]
    return [float(total) for total in totals]


def figures(count: int) -> Callable[[], list[float]]:
    """Ask the engine first; what is then measured is everything that is said of its answers."""
    from dueregard.consequences import simulate, under_law
    from dueregard.options import ask_engine, option_from
    from dueregard.people import read_people

    persons, _, households = population(count)
    home, draw = persons["household_id"], np.random.default_rng(SEED)
    own = {f"characteristic_{n}": draw.integers(0, 2 + n, len(home)) for n in range(5)}
    shared = {"region": households["region"][home], "rent": households["rent"][home]}
    people = read_people({name: column.tolist() for name, column in {**persons, **shared, **own}.items()})
    options = [
        option_from({"name": path, "kind": "parameter", "year": YEAR, "parameters": {path: value}})
        for path, value in REFORMS.items()
    ]
    answers = ask_engine(people, options, outcome=None, year=None, household="household_id", family="unit_id")
    under_law.ask_engine = lambda *_, **__: answers

    def say() -> list[float]:
        found = simulate(people, options, by=list(own), household="household_id", family="unit_id")
        return [float(len(found.records))]

    return say


def main(repeats: int) -> None:
    heading("A rules engine: baseline and three reforms", "policyengine-uk", "policyengine-core", "numpy")
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            f"{who}, {name} households": own(__file__, f"{who}:{name}", Path(folder))
            for name in HOUSEHOLDS
            for who in ("alone", "adapter")
        }
        measured = in_turns(commands, repeats)
        breakdowns = once(own(__file__, "figures:10000", Path(folder)))
    pairs = {f"adapter, {name} households": f"alone, {name} households" for name in HOUSEHOLDS}
    table(measured, pairs)
    for ours, theirs in pairs.items():
        print(f"\n{ours}: totals are {apart(measured[ours].answer, measured[theirs].answer):.1e} apart.")

    print(
        f"\nAll figures of three reforms after the engine, by 5 characteristics and their pairs: "
        f"{breakdowns.cpu:.1f} s of CPU, {breakdowns.answer[0]:,.0f} records."
    )


if __name__ == "__main__":
    parser = options(__doc__, large="nothing more is measured")
    asked = parser.parse_args()
    if importlib.util.find_spec("policyengine_uk") is None:
        print("PolicyEngine UK is not installed (extra policyengine): nothing measured.")
    elif asked.task:
        who, name = asked.task.split(":")
        if who == "figures":
            report(figures(HOUSEHOLDS[name]))
        else:
            report(lambda: {"alone": alone, "adapter": adapter}[who](HOUSEHOLDS[name]))
    else:
        main(asked.repeats)
