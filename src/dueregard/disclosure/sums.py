"""Which groups add up to which: levels to everyone, crossings to their margins, wards to their district.

Every sum has a *rest*: the people of the whole who are in none of the parts, because their level is not
known or because parts of theirs are not shown. An outsider finds the rest by subtraction, so it is a group
like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["APART", "EVERYBODY", "REST", "Group", "Item", "Nesting", "Sum", "apart_among", "sums_of"]

Item = tuple[str, str]
Group = frozenset[Item]
Nesting = tuple[tuple[Item, Item], ...]

EVERYBODY: Group = frozenset()
APART = frozenset({"option"})
"""Variables whose levels are of the same people, such as what could be done: they do not add up."""
OF_A_MODEL = frozenset({"estimator", "component"})
"""Where both are, they tell values of one model of the same people apart."""
REST = "(rest)"


def apart_among(names: Collection[str]) -> frozenset[str]:
    """Find the variables whose levels are of the same people.

    Parameters
    ----------
    names : collection of str
        The variables of a cell.

    Returns
    -------
    frozenset of str
        Those that do not add up.

    Examples
    --------
    >>> sorted(apart_among(["option", "ward"])), sorted(apart_among(["component", "estimator"]))
    (['option'], ['component', 'estimator'])
    """
    found = APART.intersection(names)
    return found | OF_A_MODEL if OF_A_MODEL.issubset(names) else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Groups without people in common, all of them inside one other.

    Parameters
    ----------
    whole : frozenset of (str, str)
        The group that they are in; the empty one is everybody.
    parts : tuple of frozenset of (str, str)
        The groups.
    rest : frozenset of (str, str)
        A name for those of the whole who are in no part.
    nested : bool
        Whether the parts are of another variable that lies inside the whole's, as wards are in districts.
        Then those of the rest may be in a part that belongs to no single whole.
    """

    whole: Group
    parts: tuple[Group, ...]
    rest: Group
    nested: bool


@lru_cache(maxsize=256)
def sums_of(groups: frozenset[Group], nesting: Nesting = ()) -> tuple[Sum, ...]:
    """List the sums among groups.

    Parameters
    ----------
    groups : frozenset of groups
        Those of which something is shown or withheld.
    nesting : tuple of pairs of (str, str)
        Levels inside other levels.

    Returns
    -------
    tuple of Sum
        Of every set of variables to every smaller one that is there, and to everybody, who are counted even
        if nothing is shown of them: anybody may know how many they are.

    Examples
    --------
    >>> wards = [frozenset({("ward", name)}) for name in "ab"]
    >>> [(len(each.parts), set(each.rest)) for each in sums_of(frozenset(wards))]
    [(2, {('ward', '(rest)')})]
    """
    return tuple(_sums(groups, _outer(nesting)))


def _outer(nesting: Nesting) -> Mapping[Item, frozenset[Item]]:
    """Find everything that each level is in, at any remove."""
    known: dict[Item, set[Item]] = defaultdict(set)
    for inner, outer in nesting:
        known[inner].add(outer)
    found: dict[Item, frozenset[Item]] = {}
    for inner in list(known):
        seen, waiting = {inner}, [inner]
        while waiting:
            for outer in known.get(waiting.pop(), ()):
                if outer not in seen:
                    seen.add(outer)
                    waiting.append(outer)
        found[inner] = frozenset(seen - {inner})
    return found


def _sums(groups: frozenset[Group], outer: Mapping[Item, frozenset[Item]]) -> Iterator[Sum]:
    families: dict[frozenset[str], list[Group]] = defaultdict(list)
    for group in sorted(groups, key=sorted):
        families[frozenset(name for name, _ in group)].append(group)
    wholes = sorted({*families, frozenset()}, key=sorted)
    for variables, members in families.items():
        # What each member says of other variables: its own level, or the one that its level is in.
        said = [_said(group, outer) for group in members]
        reached = variables | {name for each in said for name in each}
        for whole_of in wholes:
            if whole_of != variables and whole_of <= reached:
                yield from _parted(whole_of, variables, members, said, groups)


def _said(group: Group, outer: Mapping[Item, frozenset[Item]]) -> dict[str, Item]:
    found = {name: (name, level) for item in group for name, level in sorted(outer.get(item, ()))}
    return {**found, **{name: (name, level) for name, level in group}}


def _parted(
    whole_of: frozenset[str],
    variables: frozenset[str],
    members: Iterable[Group],
    said: Iterable[Mapping[str, Item]],
    groups: frozenset[Group],
) -> Iterator[Sum]:
    inside: dict[Group, list[Group]] = defaultdict(list)
    for group, levels in zip(members, said, strict=True):
        if all(name in levels for name in whole_of):
            inside[frozenset(levels[name] for name in whole_of)].append(group)
    for whole, parts in inside.items():
        if whole in groups or not whole_of:
            nested = not whole_of <= variables
            # Levels that happen to lie inside the whole, and a crossing with it, leave different people over.
            names = {f"(inside) {', '.join(sorted(variables))}"} if nested else variables - whole_of
            rest = whole | {(name, REST) for name in names}
            yield Sum(whole=whole, parts=tuple(parts), rest=rest, nested=nested)
