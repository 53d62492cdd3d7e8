"""``dueregard gaps``: one stage of a casebook, who is left behind."""

from __future__ import annotations

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.flags import AsCsv, AsJson
from dueregard.cli.progress import progress_bar
from dueregard.cli.table import print_table

__all__ = ["gaps"]


def gaps(
    casebook: str,
    /,
    *,
    table: list[str] | None = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Measure who is left behind: every outcome by characteristic, intersection, place and generation.

    What is printed has passed the casebook's disclosure gate.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    table
        Print only these tables, for instance `characteristic-sex`; repeat for several.
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.errors import UsageError, did_you_mean
    from dueregard.stages import released_gaps

    with progress_bar(quiet=machine_form(as_json=as_json, as_csv=as_csv)) as progress:
        released = released_gaps(casebook, progress=progress)
    known = [each.name for each in released.tables]
    for name in table or ():
        if name not in known:
            raise UsageError(
                f"There is no table {name!r}.",
                found=f"Tables: {', '.join(known)}.",
                remedy=did_you_mean(name, known),
            )
    chosen = [each for each in released.tables if not table or each.name in table]
    if as_json:
        print_json([record.to_dict() for each in chosen for record in each.records])
    elif as_csv:
        print_csv([record.to_dict() for each in chosen for record in each.records])
    else:
        for each in chosen:
            print_table([record.to_dict() for record in each.records], title=each.title)
