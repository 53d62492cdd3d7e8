"""From people to types: whom no rule tells apart, and how a panel of types is dealt to people.

Two people are one type when their features are equal and their households are equal as multisets of
features. A *class* is all h households with one multiset; its types share one rule, ``sum of z <= h``.

Any whole z that meets this rule can be dealt with at most one seat a household: put the h households in an
order, give the first z_1 of them to the first type, the next z_2 to the second, and so on. There are enough
households because the z add up to h at most, and every household of the class holds at least one person of
every type of the class, because its multiset says so. When the order is uniformly random, and so is the
choice within a household that holds more than one person of a type, every household is equally likely to
serve a type and so everyone of a type has the same chance, z_t / members_t. Conversely a panel of people with
at most one seat a household meets the rule. So the rules of types lose nothing, and by averaging over
exchanges of equal households and equal housemates, no lottery over people is fairer than one over types.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import PeopleError
from dueregard.voices.panel.problem import PanelProblem
from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.volunteers import Pool

__all__ = ["Grouped", "HouseholdClass", "grouped"]

Profile = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdClass:
    """Households that hold the same features.

    Attributes
    ----------
    types : tuple of int
        The types of their members.
    homes : tuple of tuple of tuple of int
        For each household, for each of `types`, the people of that type in it.
    """

    types: tuple[int, ...]
    homes: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouped:
    """A pool as types.

    Attributes
    ----------
    problem : PanelProblem
        The rules. Its first rows are the quotas, in the order of the targets; then one for each class of
        shared households.
    types : array of int, shape (n,)
        Everybody's type.
    classes : tuple of HouseholdClass
        Every type belongs to one.
    """

    problem: PanelProblem
    types: NDArray[np.int64]
    classes: tuple[HouseholdClass, ...]

    @property
    def members(self) -> list[list[int]]:
        """Places in the pool of the people of each type."""
        found: list[list[int]] = [[] for _ in range(len(self.problem.members))]
        for person, kind in enumerate(self.types):
            found[kind].append(person)
        return found


def grouped(pool: Pool, *, targets: Targets, size: int) -> Grouped:
    """Put people whom no rule tells apart together.

    Types have an order that does not depend on that of people.

    Parameters
    ----------
    pool : Pool
        Volunteers.
    targets : Targets
        Quotas.
    size : int
        Seats.

    Returns
    -------
    Grouped

    Raises
    ------
    PeopleError
        When there are not enough people, or addresses, for the seats.
    """
    homes: dict[int, list[int]] = {}
    for person, home in enumerate(pool.households):
        homes.setdefault(home, []).append(person)
    _refuse_too_few(pool, len(homes), size)
    profiles = _profiles(pool, targets)
    kinds: dict[tuple[Profile, ...], list[list[int]]] = {}
    for members in homes.values():
        kinds.setdefault(tuple(sorted(profiles[person] for person in members)), []).append(members)
    types = np.zeros(len(pool), dtype=np.int64)
    classes: list[HouseholdClass] = []
    shown: list[Profile] = []
    for multiset in sorted(kinds):
        distinct = sorted(set(multiset))
        first = len(shown)
        shown += distinct
        place = {profile: first + i for i, profile in enumerate(distinct)}
        ordered = sorted(kinds[multiset], key=lambda members: min(pool.ids[person] for person in members))
        for members in ordered:
            for person in members:
                types[person] = place[profiles[person]]
        classes.append(_class(ordered, tuple(place.values()), types, pool.ids))
    return Grouped(problem=_problem(pool, targets, size, types, classes), types=types, classes=tuple(classes))


def _refuse_too_few(pool: Pool, homes: int, size: int) -> None:
    if size < 1:
        raise PeopleError("A panel needs at least one seat.", found=f"The size is {size}.")
    if size > len(pool):
        raise PeopleError(
            f"A panel of {size} cannot be drawn from {len(pool)} people.",
            found=f"{pool.title} has {len(pool)} rows.",
            remedy=f"Give a --size of at most {len(pool)}, or recruit more people.",
        )
    if size > homes:
        raise PeopleError(
            f"A panel of {size} cannot be drawn from {homes} addresses.",
            found=f"{len(pool)} people live at {homes} addresses, and one of each can be on the panel.",
            remedy=f"Give a --size of at most {homes}, or leave --same-address out.",
        )


def _profiles(pool: Pool, targets: Targets) -> list[Profile]:
    """What rules see of each person: features, and which intersections count them.

    Values of a category that only intersections name matter no further.
    """
    plain = [name for name in targets.categories if targets.features(name)]
    crossed = [quota for quota in targets.quotas if quota.crossed]
    return [
        (
            *(pool.values[name][person] for name in plain),
            *(str(int(pool.counts(quota, person))) for quota in crossed),
        )
        for person in range(len(pool))
    ]


def _class(
    homes: Sequence[Sequence[int]], types: tuple[int, ...], type_of: NDArray[np.int64], ids: Sequence[str]
) -> HouseholdClass:
    # By id, so that a draw does not depend on the order of rows.
    return HouseholdClass(
        types=types,
        homes=tuple(
            tuple(
                tuple(sorted((p for p in members if type_of[p] == kind), key=lambda p: ids[p]))
                for kind in types
            )
            for members in homes
        ),
    )


def _problem(
    pool: Pool, targets: Targets, size: int, types: NDArray[np.int64], classes: Sequence[HouseholdClass]
) -> PanelProblem:
    count = sum(len(each.types) for each in classes)
    someone = dict(zip(types[::-1].tolist(), range(len(types) - 1, -1, -1), strict=True))
    sizes = Counter(types.tolist())
    members = np.array([sizes[kind] for kind in range(count)], dtype=np.int64)
    most = members.copy()
    rows = [[int(pool.counts(quota, someone[kind])) for kind in range(count)] for quota in targets.quotas]
    lower = [quota.minimum for quota in targets.quotas]
    upper = [quota.maximum for quota in targets.quotas]
    for each in classes:
        homes = len(each.homes)
        if all(len(people) == 1 for people in each.homes[0]) and len(each.types) == 1:
            continue
        most[list(each.types)] = homes
        if len(each.types) > 1:
            rows.append([int(kind in each.types) for kind in range(count)])
            lower.append(0)
            upper.append(homes)
    return PanelProblem(
        members=members,
        most=most,
        rows=np.array(rows, dtype=np.int8).reshape(-1, count),
        lower=np.array(lower, dtype=np.int64),
        upper=np.array(upper, dtype=np.int64),
        size=size,
    )
