"""Help loads none of the library: it must come at once."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ["duckdb", "jinja2", "narwhals", "numpy", "pandas", "pyarrow", "pydantic", "scipy", "xlsxwriter"]


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from dueregard.cli import main; code = main(['estimate', '--help']); "
        f"print(code, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "0 []"
