"""Sheets: what the gate knows of all groups for one measure of one outcome, before and after it decides.

A *sheet* holds every group's value of one measure and outcome (and option). Its numbers of people add up;
so do its sums: of a mean the mean times the people, of a full count's yes/no outcome those who said yes and
those who said no.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from dueregard.disclosure.cells import Cell, Family, cell_of
from dueregard.disclosure.policy import Policy
from dueregard.disclosure.primary import is_disclosive, is_full, levels
from dueregard.disclosure.sums import REST, Group, Item, Nesting, Sum, apart_among, sums_of
from dueregard.disclosure.table import Table
from dueregard.estimates import Record

__all__ = ["Entry", "Sheet", "few_rests", "is_rest", "nesting_of", "sheets_of"]

MEANS = frozenset({"mean", "proportion"})
SUMS = frozenset({"count", "total", "total_change", "total_cost", "winners", "losers", "recipients"})
OF_THE_WHOLE = frozenset(
    {
        *("share", "representation_ratio", "shortfall_seats", "binomial_p"),
        *("probability_of_so_few", "probability_of_so_many"),
    }
)
"""What is said of a group among those who took part, or who decide: its n is all of them."""
TOLERANCE = 1e-6
"""How closely sums must add up, relative to their size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One group of a sheet.

    Parameters
    ----------
    cells : frozenset of Cell
        Its cell; several where tables name one group in several ways, as with and without the year.
    people : int
        How many are in it.
    amount : float or None
        What adds up: the sum of its values, or the number of those who said yes.
    events : int or None
        In a full count, the number with the rarer answer.
    primary : bool
        Whether it is withheld for its own sake.
    even : bool
        Whether all have one weight, so that means times people add up.
    estimate : float or None
        Its value, not adjusted.
    before : bool
        Whether its value was published before, and is known.
    kept : bool
        Whether an earlier release of the same figures withheld it: it stays so.
    width : float
        How wide an outsider's interval for its people must be, where they are not few by themselves.
    """

    cells: frozenset[Cell]
    people: int
    amount: float | None
    events: int | None
    primary: bool
    even: bool
    estimate: float | None = None
    before: bool = False
    kept: bool = False
    width: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """All groups of one measure of one outcome, and of one option if it is about options.

    Parameters
    ----------
    subject : tuple of str
        The outcome, the measure and its parameters.
    apart : frozenset of (str, str)
        The option.
    full : bool
        Whether the people are a full count.
    entries : mapping of group to Entry
        What is known of each group.
    sums : tuple of Sum
        Which of them add up.
    tables : tuple of str
        Where they stand.
    """

    subject: tuple[str, ...]
    apart: frozenset[Item]
    full: bool
    entries: Mapping[Group, Entry]
    sums: tuple[Sum, ...] = field(repr=False)
    tables: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """The outcome."""
        return self.subject[0]

    @property
    def measure(self) -> str:
        """The measure."""
        return self.subject[1]

    @property
    def yes_no(self) -> bool:
        """Whether what adds up counts people, so that those who said yes are known and those who said no."""
        entries = [entry for entry in self.entries.values() if entry.amount is not None]
        return (
            self.full
            and any(entry.events is not None for entry in entries)
            and all(_is_count(entry) for entry in entries)
        )

    @property
    def even(self) -> bool:
        """Whether its sums add up as they are shown, because all people have one weight or sums are shown."""
        return all(entry.even for entry in self.entries.values())

    def people(self) -> dict[Group, float]:
        """Give the people of every group."""
        return {group: float(entry.people) for group, entry in self.entries.items()}

    def before(self) -> frozenset[Group]:
        """List the groups whose value was published before."""
        return frozenset(group for group, entry in self.entries.items() if entry.before)

    def hidden(self, withheld: Collection[Cell]) -> frozenset[Group]:
        """List the groups that are withheld.

        Parameters
        ----------
        withheld : collection of Cell
            All that is.

        Returns
        -------
        frozenset of groups
            Those of this sheet that are nowhere shown, and were not before.
        """
        return frozenset(
            group
            for group, entry in self.entries.items()
            if not entry.before and all(cell in withheld for cell in entry.cells)
        )


def nesting_of(tables: Iterable[Table]) -> Nesting:
    """Put together what tables say of groups inside groups.

    Parameters
    ----------
    tables : iterable of Table
        All of a release.

    Returns
    -------
    tuple of pairs
        In order, each once.
    """
    return tuple(sorted({pair for table in tables for pair in table.nesting}))


def sheets_of(tables: Iterable[Table], *, policy: Policy) -> tuple[Sheet, ...]:
    """Sort the records of a release into sheets.

    Parameters
    ----------
    tables : iterable of Table
        All tables, as they stand before the gate.
    policy : Policy
        The rules, which say what is withheld for its own sake.

    Returns
    -------
    tuple of Sheet
        In order of their subjects.
    """
    tables = tuple(tables)
    nesting = nesting_of(tables)
    implied = frozenset(item for table in tables for item in table.implied)
    waves = frozenset(name for name, _ in implied)
    found: dict[tuple[tuple[str, ...], frozenset[Item]], dict[Group, Entry]] = {}
    where: dict[tuple[tuple[str, ...], frozenset[Item]], dict[str, bool]] = {}
    for table, record in levels(tables):
        cell = cell_of(record)
        apart_by = apart_among(record.by) | waves
        apart = frozenset(item for item in cell.levels if item[0] in apart_by)
        key, group = (cell.family.subject, apart - implied), cell.levels - apart
        full = is_full(table, record)
        entry = _entry(record, cell, full=full, policy=policy)
        entries = found.setdefault(key, {})
        entries[group] = _joined(entries[group], entry) if group in entries else entry
        places = where.setdefault(key, {})
        places[table.name] = full
    return tuple(
        Sheet(
            subject=key[0],
            apart=key[1],
            full=any(where[key].values()),
            entries=entries,
            sums=sums_of(frozenset(entries), nesting),
            tables=tuple(where[key]),
        )
        for key, entries in sorted(found.items(), key=lambda each: (each[0][0], sorted(each[0][1])))
    )


def _entry(record: Record, cell: Cell, *, full: bool, policy: Policy) -> Entry:
    people = _people(record)
    crude = record.parameters.get("basis", "crude") == "crude"
    return Entry(
        cells=frozenset({cell}),
        people=max(people, 0),
        amount=_amount(record, people) if crude else None,
        estimate=record.estimate if crude else None,
        events=record.support.events if full else None,
        primary=is_disclosive(record, policy=policy, full=full),
        even=full
        or record.measure in SUMS
        or record.n_eff is None
        or record.n_eff > people * (1 - TOLERANCE),
    )


def _people(record: Record) -> int:
    # Of a body or a consultation, a share of a group gives the whole as its n; its people are the group's.
    if record.n is None or (record.measure in OF_THE_WHOLE and record.support.n > 0):
        return record.support.n
    return record.n


def _amount(record: Record, people: int) -> float | None:
    if record.estimate is None:
        return None
    if record.measure in MEANS:
        return record.estimate * people
    return record.estimate if record.measure in SUMS else None


def _joined(one: Entry, other: Entry) -> Entry:
    """Two records of one group: the crude and the standardised value, or one in two tables."""
    events = [each for each in (one.events, other.events) if each is not None]
    return Entry(
        cells=one.cells | other.cells,
        people=min(one.people, other.people),
        amount=one.amount if one.amount is not None else other.amount,
        estimate=one.estimate if one.estimate is not None else other.estimate,
        events=min(events, default=None),
        primary=one.primary or other.primary,
        even=one.even and other.even,
    )


def few_rests(sheet: Sheet, *, threshold: int) -> dict[Cell, int]:
    """Find the rests of a sheet that are few people, or in a full count few yeses or noes.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    threshold : int
        The fewest people that may be shown.

    Returns
    -------
    dict of Cell to int
        Rests as cells of the sheet, with the fewest that they show.
    """
    found = {}
    yes_no = sheet.yes_no
    for each in sheet.sums:
        whole = sheet.entries.get(each.whole)
        if whole is None:
            continue
        parts = [sheet.entries[part] for part in each.parts]
        counts = [whole.people - sum(part.people for part in parts)]
        if yes_no and counts[0] > 0:
            yes = _rest_amount(whole, parts)
            counts += [] if yes is None else [round(yes), counts[0] - round(yes)]
        few = [count for count in counts if 0 < count < threshold]
        if few:
            levels_ = each.rest | sheet.apart
            variables = frozenset(name for name, _ in levels_)
            found[Cell(Family(sheet.subject, variables), levels_)] = min(few)
    return found


def _is_count(entry: Entry) -> bool:
    amount = entry.amount or 0.0
    return abs(amount - round(amount)) < TOLERANCE * (1 + abs(amount)) and -0.5 < amount < entry.people + 0.5


def _rest_amount(whole: Entry, parts: Iterable[Entry]) -> float | None:
    amounts = [part.amount for part in parts if part.people]
    if whole.amount is None or any(amount is None for amount in amounts):
        return None
    return whole.amount - sum(amount for amount in amounts if amount is not None)


def is_rest(cell: Cell) -> bool:
    """Say whether a cell is one of people who are in none of the levels shown.

    Parameters
    ----------
    cell : Cell
        Any.

    Returns
    -------
    bool
        Such cells stand in no table.
    """
    return any(level == REST for _, level in cell.levels)
