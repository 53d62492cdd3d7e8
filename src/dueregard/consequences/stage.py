"""What the stage finds: tables for the disclosure gate, and what may be said beside them."""

from __future__ import annotations

from dataclasses import dataclass

from dueregard.consequences.failures import Failure
from dueregard.consequences.generations.findings import LaterYears
from dueregard.disclosure import Table
from dueregard.options import Prompt

__all__ = ["ConsequencesFindings", "Judged", "OptionTold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionTold:
    """An option in words: nothing here counts people.

    Attributes
    ----------
    name, kind, unit : str
        As written.
    outcome : str
        The casebook's outcome that it changes.
    authored_by : tuple of str
        Who designed it.
    income_concept : str
        What the outcome is before and after.
    assumptions : tuple of str
        Every default and choice.
    evidence, note : str
        As written; may be empty.
    pays_here : bool
        Whether these people bear a part of its cost.
    later : tuple of str
        What people pay or get in later years, each with its years.
    """

    name: str
    kind: str
    unit: str
    outcome: str
    authored_by: tuple[str, ...]
    income_concept: str
    assumptions: tuple[str, ...]
    evidence: str = ""
    note: str = ""
    pays_here: bool = False
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An outcome that options change.

    Attributes
    ----------
    name : str
        As the casebook calls it.
    unit : str
        Its unit; may be empty.
    better : {"higher", "lower"}
        Which value is better for the person.
    money : bool
        Whether it is money, so that poverty and inequality can be spoken of.
    line : float or None
        The poverty line before any option; None where it is not money.
    references : tuple of (str, str)
        The group that others are compared with, by characteristic.
    """

    name: str
    unit: str
    better: str
    money: bool
    line: float | None
    references: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequencesFindings:
    """What options do, before the disclosure gate.

    Flags are not here: :func:`dueregard.consequences.released.released_consequences` finds them among what
    may be shown.

    Attributes
    ----------
    tables : tuple of Table
        Named ``consequences-...``: everyone, tenths, then one for each characteristic, place, generation and
        crossing, and one for each stated aim. In all records ``option`` comes first in ``by``; what is
        measured before any option has the option ``as now``.
    options : tuple of OptionTold
        Those that were worked out, in the order of their files.
    outcomes : tuple of Judged
        What they change.
    prompts : tuple of Prompt
        Uses of protected characteristics, to be reviewed.
    failures : tuple of Failure
        Options that were not.
    seed : int
        Of take-up.
    year : int or None
        That was looked at.
    places : tuple of str
        Which of the groupings are places.
    notes : tuple of str
        What readers must know.
    later_years : tuple of LaterYears
        For each outcome whose options look ahead, the years, schedules and assumptions of the accounts of
        generations, without figures: those are in the tables ``consequences-generations`` and
        ``consequences-years``.
    """

    tables: tuple[Table, ...] = ()
    options: tuple[OptionTold, ...] = ()
    outcomes: tuple[Judged, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    failures: tuple[Failure, ...] = ()
    seed: int = 1
    year: int | None = None
    places: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    later_years: tuple[LaterYears, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there are options at all."""
        return bool(self.options or self.failures)
