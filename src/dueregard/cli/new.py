"""``dueregard new``: a first casebook, guessed from a table for the user to confirm."""

from __future__ import annotations

import shlex
from pathlib import Path

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
    for told in _of_the_table(written, people):
        print(told)
    print("Every guess in it says why it was made. Read it, mend it, then run:")
    print(f"  dueregard check {shlex.quote(str(written if workbook else directory))}")


def _of_the_table(casebook: Path, people: str) -> list[str]:
    from dueregard.casebook.boundaries import remember_consent

    folder, table = casebook.parent.resolve(), Path(people).expanduser()
    if table.resolve().is_relative_to(folder):
        return []
    told = f"{table.name} stays where it is, outside the casebook's folder."
    if remember_consent(folder, table):
        return [f"{told} That you let this casebook read it is remembered on this machine only."]
    return [f"{told} Add --allow-outside to commands that read it."]
