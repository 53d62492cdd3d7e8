"""Figures of options as a reader is shown them: sizes, changes and intervals, to a few digits."""

from __future__ import annotations

from dueregard.estimates import Record

__all__ = [
    "WITHHELD",
    "affected",
    "amount",
    "change",
    "gap_change",
    "interval",
    "percent",
    "plain",
    "points",
    "signed",
    "size",
    "value",
]

WITHHELD = "[c]"
NONE = "–"
NO_CHANGE = "no change"
_DUST = 1e-9
_POINTS_DUST = 5e-4
_POINTS_AROUND_NONE = 0.05
_LARGE = ((1e9, "billion"), (1e6, "million"))


def size(number: float) -> str:
    """Write a number, to three digits where it is large or small.

    Parameters
    ----------
    number : float
        Any.

    Returns
    -------
    str
        In millions or billions from there on.

    Examples
    --------
    >>> size(668_067_825.2), size(2_003_018), size(45_102.4), size(104.26), size(0.00308), size(-3e-12)
    ('668 million', '2 million', '45,102', '104', '0.00308', '0')
    """
    if abs(number) < _DUST:
        return "0"
    for unit, word in _LARGE:
        # What would be rounded up to the next unit is written in it.
        if abs(number) >= 0.9995 * unit:
            rounded = float(f"{number / unit:.3g}")
            return f"{rounded:,.10g} {word}"
    return f"{number:,.0f}" if abs(number) >= 999.5 else f"{number:,.3g}"


def signed(number: float) -> str:
    """Write a number with its sign.

    Parameters
    ----------
    number : float
        Any.

    Returns
    -------
    str
        Nought has none.
    """
    shown = size(number)
    return shown if shown.startswith("-") or shown == "0" else f"+{shown}"


def value(record: Record | None, *, digits: int | None = None) -> str:
    """Write an estimate alone.

    Parameters
    ----------
    record : Record, optional
        A figure.
    digits : int, optional
        Decimals.

    Returns
    -------
    str
        ``[c]`` where it is withheld.
    """
    if record is None or record.estimate is None:
        return absent(record)
    return size(record.estimate) if digits is None else f"{record.estimate:.{digits}f}"


def absent(record: Record | None) -> str:
    """Say that there is no value, or that it is withheld.

    Parameters
    ----------
    record : Record, optional
        A figure without an estimate.

    Returns
    -------
    str
        A mark.
    """
    return WITHHELD if record is not None and record.status == "withheld" else NONE


def plain(record: Record | None, digits: int) -> str:
    """Write an estimate to so many decimals.

    Parameters
    ----------
    record : Record, optional
        A figure.
    digits : int
        Decimals.

    Returns
    -------
    str
        ``[c]`` where it is withheld.
    """
    return value(record, digits=digits)


def percent(record: Record | None) -> str:
    """Write a share in per cent.

    Parameters
    ----------
    record : Record, optional
        A share.

    Returns
    -------
    str
        ``[c]`` where it is withheld.
    """
    return absent(record) if record is None or record.estimate is None else f"{100 * record.estimate:.1f}%"


def amount(record: Record | None) -> str:
    """Write an estimate with its interval.

    Parameters
    ----------
    record : Record, optional
        A figure.

    Returns
    -------
    str
        An interval by t may reach below nought, where no number of people is: it is cut there.
    """
    if record is None or record.estimate is None:
        return absent(record)
    if record.low is None or record.high is None or not record.se:
        return size(record.estimate)
    low = max(record.low, 0.0) if record.unit == "people" else record.low
    return f"{size(record.estimate)} ({size(low)} to {size(record.high)})"


def change(record: Record | None, *, points: bool = False) -> str:
    """Write a change with the word for it and its interval.

    Parameters
    ----------
    record : Record, optional
        A change.
    points : bool
        Of a share, in percentage points.

    Returns
    -------
    str
        ``no change``, ``too close to call`` or which way.
    """
    if record is None or record.estimate is None:
        return WITHHELD if record is not None and record.status == "withheld" else "not estimable"
    if unchanged(record, points=points):
        return NO_CHANGE
    scale, unit = (100.0, " points") if points else (1.0, "")
    words = "" if record.verdict is None else f"{record.verdict.removesuffix(' than')}, "
    return f"{words}{signed(record.estimate * scale)}{unit}{ends(record, scale)}"


