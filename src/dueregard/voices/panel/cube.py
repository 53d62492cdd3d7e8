"""Random panels with a given mean, many at once: the cube method, landed and mended by swaps."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.watch import Watch

__all__ = ["cube_panels", "fly", "land", "mend"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
NEAR = 1e-7
AT_ONCE = 2_000_000
MANY_RULES = 100


def cube_panels(
    polytope: Polytope,
    means: Floats,
    *,
    generator: np.random.Generator,
    steps: int = 80,
    watch: Watch | None = None,
) -> Counts:
    """Draw panels whose means are near points of the polytope, by Deville and Tillé's cube method.

    Parameters
    ----------
    polytope : Polytope
        The rules; its equalities are kept all the way.
    means : array, shape (B, T)
        How many of each type each panel holds on average.
    generator : Generator
        Randomness.
    steps : int
        The most swaps that mend a panel.
    watch : Watch, optional
        Says when to stop; then fewer panels are drawn.

    Returns
    -------
    array of int, shape (at most B, T)
        Panels that meet every rule.
    """
    watch = Watch() if watch is None else watch
    equal = polytope.lower == polytope.upper
    rows = polytope.rows[equal]
    batch = max(AT_ONCE // max(len(rows) ** 2, 6 * polytope.types), 1)
    found = []
    for first in range(0, len(means), batch):
        if watch.late:
            break
        flown = fly(means[first : first + batch], rows, generator=generator, watch=watch)
        found.append(land(flown, polytope, generator=generator, steps=steps, watch=watch))
    return np.concatenate(found) if found else np.zeros((0, polytope.types), dtype=np.int64)


def land(
    points: Floats,
    polytope: Polytope,
    *,
    generator: np.random.Generator,
    steps: int = 120,
    watch: Watch | None = None,
) -> Counts:
    """Round points to panels at random, mend them by swaps, and give those that meet every rule.

    Parameters
    ----------
    points : array, shape (B, T)
        Points of the polytope with few fractions each.
    polytope : Polytope
        The rules.
    generator : Generator
        Randomness.
    steps : int
        The most swaps that mend a panel.
    watch : Watch, optional
        Says when to stop mending.

    Returns
    -------
    array of int, shape (at most B, T)
    """
    rounded = _rounded(points, polytope, generator)
    panels, whole = mend(rounded, polytope, generator=generator, steps=steps, watch=watch)
    return panels[whole]


def fly(means: Floats, rows: Floats, *, generator: np.random.Generator, watch: Watch | None = None) -> Floats:
    """Walk at random from points, along directions that keep rows, until few coordinates are fractions.

    Each walk keeps one basis of as many coordinates as rows. One coordinate after another enters: it moves
    with the basis, up or down with the odds that keep the mean, until it or one of the basis is a whole
    number.

    Parameters
    ----------
    means : array, shape (B, T)
        Where the walks start, and their means.
    rows : array, shape (R, T)
        Linear forms that keep their values.
    generator : Generator
        Randomness.
    watch : Watch, optional
        Says when to stop: coordinates left are fractions then.

    Returns
    -------
    array, shape (B, T)
        Where they end: at most R coordinates of each are fractions.
    """
    number, kept = len(means), len(rows)
    walker = np.arange(number)
    whole = np.abs(means - np.rint(means)) < NEAR
    out = np.where(whole, np.rint(means), np.floor(means))
    part = means - out
    part[whole] = 0.0
    order = np.argsort(generator.random(means.shape) + whole, axis=1)
    walks = int((~whole).sum(axis=1).max(initial=0))
    inverse = np.tile(np.eye(kept), (number, 1, 1))
    # Basis coordinates first stand for nothing (-1): artificial ones, which may not move.
    basis = np.full((number, kept), -1)
    held = np.zeros((number, kept))
    columns = rows.T
    for step in range(walks):
        if watch is not None and watch.late:
            left = walker[:, None], order[:, step:walks]
            out[left] += part[left]
            break
        entering = order[:, step]
        slope = -np.einsum("brs,bs->br", inverse, columns[entering])
        slope[np.abs(slope) < 1e-9] = 0.0
        artificial = basis < 0
        blocked = artificial & (slope != 0.0)
        value = part[walker, entering]
        with np.errstate(divide="ignore", invalid="ignore"):
            up = np.where(slope > 0, (1 - held) / slope, np.where(slope < 0, -held / slope, np.inf))
            down = np.where(slope > 0, held / slope, np.where(slope < 0, (held - 1) / slope, np.inf))
        up, down = np.where(artificial, np.inf, up), np.where(artificial, np.inf, down)
        far_up, far_down = np.minimum(up.min(axis=1), 1 - value), np.minimum(down.min(axis=1), value)
        rises = generator.random(number) * (far_up + far_down) < far_down
        move = np.where(rises, far_up, -far_down)
        stuck = blocked.any(axis=1) & (value > 0.0)
        move = np.where(stuck, 0.0, move)
        own = np.where(rises, 1 - value <= far_up, value <= far_down) & ~stuck
        held, value = np.where(artificial, 0.0, held + move[:, None] * slope), value + move
        leaver = np.where(
            stuck,
            np.argmax(np.where(blocked, np.abs(slope), -1.0), axis=1),
            np.argmin(np.where(rises[:, None], up, down), axis=1),
        )
        done = walker[own]
        out[done, entering[own]] += np.rint(value[own])
        swap = walker[~own]
        row = leaver[~own]
        old = basis[swap, row]
        real = old >= 0
        out[swap[real], old[real]] += np.rint(held[swap, row][real])
        pivot = inverse[swap, row] / -slope[swap, row][:, None]
        change = slope[swap].copy()
        change[np.arange(len(swap)), row] = 0.0
        inverse[swap] += change[:, :, None] * pivot[:, None, :]
        inverse[swap, row] = pivot
        basis[swap, row], held[swap, row] = entering[swap], value[swap]
    for row in range(kept):
        real = basis[:, row] >= 0
        out[walker[real], basis[real, row]] += held[real, row]
    return out


def _rounded(flown: Floats, polytope: Polytope, generator: np.random.Generator) -> Counts:
    """Round the last fractions at random, and bring every panel to its size."""
    noise = generator.random(flown.shape)
    panels = np.floor(flown + noise * (1 - 2 * NEAR) + NEAR).astype(np.int64)
    panels = np.clip(panels, polytope.least.astype(np.int64), polytope.most.astype(np.int64))
    walker = np.arange(len(panels))
    short = polytope.size - panels.sum(axis=1)
    while (short != 0).any():
        lean = flown - panels + 0.2 * generator.random(flown.shape)
        room = np.where(short[:, None] > 0, panels < polytope.most, panels > polytope.least)
        keen = np.where(room, np.sign(short)[:, None] * lean, -np.inf)
        choice = np.argmax(keen, axis=1)
        panels[walker, choice] += np.sign(short)
        short = polytope.size - panels.sum(axis=1)
    return panels


def mend(
    panels: Counts,
    polytope: Polytope,
    *,
    generator: np.random.Generator,
    steps: int = 120,
    tries: int = 6,
    watch: Watch | None = None,
) -> tuple[Counts, NDArray[np.bool_]]:
    """Swap people in and out until every rule is met, in many panels at once.

    A swap's change of what is over or under is a sum over rules of what entering adds and leaving removes,
    less what both do; so all entrants for a few leavers are weighed by one product of matrices.

    Parameters
    ----------
    panels : array of int, shape (B, T)
        Panels of the right size, which may break rules.
    polytope : Polytope
        The rules.
    generator : Generator
        Randomness: which leavers are tried, and ties.
    steps : int
        The most swaps for a panel.
    tries : int
        Leavers tried at each swap.
    watch : Watch, optional
        Says when to stop.

    Returns
    -------
    panels : array of int, shape (B, T)
        What became of them.
    whole : array of bool, shape (B,)
        Which meet every rule now.
    """
    rows = polytope.rows[:-1]
    few = sp.csr_matrix(rows) if len(rows) > MANY_RULES else None
    lower, upper, most = polytope.lower[:-1], polytope.upper[:-1], polytope.most.astype(np.int64)
    panels = panels.copy()
    counts = panels @ rows.T
    lately = np.zeros(panels.shape, dtype=np.int64)
    wrong = np.flatnonzero(((counts < lower) | (counts > upper)).any(axis=1))
    for step in range(steps):
        if len(wrong) == 0 or (watch is not None and watch.late):
            break
        mine, held = counts[wrong], panels[wrong]
        joining = np.where(mine < lower, -1.0, np.where(mine >= upper, 1.0, 0.0))
        leaving = np.where(mine > upper, -1.0, np.where(mine <= lower, 1.0, 0.0))
        each = np.arange(len(wrong))
        free = lately[wrong] <= step
        relief = leaving @ rows + generator.random(held.shape) * 1.5
        relief[(held <= polytope.least) | ~free] = np.inf
        out = (
            np.argpartition(relief, tries, axis=1)[:, :tries]
            if relief.shape[1] > tries
            else np.tile(np.arange(relief.shape[1]), (len(wrong), 1))
        )
        both = rows.T[out] * (joining + leaving)[:, None, :]
        cost = (
            (joining @ rows)[:, None, :]
            + (leaving @ rows)[each[:, None], out][:, :, None]
            - _product(both, rows, few)
        )
        cost += 0.3 * generator.random(cost.shape)
        cost[np.broadcast_to(((held >= most) | ~free)[:, None, :], cost.shape)] = np.inf
        cost[each[:, None], np.arange(out.shape[1])[None, :], out] = np.inf
        cost[np.isinf(relief[each[:, None], out])] = np.inf
        best = np.argmin(cost.reshape(len(wrong), -1), axis=1)
        which, into = np.divmod(best, cost.shape[2])
        outgoing = out[each, which]
        fine = np.isfinite(cost.reshape(len(wrong), -1)[each, best])
        chosen, leaver, entrant = wrong[fine], outgoing[fine], into[fine]
        panels[chosen, leaver] -= 1
        panels[chosen, entrant] += 1
        counts[chosen] += rows.T[entrant] - rows.T[leaver]
        lately[chosen, leaver] = lately[chosen, entrant] = step + 9
        wrong = wrong[((counts[wrong] < lower) | (counts[wrong] > upper)).any(axis=1)]
    return panels, polytope.allows(panels)


def _product(both: Floats, rows: Floats, few: sp.csr_matrix | None) -> Floats:
    """Multiply by the rules, sparse where they are many: then nearly all entries are nothing."""
    if few is None:
        dense: Floats = both @ rows
        return dense
    flat = sp.csr_matrix(both.reshape(-1, both.shape[2])) @ few
    return np.asarray(flat.toarray().reshape(*both.shape[:2], rows.shape[1]))
