"""What people told, how the panel is drawn, and whether the consultation was a fair one, for the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import characteristic_label
from dueregard.pack.numbers import count
from dueregard.pack.readings import symbol
from dueregard.pack.voices_figures import THEMES, Figures
from dueregard.pack.voices_rows import share

if TYPE_CHECKING:
    from dueregard.estimates import Record
    from dueregard.voices import TestimonyFindings, VoicesFindings

__all__ = ["QuoteView", "StandardView", "TestimonyView", "ThemeRow", "standard_views", "testimony_view"]

SENSES = {"yes": "better", "no": "worse", "not shown": "close"}
SAID = {"yes": "Shown", "no": "Not met", "not shown": "Not shown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """A theme: how many raised it, and which groups."""

    id: str
    label: str
    inside: bool
    definition: str
    told: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """Words that may be published."""

    words: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyView:
    """Testimony as the template needs it."""

    lead: str
    rows: tuple[ThemeRow, ...]
    by_group: bool
    quotes: tuple[tuple[str, tuple[QuoteView, ...]], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardView:
    """One principle of a fair consultation."""

    principle: str
    asks: str
    sense: str
    met: str
    why: tuple[str, ...]
    source: str


def testimony_view(figures: Figures, found: VoicesFindings) -> TestimonyView | None:
    """Put testimony into words.

    Parameters
    ----------
    figures : Figures
        The released figures.
    found : VoicesFindings
        Whose quotes are within consent.

    Returns
    -------
    TestimonyView or None
        None when there is none.
    """
    told = found.testimony
    if told is None:
        return None
    rows = tuple(_rows(figures, told))
    return TestimonyView(
        lead=_lead(figures),
        rows=rows,
        by_group=any(row.groups for row in rows),
        quotes=tuple(_quotes(told)),
        notes=tuple(_notes(told)),
    )


def _lead(figures: Figures) -> str:
    sizes = [record.n for record in figures.tables.get(THEMES, ()) if not record.by and record.n]
    whom = "People" if not sizes else f"{count(max(sizes))} people"
    return (
        f"{whom} told of their lives, within the consent they gave. They chose to tell and are no sample: "
        "how many raised a theme says nothing of how common it is."
    )


def _rows(figures: Figures, told: TestimonyFindings) -> Iterator[ThemeRow]:
    if told.frame is None:
        return
    for code in told.frame.codes:
        record = _theme(figures, "count", code.id)
        yield ThemeRow(
            id=f"voices-theme-{code.id}",
            label=code.label,
            inside=code.parent is not None,
            definition=code.definition,
            told=_told(record),
            groups=tuple(_groups(figures, code.id)),
        )


def _theme(figures: Figures, measure: str, code: str, by: dict[str, str] | None = None) -> Record | None:
    return figures.find(THEMES, measure, by=by, theme=code, given_by="individuals")


def _told(record: Record | None) -> str:
    if record is None:
        return ""
    if record.estimate is None:
        return f"{symbol(record)} too few to count, or nearly all"
    return f"{count(record.estimate)} of {count(record.n or 0)}"


def _groups(figures: Figures, code: str) -> Iterator[str]:
    """Name the groups of whose members many raised a theme, where that may be shown."""
    for name, levels in figures.groups(THEMES).items():
        told = []
        for level in levels:
            record = _theme(figures, "share", code, {name: level})
            if record is not None and record.estimate:
                told.append(f"{level} {share(record.estimate)}")
        if told:
            yield f"{characteristic_label(name)}: {', '.join(told)}"


def _quotes(told: TestimonyFindings) -> Iterator[tuple[str, tuple[QuoteView, ...]]]:
    """Set quotes under the last of their themes, which is the narrowest."""
    labels = {code.id: code.label for code in told.frame.codes} if told.frame else {}
    under: dict[str, list[QuoteView]] = {}
    for quote in told.quotes:
        theme = labels.get(quote.themes[-1], "") if quote.themes else ""
        by = [quote.named_as or (quote.role or "").capitalize()]
        by += [f"from {quote.language}"] if quote.language else []
        under.setdefault(theme, []).append(
            QuoteView(words=quote.words, by=", ".join(part for part in by if part))
        )
    for theme, quotes in under.items():
        yield theme, tuple(quotes)


def _notes(told: TestimonyFindings) -> Iterator[str]:
    if told.agreement is not None and told.agreement.masi.alpha is not None:
        alpha = told.agreement.masi
        interval = ""
        if alpha.low is not None and alpha.high is not None:
            interval = f" ({alpha.low:.2f} to {alpha.high:.2f})"
        yield (
            "Themes were given by two readers or more, each for themself. Their agreement, Krippendorff’s "
            f"alpha, is {alpha.alpha:.2f}{interval}, where 1 is agreement without fault. "
            f"{told.agreement.advice}"
        )
    for change in told.changes:
        why = f": {change.why}" if change.why else "."
        yield f"The list of themes was changed while they were read (version {change.version}){why}"
    if told.left_out.get("withdrawn"):
        yield (
            "Testimony was withdrawn. It is in no figure and in no quote, and the register says that it was "
            "withdrawn, not what it said."
        )


def standard_views(found: VoicesFindings) -> tuple[StandardView, ...]:
    """Say of each principle what the casebook shows.

    Parameters
    ----------
    found : VoicesFindings
        What the stage found.

    Returns
    -------
    tuple of StandardView
        In the stage's order.
    """
    return tuple(
        StandardView(
            principle=each.principle,
            asks=each.asks,
            sense=SENSES[each.met],
            met=SAID[each.met],
            why=each.why,
            source=each.source,
        )
        for each in found.standards
    )
