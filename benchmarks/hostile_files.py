"""Assess a casebook of attacks once for each payload in the first place, and look at all that is made.

Run: PYTHONPATH=src:. python benchmarks/hostile_files.py [FIRST LAST]. A few seconds a payload.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from pathlib import Path

from dueregard.cli import main
from tests.security import test_hostile_labels as looks
from tests.security.hostile_labels import PAYLOADS, write_hostile

CHECKS = (
    looks.test_pages_hold_nothing_that_runs_or_fetches,
    looks.test_pages_forbid_scripts_and_addresses_of_others,
    looks.test_no_label_moves_or_feigns_the_record_of_signatures,
    looks.test_no_cell_of_a_table_is_a_formula,
    looks.test_the_calendar_has_its_own_lines_only,
)


def run(first: int) -> list[str]:
    """What went wrong with the casebook in which one payload comes first."""
    with tempfile.TemporaryDirectory() as place:
        folder = write_hostile(Path(place) / "town", first=first)
        told, wrong = io.StringIO(), []
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            if code := main(["assess", str(folder), "--json"]):
                return [f"assess left with {code}: {told.getvalue()[:300]!a}"]
            main(["calendar", str(folder), "--ics", str(folder / "days.ics")])
        for check in CHECKS:
            try:
                check(folder)
            except AssertionError as error:
                wrong.append(f"{check.__name__}: {str(error)[:300]!a}")
        return wrong


if __name__ == "__main__":
    first, last = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (0, len(PAYLOADS))
    for turn in range(first, last):
        found = run(turn)
        print(f"{turn:2d} {ascii(PAYLOADS[turn])[:50]}: {'; '.join(found) or 'nothing'}", flush=True)
