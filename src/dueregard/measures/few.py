"""Below how many people a measure's value says little, however it was sampled."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["FEW", "ONE_PERSON"]

ONE_PERSON = (2, "one person: inequality cannot be measured")
"""Of every index of inequality; a measure of what people have has a value for one."""

FEW: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        # Where all have the same it should be 0: it is 0.53 of 10 people, 0.26 of 30 and 0.10 of 100.
        "zenga": (30, "fewer than 30 people: in small groups it is too high"),
        "variance": (2, "one person has no variance"),
    }
)
"""People, and what is said of fewer, by the measure's name."""
