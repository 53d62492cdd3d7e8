"""Names, dates and addresses in running text, found by the words beside them.

Most names have nothing beside them that a pattern can see: this finds some, a person looks for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dueregard.voices.testimony.findings import Suggestion
from dueregard.voices.testimony.recognisers import Recogniser

__all__ = ["DATES_AND_ADDRESSES", "repeated_names", "titled_and_introduced"]

_NAME = r"[^\W\d_][\w'’-]{0,30}"
_FIRST = rf"(?:[^\W\d_]\.[^\S\n]?){{1,3}}{_NAME}|{_NAME}"
_NAMES = rf"(?:{_FIRST})(?:[^\S\n]+(?:(?:de|van|der|bin|ap|ab|al|von|el)[^\S\n]+)?{_NAME}){{0,3}}"
_TITLES = (
    r"Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Reverend|Fr|Father|Sister|Nurse|Imam|"
    r"Rabbi|Cllr|Councillor|Cyng|Cynghorydd|PC|PCSO|Sgt|Pan|Pani|Judge|Auntie|Aunty|Uncle"
)
_KIN = (
    r"son|daughter|husband|wife|partner|mum|mam|mother|dad|father|brother|sister|nan|gran|granddad|grandson|"
    r"granddaughter|niece|nephew|cousin|friend|neighbour|carer|boss|manager|landlord|teacher|doctor|GP|"
    r"social worker|support worker|key worker|colleague"
)
_INTRODUCED = re.compile(
    rf"\b(?:(?i:my name is|my name's|my name was|name:|called|known as|this is|signed,?|regards,?|"
    rf"fy enw i yw|fy enw i ydy|nazywam się|mam na imię|my (?:{_KIN}),?(?: is| was|'s name is)?)"
    rf"|(?:I am|I'm|I’m|Dw i'n|Jestem))\s{{1,3}}(?P<it>{_NAMES})"
)
_TITLED = re.compile(rf"\b(?P<it>(?:{_TITLES})\.?[^\S\n]+{_NAMES})")
_CASELESS = re.compile(
    r"(?:میرا نام|میرے \w{1,20} کا نام|اسمي|ਮੇਰਾ ਨਾਮ|আমার নাম|मेरा नाम)\s+(?P<it>\w+(?:\s+\w+)?)"
)
_NOT_NAME_LIST = """
British English Welsh Scottish Irish European African Asian Black White Mixed Chinese Indian Pakistani
Bangladeshi Caribbean Polish Romanian Ukrainian Somali Arab Roma Gypsy Traveller Muslim Christian Jewish
Hindu Sikh Buddhist Catholic Deaf Autistic Bisexual Gay Lesbian Gymraes Gymro Cymraes Cymro Trans I The
A It They We He She And But Not So In On At My Our Very Just Also Now Monday Tuesday Wednesday Thursday
Friday Saturday Sunday January February March April May June July August September October November
December GP NHS Universal Credit
"""
_NOT_NAMES = frozenset(_NOT_NAME_LIST.split())


def titled_and_introduced(text: str) -> Iterator[Suggestion]:
    """Find names after a title, and names that somebody gives.

    Parameters
    ----------
    text : str
        The words.

    Yields
    ------
    Suggestion
        Of kind ``"name"``.

    Examples
    --------
    >>> text = "I'm Welsh. My name is Aisha Khan and Dr. Evans saw me."
    >>> [text[each.start : each.end] for each in titled_and_introduced(text)]
    ['Dr. Evans', 'Aisha Khan']
    """
    for match in _TITLED.finditer(text):
        end = _capitals_end(text, match.start("it"), match.end("it"), after=1)
        if end > match.start("it"):
            yield _name(match.start("it"), end, "a name after a title")
    for match in _INTRODUCED.finditer(text):
        end = _capitals_end(text, match.start("it"), match.end("it"), after=0)
        if end > match.start("it"):
            yield _name(match.start("it"), end, "a name after words that introduce one")
    for match in _CASELESS.finditer(text):
        yield _name(*match.span("it"), "a name after words that introduce one")


def _name(start: int, end: int, reason: str) -> Suggestion:
    return Suggestion(kind="name", start=start, end=end, reason=reason)


def _capitals_end(text: str, start: int, end: int, *, after: int) -> int:
    """End where the words stop to look like a name; `after` words at the start are the title."""
    last = start
    for place, match in enumerate(re.finditer(r"\S+", text[start:end])):
        word = match[0].strip("'’-.,")
        particle = place > after and word in {"de", "van", "der", "bin", "ap", "ab", "al", "von", "el"}
        if place >= after and not particle:
            if not word[:1].isupper() or word in _NOT_NAMES:
                break
            last = start + match.start() + len(match[0].rstrip("'’-.,"))
    return last


def repeated_names(
    text: str, found: Iterable[Suggestion], *, also: str | None = None
) -> Iterator[Suggestion]:
    """Find other places where a word of a found name stands.

    Parameters
    ----------
    text : str
        The words.
    found : iterable of Suggestion
        What was found; only names are looked at.
    also : str, optional
        A name that is known otherwise, such as the one under which the person asked to be quoted.

    Yields
    ------
    Suggestion
        Of kind ``"name"``.

    Examples
    --------
    >>> text = "My name is Aisha Khan. They never asked Aisha."
    >>> [(each.start, each.end) for each in repeated_names(text, titled_and_introduced(text))]
    [(11, 16), (17, 21), (40, 45)]
    """
    names = [text[each.start : each.end] for each in found if each.kind == "name"] + ([also] if also else [])
    words = {word.strip(".,'’-") for name in names for word in name.split()}
    titles = {title.casefold() for title in _TITLES.split("|")}
    kept = sorted(
        (
            word
            for word in words
            if len(word) > 2 and word not in _NOT_NAMES and word.casefold() not in titles
        ),
        key=lambda word: (-len(word), word),
    )
    if kept:
        for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, kept))})\b", text):
            yield _name(*match.span(), "the same word stands in a name found elsewhere")


_MONTHS = (
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?|Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|"
    r"Tachwedd|Rhagfyr|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|"
    r"listopada|grudnia"
)
_DATE = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s|o\s)?(?:{_MONTHS}),?\s\d{{4}}|(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}})"
)
_STREETS = (
    r"Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Dr|Way|Court|Ct|Crescent|Cres|Place|Pl|Terrace|Gardens|"
    r"Gdns|Grove|Hill|Square|Sq|Walk|Park|Mews|Row|Rise|View|Green|Parade|Wynd|Gate|Quay"
)

DATES_AND_ADDRESSES: tuple[Recogniser, ...] = (
    Recogniser(
        kind="date of birth",
        pattern=re.compile(
            rf"\b(?:born|birth|d\.?o\.?b\.?|birthday|ganwyd|urodz\w{{1,10}})\b.{{0,20}}?(?P<it>{_DATE})(?!\d)",
            re.I,
        ),
        reason="a date after a word for birth",
    ),
    Recogniser(
        kind="date",
        pattern=re.compile(rf"(?<![\d/-]){_DATE}(?![\d/-])", re.I),
        reason="a full date can be a birthday, or tell apart what happened to one person",
    ),
    Recogniser(
        kind="address",
        pattern=re.compile(
            rf"\b(?:(?:Flat|Apartment|Apt|Unit|Fflat|Room)\s?\d{{1,4}}[A-Za-z]?,?\s)?\d{{1,4}}[A-Za-z]?,?\s"
            rf"(?:[^\W\d_a-z][\w'’.-]{{0,20}}\s){{1,4}}(?:{_STREETS})\b"
        ),
        reason="a number and a street",
    ),
    Recogniser(
        kind="address",
        pattern=re.compile(
            r"\b\d{1,4}[A-Za-z]?,?\s(?:Heol|Stryd|Ffordd|Lôn|Rhodfa|Maes|Clos|Bryn)(?:\s[^\W\d_][\w'’-]{0,20}){1,3}"
        ),
        reason="a number and a street",
    ),
    Recogniser(
        kind="address",
        pattern=re.compile(r"\b(?:ul|al)\.\s?(?:[^\W\d_][\w'’-]{0,20}\s){1,3}\d{1,4}[A-Za-z]?(?:/\d{1,4})?"),
        reason="a street and a number",
    ),
    Recogniser(
        kind="address",
        pattern=re.compile(r"\b(?:Flat|Apartment|Apt|Fflat)\s?\d{1,4}[A-Za-z]?\b", re.I),
        reason="the number of a flat",
    ),
)
"""In the order of precedence."""
