"""How often 95% intervals of what options do hold what they truly do, by repeated samples.

*Made*: a country of some 53,000 people in 24,000 households, 2,000 areas and 4 regions, whose incomes have a
log-normal spread that regions, areas and households share. Two options give money to people with low incomes,
at most 1,800 with a taper; 85% take it up, drawn by a hash of ids as everywhere, so that who takes it up is
the same person in the country and in every sample. One is certain. The effect of the other is uncertain (a
standard deviation of a fifth); in each repetition the truth is what it does at another draw of its effect.
Samples are 1,000 people drawn at random, or 40 areas of each region with 3 households each, weighted.

*Brackwater*: the town of the demonstration, everybody known, surveyed as its survey does: households within
wards, small wards more densely, everybody in them. Options are like those in ``docs/options``: a charge
reduction with a ceiling and take-up by group, and a grant with a taper and an uncertain effect.

``python benchmarks/coverage_consequences.py [repetitions] [setting]`` prints the tables; ``--write`` stores
them, and ``docs/coverage.md`` is made of them. Only everybody's figures and gaps are estimated, since
tenths and groups are more of the same.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.special import ndtri

from dueregard.consequences import Consequences, equivalents, estimating, figures, kolm_equivalent, simulate
from dueregard.consequences.asked import Asked
from dueregard.consequences.effects import changes_of
from dueregard.consequences.preparing import prepare
from dueregard.options import Option, option_from
from dueregard.people import read_people

SEED = 11
REPETITIONS = 400
RESULTS = Path(__file__).parent / "results" / "coverage_consequences.json"
SPREAD = 0.2
DRAWS = 40
"""Effects that a truth is known for: middles of as many equal slices of their distribution."""

FIGURES = (
    *("mean_change", "total_cost", "winners_share", "median_of_changes", "median_change", "gini_change"),
    *("poverty_rate_change", "anchored_poverty_rate_change", "poverty_gap_change"),
    *("quintile_share_ratio_change", "gap_change", "weighted_mean_change"),
    *("equally_distributed_equivalent_change", "kolm_equivalent_change"),
    *("cost_per_person_out_of_poverty", "switching_elasticity"),
)
NEEDED = {*FIGURES, "winners", "losers"}
Key = tuple[str, ...]
Array = NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """People, options and a way to draw samples.

    Attributes
    ----------
    name : str
        What it is called in results.
    table : dict of str to ndarray
        Everybody.
    options : sequence of (mapping, bool)
        Options, and whether their effect is uncertain; at what multiple is said when they are made.
    draw : callable
        From a generator to the rows of a sample and their weights.
    how : mapping
        Of ``simulate``.
    design : mapping
        Of ``read_people``, for samples.
    """

    name: str
    table: dict[str, Array]
    options: Sequence[tuple[dict[str, Any], bool]]
    draw: Callable[[np.random.Generator], tuple[Array, Array]]
    how: Mapping[str, Any]
    design: Mapping[str, Any]

    def made(self, multiple: float, *, uncertain: bool) -> list[Option]:
        """The options, at a multiple of their amount."""
        made = []
        for keys, unsure in self.options:
            own = dict(keys)
            if unsure:
                own["amount"] = f"({own['amount']}) * {multiple!r}"
            if unsure and uncertain:
                own["uncertainty"] = {"distribution": "normal", "sd": SPREAD}
            made.append(option_from(own))
        return made


def country(seed: int = SEED, *, areas: int = 2000, homes: int = 12) -> dict[str, Array]:
    """Everybody in a made country."""
    random = np.random.default_rng(seed)
    region = np.repeat(np.arange(4), areas // 4)
    level = np.array([-0.15, 0.0, 0.05, 0.2])[region] + 0.15 * random.standard_normal(areas)
    size = random.choice([1, 2, 3, 4], p=[0.3, 0.35, 0.2, 0.15], size=areas * homes)
    household = np.repeat(np.arange(areas * homes), size)
    area = household // homes
    shared = level[area] + 0.35 * random.standard_normal(areas * homes)[household]
    women = random.random(len(household)) < 0.51
    log_income = 9.9 + shared + 0.35 * random.standard_normal(len(household)) - 0.12 * women
    return {
        "id": np.array([f"p{number}" for number in range(len(household))]),
        "household": household,
        "area": area,
        "region": region[area],
        "sex": np.where(women, "female", "male"),
        "income": np.exp(log_income).round(2),
    }


def _at_random(count: int, size: int) -> Callable[[np.random.Generator], tuple[Array, Array]]:
    def draw(random: np.random.Generator) -> tuple[Array, Array]:
        return np.sort(random.choice(count, size, replace=False)), np.full(size, count / size)

    return draw


def _clustered(
    table: Mapping[str, Array], *, areas: int, homes: int
) -> Callable[[np.random.Generator], tuple[Array, Array]]:
    area, household = table["area"], table["household"]
    first = np.searchsorted(household, np.arange(household.max() + 2))
    of_area = np.searchsorted(area[first[:-1]], np.arange(area.max() + 2))
    region = table["region"][first[:-1]][of_area[:-1]]

    def draw(random: np.random.Generator) -> tuple[Array, Array]:
        rows: list[Array] = []
        weights: list[Array] = []
        for code in np.unique(region):
            there = np.flatnonzero(region == code)
            for chosen in random.choice(there, areas, replace=False):
                known = np.arange(of_area[chosen], of_area[chosen + 1])
                for home in random.choice(known, homes, replace=False):
                    people = np.arange(first[home], first[home + 1])
                    rows.append(people)
                    weights.append(np.full(len(people), len(there) / areas * len(known) / homes))
        order = np.argsort(np.concatenate(rows), kind="stable")
        return np.concatenate(rows)[order], np.concatenate(weights)[order]

    return draw


TAPERED = {
    "kind": "cash",
    "eligible": "income < 30000",
    "amount": 1800,
    "withdraw": {"against": "income", "from": 9000, "rate": 0.1},
    "take_up": 0.85,
}


def settings(everybody: dict[str, Array] | None = None) -> Iterator[Setting]:
    """The settings, one after the other."""
    table = country() if everybody is None else everybody
    options = (({"name": "certain", **TAPERED}, False), ({"name": "uncertain", **TAPERED}, True))
    how = {"outcome": "income", "by": ["sex"], "references": {"sex": "male"}, "id": "id"}
    count = len(table["id"])
    yield Setting(
        name="made, at random",
        table=table,
        options=options,
        draw=_at_random(count, 1000),
        how=how,
        design={},
    )
    yield Setting(
        name="made, clustered",
        table=table,
        options=options,
        draw=_clustered(table, areas=40, homes=3),
        how=how,
        design={"strata": "region", "cluster": "area"},
    )
    yield brackwater()


def brackwater(seed: int = 1) -> Setting:
    """The town of the demonstration, with options like the worked ones."""
    from dueregard.demo import town

    everybody = town(seed).table()
    names = ("household", "ward", "sex", "age", "income", "bus_trips", "has_car", "travel_cost")
    table = {name: np.asarray(everybody[name].to_pylist()) for name in names}
    known = ~np.isnan(table["income"].astype(float))
    table = {name: values[known] for name, values in table.items()}
    order = np.argsort(table["household"], kind="stable")
    table = {name: values[order] for name, values in table.items()}
    table["id"] = np.array([f"b{number}" for number in range(len(order))])
    fares = {
        "name": "flat pass",
        "kind": "charge_reduction",
        "eligible": "age >= 60",
        "amount": 12,
        "at_most": "travel_cost",
        "take_up": {"rate": 0.8, "by": "has_car", "rates": {"yes": 0.5}},
    }
    grant = {
        "name": "targeted grant",
        "kind": "cash",
        "eligible": "income < 300 and age >= 16",
        "amount": 25,
        "withdraw": {"against": "income", "from": 200, "rate": 0.25},
        "take_up": 0.7,
    }
    return Setting(
        name="Brackwater",
        table=table,
        options=((fares, False), (grant, True)),
        draw=_within_wards(table, share=0.06),
        how={"outcome": "income", "by": ["sex"], "references": {"sex": "male"}, "id": "id"},
        design={"strata": "ward", "cluster": "household"},
    )


def _within_wards(
    table: Mapping[str, Array], *, share: float
) -> Callable[[np.random.Generator], tuple[Array, Array]]:
    homes, first = np.unique(table["household"], return_index=True)
    ends = np.append(first[1:], len(table["household"]))
    wards, ward = np.unique(table["ward"][first], return_inverse=True)
    size = np.bincount(ward)
    wanted = np.rint(share * len(homes) * np.sqrt(size) / np.sqrt(size).sum()).astype(int)

    def draw(random: np.random.Generator) -> tuple[Array, Array]:
        taken = np.zeros(len(homes), bool)
        for code in range(len(wards)):
            there = np.flatnonzero(ward == code)
            taken[random.choice(there, min(wanted[code], len(there)), replace=False)] = True
        chosen = np.flatnonzero(taken)
        rows = np.concatenate([np.arange(first[home], ends[home]) for home in chosen])
        weight = (size / np.minimum(wanted, size))[ward[chosen]]
        return rows, np.repeat(weight, ends[chosen] - first[chosen])

    return draw


def _records(found: Consequences) -> dict[Key, Any]:
    kept = {}
    for record in found.records:
        group = {name: level for name, level in record.by.items() if name != "option"}
        whole = (
            not group
            or (record.measure == "gap_change")
            or (record.measure == "share_in_band" and len(group) == 1)
        )
        if record.measure in FIGURES and whole:
            told = [
                f"{name}={record.parameters[name]:g}"
                for name in ("elasticity", "epsilon", "aversion_at_median")
                if name in record.parameters
            ]
            kept[(record.by["option"], record.measure, *told, *group.values())] = record
    return kept


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What options truly do, at one draw of the effect.

    Attributes
    ----------
    values : dict
        Of each figure.
    changes : dict of str to ndarray (n,)
        Of everybody, by option: Kolm's aversion is printed with each result, and is taken as that.
    """

    values: dict[Key, float]
    changes: dict[str, Array]

    def of(self, key: Key, record: Any, income: Array) -> float | None:
        """The truth that a record is held against."""
        if record.measure != "kolm_equivalent_change":
            return self.values.get(key)
        alpha, change = record.parameters["alpha"], self.changes[key[0]]
        return kolm_equivalent(income + change, alpha=alpha) - kolm_equivalent(income, alpha=alpha)


