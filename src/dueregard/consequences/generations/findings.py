"""What is found about later years and generations: records, flags, and everything that was assumed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from dueregard.consequences.findings import Flag
from dueregard.estimates import Record
from dueregard.register import DiscountSchedule

__all__ = ["LaterYears"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterYears:
    """What options do in later years, and to generations.

    Attributes
    ----------
    records : tuple of Record
        Every figure, with ``option`` first in ``by``; see ``docs/generations.md``.
    flags : tuple of Flag
        ``future_pays``: it brings first and takes later, and those not yet born or still children lose;
        ``rate_decides``: whether the whole is a gain or a loss depends on the discount schedule.
    sentences : mapping of str to tuple of str
        What the figures say, by option.
    assumptions : tuple of str
        On years, people and money, in words.
    first, until, collected : int
        The first and last year looked at, and the year of the table.
    schedules : tuple of DiscountSchedule
        With dates and sources.
    generations : tuple of str
        Their names, oldest first.
    """

    records: tuple[Record, ...] = field(repr=False)
    flags: tuple[Flag, ...]
    sentences: dict[str, tuple[str, ...]]
    assumptions: tuple[str, ...]
    first: int
    until: int
    collected: int
    schedules: tuple[DiscountSchedule, ...] = field(repr=False)
    generations: tuple[str, ...]

    def beside(self) -> dict[str, Any]:
        """Give what stands beside the records in JSON.

        Returns
        -------
        dict
            One key, ``later_years``.
        """
        return {
            "later_years": {
                "first": self.first,
                "until": self.until,
                "table_year": self.collected,
                "generations": list(self.generations),
                "schedules": [asdict(schedule) for schedule in self.schedules],
                "flags": [asdict(flag) for flag in self.flags],
                "sentences": {name: list(told) for name, told in self.sentences.items()},
                "assumptions": list(self.assumptions),
            }
        }
