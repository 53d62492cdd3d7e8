"""``dueregard assess``: all stages of a casebook, to a published pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dueregard.cli.answer import print_json
from dueregard.cli.flags import AsJson
from dueregard.cli.progress import progress_bar

if TYPE_CHECKING:
    from dueregard.assess import Assessment

__all__ = ["assess", "report"]


def assess(casebook: str, /, *, as_json: AsJson = False) -> None:
    """Assess a casebook: measure, compare, protect, and write the evidence pack to its `out` folder.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    as_json
        Print one JSON object.
    """
    from dueregard.assess import assess as assess_casebook

    with progress_bar(quiet=as_json) as progress:
        assessment = assess_casebook(casebook, progress=progress)
    report(assessment, as_json=as_json)


def report(assessment: Assessment, *, as_json: bool) -> None:
    """Say what was assessed and where the pack is.

    Parameters
    ----------
    assessment : Assessment
        What came out.
    as_json : bool
        Print one JSON object instead of sentences.
    """
    records = [record.to_dict() for table in assessment.release.tables for record in table.records]
    if as_json:
        told = {"provenance": assessment.provenance, "alerts": list(assessment.alerts)}
        print_json(records, pack=str(assessment.pack), **told)
        return
    statuses = [record["status"] for record in records]
    print(assessment.casebook.specification.question.title)
    print(
        f"{len(records):,} figures, {statuses.count('withheld'):,} withheld to protect people, "
        f"{len(assessment.evidence_gaps):,} evidence gaps."
    )
    for document in sorted((assessment.pack.parent / "documents").glob("*.docx")):
        print(f"For the committee, with blanks to fill: {document}")
    for alert in assessment.alerts:
        print(f"Printed at the top of the pack: {alert}")
    print(f"The pack: {assessment.pack}")