def truths(setting: Setting) -> list[Truth]:
    """What options truly do, for each of the draws of the effect."""
    people = read_people(pa.table(setting.table), count="full")
    asked = Asked(
        outcome="income", by=(), line="1", unit=None, depth=1, level=0.95, references={}, scale=None
    )
    found = []
    for middle in (np.arange(DRAWS) + 0.5) / DRAWS:
        options = setting.made(1.0 + SPREAD * float(ndtri(middle)), uncertain=False)
        done = _records(simulate(people, options, depth=1, **setting.how))
        applied = prepare(people, options, asked=asked, units={"person": "id"})
        found.append(
            Truth(
                values={key: record.estimate for key, record in done.items()},
                changes={run.option.name: changes_of(run.applied, applied.baseline) for run in applied.runs},
            )
        )
    return found


def sampled(setting: Setting, random: np.random.Generator) -> dict[Key, Any]:
    """What is estimated of a sample."""
    rows, weight = setting.draw(random)
    columns = {name: values[rows] for name, values in setting.table.items()} | {"weight": weight}
    people = read_people(pa.table(columns), weight="weight", **setting.design)
    return _records(simulate(people, setting.made(1.0, uncertain=True), depth=1, **setting.how))


def covered(setting: Setting, *, repetitions: int, seed: int = SEED) -> list[dict[str, Any]]:
    """How often intervals hold the truth, by figure of each option."""
    known, income = truths(setting), setting.table["income"]
    middle = {
        key: float(np.mean([each.values[key] for each in known if each.values.get(key) is not None]))
        for key in known[0].values
        if known[0].values[key] is not None
    }
    held: dict[Key, list[bool]] = defaultdict(list)
    values: dict[Key, list[float]] = defaultdict(list)
    errors: dict[Key, list[float]] = defaultdict(list)
    for repetition in range(repetitions):
        random = np.random.default_rng([seed, repetition])
        truth = known[int(random.integers(DRAWS))]
        for key, record in sampled(setting, random).items():
            true = truth.of(key, record, income)
            if record.low is None or true is None:
                continue
            slack = 1e-9 * max(1.0, abs(true))
            held[key].append(bool(record.low - slack <= true <= record.high + slack))
            values[key].append(record.estimate)
            errors[key].append(record.se)
    return [
        {
            "setting": setting.name,
            "option": key[0],
            "figure": " ".join(key[1:]),
            "truth": middle.get(key),
            "mean": float(np.mean(values[key])),
            "sd": float(np.std(values[key], ddof=1)),
            "se": float(np.sqrt(np.mean(np.square(errors[key])))),
            "held": round(float(np.mean(held[key])), 4),
            "samples": len(held[key]),
        }
        for key in held
    ]


