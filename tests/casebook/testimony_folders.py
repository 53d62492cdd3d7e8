"""Folders of testimony made in code."""

from __future__ import annotations

from pathlib import Path

FRAME = """\
version = "2"
date = 2026-11-02

[[codes]]
id = "access"
label = "Getting there"
definition = "Stops, kerbs, steps."

[[codes]]
id = "ramps"
label = "Ramps that fail"
definition = "Disabled people who cannot board."
parent = "access"
characteristic = "disability"

[[codes]]
id = "cost"
label = "What travel costs"
definition = "Fares."

[[history]]
version = "1"
date = 2026-10-01
codes = ["access", "cost", "money"]
why = "Ramps were lost in access."
"""

AISHA = """\
---
date: 2026-10-02
consent: quote_anonymous
consent_on: 2026-10-02
role: Service User
place: Harbour
characteristics:
  ethnicity: Asian
  disability: "yes"
  religion: prefer not to say
codes:
  AB: [ramps, cost]
  CD: [access]
---
My name is Aisha Khan.

> I ring 07700 900123 and nobody comes. {ramps}
"""


def folder(place: Path, **files: str) -> Path:
    """Write files whose names have two underscores for the dot, beside a code frame."""
    (place / "codeframe.toml").write_text(FRAME, encoding="utf-8")
    for name, text in files.items():
        (place / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return place
