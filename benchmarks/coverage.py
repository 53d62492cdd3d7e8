"""How often 95% intervals hold the truth: every measure of people, in stratified cluster samples.

A look at the named measures (a minute)::

    python benchmarks/coverage.py [--sizes 100 2000] [--samples 100]

Everything in the plan, which ``docs/coverage.md`` and the catalogue's ``enough`` follow from (20 minutes of
one processor; goes on where it was stopped, from the files in the folder)::

    nice python benchmarks/coverage.py --full FOLDER
    python docs/generate.py
"""

from __future__ import annotations

import argparse
import sys
from functools import cache
from pathlib import Path

from simulated.plan import PLAN, SEED, Part, brief
from simulated.population import HEAVY, PUBLISHED, Population, population
from simulated.results import RESULTS, collected, write
from simulated.runs import Runs, run, truths
from simulated.samples import Sampler
from simulated.store import keep, kept, read
from simulated.subjects import NAMED, Key, texts
from simulated.summary import merged


def full(folder: Path) -> None:
    """Simulate what is not in the folder yet, and write the results file."""
    for part in PLAN:
        for samples in part.chunks():
            path = kept(folder, part.name, samples)
            if not path.exists():
                keep(path, _run(part, samples))
                print(path.name, flush=True)
    parts = [(part, _read(folder, part)) for part in PLAN]
    write(RESULTS, collected(parts, _truths(PLAN), _people(published=False)))
    print(RESULTS)


def _read(folder: Path, part: Part) -> Runs:
    return merged(read(kept(folder, part.name, samples)) for samples in part.chunks())


def look(sizes: tuple[int, ...], samples: int) -> None:
    """Print the coverage of the named measures."""
    plan = brief(sizes, samples)
    parts = [(part, _run(part, range(samples))) for part in plan]
    rows = collected(parts, _truths(plan), _people(published=False))["results"]
    print(f"coverage in % of {samples} samples of" + "".join(f"{size:>8}" for size in sizes))
    for row in rows:
        print(f"{NAMED[row['measure']]:<33}" + "".join(f"{100 * share:8.1f}" for share in row["held"]))


@cache
def _people(published: bool) -> Population:
    return population(tail=PUBLISHED if published else HEAVY)


@cache
def _truth(kind: str, published: bool) -> dict[Key, float]:
    return truths(Sampler(people=_people(published), size=0), texts(kind))


def _truths(plan: tuple[Part, ...]) -> dict[str, dict[Key, float]]:
    """What is true, by design."""
    found: dict[str, dict[Key, float]] = {}
    for part in plan:
        found.setdefault(part.design, {}).update(_truth(part.kind, part.published))
    return found


def _run(part: Part, samples: range) -> Runs:
    sampler = Sampler(people=_people(part.published), size=part.size, areas=part.areas)
    truth = _truth(part.kind, part.published)
    return run(sampler, texts(part.kind), truth, samples=samples, seed=SEED)


def main(arguments: list[str]) -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 2_000])
    parser.add_argument("--samples", type=int, default=100)
    parser.add_argument("--full", type=Path, metavar="FOLDER")
    chosen = parser.parse_args(arguments)
    if chosen.full:
        full(chosen.full)
    else:
        look(tuple(chosen.sizes), chosen.samples)


if __name__ == "__main__":
    main(sys.argv[1:])
