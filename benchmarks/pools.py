"""Pools of volunteers for panels by lot, skewed by self-selection, under quotas like a population.

Every category has a population share for each of its features, and every feature its own eagerness to
volunteer. People are drawn from the population and volunteer in proportion to the product of their
features' eagerness; quotas are the population's share of the seats, one seat more or less. Quotas that no
panel of the pool can meet are widened by one seat, one after another.

    python benchmarks/pools.py FOLDER --people 300 --seats 30 --categories 8 --seed 1
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.problem import PanelProblem
from dueregard.voices.panel.solve import NoPanel, feasible

FEATURES = (2, 4, 4, 5, 3, 2, 6, 4)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """Volunteers and quotas.

    Attributes
    ----------
    people : array of int, shape (n, categories)
        Each volunteer's feature of each category.
    quotas : list of (category, feature, least, most)
    size : int
        Seats.
    """

    people: NDArray[np.int64]
    quotas: list[tuple[int, int, int, int]]
    size: int

    def problem(self) -> PanelProblem:
        """Count the volunteers' types."""
        types, members = np.unique(self.people, axis=0, return_counts=True)
        rows = [types[:, category] == feature for category, feature, _, _ in self.quotas]
        return PanelProblem(
            members=members,
            most=members,
            rows=np.array(rows, dtype=np.int8),
            lower=np.array([least for *_, least, _ in self.quotas]),
            upper=np.array([most for *_, most in self.quotas]),
            size=self.size,
        )

    def write(self, folder: Path) -> None:
        """Write respondents.csv and categories.csv."""
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "categories.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["category", "feature", "min", "max"])
            writer.writerows([f"c{c}", f"v{c}_{f}", low, high] for c, f, low, high in self.quotas)
        with (folder / "respondents.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([f"c{c}" for c in range(self.people.shape[1])])
            writer.writerows([f"v{c}_{f}" for c, f in enumerate(person)] for person in self.people)


def make(people: int, *, seats: int, categories: int, seed: int, skew: float = 0.7) -> Pool:
    """Draw a pool.

    Parameters
    ----------
    people, seats, categories : int
        The size of the pool, of the panel, and how many categories have quotas.
    seed : int
        Of the draw.
    skew : float
        Standard deviation of the logarithm of eagerness.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    shares = [generator.dirichlet(np.full(count, 5.0)) for count in FEATURES[:categories]]
    eager = [np.exp(skew * generator.standard_normal(len(share))) for share in shares]
    crowd = np.stack([generator.choice(len(share), size=60 * people, p=share) for share in shares], axis=1)
    keen = np.prod([each[crowd[:, category]] for category, each in enumerate(eager)], axis=0)
    chosen = generator.choice(len(crowd), size=people, replace=False, p=keen / keen.sum())
    quotas = []
    for category, share in enumerate(shares):
        for feature, part in enumerate(share):
            fair = round(seats * float(part))
            quotas.append((category, feature, max(fair - 1, 0), fair + 1))
    return _widened(Pool(people=crowd[chosen], quotas=quotas, size=seats), generator)


def _widened(pool: Pool, generator: np.random.Generator) -> Pool:
    """Widen quotas one after another until some panel meets all."""
    while True:
        try:
            feasible(pool.problem())
        except NoPanel:
            which = int(generator.integers(len(pool.quotas)))
            category, feature, least, most = pool.quotas[which]
            quotas = list(pool.quotas)
            quotas[which] = (category, feature, max(least - 1, 0), most + 1)
            pool = Pool(people=pool.people, quotas=quotas, size=pool.size)
        else:
            return pool


def main() -> None:
    """Write one pool."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    for name, default in {"people": 300, "seats": 30, "categories": 8, "seed": 1}.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    make(asked.people, seats=asked.seats, categories=asked.categories, seed=asked.seed).write(asked.folder)


if __name__ == "__main__":
    main()
