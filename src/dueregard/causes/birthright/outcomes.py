"""What kind of outcome there is, and which indices it can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from dueregard.estimates.source import FloatArray

__all__ = ["Kind", "OutcomeKind", "kind_of_outcome"]

Kind = Literal["chance", "amount", "level", "signed"]
"""A yes or no; positive throughout; 0 or more; some below 0."""

_MEASURES: Mapping[Kind, tuple[str, ...]] = {
    "chance": ("dissimilarity", "mld", "gini", "r2"),
    "amount": ("gini", "mld", "variance_of_logs", "r2"),
    "level": ("gini", "r2"),
    "signed": ("gini", "r2"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeKind:
    """What an outcome is like.

    Attributes
    ----------
    kind : str
        See :data:`Kind`.
    measures : tuple of str
        Indices that it can have; the first two lead.
    absent : mapping of str to str
        Indices that it cannot have, and why.
    """

    kind: Kind
    measures: tuple[str, ...]
    absent: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_chance(self) -> bool:
        """Whether it is a yes or no."""
        return self.kind == "chance"

    @property
    def shares(self) -> tuple[str, ...]:
        """Indices of the smoothed distribution that are a share of the outcome's own."""
        return tuple(each for each in self.measures if each != "r2") if self.kind != "chance" else ()

    @property
    def headline(self) -> str:
        """The share that leads."""
        if self.kind == "chance":
            return "dissimilarity"
        if "mld" in self.measures:
            return "mld_share"
        return "gini_share" if "gini" in self.measures else "r2"


def kind_of_outcome(outcome: FloatArray) -> OutcomeKind:
    """See which indices an outcome can have.

    Parameters
    ----------
    outcome : ndarray (n,)
        Of people.

    Returns
    -------
    OutcomeKind

    Examples
    --------
    >>> kind_of_outcome(np.array([0.0, 3.0])).measures
    ('gini', 'r2')
    """
    kind: Kind = "amount"
    absent: dict[str, str] = {}
    if np.isin(outcome, (0.0, 1.0)).all():
        kind = "chance"
    elif (outcome < 0).any():
        kind = "signed"
    elif (outcome == 0).any():
        kind = "level"
    if kind in ("level", "signed"):
        count = int((outcome <= 0).sum())
        why = (
            f"{count:,} {'person has' if count == 1 else 'people have'} an outcome of 0 or less, which has "
            "no logarithm; the Gini index needs none"
        )
        absent = {"mld": why, "variance_of_logs": why}
    measures = _MEASURES[kind]
    if float(outcome.mean()) <= 0 and kind == "signed":
        measures = ("r2",)
        absent["gini"] = "the mean outcome is not above 0"
    return OutcomeKind(kind=kind, measures=measures, absent=absent)
