"""Writers of one register, killed at random moments: is everything there that they were told was written?

Several processes add entries to one register, small and large ones, some in one write and some piece by
piece, with pauses as a slow disk makes them. Each tells its parent, through a pipe, the hash of every entry
whose `append` returned. The parent kills one of them, or all, at a random moment, reads what they told it,
and looks for every one of these entries in the register, which must be intact but for an unfinished last
line. Then it starts others, which mend what the killed ones left, and may be killed while they do. POSIX
only::

    python benchmarks/kills.py --kills 1000
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field, fields
from pathlib import Path

from dueregard.register import Register
from dueregard.register.chain import tail_of

TORN = "torn line set aside"
LARGEST = 2_000_000
SLOW = 0.01
"""Seconds of the longest pause between two pieces of a line."""

ENOUGH = 6_000_000
"""Bytes of a register after which the next one is begun."""


@dataclass(kw_only=True)
class Figures:
    """What came of the kills."""

    kills: int = 0
    in_the_middle_of_a_line: int = 0
    acknowledged: int = 0
    lost: int = 0
    broken_chains: int = 0
    registers: int = 0
    set_aside: int = 0
    not_recorded: int = 0
    seconds: float = 0.0


@dataclass
class Writer:
    """A process that adds entries until it is killed."""

    process: int
    pipe: int
    rest: bytes = b""


@dataclass
class Round:
    """One register and its writers."""

    register: Register
    chance: random.Random
    largest: int
    writers: list[Writer] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    def start(self) -> None:
        """Start one more writer."""
        reading, writing = os.pipe()
        seed = self.chance.getrandbits(32)
        process = os.fork()
        if process == 0:
            try:
                os.close(reading)
                write_for_ever(self.register, writing, random.Random(seed), self.largest)
            finally:
                os._exit(3)
        os.close(writing)
        self.writers.append(Writer(process, reading))

    def kill(self, writer: Writer) -> None:
        """Kill a writer and read what it had told."""
        os.kill(writer.process, signal.SIGKILL)
        _, status = os.waitpid(writer.process, 0)
        if os.WTERMSIG(status) != signal.SIGKILL:
            raise SystemExit("A writer ended by itself.")
        self.hear(writer, whole=True)
        os.close(writer.pipe)
        self.writers.remove(writer)

    def hear(self, writer: Writer, *, whole: bool = False) -> None:
        """Read what a writer has told, all of it once it is dead."""
        while whole or select.select([writer.pipe], [], [], 0)[0]:
            part = os.read(writer.pipe, 65536)
            if not part:
                break
            *lines, writer.rest = (writer.rest + part).split(b"\n")
            self.told |= {line.decode() for line in lines}


def write_for_ever(register: Register, pipe: int, chance: random.Random, largest: int) -> None:
    """Add entries and tell their hashes."""
    write = os.write

    def in_pieces(descriptor: int, content: bytes) -> int:
        if descriptor == pipe or chance.random() < 0.2:
            return write(descriptor, content)
        done = write(descriptor, content[: chance.randint(1, max(1, len(content) // 2))])
        time.sleep(chance.choice([0, 0, SLOW * chance.random()]))
        return done

    os.write = in_pieces  # type: ignore[assignment]
    while True:
        size = chance.choice([0, 50, 5_000, 200_000, chance.randint(0, largest)])
        entry = register.append("killed", {"filling": "x" * min(size, largest)})
        write(pipe, entry.hash.encode() + b"\n")


def killed(
    kills: int, *, folder: Path, seed: int, writers: int = 3, largest: int = LARGEST, shown: bool = False
) -> Figures:
    """Kill writers so many times, and count what was lost."""
    figures, chance, begun = Figures(), random.Random(seed), time.perf_counter()
    while figures.kills < kills:
        figures.registers += 1
        place = folder / str(figures.registers)
        one = Round(Register(place / "register.jsonl"), chance, largest)
        while figures.kills < kills and _size(one.register.path) < ENOUGH:
            _kill_once(one, figures, writers)
            if shown and figures.kills % 100 == 0:
                print(figures, flush=True)
        for writer in list(one.writers):
            one.kill(writer)
        one.register.append("looked at", {})
        _compare(one, figures, finished=True)
    figures.seconds = time.perf_counter() - begun
    return figures


def _kill_once(one: Round, figures: Figures, writers: int) -> None:
    while len(one.writers) < writers:
        one.start()
    time.sleep(one.chance.expovariate(1 / 0.02))
    # Those that wait for the lock die idle; killing all at once surely stops the one that writes.
    victims = list(one.writers) if one.chance.random() < 0.5 else [one.chance.choice(one.writers)]
    for victim in victims:
        one.kill(victim)
    figures.kills += len(victims)
    if not one.writers and one.register.path.exists():
        figures.in_the_middle_of_a_line += bool(tail_of(one.register.path.read_bytes()))
    for writer in one.writers:
        one.hear(writer)
    _compare(one, figures, finished=False)


def _compare(one: Round, figures: Figures, *, finished: bool) -> None:
    found = one.register.verify()
    there = {entry.hash for entry in found.entries}
    figures.lost += len(one.told - there)
    figures.broken_chains += not (found.intact if finished else found.usable)
    if finished:
        figures.acknowledged += len(one.told)
        recorded = {entry.payload["file"] for entry in found.entries if entry.kind == TORN}
        aside = {each.name for each in one.register.path.parent.glob("*.torn-*")}
        figures.set_aside += len(aside)
        figures.not_recorded += len(aside - recorded)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def main() -> None:
    """Kill, and print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=LARGEST, help="bytes of the largest entry")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = killed(
            given.kills, folder=Path(folder), seed=given.seed, largest=given.largest, shown=given.kills > 100
        )
    for each in fields(figures):
        print(f"{each.name.replace('_', ' '):>24}  {getattr(figures, each.name):,.10g}")
    sys.exit(bool(figures.lost or figures.broken_chains or figures.not_recorded))


if __name__ == "__main__":
    main()
