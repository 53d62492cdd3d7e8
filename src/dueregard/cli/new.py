"""``dueregard new``: a first casebook, guessed from a table for the user to confirm."""

from __future__ import annotations

import json
from typing import Annotated

from cyclopts import Parameter

__all__ = ["new"]


def new(
    directory: str,
    *,
    people: str,
    workbook: bool = False,
    force: bool = False,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Look at a table of people and write a commented casebook with guesses for you to confirm.

    Parameters
    ----------
    directory
        The folder to write the casebook to.
    people
        The table of people: CSV, Parquet, Stata, SPSS, Excel or ODS.
    workbook
        Write the casebook as one spreadsheet (.xlsx) instead of casebook.toml.
    force
        Replace a casebook that is already there.
    as_json
        Print one JSON object.
    """
    from dueregard.new import write_new

    written = write_new(directory, people=people, workbook=workbook, force=force)
    if as_json:
        print(json.dumps({"casebook": str(written)}))
        return
    print(f"Wrote {written}")
    print("Every guess in it says why it was made. Read it, mend it, then run:")
    print(f"  dueregard check {directory if not workbook else written}")
