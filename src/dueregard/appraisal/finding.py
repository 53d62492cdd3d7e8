"""What an instrument finds: one thing about one option by one principle, with its size and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

__all__ = [
    "PRINCIPLES",
    "Basis",
    "Direction",
    "Finding",
    "Grade",
    "Principle",
    "Signal",
    "Size",
    "Unknown",
]

Principle = Literal["outcome", "voice", "evidence", "place", "generations"]
Direction = Literal["better", "worse", "too close to call", "insufficient evidence"]
Grade = Literal["data", "voice", "both", "none"]
Basis = Literal["number", "voice"]
Signal = Literal[
    "gain",
    "small gain",
    "loss",
    "possible loss",
    "loss of the better-off",
    "levelling down",
    "own yardstick",
    "close",
    "too wide",
    "unknown",
    "said",
]
"""What a finding means for its cell; see :data:`dueregard.appraisal.signals.SIGNALS` for each in words."""

PRINCIPLES: Mapping[Principle, str] = {
    "outcome": "Equality of outcome",
    "voice": "Voice",
    "evidence": "Evidence",
    "place": "Place",
    "generations": "Generations",
}
"""The principles, in their order, with their names for readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much: a released figure with its interval.

    Attributes
    ----------
    measure : str
        The figure's name, as in estimates.json.
    outcome : str or None
        What it is of.
    by : mapping of str to str
        Whom it is about; empty for everybody.
    estimate : float
        Its value.
    low, high : float or None
        Its interval; None where nothing is uncertain.
    unit : str or None
        Its unit.
    """

    measure: str
    outcome: str | None = None
    by: Mapping[str, str] = field(default_factory=dict)
    estimate: float
    low: float | None = None
    high: float | None = None
    unit: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            With the fields as keys.
        """
        return {
            "estimate": self.estimate,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "measure": self.measure,
            "outcome": self.outcome,
            "by": dict(self.by),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """What is not known, who will find out, and by when.

    Attributes
    ----------
    what : str
        In words.
    owner : str or None
        Who will see to it; None where nobody has taken it on.
    due : datetime.date or None
        By when.
    """

    what: str
    owner: str | None = None
    due: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            ``what``, ``owner`` and ``due`` (ISO 8601).
        """
        return {"what": self.what, "owner": self.owner, "due": self.due.isoformat() if self.due else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that an instrument found.

    Attributes
    ----------
    principle : str
        The principle that it is for.
    option : str or None
        The option; None where it is true whatever is done.
    signal : str
        What it means for the cell.
    words : str
        A sentence.
    by : mapping of str to str
        About whom: levels by characteristic, place or generation; empty for everybody.
    outcome : str or None
        Which outcome it is about.
    size : Size or None
        How much.
    basis : {"number", "voice"} or None
        Whether it rests on figures or on what people said; None where it rests on neither.
    source : str
        The released table it is from; empty where it is from none.
    said_by : tuple of str
        Who says so: a table, a theme of testimony, a group of the consultation, an author.
    gap : Unknown or None
        What it shows to be missing.
    leads : int
        How early it is told, and whether its size stands for the cell: 0 first (a stated aim), 1 as usual,
        2 last.
    good : {"higher", "lower"} or None
        Which value of the size is better for people; None where that cannot be said.
    standing : str
        Whether those it is about are clearly ``worse off`` or ``better off`` than everyone else now; empty
        where neither is clear, or it is about no group.
    short : str
        The same in a few words, for a reader who sees nothing else; empty where the size says it.
    """

    principle: Principle
    option: str | None
    signal: Signal
    words: str
    by: Mapping[str, str] = field(default_factory=dict)
    outcome: str | None = None
    size: Size | None = None
    basis: Basis | None = None
    source: str = ""
    said_by: tuple[str, ...] = ()
    gap: Unknown | None = None
    leads: int = 1
    good: Literal["higher", "lower"] | None = None
    standing: str = ""
    short: str = ""

    @property
    def direction(self) -> Direction | None:
        """Which way it points by itself; None where it only says something."""
        from dueregard.appraisal.signals import SIGNALS

        return SIGNALS[self.signal].direction

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            With the fields as keys, and ``direction``.
        """
        return {
            "signal": self.signal,
            "direction": self.direction,
            "finding": self.words,
            "by": dict(self.by),
            "outcome": self.outcome,
            "size": self.size.to_dict() if self.size else None,
            "basis": self.basis,
            "said_by": list(self.said_by),
            "gap": self.gap.to_dict() if self.gap else None,
        }
