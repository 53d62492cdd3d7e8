"""What participants declared of themselves: the levels of a characteristic, or of several crossed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.grouping import sorted_codes
from dueregard.errors import ColumnNotFound, UsageError
from dueregard.voices.opinions.votes import Votes
from dueregard.voices.representation.matching import is_stated

__all__ = ["MOST_LEVELS", "NOT_DECLARED", "Declared", "declared", "named_characteristics"]

NOT_DECLARED = "(not declared)"
"""What participants are called who did not declare a characteristic."""

MOST_LEVELS = 50
"""A characteristic with more levels than this is not looked at unless it is named."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Declared:
    """Who declared which level.

    Attributes
    ----------
    name : str
        The characteristic; crossed ones are joined by a star.
    levels : tuple of str
        The levels that somebody declared, in order; those of crossed ones are joined by a star.
    place : array of int, shape (participants,)
        The level of each participant; -1 for whoever did not declare it.
    columns : tuple of str
        The characteristics that are crossed; one where nothing is.
    keys : tuple of tuple of str
        Each level as a level of each of the columns.
    """

    name: str
    levels: tuple[str, ...]
    place: NDArray[np.int64] = field(repr=False)
    columns: tuple[str, ...] = ()
    keys: tuple[tuple[str, ...], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not self.columns:
            object.__setattr__(self, "columns", (self.name,))
            object.__setattr__(self, "keys", tuple((level,) for level in self.levels))

    @property
    def groups(self) -> tuple[dict[str, str], ...]:
        """Each level as the groups of a record: by column."""
        return tuple(dict(zip(self.columns, key, strict=True)) for key in self.keys)

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many declared each level, shape (levels,)."""
        return np.bincount(self.place[self.place >= 0], minlength=len(self.levels))

    @property
    def not_declared(self) -> int:
        """How many did not."""
        return int((self.place < 0).sum())

    @property
    def words(self) -> NDArray[np.object_]:
        """The level of each participant as text, :data:`NOT_DECLARED` included."""
        texts = np.array([*self.levels, NOT_DECLARED], dtype=object)
        return texts[self.place]


def declared(votes: Votes, name: str) -> Declared:
    """Find the levels of a characteristic.

    Parameters
    ----------
    votes : Votes
        With the characteristics of those who voted.
    name : str
        A characteristic, or several joined by a star, such as ``sex*age``.

    Returns
    -------
    Declared
        Its levels.

    Raises
    ------
    ColumnNotFound
        When participants were not asked for it.

    Examples
    --------
    >>> import numpy as np
    >>> votes = Votes(
    ...     participants=("a", "b", "c"),
    ...     statements=(),
    ...     participant=np.array([], np.int32),
    ...     statement=np.array([], np.int32),
    ...     value=np.array([], np.int8),
    ...     kept=np.array([], bool),
    ...     characteristics={"sex": np.array(["f", None, "m"], object)},
    ... )
    >>> found = declared(votes, "sex")
    >>> found.levels, found.place, found.not_declared
    (('f', 'm'), array([ 0, -1,  1]), 1)
    """
    columns = _columns(votes, name)
    parts = [votes.characteristics[each] for each in columns]
    rows = [
        None if any(part is None or not is_stated(str(part)) for part in row) else tuple(map(str, row))
        for row in zip(*parts, strict=True)
    ]
    known = {row for row in rows if row is not None}
    orders = [sorted_codes(sorted(set(column))) for column in zip(*known, strict=True)]
    keys = sorted(known, key=lambda key: [order.index(code) for order, code in zip(orders, key, strict=True)])
    places: dict[tuple[str, ...] | None, int] = {key: place for place, key in enumerate(keys)}
    return Declared(
        name=name,
        levels=tuple("*".join(key) for key in keys),
        place=np.array([places.get(row, -1) for row in rows], dtype=np.int64),
        columns=tuple(columns),
        keys=tuple(keys),
    )


def named_characteristics(votes: Votes, names: Iterable[str] | None) -> tuple[Sequence[str], list[str]]:
    """Choose which characteristics are looked at.

    Parameters
    ----------
    votes : Votes
        With the characteristics of those who voted.
    names : iterable of str, optional
        Those that were asked for; by default all with at most :data:`MOST_LEVELS` levels.

    Returns
    -------
    sequence of str
        Their names.
    list of str
        Why others are left out.

    Raises
    ------
    ColumnNotFound
        When one was asked for that participants were not.
    """
    if names is not None:
        asked = list(dict.fromkeys(names))
        for name in asked:
            _columns(votes, name)
        return asked, []
    found, notes = [], []
    for name in votes.characteristics:
        levels = len(declared(votes, name).levels)
        if levels > MOST_LEVELS:
            notes.append(
                f"{name!r} has {levels:,} levels and is left out; put it into bands, or name it with --by."
            )
        elif levels:
            found.append(name)
        else:
            notes.append(f"Nobody declared {name!r}; it is left out.")
    return found, notes


def _columns(votes: Votes, name: str) -> list[str]:
    """Find the characteristics that a name crosses, without regard to case."""
    known = {each.casefold(): each for each in votes.characteristics}
    if name.casefold() in known:
        return [known[name.casefold()]]
    parts = [part.strip() for part in name.split("*")]
    if not known:
        raise UsageError(
            f"There is no characteristic {name!r}: nothing is known of the participants.",
            remedy="Give a table of participants with --participants.",
        )
    for part in parts:
        if part.casefold() not in known:
            raise ColumnNotFound(part, votes.characteristics, where="The table of participants")
    return [known[part.casefold()] for part in parts]
