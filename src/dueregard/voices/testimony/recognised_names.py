"""Names in running text, found by the words beside them and by their capitals.

Most names have nothing beside them that a pattern can see: this finds some, a person looks for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dueregard.voices.testimony.findings import Suggestion

__all__ = ["capitals_inside", "repeated_names", "titled_and_introduced"]

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
December GP NHS Universal Credit Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays
Christmas Easter Ramadan Eid Diwali Covid Britain England Wales Scotland Ireland Europe Council
Parliament Government State God Internet BSL
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
        What was found; only names are looked at, and what may be one.
    also : str, optional
        A name that is known otherwise, such as the one under which the person asked to be quoted.

    Yields
    ------
    Suggestion
        Of the kind that was found.

    Examples
    --------
    >>> text = "My name is Aisha Khan. They never asked Aisha."
    >>> [(each.start, each.end) for each in repeated_names(text, titled_and_introduced(text))]
    [(11, 16), (17, 21), (40, 45)]
    """
    kinds: dict[str, str] = {}
    for names, kind in [(text[each.start : each.end], each.kind) for each in found] + [(also or "", "name")]:
        if kind in ("name", "name or place"):
            kinds |= {word.strip(".,'’-"): kind for word in names.split()}
    titles = {title.casefold() for title in _TITLES.split("|")}
    kept = [
        word
        for word in kinds
        if len(word) > 2
        and not word[0].islower()
        and word not in _NOT_NAMES
        and word.casefold() not in titles
    ]
    if kept:
        kept.sort(key=lambda word: (-len(word), word))
        for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, kept))})\b", text):
            yield Suggestion(
                kind=kinds[match[0]],
                start=match.start(),
                end=match.end(),
                reason="the same word stands in a name found elsewhere",
            )


_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def capitals_inside(text: str) -> Iterator[Suggestion]:
    """Find words with a capital letter inside a sentence, but for days, peoples and abbreviations.

    Parameters
    ----------
    text : str
        The words.

    Yields
    ------
    Suggestion
        Of kind ``"name or place"``: it finds names that nothing introduces, and places with them.

    Examples
    --------
    >>> text = "Since May I miss Margaret Evans. She knew the GP in Saltmarsh."
    >>> [text[each.start : each.end] for each in capitals_inside(text)]
    ['Margaret Evans', 'Saltmarsh']
    """
    start = end = -1
    for match in _WORD.finditer(text):
        follows = start >= 0 and text[end : match.start()].strip(" ") == ""
        if _like_a_name(match[0]) and (follows or _inside(text, match.start())):
            if not follows:
                if start >= 0:
                    yield _capital(start, end)
                start = match.start()
            end = match.start() + len(re.sub(r"['’](?:s)?$", "", match[0]))
        elif start >= 0:
            yield _capital(start, end)
            start = end = -1
    if start >= 0:
        yield _capital(start, end)


def _capital(start: int, end: int) -> Suggestion:
    return Suggestion(kind="name or place", start=start, end=end, reason="a capital letter inside a sentence")


def _like_a_name(word: str) -> bool:
    stem = re.split(r"['’]", word)[0]
    plain = stem in _NOT_NAMES or word in _NOT_NAMES
    return word[0].isupper() and not word.isupper() and len(word) > 1 and not plain


def _inside(text: str, start: int) -> bool:
    """Whether a sentence has begun before this word; a blank line ends one."""
    before = text[max(0, start - 6) : start]
    held = before.rstrip(" \t\n'\"“‘(")
    return bool(held) and "\n\n" not in before[len(held) :] and (held[-1].isalnum() or held[-1] in ",;)’'\"”")
