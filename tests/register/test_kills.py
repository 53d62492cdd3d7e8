"""Writers killed at random lose nothing that they were told was written: benchmarks/kills.py, in short."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

KILLS = Path(__file__).parents[2] / "benchmarks" / "kills.py"


@pytest.mark.skipif(sys.platform == "win32", reason="kills and forks as POSIX has them")
def test_twenty_five_kills(tmp_path: Path) -> None:
    # Forking with threads about is what is meant here: newer Pythons warn of it.
    run = [sys.executable, "-W", "ignore", str(KILLS), "--kills", "25", "--largest", "20000"]
    told = subprocess.run(run, capture_output=True, text=True, check=False, timeout=120)
    found = {line[:24].strip(): line[26:] for line in told.stdout.splitlines()}
    assert {name: found.get(name) for name in ("lost", "broken chains", "not recorded")} == {
        "lost": "0",
        "broken chains": "0",
        "not recorded": "0",
    }, told.stderr
    assert int(found["acknowledged"]) > 0
    assert int(found["kills"]) >= 25
