"""The page of what works on which backend, from measures, designs and what is expected to fail."""

from __future__ import annotations

import importlib
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BACKENDS = {"duckdb": "DuckDB", "polars": "Polars", "spark": "Spark"}

OPENING = """\
# Backends

The same code estimates on DuckDB, Polars and Spark; pandas and Arrow tables are read by DuckDB. One suite
of tests runs on each, and DuckDB, holding the table in memory, is what the others are compared with. When
to use Spark, and its costs: [Spark](spark.md)."""

MEASURED = """\
Each with its example, over groups that are declared and groups that are found, with the covariance of the
groups: on DuckDB and Polars in strata and clusters, with rows as sampling units, with replicate weights and
as a full count; on Spark in strata and clusters. Measures of published rows are estimated on each backend
over rows of their own, without a design."""

AGREEMENT = """\
## How closely they agree

Values and standard errors agree to 1e-12 of their size, covariances to 4e-12 of the errors they are of.
Looser, since the rounding itself is:

- small parts of decompositions are differences of large numbers: they agree to 1e-14 of the largest part;
- inequality in a group of one person is nought but for rounding: to 1e-6 of the largest value;
- limits of intervals: to 1e-9.

Spark is tested where Java and pyspark are installed."""

BEHAVIOURS = """\
## The same on each

- Null and NaN are missing. A division by zero is missing. Whole numbers are computed as doubles. On Spark
  with its ANSI mode on, as by default, and off.
- Zeros and negative numbers, in measures with logarithms too, give the same answer or the same refusal.
- Infinite values, weights that are negative, infinite or all zero, missing strata, a lonely unit where that
  is refused and a population smaller than its sample are refused in the same words.
- Groups by text, truths, dates, decimals, whole and floating numbers. Names with dots, spaces and signs.
- Differences, ratios and log ratios between groups, from the average, and from everyone else.

Only on Spark: names that differ by case alone are refused; shuffling the rows over several partitions
changes nothing."""

LIMITS = """\
## Limits by design, on every backend

- Where each row is a sampling unit and scores are not kept (above a million rows, or on request), the
  variance comes from second moments: not for measures of people in order nor for decompositions, which keep
  scores; and a quantile cannot be compared with everyone else.
- Tables of tallies and published rows have no survey design."""


def backends_page() -> str:
    """Measures and designs by backend."""
    from dueregard.measures import MEASURES
    from dueregard.measures.catalogue import CATALOGUE, FAMILIES

    absent: dict[tuple[str, str], str] = _tests("notimpl").NOT_IMPLEMENTED
    designs = _tests("designs")
    of_measures = [(f, sorted(m for m in MEASURES if CATALOGUE[m].family == f)) for f in FAMILIES]
    of_designs = [
        (family, [name for name, _ in members])
        for family, members in groupby(designs.FEATURES.items(), key=lambda each: each[1].family)
    ]
    lines = [
        OPENING,
        "",
        "## Measures",
        "",
        MEASURED,
        "",
        *_table("family", of_measures, absent, code=True),
        "",
        "## Designs",
        "",
        *_paragraph(
            "Each with a panel of measures and the joint covariance of them all: "
            f"{_listed(f'`{name}`' for name in designs.PANEL)}; under second moments, those that need no "
            "scores. Spark, whose queries take long, is asked once of each kind of query for all of them but "
            f"the last ({'; '.join(sorted(designs.OF_EACH_QUERY))}), and for the last too of some "
            f"({'; '.join(sorted(designs.WITH_PARTS))}). The other designs ask the same queries and differ "
            "in what is made of the answers: of those it is asked for "
            f"{_listed(f'`{name}`' for name in designs.SMOOTH)}."
        ),
        "",
        *_table("design", of_designs, absent, code=False),
        "",
        *_reasons(absent),
        BEHAVIOURS,
        "",
        AGREEMENT,
        "",
        LIMITS,
    ]
    return "\n".join(lines) + "\n"


def _table(
    heading: str,
    groups: Sequence[tuple[str, Sequence[str]]],
    absent: dict[tuple[str, str], str],
    *,
    code: bool,
) -> Iterator[str]:
    """One row a family; what a backend lacks of it is named in its cell."""
    mark = "`" if code else ""
    yield f"| {heading} | which | {' | '.join(BACKENDS.values())} |"
    yield f"|---|---|{'---|' * len(BACKENDS)}"
    for family, names in groups:
        cells = []
        for backend in BACKENDS:
            lacking = [f"{mark}{name}{mark}" for name in names if (backend, name) in absent]
            cells.append(f"all {len(names)} but {_listed(lacking)}" if lacking else f"all {len(names)}")
        which = (", " if code else "; ").join(f"{mark}{name}{mark}" for name in names)
        yield f"| {family} | {which} | {' | '.join(cells)} |"


def _reasons(absent: dict[tuple[str, str], str]) -> Iterator[str]:
    if absent:
        yield from ("## Not yet", "")
        for (backend, name), why in absent.items():
            yield f"- {name} on {BACKENDS[backend]}: {why}"
        yield ""


def _listed(names: Iterable[str]) -> str:
    given = list(names)
    return given[0] if len(given) == 1 else f"{', '.join(given[:-1])} and {given[-1]}"


def _paragraph(text: str) -> list[str]:
    return textwrap.wrap(text, 110, break_on_hyphens=False)


def _tests(name: str) -> Any:
    sys.path.insert(0, str(ROOT))
    try:
        return importlib.import_module(f"tests.backends.{name}")
    finally:
        sys.path.remove(str(ROOT))
