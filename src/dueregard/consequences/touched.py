"""How many people in the table each figure of an option really rests on, group by group.

A mean change over 500 people of whom three are touched is about three people. So for every option and group
it is counted whom the option touches, who gains, who loses, who crosses the line, and in whom two options
differ: all before the disclosure gate, which never sees these counts but through what they forbid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.asked import Run
from dueregard.consequences.crossings import pairs_of, singles_of
from dueregard.consequences.effects import BANDS, NOTHING
from dueregard.consequences.placing import Group, Largest, Placed, placed
from dueregard.consequences.preparing import Simulation

__all__ = ["DIFFERS", "NOT", "OVERALL", "Effect", "Touched", "counted", "touched_by"]

Truths = NDArray[np.bool_]
Array = NDArray[np.float64]

NOT = "not "
"""Before the name of an effect: those who do not have it."""
DIFFERS = "differs"
PART = "part "
"""Before the number of a part of an option: who gets it."""
OVERALL = "overall: "
"""Before the name of an effect: counted among everybody, where figures are about some."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effect:
    """Something that happens to people.

    Attributes
    ----------
    name : str
        What.
    who : ndarray of bool (n,)
        To whom.
    of : ndarray of bool (n,), optional
        Among whom: then those to whom it does not happen are counted too.
    amount : ndarray (n,), optional
        How much of it, where figures are sums of it.
    """

    name: str
    who: Truths = field(repr=False)
    of: Truths | None = field(default=None, repr=False)
    amount: Array | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Touched:
    """Counts of people in the table.

    Attributes
    ----------
    people : mapping of Group to int
        With a valid outcome.
    weight : mapping of Group to float
        Whom they stand for.
    counts : mapping
        For each option and effect, the people of each group, where there are any.
    shares : mapping
        For each option and effect that is an amount, the largest shares of one person and of two, by group.
    """

    people: Mapping[Group, int] = field(repr=False)
    weight: Mapping[Group, float] = field(repr=False)
    counts: Mapping[tuple[str, str], Mapping[Group, int]] = field(repr=False)
    shares: Mapping[tuple[str, str], Mapping[Group, Largest]] = field(repr=False)


def touched_by(simulation: Simulation) -> Touched:
    """Count whom options touch.

    Parameters
    ----------
    simulation : Simulation
        Options as applied.

    Returns
    -------
    Touched
        For everybody, tenths, every group, every pair that is crossed, and the poorest fifth of each place.
    """
    rows, asked, outcome = simulation.rows, simulation.asked, simulation.baseline.outcome
    meant = np.ones(len(rows), dtype=bool) if simulation.meant is None else simulation.meant > 0
    valid = ~np.isnan(outcome) & meant
    people: dict[Group, int] = {}
    weight: dict[Group, float] = {}
    counts: dict[tuple[str, str], dict[Group, int]] = {}
    shares: dict[tuple[str, str], dict[Group, Largest]] = {}
    runs = [run for run in simulation.runs if run.as_written]
    own = {run.option.name: list(_effects(simulation, run, valid, meant)) for run in runs}
    for option, effect in _differences(simulation, runs, valid, meant):
        own[option].append(effect)
    crossings = [*singles_of(asked), *pairs_of(asked)]
    for each in placed(simulation.bare, crossings, marks=simulation.marks, outcome=asked.outcome):
        people.update(zip(each.groups, each.counted(valid).tolist(), strict=True))
        sums = np.bincount(each.place, weights=np.where(valid, rows.weight, 0.0), minlength=len(each.groups))
        weight.update(zip(each.groups, sums.tolist(), strict=True))
        for option, effects in own.items():
            counted(each, option, effects, rows.weight, counts=counts, shares=shares)
    for number, run in enumerate(runs):
        _over_all(run, runs[:number], meant, counts)
    return Touched(people=people, weight=weight, counts=counts, shares=shares)


def counted(
    groups: Placed,
    option: str,
    effects: list[Effect],
    weight: Array,
    *,
    counts: dict[tuple[str, str], dict[Group, int]],
    shares: dict[tuple[str, str], dict[Group, Largest]],
) -> None:
    """Count effects in the groups of one crossing.

    Parameters
    ----------
    groups : Placed
        The groups.
    option : str
        Whose effects.
    effects : list of Effect
        Which.
    weight : ndarray (n,)
        Of people.
    counts, shares : dict
        As in :class:`Touched`; they are added to.
    """
    for effect in effects:
        found = {effect.name: groups.counted(effect.who)}
        if effect.of is not None:
            found[NOT + effect.name] = groups.counted(effect.of & ~effect.who)
        for name, sizes in found.items():
            some = counts.setdefault((option, name), {})
            some.update((groups.groups[at], int(sizes[at])) for at in np.flatnonzero(sizes))
        if effect.amount is not None:
            size = np.where(effect.who, np.abs(np.nan_to_num(effect.amount)) * weight, 0.0)
            known = shares.setdefault((option, effect.name), {})
            known.update((groups.groups[at], largest) for at, largest in groups.largest(size).items())


