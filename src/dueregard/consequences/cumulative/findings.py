"""What is found about a bundle: records, flags, the worst affected, and everything that was assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from dueregard.estimates import Record
from dueregard.options import Prompt

__all__ = ["Cumulative", "CumulativeFlag", "MeasureSummary", "WorstAffected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CumulativeFlag:
    """A pattern that is seen only when decisions are added up.

    Attributes
    ----------
    kind : {"loses_from_most", "undone", "only_together", "average_up_most_lose", "nobody"}
        A group loses from more than half of the measures; a later measure undoes an earlier one for it; it
        loses from all together though from none alone; its average rises and more lose than win; or a
        measure reaches nobody.
    measures : tuple of str
        Which.
    by : mapping of str to str
        The group; empty for everybody.
    text : str
        In words.
    """

    kind: str
    measures: tuple[str, ...]
    by: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstAffected:
    """A group that loses more than everybody does, with how many, how much and how surely.

    Attributes
    ----------
    by : mapping of str to str
        The group.
    relative_change, relative_low, relative_high : float
        As a share of the outcome before, with its interval.
    mean_change, low, high : float
        In the outcome's unit, with its interval.
    losers_share, losers, mean_loss_of_losers : float or None
        Who of the group loses, how many people that is, and how much each loses on average.
    against_everybody : float
        How the relative change differs from that of everybody.
    stands_out : bool
        Whether it does so among all groups looked at (Benjamini and Hochberg 1995, at 5%).
    rank : tuple of int or None
        The ranks that fit the data among the groups of the same characteristics; 1 loses most.
    n : int
        People in the table that it rests on.
    """

    by: Mapping[str, str]
    relative_change: float
    relative_low: float | None
    relative_high: float | None
    mean_change: float
    low: float | None
    high: float | None
    losers_share: float | None
    losers: float | None
    mean_loss_of_losers: float | None
    against_everybody: float
    stands_out: bool
    rank: tuple[int, int] | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureSummary:
    """A measure as it was applied in its place.

    Attributes
    ----------
    name, kind, unit : str
        As written.
    starts : int or None
        Its first year, where one was said.
    sees_earlier : bool
        Whether it looks at the outcome, so that measures before it change what it does.
    in_force : bool
        Whether it is, in the last year shown.
    recipients, total_cost : float or None
        In the order given; 0 while it is not in force. None in a release, where records have them.
    assumptions : tuple of str
        Every default and choice, in words.
    """

    name: str
    kind: str
    unit: str
    starts: int | None
    sees_earlier: bool
    in_force: bool
    recipients: float | None
    total_cost: float | None
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cumulative:
    """What a bundle of measures does to people, and what each has to do with it.

    Attributes
    ----------
    records : tuple of Record
        Every figure; ``by`` begins with ``option``, a measure, or ``bundle``, the whole; then ``with`` and
        ``year`` where they apply.
    bundle : str
        What the whole is called.
    measures : tuple of MeasureSummary
        In order.
    flags : tuple of CumulativeFlag
        Patterns that only adding up shows.
    worst : tuple of WorstAffected
        Groups by the share of the outcome that they lose, the largest first.
    prompts : tuple of Prompt
        Uses of protected characteristics, to be reviewed.
    line : float
        The poverty line before.
    seed : int
        Of take-up.
    years : tuple of int
        Those asked for.
    notes : tuple of str
        On the people and the method.
    """

    records: tuple[Record, ...] = field(repr=False)
    bundle: str
    measures: tuple[MeasureSummary, ...]
    flags: tuple[CumulativeFlag, ...] = ()
    worst: tuple[WorstAffected, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    line: float
    seed: int
    years: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def beside(self) -> dict[str, Any]:
        """Give what stands beside the records in JSON.

        Returns
        -------
        dict
            ``bundle``, ``measures``, ``flags``, ``worst_affected``, ``prompts``, ``poverty_line``,
            ``seed``, ``years`` and ``notes``.
        """
        return {
            "bundle": self.bundle,
            "measures": [asdict(measure) for measure in self.measures],
            "flags": [asdict(flag) for flag in self.flags],
            "worst_affected": [asdict(group) for group in self.worst],
            "prompts": [asdict(prompt) for prompt in self.prompts],
            "poverty_line": self.line,
            "seed": self.seed,
            "years": list(self.years),
            "notes": list(self.notes),
        }