def unchanged(record: Record, *, points: bool = False) -> bool:
    """Say whether a change is none, or smaller than is shown.

    Parameters
    ----------
    record : Record
        A change.
    points : bool
        Of a share, in percentage points.

    Returns
    -------
    bool
        True for rounding.
    """
    if record.verdict == "the same as":
        return True
    known = [abs(each) for each in (record.estimate, record.low, record.high) if each is not None]
    # Where nobody moves, what is left is how surely the line itself is known.
    small = _POINTS_AROUND_NONE if not record.estimate else _POINTS_DUST
    return points and 100 * max(known, default=0.0) < small


def points(record: Record | None) -> str:
    """Write a change of a share in percentage points, for a column that says so.

    Parameters
    ----------
    record : Record, optional
        A change.

    Returns
    -------
    str
        With its interval.
    """
    if record is None or record.estimate is None:
        return absent(record)
    if unchanged(record, points=True):
        return NO_CHANGE
    return f"{signed(100 * record.estimate)}{ends(record, 100.0)}"


def ends(record: Record, scale: float = 1.0) -> str:
    """Write the ends of an interval, with signs.

    Parameters
    ----------
    record : Record
        A change.
    scale : float
        Multiplies them.

    Returns
    -------
    str
        Empty without an interval.
    """
    if record.low is None or record.high is None:
        return ""
    return f" ({signed(record.low * scale)} to {signed(record.high * scale)})"


def interval(record: Record | None) -> str:
    """Write an interval alone.

    Parameters
    ----------
    record : Record, optional
        A figure.

    Returns
    -------
    str
        ``[c]`` where it is withheld.
    """
    if record is None or record.low is None or record.high is None:
        return absent(record)
    return f"{size(record.low)} to {size(record.high)}"


def affected(count: Record | None, share: Record | None, each: Record | None) -> str:
    """Write how many are affected, and by how much.

    Parameters
    ----------
    count, share, each : Record, optional
        People, their share of all, and what each gains or loses on average.

    Returns
    -------
    str
        ``nobody`` where that is known.
    """
    if count is None or count.estimate is None:
        return absent(count)
    if not count.estimate:
        return "nobody"
    by = "" if each is None or each.estimate is None else f", by {size(abs(each.estimate))} each on average"
    return f"{amount(count)} people, {percent(share)}{by}"


def gap_change(change_of: Record | None, before: Record | None) -> str:
    """Say whether a gap opens or closes, which a rise of a negative gap does not say by itself.

    Parameters
    ----------
    change_of, before : Record, optional
        The gap's change, and the gap.

    Returns
    -------
    str
        By how much, with the interval. A gap that changes sides turns round: it does not narrow.

    Examples
    --------
    >>> before = Record(measure="gap_before", estimate=5.0)
    >>> gap_change(Record(measure="gap_change", estimate=-115.0), before)
    'turns round, changing by 115'
    """
    if change_of is None or before is None:
        return ""
    if before.estimate is None or change_of.estimate is None:
        return absent(change_of)
    if unchanged(change_of):
        return NO_CHANGE
    after = before.estimate + change_of.estimate
    # A gap of nought can only widen, to whichever side.
    sign = -1.0 if (before.estimate or after) < 0 else 1.0
    turned = sign * after < 0
    if change_of.low is None or change_of.high is None:
        way = "turns round, changing" if turned else "narrows" if sign * change_of.estimate < 0 else "widens"
        return f"{way} by {size(abs(change_of.estimate))}"
    low, high = sorted((sign * change_of.low, sign * change_of.high))
    if change_of.verdict == "too close to call":
        return f"too close to call ({signed(low)} to {signed(high)})"
    words = "turns round, changing" if turned else "narrows" if sign * change_of.estimate < 0 else "widens"
    smallest, largest = sorted((abs(low), abs(high)))
    return f"{words} by {size(abs(change_of.estimate))} ({size(smallest)} to {size(largest)})"
