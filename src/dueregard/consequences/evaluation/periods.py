"""Periods in order, and where in them an event begins."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import PeopleError, UsageError

__all__ = ["Periods", "number_of"]

_NEVER = {"", "0", "never", "inf", "nan", "none"}
_DATE = re.compile(r"^\d{4}[-/. ]?(?:[QqWwMm]?\d{1,2})?(?:[-/.]\d{2})?$")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Periods:
    """The periods of a table.

    Attributes
    ----------
    codes : tuple of str
        Each once, in order.
    dates : ndarray (t,)
        As numbers: themselves, or their places where they are dates.
    numeric : bool
        Whether they are numbers.
    column : str
        Where they stand.
    """

    codes: tuple[str, ...]
    dates: NDArray[np.float64]
    numeric: bool
    column: str

    @classmethod
    def of(cls, codes: Iterable[str | None], column: str) -> Periods:
        """Put periods in order.

        Parameters
        ----------
        codes : iterable of str
            As the table has them.
        column : str
            Where they stand.

        Returns
        -------
        Periods

        Raises
        ------
        PeopleError
            When they are neither numbers nor dates.

        Examples
        --------
        >>> Periods.of(["2011-Q2", "2010-Q4", "2011-Q1"], "quarter").codes
        ('2010-Q4', '2011-Q1', '2011-Q2')
        """
        known = {code for code in codes if code is not None}
        numeric = {code: value for code in known if (value := number_of(code)) is not None}
        if len(numeric) == len(known):
            ordered = sorted(known, key=lambda code: numeric[code])
            dates = np.array([numeric[code] for code in ordered])
            return cls(codes=tuple(ordered), dates=dates, numeric=True, column=column)
        strange = sorted(code for code in known if not _DATE.match(code))
        if strange or len({len(code) for code in known}) > 1:
            raise PeopleError(
                f"The periods in {column!r} cannot be put in order.",
                found=f"One of them is {(strange or sorted(known))[0]!r}.",
                remedy="Write them as numbers (2011, 2011.25), or as dates such as 2011-03 or 2011-Q1.",
            )
        ordered = sorted(known)
        dates = np.arange(len(ordered), dtype=float)
        return cls(codes=tuple(ordered), dates=dates, numeric=False, column=column)

    def event(self, event: str) -> int:
        """Find the first period of an event.

        Parameters
        ----------
        event : str
            A period; where the table has none of that name, the first after it.

        Returns
        -------
        int
            Its place.

        Raises
        ------
        UsageError
            When it lies outside the table, or no period is before it.

        Examples
        --------
        >>> Periods.of(["2010", "2012", "2014"], "year").event("2011")
        1
        """
        value = number_of(event)
        understood = value is not None or not self.numeric
        place = self._first_from(event) if understood else 0
        if not 0 < place < len(self.codes):
            raise UsageError(
                f"The event {event} does not lie within the periods of {self.column!r}.",
                found=f"They go from {self.codes[0]} to {self.codes[-1]}; "
                "at least one must come before the event.",
            )
        return place

    def first(self, code: str | None, column: str) -> int:
        """Find the first treated period of a unit.

        Parameters
        ----------
        code : str, optional
            A period; nothing, 0, never or inf for none.
        column : str
            Where it stands.

        Returns
        -------
        int
            Its place; the number of periods for never, or for a period after all of them.

        Raises
        ------
        PeopleError
            When it is no period.

        Examples
        --------
        >>> Periods.of(["2010", "2011"], "year").first("never", "start")
        2
        """
        if code is None or code.strip().casefold() in _NEVER:
            return len(self.codes)
        if self.numeric and number_of(code) is None:
            raise PeopleError(
                f"{column!r} must hold periods, or nothing for units that are never treated.",
                found=f"One of its values is {code!r}.",
            )
        return self._first_from(code)

    def _first_from(self, code: str) -> int:
        if self.numeric:
            return int(np.searchsorted(self.dates, float(code)))
        return int(np.searchsorted(np.array(self.codes), code))


def number_of(code: str) -> float | None:
    """Read a number, if it is one.

    Parameters
    ----------
    code : str
        A text.

    Returns
    -------
    float or None

    Examples
    --------
    >>> number_of("2011.5"), number_of("Q1")
    (2011.5, None)
    """
    try:
        value = float(code)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
