"""What the benchmarks share: every task in a process of its own, in turns, and what each of them cost.

A script is its own task runner: ``python bench_x.py --task NAME ...`` does one task and prints what the work
alone took, as JSON, with its answer; :func:`in_turns` starts such processes and adds what only the operating
system knows. The script that compares stays small and builds its data elsewhere, because a process starts
with the peak of memory of the one that started it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from math import inf, isnan
from pathlib import Path
from typing import Any

QUIET = 0.5
"""The highest load of the last minute at which a machine is called quiet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a task cost, the median of its runs, and what it answered the last time.

    Attributes
    ----------
    cpu, wall : float
        Seconds of the work alone, imports left out; CPU is user and system, of the process and its children.
    whole : float
        CPU seconds from start to end, imports and all.
    memory : float
        The peak of resident memory in gigabytes.
    answer : object
        What the task returned.
    """

    cpu: float
    wall: float
    whole: float
    memory: float
    answer: Any


def options(description: str | None, *, large: str) -> argparse.ArgumentParser:
    """Make a parser with the options that all scripts have."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=5, help="runs of each task; medians are printed")
    parser.add_argument("--large", action="store_true", help=large)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    return parser


def report(task: Callable[[], Any]) -> None:
    """Do a task in this process, and print what it took and its answer."""
    wall, cpu = time.perf_counter(), _cpu_seconds()
    answer = task()
    took = {"cpu": _cpu_seconds() - cpu, "wall": time.perf_counter() - wall, "answer": answer}
    print(json.dumps(took))


def own(script: str, task: str, data: Path, *more: str) -> list[str]:
    """Give the command that does a task of ours."""
    return [sys.executable, script, "--task", task, "--data", str(data), *more]


def in_turns(commands: Mapping[str, Sequence[str]], repeats: int) -> dict[str, Measured]:
    """Run every command several times, in turns, so that other load falls on all alike."""
    runs: dict[str, list[Measured]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            runs[name].append(once(command))
    return {name: _median(each) for name, each in runs.items()}


def once(command: Sequence[str]) -> Measured:
    """Run a command to its end."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=out, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}\nended with {process.returncode}:\n{errors.read()}")
        took = json.loads(out.read().strip().splitlines()[-1])
    unit = 1 if sys.platform == "darwin" else 1024
    return Measured(
        cpu=took["cpu"],
        wall=took["wall"],
        whole=usage.ru_utime + usage.ru_stime,
        memory=usage.ru_maxrss * unit / 1e9,
        answer=took.get("answer"),
    )


def heading(title: str, *packages: str) -> None:
    """Print what is compared, on what, and whether the machine was busy."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in packages)
    load = os.getloadavg()[0]
    state = "quiet" if load <= QUIET else "busy: compare ratios only"
    print(f"\n## {title}\n")
    print(
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores ({state}, load {load:.1f}), "
        f"Python {platform.python_version()}, {versions}.\n"
    )


def table(measured: Mapping[str, Measured], against: Mapping[str, str]) -> None:
    """Print the cost of every task, and its CPU as a multiple of the one it is held against."""
    print("| task | CPU s | wall s | CPU s with imports | peak GB | CPU against | ratio |")
    print("|---|---|---|---|---|---|---|")
    for name, each in measured.items():
        other = against.get(name)
        ratio = f"{other} | {each.cpu / measured[other].cpu:.2f}" if other in measured else " | "
        figures = f"{each.cpu:.2f} | {each.wall:.2f} | {each.whole:.2f} | {each.memory:.2f}"
        print(f"| {name} | {figures} | {ratio} |", flush=True)


def apart(ours: Iterable[float], theirs: Iterable[float]) -> float:
    """Give the largest relative difference of two rows of numbers; infinite where one is not a number."""
    pairs = zip(ours, theirs, strict=True)
    found = [0.0 if one == other else abs(one - other) / abs(other) if other else inf for one, other in pairs]
    return max((inf if isnan(each) else each for each in found), default=0.0)


def shared_data(*parts: str) -> Path | None:
    """Find a file of the reference data that is kept beside the repository."""
    folder = os.environ.get("DUEREGARD_SHARED", Path(__file__).parents[2] / "shared")
    path = Path(folder, "data", *parts)
    return path if path.is_file() else None


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _median(runs: Sequence[Measured]) -> Measured:
    middle = {
        name: statistics.median(getattr(run, name) for run in runs)
        for name in ("cpu", "wall", "whole", "memory")
    }
    return Measured(**middle, answer=runs[-1].answer)
