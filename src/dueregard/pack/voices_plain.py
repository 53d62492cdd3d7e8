"""Who was heard as plain data and as lines of text, for machines and for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dueregard.pack.voices_figures import figures_of
from dueregard.pack.voices_objections import objection_views
from dueregard.pack.voices_summary import heard_sentences, objection_sentences
from dueregard.pack.voices_told import standard_views, testimony_view

if TYPE_CHECKING:
    from dueregard.disclosure import Release
    from dueregard.voices import VoicesFindings

__all__ = ["voices_json", "voices_lines"]


def voices_json(release: Release, found: VoicesFindings) -> Mapping[str, Any]:
    """Give what stands beside the figures: no count of people that has not passed the gate.

    Parameters
    ----------
    release : Release
        Everything that may be shown.
    found : VoicesFindings
        What the stage found.

    Returns
    -------
    dict
        Ready for JSON.
    """
    figures, asked, told = figures_of(release), found.consultation, found.testimony
    return {
        "judged_on": found.on.isoformat(),
        "compared_with": found.population,
        "silences": [asdict(each) for each in found.silences],
        "consultation": None
        if asked is None
        else {
            "statements": [asdict(each) for each in asked.statements],
            "rejected": asked.rejected,
            "objections": [asdict(view) for view in objection_views(figures, asked)],
            "agreed": [asdict(each) for each in asked.agreed],
            "chosen": list(asked.chosen),
            "camps": None if asked.camps is None else asdict(asked.camps),
            "weighted_by": list(asked.weighted_by),
            "weighting": asked.weighting,
        },
        "bodies": [
            {"name": each.name, "decides": each.decides, "table": each.table} for each in found.bodies
        ],
        "panel": None if found.lottery is None else asdict(found.lottery),
        "testimony": None
        if told is None
        else {
            "themes": [{"id": code.id, "label": code.label} for code in told.frame.codes]
            if told.frame
            else [],
            "quotes": [asdict(each) for each in told.quotes],
        },
        "standards": [
            {**asdict(each), "dates": [day.isoformat() for day in each.dates]} for each in found.standards
        ],
        "sharp_end": [
            {"by": dict(each.group.by), "heard": each.heard, "action": each.action}
            for each in found.sharp_end
        ],
        "designed": asdict(found.designed),
    }


def voices_lines(release: Release, found: VoicesFindings) -> Iterator[str]:
    """Say who was heard, line by line.

    Parameters
    ----------
    release : Release
        Everything that may be shown.
    found : VoicesFindings
        What the stage found.

    Yields
    ------
    str
        A line.
    """
    figures = figures_of(release)
    yield "Who is missing"
    yield from _told(heard_sentences(figures, found), otherwise="no group is clearly fewer than a fair draw")
    if found.consultation is not None:
        yield "Objections"
        yield from _told(objection_sentences(figures, found), otherwise="none that may be shown")
    told = testimony_view(figures, found)
    if told is not None:
        yield "Testimony"
        yield f"  {told.lead}"
        for row in told.rows:
            yield f"  {row.label}: {row.told}"
    if found.lottery is not None:
        yield "Panel by lot"
        yield from (f"  {words}" for words in found.lottery.words)
    if found.standards:
        yield "A fair consultation"
        yield from (f"  {each.met}: {each.principle}" for each in standard_views(found))
    if found.designed.words:
        yield "Who designed it"
        yield from (f"  {words}" for words in found.designed.words)
    names = ", ".join(figures.tables)
    if names:
        yield f"Figures: --json or --csv prints the tables {names}."


def _told(sentences: Any, *, otherwise: str) -> Iterator[str]:
    for each in sentences:
        yield f"  {each.lead}: {each.text}"
    if not sentences:
        yield f"  {otherwise}"
