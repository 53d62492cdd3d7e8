"""Tickets of people from tickets of types: everyone of a type is on as many tickets, give or take one.

Ticket by ticket, those of a type go first who are on the fewest tickets so far; who is level is shuffled.
People who share addresses get there by exchanges of households: at first a ticket may have to take somebody
who is on more tickets already, because the household of another is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.grouping import Grouped, HouseholdClass
from dueregard.voices.panel.rounding import TypeTickets

__all__ = ["spread"]

_SWEEPS = 60


def spread(tickets: TypeTickets, *, group: Grouped, generator: np.random.Generator) -> list[tuple[int, ...]]:
    """Deal every ticket to people, and shuffle the tickets.

    Parameters
    ----------
    tickets : TypeTickets
        Tickets of types.
    group : Grouped
        The pool.
    generator : Generator
        Who of equals is on one ticket more, who is together with whom, and which number a ticket has.

    Returns
    -------
    list of tuple of int
        For each ticket the places in the pool of its people, sorted.
    """
    seats = np.repeat(tickets.panels, tickets.tickets, axis=0)[generator.permutation(tickets.tickets.sum())]
    drawn: list[list[int]] = [[] for _ in range(len(seats))]
    for each in group.classes:
        wanted = seats[:, list(each.types)]
        if not wanted.any():
            continue
        plain = len(each.types) == 1 and all(len(home[0]) == 1 for home in each.homes)
        dealt = _one_type(each, wanted[:, 0], generator) if plain else _Homes(each, wanted, generator).dealt()
        for ticket, people in enumerate(dealt):
            drawn[ticket].extend(people)
    return [tuple(sorted(people)) for people in drawn]


def _one_type(
    each: HouseholdClass, wanted: NDArray[np.int64], generator: np.random.Generator
) -> list[list[int]]:
    people = np.array([home[0][0] for home in each.homes])
    used = np.zeros(len(people), dtype=np.int64)
    dealt = []
    for count in wanted.tolist():
        order = np.lexsort((generator.random(len(people)), used))[:count]
        used[order] += 1
        dealt.append(people[order].tolist())
    return dealt


@dataclass(slots=True)
class _Seat:
    """A seat on a ticket: a type of the class, a household, and one of its people of that type."""

    kind: int
    home: int
    slot: int


class _Homes:
    """The tickets of a class of shared households."""

    def __init__(
        self, each: HouseholdClass, wanted: NDArray[np.int64], generator: np.random.Generator
    ) -> None:
        self.homes = each.homes
        self.generator = generator
        self.used = [np.zeros((len(each.homes), len(people)), dtype=np.int64) for people in each.homes[0]]
        self.tickets = [self._first(row.tolist()) for row in wanted]

    def dealt(self) -> list[list[int]]:
        for _ in range(_SWEEPS):
            if all(used.max() - used.min() <= 1 for used in self.used) or not self._sweep():
                break
        return [[self.homes[seat.home][seat.kind][seat.slot] for seat in seats] for seats in self.tickets]

    def _first(self, wanted: Sequence[int]) -> list[_Seat]:
        free = set(range(len(self.homes)))
        seats: list[_Seat] = []
        for kind in self.generator.permutation(len(wanted)).tolist():
            for _ in range(wanted[kind]):
                home = min(
                    free, key=lambda h: (self.used[kind][h].min(), self.used[kind][h].sum(), self.noise())
                )
                free.remove(home)
                seats.append(_Seat(kind=kind, home=home, slot=self._take(kind, home)))
        return seats

    def noise(self) -> float:
        return float(self.generator.random())

    def _take(self, kind: int, home: int) -> int:
        row = self.used[kind][home]
        slot = int(np.lexsort((self.generator.random(len(row)), row))[0])
        row[slot] += 1
        return slot

    def _sweep(self) -> bool:
        """Exchange households on tickets where that levels counts; False when nothing was gained."""
        gained = False
        for index in self.generator.permutation(len(self.tickets)).tolist():
            seats = self.tickets[index]
            by_home = {seat.home: seat for seat in seats}
            for seat in seats:
                used = self.used[seat.kind]
                if used[seat.home, seat.slot] < used.max() and used[seat.home, seat.slot] <= used.min() + 1:
                    continue
                gained |= self._exchange(seat, by_home)
        return gained

    def _exchange(self, seat: _Seat, by_home: dict[int, _Seat]) -> bool:
        best, where = 0, None
        for home in range(len(self.homes)):
            other = by_home.get(home)
            if home == seat.home or (other is not None and other.kind == seat.kind):
                continue
            gain = self._gain(seat, home) + (0 if other is None else self._gain(other, seat.home))
            if gain > best:
                best, where = gain, home
        mate = self._housemate(seat)
        if where is None and mate is None:
            return False
        if where is None:
            self._move(seat, seat.home)
            return True
        other = by_home.pop(where, None)
        del by_home[seat.home]
        before = seat.home
        self._move(seat, where)
        by_home[where] = seat
        if other is not None:
            self._move(other, before)
            by_home[before] = other
        return True

    def _housemate(self, seat: _Seat) -> int | None:
        row = self.used[seat.kind][seat.home]
        return int(row.argmin()) if row[seat.slot] - row.min() > 1 else None

    def _gain(self, seat: _Seat, home: int) -> int:
        """How much the sum of squared counts falls, halved, when a seat goes to another household."""
        used = self.used[seat.kind]
        return int(used[seat.home, seat.slot] - used[home].min() - 1)

    def _move(self, seat: _Seat, home: int) -> None:
        self.used[seat.kind][seat.home, seat.slot] -= 1
        seat.home, seat.slot = home, self._take(seat.kind, home)
