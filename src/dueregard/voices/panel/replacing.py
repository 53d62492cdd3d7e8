"""After people drop out: the others stay, and the same quotas choose who joins them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dueregard.errors import UsageError
from dueregard.voices.panel.identifiers import listed
from dueregard.voices.panel.infeasible import InfeasibleQuotas
from dueregard.voices.panel.lottery import Lottery, make_lottery
from dueregard.voices.panel.programs import least_cost
from dueregard.voices.panel.targets import Quota, Targets
from dueregard.voices.panel.volunteers import Pool

__all__ = ["STAYS", "Vacancy", "from_reserves", "replacement_lottery", "vacancy"]

STAYS = "on the panel already"
_YES, _NO = "yes", "no"
PATIENCE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """Seats that have become free.

    Attributes
    ----------
    pool : Pool
        Everybody who volunteered.
    targets : Targets
        The quotas, as they were.
    stay : tuple of int
        Members who stay: places in the pool.
    left : tuple of int
        Everybody who dropped out, members or reserves.
    seats : int
        How many seats are free.
    """

    pool: Pool
    targets: Targets
    stay: tuple[int, ...]
    left: tuple[int, ...]
    seats: int


def vacancy(pool: Pool, *, targets: Targets, panel: Sequence[str], without: Sequence[str]) -> Vacancy:
    """Take people off a panel.

    Parameters
    ----------
    pool : Pool
        Everybody who volunteered.
    targets : Targets
        The quotas.
    panel : sequence of str
        Ids of the members.
    without : sequence of str
        Ids of those who dropped out; reserves and others who no longer want to take part may be among them.

    Returns
    -------
    Vacancy

    Raises
    ------
    UsageError
        When an id is not in the pool, or none of the members has dropped out.
    """
    place = {name: person for person, name in enumerate(pool.ids)}
    for names, what in ((panel, "of the panel"), (without, "that dropped out")):
        unknown = [name for name in names if name not in place]
        if unknown:
            raise UsageError(
                f"{pool.title} does not have {len(unknown)} of the ids {what}.",
                found=f"They are {listed(unknown)}.",
                remedy="Give the file of respondents that the panel was drawn from.",
            )
    gone = set(without)
    stay = tuple(place[name] for name in panel if name not in gone)
    if len(stay) == len(panel):
        raise UsageError(
            "None of those who dropped out is on the panel: there is nobody to replace.",
            remedy="Give ids of members.",
        )
    return Vacancy(
        pool=pool,
        targets=targets,
        stay=stay,
        left=tuple(sorted({place[name] for name in gone})),
        seats=len(panel) - len(stay),
    )


def from_reserves(free: Vacancy, reserves: Sequence[str]) -> tuple[int, ...] | None:
    """Take reserves for the free seats, the first that fit in their order.

    Parameters
    ----------
    free : Vacancy
        The seats.
    reserves : sequence of str
        Ids in the order in which they are asked.

    Returns
    -------
    tuple of int or None
        Places in the pool: the first reserve with whom the seats can be filled, then the next, and so on.
        None when the reserves cannot fill the seats within the quotas.
    """
    pool, targets = free.pool, free.targets
    place = {name: person for person, name in enumerate(pool.ids)}
    left, homes = set(free.left), {pool.households[person] for person in free.stay}
    people = [place[name] for name in reserves if name in place and place[name] not in left]
    people = [person for person in people if pool.households[person] not in homes]
    if len(people) < free.seats:
        return None
    counted = np.array([[pool.counts(quota, p) for p in people] for quota in targets.quotas], dtype=float)
    have = [sum(pool.counts(quota, person) for person in free.stay) for quota in targets.quotas]
    shared = _shared_homes([pool.households[person] for person in people])
    rows = np.vstack([counted.reshape(-1, len(people)), shared, np.ones((1, len(people)))])
    lower = [quota.minimum - n for quota, n in zip(targets.quotas, have, strict=True)]
    upper = [quota.maximum - n for quota, n in zip(targets.quotas, have, strict=True)]
    lower, upper = [*lower, *[0] * len(shared), free.seats], [*upper, *[1] * len(shared), free.seats]

    def fills(most: np.ndarray, first: list[int]) -> bool:
        wanted = np.zeros((1, len(people)))
        wanted[0, first] = 1
        return (
            least_cost(
                np.zeros(len(people)),
                rows=np.vstack([rows, wanted]),
                lower=[*lower, len(first)],
                upper=[*upper, len(first)],
                most=most,
                seconds=PATIENCE,
            )
            is not None
        )

    return _in_order(fills, people, free.seats)


def replacement_lottery(
    free: Vacancy,
    *,
    tickets: int | None = None,
    time_limit: float = 300.0,
    progress: Callable[[str, float], None] | None = None,
) -> Lottery:
    """Make a leximin lottery over all ways to fill the free seats from the whole pool.

    Parameters
    ----------
    free : Vacancy
        The seats.
    tickets, time_limit, progress
        As for :func:`~.lottery.make_lottery`.

    Returns
    -------
    Lottery
        Over whole panels: those who stay have probability 1, those who dropped out are not in its pool.

    Raises
    ------
    InfeasibleQuotas
        When the seats cannot be filled within the quotas, with the least relaxation; nobody who stays is
        asked to leave.
    """
    left = set(free.left)
    pool = free.pool.only([person for person in range(len(free.pool)) if person not in left])
    stay = {free.pool.ids[person] for person in free.stay}
    marked = tuple(_YES if name in stay else _NO for name in pool.ids)
    rule = Quota(categories=(STAYS,), features=(_YES,), minimum=len(stay), maximum=len(stay), firm=True)
    rest = Quota(categories=(STAYS,), features=(_NO,), minimum=free.seats, maximum=free.seats, firm=True)
    pool = replace(pool, values={**pool.values, STAYS: marked})
    targets = replace(free.targets, quotas=(*free.targets.quotas, rule, rest))
    try:
        return make_lottery(
            pool,
            targets=targets,
            size=len(stay) + free.seats,
            tickets=tickets,
            time_limit=time_limit,
            progress=progress,
        )
    except InfeasibleQuotas as error:
        seats = "The free seat cannot" if free.seats == 1 else f"The {free.seats} free seats cannot"
        raise InfeasibleQuotas(
            f"{seats} be filled within the quotas while the other {len(stay)} members stay.",
            found=error.found,
            remedy=error.remedy,
            relaxations=error.relaxations,
            conflict=error.conflict,
            within_flex=error.within_flex,
        ) from None


def _shared_homes(homes: Sequence[int]) -> np.ndarray:
    shared = [home for home in dict.fromkeys(homes) if homes.count(home) > 1]
    return np.array([[float(home == each) for home in homes] for each in shared]).reshape(-1, len(homes))


def _in_order(
    fills: Callable[[np.ndarray, list[int]], bool], people: Sequence[int], seats: int
) -> tuple[int, ...] | None:
    most, chosen = np.ones(len(people)), list[int]()
    if not fills(most, chosen):
        return None
    for candidate in range(len(people)):
        if len(chosen) == seats:
            break
        if fills(most, [*chosen, candidate]):
            chosen.append(candidate)
        else:
            most[candidate] = 0
    return tuple(people[candidate] for candidate in chosen)
