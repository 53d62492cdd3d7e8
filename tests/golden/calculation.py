"""What a reference row is in our terms, and how far our numbers are from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.golden.rows import Row

ROUNDING = 1e-12
"""Numbers so small beside the others of their kind are zeros that were not rounded."""

Found = Mapping[str, Any]
"""Our numbers by the path of what they are compared with; ``estimate`` stands for all below it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How near our numbers have to be."""

    name: str
    limit: float


EXACT = Tolerance(name="exact", limit=1e-8)
ITERATIVE = Tolerance(name="iterative", limit=1e-6)
SIMULATED = Tolerance(name="simulated", limit=0.02)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """Where a package and we differ for a known reason, and what is compared nevertheless."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """How a row is computed with our code.

    Attributes
    ----------
    ours : str
        The measure as a user writes it, or the call of our function; ``{income}`` and the like stand for
        names that differ between data sets.
    find : callable
        Maps the row and the folder of reference data to our numbers.
    names : callable
        Maps a row to the names that ``ours`` leaves open.
    tolerance : Tolerance
        How near our numbers have to be.
    looser : mapping of str to Tolerance
        By path, where some numbers have another tolerance.
    inputs : tuple of str
        Paths of what the reference repeats of its input.
    left_out : tuple of str
        Paths of numbers that are not compared; the deviation says why.
    deviation : Deviation, optional
        Why ours differ.
    """

    ours: str
    find: Callable[[Row, Path], Found]
    names: Callable[[Row], Mapping[str, str]]
    tolerance: Tolerance = EXACT
    looser: Mapping[str, Tolerance] = field(default_factory=lambda: MappingProxyType({}))
    inputs: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    deviation: Deviation | None = None

    def __post_init__(self) -> None:
        assert self.deviation or not self.left_out, f"{self.ours}: what is left out needs a reason"

    def written(self, row: Row) -> str:
        """Our measure or call, with the names of the row's data."""
        return self.ours.format_map(dict(self.names(row)))

    def errors(self, row: Row, folder: Path) -> dict[Tolerance, float]:
        """Largest error of each class of tolerance; fails if a number of the row is passed over."""
        leaves, worst = row.leaves(), {self.tolerance: 0.0}
        found = self.find(row, folder)
        for path, ours in found.items():
            names = _under(path, leaves)
            assert names, f"{row.id} holds no {path}"
            tolerance = self.looser.get(path, self.tolerance)
            measure = _simulated_error if tolerance is SIMULATED else _error
            error = measure(ours, [leaves.pop(name) for name in names], path)
            worst[tolerance] = max(worst.get(tolerance, 0.0), error)
        unchecked = [path for each in (*self.inputs, *self.left_out) for path in _under(each, leaves)]
        passed_over = sorted(set(leaves) - set(unchecked))
        assert not passed_over, f"{row.id}: not compared and not declared: {passed_over}"
        return worst


def _under(path: str, leaves: Mapping[str, Any]) -> list[str]:
    return [name for name in leaves if name.startswith(f"{path}.") or fnmatchcase(name, path)]


def _error(ours: Any, leaves: list[Any], path: str) -> float:
    """Largest relative difference; of zero and of tiny covariances, relative to the size of the others."""
    if any(isinstance(each, str) and each != "NA" for each in np.ravel(np.asarray(leaves[0], dtype=object))):
        return 0.0 if list(ours) == list(leaves[0]) else np.inf
    expected = _flat(leaves)
    found = np.asarray(ours, dtype=float).ravel()
    assert found.shape == expected.shape, f"{path}: {found.shape} for {expected.shape}"
    if not np.array_equal(np.isnan(found), np.isnan(expected)):
        return np.inf
    scale = np.abs(expected)
    if path == "vcov":
        side = round(np.sqrt(expected.size))
        size = np.sqrt(np.abs(expected.reshape(side, side).diagonal()))
        scale = np.maximum(scale, 1e-3 * np.outer(size, size).ravel())
    largest = np.nanmax(scale, initial=0.0) or 1.0
    scale = np.where(scale < ROUNDING * largest, largest, scale)
    return float(np.nanmax(np.abs(found - expected) / scale, initial=0.0))


def _simulated_error(ours: Any, leaves: list[Any], _: str) -> float:
    """Largest difference of limits, relative to the width of their interval."""
    low, high = (_flat([leaf]) for leaf in leaves)
    return float(np.max(np.abs(np.asarray(ours) - [low, high]) / (high - low)))


def _flat(leaves: list[Any]) -> NDArray[np.float64]:
    flat = np.concatenate([np.ravel(np.asarray(leaf, dtype=object)) for leaf in leaves])
    return np.array([np.nan if number in (None, "NA") else number for number in flat], dtype=float)
