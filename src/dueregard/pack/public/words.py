"""What is said of versions, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dueregard.listing import and_list

if TYPE_CHECKING:
    from dueregard.pack.public.versions import Version

__all__ = ["changes_words", "what_came_words"]

_COUNTED = (
    ("changed", "changed", "changed"),
    ("removed", "is gone", "are gone"),
    (
        "withheld",
        "is now kept back so that nobody can be recognised",
        "are now kept back so that nobody can be recognised",
    ),
    ("added", "is new", "are new"),
)


def changes_words(version: Version) -> str:
    """Say how a version differs from the one before.

    Parameters
    ----------
    version : Version
        The version.

    Returns
    -------
    str
        A sentence.
    """
    counts = version.changes
    told = [
        f"{number:,} {one if number == 1 else many}"
        for name, one, many in _COUNTED
        if (number := counts.get(name, 0))
    ]
    before = f"version {version.number - 1}"
    return f"Figures since {before}: {and_list(told)}." if told else f"Every figure is as in {before}."


def what_came_words(payload: Mapping[str, Any]) -> str:
    """Say what a review of forecasts came to.

    Parameters
    ----------
    payload : mapping
        As the register holds it.

    Returns
    -------
    str
        A sentence or two.
    """
    overall = payload.get("calibration") or {}
    count, inside = overall.get("count"), overall.get("inside")
    if not count:
        return "Forecasts were compared with what came of them."
    of = f" of {payload['decided']}" if payload.get("decided") else ""
    verdict = overall.get("verdict")
    said = f" The forecasts were {verdict}." if verdict and verdict != "too few to tell" else ""
    few = " They are too few to tell how sure the forecasts were." if verdict == "too few to tell" else ""
    number = "1 forecast" if count == 1 else f"{count:,} forecasts"
    return f"{inside:,} of {number}{of} came out within their interval.{said}{few}"
