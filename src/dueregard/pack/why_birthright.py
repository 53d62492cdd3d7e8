"""How far each outcome goes with family, ethnic origin and place, in a row an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.listing import and_list
from dueregard.pack.views import GapView
from dueregard.pack.why_words import ESTIMATORS, SHARE, component_words, figure_cell
from dueregard.pack.words import heading

if TYPE_CHECKING:
    from dueregard.causes.released import ReleasedBirthright
    from dueregard.estimates import Record

__all__ = ["ByEstimator", "TripletRow", "TripletTable", "by_estimator", "headline_words", "triplet"]

MEASURES = {
    "mld_share": "Share of inequality",
    "gini_share": "Share of inequality, by the Gini index",
    "dissimilarity": "Dissimilarity of chances",
}
SPOKEN = {
    "mld_share": "About {value} ({interval}) of the inequality of “{outcome}” goes with {what}.",
    "gini_share": "About {value} ({interval}) of the inequality of “{outcome}” goes with {what}.",
    "dissimilarity": "Chances of “{outcome}” go with {what}: for all to have the same, {value} ({interval}) "
    "of those who have it would have to change places with others.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TripletRow:
    """An outcome: what goes with all circumstances, with each group, and by other ways of counting."""

    outcome: str
    page: str
    measure: str
    cells: tuple[GapView, ...]
    spread: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripletTable:
    """All outcomes."""

    columns: tuple[str, ...]
    rows: tuple[TripletRow, ...]
    circumstances: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByEstimator:
    """One way of counting, on an outcome's own page."""

    name: str
    note: str
    cells: tuple[GapView, ...]


def triplet(found: Sequence[ReleasedBirthright], pages: dict[str, str]) -> TripletTable | None:
    """Lay out how far each outcome goes with circumstances.

    Parameters
    ----------
    found : sequence of ReleasedBirthright
        One an outcome.
    pages : dict of str to str
        The page of each outcome.

    Returns
    -------
    TripletTable or None
        None where no outcome was looked at.
    """
    if not found:
        return None
    components = tuple(dict.fromkeys(name for each in found for name in each.told.components))
    told = {
        f"{component_words(name)}: {and_list(labels)}"
        for each in found
        for name, labels in each.told.circumstances.items()
    }
    return TripletTable(
        columns=tuple(component_words(name) for name in components),
        rows=tuple(_row(each, components, pages) for each in found),
        circumstances=tuple(sorted(told)),
    )


def _row(each: ReleasedBirthright, components: Sequence[str], pages: dict[str, str]) -> TripletRow:
    told = each.told
    return TripletRow(
        outcome=heading(told.outcome),
        page=pages.get(told.outcome, ""),
        measure=MEASURES.get(told.share, told.share),
        cells=tuple(figure_cell(each.headline(name), SHARE, share=True) for name in components),
        spread=_spread(each),
        reason=told.reason,
    )


def _spread(each: ReleasedBirthright) -> str:
    said = []
    for name in each.told.estimators[1:]:
        record = each.get(each.told.share, name)
        if record is not None and record.estimate is not None:
            high = ", which is too high" if name == "nonparametric" else ""
            said.append(f"{SHARE.value(record.estimate)} by {ESTIMATORS.get(name, name)}{high}")
    return "; ".join(said)


def by_estimator(each: ReleasedBirthright) -> tuple[ByEstimator, ...]:
    """Give every way of counting, the headline first.

    Parameters
    ----------
    each : ReleasedBirthright
        An outcome.

    Returns
    -------
    tuple of ByEstimator
    """
    told = each.told
    rows = []
    for name in told.estimators:
        record = each.get(told.share, name)
        words = ESTIMATORS.get(name, name)
        rows.append(
            ByEstimator(
                name=words[:1].upper() + words[1:],
                note=_note(record),
                cells=tuple(
                    figure_cell(each.get(told.share, name, part), SHARE, share=True)
                    for part in told.components
                ),
            )
        )
    return tuple(rows)


def _note(record: Record | None) -> str:
    """Say why a figure is off, and that its interval allows for it where the figure lies outside."""
    if record is None or not record.reason:
        return ""
    known = record.estimate is not None and record.low is not None and record.high is not None
    inside = known and record.low <= record.estimate <= record.high  # type: ignore[operator]
    said = inside or not known or "its interval" in record.reason
    return record.reason if said else f"{record.reason}; the interval allows for that"


def headline_words(found: Sequence[ReleasedBirthright]) -> str:
    """Say in one sentence what goes with birth, of the first outcome of which it is clear.

    Parameters
    ----------
    found : sequence of ReleasedBirthright
        One an outcome.

    Returns
    -------
    str
        Empty where no share may be shown, or none is clear of nothing.
    """
    for share, sentence in SPOKEN.items():
        for each in found:
            record = each.headline()
            if each.told.share != share or record is None or record.estimate is None:
                continue
            if record.low is not None and record.high is not None and record.low > 0:
                names = [component_words(name).lower() for name in each.told.components if name != "total"]
                return sentence.format(
                    value=SHARE.value(record.estimate),
                    interval=SHARE.interval(record.low, record.high),
                    outcome=each.told.outcome,
                    what=f"what nobody chooses: {and_list(names)}",
                )
    return ""
