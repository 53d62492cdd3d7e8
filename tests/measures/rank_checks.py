"""What tests of measures by rank share: people made in code, influence found by moving weights, tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl

from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored, Solution

LEVELS = 2


def people_made(seed: int, *, size: int = 60, classes: int | None = 6) -> dict[str, np.ndarray]:
    """People of two groups: a yes/no answer that rises with rank, a number, a rank with ties, a weight."""
    draw = np.random.default_rng(seed)
    rank = draw.random(size) * 10 if classes is None else draw.integers(0, classes, size).astype(float)
    yes = (draw.random(size) < 0.2 + 0.5 * rank / (rank.max() + 1)).astype(float)
    weight = draw.random(size) + 0.5
    return {
        "yes": yes,
        "number": yes + draw.random(size),
        "rank": rank,
        "weight": weight,
        "level": draw.integers(0, LEVELS, size),
    }


def solved(measure: Any, people: OrderedPeople, population: OrderedPeople | None = None) -> Solution:
    found = measure.estimate(people, population)
    return Solution(scored=found) if isinstance(found, Scored) else found


def value(measure: Any, outcome: Any, rank: Any, **given: Any) -> float:
    """The value for one group of people."""
    people = OrderedPeople.of(outcome, rank, order=measure.order, **given)
    return float(solved(measure, people).scored.values[0])


def values(measure: Any, made: dict[str, np.ndarray], outcome: str, weight: np.ndarray) -> np.ndarray:
    """Values of each level, without influence."""
    people = OrderedPeople.of(
        made[outcome],
        made["rank"],
        weight=weight,
        level=made["level"],
        levels=LEVELS,
        order=measure.order,
        scored=False,
    )
    population = OrderedPeople.of(made["rank"], weight=weight, scored=False) if measure.population else None
    return solved(measure, people, population).scored.values


def influence(measure: Any, made: dict[str, np.ndarray], outcome: str) -> np.ndarray:
    """What each person of the population, per unit of weight, adds to each level's value."""
    each = np.arange(len(made["rank"]), dtype=float)
    people = OrderedPeople.of(
        made[outcome],
        made["rank"],
        each,
        weight=made["weight"],
        level=made["level"],
        levels=LEVELS,
        order=measure.order,
    )
    whole = OrderedPeople.of(made["rank"], each, weight=made["weight"])
    scored = solved(measure, people, whole if measure.population else None).scored
    found = np.zeros((LEVELS, len(each)))
    own, row = scored.scores(people.starts), people.columns[2].astype(int)
    for level in range(LEVELS):
        members = slice(people.starts[level], people.starts[level + 1])
        found[level, row[members]] = own[members]
    for term in scored.through_population():
        found[:, whole.columns[1].astype(int)] += np.outer(term.coefficient, term.base.scores(whole.starts))
    return found


def numerical_influence(measure: Any, made: dict[str, np.ndarray], outcome: str) -> np.ndarray:
    """The same by moving each weight a little."""
    step, columns = 1e-5, []
    for person in range(len(made["rank"])):
        moved = [made["weight"].copy() for _ in range(2)]
        moved[0][person] += step
        moved[1][person] -= step
        up, down = (values(measure, made, outcome, weight) for weight in moved)
        columns.append((up - down) / (2 * step))
    return np.array(columns).T


def mid_ranks(rank: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """By definition: the share of people below, plus half the share of those tied."""
    below = (rank[None, :] < rank[:, None]) + 0.5 * (rank[None, :] == rank[:, None])
    return (below @ weight) / weight.sum()


@cache
def frame(name: str, folder: Path) -> pl.DataFrame:
    path = folder / "data" / "measures" / f"{name}.csv.gz"
    return duckdb.sql(f"select * from read_csv('{path}', sample_size=-1, nullstr=['NA',''])").pl()


def clustered_sample(draw: np.random.Generator, town: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Two-stage sample: some clusters of each stratum, everybody in them."""
    chosen = np.concatenate(
        [draw.choice(town["clusters_of"][s], size=25, replace=False) for s in range(len(town["clusters_of"]))]
    )
    picked = np.flatnonzero(np.isin(town["cluster"], chosen))
    return {key: town[key][picked] for key in ("yes", "rank", "cluster", "stratum", "weight")}


def clustered_town(seed: int) -> dict[str, Any]:
    """A town of 4 strata with 300 clusters of 20 people; income and health go together within clusters."""
    draw = np.random.default_rng(seed)
    strata, clusters, size = 4, 300, 20
    cluster = np.repeat(np.arange(strata * clusters), size)
    stratum = cluster // clusters
    shared = draw.normal(0, 0.5, strata * clusters)[cluster]
    rank = np.exp(0.3 * stratum + shared + draw.normal(0, 0.6, len(cluster)))
    chance = 1 / (1 + np.exp(-(-0.6 + 0.8 * np.log(rank))))
    # Unequal chances of selection stand in the weights.
    return {
        "cluster": cluster,
        "stratum": stratum,
        "rank": np.round(rank, 1),
        "yes": (draw.random(len(cluster)) < chance).astype(float),
        "weight": np.full(len(cluster), clusters / 25),
        "clusters_of": [np.arange(s * clusters, (s + 1) * clusters) for s in range(strata)],
    }


def design_variance(scores: np.ndarray, sample: dict[str, np.ndarray]) -> float:
    """Variance between the clusters of each stratum."""
    total = 0.0
    for stratum in np.unique(sample["stratum"]):
        inside = sample["stratum"] == stratum
        _, position = np.unique(sample["cluster"][inside], return_inverse=True)
        sums = np.bincount(position, weights=scores[inside])
        total += len(sums) * sums.var(ddof=1)
    return total


def coverage(measure: Any, *, repetitions: int, log: bool = False, seed: int = 20261123) -> float:
    """How often 95% intervals hold the town's own value, over samples of 2,000 people in 100 clusters."""
    town = clustered_town(seed)
    truth = value(measure, town["yes"], town["rank"])
    draw, held = np.random.default_rng(seed + 1), 0
    for _ in range(repetitions):
        sample = clustered_sample(draw, town)
        row = np.arange(len(sample["yes"]), dtype=float)
        people = OrderedPeople.of(sample["yes"], sample["rank"], row, weight=sample["weight"], order=1)
        scored = solved(measure, people).scored
        scored = scored.log() if log else scored
        scores = np.empty(len(row))
        scores[people.columns[2].astype(int)] = people.weight * scored.scores(people.starts)
        # The finite population: 25 of 300 clusters are drawn without replacement.
        se = np.sqrt(design_variance(scores, sample) * (1 - 25 / 300))
        held += abs(scored.values[0] - (np.log(truth) if log else truth)) <= 1.985 * se
    return held / repetitions
