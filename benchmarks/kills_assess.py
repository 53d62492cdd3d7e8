"""Assessments killed at random moments: is a whole pack there, and does the next assessment go through?

A copy of a casebook is assessed once. Then assessments of it are started and killed, over and over. After
each kill the pack must be the one that was there before, or, where only the register was still to be written,
the new one, and the register must be intact but for an unfinished last line. Then it is assessed once more::

    python benchmarks/kills_assess.py CASEBOOK --kills 20
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from dueregard.assess import assess
from dueregard.pack.interrupted import put_back
from dueregard.register import Register


def fingerprint(out: Path) -> str:
    """Fingerprint a pack: the page, the numbers, the tables and the pages of options."""
    found = hashlib.sha256()
    files = [
        out / "pack.html",
        out / "estimates.json",
        *out.glob("tables/*.csv"),
        *out.glob("options/*.html"),
    ]
    for file in sorted(files):
        found.update(f"{file.relative_to(out)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def begun(casebook: Path) -> int:
    """Start an assessment in a process of its own."""
    process = os.fork()
    if process == 0:
        assess(casebook)
        os._exit(0)
    return process


def whole(casebook: Path) -> float:
    """Assess a casebook from beginning to end, and say how many seconds it took."""
    clock = time.perf_counter()
    _, status = os.waitpid(begun(casebook), 0)
    if status:
        raise SystemExit("An assessment failed.")
    return time.perf_counter() - clock


def main() -> None:
    """Kill, and print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("casebook", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    same = fresh = mixed = put = broken = ended = 0
    with tempfile.TemporaryDirectory() as folder:
        casebook = Path(folder) / "casebook"
        shutil.copytree(given.casebook, casebook)
        whole(casebook)
        seconds = whole(casebook)
        for _ in range(given.kills):
            before = fingerprint(casebook / "out")
            process = begun(casebook)
            # Half of the kills fall on the end, where files are moved and entries written.
            time.sleep(seconds * (chance.random() if chance.random() < 0.5 else chance.uniform(0.85, 1.1)))
            os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
            ended += not os.WIFSIGNALED(status)
            put += bool(put_back(casebook / "out"))
            after = fingerprint(casebook / "out")
            broken += not Register(casebook / "out" / "register.jsonl").verify().usable
            page, numbers = (casebook / "out" / name for name in ("pack.html", "estimates.json"))
            same += after == before
            fresh += after != before
            mixed += not (page.exists() and numbers.exists())
        whole(casebook)
        intact = Register(casebook / "out" / "register.jsonl").verify().intact
    print(f"{given.kills} assessments of {seconds:.2f} s, {ended} of which ended before they were killed")
    print(f"{same} left the previous pack, {fresh} the new one, {mixed} none; {put} were put back")
    print(f"{broken} registers broken; after one more assessment the register is intact: {intact}")
    sys.exit(bool(mixed or broken or not intact))


if __name__ == "__main__":
    main()
