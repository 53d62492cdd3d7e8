"""What was checked, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Check", "compare", "some"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that a published panel claims.

    Attributes
    ----------
    name : str
        Which: a word or two.
    passed : bool, optional
        Whether it is so; None when it was not checked.
    told : str
        What was found, as a sentence.
    """

    name: str
    passed: bool | None
    told: str

    def to_dict(self) -> dict[str, Any]:
        """The check for JSON.

        Returns
        -------
        dict
        """
        return {"check": self.name, "passed": self.passed, "told": self.told}


def compare(name: str, faults: Iterable[str], *, right: str) -> Check:
    """Make a check from the faults that were found.

    Parameters
    ----------
    name : str
        Which check.
    faults : iterable of str
        What is wrong; none when all is well.
    right : str
        What to say when all is well.

    Returns
    -------
    Check

    Examples
    --------
    >>> compare("size", [], right="Every panel has 2 people.").passed
    True
    """
    found = list(faults)
    return Check(name=name, passed=not found, told=" ".join(found) if found else right)


def some(things: Sequence[object], *, limit: int = 5) -> str:
    """Write the first few of many things.

    Parameters
    ----------
    things : sequence
        Ids or numbers.
    limit : int
        The most to write.

    Returns
    -------
    str

    Examples
    --------
    >>> some([1, 2, 3], limit=2)
    '1, 2 and 1 more'
    """
    texts = [str(thing) for thing in things]
    more = f" and {len(texts) - limit} more" if len(texts) > limit else ""
    return ", ".join(texts[:limit]) + more
