"""How often groups of opinion are called stable, and camps, where there are camps and where there are none.

Conversations of `conversations.py`: votes by chance (coin), statements that differ (crowd), people who agree
more with everything (lenient), a place on one line for everybody (gradient), and camps of given shares (in
per cent) whose views of each statement differ by so many standard deviations of the logit. The rule is that
of `dueregard.voices.opinions.stability`, with 50 resamples. Run with
``python benchmarks/simulate_opinions.py [conversations]``: some 15 minutes for 20 of each kind, the default.
With ``--write`` the results are stored.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from conversations import conversation

from dueregard.voices.opinions.agreement import adjusted_rand
from dueregard.voices.opinions.find import find_opinions

SEED = 11
RESULTS = Path(__file__).parent / "results" / "opinions_stability.json"
SIZES = ((120, 40, 0.6), (500, 60, 0.3), (1000, 100, 0.15))
KINDS = (
    "coin",
    "crowd",
    "lenient",
    "gradient",
    "camps-60/40-1",
    "camps-60/40-2",
    "camps-50/30/20-2",
    "camps-90/10-2",
)


def simulate(kind: str, size: tuple[int, int, float], number: int) -> dict[str, Any]:
    """Analyse so many conversations of a kind."""
    people, statements, density = size
    rng = np.random.default_rng(SEED)
    rows = []
    for each in range(number):
        votes, camp = conversation(kind, people, statements, density=density, rng=rng)
        found = find_opinions(votes, seed=each)
        inside = found.group >= 0
        truth = adjusted_rand(found.group[inside], camp[inside]) if kind.startswith("camps") else np.nan
        stability = found.stability
        assert stability is not None
        rows.append((stability.median_rand, stability.stable, stability.camps, len(found.groups), truth))
    rand, stable, camps, groups, truth = np.array(rows, dtype=float).T
    return {
        "kind": kind,
        "people": people,
        "statements": statements,
        "density": density,
        "conversations": number,
        "stable": round(float(stable.mean()), 3),
        "camps": round(float(camps.mean()), 3),
        "median_rand": round(float(np.median(rand)), 3),
        "rand_5_95": [round(float(each), 3) for each in np.quantile(rand, (0.05, 0.95))],
        "groups": round(float(np.median(groups))),
        "rand_with_truth": None if np.isnan(truth).all() else round(float(np.median(truth)), 3),
    }


def main() -> None:
    """Print the table, and store it where asked."""
    numbers = [each for each in sys.argv[1:] if each.isdecimal()]
    number = int(numbers[0]) if numbers else 20
    print("| people, statements, share seen | kind | stable | camps | median index, 5% to 95% | with truth |")
    print("|---|---|---|---|---|---|")
    found = []
    for size in SIZES:
        for kind in KINDS:
            row = simulate(kind, size, number)
            found.append(row)
            low, high = row["rand_5_95"]
            truth = "" if row["rand_with_truth"] is None else f"{row['rand_with_truth']:.2f}"
            print(
                f"| {size[0]}, {size[1]}, {size[2]} | {kind} | {row['stable']:.0%} | {row['camps']:.0%} "
                f"| {row['median_rand']:.2f}, {low:.2f} to {high:.2f} | {truth} |",
                flush=True,
            )
    if "--write" in sys.argv:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
