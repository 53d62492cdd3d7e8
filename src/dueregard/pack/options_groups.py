"""Which groups an option does most to, and what may be said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dueregard.pack.titles import group_name

if TYPE_CHECKING:
    from dueregard.consequences import ReleasedConsequences
    from dueregard.estimates import Record

__all__ = ["changes_by_group", "name_of", "named", "tenth", "worst_affected"]


def name_of(record: Record) -> str:
    """Name the group of a record.

    Parameters
    ----------
    record : Record
        Of an option.

    Returns
    -------
    str
        Its levels, with what they are levels of.
    """
    return named(record.by)


def named(by: Mapping[str, str]) -> str:
    """Name the group of an option's record or flag by its levels."""
    group = tuple((name, level) for name, level in by.items() if name != "option")
    if group and group[0][0] == "decile":
        return tenth(int(group[0][1]))
    return group_name(group) if group else "Everybody"


def tenth(number: int) -> str:
    """Name a tenth of people.

    Examples
    --------
    >>> tenth(1), tenth(4), tenth(10)
    ('Poorest tenth', '4th tenth', 'Richest tenth')
    """
    ends = {1: "Poorest", 2: "2nd", 3: "3rd", 10: "Richest"}
    return f"{ends.get(number) or f'{number}th'} tenth"


def changes_by_group(found: ReleasedConsequences, option: str) -> Iterator[Record]:
    """Give the mean change of every group that may be shown, tenths and poorest fifths left out.

    Parameters
    ----------
    found : ReleasedConsequences
        The options.
    option : str
        One of them.

    Yields
    ------
    Record
        ``mean_change`` with a value.
    """
    for record in found.records:
        if record.measure != "mean_change" or record.by["option"] != option or len(record.by) < 2:
            continue
        if record.estimate is not None and not {"decile", "part"} & set(record.by):
            yield record


def worst_affected(
    found: ReleasedConsequences, option: str, *, better: str, most: int, crossed: bool | None = None
) -> Sequence[Record]:
    """List the groups that an option does worst by.

    Parameters
    ----------
    found : ReleasedConsequences
        The options.
    option : str
        One of them.
    better : {"higher", "lower"}
        Which change is better.
    most : int
        How many.
    crossed : bool, optional
        Only groups of one characteristic, or only those where several meet.

    Returns
    -------
    sequence of Record
        Mean changes, the worst first; approximate figures are left out.
    """
    sign = 1.0 if better == "higher" else -1.0
    some = [
        record
        for record in changes_by_group(found, option)
        if record.status == "ok" and (crossed is None or crossed == (len(record.by) > 2))
    ]
    return sorted(some, key=lambda record: sign * (record.estimate or 0.0))[:most]
