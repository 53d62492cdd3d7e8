"""How often the intervals of a consultation's shares hold the truth, raw and weighted to the population.

Consultations of 300 people of a population in which the young agree with a statement, the old do not, and a
group of 6% half as often as others; the young come a fifth as often as the old, and one in ten does not say
their sex. Run with ``python benchmarks/coverage_opinions.py [consultations]``: a minute for 2,000, the
default. With ``--write`` the results are stored.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from dueregard.estimates import records
from dueregard.voices.opinions.declared import declared
from dueregard.voices.opinions.population import Population
from dueregard.voices.opinions.shares import answer_shares
from dueregard.voices.opinions.votes import Statement, Votes
from dueregard.voices.opinions.weighting import weigh_participants

SEED = 5
PEOPLE = 300
SMALL = 0.06
AGES = {"16-34": (0.30, 0.3, 0.7), "35-54": (0.33, 1.0, 0.5), "55+": (0.37, 1.6, 0.3)}
RESULTS = Path(__file__).parent / "results" / "coverage_opinions.json"


def consultation(rng: np.random.Generator) -> Votes:
    """Draw who comes and what they vote."""
    share, comes, agrees = np.array(list(AGES.values())).T
    index = rng.choice(3, PEOPLE, p=share * comes / (share @ comes))
    small = rng.random(PEOPLE) < SMALL
    sex = rng.choice(np.array(["f", "m", None], object), PEOPLE, p=[0.6, 0.3, 0.1])
    agree = rng.random(PEOPLE) < agrees[index] * np.where(small, 0.5, 1.0)
    return Votes(
        participants=tuple(map(str, range(PEOPLE))),
        statements=(Statement(id="1"),),
        participant=np.arange(PEOPLE, dtype=np.int32),
        statement=np.zeros(PEOPLE, np.int32),
        value=np.where(agree, 1, -1).astype(np.int8),
        kept=np.array([True]),
        characteristics={
            "age": np.array(list(AGES), object)[index],
            "sex": sex,
            "group": np.where(small, "small", "large").astype(object),
        },
    )


def simulate(number: int) -> list[dict[str, Any]]:
    """Count how often each interval holds the truth."""
    rng = np.random.default_rng(SEED)
    large = sum(share * agrees for share, _, agrees in AGES.values())
    truth = {"everybody": large * (1 - SMALL / 2), "small": large / 2, "large": large}
    census = Population(
        title="census",
        margins={
            "age": {age: 100 * share for age, (share, _, _) in AGES.items()},
            "sex": {"f": 51.0, "m": 49.0},
            "group": {"small": 100 * SMALL, "large": 100 * (1 - SMALL)},
        },
    )
    held: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for _ in range(number):
        votes = consultation(rng)
        weights = weigh_participants(votes, census)
        [(_, shares)] = answer_shares(votes, by=[declared(votes, "group")], weights=weights)
        for record in records(shares):
            if record.parameters["answer"] == "agree" and record.low is not None and record.high is not None:
                who = record.by.get("group", "everybody")
                inside = record.low <= truth[who] <= record.high
                held[who, record.parameters["basis"]].append(inside)
    return [
        {"who": who, "basis": basis, "consultations": len(each), "coverage": round(float(np.mean(each)), 4)}
        for (who, basis), each in held.items()
    ]


def main(words: list[str]) -> None:
    """Simulate, print, and store if asked to."""
    numbers = [int(word) for word in words if word.isdigit()]
    found = simulate(numbers[0] if numbers else 2000)
    for row in found:
        print(row)
    if "--write" in words:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
