"""One page for each option: in short, what it is, who gains and who loses by every group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import characteristic_label
from dueregard.consequences.generations import OF_LATER_YEARS
from dueregard.pack.data_files import csv_name
from dueregard.pack.options_compare import OF_EVERYBODY, compared, flag_words, judged_of
from dueregard.pack.options_figures import format_of
from dueregard.pack.options_gaps import gap_cell
from dueregard.pack.options_groups import name_of, named, tenth, worst_affected
from dueregard.pack.options_later import LaterView, later_view
from dueregard.pack.options_panels import changes_panel
from dueregard.pack.readings import symbol
from dueregard.pack.titles import lower_first
from dueregard.pack.views import GapView, PanelView
from dueregard.pack.words import anchor, heading, some_of

if TYPE_CHECKING:
    from dueregard.consequences import OptionTold, ReleasedConsequences
    from dueregard.disclosure import Table
    from dueregard.estimates import Record

__all__ = ["OptionPage", "option_pages"]

MOST_CROSSED = 12
KINDS = {
    "cash": "cash",
    "in_kind": "something given in kind",
    "charge_reduction": "a charge that is reduced",
    "wage_floor": "a floor under wages",
    "place_grant": "a grant to places",
    "service_change": "a change in a service",
    "parameter": "a change of a rule",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionPanels:
    """A heading with its panels and the files behind them."""

    id: str
    title: str
    lead: str
    panels: tuple[PanelView, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionPage:
    """Everything that an option's page shows.

    Attributes
    ----------
    option : OptionTold
        In words.
    what : str
        What it is, in a sentence.
    short : tuple of (str, GapView)
        The figures of the comparing page, for this option.
    assumed : tuple of str
        What was assumed.
    flags : tuple of str
        Patterns that averages hide.
    prompts : tuple of str
        What is to be reviewed.
    parts : tuple of OptionPanels
        Groups.
    later : LaterView or None
        Later years and generations, where it looks ahead.
    """

    option: OptionTold
    what: str
    short: tuple[tuple[str, GapView], ...]
    assumed: tuple[str, ...]
    flags: tuple[str, ...]
    prompts: tuple[str, ...]
    parts: tuple[OptionPanels, ...]
    later: LaterView | None = None


def option_pages(found: ReleasedConsequences) -> tuple[OptionPage, ...]:
    """Make the page of each option.

    Parameters
    ----------
    found : ReleasedConsequences
        The options, as they may be shown.

    Returns
    -------
    tuple of OptionPage
        In their order.
    """
    return tuple(_page(found, option) for option in found.findings.options)


def _page(found: ReleasedConsequences, option: OptionTold) -> OptionPage:
    return OptionPage(
        option=option,
        what=f"{heading(KINDS.get(option.kind, option.kind))}, for each {option.unit}. It changes "
        f"{option.outcome}: {option.income_concept}.",
        short=tuple(_short(found, option)),
        assumed=option.assumptions,
        flags=tuple(_flags(found, option)),
        prompts=tuple(
            each.text.replace("`", "") for each in found.findings.prompts if each.option == option.name
        ),
        parts=tuple(_parts(found, option)),
        later=later_view(found, option.name),
    )


def _flags(found: ReleasedConsequences, option: OptionTold) -> Iterator[str]:
    """Say each pattern once, with its groups; those that chance could show are only counted."""
    certain: dict[str, list[str]] = {}
    doubtful = 0
    for flag in found.flags:
        if flag.option == option.name:
            if flag.kind in OF_EVERYBODY:
                yield flag.text
            elif flag.certain:
                certain.setdefault(flag.kind, []).append(named(flag.by))
            else:
                doubtful += 1
    for kind, groups in certain.items():
        yield f"{flag_words(kind, len(groups))}. {some_of(groups, limit=8)}."
    if doubtful:
        yield (
            f"{doubtful} more such pattern{'' if doubtful == 1 else 's'}, which chance could show among "
            "so many groups."
        )


def _short(found: ReleasedConsequences, option: OptionTold) -> Iterator[tuple[str, GapView]]:
    for table in compared(found):
        for place, column in enumerate(table.options, start=1):
            if column.name == option.name:
                for row in table.rows:
                    title = f"{row.title}, {row.note}" if row.title == "Inequality" else row.title
                    yield title.removesuffix(", "), row.cells[place]


def _parts(found: ReleasedConsequences, option: OptionTold) -> Iterator[OptionPanels]:
    tables = {
        _grouping(table): table
        for table in found.tables
        if not table.name.startswith(AIMS) and table.name not in OF_LATER_YEARS
    }
    better, _ = judged_of(found, option.name)
    single = [(names, table) for names, table in tables.items() if len(names) == 1]
    kinds = {
        "tenths": [each for each in single if each[0] == ("decile",)],
        "characteristics": [
            each for each in single if each[0][0] not in ("decile", *found.findings.places, *AGES)
        ],
        "generations": [each for each in single if each[0][0] in AGES],
        "places": [each for each in single if each[0][0] in found.findings.places],
    }
    for kind, some in kinds.items():
        panels = [_panel(found, option, names[0], table, better) for names, table in some]
        panels += [
            _poorest(found, option, names, table, better)
            for names, table in tables.items()
            if kind == "places" and names[-1:] == ("part",)
        ]
        told = [panel for panel in panels if panel is not None and panel.rows]
        if told:
            title, lead = TITLES[kind]
            yield OptionPanels(
                id=kind, title=title, lead=lead, panels=tuple(told), files=tuple(csv_name(t) for _, t in some)
            )
    crossed = [(names, table) for names, table in tables.items() if len(names) > 1 and names[-1] != "part"]
    panel = _crossed(found, option, better)
    if panel is not None:
        title, lead = TITLES["crossed"]
        yield OptionPanels(
            id="crossed",
            title=title,
            lead=lead,
            panels=(panel,),
            files=tuple(csv_name(table) for _, table in crossed),
        )


AIMS = "consequences-aim-"
AGES = ("age", "age_band", "life_stage", "cohort")
TITLES = {
    "tenths": (
        "From the poorest tenth to the richest",
        "Tenths of people by the outcome before. A tenth is a tenth of the people.",
    ),
    "characteristics": ("By characteristic", "Who gains and who loses, and what becomes of each gap."),
    "generations": ("By generation", "The same by age, life stage and year of birth."),
    "places": ("By place", "The same by where people live, and for the poorest fifth of each place."),
    "crossed": (
        "Where characteristics meet",
        "The groups that the option does worst by, of those that may be shown.",
    ),
}


def _grouping(table: Table) -> tuple[str, ...]:
    record = next(iter(table.records), None)
    if record is None:
        return ()
    return tuple(name for name in record.by if name not in ("option", "band"))


def _levels(table: Table, option: str) -> Iterator[Record]:
    for record in table.records:
        if record.measure == "mean_change" and record.by["option"] == option:
            yield record


def _panel(
    found: ReleasedConsequences, option: OptionTold, name: str, table: Table, better: str
) -> PanelView | None:
    changes = list(_levels(table, option.name))
    gaps = [
        record
        for record in table.records
        if record.measure == "gap_before" and record.by["option"] == option.name
    ]
    reference = next((record.reference for record in gaps if record.reference), "")
    gap_format = format_of(gaps)
    columns = ("Gain", "Lose", *((f"Gap to {reference}",) if gaps else ()))

    def cells(record: Record) -> tuple[GapView, ...]:
        by = {key: level for key, level in record.by.items() if key != "option"}
        told = [_share(found, option, "winners_share", by), _share(found, option, "losers_share", by)]
        if gaps:
            triple = [found.get(f"gap_{part}", option.name, **by) for part in ("before", "after", "change")]
            own = by[name] == reference
            told.append(
                GapView(sense="none", verdict="", words="Reference group")
                if own
                else gap_cell(triple[0], triple[1], triple[2], gap_format)
            )
        return tuple(told)

    title = "Tenths of people" if name == "decile" else characteristic_label(name)
    names = [tenth(int(record.by[name])) if name == "decile" else record.by[name] for record in changes]
    return _changes(
        changes,
        cells,
        id=anchor("by", name),
        title=title,
        outcome=option.outcome,
        names=names,
        columns=columns,
    )


def _poorest(
    found: ReleasedConsequences, option: OptionTold, names: tuple[str, ...], table: Table, better: str
) -> PanelView | None:
    changes = list(_levels(table, option.name))
    title = f"The poorest fifth of each {lower_first(characteristic_label(names[0]))}"
    return _changes(
        changes,
        lambda record: _gain_and_lose(found, option, record),
        id=anchor("poorest", names[0]),
        title=title,
        outcome=option.outcome,
        names=[record.by[names[0]] for record in changes],
    )


def _crossed(found: ReleasedConsequences, option: OptionTold, better: str) -> PanelView | None:
    worst = worst_affected(found, option.name, better=better, most=MOST_CROSSED, crossed=True)
    return _changes(
        worst,
        lambda record: _gain_and_lose(found, option, record),
        id="by-crossed",
        title=f"The {len(worst)} groups that it does worst by",
        outcome=option.outcome,
        names=[name_of(record) for record in worst],
    )


def _gain_and_lose(found: ReleasedConsequences, option: OptionTold, record: Record) -> tuple[GapView, ...]:
    by = {key: level for key, level in record.by.items() if key != "option"}
    return (
        _share(found, option, "winners_share", by),
        _share(found, option, "losers_share", by),
    )


def _share(found: ReleasedConsequences, option: OptionTold, measure: str, by: dict[str, str]) -> GapView:
    record = found.get(measure, option.name, **by)
    size = found.get(
        "mean_gain_of_winners" if measure == "winners_share" else "mean_loss_of_losers", option.name, **by
    )
    if record is None:
        return GapView(sense="none", verdict="", words="")
    if record.estimate is None:
        return GapView(sense="unknown", verdict="", words=symbol(record) or "[x]")
    each = ""
    if record.estimate and size is not None:
        each = f", {format_of([size]).value(abs(size.estimate))} each" if size.estimate is not None else ""
    return GapView(sense="none", verdict="", words=f"{record.estimate:.0%}{each}")


def _changes(
    changes: Sequence[Record],
    cells: Callable[[Record], tuple[GapView, ...]],
    *,
    id: str,
    title: str,
    outcome: str,
    names: Sequence[str],
    columns: tuple[str, ...] = ("Gain", "Lose"),
) -> PanelView | None:
    """Set groups' mean changes on one axis with nought marked."""
    if not changes:
        return None
    unit = next((record.unit for record in changes if record.unit), "")
    return changes_panel(
        changes,
        cells,
        id=id,
        title=f"{title}: average change of {outcome}{f', {unit}' if unit else ''}",
        names=names,
        columns=columns,
        line_words="no change",
        foot="95% intervals of the paired change.",
    )
