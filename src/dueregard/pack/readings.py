"""What a gap means for the people in it: better off, worse off, too close to call, or not known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dueregard.measures.catalogue import CATALOGUE, better_value
from dueregard.pack.numbers import NumberFormat
from dueregard.pack.panels import CRUDE, STANDARDISED, Line, Panel

if TYPE_CHECKING:
    from dueregard.estimates import Record

__all__ = [
    "CHANGE_OF_SIZE",
    "SPOKEN",
    "Directions",
    "Reading",
    "Turn",
    "gap_words",
    "read",
    "sides",
    "symbol",
    "turns",
]

Sense = Literal["worse", "better", "higher", "lower", "same", "close", "unknown"]
Directions = Mapping[str, Literal["higher", "lower"]]
"""For each outcome, whether more of it is better: "higher" or "lower"."""

CHANGE_OF_SIZE = "change of size"
"""A change of a gap that stayed on one side, told as what it did to the gap's size."""
SIDES = {"difference of differences": ("down", "up"), CHANGE_OF_SIZE: ("narrower", "wider")}
"""How the two sides of a contrast are called where they are not lower and higher."""
SPOKEN = {
    "met": "better",
    "not met": "worse",
    "narrowing": "better",
    "widening": "worse",
    "no clear change": "close",
}
"""Verdicts about aims and about changes of gaps, and the colour of their words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one contrast says.

    Parameters
    ----------
    sense : str
        `worse` or `better` where the casebook says which is better, otherwise `lower` or `higher`;
        `same` when everybody was counted and there is no difference; `close` when too close to call;
        `unknown` when withheld or not estimable.
    higher : bool or None
        Whether the group's value is the higher one.
    confirmed : bool
        False when the interval excludes no difference but the finding does not survive the allowance
        for many comparisons.
    """

    sense: Sense
    higher: bool | None = None
    confirmed: bool = True

    @property
    def clear(self) -> bool:
        """Whether there is a direction that survives the allowance for many comparisons."""
        return self.sense in ("worse", "better", "higher", "lower") and self.confirmed


POLARISATION = frozenset({"esteban_gradin_ray", "esteban_ray", "wolfson"})


def sides(measure: str) -> dict[str, str]:
    """Say what the worse and the better side of a measure are called.

    Nobody is worse off for belonging to a group in which incomes are far apart: the group is more unequal.

    Examples
    --------
    >>> sides("median")["worse"], sides("poverty_rate")["worse"], sides("gini")["worse"]
    ('worse off', 'worse off', 'more unequal')
    """
    entry = CATALOGUE.get(measure)
    if entry is None or entry.family != "inequality" or entry.direction == "outcome":
        return {"worse": "worse off", "better": "better off"}
    how = "polarised" if measure in POLARISATION else "unequal"
    return {"worse": f"more {how}", "better": f"less {how}"}


def better_direction(record: Record, directions: Directions) -> str | None:
    """Return "higher", "lower" or None: which value of this measure is better for people."""
    return better_value(record.measure, directions.get(record.outcome or ""))


def _null(record: Record) -> float:
    return 1.0 if record.contrast == "ratio" else 0.0


def _verdict(record: Record) -> str:
    if record.verdict is not None:
        return record.verdict
    if record.estimate is None or record.low is None or record.high is None:
        return ""
    if record.low > _null(record):
        return "higher than"
    return "lower than" if record.high < _null(record) else "too close to call"


def read(record: Record | None, directions: Directions) -> Reading:
    """Read one contrast.

    Parameters
    ----------
    record : Record or None
        A contrast of the release.
    directions : mapping of str to str
        For each outcome, which value is better.

    Returns
    -------
    Reading
    """
    if record is None or record.status in ("withheld", "not_estimable"):
        return Reading(sense="unknown")
    verdict = _verdict(record)
    if verdict.startswith("too close"):
        return Reading(sense="close")
    if verdict.startswith("the same"):
        return Reading(sense="same")
    if not verdict.startswith(("higher", "lower")):
        return Reading(sense="unknown")
    higher = verdict.startswith("higher")
    better = better_direction(record, directions)
    confirmed = record.discovery is not False
    if better is None:
        return Reading(sense="higher" if higher else "lower", higher=higher, confirmed=confirmed)
    good = higher == (better == "higher")
    return Reading(sense="better" if good else "worse", higher=higher, confirmed=confirmed)


