"""The panels found so far, each once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["PanelPool"]

Counts = NDArray[np.int64]


class PanelPool:
    """Panels in the order in which they were found.

    Parameters
    ----------
    types : int
        How many types a panel counts.
    """

    def __init__(self, types: int) -> None:
        self._panels = np.zeros((0, types), dtype=np.int64)
        self._known: set[bytes] = set()

    def __len__(self) -> int:
        return len(self._panels)

    @property
    def panels(self) -> Counts:
        """All of them, shape (N, T)."""
        return self._panels

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Which types are on some panel, shape (T,)."""
        return np.asarray((self._panels > 0).any(axis=0), dtype=np.bool_)

    def add(self, panels: Counts) -> Counts:
        """Add panels, and give those that are new."""
        fresh = []
        for panel in np.asarray(panels, dtype=np.int64):
            key = panel.tobytes()
            if key not in self._known:
                self._known.add(key)
                fresh.append(panel)
        new = np.array(fresh, dtype=np.int64).reshape(len(fresh), self._panels.shape[1])
        self._panels = np.concatenate([self._panels, new])
        return new
