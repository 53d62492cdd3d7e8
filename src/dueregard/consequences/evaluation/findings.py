"""What an evaluation finds: records, and the words that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dueregard.consequences.evaluation.methods import Method
from dueregard.estimates import Record

__all__ = ["Evaluation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """An evaluation after the event.

    Attributes
    ----------
    method : Method
        Which was used.
    chosen_because : str, optional
        Why, where it was not asked for.
    records : tuple of Record
        Every figure: effects, tests and checks.
    sentences : tuple of str
        What was found, in words.
    doubts : tuple of str
        What speaks against relying on it.
    notes : tuple of str
        What was left out or decided.
    donors : mapping of str to float
        Of synthetic methods: the heaviest untreated units.
    size : mapping of str to int
        Rows, units, treated units, clusters and periods.
    engine : str
        Which package estimated.
    """

    method: Method
    chosen_because: str | None
    records: tuple[Record, ...] = field(repr=False)
    sentences: tuple[str, ...]
    doubts: tuple[str, ...]
    notes: tuple[str, ...]
    donors: Mapping[str, float]
    size: Mapping[str, int]
    engine: str

    def beside(self) -> dict[str, Any]:
        """Give what stands beside the records in JSON.

        Returns
        -------
        dict
        """
        return {
            "method": self.method.name,
            "method_title": self.method.title,
            "chosen_because": self.chosen_because,
            "assumption": self.method.assumption,
            "before_the_event": self.method.before,
            "sentences": list(self.sentences),
            "doubts": list(self.doubts),
            "notes": list(self.notes),
            "donors": dict(self.donors),
            "size": dict(self.size),
            "engine": self.engine,
        }
