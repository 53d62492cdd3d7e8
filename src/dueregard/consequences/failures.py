"""Options that could not be worked out."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Failure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An option that could not be worked out, which stops none of the others.

    Attributes
    ----------
    option : str
        Its name, or that of its file.
    reason : str
        Why, and what to do.
    """

    option: str
    reason: str
