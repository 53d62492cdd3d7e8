"""The fairest lottery over panels, and its content: what is published and committed to before the draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import UsageError
from dueregard.voices.panel.account import FeatureAccount, feature_accounts, smallest_without
from dueregard.voices.panel.excluded import Exclusion, excluded_types, exclusions
from dueregard.voices.panel.grouping import Grouped, grouped
from dueregard.voices.panel.identifiers import by_number
from dueregard.voices.panel.infeasible import check_possible
from dueregard.voices.panel.problem import TypeLottery
from dueregard.voices.panel.rounding import equal_tickets, few_panels
from dueregard.voices.panel.seeds import RULE, content_hash
from dueregard.voices.panel.solve import ALGORITHMS, solve
from dueregard.voices.panel.spreading import spread
from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.volunteers import Pool
from dueregard.voices.panel.witness import Witness, chance_witness

__all__ = ["PARTS", "Lottery", "make_lottery"]

PARTS = 10**12
"""Into how many equal parts shares are divided where tickets were not asked for."""
MOST_TICKETS = 100_000
_SOLVER_SEED = 1
_PROVED = {"leximin": "smallest", "maximin": "smallest", "minimax": "largest"}

Floats = NDArray[np.float64]
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lottery:
    """Who may be drawn, with which chance, and what proves it.

    Attributes
    ----------
    pool : Pool
        Volunteers.
    targets : Targets
        Quotas.
    group : Grouped
        The pool as types.
    optimum : TypeLottery
        The lottery over types and its certificate.
    probabilities : array of float, shape (n,)
        Everybody's selection probability in the optimal lottery.
    tickets : tuple of tuple of int, optional
        For each equal ticket the places in the pool of its people; None where there are no tickets.
    content : mapping
        What is committed to.
    sha256 : str
        Its hash.
    exclusions : tuple of Exclusion
        Who is on no panel, and why.
    accounts : tuple of FeatureAccount
        Chances by feature.
    smallest_without : mapping of str to float
        A bound of the smallest chance without each category's quotas.
    witness : Witness, optional
        Weights that prove the smallest chance of leximin and maximin, or the largest of minimax.
    """

    pool: Pool
    targets: Targets
    group: Grouped
    optimum: TypeLottery
    probabilities: Floats
    tickets: tuple[tuple[int, ...], ...] | None
    content: Mapping[str, Any]
    sha256: str
    exclusions: tuple[Exclusion, ...]
    accounts: tuple[FeatureAccount, ...]
    smallest_without: Mapping[str, float]
    witness: Witness | None

    @property
    def size(self) -> int:
        """Seats."""
        return self.group.problem.size

    @property
    def drawn_probabilities(self) -> Floats:
        """Everybody's share of the tickets; without tickets the same as `probabilities`."""
        if self.tickets is None:
            return self.probabilities
        counts = np.zeros(len(self.pool))
        for people in self.tickets:
            counts[list(people)] += 1
        return counts / len(self.tickets)

    @property
    def largest_change(self) -> float:
        """By how much tickets change anybody's chance at most."""
        return float(np.abs(self.drawn_probabilities - self.probabilities).max())

    @property
    def change_of_smallest(self) -> float:
        """By how much tickets lower the smallest chance."""
        return float(self.probabilities.min() - self.drawn_probabilities.min())


