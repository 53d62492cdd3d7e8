"""What the rows of income surveys leave open: columns, lines and groups."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.golden.calculation import Calculation, Found
from tests.golden.estimated import estimated, in_order
from tests.golden.reading import Reading, contrasted, everything, measured
from tests.golden.rows import Row

EUSILC = {"income": "eqIncome", "positive": "eqIncome > 0", "line": "10000", "region": "db040"}
ILOCOS = {
    "income": "AP.income",
    "positive": "`AP.income` > 0",
    "line": "30000",
    "region": "province",
}
DATA = {"eusilc": EUSILC, "eusilc3": EUSILC, "ilocos": ILOCOS}
REPLICATED = "eusilc3_JKn_boot50"


def names(row: Row) -> Mapping[str, str]:
    """Columns of the data set, and the group that R splits by."""
    known = DATA[row.data]
    if "svyby" in row.call:
        return known | {"group": row.found_in_call(r"svyby\(~[\w.]+, ?~([\w.]+)")[0]}
    if "dec(" in row.call and row.call.count("~") > 1:
        return known | {"group": row.found_in_call(r", ?~([\w.]+),")[0]}
    if "des$variables$" in row.call:
        return known | {"group": row.found_in_call(r"des\$variables\$(\w+)==g")[0]}
    return known | {"group": known["region"]}


def income(*texts: str, read: Reading = everything, by: bool = False, **more: Any) -> Calculation:
    """A row of our measures, with ``{income}``, ``{positive}``, ``{line}`` and ``{group}`` left open."""
    return measured(*texts, names=names, read=read, by="{group}" if by else None, **more)


def contrasts(prefix: str, text: str, **more: Any) -> dict[str | tuple[str, str], Calculation]:
    """The joint estimates of groups, and the difference and ratio of the first two."""
    return {
        f"{prefix}_cov": income(text, by=True, **more),
        f"{prefix}_contrast_diff_first2": income(text, by=True, read=contrasted("difference"), **more),
        f"{prefix}_contrast_ratio_first2": income(text, by=True, read=contrasted("ratio"), **more),
    }


def overall_and_by_region(text: str, *, scale: float = 1) -> Calculation:
    """A row of laeken: the value for everybody, and by region."""

    def find(row: Row, folder: Path) -> Found:
        known = names(row)
        measure, region = text.format_map(known), known["region"]
        whole = estimated(row.scenario, [measure], folder)
        parts = estimated(row.scenario, [measure], folder, by=region)
        ordered = in_order(parts, list(row.estimate["byvar"]))
        return {"estimate.value": scale * whole.values, "estimate.byvar": scale * ordered.values}

    return Calculation(ours=f"{text} and by {{region}}", find=find, names=names)
