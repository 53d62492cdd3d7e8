"""A lottery with any shares as one of equal tickets, so that a public draw picks a number.

Everybody's chance becomes a number of tickets, so it moves by up to half a ticket's worth at best. The steps:
a basic solution with few panels, whole tickets of each, the rest by largest remainder, and then single
tickets moved between panels, and to new ones, while that brings chances nearer to those of the lottery.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.problem import PanelProblem, TypeLottery
from dueregard.voices.panel.programs import best_panel, vertex

__all__ = ["TypeTickets", "equal_tickets", "few_panels"]

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
NEGLIGIBLE = 1e-12
WITHIN = 1e-9
_POWER = 6
_MOVES = 400
_NEW_PANELS = 100
_TRIED = 30
_ABOVE_ALL = 8.0
NEAR_WHOLE = 1e-4
_PATIENCE = 5.0


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


def equal_tickets(lottery: TypeLottery, *, problem: PanelProblem, tickets: int) -> TypeTickets:
    """Round a lottery to equal tickets.

    Parameters
    ----------
    lottery : TypeLottery
        Panels and their shares.
    problem : PanelProblem
        Which panels are allowed.
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
    wanted = tickets * (lottery.probabilities * problem.members)
    start = np.floor(tickets * shares + NEGLIGIBLE).astype(np.int64)
    remainder = tickets * shares - start
    left = tickets - int(start.sum())
    start[np.argsort(-remainder, kind="stable")[:left]] += 1
    panels, found = _moved(start, problem, lottery.panels, wanted)
    used = found > 0
    return TypeTickets(panels=panels[used], tickets=found[used])


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


def _moved(start: Counts, problem: PanelProblem, panels: Counts, wanted: Floats) -> tuple[Counts, Counts]:
    """Move single tickets between panels, and to new ones, while chances come nearer.

    A new panel is the one with the steepest descent.
    """
    measure = _Measure(problem.members, wanted / problem.members)
    tickets = start.copy()
    for _ in range(_NEW_PANELS):
        tickets, off = _settled(tickets, panels / problem.members, measure)
        if not measure.beyond(off).any():
            break
        new = _helpful(off, tickets, problem, panels, measure)
        if new is None:
            break
        panels, tickets = np.vstack([panels, new]), np.append(tickets, 0)
    return panels, tickets


class _Measure:
    """How bad deviations are, in tickets a head of each type.

    The sum over people of the sixth power, near the largest deviation but smooth; and above all the square of
    what lies beyond the whole numbers next to the number aimed at: within them nobody, as the tickets of a
    type are spread level, gains or loses a whole ticket.
    """

    def __init__(self, members: Counts, aim: Floats) -> None:
        self.members, self.aim = members, aim
        self.least = np.floor(aim + NEAR_WHOLE) - aim - NEAR_WHOLE
        self.most = np.ceil(aim - NEAR_WHOLE) - aim + NEAR_WHOLE

    def beyond(self, off: Floats) -> Floats:
        """How far deviations lie beyond the next whole numbers, with their sign."""
        found: Floats = np.minimum(off - self.least, 0.0) + np.maximum(off - self.most, 0.0)
        return found

    def value(self, off: Floats) -> Floats:
        """The measure of deviations, along the last axis."""
        squared, beyond = off * off, self.beyond(off)
        total: Floats = np.asarray(
            (squared * squared * squared + _ABOVE_ALL * beyond * beyond) @ self.members
        )
        return total

    def slope(self, off: Floats, power: int) -> Floats:
        """How it rises with a ticket a head, for one person of each type."""
        found: Floats = off**power + _ABOVE_ALL * self.beyond(off)
        return found


def _settled(tickets: Counts, weights: Floats, measure: _Measure) -> tuple[Counts, Floats]:
    """Move tickets between panels until no single move helps."""
    tickets = tickets.copy()
    off = tickets @ weights - measure.aim
    value = measure.value(off)
    for _ in range(_MOVES):
        slope = weights @ (measure.members * measure.slope(off, _POWER - 1))
        taken = np.flatnonzero(tickets)
        worst = taken[np.argsort(-slope[taken], kind="stable")[:_TRIED]]
        best = np.argsort(slope, kind="stable")[:_TRIED]
        moved = off - weights[worst][:, None, :] + weights[best][None, :, :]
        values = measure.value(moved)
        place = int(np.argmin(values))
        if values.flat[place] >= value * (1 - 1e-9):
            break
        i, j = np.unravel_index(place, values.shape)
        tickets[worst[i]] -= 1
        tickets[best[j]] += 1
        off, value = moved[i, j].copy(), values[i, j]
    return tickets, off


def _helpful(
    off: Floats, tickets: Counts, problem: PanelProblem, panels: Counts, measure: _Measure
) -> Counts | None:
    """A new panel worth a ticket of another: of flatter slopes too, as a ticket is a long step."""
    taken = panels[tickets > 0]
    value = measure.value(off)
    for power in (5, 3):
        try:
            found = best_panel(problem, -measure.slope(off, power), seconds=_PATIENCE)
        except TimeoutError:
            return None
        if found is None:
            return None
        moved = off + (found.values - taken) / problem.members
        if measure.value(moved).min() < value * (1 - 1e-9):
            return found.values
    return None
