"""Attack releases of made towns: what can a hostile reader derive of what was withheld?

    python -m benchmarks.release_attack 200 --write
    python -m benchmarks.release_attack 100:200

The second line takes the towns made from the seeds 100 to 199.

Each town (some 300 people, half of them full counts) has wards in districts, two characteristics and
crossings; people of no known group; means, totals, proportions, counts and gaps. It is released once, once
more with some people added, once more with two groups joined, and after some people were added and two groups
joined as the third release of three. The reader (tests/disclosure/towns.py) has
a linear program of his own over the smallest pieces of the town.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from dueregard.disclosure import Release
from tests.disclosure.towns import Town, grown, leaks, made_town, merged, released

RESULT = Path(__file__).parent / "results" / "release_attack.json"


def attacked(seed: int) -> dict[str, Any]:
    """Release a town four times and attack each release and each row of releases."""
    first = made_town(seed)
    more = grown(first, seed)
    shown, seconds = timed(first, [])
    found: dict[str, Any] = {"seed": seed, "once": told([first], [shown], seconds)}
    second, took = timed(more, [shown])
    found["grown"] = told([first, more], [shown, second], took)
    joined, took = timed(merged(first), [shown])
    found["joined"] = told([first, merged(first)], [shown, joined], took)
    third, took = timed(merged(more), [shown, second])
    found["grown, then joined"] = told([first, more, merged(more)], [shown, second, third], took)
    return found


def timed(town: Town, earlier: Sequence[Release]) -> tuple[Release, float]:
    """Release a town after earlier releases; and the CPU seconds that the gate and the estimates took."""
    before = process_time()
    return released(town, earlier), process_time() - before


def told(towns: Sequence[Town], releases: Sequence[Release], seconds: float) -> dict[str, Any]:
    """Attack all of the releases, and say what the last is like."""
    last = releases[-1]
    return {
        "figures": sum(len(table.records) for table in last.tables),
        "withheld": last.withheld,
        "seconds": seconds,
        "findings": len(last.audit.findings),
        "refused": len(last.audit.refused),
        "leaks": list(leaks(towns, releases)),
    }


def main() -> None:
    """Attack as many towns as asked, and say what came of it."""
    asked = sys.argv[1] if len(sys.argv) > 1 else "20"
    first, last = (int(each) for each in (asked if ":" in asked else f"0:{asked}").split(":"))
    rows = [attacked(seed) for seed in range(first, last)]
    summary: dict[str, Any] = {"seeds": [first, last - 1], "towns": len(rows), "releases": 4 * len(rows)}
    for name in ("once", "grown", "joined", "grown, then joined"):
        some = [row[name] for row in rows]
        summary[name] = {
            **{
                each: sum(one[each] for one in some)
                for each in ("figures", "withheld", "findings", "refused")
            },
            "cpu_seconds_per_release": sum(one["seconds"] for one in some) / len(some),
            "slowest": max(one["seconds"] for one in some),
            "leaks": sum(len(one["leaks"]) for one in some),
            "first_leaks": [[row["seed"], leak] for row in rows for leak in row[name]["leaks"]][:5],
        }
    print(json.dumps(summary, indent=1))
    if "--write" in sys.argv:
        RESULT.write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
