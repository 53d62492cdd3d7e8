"""``dueregard causes``: one stage of a casebook, what gaps and inequality go with."""

from __future__ import annotations

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.flags import AsCsv, AsJson
from dueregard.cli.progress import progress_bar

__all__ = ["causes"]


def causes(casebook: str, /, *, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Look for root causes: how far outcomes go with what nobody chooses, and which crossings stand out.

    For every outcome, how much of its inequality goes along with the family, the ethnic origin and the place
    that people were born into (`[people.circumstances]`); for the widest gaps, what they go along with; and
    for crossings of characteristics, how each fares beyond its parts. `[causes]` says otherwise. Nothing of
    it says that one thing causes another. What is printed has passed the casebook's disclosure gate.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.pack import causes_lines
    from dueregard.stages import released_why

    with progress_bar(quiet=machine_form(as_json=as_json, as_csv=as_csv)) as progress:
        found = released_why(casebook, progress=progress)
    records = [record.to_dict() for record in found.records]
    if as_json:
        print_json(records, causes=found.beside())
    elif as_csv:
        print_csv(records)
    else:
        for line in causes_lines(found):
            print(line)
