"""What a backend does not do yet, with the reason. Each is expected to fail, strictly."""

from __future__ import annotations

NOT_IMPLEMENTED: dict[tuple[str, str], str] = {}
"""By backend, and measure or feature of a design."""
