"""The twelve wards of Brackwater and the two localities above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["WARDS", "Ward", "ward_values"]


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward, as the council's own map would describe it.

    Attributes
    ----------
    name, locality : str
        The ward and the larger place it belongs to.
    share : float
        The share of the town's households that live in it.
    deprivation : float
        How deprived it is: 0 for the average ward of a town like this, 1 for a clearly deprived one.
    km_to_centre : float
        Kilometres from the middle of the ward to the market square.
    hospital_minutes : float
        Minutes by public transport from the middle of the ward to the hospital, before the 2025 timetable.
    minutes_added : float
        Minutes added by the 2025 timetable, which cut evening and cross-town buses.
    minority_odds : float
        How much more often than in the town at large its households are of a minority ethnic group.
    """

    name: str
    locality: str
    share: float
    deprivation: float
    km_to_centre: float
    hospital_minutes: float
    minutes_added: float
    minority_odds: float


_EAST, _WEST = "East Brackwater", "West Brackwater"

# Poor wards lie both beside the centre (Quayside, Ropewalk) and far from it (Saltmarsh, Hollowell), and so do
# rich ones, so that distance and deprivation can be told apart.
WARDS: tuple[Ward, ...] = (
    Ward("Quayside", _EAST, 0.105, 1.4, 1.0, 26, 0, 2.0),
    Ward("Ropewalk", _EAST, 0.100, 1.2, 1.4, 29, 0, 2.4),
    Ward("Saltmarsh", _EAST, 0.085, 1.5, 5.2, 43, 8, 0.7),
    Ward("Minster", _EAST, 0.095, 0.3, 0.6, 20, 0, 1.5),
    Ward("Tanners Field", _EAST, 0.080, 0.8, 2.2, 32, 2, 1.4),
    Ward("Hollowell", _EAST, 0.070, 0.6, 6.0, 45, 8, 0.4),
    Ward("Ashcombe", _WEST, 0.085, -0.6, 3.1, 35, 2, 0.7),
    Ward("Larkrise", _WEST, 0.090, -0.3, 3.8, 38, 2, 0.6),
    Ward("Kingsmere", _WEST, 0.080, -1.3, 4.2, 39, 2, 0.6),
    Ward("Priory Park", _WEST, 0.085, -1.0, 2.0, 28, 0, 0.9),
    Ward("Nethercote", _WEST, 0.055, -0.8, 7.4, 49, 4, 0.2),
    Ward("Fiveways", _WEST, 0.070, 0.1, 2.6, 33, 0, 1.1),
)


def ward_values(name: str, ward: NDArray[Any]) -> NDArray[np.float64]:
    """Look up a figure of each person's or household's ward.

    Parameters
    ----------
    name : str
        A numeric attribute of :class:`Ward`.
    ward : ndarray of int
        Positions in ``WARDS``.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> ward_values("km_to_centre", np.array([3])).tolist()
    [0.6]
    """
    return np.asarray(np.array([getattr(place, name) for place in WARDS], dtype=float)[ward])
