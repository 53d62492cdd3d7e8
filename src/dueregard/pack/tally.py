"""How many groups of a panel are worse off, better off, too close to call or not known: one short phrase."""

from __future__ import annotations

from dataclasses import dataclass, field

from dueregard.pack.panels import Panel
from dueregard.pack.readings import Directions, read, sides

__all__ = ["ORDER", "Tally", "by_sense", "tally"]

ORDER = (
    ("worse", "worse off"),
    ("lower", "lower"),
    ("better", "better off"),
    ("higher", "higher"),
    ("unconfirmed", "unconfirmed"),
    ("same", "the same"),
    ("close", "too close to call"),
    ("unknown", "not shown"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The readings of one panel's headline lines, counted.

    Parameters
    ----------
    groups : int
        How many groups there are.
    counts : dict of str to int
        Groups by reading.
    sides : dict of str to str
        What the worse and the better side are called, if not "worse off" and "better off".

    Examples
    --------
    >>> Tally(groups=6, counts={"worse": 2, "better": 1, "close": 3}).phrase
    '2 of 6 groups worse off; 1 better off; 3 too close to call'
    >>> Tally(groups=2, counts={"close": 2}).phrase
    '2 of 2 groups too close to call'
    """

    groups: int
    counts: dict[str, int]
    sides: dict[str, str] = field(default_factory=dict)

    @property
    def phrase(self) -> str:
        """The counts in words."""
        return "; ".join(self.phrases)

    @property
    def phrases(self) -> tuple[str, ...]:
        """The counts in words, one phrase a reading."""
        said = [
            (self.counts[sense], self.sides.get(sense, words))
            for sense, words in ORDER
            if self.counts.get(sense)
        ]
        if not said:
            return ("no comparison",)
        (number, words), *others = said
        first = f"{number} of {self.groups} group{'' if self.groups == 1 else 's'} {words}"
        return (first, *(f"{number} {words}" for number, words in others))

    @property
    def sense(self) -> str:
        """The reading that the cell is marked with."""
        return next((sense for sense, _ in ORDER if self.counts.get(sense)), "unknown")


def by_sense(panel: Panel, directions: Directions) -> dict[str, list[str]]:
    """Collect the groups of a panel's headline lines by reading, in the order of :data:`ORDER`."""
    found: dict[str, list[str]] = {sense: [] for sense, _ in ORDER}
    for line in panel.headline():
        reading = read(line.gap, directions)
        decided = reading.higher is not None
        found["unconfirmed" if decided and not reading.confirmed else reading.sense].append(line.label)
    return {sense: groups for sense, groups in found.items() if groups}


def tally(panel: Panel, directions: Directions) -> Tally:
    """Count the readings of a panel's headline lines."""
    counts = {sense: len(groups) for sense, groups in by_sense(panel, directions).items()}
    return Tally(groups=sum(counts.values()), counts=counts, sides=sides(panel.measure))
