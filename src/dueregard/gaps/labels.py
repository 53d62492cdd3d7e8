"""Words that records of the grid carry."""

from __future__ import annotations

__all__ = ["CHANGE", "CRUDE", "EVERYONE_ELSE", "STANDARDISED"]

CRUDE = "crude"
"""A group as it is."""

STANDARDISED = "age-standardised"
"""A group as it would be with the standard's ages."""

EVERYONE_ELSE = "everyone else"
"""The reference of a gap to all people outside the group."""

CHANGE = "difference of differences"
"""The contrast that says how a gap changed."""