def _effects(simulation: Simulation, run: Run, valid: Truths, meant: Truths) -> Iterator[Effect]:
    found, applied = simulation.effects(run), run.applied
    gain, loss, got = found["gain"] > 0, found["loss"] > 0, (applied.received > 0) & meant
    # Whom something does not happen to, though to nearly all others, is known in a full count only: nobody
    # knows who is in a sample, and a loss of nearly all must not be kept back for those who do not have it.
    full = _is_full(simulation)
    among, all_meant = (valid, meant) if full else (None, None)
    yield Effect(name="touched", who=(gain | loss) & valid, of=among, amount=found["change"])
    yield Effect(name="gain", who=gain & valid, amount=found["gained"])
    yield Effect(name="loss", who=loss & valid, amount=found["lost"])
    for name in ("out", "into"):
        yield Effect(name=name, who=(found[name] > 0) & valid)
    for name in ("impoverished", "poor_gain"):
        yield Effect(name=name, who=(found[name] > 0) & valid, amount=found[name])
    for band in range(len(BANDS)):
        yield Effect(name=f"band {band}", who=(found["band"] == band) & valid)
    yield Effect(name="received", who=got, of=all_meant, amount=found["cost"])
    yield Effect(name="paid", who=(applied.payment > 0) & meant, amount=applied.payment)
    for number, part in enumerate(applied.parts):
        if full or _same_for_all(applied.amount - part.amount):
            # What the other parts give is known, so that this one's sum could be worked out.
            yield Effect(name=f"{PART}{number}", who=(part.received > 0) & meant)
    yield Effect(name="eligible", who=applied.eligible & meant, of=all_meant)
    yield Effect(name="passed by", who=applied.eligible & meant & ~got)
    if simulation.baseline.scale is None:
        # What a cost is more than a total change.
        yield Effect(name="received, no outcome", who=got & ~valid)
    if full and applied.total_cost >= applied.uncapped_cost:
        yield Effect(name="unusual", who=_unusual(found["change"], (gain | loss) & valid))
    if full:
        # What recipients are more than winners, or fewer.
        yield Effect(name="received, no gain", who=got & valid & ~gain)
        yield Effect(name="gain, not received", who=gain & valid & ~got)


def _unusual(change: Array, touched: Truths) -> Truths:
    """Say for whom the change is not that of most: what most get is read off the option, and taken away."""
    if not touched.any():
        return touched
    _, of_person, sizes = np.unique(change[touched].round(6), return_inverse=True, return_counts=True)
    found = np.zeros(len(touched), dtype=bool)
    if 2 * sizes.max() > sizes.sum():
        found[np.flatnonzero(touched)] = of_person.ravel() != sizes.argmax()
    return found


def _same_for_all(amount: Array) -> bool:
    return bool(np.ptp(amount) <= NOTHING * max(1.0, float(np.abs(amount).max())))


def _is_full(simulation: Simulation) -> bool:
    return simulation.bare.table.design.count == "full"


def _differences(
    simulation: Simulation, runs: list[Run], valid: Truths, meant: Truths
) -> Iterator[tuple[str, Effect]]:
    """Say in whom each option differs from each before it: the difference of two options would show them."""
    before = simulation.baseline.outcome
    rounding = NOTHING * np.maximum(1.0, np.abs(np.nan_to_num(before)))
    effects = {run.option.name: simulation.effects(run) for run in runs}
    for one, other in combinations(effects, 2):
        ours, theirs = effects[other], effects[one]
        apart = np.nan_to_num(ours["change"] - theirs["change"])
        unlike = (np.abs(apart) > rounding) & valid
        among = valid if _is_full(simulation) else None
        yield other, Effect(name=f"{DIFFERS} from {one}", who=unlike, of=among, amount=apart)
        dearer = ours["cost"] - theirs["cost"]
        unlike = (np.abs(dearer) > rounding) & meant
        yield other, Effect(name=f"{DIFFERS} in cost from {one}", who=unlike, amount=dearer)
        for name, of in (("winning", ("gain", "loss")), ("crossing", ("out", "into"))):
            for effect in of if _is_full(simulation) else ():
                unlike = (ours[effect] != theirs[effect]) & valid
                yield other, Effect(name=f"{DIFFERS} in {name} from {one}: {effect}", who=unlike)


def _over_all(
    run: Run, earlier: list[Run], meant: Truths, counts: dict[tuple[str, str], dict[Group, int]]
) -> None:
    """Count everybody where figures are about some: sums over all stand beside sums over these."""
    applied = run.applied
    option, got, eligible, paid = run.option.name, applied.received > 0, applied.eligible, applied.payment > 0
    wide = {"eligible": eligible, "passed by": eligible & ~got, "received": got}
    wide |= {"paid": paid, "elsewhere": ~meant}
    wide |= {"received elsewhere": got & ~meant, "paid elsewhere": paid & ~meant}
    for other in earlier:
        apart = np.abs(applied.cost - other.applied.cost) > NOTHING
        wide[f"{DIFFERS} in cost from {other.option.name}"] = apart
    for name, who in wide.items():
        if size := int(who.sum()):
            counts.setdefault((option, f"{OVERALL}{name}"), {})[()] = size
