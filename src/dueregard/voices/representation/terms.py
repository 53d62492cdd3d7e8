"""On what terms a body is compared: level, seats, and the weights of its members where they have any."""

from __future__ import annotations

from dataclasses import dataclass

from dueregard.voices.representation.fair_draw import Floats
from dueregard.voices.representation.shares import Levels

__all__ = ["Terms", "WeightedShares"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightedShares:
    """Shares of a body whose members have weights.

    Attributes
    ----------
    levels : tuple of tuple of str, length g
        The body's groups.
    shares : array of float, shape (g,)
        Of all who stated theirs.
    covariance : array of float, shape (g, g)
        Of the shares.
    df : float
        Degrees of freedom of the design.
    """

    levels: tuple[Levels, ...]
    shares: Floats
    covariance: Floats
    df: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms:
    """On what terms bodies are compared.

    Attributes
    ----------
    level : float
        Confidence level.
    alternative : float
        The ratio at which power is stated.
    seats : int, optional
        Seats of the body; by default its members in the groups compared.
    seed : int
        Of simulations.
    weighted : WeightedShares, optional
        Weighted shares of the body's groups; then members are not counted as one draw.
    """

    level: float = 0.95
    alternative: float = 0.5
    seats: int | None = None
    seed: int = 1
    weighted: WeightedShares | None = None
