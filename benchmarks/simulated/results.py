"""The results file: what was simulated, and how often each interval held the truth."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .plan import SEED, Part
from .population import REGIONS, Population
from .runs import LEVEL, Runs
from .subjects import DISPERSION, NAMED, NOT_YET, Key
from .summary import Covered, covered, interval_method

__all__ = ["RESULTS", "collected", "write"]

RESULTS = Path(__file__).parents[1] / "results" / "coverage.json"
DIGITS = 4


def collected(
    parts: Iterable[tuple[Part, Runs]], truth: Mapping[str, Mapping[Key, float]], people: Population
) -> dict[str, Any]:
    """Put everything together.

    Parameters
    ----------
    parts : iterable of (Part, Runs)
        All samples. Where a result was estimated in several parts the one with most samples counts.
    truth : mapping of str to mapping of (str, str) to float
        Of the population of each design.
    people : Population
        The one with a heavy tail.

    Returns
    -------
    dict
        For JSON.
    """
    best: dict[tuple[str, Key, int], Covered] = {}
    sizes: dict[tuple[str, int], dict[str, Any]] = {}
    for part, runs in parts:
        size = {"people": part.size, "effective": runs.effective.mean(), "units": runs.units.mean()}
        sizes.setdefault((part.design, part.size), {name: round(float(n)) for name, n in size.items()})
        for at, key in enumerate(runs.keys):
            place = (part.design, key, part.size)
            before = best.get(place)
            if before is None or before.samples + before.without < len(runs.values):
                best[place] = covered(runs, at, truth[part.design][key], part)
    income = people.columns["income"]
    return {
        "level": LEVEL,
        "seed": SEED,
        "population": {"people": people.people, "mean": round(float(income.mean())), "zero": _zero(income)},
        "named": NAMED,
        "regions": REGIONS,
        "not_yet": NOT_YET,
        "designs": {
            design: [sizes[each] for each in sorted(sizes) if each[0] == design]
            for design in dict.fromkeys(each[0] for each in sizes)
        },
        "results": [_row(design, key, best, truth[design][key]) for design, key in _rows(best)],
    }


def _zero(income: np.ndarray) -> float:
    return round(float((income == 0).mean()), DIGITS)


def _rows(best: Mapping[tuple[str, Key, int], Covered]) -> list[tuple[str, Key]]:
    return list(dict.fromkeys((design, key) for design, key, _ in best))


def _row(design: str, key: Key, best: Mapping[tuple[str, Key, int], Covered], true: float) -> dict[str, Any]:
    sizes = sorted(size for each, one, size in best if (each, one) == (design, key))
    found = {size: best[design, key, size] for size in sizes}
    text, result = key
    return {
        "design": design,
        "entry": "" if text == DISPERSION else text.partition(":")[0],
        "measure": text,
        "result": result,
        "truth": float(f"{true:.6g}"),
        "interval": interval_method(key),
        "sizes": sizes,
        "samples": [each.samples for each in found.values()],
        "without": [each.without for each in found.values()],
        **{
            name: [round(getattr(each, name), DIGITS) for each in found.values()]
            for name in ("held", "below", "above", "symmetric")
        },
        **{
            name: [float(f"{getattr(each, name):.4g}") for each in found.values()]
            for name in ("spread", "error")
        },
    }


def write(path: Path, results: Mapping[str, Any]) -> None:
    """Write the file, a line for each result."""
    head = {name: value for name, value in results.items() if name != "results"}
    lines = ",\n".join(json.dumps(row, allow_nan=True) for row in results["results"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{json.dumps(head)[:-1]}, "results": [\n{lines}\n]}}\n', encoding="utf-8")
