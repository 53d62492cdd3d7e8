"""Names and words that records about causes carry."""

from __future__ import annotations

__all__ = ["INTERACTION", "PREFIX", "SHRUNKEN", "TYPE", "TYPE_MEAN", "TYPE_SHARE"]

PREFIX = "causes"
"""How the name of every table of the stage begins."""

TYPE = "type of birth"
"""The variable whose levels are types of birth, in words."""

TYPE_MEAN = "type_mean"
"""How a type of birth fares: a mean, or of a yes/no outcome the share who say yes."""

TYPE_SHARE = "type_share"
"""A type's share of everybody."""

SHRUNKEN = "shrunken"
"""The basis of a stratum's value that is drawn towards what the model foretells."""

INTERACTION = "interaction"
"""The basis of what is left over of a stratum beyond its parts."""
