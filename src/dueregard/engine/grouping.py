"""Groups of people: which codes of a column make which level, and in which order levels come."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.errors import UsageError

__all__ = ["Grouping", "code_of"]


def code_of(value: Any) -> str | None:
    """Write a value of a column as the code that a casebook would use for it.

    Parameters
    ----------
    value : object
        A value as it comes from a table.

    Returns
    -------
    str or None
        None for a missing value; whole numbers without a decimal point.

    Examples
    --------
    >>> code_of(3.0), code_of("a "), code_of(True), code_of(None)
    ('3', 'a ', 'true', None)
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """A variable that splits people into levels.

    Attributes
    ----------
    name : str
        What the variable is called in results.
    column : str
        The user's column.
    labels : mapping of str to str, optional
        Code to level, in the order that levels shall have; several codes may share a level. A declared
        level that nobody has still appears. Codes without a label follow, each as its own level.
    excluded : frozenset of str
        Codes that are in no level: missing or not applicable.
    bands : tuple of float, optional
        Lower ends of bands of a numeric column; each band reaches up to the next, the last has no end, and
        values below the first are in no level. Then the labels' values name the bands in order.

    Raises
    ------
    UsageError
        When bands do not rise or do not match their labels.

    Examples
    --------
    >>> Grouping(name="age", column="age", bands=(0, 16, 65)).band_labels
    ('0 to 15', '16 to 64', '65 and over')
    """

    name: str
    column: str
    labels: Mapping[str, str] | None = None
    excluded: frozenset[str] = frozenset()
    bands: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if self.bands is None:
            return
        if not self.bands or any(low >= high for low, high in zip(self.bands, self.bands[1:], strict=False)):
            raise UsageError(f"The bands of {self.name!r} must rise.")
        if self.labels is not None and len(self.labels) != len(self.bands):
            raise UsageError(
                f"The bands of {self.name!r} need one label each.",
                found=f"{len(self.labels)} labels for {len(self.bands)} bands.",
            )

    @property
    def band_labels(self) -> tuple[str, ...]:
        """What the bands are called."""
        bands = self.bands or ()
        if self.labels is not None:
            return tuple(self.labels.values())
        return tuple(_band_label(low, high) for low, high in zip(bands, (*bands[1:], None), strict=True))

    @property
    def declared(self) -> tuple[str, ...]:
        """Levels that appear even when nobody has them."""
        if self.bands is not None:
            return self.band_labels
        if self.labels is None:
            return ()
        excluded = self.excluded
        return tuple(dict.fromkeys(label for code, label in self.labels.items() if code not in excluded))

    def key(self, column: nw.Expr) -> nw.Expr:
        """Give the expression whose distinct values are few: the column, or the number of its band.

        Parameters
        ----------
        column : narwhals.Expr
            The column.

        Returns
        -------
        narwhals.Expr
            A value a row; null is in no level.
        """
        if self.bands is None:
            return column
        number: nw.Expr = nw.when(column >= self.bands[0]).then(nw.lit(0))
        for index, low in enumerate(self.bands[1:], start=1):
            number = nw.when(column >= low).then(nw.lit(index)).otherwise(number)
        excluded = [float(code) for code in self.excluded if _is_number(code)]
        return nw.when(~column.is_in(excluded)).then(number) if excluded else number

    def level_of(self, value: Any) -> str | None:
        """Name the level of a value of the key.

        Parameters
        ----------
        value : object
            A distinct value of :meth:`key`.

        Returns
        -------
        str or None
            None when it is in no level.
        """
        code = code_of(value)
        if code is None:
            return None
        if self.bands is not None:
            return self.band_labels[int(code)]
        if code in self.excluded:
            return None
        return (self.labels or {}).get(code, code)

    def order(self, values: Sequence[Any]) -> tuple[str, ...]:
        """Put levels in order: as declared, then by number, then by text.

        Parameters
        ----------
        values : sequence
            Distinct values of :meth:`key`.

        Returns
        -------
        tuple of str
            Each level once.
        """
        found = [code for code in (code_of(value) for value in values) if code is not None]
        levels = [self.level_of(value) for value in sorted_codes(found)] if self.bands is None else []
        return tuple(dict.fromkeys((*self.declared, *(level for level in levels if level is not None))))


def sorted_codes(codes: Sequence[str]) -> list[str]:
    """Sort codes as numbers where they are numbers, else as text after them.

    Parameters
    ----------
    codes : sequence of str
        Codes.

    Returns
    -------
    list of str
        In order.

    Examples
    --------
    >>> sorted_codes(["10", "9", "X"])
    ['9', '10', 'X']
    """
    return sorted(codes, key=lambda code: (0, float(code), "") if _is_number(code) else (1, 0.0, code))


def _is_number(code: str) -> bool:
    try:
        return math.isfinite(float(code))
    except ValueError:
        return False


def _band_label(low: float, high: float | None) -> str:
    start = code_of(float(low))
    if high is None:
        return f"{start} and over"
    if float(low).is_integer() and float(high).is_integer():
        return f"{start} to {int(high) - 1}" if high - low > 1 else f"{start}"
    return f"{start} to under {code_of(float(high))}"
