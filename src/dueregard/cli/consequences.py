"""``dueregard consequences``: one stage of a casebook, what each option would do."""

from __future__ import annotations

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.flags import AsCsv, AsJson
from dueregard.cli.progress import progress_bar

__all__ = ["consequences"]


def consequences(casebook: str, /, *, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Try each option of a casebook on its people: who gains, who loses, and what would close the gap.

    Options are the TOML files in the casebook's folder `options`: see `docs/options.md` for how one is
    written, and `docs/consequences.md` for how to read the answer. What is printed has passed the casebook's
    disclosure gate. To try an option on any table, without a casebook, use `dueregard simulate`.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.pack import consequences_lines
    from dueregard.stages import released_options

    with progress_bar(quiet=machine_form(as_json=as_json, as_csv=as_csv)) as progress:
        found = released_options(casebook, progress=progress)
    records = [record.to_dict() for record in found.records]
    if as_json:
        print_json(records, consequences=found.beside())
    elif as_csv:
        print_csv(records)
    else:
        for line in consequences_lines(found):
            print(line)
