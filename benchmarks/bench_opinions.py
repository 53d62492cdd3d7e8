"""Opinions of a consultation, beside the Polis pipeline of the Python package `red-dwarf` (MPL-2.0).

Votes of three camps (`conversations.py`), as many as in vTaiwan's large conversation: 1,921 people, 197
statements.
red-dwarf's pipeline runs on votes in memory, a second time so that nothing is warmed up while it is timed; so
does ours, without resamples (all that red-dwarf does) and with the 50 that tell how stable the answer is.
Coordinates are compared with the definition, and groups by the adjusted Rand index. With ``--large`` 100,000
people and 500 statements, 5% of which each saw, from the file to the answer. red-dwarf needs its own Python::

    python -m venv peer-venv && peer-venv/bin/pip install red-dwarf==0.4.0
    python benchmarks/bench_opinions.py --peer-python peer-venv/bin/python --large
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import measuring
import numpy as np

PEER, MAKER = Path(__file__).with_name("peer_reddwarf.py"), Path(__file__).with_name("conversations.py")
SIZE, LARGE = ("1921", "197", "0.15"), ("100000", "500", "0.05")
AIM, SECONDS, GIGABYTES = 5, 60, 4
PIPELINE, WHOLE, READING = "pipeline", "with 50 resamples", "reading"


def ours(task: str, votes: Any) -> dict[str, Any]:
    """Find opinions."""
    from dueregard.voices.opinions.find import find_opinions

    found = find_opinions(votes, bootstrap=0 if task == PIPELINE else 50)
    return {
        "x": found.map.participants[:, 0].tolist(),
        "y": found.map.participants[:, 1].tolist(),
        "groups": found.group.tolist(),
    }


def run(task: str, file: Path) -> None:
    """Do one task; only reading and what is from file to answer include reading."""
    from dueregard.voices.opinions.find import find_opinions
    from dueregard.voices.opinions.reading import read_votes

    warm = read_votes({"participant": [0, 1, 2] * 9, "statement": [*range(9)] * 3, "value": [1, 0, -1] * 9})
    find_opinions(warm, bootstrap=1)
    if task == READING:
        measuring.report(lambda: len(read_votes(file).value))
    elif task in (PIPELINE, WHOLE):
        votes = read_votes(file)
        measuring.report(partial(ours, task, votes))
    else:
        measuring.report(lambda: len(find_opinions(read_votes(file)).groups))


def made(folder: str, size: tuple[str, str, str]) -> Path:
    """Write the votes in a process of its own."""
    file = Path(folder) / "votes.csv"
    subprocess.run([sys.executable, str(MAKER), str(file), *size], check=True)
    return file


def exact(file: Path) -> np.ndarray:
    """Project participants by the definition: a dense matrix, filled with means, and its singular vectors."""
    from dueregard.voices.opinions.reading import read_votes

    votes = read_votes(file)
    table = np.full((len(votes.participants), len(votes.statements)), np.nan)
    table[votes.participant, votes.statement] = votes.value
    centred = np.nan_to_num(table - np.nanmean(table, axis=0))
    axes = np.linalg.svd(centred, full_matrices=False)[2][:2]
    cast = np.maximum(1, (~np.isnan(table)).sum(axis=1))
    return np.asarray(centred @ axes.T * np.sqrt(table.shape[1] / cast)[:, None])


def agree(mine: dict[str, Any], theirs: dict[str, Any], truth: np.ndarray) -> str:
    """Compare coordinates up to sign with the definition, and groups with each other."""
    from dueregard.voices.opinions.agreement import adjusted_rand

    def far(answer: dict[str, Any]) -> float:
        places = np.stack([answer["x"], answer["y"]], axis=1)
        return float(np.abs(places * np.sign((places * truth).sum(axis=0)) - truth).max())

    if far(mine) > 1e-9:
        raise SystemExit(f"Our coordinates differ from the definition by {far(mine):.0e}.")
    one, other = np.array(mine["groups"]), np.array(theirs["groups"])
    both = (one >= 0) & (other >= 0)
    return (
        f"From the exact coordinates ours differ by {far(mine):.0e} and red-dwarf's by {far(theirs):.0e} "
        f"(scikit-learn takes a randomised method for a table of this shape); the adjusted Rand index of "
        f"both groupings is {adjusted_rand(one[both], other[both]):.3f}."
    )


def main() -> None:
    """Do one task, or compare all."""
    parser = measuring.options(__doc__, large="100,000 people as well")
    parser.add_argument("--peer-python", help="a Python with red-dwarf installed")
    options: argparse.Namespace = parser.parse_args()
    if options.task:
        run(options.task, options.data)
        return
    measuring.heading("Opinions of a consultation", "dueregard", "duckdb", "numpy", "scipy")
    peer = options.peer_python
    if peer and subprocess.run([peer, str(PEER)], check=False, capture_output=True).returncode:
        raise SystemExit(f"{peer} has no red-dwarf: install it there with pip install red-dwarf==0.4.0.")
    if not peer:
        print("red-dwarf is not run: --peer-python names a Python that has it. Only our side follows.\n")
    with tempfile.TemporaryDirectory() as folder:
        file = made(folder, SIZE)
        commands = {
            f"ours, {task}": measuring.own(__file__, task, file) for task in (READING, PIPELINE, WHOLE)
        }
        if peer:
            commands["red-dwarf"] = [peer, str(PEER), str(file)]
        took = measuring.in_turns(commands, options.repeats)
        print(f"{SIZE[0]} people, {SIZE[1]} statements:\n")
        measuring.table(took, {"red-dwarf": f"ours, {PIPELINE}"})
        if peer:
            mine = took[f"ours, {PIPELINE}"]
            print(f"\n{agree(mine.answer, took['red-dwarf'].answer, exact(file))}")
            whole = took["red-dwarf"].cpu / took[f"ours, {WHOLE}"].cpu
            print(f"With our 50 resamples included the ratio is {whole:.2f}; the aim is {AIM} without.\n")
    if options.large:
        with tempfile.TemporaryDirectory() as folder:
            file = made(folder, LARGE)
            names = (READING, PIPELINE, WHOLE, "from file to answer")
            commands = {f"ours, {task}": measuring.own(__file__, task, file) for task in names}
            print("100,000 people, 500 statements, 2.5 million votes:\n")
            measuring.table(measuring.in_turns(commands, options.repeats), {})
            print(f"\nThe aim is {SECONDS} s and {GIGABYTES} GB with the resamples.")


if __name__ == "__main__":
    main()
