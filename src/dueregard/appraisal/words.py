"""Figures and groups in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dueregard.casebook import characteristic_label
from dueregard.estimates import Record
from dueregard.listing import and_list

__all__ = ["amount", "change_of", "listed", "opening", "quoted", "who", "with_interval"]

MINUS = "\N{MINUS SIGN}"
SHARES = ("proportion", "share")
PART = "part"
TENTHS = {"1": "the poorest tenth", "2": "the second poorest tenth", "10": "the richest tenth"}


def amount(value: float, unit: str | None) -> str:
    """Write the size of a change, without its sign.

    Parameters
    ----------
    value : float
        The change.
    unit : str or None
        Its unit.

    Returns
    -------
    str

    Examples
    --------
    >>> amount(-8.094, "£ a week"), amount(0.0067, "proportion"), amount(12, "days")
    ('£8.09 a week', '0.67 percentage points', '12 days')
    """
    size = abs(value)
    if unit in SHARES:
        return f"{_digits(size * 100)} percentage points"
    if unit and unit[0] in "£€$":
        return f"{unit[0]}{size:,.2f}{unit[1:]}" if size < 1000 else f"{unit[0]}{size:,.0f}{unit[1:]}"
    return f"{_digits(size)} {unit}" if unit else _digits(size)


def with_interval(value: float, low: float | None, high: float | None, unit: str | None) -> str:
    """Write the size of a change and its interval, both without sign where the interval has one sign.

    Parameters
    ----------
    value : float
        The change.
    low, high : float or None
        Its interval.
    unit : str or None
        Its unit.

    Returns
    -------
    str

    Examples
    --------
    >>> with_interval(-8.1, -11.9, -4.3, "£ a week")
    '£8.10 a week (4.30 to 11.90)'
    >>> with_interval(0.1, -0.2, 0.4, "£ a week")
    '£0.10 a week (−0.20 to 0.40)'
    """
    told = amount(value, unit)
    if low is None or high is None or low == high:
        return told
    if low < 0 < high:
        told = f"{MINUS}{told}" if value < 0 else told
    elif high <= 0:
        low, high = -high, -low
    factor = 100 if unit in SHARES else 1
    return f"{told} ({_signed(low * factor)} to {_signed(high * factor)})"


def change_of(record: Record) -> str:
    """Write the change that a released record holds; see :func:`with_interval`."""
    return with_interval(record.estimate or 0.0, record.low, record.high, record.unit)


def who(by: Mapping[str, str]) -> str:
    """Name a group.

    Parameters
    ----------
    by : mapping of str to str
        Its levels.

    Returns
    -------
    str

    Examples
    --------
    >>> who({"sex": "Women and girls", "age": "0 to 15"}), who({})
    ('Women and girls (sex), 0 to 15 (age)', 'everybody')
    >>> who({"decile": "1"}), who({"ward": "Quay", "part": "its poorest fifth"})
    ('the poorest tenth', 'the poorest fifth of Quay (ward)')
    """
    if not by:
        return "everybody"
    named = [_level(name, level) for name, level in by.items() if name != PART]
    if PART in by:
        return f"{by[PART].replace('its ', 'the ', 1)} of {', '.join(named)}"
    return ", ".join(named)


def quoted(outcome: str | None) -> str:
    """Put the name of an outcome in quotation marks, so that it reads as a name."""
    return f"“{outcome}”"


def opening(text: str) -> str:
    """Begin a sentence: names of groups stay as the casebook writes them.

    Parameters
    ----------
    text : str
        As :func:`who` or :func:`listed` gives it.

    Returns
    -------
    str

    Examples
    --------
    >>> opening("the poorest tenth"), opening("north (ward)")
    ('The poorest tenth', 'north (ward)')
    """
    return text[:1].upper() + text[1:] if text.startswith(("the ", "people ", "everybody")) else text


def listed(parts: Sequence[str], *, most: int = 4) -> str:
    """Join words with commas and an "and"; beyond a few, say how many more there are.

    Parameters
    ----------
    parts : sequence of str
        Words.
    most : int
        The most to name.

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], most=1)
    ('a, b and c', 'a and 2 more')
    """
    return and_list(parts, most=most)


def _level(name: str, level: str) -> str:
    if name == "generation":
        return f"people {level}"
    if name == "decile":
        return TENTHS.get(level, f"tenth {level} of 10 by income")
    return f"{level} ({_lower(characteristic_label(name))})"


def _digits(size: float) -> str:
    if size and size < 0.01:
        return "less than 0.01"
    text = f"{size:,.2f}" if size < 100 else f"{size:,.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(value: float) -> str:
    return f"{MINUS if value < 0 else ''}{abs(value):,.2f}"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
