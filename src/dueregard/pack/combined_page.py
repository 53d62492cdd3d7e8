"""Bundles side by side as a page, in the pack's style: who says what, and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dueregard.alliance.quantities import table_words
from dueregard.pack.environment import environment, tidy
from dueregard.pack.numbers import NumberFormat, day, number_format
from dueregard.pack.words import heading, measure_phrase, phrase

if TYPE_CHECKING:
    from dueregard.alliance.combining import Combined, Listed, Side, Value

__all__ = ["combined_page"]

MOST_ROWS = (600, 200, 60)
"""The most rows of a part of the page; fewer where it would become too large. The files have them all."""
LARGEST = 950_000
"""Bytes: pages are mailed and opened on phones."""

_TRUST = {
    "trusted": "signed with a key that the reader trusts",
    "not trusted": "signed with a key that the reader does not know: anybody may have made it",
    "unsigned": "not signed: anybody may have made it",
}
_BASIS = {
    "independent": "",
    "at most": "the same people: the widest interval that it can have",
    "taken as exact": "one figure has no standard error, and is taken as exact",
    "no errors": "neither figure has a standard error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one bundle says of a quantity."""

    member: str
    value: str
    interval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One quantity."""

    group: str
    cells: tuple[Cell, ...]
    finding: str
    sense: str
    told: tuple[str, ...]
    envelope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The quantities of one table."""

    title: str
    rows: tuple[Row, ...]
    digest: str


def combined_page(combined: Combined) -> str:
    """Render bundles side by side as one HTML page without scripts or external resources.

    Parameters
    ----------
    combined : Combined
        The bundles.

    Returns
    -------
    str
        HTML. Every text of a bundle is escaped.
    """
    names = _names(combined.bundles)
    html = ""
    for most in MOST_ROWS:
        html = _render(combined, names, most)
        if len(html.encode()) < LARGEST:
            break
    return html


def _render(combined: Combined, names: dict[str, str], most: int) -> str:
    parts = {
        "differing": [side for side in combined.sides if side.finding == "differ clearly"],
        "compared": [side for side in combined.sides if side.differences],
        "apart": [side for side in combined.sides if side.finding in ("not comparable", "not shown")],
    }
    templates = environment()
    content = {
        "style": Markup(templates.loader.get_source(templates, "pack.css")[0]),  # type: ignore[union-attr]
        "bundles": [_bundle(each, names) for each in combined.bundles],
        "synthetic": any(each.bundle.synthetic for each in combined.bundles),
        "counts": Counter(side.finding for side in combined.sides),
        "total": len(combined.sides),
        "warnings": combined.warnings,
        "panels": {name: _panels(sides[:most], names) for name, sides in parts.items()},
        "left_out": {name: max(0, len(sides) - most) for name, sides in parts.items()},
        "alone": _alone(combined, names),
        "gaps": [_gap(names[each.id], gap) for each in combined.bundles for gap in each.bundle.evidence_gaps],
        "root": combined.root,
    }
    return tidy(templates.get_template("combined.html").render(content))


def _names(bundles: Sequence[Listed]) -> dict[str, str]:
    """Name each bundle by its member; where a member has several, by their days and hashes as well."""
    taken = Counter(each.name for each in bundles)
    return {
        each.id: each.name
        if taken[each.name] == 1
        else f"{each.name}, {_day(each.bundle.assessed_at)}, {each.id[:8]}"
        for each in bundles
    }


def _bundle(listed: Listed, names: dict[str, str]) -> dict[str, str]:
    bundle = listed.bundle
    return {
        "name": names[listed.id],
        "sector": (bundle.sharer and bundle.sharer.sector) or "",
        "question": bundle.question.get("title", ""),
        "population": bundle.population or "not said",
        "collected": bundle.collected or "not said",
        "shared": f"{len(bundle.estimates):,}",
        "assessed": _day(bundle.assessed_at),
        "trust": _TRUST[listed.trust],
        "sure": "yes" if listed.trust == "trusted" else "",
        "policy": bundle.policy,
        "id": listed.id,
    }


def _day(at: str) -> str:
    return day(datetime.fromisoformat(at).date())


