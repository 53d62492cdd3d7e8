"""``dueregard appraise``: one stage of a casebook, the five-principle profile."""

from __future__ import annotations

from dueregard.cli.answer import machine_form, print_json
from dueregard.cli.flags import AsJson
from dueregard.cli.progress import progress_bar

__all__ = ["appraise"]


def appraise(casebook: str, /, *, as_json: AsJson = False) -> None:
    """Hold every option against the five principles: never one score, and never a ranking.

    For each principle and each option, doing nothing included: what was found, better or worse, how sure, on
    what evidence, who says so and what is not known. Options that another dominates are named, and what has
    to be weighed is said. See `docs/appraisal.md` for the rules. What is printed has passed the casebook's
    disclosure gate.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    as_json
        Print one JSON object: `estimates` that findings rest on, `principles`, `dominated`, `trade_offs`,
        `rules`.
    """
    from dueregard.cli.appraised import print_appraisal, resting_on
    from dueregard.stages import released_appraisal

    with progress_bar(quiet=machine_form(as_json=as_json, as_csv=False)) as progress:
        released, found = released_appraisal(casebook, progress=progress)
    if as_json:
        print_json([record.to_dict() for record in resting_on(released, found)], **found.beside())
    else:
        print_appraisal(found)
