"""A lottery with any shares as one of equal tickets, so that a public draw picks a number.

Everybody's chance becomes a number of tickets, so it moves by up to half a ticket's worth at best. The steps:
a basic solution with few panels, whole tickets of each, the rest by largest remainder, and then single
tickets moved between panels while that brings chances nearer to those of the lottery.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.problem import TypeLottery
from dueregard.voices.panel.programs import vertex

__all__ = ["TypeTickets", "equal_tickets", "few_panels"]

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
NEGLIGIBLE = 1e-12
WITHIN = 1e-9
_POWER = 6
_SWEEPS = 400


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TypeTickets:
    """Equal tickets over panels of types.

    Attributes
    ----------
    panels : array of int, shape (S, T)
        How many of each type each panel holds.
    tickets : array of int, shape (S,)
        How many tickets each panel has; all positive.
    """

    panels: Counts
    tickets: Counts

    def probabilities(self, members: Counts) -> Floats:
        """Return the mean selection probability of the members of each type.

        Parameters
        ----------
        members : array of int, shape (T,)
            How many people each type has.

        Returns
        -------
        array of float, shape (T,)
        """
        chances: Floats = self.tickets @ self.panels / (members * self.tickets.sum())
        return chances


def equal_tickets(lottery: TypeLottery, *, members: Counts, tickets: int) -> TypeTickets:
    """Round a lottery to equal tickets.

    Parameters
    ----------
    lottery : TypeLottery
        Panels and their shares.
    members : array of int, shape (T,)
        How many people each type has.
    tickets : int
        How many tickets there shall be.

    Returns
    -------
    TypeTickets

    Notes
    -----
    By the theorem of Beck and Fiala the largest change can be kept below seats/tickets (Flanigan, Kehne and
    Procaccia, 2021, Fair Sortition Made Transparent); what is reached is far less, and always stated.
    """
    shares = few_panels(lottery.panels, lottery.shares)
    wanted = tickets * (lottery.probabilities * members)
    start = np.floor(tickets * shares + NEGLIGIBLE).astype(np.int64)
    remainder = tickets * shares - start
    left = tickets - int(start.sum())
    start[np.argsort(-remainder, kind="stable")[:left]] += 1
    found = _moved(start, lottery.panels, wanted, members)
    used = found > 0
    return TypeTickets(panels=lottery.panels[used], tickets=found[used])


def few_panels(panels: Counts, shares: Floats) -> Floats:
    """Find shares with the same probabilities and at most T + 1 panels: a basic solution.

    Parameters
    ----------
    panels : array of int, shape (S, T)
        Panels.
    shares : array of float, shape (S,)
        Their shares.

    Returns
    -------
    array of float, shape (S,)
        Shares, most of them 0 when there are many panels; the given ones when they are few already.
    """
    count, kinds = panels.shape
    if count <= kinds + 1:
        return shares
    wanted = np.append(shares @ panels, 1.0)
    # Any cost will do: the panels with large shares first.
    basic = vertex(
        -shares,
        rows=np.vstack([panels.T, np.ones(count)]),
        lower=wanted - WITHIN,
        upper=wanted + WITHIN,
        most=np.ones(count),
    )
    if basic is None:
        return shares
    found = np.maximum(basic.point, 0.0)
    found[found < NEGLIGIBLE] = 0.0
    few: Floats = found / found.sum()
    return few


def _moved(start: Counts, panels: Counts, wanted: Floats, members: Counts) -> Counts:
    """Move single tickets between panels while the worst deviations shrink.

    The measure is the sum over people of the sixth power of the deviation of their type's tickets a head:
    near the largest deviation, but smooth.
    """
    tickets = start.copy()
    weights = panels / members
    aim = wanted / members
    off = tickets @ weights - aim
    value = _badness(off, members)
    for _ in range(_SWEEPS):
        slope = weights @ (members * off ** (_POWER - 1))
        taken = np.flatnonzero(tickets)
        worst = taken[np.argsort(-slope[taken], kind="stable")[:40]]
        best = np.argsort(slope, kind="stable")[:40]
        moved = off[None, None, :] - weights[worst][:, None, :] + weights[best][None, :, :]
        values = (members * moved**_POWER).sum(axis=-1)
        place = int(np.argmin(values))
        if values.flat[place] >= value * (1 - 1e-9):
            return tickets
        i, j = np.unravel_index(place, values.shape)
        tickets[worst[i]] -= 1
        tickets[best[j]] += 1
        off, value = moved[i, j].copy(), float(values[i, j])
    return tickets


def _badness(off: Floats, members: Counts) -> float:
    return float((members * off**_POWER).sum())
