"""``dueregard check``: whether the casebook is valid, and what is in its data."""

from __future__ import annotations

import json
from typing import Annotated

from cyclopts import Parameter

__all__ = ["check"]


def check(casebook: str, *, as_json: Annotated[bool, Parameter(name="--json")] = False) -> None:
    """Validate a casebook and audit its data: coverage, weights, small groups, likely identifiers.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    as_json
        Print one JSON object.
    """
    from dueregard.check import check as check_casebook

    report = check_casebook(casebook)
    if as_json:
        print(json.dumps(report.to_dict(), ensure_ascii=False, allow_nan=False, indent=1, default=str))
        return
    for line in report.lines():
        print(line)
