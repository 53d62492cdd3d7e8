"""Switches that several commands share."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

__all__ = ["AsCsv", "AsJson", "Switch"]

Switch = Annotated[bool, Parameter(show_default=False)]
"""On when given."""

AsJson = Annotated[bool, Parameter(name="--json", show_default=False)]
"""``--json``: one JSON object on standard output, and nothing else there."""

AsCsv = Annotated[bool, Parameter(name="--csv", show_default=False)]
"""``--csv``: the same records as CSV."""
