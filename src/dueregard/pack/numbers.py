"""Numbers as people read them: percentages, percentage points, money, thousands, intervals, dates."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = ["NumberFormat", "count", "day", "number_format"]

MINUS = "\N{MINUS SIGN}"
CURRENCIES = ("£", "€", "$")
SHARES = frozenset({"proportion", "share", "poverty_rate"})
SHARE_UNITS = frozenset({"proportion", "share"})

Kind = Literal["share", "money", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """How the values of one panel are written, so that a column has one precision.

    Parameters
    ----------
    kind : {"share", "money", "number"}
        Shares are shown as percentages and their gaps as percentage points.
    factor : float
        What a value is multiplied by before it is shown: 100 for shares.
    decimals : int
        Decimal places.
    prefix, suffix : str
        What stands before and after a value in a table cell.
    unit : str
        What follows a value in a sentence, with its leading space.

    Examples
    --------
    >>> share = number_format("proportion", None, [0.4123])
    >>> share.value(0.4123), share.interval(0.4, 0.425), share.gap(-0.183)
    ('41.2%', '40.0 to 42.5', '18.3 percentage points')
    >>> money = number_format("median", "£ a week", [312.4])
    >>> money.value(1312.4), money.full(1312.4), money.gap(-20)
    ('£1,312', '£1,312 a week', '£20')
    """

    kind: Kind
    factor: float = 1.0
    decimals: int = 1
    prefix: str = ""
    suffix: str = ""
    unit: str = ""

    def bare(self, value: float) -> str:
        """Write the digits, without sign, prefix or suffix."""
        return f"{abs(value) * self.factor:,.{self.decimals}f}"

    def _signed(self, value: float) -> str:
        digits = self.bare(value)
        minus = MINUS if value < 0 and any(digit in "123456789" for digit in digits) else ""
        prefix = self.prefix if self.kind == "money" else ""
        return f"{minus}{prefix}{digits}"

    def value(self, value: float) -> str:
        """Write a value for a table cell."""
        return self._signed(value) + self.suffix

    def full(self, value: float) -> str:
        """Write a value for a sentence, with its unit."""
        return self.value(value) + self.unit

    def interval(self, low: float, high: float) -> str:
        """Write an interval, in the units of the value beside it."""
        return f"{self._signed(low)} to {self._signed(high)}"

    def gap(self, difference: float, *, brief: bool = False) -> str:
        """Write the size of a difference: in sentences with its unit, in table cells as "points"."""
        if self.kind != "share":
            return self.size(difference)
        points = "point" if self.bare(difference) == "1" else "points"
        return f"{self.size(difference)} {points if brief else f'percentage {points}'}"

    def size(self, difference: float) -> str:
        """Write the size of a difference, without a sign."""
        return self._signed(abs(difference))


def _decimals(values: Iterable[float], *, money: bool) -> int:
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if money:
        return 0 if largest >= 100 else 2
    steps = ((100, 0), (10, 1), (1, 2))
    return next((decimals for floor, decimals in steps if largest >= floor), 3)


def number_format(measure: str, unit: str | None, values: Iterable[float]) -> NumberFormat:
    """Choose how the values of one measure are written.

    Parameters
    ----------
    measure : str
        The measure's name; `proportion` and its kin are shares.
    unit : str or None
        The unit declared for the outcome, such as "£ a week", "%" or "minutes".
    values : iterable of float
        The values that will be shown, which fix the decimals.

    Returns
    -------
    NumberFormat

    Examples
    --------
    >>> number_format("mean", "minutes", [12.34, 9.8]).full(12.34)
    '12.3 minutes'
    """
    unit = (unit or "").strip()
    if measure in SHARES or unit in SHARE_UNITS:
        return NumberFormat(kind="share", factor=100.0, suffix="%")
    if unit.startswith("%"):
        return NumberFormat(kind="share", suffix="%", unit=unit[1:])
    if unit.startswith(CURRENCIES):
        decimals = _decimals(values, money=True)
        return NumberFormat(kind="money", decimals=decimals, prefix=unit[0], unit=unit[1:])
    decimals = _decimals(values, money=False)
    return NumberFormat(kind="number", decimals=decimals, unit=f" {unit}" if unit else "")


def count(number: float) -> str:
    """Write a count with thousands separators.

    Examples
    --------
    >>> count(12345)
    '12,345'
    """
    return f"{number:,.0f}"


def day(when: date) -> str:
    """Write a date as people say it.

    Examples
    --------
    >>> day(date(2027, 3, 31))
    '31 March 2027'
    """
    return f"{when.day} {when:%B %Y}"
