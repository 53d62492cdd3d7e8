"""Dates and addresses in running text."""

from __future__ import annotations

import re

from dueregard.voices.testimony.recognisers import Recogniser

__all__ = ["DATES_AND_ADDRESSES"]

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
