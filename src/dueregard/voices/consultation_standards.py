"""Whether a consultation was a fair one: the Gunning principles, each checked against dates and documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dueregard.voices.bank_holidays import Nation

__all__ = ["GIVES", "Consultation", "Material", "Met", "Standard"]

Met = Literal["yes", "no", "not shown"]
"""Whether a principle is met; what the casebook does not say is neither met nor broken."""

Gives = Literal["proposal", "reasons", "alternatives", "equality evidence", "other"]

GIVES: tuple[Gives, ...] = ("proposal", "reasons", "alternatives", "equality evidence", "other")
"""What a document may give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A document that people could read before they answered.

    Attributes
    ----------
    title : str
        What it is called.
    published_on : datetime.date or None
        From when people could read it.
    gives : str or tuple of str
        What it gives, of :data:`GIVES`; one document can give several.
    source : str
        Where it is.
    """

    title: str
    published_on: date | None = None
    gives: Gives | tuple[Gives, ...] = "other"
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """What there is to know about how people were consulted.

    Attributes
    ----------
    opened, closed : datetime.date or None
        The first and the last day for answers.
    decision_on : datetime.date or None
        When it is decided.
    formative : str
        What was still open when people were asked, in the organiser's words.
    decided_already : str
        What had been settled before people were asked.
    length_reason : str
        Why so many weeks are enough for this proposal and those whom it affects.
    materials : tuple of Material
        What people could read.
    considered_on : datetime.date or None
        When those who decide considered the answers.
    considered_by : str
        Who did.
    you_said_we_did : str
        Where people can read what became of their answers.
    you_said_we_did_on : datetime.date or None
        Since when.
    languages, formats, ways : tuple of str
        Languages offered; formats such as Easy Read or BSL; ways of taking part such as online, paper or
        meetings.
    nation : {"England", "Wales", "Scotland", "Northern Ireland"}
        Decides which bank holidays count and whether Welsh is asked for.
    """

    opened: date | None = None
    closed: date | None = None
    decision_on: date | None = None
    formative: str = ""
    decided_already: str = ""
    length_reason: str = ""
    materials: tuple[Material, ...] = ()
    considered_on: date | None = None
    considered_by: str = ""
    you_said_we_did: str = ""
    you_said_we_did_on: date | None = None
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    nation: Nation = "England"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What was found about one principle. A prompt for those who answer for it, never legal advice.

    Attributes
    ----------
    principle : str
        Its name.
    asks : str
        What it asks for, in a sentence.
    met : {"yes", "no", "not shown"}
        ``"not shown"`` when the casebook does not say enough.
    why : tuple of str
        What was found, with dates, in sentences.
    dates : tuple of date
        The dates that were used, in order.
    source : str
        The judgment or guidance.
    """

    principle: str
    asks: str
    met: Met
    why: tuple[str, ...]
    dates: tuple[date, ...]
    source: str
