"""The pool: everybody who volunteered, by id, with what the targets ask about and nothing else."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dueregard.errors import PeopleError, did_you_mean
from dueregard.people.written_rows import WrittenRows, read_written_rows
from dueregard.voices.panel.addresses import households_of
from dueregard.voices.panel.identifiers import identifiers, listed, rows_of
from dueregard.voices.panel.matching import band_behind_date, looks_like_date
from dueregard.voices.panel.targets import Quota, Targets
from dueregard.voices.written import folded

__all__ = ["Pool", "read_pool"]

_SHORT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Volunteers. Names and ways to reach them are not kept.

    Attributes
    ----------
    title : str
        What to call the table in messages.
    ids : tuple of str, length n
        Everybody, in the order of the file.
    id_column : str, optional
        Where the ids come from; None for row numbers from 1.
    values : mapping of str to tuple of str, each of length n
        Everybody's feature by category, spelled as the targets spell it.
    households : tuple of int, length n
        Numbers of households; nobody shares one when addresses do not matter.
    same_address : tuple of str
        The columns that make up an address.
    notes : tuple of str
        What was decided while reading.
    """

    title: str
    ids: tuple[str, ...]
    id_column: str | None
    values: Mapping[str, tuple[str, ...]]
    households: tuple[int, ...]
    same_address: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    def counts(self, quota: Quota, person: int) -> bool:
        """Say whether a quota counts a person.

        Parameters
        ----------
        quota : Quota
            One of the targets.
        person : int
            Place in `ids`.

        Returns
        -------
        bool
        """
        pairs = zip(quota.categories, quota.features, strict=True)
        return all(self.values[category][person] == feature for category, feature in pairs)

    def only(self, people: Sequence[int]) -> Pool:
        """Return the pool of some of the people.

        Parameters
        ----------
        people : sequence of int
            Places in `ids`.

        Returns
        -------
        Pool
        """
        return Pool(
            title=self.title,
            ids=tuple(self.ids[person] for person in people),
            id_column=self.id_column,
            values={name: tuple(cells[person] for person in people) for name, cells in self.values.items()},
            households=tuple(self.households[person] for person in people),
            same_address=self.same_address,
            notes=self.notes,
        )


def read_pool(
    source: str | os.PathLike[str] | WrittenRows,
    *,
    targets: Targets,
    id_column: str | None = None,
    same_address: Sequence[str] = (),
) -> Pool:
    """Read the volunteers: a row each, with a column for every category of the targets.

    Parameters
    ----------
    source : path or WrittenRows
        A CSV or spreadsheet, or its rows.
    targets : Targets
        What they are held against.
    id_column : str, optional
        The column of ids; otherwise one with a usual name is looked for, or people are numbered by row.
    same_address : sequence of str
        Columns that make up an address: at most one person of an address is on a panel.

    Returns
    -------
    Pool

    Raises
    ------
    PeopleError
        When a category is absent, a cell is blank or unknown to the targets, or an id comes twice.
    UsageError
        When a named column is absent or the column of ids says who people are.
    """
    table = source if isinstance(source, WrittenRows) else read_written_rows(source)
    if not len(table):
        raise PeopleError(f"{table.title} has no rows.", remedy="It needs a row for each volunteer.")
    _need_columns(table, targets)
    ids, column, told = identifiers(table, column=id_column)
    values = _values(table, targets)
    address = tuple(table.columns[table.place(name)] for name in _apart(table, same_address))
    households = households_of([table.column(name) for name in address], count=len(table))
    return Pool(
        title=table.title,
        ids=ids,
        id_column=column,
        values=values,
        households=households,
        same_address=address,
        notes=table.notes + ((told,) if told else ()) + _of_addresses(households, address),
    )


def _apart(table: WrittenRows, names: Sequence[str]) -> list[str]:
    """Names of columns, of which several may stand in one text with commas between."""
    found = [part for name in names for part in ([name] if table.has(name) else name.split(","))]
    return list(dict.fromkeys(part.strip() for part in found if part.strip()))


def _need_columns(table: WrittenRows, targets: Targets) -> None:
    missing = next((name for name in targets.categories if not table.has(name)), None)
    if missing is not None:
        raise PeopleError(
            f"{targets.title} has a category {missing!r}, and {table.title} has no such column.",
            found=f"Its columns are: {listed(table.columns, limit=12)}.",
            remedy=did_you_mean(missing, table.columns) or "Give both the same name.",
        )


