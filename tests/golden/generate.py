"""Write docs/golden.md: every reference row, how it is computed here, and its worst error.

Run as ``python -m tests.golden.generate FOLDER`` with the folder that holds ``golden`` and ``data``; without
it, ``shared`` beside the repository.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.golden import deviations
from tests.golden.calculation import EXACT, ITERATIVE, SIMULATED, Deviation, Tolerance
from tests.golden.calculations import FAMILIES, calculation_of, family_of
from tests.golden.rows import Row, reference_rows

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "golden.md"
TOLERANCES = {each.name: each for each in (EXACT, ITERATIVE, SIMULATED)}
DEVIATIONS = [each for each in vars(deviations).values() if isinstance(each, Deviation)]
SMALLEST = -15

Errors = Mapping[Tolerance, float]

INTRODUCTION = """# Reference values

Each row is one call of an R package on public data, and how far our numbers are from what it printed.
`tests/golden` asserts every row; `python -m tests.golden.generate` writes this page from the same code.

{counts}

*How a row is compared.* Every number that R gave is compared, but for what a deviation leaves out: values,
standard errors, covariances, contrasts, limits and words. An error is relative to R's number, and the worst
of the row is shown, rounded up to a power of ten (1e-15 stands for anything smaller). A covariance is
relative to itself, or to a thousandth of the product of the two standard errors if the correlation is smaller
than that; a number that is zero but for rounding is relative to the largest of its kind.

*Tolerances.* Exact: 1e-8. Iterative, where R stops an iteration early: 1e-6. Simulated, for published limits
that were simulated: 2 % of the interval's width. Where a row has numbers of two kinds, both errors are shown.

*Ours* is written as for `dueregard estimate --measure`, or is the call of a function of
`dueregard.disparities` or `dueregard.rates`.

## Deviations

These are all differences between a package and us that are not rounding. The last column of the tables names
them.

| deviation | rows | why, and what is compared |
|---|---|---|
{deviations}
## Designs

| design | in R |
|---|---|
{designs}"""

COUNTS = """There are {rows} rows of {measures} measures, and all are computed: {within[0]} to 1e-12, \
{within[1]} to 1e-10 and {within[2]} to 1e-8.
Of these, {iterative} have standard errors that are compared to 1e-6, and {simulated} have simulated limits.
{differing} rows meet R with a documented deviation, the others as they are."""

HEAD = """
## {family}

| row | design | R call | package | ours | tolerance | worst error | deviation |
|---|---|---|---|---|---|---|---|
"""


def shown(errors: Errors) -> str:
    """The worst errors of a row as powers of ten, the exact one first and the others named."""
    parts = []
    for name, tolerance in TOLERANCES.items():
        if tolerance in errors:
            bound = next(power for power in range(SMALLEST, 10) if errors[tolerance] <= 10.0**power)
            parts.append(f"1e{bound}" if tolerance is EXACT else f"{name} 1e{bound}")
    return "; ".join(parts)


def read_errors(cell: str) -> dict[Tolerance, float]:
    """The bounds that :func:`shown` wrote."""
    parts = [part.split() for part in cell.split(";")]
    return {TOLERANCES[part[0] if len(part) > 1 else EXACT.name]: float(part[-1]) for part in parts}


def cells_of(page: str) -> dict[str, str]:
    """The errors that a page shows, by row."""
    rows = [line.split(" | ") for line in page.splitlines() if re.match(r"\| d\d{4} ", line)]
    return {cells[0].removeprefix("| "): cells[-2] for cells in rows}


def page(rows: Iterable[Row], cells: Mapping[str, str]) -> str:
    """The whole page, from the rows and the errors to show."""
    rows = list(rows)
    used = Counter(each.deviation for row in rows if (each := calculation_of(row)).deviation)
    head = INTRODUCTION.format(
        counts=_counts(rows, cells),
        deviations="".join(f"| {each.name} | {used[each]} | {each.reason} |\n" for each in DEVIATIONS),
        designs=_designs(rows),
    )
    families = {family: [row for row in rows if family_of(row) == family] for family in FAMILIES}
    return head + "".join(
        HEAD.format(family=family) + "".join(_line(row, cells[row.id]) for row in members)
        for family, members in families.items()
    )


def _counts(rows: list[Row], cells: Mapping[str, str]) -> str:
    errors = [read_errors(cells[row.id]) for row in rows]
    return COUNTS.format(
        rows=len(rows),
        measures=len({row.measure for row in rows}),
        within=[sum(each[EXACT] <= limit for each in errors) for limit in (1e-12, 1e-10, 1e-8)],
        iterative=sum(ITERATIVE in each for each in errors),
        simulated=sum(SIMULATED in each for each in errors),
        differing=sum(calculation_of(row).deviation is not None for row in rows),
    )


def _designs(rows: list[Row]) -> str:
    known = {row.scenario: row.design for row in rows}
    return "".join(f"| {scenario} | {_code(design)} |\n" for scenario, design in known.items())


def _line(row: Row, cell: str) -> str:
    calculation = calculation_of(row)
    classes = [tolerance.name for tolerance in read_errors(cell)]
    deviation = calculation.deviation.name if calculation.deviation else ""
    texts = (
        row.id,
        row.scenario,
        _code(row.call),
        row.package,
        _code(calculation.written(row)),
        ", ".join(classes),
        cell,
        deviation,
    )
    return f"| {' | '.join(texts)} |\n".replace("  |", " |")


def _code(text: str) -> str:
    return f"`` {' '.join(text.split())} ``".replace("|", "\\|")


def main(folder: Path) -> None:
    """Write the document."""
    rows = reference_rows(folder).values()
    cells = {row.id: shown(calculation_of(row).errors(row, folder)) for row in rows}
    DOCUMENT.write_text(page(rows, cells), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared")