def make_lottery(
    pool: Pool,
    *,
    targets: Targets,
    size: int,
    algorithm: str = "leximin",
    tickets: int | None = None,
    time_limit: float = 300.0,
    progress: Progress | None = None,
) -> Lottery:
    """Find the fairest lottery over panels that meet the quotas.

    Parameters
    ----------
    pool : Pool
        Volunteers.
    targets : Targets
        Quotas.
    size : int
        Seats.
    algorithm : {"leximin", "maximin", "nash", "minimax", "goldilocks"}
        What fair means.
    tickets : int, optional
        Round the lottery to so many equal tickets.
    time_limit : float
        Seconds after which the best so far is taken, with its proven gap.
    progress : callable, optional
        Takes what is being done and the share that is done.

    Returns
    -------
    Lottery

    Raises
    ------
    InfeasibleQuotas
        When no panel meets the quotas.
    PeopleError
        When there are too few people.
    UsageError
        When an option is not known.
    """
    if algorithm not in ALGORITHMS:
        raise UsageError(f"There is no algorithm {algorithm!r}.", found=f"There are {', '.join(ALGORITHMS)}.")
    if tickets is not None and not 1 <= tickets <= MOST_TICKETS:
        raise UsageError(
            f"A lottery has from 1 to {MOST_TICKETS:,} tickets.", found=f"{tickets:,} were asked for."
        )
    tell = progress or (lambda _doing, _share: None)
    tell("Looking for a panel", 0.05)
    group = grouped(pool, targets=targets, size=size)
    check_possible(group, targets)
    optimum = solve(
        group.problem,
        algorithm=algorithm,
        seed=_SOLVER_SEED,
        time_limit=time_limit,
        progress=lambda share, doing: tell(doing, 0.1 + 0.6 * share),
    )
    tell("Writing the lottery", 0.75)
    out = excluded_types(group.problem, optimum.probabilities)
    dealt = None if tickets is None else _tickets(group, pool, optimum, tickets)
    content = _of_tickets(pool, size, dealt) if dealt is not None else _of_shares(pool, group, optimum)
    tell("Explaining the lottery", 0.85)
    probabilities = optimum.probabilities[group.types]
    ids = [[pool.ids[person] for person in people] for people in group.members]
    witness = None
    if algorithm in _PROVED:
        witness = chance_witness(group.problem, optimum, of=_PROVED[algorithm], excluded=out)
    return Lottery(
        pool=pool,
        targets=targets,
        group=group,
        optimum=optimum,
        probabilities=probabilities,
        tickets=dealt,
        content=content,
        sha256=content_hash(content),
        exclusions=tuple(exclusions(group.problem, targets, excluded=out, ids=ids)),
        accounts=feature_accounts(pool, targets, probabilities, size=size),
        smallest_without=smallest_without(group.problem, targets, counted=~out),
        witness=witness,
    )


def _tickets(group: Grouped, pool: Pool, optimum: TypeLottery, count: int) -> tuple[tuple[int, ...], ...]:
    rounded = equal_tickets(optimum, problem=group.problem, tickets=count)
    of_types = {
        "people": [sorted(pool.ids[person] for person in people) for people in group.members],
        "panels": rounded.panels.tolist(),
        "tickets": rounded.tickets.tolist(),
    }
    # Who of equals is on one ticket more follows from the pool: nobody can choose it.
    seed = int(content_hash(of_types), 16)
    return tuple(spread(rounded, group=group, generator=np.random.Generator(np.random.PCG64(seed))))


def _of_tickets(pool: Pool, size: int, tickets: Sequence[Sequence[int]]) -> dict[str, Any]:
    listed = [sorted((pool.ids[person] for person in people), key=by_number) for people in tickets]
    return {"rule": RULE, "size": size, "tickets": listed}


def _of_shares(pool: Pool, group: Grouped, optimum: TypeLottery) -> dict[str, Any]:
    shares = few_panels(optimum.panels, optimum.shares)
    parts = np.floor(shares * PARTS).astype(np.int64)
    left = PARTS - int(parts.sum())
    parts[np.argsort(-(shares * PARTS - parts), kind="stable")[:left]] += 1
    panels = [
        {"parts": count, "seats": [[kind, int(panel[kind])] for kind in np.flatnonzero(panel).tolist()]}
        for count, panel in zip(parts.tolist(), optimum.panels, strict=True)
        if count
    ]
    classes = [
        {
            "types": list(each.types),
            "homes": [[[pool.ids[person] for person in people] for people in home] for home in each.homes],
        }
        for each in group.classes
    ]
    return {"rule": RULE, "size": group.problem.size, "parts": PARTS, "panels": panels, "classes": classes}