def _lean() -> None:
    """Estimate what is looked at, of everybody: tenths and groups are more of the same."""
    estimating.singles_of = lambda _: [()]
    estimating.equivalents_of = lambda scale: equivalents.equivalents_of(scale)[::2]
    for name in ("DIRECT", "EVERYBODY", "MEDIANS", "WEIGHTED", "BANDED"):
        kept = [each for each in getattr(figures, name) if (each.shown or each.name) in NEEDED]
        setattr(estimating, name, tuple(kept[:1] if name == "WEIGHTED" else kept))


def main(repetitions: int, *, write: bool, only: str | None) -> None:
    """Print the tables, and store them."""
    _lean()
    rows = []
    for setting in settings():
        if only is not None and only not in setting.name:
            continue
        for row in covered(setting, repetitions=repetitions):
            print(
                f"{row['setting']:<16} {row['option']:<15} {row['figure']:<52} {100 * row['held']:5.1f}%  "
                f"truth {row['truth'] or np.nan:12.6g}  mean {row['mean']:12.6g}  sd {row['sd']:10.4g}  "
                f"se {row['se']:10.4g}  {row['samples']}",
                flush=True,
            )
            rows.append(row)
    if write:
        lines = ",\n".join(json.dumps(row) for row in rows)
        head = json.dumps({"seed": SEED, "repetitions": repetitions, "spread": SPREAD, "draws": DRAWS})
        RESULTS.write_text(f'{head[:-1]}, "rows": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    given = sys.argv[1:]
    numbers = [int(each) for each in given if each.isdigit()]
    chosen = [each for each in given if not each.isdigit() and not each.startswith("--")]
    main(numbers[0] if numbers else REPETITIONS, write="--write" in given, only=chosen[0] if chosen else None)
