"""Testimony made in code."""

from __future__ import annotations

from datetime import date
from typing import Any

from dueregard.casebook.code_frame import CodeFrame, Coding, FrameVersion, ThemeCode
from dueregard.casebook.testimony import Consent, Passage, Review, Testimony
from dueregard.voices.testimony.redaction import make_review

TODAY = date(2026, 11, 28)

FRAME = CodeFrame(
    version="2",
    date=date(2026, 11, 2),
    codes=(
        ThemeCode(id="access", label="Getting there", definition="Stops."),
        ThemeCode(
            id="ramps", label="Ramps", definition="Ramps.", parent="access", characteristic="disability"
        ),
        ThemeCode(id="cost", label="Cost", definition="Fares."),
    ),
    history=(FrameVersion(version="1", date=date(2026, 10, 1), codes=("access", "money"), why="Ramps."),),
)


def told(
    name: str, text: str = "We wait in the rain.", *, scope: Any = "quote_anonymous", **more: Any
) -> Testimony:
    """One testimony, all of which may be quoted."""
    consent = Consent(scope=scope, given_on=date(2026, 10, 2), until=more.pop("until", None))
    passages = more.pop("passages", (Passage(start=0, end=len(text)),))
    return Testimony(id=name, text=text, consent=consent, passages=passages, **more)


def coded(name: str, *codes: str, coder: str = "AB") -> Coding:
    """What one coder gave."""
    return Coding(testimony=name, coder=coder, codes=codes)


def reviewed(testimony: Testimony, **more: Any) -> Review:
    """A review that strikes out what is suggested."""
    return make_review(testimony, by="AB", on=TODAY, salt="5a" * 16, **more)
