"""The peer of bench_panels.py: maximin panels by sortition-algorithms (GPL-3), in a Python of its own.

``python peer_panels.py`` exits with 0 where it is installed; ``python peer_panels.py FOLDER SIZE`` does one
pool.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from sortition_algorithms import adapters
from sortition_algorithms.committee_generation import find_distribution_maximin
from sortition_algorithms.settings import Settings


def maximin(folder: Path, size: int) -> float:
    """Give the smallest probability of its lottery; reading is part of the work."""
    with TemporaryDirectory() as place:
        people = Path(place, "people.csv")
        with (folder / "respondents.csv").open(encoding="utf-8") as file:
            rows = list(csv.reader(file))
        with people.open("w", newline="", encoding="utf-8") as file:
            names = ["id", *rows[0]]
            csv.writer(file).writerows([names, *([str(n), *row] for n, row in enumerate(rows[1:]))])
        quotas = Path(place, "quotas.csv")
        text = (folder / "categories.csv").read_text(encoding="utf-8")
        quotas.write_text(text.replace("category,feature,", "feature,value,", 1), encoding="utf-8")
        source = adapters.CSVFileDataSource(
            features_file=quotas,
            people_file=people,
            already_selected_file=None,
            selected_file=Path(place, "selected.csv"),
            remaining_file=Path(place, "remaining.csv"),
        )
        select = adapters.SelectionData(source)
        settings = Settings(
            id_column="id",
            columns_to_keep=[],
            check_same_address=False,
            check_same_address_columns=[],
            selection_algorithm="maximin",
            solver_backend="highspy",
        )
        features, _ = select.load_features(size)
        pool, _ = select.load_people(settings, features)
    panels, shares, _ = find_distribution_maximin(features, pool, size, [], "highspy")
    chances = dict.fromkeys(pool, 0.0)
    for panel, share in zip(panels, shares, strict=True):
        for person in panel:
            chances[person] += share
    return min(chances.values())


def cpu_seconds() -> float:
    """CPU of this process."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__" and len(sys.argv) > 2:
    cpu, wall = cpu_seconds(), time.perf_counter()
    smallest = maximin(Path(sys.argv[1]), int(sys.argv[2]))
    took = {"cpu": cpu_seconds() - cpu, "wall": time.perf_counter() - wall, "answer": {"smallest": smallest}}
    print(json.dumps(took))
