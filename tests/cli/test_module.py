"""The house runs as a module, too."""

import subprocess
import sys
from importlib.metadata import version


def test_as_a_module_it_is_the_command() -> None:
    run = [sys.executable, "-m", "dueregard", "--version"]
    shown = subprocess.run(run, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == version("dueregard")
