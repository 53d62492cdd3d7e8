"""The page of what works on which backend, from the measures and from what the tests expect to fail."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ABSENT = Path(__file__).parents[1] / "tests" / "backends" / "notimpl.py"
BACKENDS = {"duckdb": "DuckDB", "polars": "Polars", "spark": "Spark"}


def backends_page() -> str:
    """Measures by backend."""
    from dueregard.measures import MEASURES

    absent = _absent()
    lines = [
        "# Backends",
        "",
        "The same code estimates on DuckDB, Polars and Spark; pandas and Arrow tables are read by DuckDB.",
        "Every measure below is estimated on each backend by `make test`, with its example, in strata and",
        "clusters; on DuckDB and Polars also with rows as sampling units, with replicate weights and as a",
        "full count, and on Spark so for some of each kind. Values, standard errors and the covariances of",
        "groups agree to 1e-12 with DuckDB when it holds the table in memory. Small parts of decompositions",
        "are differences of large numbers: they agree to that or to 1e-14 of the largest part. A group",
        "of one person, whose inequality is nought but for rounding, is compared more loosely. Spark",
        "is tested where Java and pyspark are installed. Measures of published rows are estimated on each",
        "backend over rows of their own, without a design. When to use it, and its costs: [Spark](spark.md).",
        "",
        f"| measure | {' | '.join(BACKENDS.values())} |",
        f"|---|{'---|' * len(BACKENDS)}",
    ]
    for name in sorted(MEASURES):
        cells = ["not yet" if (backend, name) in absent else "yes" for backend in BACKENDS]
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    reasons = [f"- `{name}` on {BACKENDS[backend]}: {why}" for (backend, name), why in absent.items()]
    return "\n".join([*lines, *(["", "Not yet:", "", *reasons] if reasons else [])]) + "\n"


def _absent() -> dict[tuple[str, str], str]:
    specification = importlib.util.spec_from_file_location("notimpl", ABSENT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    found: dict[tuple[str, str], str] = module.NOT_IMPLEMENTED
    return found
