"""What a method was told, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dueregard.consequences.evaluation.effects import Effects, Tested

__all__ = ["Choices", "Found", "Piece"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What else was chosen.

    Attributes
    ----------
    controls : {"never_treated", "not_yet_treated"}
        Whom cohorts are compared with.
    season : int, optional
        Periods in a season's cycle, for interrupted time series.
    seed : int
        Of drawn placebos.
    """

    controls: str = "never_treated"
    season: int | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """Effects of one kind.

    Attributes
    ----------
    measure : str
        ``att``, ``event_time_effect``, ``level_change``, ``slope_change`` or ``average_effect``.
    effects : Effects
        Of all, or of each group.
    estimator : str
        Who found them.
    parameters : mapping
        What else they rest on.
    """

    measure: str
    effects: Effects
    estimator: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """What one method finds.

    Attributes
    ----------
    pieces : tuple of Piece
        The effect on all first.
    tests : tuple of Tested
        Of equality, of trends before, of placebo units.
    donors : mapping of str to float
        Of synthetic methods: the heaviest untreated units.
    failures : tuple of str
        What could not be estimated beside the main effect, in words.
    """

    pieces: tuple[Piece, ...]
    tests: tuple[Tested, ...] = ()
    donors: Mapping[str, float] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
