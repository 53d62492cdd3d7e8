"""How many people in the table each figure of an option really rests on, group by group.

A mean change over 500 people of whom three are touched is about three people. So for every option and group
it is counted whom the option touches, who gains, who loses, who crosses the line, and in whom two options
differ: all before the disclosure gate, which never sees these counts but through what they forbid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.asked import DECILE
from dueregard.consequences.effects import NOTHING, deciles, effects_of
from dueregard.consequences.flags import FIFTH, PART
from dueregard.consequences.poorest import fifth_column, poorest_of
from dueregard.consequences.preparing import Simulation
from dueregard.consequences.welfare import GREEN_BOOK
from dueregard.engine import Grouping
from dueregard.options import read_rows
from dueregard.options.rows import Codes

__all__ = ["Group", "Touched", "touched_by"]

Group = tuple[tuple[str, str], ...]
"""The levels of a group, as in a record's ``by`` without the option; in any order."""

EFFECTS = ("gain", "loss", "out", "into", "impoverished", "poor_gain", "received", "eligible", "passed_by")


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
        For each option and group, the people of each of :data:`EFFECTS`, and ``touched``.
    differing : mapping
        For each option and group, the fewest people, but not none, in whom it differs from an option before
        it or from doing nothing; 0 where it differs in nobody.
    """

    people: Mapping[Group, int] = field(repr=False)
    weight: Mapping[Group, float] = field(repr=False)
    counts: Mapping[tuple[str, Group], Mapping[str, int]] = field(repr=False)
    differing: Mapping[tuple[str, Group], int] = field(repr=False)


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
    rows, baseline, asked = simulation.rows, simulation.baseline, simulation.asked
    crossings = [(), (DECILE,), *((name,) for name in asked.by), *asked.crossings, *(asked.pairs or ())]
    crossings += [(place, PART) for place in asked.places]
    changes: dict[str, NDArray[np.float64]] = {}
    effects: dict[str, dict[str, NDArray[np.bool_]]] = {}
    for run in simulation.runs:
        if run.as_written:
            found = effects_of(run.applied, baseline, elasticity=GREEN_BOOK)
            changes[run.option.name] = np.nan_to_num(found["change"])
            effects[run.option.name] = {name: found[name] > 0 for name in EFFECTS[:7]}
            got = run.applied.received > 0
            effects[run.option.name]["eligible"] = run.applied.eligible
            effects[run.option.name]["passed_by"] = run.applied.eligible & ~got
    apart = _apart(changes, baseline.outcome)
    valid, meant = ~np.isnan(baseline.outcome), np.ones(len(rows), dtype=bool)
    if simulation.meant is not None:
        meant = simulation.meant > 0
    people: dict[Group, int] = {}
    weight: dict[Group, float] = {}
    counts: dict[tuple[str, Group], dict[str, int]] = {}
    differing: dict[tuple[str, Group], int] = {}
    for groups, of_all in _placed(simulation, crossings):
        place = np.where(meant, of_all, -1)
        inside = place >= 0

        def count(
            who: NDArray[np.bool_], place: NDArray[np.int64] = place, n: int = len(groups)
        ) -> list[int]:
            return np.bincount(place[who & (place >= 0)], minlength=n).tolist()  # type: ignore[no-any-return]

        people.update(zip(groups, count(valid), strict=True))
        sums = np.bincount(place[inside & valid], weights=rows.weight[inside & valid], minlength=len(groups))
        weight.update(zip(groups, sums.tolist(), strict=True))
        for option, own in effects.items():
            by_effect = {name: count(who) for name, who in own.items()}
            fewest = [
                min((some for some in sizes if some), default=0)
                for sizes in zip(*(count(who) for who in apart[option]), strict=True)
            ]
            for at, group in enumerate(groups):
                counts[option, group] = {name: found[at] for name, found in by_effect.items()}
                differing[option, group] = fewest[at]
    return Touched(people=people, weight=weight, counts=counts, differing=differing)


def _apart(
    changes: Mapping[str, NDArray[np.float64]], before: NDArray[np.float64]
) -> dict[str, list[NDArray[np.bool_]]]:
    """Say in whom each option differs from doing nothing, and from each option before it."""
    rounding = NOTHING * np.maximum(1.0, np.abs(np.nan_to_num(before)))
    found = {option: [np.abs(change) > rounding] for option, change in changes.items()}
    for (_, one), (later, other) in combinations(changes.items(), 2):
        found[later].append(np.abs(other - one) > rounding)
    return found


def _placed(
    simulation: Simulation, crossings: Iterable[Sequence[str]]
) -> Iterable[tuple[list[Group], NDArray[np.int64]]]:
    """Give each crossing its groups and the group of each person; -1 for those in none."""
    wanted = [tuple(crossing) for crossing in crossings]
    levels = _levels(simulation, list(dict.fromkeys(name for crossing in wanted for name in crossing)))
    poorest = _poorest(simulation)
    for crossing in wanted:
        groups: list[Group] = [()]
        place = np.zeros(len(simulation.rows), dtype=np.int64)
        for name in crossing:
            labels, index = poorest[crossing[0]] if name == PART else levels[name]
            groups = [(*group, (name, label)) for group in groups for label in labels]
            place = np.where((place < 0) | (index < 0), -1, place * len(labels) + index)
        yield [tuple(sorted(group)) for group in groups], place


def _poorest(simulation: Simulation) -> dict[str, tuple[list[str], NDArray[np.int64]]]:
    """Mark the poorest fifth of each place, which is shown beside the place."""
    groupings = {name: simulation.bare.schema.grouping(name) for name in simulation.asked.places}
    marked = poorest_of(simulation.rows, groupings)
    return {
        name: ([FIFTH], np.where(marked[fifth_column(name)] == 1, 0, -1).astype(np.int64))
        for name in groupings
    }


def _levels(simulation: Simulation, names: Sequence[str]) -> dict[str, tuple[list[str], NDArray[np.int64]]]:
    found: dict[str, tuple[list[str], NDArray[np.int64]]] = {}
    groupings = {name: simulation.bare.schema.grouping(name) for name in names if name not in (DECILE, PART)}
    columns = list(dict.fromkeys(grouping.column for grouping in groupings.values()))
    rows = read_rows(simulation.bare, outcome=simulation.asked.outcome, codes=columns)
    for name, grouping in groupings.items():
        found[name] = _level(grouping, rows.codes[grouping.column])
    if DECILE in names:
        tenth = np.nan_to_num(deciles(rows.outcome, rows.weight), nan=0.0).astype(np.int64) - 1
        found[DECILE] = [str(number) for number in range(1, 11)], tenth
    return found


def _level(grouping: Grouping, codes: Codes) -> tuple[list[str], NDArray[np.int64]]:
    """Turn codes into levels, as the engine does."""
    labels = list(grouping.declared)
    places = []
    for code in codes.codes:
        label = _label(grouping, code)
        if label is not None and label not in labels:
            labels.append(label)
        places.append(-1 if label is None else labels.index(label))
    return labels, np.array([*places, -1], dtype=np.int64)[codes.index]


def _label(grouping: Grouping, code: str) -> str | None:
    if grouping.bands is None or code in grouping.excluded:
        return grouping.level_of(code) if grouping.bands is None else None
    below = int(np.searchsorted(np.array(grouping.bands), float(code), side="right")) - 1
    return None if below < 0 else grouping.band_labels[below]
