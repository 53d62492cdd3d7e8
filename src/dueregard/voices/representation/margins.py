"""A comparator that is a table of shares or counts: a census table, known totals, one figure a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dueregard.errors import PeopleError, did_you_mean
from dueregard.people.known_totals import KnownTotals
from dueregard.voices.representation.matching import crossed, is_stated, named
from dueregard.voices.representation.shares import Levels, NotCompared, Shares

__all__ = ["Margin", "Margins", "are_counts", "margins_from", "refuse_mixed_shares"]

_ROUNDED = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """Figures by group of one variable, or of several crossed.

    Attributes
    ----------
    variables : tuple of str
        The variables. One whose name is empty stands for whichever single variable is asked for.
    cells : mapping of tuple of str to float
        Counts or shares by level of each variable; not negative, with a positive sum.
    counted : bool
        Whether they count people.
    asked : float, optional
        People of the sample that shares come from; without it they are known.
    """

    variables: tuple[str, ...]
    cells: Mapping[Levels, float]
    counted: bool = False
    asked: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """A comparator of which margins are known.

    Attributes
    ----------
    title : str
        What to call it.
    margins : tuple of Margin
        Its margins; a crossing serves for its parts, but parts do not make a crossing.
    """

    title: str
    margins: tuple[Margin, ...]

    @property
    def basis(self) -> str:
        """Counts or shares."""
        counted = all(margin.counted for margin in self.margins)
        return "a table of counts" if counted else "a table of shares"

    @property
    def kind(self) -> Literal["known", "sample"]:
        """A sample where the number of people asked is told of any margin."""
        return "sample" if any(margin.asked is not None for margin in self.margins) else "known"

    def shares(self, variables: tuple[str, ...]) -> Shares:
        """Give the groups of some variables; see :class:`Comparator`.

        Parameters
        ----------
        variables : tuple of str
            Names.

        Returns
        -------
        Shares
            Scaled to a sum of 1.

        Raises
        ------
        NotCompared
            When no margin has them all.

        Examples
        --------
        >>> table = margins_from({"sex": {"f": 51, "m": 49}}, title="census")
        >>> table.shares(("Sex",)).shares
        array([0.51, 0.49])
        """
        for margin in sorted(self.margins, key=lambda each: len(each.variables)):
            places = _places(margin, variables)
            if places is not None:
                return _collapsed(margin, places)
        raise self._lacking(variables)

    def _lacking(self, variables: tuple[str, ...]) -> NotCompared:
        names = list(dict.fromkeys(name for margin in self.margins for name in margin.variables))
        missing = [name for name in variables if named(name, names) is None]
        has = ", ".join("*".join(margin.variables) for margin in self.margins)
        if missing:
            return NotCompared(
                f"{self.title} says nothing of {missing[0]!r}.",
                found=f"It has: {has}.",
                remedy=did_you_mean(missing[0], names) or "Name its column as BODY=POPULATION.",
            )
        return NotCompared(
            f"{self.title} does not have {'*'.join(variables)} crossed.",
            found=f"It has: {has}.",
            remedy="Give a table of the joint groups, or of people one by one.",
        )


def margins_from(margins: Mapping[str, Mapping[str, float]] | KnownTotals, *, title: str) -> Margins:
    """Make a comparator of counts or shares by variable and level.

    Parameters
    ----------
    margins : mapping of str to mapping of str to float, or KnownTotals
        As for calibration: crossed variables, and their levels, are joined by a star. Whole numbers are
        counts of people, unless they add up to a hundred.
    title : str
        What to call it.

    Returns
    -------
    Margins
        For :func:`dueregard.voices.representation.represent`.
    """
    given = margins.margins if isinstance(margins, KnownTotals) else margins
    made = [
        Margin(
            variables=crossed(name),
            cells={crossed(level): value for level, value in cells.items()},
            counted=are_counts(list(cells.values())),
        )
        for name, cells in given.items()
    ]
    return Margins(title=title, margins=tuple(made))


def are_counts(values: Sequence[float]) -> bool:
    """Say whether figures without a telling name count people.

    Parameters
    ----------
    values : sequence of float
        Of all groups.

    Returns
    -------
    bool
        Whether they are whole numbers that do not add up to one or, about, to a hundred.

    Examples
    --------
    >>> are_counts([51, 49]), are_counts([0.51, 0.49]), are_counts([20, 40])
    (False, False, True)
    """
    whole = sum(values)
    return whole > 1 and not 98 <= whole <= 102 and all(float(value).is_integer() for value in values)


def refuse_mixed_shares(name: str, values: Sequence[float], *, title: str) -> None:
    """Refuse shares of one characteristic that add up to more than the whole, such as 0.5 beside 500.

    A share is a figure between 0 and 1; figures without any may be weighted counts. Shares of less than the
    whole are no fault: those who did not say may have been left out.

    Parameters
    ----------
    name : str
        The characteristic.
    values : sequence of float
        Shares or percentages of all groups.
    title : str
        What to call the table.

    Raises
    ------
    PeopleError
        When they cannot be shares.

    Examples
    --------
    >>> refuse_mixed_shares("sex", [0.51, 0.49], title="census.csv")
    >>> refuse_mixed_shares("sex", [0.5, 500], title="census.csv")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    dueregard.errors.PeopleError: The shares of 'sex' in census.csv add up to more than the whole. ...
    """
    whole = sum(values)
    most = 1 if max(values, default=0.0) <= 1 else 100
    if any(0 < value < 1 for value in values) and whole > most * (1 + _ROUNDED):
        raise PeopleError(
            f"The shares of {name!r} in {title} add up to more than the whole.",
            found=f"They add up to {whole:g}.",
            remedy="Give all groups shares, or all of them counts.",
        )


def _places(margin: Margin, variables: tuple[str, ...]) -> list[int] | None:
    """Where the variables asked for stand in a margin."""
    if margin.variables == ("",) and len(variables) == 1:
        return [0]
    found = [named(name, margin.variables) for name in variables]
    return [margin.variables.index(name) for name in found if name] if None not in found else None


def _collapsed(margin: Margin, places: Sequence[int]) -> Shares:
    sums: dict[Levels, float] = {}
    for levels, value in margin.cells.items():
        group = tuple(levels[place] for place in places)
        if all(is_stated(level) for level in group):
            sums[group] = sums.get(group, 0.0) + value
    values = np.array(list(sums.values()), float)
    if not values.sum() > 0:
        raise NotCompared(f"Nobody is in a group of {'*'.join(margin.variables)}.")
    shares = values / values.sum()
    whole = margin.counted and margin.asked is None and bool(np.all(values == np.round(values)))
    if margin.asked is None:
        return Shares(
            levels=tuple(sums), shares=shares, counts=values.round().astype(np.int64) if whole else None
        )
    return Shares(
        levels=tuple(sums),
        shares=shares,
        covariance=(np.diag(shares) - np.outer(shares, shares)) / margin.asked,
        people=np.round(shares * margin.asked).astype(np.int64),
    )
