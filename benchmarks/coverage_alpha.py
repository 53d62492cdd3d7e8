"""How often 95% intervals of Krippendorff's alpha hold the true alpha, by simulation.

Coders see the truth with a given probability and guess otherwise, with the prevalence of the code: alpha
tends to the probability squared. Beside ours: the percentile bootstrap of units alone. Run with ``python
benchmarks/coverage_alpha.py [tables]``: a few minutes for 500, the default. With ``--write`` the result is
stored; ``docs/testimony.md`` quotes it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from dueregard.voices.testimony.alpha_intervals import alpha_interval
from dueregard.voices.testimony.krippendorff import Readings, alpha_of, numeric_readings

SEED = 11
RESAMPLES = 600
RESULTS = Path(__file__).parent / "results" / "coverage_alpha.json"
DESIGNS = tuple(
    (units, prevalence, skill, coders)
    for coders in (2, 3)
    for units in (20, 50, 200)
    for prevalence in (0.1, 0.3)
    for skill in (0.8, 0.95)
)


def drawn(
    generator: np.random.Generator, units: int, prevalence: float, skill: float, coders: int
) -> Readings:
    """Readings of one code; with three coders each reads two units in three."""
    truth = generator.random(units) < prevalence
    guess = generator.random((coders, units)) < prevalence
    ratings = np.where(generator.random((coders, units)) < skill, truth, guess).astype(float)
    if coders > 2:
        ratings[np.arange(units) % coders, np.arange(units)] = np.nan
    return numeric_readings(ratings, metric="nominal")


def bootstrap(readings: Readings, generator: np.random.Generator) -> tuple[float, float]:
    """Limits of the percentile bootstrap alone."""
    units = len(readings.counts)
    weights = generator.multinomial(units, np.full(units, 1 / units), size=RESAMPLES).astype(float)
    low, high = np.nanquantile(alpha_of(readings, weights), [0.025, 0.975])
    return float(low), float(high)


def covered(design: tuple[int, float, float, int], tables: int) -> dict[str, Any]:
    """How often the intervals of one design hold the truth, and how wide they are."""
    units, prevalence, skill, coders = design
    generator = np.random.Generator(
        np.random.PCG64([SEED, units, coders, int(100 * prevalence), int(100 * skill)])
    )
    ours, plain, widths = [], [], []
    for seed in range(tables):
        readings = drawn(generator, units, prevalence, skill, coders)
        found = alpha_interval(readings, metric="nominal", coders=coders, seed=seed, resamples=RESAMPLES)
        if found.low is None or found.high is None:
            continue
        low, high = bootstrap(readings, generator)
        ours.append(found.low <= skill**2 <= found.high)
        plain.append(low <= skill**2 <= high)
        widths.append((found.high - found.low, high - low))
    mine, theirs = np.mean(widths, axis=0)
    return {
        "units": units,
        "prevalence": prevalence,
        "alpha": round(skill**2, 4),
        "coders": coders,
        "shown": round(len(ours) / tables, 3),
        "ours": round(float(np.mean(ours)), 3),
        "bootstrap": round(float(np.mean(plain)), 3),
        "width": round(float(mine / theirs), 2),
    }


def main() -> None:
    """Print, and with ``--write`` store, the coverage of every design."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    tables = numbers[0] if numbers else 500
    rows = []
    for design in DESIGNS:
        rows.append(covered(design, tables))
        print(rows[-1], flush=True)
    if "--write" in sys.argv:
        content = {"tables": tables, "resamples": RESAMPLES, "seed": SEED, "designs": rows}
        RESULTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
