"""Write docs/golden.md: which reference values are asserted and the worst error of each.

Run as ``python -m tests.golden.generate FOLDER`` with the folder that holds ``golden`` and ``data``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.golden.calculations import COVERED, references, worst_error

DOCUMENT = Path(__file__).parents[2] / "docs" / "golden.md"
HEADER = """# Reference values

Each row is one call of R 4.2.2 (the package is named) on public data, and how far our estimate, standard
error and covariance are from it: the worst relative error, rounded up to a power of ten. `tests/golden`
asserts every row to 1e-8. The table is written by `python -m tests.golden.generate`.

Deviation: contrasts of replicate designs are computed in each replicate, where R's `svycontrast` applies the
delta method; those rows are compared through our covariance.

| id | design | R call | package | worst relative error |
|---|---|---|---|---|
"""


def line(name: str, row: dict, folder: Path) -> str:
    """Describe one reference row."""
    error = worst_error(row, folder)
    bound = next(exponent for exponent in range(-15, 10) if error <= 10.0**exponent)
    call = " ".join(row["call"].split()).replace("|", "\\|")
    return f"| {name} | {row['scenario']} | `` {call} `` | {row['package']} | 1e{bound} |\n"


def main(folder: Path) -> None:
    """Write the document."""
    known = references(folder)
    DOCUMENT.write_text(HEADER + "".join(line(name, known[name], folder) for name in COVERED))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
