"""Assess a decision: who gains, who loses, who was heard, and what would close the gap.

The names below are loaded when they are first used, so that ``import dueregard`` stays quick.

Examples
--------
>>> import dueregard as dr
>>> people = dr.read_people({"income": [310.0, 420.0, 560.0], "sex": ["f", "m", "f"]})
>>> round(float(people.estimate(dr.measures.mean("income")).values[0]), 2)
430.0
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dueregard import measures as measures
    from dueregard.assess import Assessment, assess
    from dueregard.casebook import Casebook, load_casebook
    from dueregard.disclosure import Policy, Release, release
    from dueregard.errors import DueRegardError
    from dueregard.estimates import Estimates, concatenate
    from dueregard.people import People, read_people

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "Casebook",
    "DueRegardError",
    "Estimates",
    "People",
    "Policy",
    "Release",
    "assess",
    "concatenate",
    "load_casebook",
    "measures",
    "read_people",
    "release",
]

_ROOM_OF = {
    "Assessment": "assess",
    "Casebook": "casebook",
    "DueRegardError": "errors",
    "Estimates": "estimates",
    "People": "people",
    "Policy": "disclosure",
    "Release": "disclosure",
    "assess": "assess",
    "concatenate": "estimates",
    "load_casebook": "casebook",
    "read_people": "people",
    "release": "disclosure",
}


def __getattr__(name: str) -> Any:
    if name == "measures":
        return import_module("dueregard.measures")
    if name in _ROOM_OF:
        return getattr(import_module(f"dueregard.{_ROOM_OF[name]}"), name)
    raise AttributeError(f"module 'dueregard' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
