"""Which part each column seems to play; every column plays one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from dueregard.new.profile import Column, Profile, words_of
from dueregard.new.vocabulary import (
    AGE,
    BIRTH_YEAR,
    CHARACTERISTICS,
    CLUSTER,
    DIRECT_IDENTIFIER,
    FAMILY,
    IDENTIFIER,
    PLACES,
    REPLICATES,
    STRATA,
    WEIGHTS,
    first_match,
    matches,
)

__all__ = ["Roles", "sort_columns"]

FEWEST_REPLICATES = 8
"""Fewer numbered columns than this are not taken for replicate weights."""


@dataclass(slots=True, kw_only=True)
class Roles:
    """The parts that columns seem to play.

    Parameters
    ----------
    direct : list of Column
        What names a person outright: names, addresses, dates of birth.
    identifiers : list of Column
        What tells rows apart.
    constant : list of Column
        What has one value.
    replicates : dict
        From the beginning of their names to columns that look like replicate weights.
    weights, strata, clusters : list of Column
        The survey's design, the likeliest first.
    age, birth_year, age_band : Column or None
        Age.
    characteristics : dict
        From each characteristic to its column.
    spare : dict
        From each characteristic to further columns that look like it.
    places : dict
        From each level of geography to its column, the lowest first.
    family : list of Column
        What is about parents.
    others : list of Column
        The rest, where the outcomes are.
    """

    direct: list[Column] = field(default_factory=list)
    identifiers: list[Column] = field(default_factory=list)
    constant: list[Column] = field(default_factory=list)
    replicates: dict[str, list[Column]] = field(default_factory=dict)
    weights: list[Column] = field(default_factory=list)
    strata: list[Column] = field(default_factory=list)
    clusters: list[Column] = field(default_factory=list)
    age: Column | None = None
    birth_year: Column | None = None
    age_band: Column | None = None
    characteristics: dict[str, Column] = field(default_factory=dict)
    spare: dict[str, list[Column]] = field(default_factory=dict)
    places: dict[str, Column] = field(default_factory=dict)
    family: list[Column] = field(default_factory=list)
    others: list[Column] = field(default_factory=list)


def sort_columns(profile: Profile) -> Roles:
    """Give each column of a table the part it seems to play.

    Parameters
    ----------
    profile : Profile
        The table.

    Returns
    -------
    Roles
        The parts; a column is in one of them.
    """
    roles = Roles(replicates=_replicates(profile))
    numbered = {column.name for family in roles.replicates.values() for column in family}
    for column in profile.columns:
        if column.name in numbered:
            continue
        next(take for take in _TAKERS if take(column, roles))
    roles.weights.sort(key=lambda column: _rank(WEIGHTS, column.words))
    roles.clusters.sort(key=lambda column: _rank(CLUSTER, column.words))
    smallest_first = sorted(roles.places.items(), key=lambda found: -found[1].different)
    roles.places = dict(smallest_first)
    return roles


def _replicates(profile: Profile) -> dict[str, list[Column]]:
    """Find families of columns such as w_1, w_2, ... w_80."""
    families: dict[str, list[Column]] = {}
    for column in profile.columns:
        numbered = re.fullmatch(r"(.*?)\d+", column.name)
        if numbered and column.kind == "number" and (column.low or 0) >= 0:
            families.setdefault(numbered[1], []).append(column)
    return {
        stem: family
        for stem, family in families.items()
        if len(family) >= FEWEST_REPLICATES and matches(REPLICATES, words_of(stem))
    }


def _rank(patterns: tuple[str, ...], words: str) -> int:
    return next((rank for rank, pattern in enumerate(patterns) if matches(pattern, words)), len(patterns))


def _direct(column: Column, roles: Roles) -> bool:
    # A few names or postcodes shared by many are places or kinds, not persons.
    shared = column.coded and column.different < column.rows / 10
    if matches(DIRECT_IDENTIFIER, column.words) and not shared:
        roles.direct.append(column)
        return True
    return False


def _constant(column: Column, roles: Roles) -> bool:
    if column.different <= 1:
        roles.constant.append(column)
        return True
    return False


def _weight(column: Column, roles: Roles) -> bool:
    positive = column.kind == "number" and (column.low or 0) >= 0
    if positive and any(matches(pattern, column.words) for pattern in WEIGHTS):
        roles.weights.append(column)
        return True
    return False


def _stratum(column: Column, roles: Roles) -> bool:
    if matches(STRATA, column.words) and not column.unique:
        roles.strata.append(column)
        return True
    return False


def _cluster(column: Column, roles: Roles) -> bool:
    repeats = column.different < 0.95 * column.rows and not _is_measure(column)
    named = any(matches(pattern, column.words) for pattern in CLUSTER)
    if named and repeats and column.different > 1 and (column.different > 30 or "psu" in column.words):
        roles.clusters.append(column)
        return True
    return False


def _is_measure(column: Column) -> bool:
    return column.kind == "number" and not column.whole


def _identifier(column: Column, roles: Roles) -> bool:
    named = matches(IDENTIFIER, column.words) and not column.coded and not _is_measure(column)
    if column.unique or (named and column.valid):
        roles.identifiers.append(column)
        return True
    return False


def _age(column: Column, roles: Roles) -> bool:
    if roles.age is None and matches(AGE, column.words) and column.kind == "number" and column.different > 15:
        roles.age = column
        return True
    plausible = column.kind == "number" and (column.low or 0) > 1850 and column.whole
    if roles.birth_year is None and matches(BIRTH_YEAR, column.words) and plausible:
        roles.birth_year = column
        return True
    return False


def _family(column: Column, roles: Roles) -> bool:
    if matches(FAMILY, column.words) and column.coded:
        roles.family.append(column)
        return True
    return False


def _characteristic(column: Column, roles: Roles) -> bool:
    meaning = first_match(CHARACTERISTICS, column.words) if column.coded else None
    if meaning == "age" and roles.age_band is None:
        roles.age_band = column
    elif meaning and meaning != "age" and meaning not in roles.characteristics:
        roles.characteristics[meaning] = column
    elif meaning:
        roles.spare.setdefault(meaning, []).append(column)
    return meaning is not None


def _place(column: Column, roles: Roles) -> bool:
    level = first_match(PLACES, column.words) if column.kind == "text" or column.coded else None
    if level is None or column.unique:
        return False
    # Codes and names of the same level may stand side by side: the second keeps its own name.
    roles.places[level if level not in roles.places else column.words.replace(" ", "_")] = column
    return True


def _other(column: Column, roles: Roles) -> bool:
    roles.others.append(column)
    return True


_TAKERS: tuple[Callable[[Column, Roles], bool], ...] = (
    _constant,
    _direct,
    _weight,
    _stratum,
    _cluster,
    _identifier,
    _age,
    _family,
    _characteristic,
    _place,
    _other,
)
