"""``dueregard new``: a first casebook, guessed from a table for the user to confirm."""

from __future__ import annotations

import shlex

from dueregard.cli.answer import print_object
from dueregard.cli.flags import AsJson, Switch
from dueregard.cli.progress import progress_bar

__all__ = ["new"]


def new(
    directory: str,
    /,
    *,
    people: str,
    workbook: Switch = False,
    force: Switch = False,
    as_json: AsJson = False,
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

    with progress_bar(quiet=as_json) as progress:
        progress("Looking at the table", 0.2)
        written = write_new(directory, people=people, workbook=workbook, force=force)
    if as_json:
        print_object({"casebook": str(written)})
        return
    print(f"Wrote {written}")
    print("Every guess in it says why it was made. Read it, mend it, then run:")
    print(f"  dueregard check {shlex.quote(str(written if workbook else directory))}")
