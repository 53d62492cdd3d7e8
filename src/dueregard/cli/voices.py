"""``dueregard voices``: one stage of a casebook, who was heard."""

from __future__ import annotations

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.flags import AsCsv, AsJson
from dueregard.cli.progress import progress_bar

__all__ = ["voices"]


def voices(casebook: str, /, *, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Find out who was heard: who took part and who decides, what was said, and from whom nothing was heard.

    What is printed has passed the casebook's disclosure gate.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.pack import voices_json, voices_lines
    from dueregard.stages import released_voices

    with progress_bar(quiet=machine_form(as_json=as_json, as_csv=as_csv)) as progress:
        released, found = released_voices(casebook, progress=progress)
    records = [record.to_dict() for table in released.tables for record in table.records]
    if as_json:
        print_json(records, voices=voices_json(released, found))
    elif as_csv:
        print_csv(records)
    else:
        for line in voices_lines(released, found):
            print(line)
