"""What a group opposes, in sentences whose figures have passed the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.listing import and_list
from dueregard.pack.titles import group_name
from dueregard.pack.voices_figures import STATEMENTS, Figures
from dueregard.pack.voices_rows import RAW, WEIGHTED, share

if TYPE_CHECKING:
    from dueregard.estimates import Record
    from dueregard.voices import Consulted, Objection

__all__ = ["ObjectionView", "objection_views"]

OPPOSES = 0.6 - 1e-9
SURE = {
    "sure": "",
    "likely": "probably so in the whole group",
    "open": "few voted",
}

WITHHELD = "figures withheld [c], so that a smaller group cannot be worked out"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionView:
    """A statement, and who opposes it.

    Parameters
    ----------
    text : str
        The statement.
    lead : str
        What everybody says of it.
    against_the_whole : bool
        Whether most of all agree to it.
    groups : tuple of str
        Who opposes it, each with its figures.
    names : tuple of str
        The same groups, by name alone.
    """

    text: str
    lead: str
    against_the_whole: bool
    groups: tuple[str, ...]
    names: tuple[str, ...]


def objection_views(figures: Figures, found: Consulted) -> tuple[ObjectionView, ...]:
    """Say what groups oppose: first what most of all agree to.

    Parameters
    ----------
    figures : Figures
        The released figures. A group whose figures are withheld only because a smaller one could be worked
        out from them is named without figures: its objection is not lost.
    found : Consulted
        What the stage found.

    Returns
    -------
    tuple of ObjectionView
        One for each statement, in the stage's order.
    """
    texts = {each.id: each.text for each in found.statements}
    by_statement: dict[str, list[Objection]] = {}
    for each in found.objections:
        if each.statement in texts:
            by_statement.setdefault(each.statement, []).append(each)
    views = [_view(figures, texts[statement], some) for statement, some in by_statement.items()]
    shown = [view for view in views if view is not None]
    return tuple(sorted(shown, key=lambda view: not view.against_the_whole))


def _view(figures: Figures, text: str, objections: Sequence[Objection]) -> ObjectionView | None:
    told = [(each, words) for each in objections if (words := _group(figures, each))]
    if not told:
        return None
    return ObjectionView(
        text=text,
        lead=_everybody(figures, objections[0].statement),
        against_the_whole=told[0][0].against_the_whole,
        groups=tuple(words for _, words in told),
        names=tuple(group_name(tuple(each.group.items())) for each, _ in told),
    )


def _find(
    figures: Figures, statement: str, answer: str, weighting: str, by: dict[str, str] | None = None
) -> Record | None:
    record = figures.find(
        STATEMENTS, "proportion", by=by, statement=statement, answer=answer, weighting=weighting
    )
    return record if record is not None and record.estimate is not None else None


def _group(figures: Figures, objection: Objection) -> str:
    """Say how much of a group opposes: as voted, or weighted where only that reaches three in five."""
    by = dict(objection.group)
    for weighting, how in ((RAW, ""), (WEIGHTED, ", weighted")):
        record = _find(figures, objection.statement, "disagree", weighting, by)
        if record is None or record.estimate is None or record.estimate < OPPOSES:
            continue
        against = share(record.estimate)
        interval = ""
        if record.low is not None and record.high is not None:
            interval = f" ({100 * record.low:.0f} to {100 * record.high:.0f})"
        voted = f" of the {record.n} who voted" if record.n is not None else ""
        sure = f"; {SURE[objection.sure]}" if SURE[objection.sure] else ""
        return f"{group_name(tuple(by.items()))}: {against}{voted} disagree{interval}{how}{sure}"
    if _withheld(figures, objection):
        return (
            f"{group_name(tuple(by.items()))}: three in five or more of those who voted disagree; {WITHHELD}"
        )
    return ""


def _withheld(figures: Figures, objection: Objection) -> bool:
    """Say whether the group's share stands in the table of statements as withheld.

    The stage names no group with fewer voters than the threshold, so this is not for its own size.
    """
    by = dict(objection.group)
    found = figures.find(
        STATEMENTS, "proportion", by=by, statement=objection.statement, answer="disagree", weighting=RAW
    )
    return found is not None and found.status == "withheld"


def _everybody(figures: Figures, statement: str) -> str:
    parts = []
    for weighting, how in ((RAW, "as voted"), (WEIGHTED, "weighted")):
        agree = _find(figures, statement, "agree", weighting)
        if agree is not None and agree.estimate is not None:
            parts.append(f"{share(agree.estimate)} {how}")
    return f"Of everybody, {and_list(parts)} agree." if parts else ""
