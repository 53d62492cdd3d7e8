"""Which testimony may be used, and for what, on a given day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from dueregard.casebook.testimony import Review, Testimony, TestimonyFolder
from dueregard.voices.testimony.findings import Standing
from dueregard.voices.testimony.redaction import review_state

__all__ = [
    "WITHDRAWN",
    "counted",
    "heard_characteristics",
    "held_back",
    "left_out",
    "may_be_read",
    "standings",
]

WITHDRAWN = "withdrawn"


def may_be_read(testimony: Testimony, *, on: date) -> str:
    """Say why nobody may read a testimony.

    Parameters
    ----------
    testimony : Testimony
        The testimony.
    on : datetime.date
        The day.

    Returns
    -------
    str
        The reason; empty when its giver agreed and the consent holds.
    """
    consent = testimony.consent
    if testimony.withdrawn:
        return WITHDRAWN
    if consent.scope == "none":
        return "no consent recorded"
    if consent.given_on and consent.given_on > on:
        return "consent is dated later than the assessment"
    return "" if consent.holds(on) else "consent has run out"


def standings(folder: TestimonyFolder, *, on: date) -> tuple[Standing, ...]:
    """Judge every testimony that was not withdrawn.

    Parameters
    ----------
    folder : TestimonyFolder
        What was read.
    on : datetime.date
        The day for which consent is judged.

    Returns
    -------
    tuple of Standing
        By id, for those who assess. Withdrawn testimony is not in it.
    """
    reviews = {each.testimony: each for each in folder.reviews}
    return tuple(_standing(each, reviews, on=on) for each in folder.testimonies if not each.withdrawn)


def _standing(testimony: Testimony, reviews: Mapping[str, Review], *, on: date) -> Standing:
    unread = may_be_read(testimony, on=on)
    is_counted = not unread and testimony.consent.allows("summary")
    why = unread or ("" if is_counted else "for reading only, not for counting")
    if is_counted and testimony.consent.allows("quote_anonymous"):
        why = _not_quotable(testimony, reviews)
    return Standing(
        testimony=testimony.id,
        scope=testimony.consent.scope,
        counted=is_counted,
        quotable=is_counted and testimony.consent.allows("quote_anonymous") and not why,
        why=why,
    )


def _not_quotable(testimony: Testimony, reviews: Mapping[str, Review]) -> str:
    if not testimony.passages:
        return "no passage is marked as one that may be quoted"
    state = review_state(testimony, reviews.get(testimony.id))
    return "" if state == "reviewed" else f"redactions: {state}"


def counted(folder: TestimonyFolder, *, on: date) -> tuple[Testimony, ...]:
    """List the testimonies that count in themes.

    Parameters
    ----------
    folder : TestimonyFolder
        What was read.
    on : datetime.date
        The day.

    Returns
    -------
    tuple of Testimony
        By id.
    """
    wanted = {each.testimony for each in standings(folder, on=on) if each.counted}
    return tuple(each for each in folder.testimonies if each.id in wanted)


def heard_characteristics(
    folder: TestimonyFolder, *, on: date, place: str | None = None
) -> tuple[Mapping[str, str], ...]:
    """List what those whose testimony counts said of themselves, without ids, for the audit of who was heard.

    Parameters
    ----------
    folder : TestimonyFolder
        What was read.
    on : datetime.date
        The day.
    place : str, optional
        The casebook's name for the level of their places; without it places are left out.

    Returns
    -------
    tuple of mapping of str to str
        One for each individual, in an order that says nothing about the files. It has not passed the gate.
    """
    found = [
        {**each.characteristics, **({place: each.place} if place and each.place else {})}
        for each in counted(folder, on=on)
        if each.kind == "individual"
    ]
    return tuple(sorted(found, key=lambda one: sorted(one.items())))


def left_out(folder: TestimonyFolder, found: Sequence[Standing]) -> dict[str, int]:
    """Count the testimonies that are in no theme, by reason.

    Parameters
    ----------
    folder : TestimonyFolder
        What was read.
    found : sequence of Standing
        Its standings.

    Returns
    -------
    dict of str to int
        In the order of the reasons' names.
    """
    reasons = Counter(each.why for each in found if not each.counted)
    reasons[WITHDRAWN] = sum(each.withdrawn for each in folder.testimonies)
    return {reason: count for reason, count in sorted(reasons.items()) if count}


def held_back(found: Sequence[Standing]) -> dict[str, int]:
    """Count the testimonies that may be quoted by their consent and are not, by reason.

    Parameters
    ----------
    found : sequence of Standing
        The standings.

    Returns
    -------
    dict of str to int
        In the order of the reasons' names.
    """
    reasons = Counter(each.why for each in found if each.counted and each.why)
    return dict(sorted(reasons.items()))
