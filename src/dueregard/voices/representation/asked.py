"""What a body is to be compared by: characteristics, and several crossed, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dueregard.errors import UsageError

__all__ = ["Asked", "asked_from", "bands_from"]

_CROSS = re.compile(r"\s*[*×]\s*|\s+x\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One comparison.

    Attributes
    ----------
    name : str
        What it is called in results.
    body : tuple of str
        Its variables, as the body has them.
    comparator : tuple of str
        The same, as the comparators have them.
    """

    name: str
    body: tuple[str, ...]
    comparator: tuple[str, ...]


def asked_from(texts: Iterable[str]) -> tuple[Asked, ...]:
    """Read what was asked for.

    Parameters
    ----------
    texts : iterable of str
        Characteristics; ``a*b`` or ``a x b`` crosses them; ``mine=theirs`` names one that the comparators
        call otherwise.

    Returns
    -------
    tuple of Asked
        Each once, in order.

    Raises
    ------
    UsageError
        When nothing is asked for, or a name is empty or twice in a crossing.

    Examples
    --------
    >>> [(each.name, each.comparator) for each in asked_from(["sex", "sex x eth=ethnicity"])]
    [('sex', ('sex',)), ('sex*eth', ('sex', 'ethnicity'))]
    """
    found: dict[str, Asked] = {}
    for text in texts:
        pairs = [_pair(part, text) for part in _CROSS.split(text.strip())]
        body = tuple(mine for mine, _ in pairs)
        if len(set(body)) < len(body):
            raise UsageError(f"{text!r} crosses {body[0]!r} with itself.", remedy="Name two characteristics.")
        asked = Asked(name="*".join(body), body=body, comparator=tuple(theirs for _, theirs in pairs))
        found.setdefault(asked.name, asked)
    if not found:
        raise UsageError("Nothing is named to compare by.", remedy="Give --by, for instance --by sex,age.")
    return tuple(found.values())


def bands_from(texts: Iterable[str]) -> Mapping[str, tuple[float, ...]]:
    """Read lower ends of bands.

    Parameters
    ----------
    texts : iterable of str
        Such as ``age=0,16,65``.

    Returns
    -------
    mapping of str to tuple of float
        By column.

    Raises
    ------
    UsageError
        When one is not so written.

    Examples
    --------
    >>> bands_from(["age=0,16,65"])
    {'age': (0.0, 16.0, 65.0)}
    """
    found = {}
    for text in texts:
        name, _, ends = text.partition("=")
        try:
            found[name.strip()] = tuple(float(end) for end in ends.split(","))
        except ValueError:
            raise UsageError(
                f"Bands are not understood: {text!r}.",
                remedy="Write a column and the lower ends of its bands: age=0,16,35,55,75.",
            ) from None
    return found


def _pair(part: str, text: str) -> tuple[str, str]:
    mine, equals, theirs = (each.strip() for each in part.partition("="))
    if not mine or (equals and not theirs):
        raise UsageError(
            f"{text!r} does not name a characteristic.",
            remedy="Write --by sex,ethnicity; sex*ethnicity crosses them; mine=theirs translates a name.",
        )
    return mine, theirs or mine
