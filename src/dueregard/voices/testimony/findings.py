"""What testimony comes to: what may be used, who said what, in whose words, and how sure the coding is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dueregard.casebook.code_frame import CodeFrame
from dueregard.casebook.testimony import Scope
from dueregard.estimates.record import Record

__all__ = [
    "Agreement",
    "AlphaInterval",
    "CodeAgreement",
    "FrameChange",
    "Metric",
    "Quote",
    "Standing",
    "Suggestion",
    "TestimonyFindings",
]

Metric = Literal["nominal", "ordinal", "interval", "ratio", "jaccard", "masi"]
"""How far apart two codes, or two sets of codes, are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What may be done with one testimony, and why. For those who assess only: it carries the id.

    Attributes
    ----------
    testimony : str
        The testimony's id.
    scope : str
        What the person agreed to.
    counted : bool
        Whether it counts in themes.
    quotable : bool
        Whether its passages may be quoted now.
    why : str
        Why not, or what is still to be done; empty when all is well.
    """

    testimony: str
    scope: Scope
    counted: bool
    quotable: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A stretch of text that may say who somebody is. A person decides.

    Attributes
    ----------
    kind : str
        What it looks like, such as ``"postcode"``.
    start, end : int
        Where it stands, counted in characters from 0; `end` is after the last.
    reason : str
        Why it was picked out, without repeating it.
    """

    kind: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that may be published: within consent, reviewed by a person, redactions made.

    It carries neither the testimony's id nor a characteristic, so that nothing links it to its giver but what
    they chose to say in it.

    Attributes
    ----------
    words : str
        The passage, with redacted stretches as ``[kind]``.
    themes : tuple of str
        Ids of the codes that it stands for.
    role : str or None
        As what the person speaks.
    kind : {"individual", "organisation"}
        Who speaks.
    named_as : str or None
        The name under which they asked to be quoted.
    language : str or None
        The language it was given in, if not English.
    """

    words: str
    themes: tuple[str, ...]
    role: str | None
    kind: Literal["individual", "organisation"]
    named_as: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameChange:
    """What one version of the code frame changed.

    Attributes
    ----------
    version : str
        The version that brought the change.
    date : datetime.date
        From when it was used.
    added, dropped : tuple of str
        Ids.
    why : str
        The reason that the frame gives.
    """

    version: str
    date: date
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlphaInterval:
    """Krippendorff's alpha and its bootstrap interval.

    Attributes
    ----------
    alpha : float or None
        1 is agreement without fault, 0 what chance would give; None when nothing varies.
    low, high : float or None
        Limits of the interval; None when too few units were read twice.
    level : float
        Its confidence level.
    metric : str
        How far apart two codes are.
    units : int
        Units that at least two coders read.
    coders : int
        How many coders read any of them.
    resamples : int
        Bootstrap samples that the interval rests on.
    """

    alpha: float | None
    low: float | None
    high: float | None
    level: float
    metric: Metric
    units: int
    coders: int
    resamples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAgreement:
    """How far coders agree on one code, given or not.

    Attributes
    ----------
    code, label : str
        The code.
    given : int
        Testimonies, among those read by two or more coders, to which any of them gave it.
    alpha : AlphaInterval
        Nominal alpha of given against not given.
    advice : str
        What it may be relied on for.
    """

    code: str
    label: str
    given: int
    alpha: AlphaInterval
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far coders agree.

    Attributes
    ----------
    masi, jaccard : AlphaInterval
        Alpha of whole sets of codes, by Passonneau's MASI distance and by Jaccard's.
    codes : tuple of CodeAgreement
        Code by code, in the order of the frame.
    testimonies : int
        How many were coded at all.
    twice : int
        How many were coded by two or more.
    awaiting : int
        How many the coders differ on and have not agreed.
    advice : str
        What the whole coding may be relied on for.
    """

    masi: AlphaInterval
    jaccard: AlphaInterval
    codes: tuple[CodeAgreement, ...]
    testimonies: int
    twice: int
    awaiting: int
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyFindings:
    """What testimony comes to. Counts have not passed the disclosure gate: that is the stage's part.

    Nothing in it carries an id, and nothing of a withdrawn testimony.

    Attributes
    ----------
    on : datetime.date
        The day for which consent was judged.
    individuals, organisations : int
        How many testimonies of each count in themes.
    left_out : mapping of str to int
        How many do not count, by reason.
    quotes_held_back : mapping of str to int
        How many testimonies whose givers agreed to be quoted are not, by reason.
    frame : CodeFrame or None
        The code frame.
    changes : tuple of FrameChange
        Its history, the oldest first.
    records : tuple of Record
        Counts and shares of testimonies by theme and characteristic, individuals apart from organisations.
    quotes : tuple of Quote
        What may be quoted, in an order that says nothing about the files.
    agreement : Agreement or None
        None when nothing was coded twice.
    prompts : tuple of str
        What those who assess should look at, without ids.
    """

    on: date
    individuals: int
    organisations: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    quotes_held_back: Mapping[str, int] = field(default_factory=dict)
    frame: CodeFrame | None = None
    changes: tuple[FrameChange, ...] = ()
    records: tuple[Record, ...] = ()
    quotes: tuple[Quote, ...] = ()
    agreement: Agreement | None = None
    prompts: tuple[str, ...] = ()
