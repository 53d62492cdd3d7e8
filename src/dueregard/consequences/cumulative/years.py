"""Years: which measures are in force in each, and how much of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.cumulative.bundle import Bundle
from dueregard.errors import UsageError
from dueregard.options.amounts import phased

__all__ = ["Stage", "add_to", "read_years", "span_of", "stages_of"]

Array = NDArray[np.float64]

MOST_YEARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Years in which the same is in force.

    Attributes
    ----------
    years : tuple of int
        Empty where years were not asked for: everything in force and fully phased in.
    """

    years: tuple[int, ...] = ()

    @property
    def first(self) -> int | None:
        """A year of the stage, to apply measures in."""
        return self.years[0] if self.years else None


def stages_of(bundle: Bundle, years: Iterable[int]) -> tuple[Stage, ...]:
    """Bring together the years in which the same is in force.

    Parameters
    ----------
    bundle : Bundle
        With starts and phase-ins.
    years : iterable of int
        Those asked for.

    Returns
    -------
    tuple of Stage
        In the order of their first years; one stage without years if none are asked for.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> cut = option_from({"name": "Cut", "kind": "cash", "amount": 5, "phase_in": {2027: 0.5, 2029: 1}})
    >>> [stage.years for stage in stages_of(Bundle(measures=(cut,)), range(2026, 2030))]
    [(2026,), (2027, 2028), (2029,)]
    """
    found: dict[tuple[float, ...], list[int]] = {}
    for year in years:
        shares = tuple(
            phased(option.phase_in, year, starts=option.starts, ends=option.ends)
            for option in bundle.measures
        )
        found.setdefault(shares, []).append(year)
    return tuple(Stage(years=tuple(each)) for each in found.values()) or (Stage(),)


def read_years(text: str | None) -> tuple[int, ...]:
    """Read years as they are asked for.

    Parameters
    ----------
    text : str, optional
        One year, or the first and the last with a colon between.

    Returns
    -------
    tuple of int
        All of them; empty without a text.

    Raises
    ------
    UsageError
        When it is neither, or they do not rise.

    Examples
    --------
    >>> read_years("2027:2029")
    (2027, 2028, 2029)
    """
    if text is None:
        return ()
    first, _, last = text.partition(":")
    ends = [part.strip() for part in (first, last or first)]
    if not all(part.isdecimal() and len(part) == 4 for part in ends):
        raise UsageError(
            f"Years are written as 2027, or 2027:2030 for all from the first to the last; found {text!r}."
        )
    years = tuple(range(int(ends[0]), int(ends[1]) + 1))
    if not years:
        raise UsageError(f"The last year comes before the first: {text!r}.")
    if len(years) > MOST_YEARS:
        raise UsageError(f"At most {MOST_YEARS} years are added up; found {len(years)}.")
    return years


def span_of(years: tuple[int, ...]) -> str:
    """Name all years together.

    Parameters
    ----------
    years : tuple of int
        Two or more.

    Returns
    -------
    str
        As results call their sum.

    Examples
    --------
    >>> span_of((2027, 2028, 2029))
    '2027 to 2029'
    """
    return f"{years[0]} to {years[-1]}"


def add_to(total: dict[str, Array], columns: Mapping[str, Array], *, times: int) -> None:
    """Add a stage's money to that of other years.

    Parameters
    ----------
    total : dict of str to ndarray (n,)
        Changed.
    columns : mapping of str to ndarray (n,)
        Effects of the stage; those on money are taken.
    times : int
        How many years the stage has.
    """
    for name, values in columns.items():
        if name.startswith(("(change:", "(cost:")):
            total[name] = total.get(name, 0.0) + times * values
