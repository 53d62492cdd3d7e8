"""How often 95% intervals of generations' accounts hold the truth, under repeated sampling of a made town.

The town has some 40,000 people in 16,000 households. An option gives a share of income to people of 65 and
over for ten years; payers share part of its cost by income, and a loan is repaid by everybody of working age
afterwards. Samples are 1,000 households of four areas, weighted. The truth is the account of the whole town.

``python benchmarks/coverage_generations.py [repetitions]`` prints one row a figure.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Any

import numpy as np

from dueregard.consequences.generations import Years, later_years
from dueregard.options import option_from
from dueregard.people import read_people

HOUSEHOLDS, SAMPLED, AREAS = 16_000, 1_000, 4
OPTION = option_from(
    {
        "name": "Top-up",
        "kind": "cash",
        "eligible": "age >= 65",
        "amount": "20 + income / 20",
        "starts": 2027,
        "ends": 2036,
        "who_pays": {"share": 0.4, "by": "income", "among": "age >= 18"},
        "later": [
            {"what": "Loan", "from": 2037, "until": 2066, "amount": -9, "who": "age >= 16 and age <= 66"}
        ],
    }
)
SURVIVAL = {age: 1.0 - (age / 106.0) ** 5 for age in range(107)}
MEASURES = ("present_value", "present_value_per_person", "share_of_payments")


def town(draw: np.random.Generator) -> dict[str, np.ndarray[Any, Any]]:
    """Make everybody: members of a household are of like ages, and areas differ in income."""
    size = draw.integers(1, 5, HOUSEHOLDS)
    household = np.repeat(np.arange(HOUSEHOLDS), size)
    centre = draw.integers(0, 90, HOUSEHOLDS)[household]
    age = np.clip(np.where(draw.random(len(centre)) < 0.6, centre, centre - 28) + draw.integers(-3, 4), 0, 95)
    area = (np.arange(HOUSEHOLDS) % AREAS)[household]
    income = np.exp(5 + 0.2 * area + draw.normal(0, 0.5, HOUSEHOLDS)[household])
    return {"household": household, "age": age, "area": area, "income": income}


def figures(columns: dict[str, Any], survival: dict[int, float] | None, **design: Any) -> dict[Any, Any]:
    """Give each figure of each generation."""
    years = Years(age="age", collected=2027, survival=survival, schedules=("green-book-2026",))
    found = later_years(read_people(columns, **design), [OPTION], years, outcome="income")
    return {
        (each.measure, each.by.get("generation", "everybody")): each
        for each in found.records
        if each.measure in MEASURES and "group" not in each.by
    }


def main(repetitions: int) -> None:
    """Print how often intervals hold the truth."""
    draw = np.random.default_rng(2027)
    everybody = town(draw)
    for survival in (None, SURVIVAL):
        truth = figures(everybody, survival, count="full")
        held: dict[Any, list[bool]] = defaultdict(list)
        for _ in range(repetitions):
            chosen = np.zeros(HOUSEHOLDS, bool)
            for area in range(AREAS):
                within = np.arange(area, HOUSEHOLDS, AREAS)
                chosen[draw.choice(within, SAMPLED // AREAS, replace=False)] = True
            mine = chosen[everybody["household"]]
            sample = {name: values[mine] for name, values in everybody.items()}
            sample["w"] = np.full(int(mine.sum()), HOUSEHOLDS / SAMPLED)
            found = figures(sample, survival, weight="w", strata="area", cluster="household")
            for key, record in found.items():
                if key in truth and record.se:
                    held[key].append(record.low <= truth[key].estimate <= record.high)
        print("with a life table" if survival else "each year like the table")
        for measure in MEASURES:
            rates = {whose: float(np.mean(own)) for (name, whose), own in held.items() if name == measure}
            whole = np.mean([hit for (name, _), own in held.items() if name == measure for hit in own])
            told = ", ".join(f"{whose} {rate:.1%}" for whose, rate in rates.items())
            print(f"  {measure}: {whole:.1%} of all; {told}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
