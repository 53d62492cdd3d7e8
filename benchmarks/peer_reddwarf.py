"""The peer of bench_opinions.py: the Polis pipeline of `red-dwarf` (MPL-2.0), in a Python of its own.

``python peer_reddwarf.py`` exits with 0 where it is installed; ``python peer_reddwarf.py FILE`` runs it.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
import warnings
from typing import Any

warnings.simplefilter("ignore")

from reddwarf.implementations.base import run_pipeline  # noqa: E402


def read(file: str) -> list[dict[str, Any]]:
    """Read votes into the dictionaries that red-dwarf wants."""
    with open(file, newline="") as lines:
        return [
            {
                "participant_id": int(row["voter-id"]),
                "statement_id": int(row["comment-id"]),
                "vote": int(row["vote"]),
                "modified": int(row["timestamp"]),
            }
            for row in csv.DictReader(lines)
        ]


def cpu_seconds() -> float:
    """CPU of this process."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """Run the pipeline once to warm up and once for the record; print what it took and found."""
    votes = read(sys.argv[1])
    run_pipeline(votes=votes, random_state=0)
    wall, cpu = time.perf_counter(), cpu_seconds()
    found = run_pipeline(votes=votes, random_state=0)
    took: dict[str, Any] = {"cpu": cpu_seconds() - cpu, "wall": time.perf_counter() - wall}
    people = found.participants_df
    took["answer"] = {
        "x": people["x"].tolist(),
        "y": people["y"].tolist(),
        "groups": people["cluster_id"].astype("Int64").fillna(-1).tolist(),
    }
    print(json.dumps(took))


if __name__ == "__main__" and len(sys.argv) == 2:
    main()
