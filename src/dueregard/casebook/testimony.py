"""Testimony as it was given: words, consent and reviews, each an object that nothing can change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dueregard.casebook.code_frame import CodeFrame, Coding

__all__ = [
    "SCOPES",
    "Consent",
    "Passage",
    "Review",
    "ReviewedSpan",
    "Scope",
    "Testimony",
    "TestimonyFolder",
]

Scope = Literal["none", "internal", "summary", "quote_anonymous", "quote_named"]

SCOPES: tuple[Scope, ...] = ("none", "internal", "summary", "quote_anonymous", "quote_named")
"""What a person may agree to, each scope with all before it: nothing; being read by those who assess; being
counted in themes; being quoted without a name; being quoted by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What somebody agreed to.

    Attributes
    ----------
    scope : str
        One of :data:`SCOPES`; ``"none"`` when nothing is recorded.
    given_on : datetime.date or None
        When they agreed.
    until : datetime.date or None
        The last day on which it holds.
    """

    scope: Scope = "none"
    given_on: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether the consent has not run out.

        Parameters
        ----------
        on : datetime.date
            The day of the question.

        Returns
        -------
        bool
            True without a last day, and on the last day itself.

        Examples
        --------
        >>> Consent(scope="summary", until=date(2026, 12, 31)).holds(date(2027, 1, 1))
        False
        """
        return self.until is None or on <= self.until

    def allows(self, scope: Scope) -> bool:
        """Say whether the scope that was agreed to includes another.

        Parameters
        ----------
        scope : str
            What is to be done.

        Returns
        -------
        bool
            Whether they agreed to it.

        Examples
        --------
        >>> Consent(scope="summary").allows("quote_anonymous")
        False
        """
        return SCOPES.index(self.scope) >= SCOPES.index(scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words that the person agreed to have quoted: a block quotation of the file.

    Attributes
    ----------
    start, end : int
        Where it stands in the testimony's text, counted in characters from 0; `end` is after the last.
    codes : tuple of str
        The themes that it stands for, when the file says so.
    """

    start: int
    end: int
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """What one person or organisation told.

    Attributes
    ----------
    id : str
        The id that its file gives, or the name of the file. Never published.
    text : str
        The words, without front matter; lines end in a line feed.
    passages : tuple of Passage
        Which of them may be quoted, in order.
    consent : Consent
        What the person agreed to.
    told_on : datetime.date or None
        When it was given.
    role : str or None
        As what they speak: resident, service user, carer, ...
    kind : {"individual", "organisation"}
        Whether a person speaks for themself or for an organisation.
    place : str or None
        Where they live or use the service, as in the casebook.
    characteristics : mapping of str to str
        What they chose to say of themselves, by the casebook's name.
    named_as : str or None
        The name under which they asked to be quoted; used for the scope ``quote_named`` only.
    withdrawn : bool
        Whether they withdrew it.
    withdrawn_on : datetime.date or None
        When, if the file says.
    language : str or None
        The language it was given in, when the words are a translation or not English.
    first_line : int
        The line of the file on which `text` begins, counted from 1.
    """

    id: str
    text: str
    passages: tuple[Passage, ...] = ()
    consent: Consent = field(default_factory=Consent)
    told_on: date | None = None
    role: str | None = None
    kind: Literal["individual", "organisation"] = "individual"
    place: str | None = None
    characteristics: Mapping[str, str] = field(default_factory=dict)
    named_as: str | None = None
    withdrawn: bool = False
    withdrawn_on: date | None = None
    language: str | None = None
    first_line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedSpan:
    """A stretch of a testimony that a reviewer decided about.

    Attributes
    ----------
    start, end : int
        Where it stands in the text, counted in characters from 0; `end` is after the last.
    kind : str
        What it was taken for, such as ``"postcode"``.
    redact : bool
        Whether it is struck out of quotes; False keeps it.
    """

    start: int
    end: int
    kind: str
    redact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A person's decision about what has to be struck out of a testimony. It never holds the words.

    Attributes
    ----------
    testimony : str
        The testimony's id.
    reviewed_by : str
        Who decided.
    reviewed_on : datetime.date
        When.
    salt, fingerprint : str
        A random salt and the keyed hash of the text that was reviewed, in hexadecimal: when the text has
        changed since, the review no longer counts.
    spans : tuple of ReviewedSpan
        What was decided, in order.
    """

    testimony: str
    reviewed_by: str
    reviewed_on: date
    salt: str
    fingerprint: str
    spans: tuple[ReviewedSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyFolder:
    """Everything in a casebook's folder of testimony.

    Attributes
    ----------
    testimonies : tuple of Testimony
        By id; withdrawn ones keep neither words nor characteristics.
    frame : CodeFrame or None
        The code frame, when there is one.
    codings : tuple of Coding
        By testimony and coder.
    reviews : tuple of Review
        By testimony.
    notes : tuple of str
        What was decided while reading.
    """

    testimonies: tuple[Testimony, ...] = ()
    frame: CodeFrame | None = None
    codings: tuple[Coding, ...] = ()
    reviews: tuple[Review, ...] = ()
    notes: tuple[str, ...] = ()
