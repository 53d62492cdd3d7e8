"""``dueregard check``: whether the casebook is valid, and what is in its data."""

from __future__ import annotations

from dueregard.cli.answer import print_object
from dueregard.cli.flags import AsJson
from dueregard.cli.progress import progress_bar

__all__ = ["check"]


def check(casebook: str, /, *, as_json: AsJson = False) -> None:
    """Validate a casebook and audit its data: coverage, weights, small groups, likely identifiers.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    as_json
        Print one JSON object.
    """
    from dueregard.check import check as check_casebook

    with progress_bar(quiet=as_json) as progress:
        progress("Reading the casebook and its people", 0.2)
        report = check_casebook(casebook)
    if as_json:
        print_object(report.to_dict())
        return
    for line in report.lines():
        print(line)