def _panels(sides: Sequence[Side], names: dict[str, str]) -> list[Panel]:
    tables: dict[tuple[str, ...], list[Side]] = {}
    for side in sides:
        quantity = side.quantity
        parameters = "; ".join(f"{name} {value}" for name, value in sorted(quantity.parameters.items()))
        key = (table_words(quantity), parameters, quantity.contrast or "", quantity.reference or "")
        tables.setdefault(key, []).append(side)
    return [_panel(several, names) for several in tables.values()]


def _panel(sides: Sequence[Side], names: dict[str, str]) -> Panel:
    first = sides[0]
    unit = first.values[0].record.unit
    numbers = [
        each.record.estimate for side in sides for each in side.values if each.record.estimate is not None
    ]
    written = number_format(first.quantity.measure, unit, numbers)
    clear = sum(side.finding == "differ clearly" for side in sides)
    return Panel(
        title=_title(first, unit),
        rows=tuple(_row(side, written, names) for side in sides),
        digest=f"{len(sides):,} quantities, {clear:,} of which differ clearly" if len(sides) > 1 else "",
    )


def _title(side: Side, unit: str | None) -> str:
    quantity = side.quantity
    words = [heading(measure_phrase(quantity.measure))]
    if quantity.outcome:
        words.append(f"of {quantity.outcome}" if quantity.measure != quantity.outcome else "")
    if quantity.contrast:
        words.append(f"({quantity.contrast} from {quantity.reference})")
    if quantity.by:
        words.append(f"by {' and '.join(phrase(name) for name in sorted(quantity.by))}")
    options = ", ".join(f"{phrase(name)}: {value}" for name, value in sorted(quantity.parameters.items()))
    tail = "; ".join(part for part in (unit, options) if part)
    return " ".join(word for word in words if word) + (f" [{tail}]" if tail else "")


def _row(side: Side, written: NumberFormat, names: dict[str, str]) -> Row:
    envelope = side.envelope
    told = [side.why] if side.why else []
    for each in side.differences:
        words = f"{names[each.second]} less {names[each.first]}: {_signed(written, each.difference)}"
        if each.low is not None and each.high is not None:
            words += f" ({written.interval(each.low, each.high)})"
        told.append("; ".join(part for part in (words, _BASIS[each.basis]) if part))
    return Row(
        group=", ".join(f"{level}" for _, level in sorted(side.quantity.by.items())) or "Everybody",
        cells=tuple(_cell(value, written, names) for value in side.values),
        finding=side.finding,
        sense="worse" if side.finding == "differ clearly" else "",
        told=tuple(told),
        envelope=f"{written.interval(envelope.low, envelope.high)}" if envelope else "",
    )


def _signed(written: NumberFormat, difference: float) -> str:
    size = written.gap(difference, brief=True)
    return f"+{size}" if difference > 0 else f"\N{MINUS SIGN}{size}" if difference < 0 else size


def _cell(value: Value, written: NumberFormat, names: dict[str, str]) -> Cell:
    record = value.record
    shown = {"withheld": "[c] withheld", "not_estimable": "[x] not estimable"}.get(record.status, "")
    interval = ""
    if record.estimate is not None:
        shown = written.value(record.estimate)
        if record.low is not None and record.high is not None:
            interval = written.interval(record.low, record.high)
    if record.status == "approximate":
        interval = f"{interval} [u]".strip()
    return Cell(member=names[value.bundle], value=shown, interval=interval)


def _gap(name: str, gap: Mapping[str, Any]) -> dict[str, str]:
    about = (gap.get("characteristic"), gap.get("level"), gap.get("outcome"))
    owner, due = gap.get("owner"), gap.get("due")
    by = f" by {due}" if due else ""
    undertaken = f"{owner} will find out{by}." if owner else "Nobody was asked to find out."
    return {
        "name": name,
        "about": ", ".join(str(each) for each in about if each) or "everybody",
        "reason": str(gap.get("reason") or ""),
        "undertaken": undertaken,
    }


def _alone(combined: Combined, names: dict[str, str]) -> list[tuple[str, str, int, str]]:
    """Count what only one bundle has, by table."""
    counted = Counter(
        (names[side.values[0].bundle], table_words(side.quantity), side.why)
        for side in combined.sides
        if side.finding == "one only"
    )
    return [(name, table, number, why) for (name, table, why), number in sorted(counted.items())]
