"""Two runs at once in one folder: the second is told to wait."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dueregard.errors import DueRegardError
from dueregard.register import sole_run

HOLD = """
import sys
from dueregard.register import sole_run

with sole_run(sys.argv[1]):
    print("held", flush=True)
    input()
"""


def test_a_second_run_is_refused_while_the_first_goes_on(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(DueRegardError, match=r"^Another run is writing to "), sole_run(tmp_path):
            pass
        first.communicate("\n")
    with sole_run(tmp_path):
        pass


def test_a_run_that_failed_gives_the_folder_back(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), sole_run(tmp_path):
        _ = 1 / 0
    with sole_run(tmp_path):
        pass
