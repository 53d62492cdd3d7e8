"""Types of birth in words: "born to parents whose occupation is routine, in Harbour or Marsh"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

__all__ = ["level_words", "listed", "type_words"]

_RELATIVES = {"parent": "parents", "parental": "parents", "father": "a father", "mother": "a mother"}
_RELATIVE = re.compile(r"^(parent|parental|father|mother)(?:['’]?s['’]?)?[\s_]+(\S.*)$", re.IGNORECASE)
_PLACES = ("place", "places", "area")
_KIND_OF_PLACE = re.compile(
    r"size|type|kind|popul|densit|distance|rank|decile|quintile|depriv|urban", re.IGNORECASE
)


def listed(names: Sequence[str], *, last: str = "or") -> str:
    """List names as a sentence does.

    Parameters
    ----------
    names : sequence of str
        What is listed.
    last : str
        The word before the last one.

    Returns
    -------
    str
        In words.

    Examples
    --------
    >>> listed(["Harbour", "Marsh", "Quay"])
    'Harbour, Marsh or Quay'
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def level_words(levels: Sequence[str], among: Sequence[str], *, most: int = 4, place: bool = False) -> str:
    """Say which levels of a circumstance are meant, in few words where they are many.

    Parameters
    ----------
    levels : sequence of str
        Those that are meant.
    among : sequence of str
        All that there are.
    most : int
        Longer lists are shortened.
    place : bool
        Whether levels are places.

    Returns
    -------
    str
        In words.

    Examples
    --------
    >>> wards = ["Abbey", "Dock", "Harbour", "Hill", "Marsh", "Mill", "Quay"]
    >>> level_words(wards[2:4], wards), level_words(wards[:6], wards, place=True)
    ('Harbour or Hill', 'anywhere but Quay')
    >>> level_words(wards[:5], wards, most=3)
    'any but Mill or Quay'
    >>> level_words(wards[:4], wards, most=3)
    'any but Marsh, Mill or Quay'
    >>> level_words(wards[:4], [*wards, "Rise", "Spire"], most=3)
    'Abbey, Dock or one of 2 others'
    """
    meant = set(levels)
    others = [level for level in among if level not in meant]
    if len(levels) > most and 0 < len(others) <= min(most, len(levels) - 1):
        return f"{'anywhere' if place else 'any'} but {listed(others)}"
    if len(levels) > most:
        named = list(levels[: most - 1])
        return listed([*named, f"one of {len(levels) - len(named)} others"])
    return listed(levels)


def type_words(
    profile: Mapping[str, Sequence[str]],
    *,
    levels: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
    groups: Mapping[str, str],
    phrases: Mapping[str, str],
    most: int = 4,
) -> str:
    """Describe people of a type by the levels of the circumstances that tell them from others.

    Parameters
    ----------
    profile : mapping of str to sequence of str
        Levels by circumstance, only of those that a tree has split by.
    levels : mapping of str to sequence of str
        All levels by circumstance.
    labels : mapping of str to str
        Words for circumstances.
    groups : mapping of str to str
        The kind of circumstance that each is: ``family``, ``ethnic_origin``, ``place`` or another.
    phrases : mapping of str to str
        Ways to say it, with ``{}`` for the levels; others are made from labels.
    most : int
        Longer lists of levels are shortened.

    Returns
    -------
    str
        In words.

    Examples
    --------
    >>> type_words(
    ...     {"parent_occupation": ["routine"], "ward": ["Harbour", "Marsh"]},
    ...     levels={"parent_occupation": ["routine", "managerial"], "ward": ["Harbour", "Marsh", "Quay"]},
    ...     labels={"parent_occupation": "parents' occupation", "ward": "ward"},
    ...     groups={"parent_occupation": "family", "ward": "place"},
    ...     phrases={},
    ... )
    'born to parents whose occupation is routine, in Harbour or Marsh'
    """
    born: dict[str, list[str]] = {}
    own: list[str] = []
    where: list[str] = []
    more: list[str] = []
    for name, chosen in profile.items():
        group = groups.get(name, "").casefold()
        said = level_words(chosen, levels[name], most=most, place=group in _PLACES)
        label = labels.get(name, name.replace("_", " "))
        relative = _RELATIVE.match(label)
        if name in phrases:
            own.append(phrases[name].replace("{}", said))
        elif relative:
            who = _RELATIVES[relative[1].casefold()]
            born.setdefault(who, []).append(f"whose {_lower(relative[2])} is {said}")
        elif group in _PLACES and not _KIND_OF_PLACE.search(label):
            where.append(said if said.startswith("anywhere") else f"in {said}")
        elif group in _PLACES:
            where.append(f"where {_lower(label)} is {said.replace('anywhere', 'any')}")
        elif "ethnic" in label.casefold():
            more.append(f"of {_lower(label)} {said}")
        else:
            more.append(f"with {_lower(label)} {said}")
    parents = [f"{who} {' and '.join(said)}" for who, said in born.items()]
    family = [f"to {' and '.join(parents)}"] if parents else []
    parts = [*own, *family, *where, *more]
    if not parts:
        return "everybody"
    starts = parts[0].startswith("to ")
    return f"{'born' if starts else 'people'} {', '.join(parts)}"


def _lower(label: str) -> str:
    """Begin with a small letter, unless the word is an abbreviation."""
    first = label.split(maxsplit=1)[0] if label.split() else label
    return label if first[1:] != first[1:].lower() or len(first) == 1 else label[:1].lower() + label[1:]