def symbol(record: Record) -> str:
    """Return the shorthand of a record's status: [c], [x], [z], [u] or nothing.

    The shorthand is that of the Government Analysis Function's guidance on symbols in tables.
    """
    if record.status == "withheld":
        return "[c]"
    if record.status == "approximate":
        return "[u]"
    if record.status == "not_estimable":
        return "[z]" if "not apply" in _reason(record) or "not applicable" in _reason(record) else "[x]"
    return ""


def _reason(record: Record) -> str:
    return (record.reason or "").lower()


def gap_words(record: Record, numbers: NumberFormat, *, brief: bool = False) -> str:
    """Say how large a gap is and how sure, without a judgement.

    Parameters
    ----------
    record : Record
        A contrast that was estimated.
    numbers : NumberFormat
        How the panel's values are written.
    brief : bool
        Say "points" for "percentage points", as in table cells.

    Returns
    -------
    str
        Such as "4.1 percentage points lower (2.0 to 6.2)"; an interval across no difference names both sides.
    """
    if record.estimate is None:
        return ""
    if record.contrast in ("ratio", "log_ratio"):
        return _ratio_words(record)
    lower, higher = SIDES.get(record.contrast or "", ("lower", "higher"))
    size = f"{numbers.gap(record.estimate, brief=brief)} {higher if record.estimate >= 0 else lower}"
    if record.low is None or record.high is None:
        return size
    if record.low < 0 < record.high:
        low, high = numbers.size(record.low), numbers.size(record.high)
        return f"{size} ({low} {lower} to {high} {higher})"
    near, far = sorted((record.low, record.high), key=abs)
    return f"{size} ({numbers.size(near)} to {numbers.size(far)})"


def _ratio_words(record: Record) -> str:
    given = [record.estimate, record.low, record.high]
    if record.contrast == "log_ratio":
        given = [None if value is None else math.exp(value) for value in given]
    estimate, low, high = given
    size = f"{estimate:.2f} times"
    return size if low is None or high is None else f"{size} ({low:.2f} to {high:.2f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A gap that looks different once groups are compared at the same ages.

    Parameters
    ----------
    kind : {"reverses", "appears"}
        The clear gap changes sides, or is clear only at the same ages.
    panel : Panel
        Where it is.
    crude, standard : Line
        The group on both bases.
    reference : str
        What it is compared with.
    """

    kind: Literal["reverses", "appears"]
    panel: Panel
    crude: Line
    standard: Line
    reference: str


def _kind(crude: Reading, standard: Reading) -> Literal["reverses", "appears"] | None:
    if crude.clear and standard.clear:
        return "reverses" if crude.higher != standard.higher else None
    return "appears" if crude.sense == "close" and standard.clear else None


def turns(panel: Panel, directions: Directions) -> tuple[Turn, ...]:
    """Find the gaps that age-standardisation turns round or brings out.

    One turn a group: compared with everyone else where that shows one, otherwise with the reference group.
    The reference group itself is left out where another group turns: that would be the same news twice.
    """
    standards = panel.on(STANDARDISED)
    found = []
    for group, crude in panel.on(CRUDE).items():
        standard = standards.get(group)
        if standard is None:
            continue
        for reference in sorted(crude.gaps, key=lambda name: name != "everyone else"):
            readings = (
                read(crude.gaps[reference], directions),
                read(standard.gaps.get(reference), directions),
            )
            kind = _kind(*readings)
            if kind is not None:
                found.append(
                    Turn(kind=kind, panel=panel, crude=crude, standard=standard, reference=reference)
                )
                break
    return _without_mirrors(found, panel)


def _without_mirrors(found: list[Turn], panel: Panel) -> tuple[Turn, ...]:
    others = [turn for turn in found if turn.crude.label not in panel.references]
    return tuple(
        turn
        for turn in found
        if turn.crude.label not in panel.references or not any(other.kind == turn.kind for other in others)
    )
