"""Years in a row with the same figures, and schedules that give the same: told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dueregard.estimates import Record
from dueregard.register import DiscountSchedule

__all__ = ["alike_schedules", "alike_years", "schedules_named"]

SAME = 1e-9
MUCH = 0.2
"""A change from one year to the next that no list of years may leave out."""

Years = Mapping[str, Mapping[str, Record]]


def alike_years(
    records: Sequence[Record], option: str, *, most: int
) -> Iterator[tuple[str, Mapping[str, Record]]]:
    """Put years together that are alike, and leave some out of long lists, but none in which much changes.

    Parameters
    ----------
    records : sequence of Record
        Accounts.
    option : str
        The option's name.
    most : int
        About how many rows there may be.

    Yields
    ------
    tuple of (str, mapping of str to Record)
        The years, such as ``2028 to 2036``, and the first one's figures of everybody by measure; the first
        and the last years are always among them.
    """
    values: dict[str, dict[str, Record]] = {}
    for record in records:
        if record.by.get("option") == option and set(record.by) == {"option", "year"}:
            values.setdefault(record.by["year"], {})[record.measure] = record
    for years in _few(list(_runs(values)), values, most):
        yield years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}", values[years[0]]


def alike_schedules(
    net: Mapping[tuple[str, str], Record], names: Sequence[str], schedules: Sequence[DiscountSchedule]
) -> list[list[DiscountSchedule]]:
    """Put schedules together that give the same figures, as two editions of one rate do.

    Parameters
    ----------
    net : mapping of (str, str) to Record
        Present values by whose they are and the schedule.
    names : sequence of str
        Whose are compared.
    schedules : sequence of DiscountSchedule
        The fan.

    Returns
    -------
    list of list of DiscountSchedule
        In their order.
    """
    found: dict[tuple[float | None, ...], list[DiscountSchedule]] = {}
    for schedule in schedules:
        records = [net.get((name, schedule.name)) for name in names]
        key = tuple(None if each is None else each.estimate for each in records)
        found.setdefault(key, []).append(schedule)
    return list(found.values())


def schedules_named(schedules: Sequence[DiscountSchedule]) -> str:
    """Name schedules in a sentence, as one.

    Parameters
    ----------
    schedules : sequence of DiscountSchedule
        At least one.

    Returns
    -------
    str

    Examples
    --------
    >>> from dueregard.register import SCHEDULES
    >>> schedules_named([SCHEDULES["green-book-2022"], SCHEDULES["green-book-2026"]])
    'Green Book 2022 and 2026'
    """
    first, *rest = (each.title for each in schedules)
    if not schedules[0].published:
        first = first[0].lower() + first[1:]
    return " and ".join([first, *(title.removeprefix("Green Book ") for title in rest)])


def _runs(values: Years) -> Iterator[list[str]]:
    run: list[str] = []
    for year, own in values.items():
        if run and not _same(values[run[-1]], own):
            yield run
            run = []
        run.append(year)
    if run:
        yield run


def _few(runs: Sequence[list[str]], values: Years, most: int) -> Iterator[list[str]]:
    step = -(-len(runs) // most)
    for place, run in enumerate(runs):
        jump = place > 0 and not _same(values[runs[place - 1][0]], values[run[0]], within=MUCH)
        if place % step == 0 or jump or place == len(runs) - 1:
            yield run


def _same(one: Mapping[str, Record], other: Mapping[str, Record], *, within: float = SAME) -> bool:
    pairs = [(one[measure].estimate or 0.0, other[measure].estimate or 0.0) for measure in one]
    return all(abs(a - b) <= within * max(abs(a), abs(b)) for a, b in pairs)
