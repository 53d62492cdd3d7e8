"""The law as it is, and as each option would have it: incomes of the same people, from a rules engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.options.engines.rules_engine import Concept, Run

__all__ = ["UNIT", "Law", "Reformed"]

Array = NDArray[np.float64]

UNIT = "£ a year"
"""Of every amount that an engine gives."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reformed:
    """What a change of the law does to each person.

    Attributes
    ----------
    amount : ndarray (n,)
        Each person's equal part of the change of the household's income.
    cost : ndarray (n,)
        Each person's part of what the household costs the public purse more.
    reached : ndarray of bool (n,)
        Members of households for which either changes.
    told : tuple of str
        What was changed from what to what, or that it changes nothing.
    run : Run
        The engine's answer.
    """

    amount: Array = field(repr=False)
    cost: Array = field(repr=False)
    reached: NDArray[np.bool_] = field(repr=False)
    told: tuple[str, ...]
    run: Run = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Law:
    """The law as it is and as each option would have it, on the same people.

    Attributes
    ----------
    concept : Concept
        The income that people are compared by.
    row : ndarray of int (n,)
        Row numbers of the table.
    before : ndarray (n,)
        The income of each person's household as the law is, divided by its equivalence scale if there is one.
    household : ndarray of int (n,)
        Whose income it is.
    size, scale : ndarray (n,)
        Members of the household in the table, and its equivalence scale: 1 where there is none.
    base : Run
        The engine's answer for the law as it is.
    options : mapping of str to Reformed
        By option.
    given : mapping of str to str
        The column or expression behind each input of the engine.
    notes : tuple of str
        What a reader must know of all of it.
    """

    concept: Concept
    row: NDArray[np.int64] = field(repr=False)
    before: Array = field(repr=False)
    household: NDArray[np.int64] = field(repr=False)
    size: Array = field(repr=False)
    scale: Array = field(repr=False)
    base: Run = field(repr=False)
    options: Mapping[str, Reformed]
    given: Mapping[str, str]
    notes: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Where the income comes from, to stand after its name."""
        run = self.base
        return f"of the household by {run.engine} {run.version} for {run.year} ({self.concept.meaning})"

    def provenance(self) -> dict[str, Any]:
        """Give everything that the figures rest on, as JSON can hold it.

        Returns
        -------
        dict
            ``name``, ``version``, ``year``, ``income``, ``given``, ``pinned``, ``changed`` by option, and
            ``notes``.
        """
        return {
            "name": self.base.engine,
            "version": self.base.version,
            "year": self.base.year,
            "income": self.concept.name,
            "given": dict(self.given),
            "pinned": [asdict(pin) for pin in self.base.pinned],
            "changed": {
                name: [_plain(asdict(change)) for change in each.run.changed]
                for name, each in self.options.items()
            },
            "notes": list(self.base.notes),
        }


def _plain(change: dict[str, Any]) -> dict[str, Any]:
    """Write a value without limit in words, which JSON has no number for."""
    return {
        key: "without limit" if isinstance(value, float) and np.isinf(value) else value
        for key, value in change.items()
    }