def _values(table: WrittenRows, targets: Targets) -> dict[str, tuple[str, ...]]:
    values, wrong = {}, []
    for name in targets.categories:
        known, crossed = targets.features(name), _crossed(targets, name)
        try:
            values[name] = _features(table, name, known, crossed, targets.title)
        except PeopleError as error:
            wrong.append(error)
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        raise PeopleError(
            f"{len(wrong)} columns of {table.title} need mending.",
            found=" ".join(f"{error.wrong} {error.found}" for error in wrong),
            remedy=" ".join(dict.fromkeys(str(error.remedy) for error in wrong)),
        )
    return values


def _crossed(targets: Targets, category: str) -> tuple[str, ...]:
    """Features of a category that only intersections name."""
    return tuple(
        dict.fromkeys(
            feature
            for quota in targets.quotas
            if quota.crossed
            for name, feature in zip(quota.categories, quota.features, strict=True)
            if name == category
        )
    )


def _features(
    table: WrittenRows, category: str, known: Sequence[str], crossed: Sequence[str], targets: str
) -> tuple[str, ...]:
    cells = table.column(category)
    blank = [line for line, cell in zip(table.lines, cells, strict=True) if not cell]
    if blank:
        raise PeopleError(
            f"{len(blank)} of {len(cells)} people have a blank {category} in {table.title}.",
            found=f"{rows_of(blank).capitalize()}.",
            remedy=f"Fill them in, or write a word such as Unknown and give it a row in {targets}, min 0.",
        )
    spelled = {folded(feature): feature for feature in (*crossed, *known)}
    if known:
        _refuse_unknown(table, category, spelled, known, targets)
    return tuple(spelled.get(folded(cell), cell if not known else "") for cell in _alike(cells))


def _alike(cells: Sequence[str]) -> list[str]:
    """Spell cells of a free category as the first of their kind is spelled."""
    first: dict[str, str] = {}
    return [first.setdefault(folded(cell), cell) for cell in cells]


def _refuse_unknown(
    table: WrittenRows, category: str, spelled: Mapping[str, str], known: Sequence[str], targets: str
) -> None:
    cells = table.column(category)
    unknown: dict[str, list[int]] = {}
    for line, cell in zip(table.lines, cells, strict=True):
        if folded(cell) not in spelled:
            unknown.setdefault(cell, []).append(line)
    if not unknown:
        return
    shown = [_told(cell, lines, known) for cell, lines in list(unknown.items())[:3]]
    if len(unknown) > 3:
        shown.append(f"and {len(unknown) - 3} values more")
    dated = any(map(looks_like_date, unknown))
    remedy = (
        "A spreadsheet has turned bands such as 5-9 into dates: write them into the original again, as text "
        "(format the column as text first)."
        if dated
        else f"Mend the cells, or add a row for the feature to {targets}, with min 0 if need be."
    )
    raise PeopleError(
        f"{sum(map(len, unknown.values()))} of {len(cells)} people have a value in {category} that {targets} "
        "does not have.",
        found=f"{'; '.join(shown)}. The features are: {listed(known, limit=10)}.",
        remedy=remedy,
    )


def _told(cell: str, lines: Sequence[int], known: Sequence[str]) -> str:
    """Quote a cell only when it cannot be a name: a row may have slipped by a column."""
    rows = rows_of(lines)
    if looks_like_date(cell):
        band = band_behind_date(cell, known)
        return f"{cell!r} in {rows} is a date" + (f", once {band!r} perhaps" if band else "")
    near = did_you_mean(cell, known)
    if near:
        return f"{cell!r} in {rows} ({near[0].lower()}{near[1:]})"
    return f"{cell!r} in {rows}" if len(cell) <= _SHORT else f"another value in {rows}"


def _of_addresses(households: Sequence[int], address: Sequence[str]) -> tuple[str, ...]:
    if not address:
        return ()
    sharing = len(households) - len(set(households))
    homes: dict[int, int] = {}
    for home in households:
        homes[home] = homes.get(home, 0) + 1
    shared = sum(1 for members in homes.values() if members > 1)
    if not sharing:
        return (f"No two people share an address ({', '.join(address)}).",)
    people = sum(members for members in homes.values() if members > 1)
    return (f"{people} people share {shared} addresses: at most one of each is on a panel.",)
