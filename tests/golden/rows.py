"""Reference rows: one call of an R package, and the numbers that it printed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FRESH = Path(__file__).parent / "reference.json"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """A reference row; ``leaves`` names each number or list of numbers that it holds."""

    id: str
    scenario: str
    measure: str
    design: str
    call: str
    package: str
    estimate: Any
    se: Any = None
    vcov: Any = None
    extra: Any = None
    params: Any = None

    @property
    def data(self) -> str:
        """Which data set the row is of."""
        return self.scenario.split("_")[0]

    @property
    def levels(self) -> list[str]:
        """Groups of the row, in its order."""
        return [level.split(":")[0] for level in self.estimate]

    def leaves(self) -> dict[str, Any]:
        """Every number of the row by its path, such as ``estimate.male`` or ``extra.diff_se``."""
        held = {"estimate": self.estimate, "se": self.se, "vcov": self.vcov, "extra": self.extra}
        known = {name: value for name, value in held.items() if value is not None}
        return {path: leaf for name, value in known.items() for path, leaf in _leaves(name, value).items()}

    def found_in_call(self, pattern: str) -> tuple[str, ...]:
        """Read what the groups of a pattern match in the R call."""
        found = re.search(pattern, " ".join(self.call.split()))
        assert found is not None, f"{self.id}: nothing like {pattern} in {self.call}"
        return found.groups()


def _leaves(path: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {
            each: leaf for key, part in value.items() for each, leaf in _leaves(f"{path}.{key}", part).items()
        }
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        # Records of a health package: one list for each field.
        fields = {key: [record.get(key) for record in value] for key in value[0]}
        return {f"{path}.{key}": leaf for key, leaf in fields.items() if any(x is not None for x in leaf)}
    return {path: value}


def _rows(path: Path) -> dict[str, Row]:
    names = tuple(Row.__dataclass_fields__)
    read = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return {each["id"]: Row(**{name: each[name] for name in names if name in each}) for each in read}


@cache
def reference_rows(folder: Path) -> dict[str, Row]:
    """All rows, from the folder of reference data beside the repository."""
    return _rows(folder / "golden" / "measures" / "golden_dev.json")


def find_row(folder: Path, *, scenario: str, measure: str) -> Row:
    """The one row of a measure in a scenario."""
    rows = reference_rows(folder).values()
    [found] = [row for row in rows if (row.scenario, row.measure) == (scenario, measure)]
    return found


@cache
def fresh_rows() -> dict[str, Row]:
    """The rows whose data are written in code."""
    return _rows(FRESH)
