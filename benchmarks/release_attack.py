"""Attack releases of made towns: what can a hostile reader derive of what was withheld?

    python -m benchmarks.release_attack 200 --write

Each town (some 300 people, half of them full counts) has wards in districts, two characteristics and
crossings; people of no known group; means, totals, proportions, counts and gaps. It is released once, once
more with some people added, and once more with two groups joined. The reader (tests/disclosure/towns.py) has
a linear program of his own over the smallest pieces of the town.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.disclosure.towns import Town, grown, leaks, made_town, merged, released

RESULT = Path(__file__).parent / "results" / "release_attack.json"


def attacked(seed: int) -> dict[str, Any]:
    """Release a town three times and attack each release and each pair."""
    first = made_town(seed)
    before = process_time()
    shown = released(first)
    seconds = process_time() - before
    figures = sum(len(table.records) for table in shown.tables)
    found: dict[str, Any] = {
        "figures": figures,
        "withheld": shown.withheld,
        "seconds": seconds,
        "leaks": list(leaks([first], [shown])),
        "findings": len(shown.audit.findings),
    }
    changes: dict[str, Town] = {"grown": grown(first, seed), "joined": merged(first)}
    for name, then in changes.items():
        second = released(then, [shown])
        found[f"{name}: findings"] = len(second.audit.findings)
        found[f"{name}: leaks"] = list(leaks([first, then], [shown, second]))
    return found


def main() -> None:
    """Attack as many towns as asked, and say what came of it."""
    towns = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    rows = [attacked(seed) for seed in range(towns)]
    told = {
        "towns": towns,
        "releases": 3 * towns,
        "figures": sum(row["figures"] for row in rows),
        "withheld": sum(row["withheld"] for row in rows),
        "leaks": sum(len(row[name]) for row in rows for name in ("leaks", "grown: leaks", "joined: leaks")),
        "findings": sum(row[name] for row in rows for name in row if name.endswith("findings")),
        "gate_seconds_per_release": sum(row["seconds"] for row in rows) / towns,
        "first_leaks": [leak for row in rows for name in row if name.endswith("leaks") for leak in row[name]][
            :5
        ],
    }
    print(json.dumps(told, indent=1))
    if "--write" in sys.argv:
        RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
