"""The search for cells to withhold: build a protection, take out what it does not need, try others nearby.

Every disturbance found is kept: it is a table that is possible as long as the cells that move in it stay
withheld, so that it vouches for each demand that it meets. Withholding a cell never spoils one; showing a
cell spoils those in which it moves, and only the demands that nothing vouches for any longer are looked at.
"""

from __future__ import annotations

from time import monotonic

import numpy as np
from numpy.typing import NDArray

from dueregard.disclosure.additive.demands import Demands
from dueregard.disclosure.additive.disturbance import Disturbance, Disturber
from dueregard.disclosure.additive.outsider import propagated
from dueregard.disclosure.additive.witnesses import Witnesses

__all__ = ["Late", "Search"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
NONE = np.zeros(0, dtype=np.int64)
NEAR = 1e-9
TRIAL = 20
"""What trying to show a cell costs, in simplex steps."""


class Late(Exception):
    """The time is over."""


class Search:
    """The state of a search in one part.

    Parameters
    ----------
    disturber : Disturber
        Finds disturbances, of all cells that are or may be withheld.
    asked : Demands
        What is asked.
    primary : array of bool, shape (k,)
        The cells withheld for their own sake.
    until : float
        The time by the monotonic clock after which :class:`Late` is raised.

    Attributes
    ----------
    withheld : array of bool, shape (k,)
        The cells withheld at present.
    impossible : set of int
        Demands that cannot be met, whatever is withheld.
    """

    def __init__(
        self, disturber: Disturber, asked: Demands, primary: Flags, *, until: float = np.inf
    ) -> None:
        self.until = until
        self.disturber, self.asked, self.primary = disturber, asked, primary
        self.withheld = primary.copy()
        self.impossible: set[int] = set()
        self._aside = 0
        self._part = disturber.part
        self._held = {int(i): np.flatnonzero(asked.own == i) if i else NONE for i in np.unique(asked.insider)}
        self._known = Witnesses(cells=len(primary), demands=len(asked.cell))

    @property
    def cost(self) -> float:
        """What the cells withheld for others cost."""
        return float(self.disturber.costs[self.withheld & ~self.primary].sum())

    @property
    def steps(self) -> int:
        """How many simplex steps were taken: work, counted alike on every machine."""
        return self.disturber.steps + self._aside

    def secondary(self) -> Counts:
        """List the cells withheld for others, the dearest first."""
        cells = np.flatnonzero(self.withheld & ~self.primary)
        return cells[np.argsort(-self.disturber.costs[cells], kind="stable")]

    def unmet(self) -> Counts:
        """List the demands that nothing vouches for, the most demanding first."""
        met = self._known.met()
        met[list(self.impossible)] = True
        return np.flatnonzero(~met)

    def put(self, withheld: Flags) -> None:
        """Withhold these cells, and no others."""
        self._show(np.flatnonzero(self.withheld & ~withheld))
        self._withhold(np.flatnonzero(withheld & ~self.withheld))

    def build(
        self, *, by: Disturber | None = None, limit: float = np.inf, noise: Floats | None = None
    ) -> bool:
        """Withhold further cells until every demand is met.

        Parameters
        ----------
        by : Disturber, optional
            One that moves only some cells; what it cannot do is given up.
        limit : float
            Give up as soon as the further cells cost as much as this.
        noise : array, shape (k,), optional
            Factors of the costs.

        Returns
        -------
        bool
            Whether it was done.
        """
        spent = 0.0
        while len(waiting := self.unmet()):
            found = self._disturb(int(waiting[0]), by or self.disturber, noise)
            if found is None:
                if by is not None:
                    return False
                self.impossible.add(int(waiting[0]))
                continue
            new = np.flatnonzero(found.moved & ~self.withheld)
            spent += float(self.disturber.costs[new].sum())
            self._vouch(found)
            if spent >= limit:
                return False
            self._withhold(new)
        return True

    def settle(self, *, by: Disturber | None = None, near: Flags | None = None) -> bool:
        """Prove that every demand is met, withholding more where one is not.

        Programs of the withheld cells alone are small and tried first.

        Parameters
        ----------
        by : Disturber, optional
            As for :meth:`build`.
        near : array of bool, shape (k,), optional
            The withheld cells that are tried first; by default all.

        Returns
        -------
        bool
            Whether it was done.
        """
        while len(self.unmet()):
            small = self.disturber.of(self.withheld if near is None else self.withheld & near)
            while len(waiting := self.unmet()):
                found = self._disturb(int(waiting[0]), small)
                if found is None:
                    break
                self._vouch(found)
            self._aside += small.steps
            if len(waiting) and not self._one_more(int(waiting[0]), by):
                return False
        return True

    def _one_more(self, demand: int, by: Disturber | None) -> bool:
        found = self._disturb(demand, by or self.disturber)
        if found is None and by is None:
            self.impossible.add(demand)
        if found is not None:
            self._withhold(np.flatnonzero(found.moved & ~self.withheld))
            self._vouch(found)
        return found is not None or by is None

    def show_idle(self) -> None:
        """Show cells withheld for others that move in no table known to be possible: they prove nothing.

        What remains withheld is not recoverable, as it differs in some table that is possible.
        """
        cells = self.secondary()
        self._show(cells[~self._known.moving()[cells]])

    def points(self) -> Floats:
        """Give the possible tables that vouch for what is asked, shape (p, k)."""
        return self._known.points()

    def count(self, steps: int) -> None:
        """Count work done aside."""
        self._aside += steps

    def prune(self, cells: Counts) -> None:
        """Show each of some cells that limits do not forbid to show, in the order given.

        Limits are those that single equations set, again and again. They tell at once where showing a cell
        would give another away; they do not prove the contrary, so :meth:`settle` must follow.
        """
        possible = {i for i in range(len(self.asked.cell)) if self.asked.insider[i] == 0} - self.impossible
        watched = np.array(sorted(possible), dtype=np.int64)
        loose = self._part.shown_most > self._part.shown_least
        self._aside += TRIAL * len(cells)
        for cell in cells:
            trial = self.withheld.copy()
            trial[cell] = False
            if self._plausible(trial, loose, watched):
                self._show(np.array([cell]))

    def _plausible(self, withheld: Flags, loose: Flags, watched: Counts) -> bool:
        columns = np.flatnonzero(withheld | loose)
        least, most = self._part.limits(withheld)
        low, high = np.zeros(len(withheld)), np.zeros(len(withheld))
        low[columns], high[columns] = propagated(self._part.matrix[:, columns], least[columns], most[columns])
        cell, up = self.asked.cell[watched], self.asked.sign[watched] > 0
        reach = np.where(up, high[cell], -low[cell])
        return bool((reach >= self.asked.amount[watched] * (1 - NEAR)).all())

    def _withhold(self, cells: Counts) -> None:
        self.withheld[cells] = True
        self._known.withhold(cells)

    def _show(self, cells: Counts) -> None:
        self.withheld[cells] = False
        self._known.show(cells)

    def _disturb(self, demand: int, by: Disturber, noise: Floats | None = None) -> Disturbance | None:
        if monotonic() > self.until:
            raise Late
        asked = self.asked
        return by.cheapest(
            int(asked.cell[demand]),
            int(asked.sign[demand]),
            float(asked.amount[demand]),
            free=self.withheld,
            held=self._held[int(asked.insider[demand])],
            noise=noise,
        )

    def _vouch(self, found: Disturbance) -> None:
        self._known.add(found, self.asked.met(found.point), self.withheld)
