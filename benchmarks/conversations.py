"""Made-up conversations for benchmarks: camps, crowds and gradients, of any size.

``python conversations.py FILE PEOPLE STATEMENTS DENSITY`` writes votes of three camps as Polis exports them.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.votes import Statement, Votes

SEED = 20_261_128
PASSES = 0.15


def agreement(
    kind: str, people: int, statements: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Give the chance that each participant agrees with each statement, and everybody's camp.

    Kinds: ``coin`` (all alike), ``crowd`` (statements differ), ``lenient`` (and some agree more with all),
    ``gradient`` (everybody has a place on one line), ``camps-SHARES-STRENGTH`` such as ``camps-60/40-2``.
    """
    base = rng.normal(0.3, 1, statements)
    camp = np.zeros(people, dtype=np.int64)
    if kind == "coin":
        lean = np.zeros((people, statements))
    elif kind == "crowd":
        lean = np.tile(base, (people, 1))
    elif kind == "lenient":
        lean = base + rng.normal(0, 1, (people, 1))
    elif kind == "gradient":
        lean = base + rng.normal(0, 1, (people, 1)) * rng.normal(0, 1, statements)
    else:
        _, shares, strength = kind.split("-")
        parts = np.array([float(each) for each in shares.split("/")])
        camp = rng.choice(len(parts), people, p=parts / parts.sum())
        lean = base + rng.normal(0, float(strength), (len(parts), statements))[camp]
    return (1 - PASSES) / (1 + np.exp(-lean)), camp


def conversation(
    kind: str, people: int, statements: int, *, density: float, rng: np.random.Generator
) -> tuple[Votes, NDArray[np.int64]]:
    """Draw votes; how many statements somebody saw varies as in real conversations (gamma, shape 2)."""
    agree, camp = agreement(kind, people, statements, rng)
    cast = rng.random(agree.shape) < np.minimum(1, density * rng.gamma(2, 0.5, (people, 1)))
    person, statement = np.nonzero(cast)
    chance = rng.random(len(person))
    value = np.where(chance < agree[person, statement], 1, np.where(chance < 1 - PASSES, -1, 0))
    votes = Votes(
        participants=tuple(map(str, range(people))),
        statements=tuple(Statement(id=str(each)) for each in range(statements)),
        participant=person.astype(np.int32),
        statement=statement.astype(np.int32),
        value=value.astype(np.int8),
        kept=np.ones(statements, dtype=bool),
    )
    return votes, camp


def main() -> None:
    """Write the votes of three camps."""
    import pyarrow as pa
    from pyarrow import csv

    file, people, statements, density = sys.argv[1], *map(float, sys.argv[2:])
    rng = np.random.default_rng(SEED)
    votes, _ = conversation("camps-50/30/20-1.5", int(people), int(statements), density=density, rng=rng)
    order = rng.permutation(len(votes.value))
    columns = {
        "timestamp": 1_700_000_000_000 + np.arange(len(order)) * 1000,
        "datetime": np.full(len(order), "Sat Nov 28 2026"),
        "comment-id": votes.statement[order],
        "voter-id": votes.participant[order],
        "vote": votes.value[order],
    }
    csv.write_csv(pa.table(columns), file)


if __name__ == "__main__":
    main()
