"""The part of an equality impact assessment on a characteristic: gaps, effects, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from dueregard.appraisal.duty_words import day_words
from dueregard.casebook.characteristics import characteristic_label
from dueregard.listing import and_list
from dueregard.pack.clearest import clear_gaps
from dueregard.pack.numbers import NumberFormat, number_format
from dueregard.pack.panels import Line, Panel, panels_of
from dueregard.pack.readings import Directions, gap_words, read
from dueregard.pack.sentences import gap_sentence
from dueregard.pack.titles import by_words, lower_first, measure_with_unit
from dueregard.pack.word_blocks import Blank, Block, Bullets, Grid, Heading, Paragraph
from dueregard.pack.words import heading, phrase
from dueregard.pack.written import Written

if TYPE_CHECKING:
    from dueregard.casebook import Outcome, Specification
    from dueregard.casebook.duties import Duty
    from dueregard.disclosure import Table
    from dueregard.estimates import Record

__all__ = ["KEPT_BACK", "OFFICER", "change_words", "characteristic_blocks", "gaps_of"]

MOST_GAPS = 4
"""Gaps that are named of one outcome."""
MOST_KEPT = 8
"""Groups that are named as kept back."""
MOST_ROWS = 30
"""Groups that a table of options shows."""
KEPT_BACK = "[c] kept back to protect people"
OFFICER = "the officer who assesses"


def characteristic_blocks(
    name: str, *, written: Written | None, specification: Specification, duty: Duty
) -> Iterator[Block]:
    """Write the part on one characteristic.

    Parameters
    ----------
    name : str
        The characteristic.
    written : Written or None
        The last assessment; None where there is none.
    specification : Specification
        The casebook.
    duty : Duty
        The duty, which says for which of its aims the characteristic counts.

    Yields
    ------
    Block
        Its heading first; last what is to be written by a person.
    """
    yield Heading(text=characteristic_label(name), level=2)
    counts = [aim.label for aim in duty.aims if name in aim.characteristics]
    if len(counts) < len(duty.aims):
        yield Paragraph(text=f"Counts for the need to {and_list(counts)} only.", quiet=True)
    if written is not None:
        table = written.table(f"characteristic-{name}")
        if table is not None:
            yield from gaps_of(table, specification)
        yield from _unknown(name, written)
        yield from _effects(name, written, specification)
        yield from _done(name, written)
    label = lower_first(characteristic_label(name))
    yield Blank(
        what=f"what this means for people's lives by {label}, for better or worse, and what will be done",
        who=OFFICER,
        hint="Say how lives change: “may be affected” is not enough. If nothing is done, say why.",
    )


def gaps_of(table: Table, specification: Specification) -> Iterator[Block]:
    """Write a table of gaps, outcome by outcome.

    Parameters
    ----------
    table : Table
        Of released records by one characteristic, or by several crossed.
    specification : Specification
        The casebook.

    Yields
    ------
    Block
        One table; nothing where no outcome of the casebook is in it.
    """
    directions: Directions = {each.name: each.better for each in specification.outcomes}
    first: dict[str, Panel] = {}
    for panel in panels_of(table):
        first.setdefault(panel.outcome, panel)
    outcomes = [each for each in specification.outcomes if each.name in first]
    if outcomes:
        yield Grid(
            title=f"Present gaps by {by_words(first[outcomes[0].name])}",
            header=("Outcome", "Clear gaps, the surest first", "Too close to call, or kept back"),
            rows=tuple(_row(each, first[each.name], directions) for each in outcomes),
        )


def _row(outcome: Outcome, panel: Panel, directions: Directions) -> tuple[str, str, str]:
    panel = replace(panel, whom=outcome.unit or "") if outcome.yes else panel
    clear = clear_gaps(panel, directions)
    told = [_gap(line, panel, directions) for line in clear[:MOST_GAPS]]
    more = len(clear) - len(told)
    told += [f"And {more} more."] if more > 0 else []
    return (
        f"{heading(outcome.name)}: {measure_with_unit(panel)}",
        " ".join(told) or "No group has a clear gap on the worse side.",
        _others(panel, directions),
    )


def _gap(line: Line, panel: Panel, directions: Directions) -> str:
    sentence = gap_sentence(line, panel, directions)
    # The table is about one characteristic: that need not be said of each group.
    lead = sentence.lead.removesuffix(f" ({lower_first(characteristic_label(line.group[0][0]))})")
    sense = {"worse": " (worse off)", "better": " (better off)"}.get(sentence.sense, "")
    return f"{lead}{sense}: {sentence.text}"


def _others(panel: Panel, directions: Directions) -> str:
    lines = panel.headline()
    senses = [read(line.gap, directions) for line in lines]
    kept = [line.label for line in lines if line.gap is not None and line.gap.status == "withheld"]
    named = "; ".join(kept[:MOST_KEPT]) + (f"; and {len(kept) - MOST_KEPT} more" if kept[MOST_KEPT:] else "")
    close = sum(each.sense == "close" for each in senses)
    unsure = sum(not each.confirmed and each.sense != "close" for each in senses)
    told = [f"{close} of {len(lines)} too close to call, which is not evidence of equality."] if close else []
    told += [f"{unsure} not confirmed among many comparisons."] if unsure else []
    told += [f"{named}: {KEPT_BACK}."] if kept else []
    return " ".join(told) or "None."


def _unknown(name: str, written: Written) -> Iterator[Block]:
    """Say what is not known, once for what is missing alike."""
    gaps: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for gap in written.beside.get("evidence_gaps", ()):
        if gap["characteristic"] == name:
            gaps.setdefault((gap["level"], gap["reason"], gap["owner"], gap["due"]), []).append(gap)
    for (level, reason, owner, due), same in gaps.items():
        outcomes = [phrase(gap["outcome"]) for gap in same if gap["outcome"]]
        of = f" {level}" if level else ""
        about = f" for {and_list(outcomes)}" if outcomes else ""
        by = f" by {day_words(date.fromisoformat(due))}" if due else ""
        who = f" {owner} is to find out{by}." if owner else " Nobody is named to find out."
        why = f" {reason.rstrip('.')}." if reason else ""
        yield Paragraph(lead="Not known:", text=f"{of}{about}.{why}{who}".strip().lstrip(".").strip())


def _effects(name: str, written: Written, specification: Specification) -> Iterator[Block]:
    found: dict[str, dict[str, Record]] = {}
    for table in written.tables:
        if table.name.startswith("consequences-"):
            for record in table.records:
                if record.measure == "mean_change" and set(record.by) == {"option", name}:
                    found.setdefault(record.by[name], {})[record.by["option"]] = record
    label = lower_first(characteristic_label(name))
    if not found:
        if written.options:
            text = f"what each option would do by {label}; [consequences] by can name it where the data do."
            yield Paragraph(lead="Not worked out:", text=text)
        return
    records = [record for group in found.values() for record in group.values()]
    better: Directions = {each.name: each.better for each in specification.outcomes}
    groups = list(found.items())[:MOST_ROWS]
    unit = next((record.unit for record in records if record.unit), None)
    outcome = next((record.outcome for record in records if record.outcome), "outcome")
    numbers = number_format("mean_change", unit, [r.estimate for r in records if r.estimate is not None])
    unit_told = f" ({unit})" if unit else ""
    title = f"Average change in {outcome}{unit_told} under each option, by {label}"
    rows = tuple(
        (level, *(change_words(cells.get(option), numbers, better) for option in written.options))
        for level, cells in groups
    )
    yield Grid(title=title, header=("Group", *written.options), rows=rows)
    if len(found) > len(groups):
        yield Paragraph(text=f"And {len(found) - len(groups)} more groups: see the pack.", quiet=True)


def change_words(record: Record | None, numbers: NumberFormat, better: Directions) -> str:
    """Say what an option changes for a group.

    Parameters
    ----------
    record : Record or None
        The average change, after less before.
    numbers : NumberFormat
        How changes are written.
    better : mapping of str to str
        For each outcome, which value is better.

    Returns
    -------
    str
        A verdict, the size and its interval; or that it is kept back, or not there.
    """
    if record is None or record.status == "not_estimable":
        return "[x] not available"
    if record.status == "withheld" or record.estimate is None:
        return KEPT_BACK
    reading = read(record, better)
    words = gap_words(record, numbers).replace(" higher", " more").replace(" lower", " less")
    verdict = {"better": "Better off", "worse": "Worse off", "close": "Too close to call", "same": "The same"}
    said = verdict.get(reading.sense, "")
    approximate = " [u] approximate" if record.status == "approximate" else ""
    return f"{said}: {words}{approximate}" if said else f"{words}{approximate}"


def _done(name: str, written: Written) -> Iterator[Block]:
    actions: Sequence[Mapping[str, Any]] = written.beside.get("dialogue", {}).get("actions", ())
    own = [each for each in actions if each.get("for") and each["for"].get("characteristic") == name]
    if own:
        yield Paragraph(lead="Planned for this group:", text="see also the actions below.")
        yield Bullets(items=tuple(_action(each) for each in own))


def _action(action: Mapping[str, Any]) -> str:
    due = f", by {day_words(date.fromisoformat(action['due']))}" if action.get("due") else ""
    return f"{action['what'].rstrip('.')}: {action.get('owner') or 'nobody named'}{due}."
