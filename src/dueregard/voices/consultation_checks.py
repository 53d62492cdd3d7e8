"""The Gunning principles and two of good practice, each held against what a casebook says.

Prompts for those who have to answer for a consultation. Whether it was lawful is for a court.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dueregard.voices.bank_holidays import bank_holidays
from dueregard.voices.consultation_standards import Consultation, Material, Met, Standard

__all__ = ["check_consultation"]

LONG, SHORT, VERY_SHORT = 84, 42, 28
"""Days: 12 weeks was the government's rule until 2012 (Code of Practice on Consultation 2008, criterion 2); 6
weeks is the least that a committee of the House of Lords thinks feasible, save exceptionally (Secondary
Legislation Scrutiny Committee, HL Paper 75 of 2013-14); in 4 a body that meets monthly may not meet."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Not strftime's, which follow the machine's language."""

GUNNING = "R v Brent LBC ex p Gunning (1985) 84 LGR 168; R (Moseley) v Haringey LBC [2014] UKSC 56 at [25]"
PRINCIPLES = "Cabinet Office, Consultation Principles 2018"


def check_consultation(consultation: Consultation, *, on: date) -> tuple[Standard, ...]:
    """Hold a consultation against the four Gunning principles, reach and answer.

    Parameters
    ----------
    consultation : Consultation
        What there is to know.
    on : datetime.date
        The day of the question: what is planned for later has not been done.

    Returns
    -------
    tuple of Standard
        Six findings, the Gunning principles first. What the casebook does not say is "not shown": never met,
        and never broken.

    References
    ----------
    R v Brent London Borough Council ex p Gunning (1985) 84 LGR 168 (Hodgson J, adopting Stephen Sedley QC);
    R (Moseley) v Haringey LBC [2014] UKSC 56, [23]-[28]; Cabinet Office (2018), Consultation Principles,
    which fix no shortest time.

    Examples
    --------
    >>> given = Consultation(opened=date(2026, 7, 20), closed=date(2026, 8, 31), decision_on=date(2026, 9, 2))
    >>> [time] = [each for each in check_consultation(given, on=date(2026, 9, 1)) if "Time" in each.principle]
    >>> time.met, time.why[1]
    ('not shown', 'In that time: 31 days of August, 1 bank holiday. What was done to make up for them?')
    """
    return (
        _formative(consultation),
        _reasons(consultation),
        _time(consultation),
        _considered(consultation, on=on),
        _reach(consultation),
        _answered(consultation, on=on),
    )


@dataclass(frozen=True, slots=True)
class _Point:
    """One thing that was found; a standard is met as far as its weakest point."""

    met: Met
    sentence: str


def _formative(given: Consultation) -> Standard:
    points = []
    if given.opened and given.decision_on:
        before = (given.decision_on - given.opened).days
        when = f"It opened on {_day(given.opened)}"
        if before > 0:
            points.append(_Point("yes", f"{when}, {_days(before)} before the decision."))
        else:
            points.append(_Point("no", f"{when}; the decision was due on {_day(given.decision_on)}."))
    else:
        points.append(_Point("not shown", "The day it opened or the day of the decision is not given."))
    if given.formative:
        points.append(_Point("yes", f"What was open: {_sentence(given.formative)}"))
    else:
        silent: Met = "no" if given.decided_already else "not shown"
        points.append(_Point(silent, "Nothing says what was still open when people were asked."))
    if given.decided_already:
        settled = f"What was settled before: {_sentence(given.decided_already)} Were people told so?"
        points.append(_Point("yes", settled))
    return _standard(
        "Proposals still formative",
        "People are asked while the proposal can still change.",
        points,
        dates=(given.opened, given.decision_on),
        source=f"{GUNNING}, first principle",
    )


def _reasons(given: Consultation) -> Standard:
    points = [_reason(given, kind) for kind in ("proposal", "reasons")]
    if _having(given, "alternatives"):
        points.append(
            _Point("yes", "Alternatives were set out, as fairness sometimes requires (Moseley, [27]).")
        )
    else:
        points.append(
            _Point(
                "yes",
                "No document sets out alternatives that were rejected, and why; fairness sometimes requires "
                "it (Moseley, [27]).",
            )
        )
    if not _having(given, "equality evidence"):
        points.append(
            _Point(
                "yes", "No document says how the proposal would affect people with protected characteristics."
            )
        )
    return _standard(
        "Reasons enough",
        "People are told enough of the proposal and its reasons to consider it and answer.",
        points,
        dates=(given.opened, *(each.published_on for each in given.materials)),
        source=f"{GUNNING}, second principle",
    )


def _reason(given: Consultation, kind: str) -> _Point:
    what = {"proposal": "the proposal", "reasons": "its reasons"}[kind]
    found = _having(given, kind)
    dated = sorted((each.published_on, each.title) for each in found if each.published_on)
    if not found:
        return _Point("not shown", f"No document is said to give {what}.")
    if not dated or given.opened is None:
        return _Point(
            "not shown", f"{found[0].title} gives {what}; since when, beside the opening, is not said."
        )
    published, title = dated[0]
    late = (published - given.opened).days
    if late <= 0:
        return _Point("yes", f"{title} gives {what}; published on {_day(published)}.")
    return _Point(
        "no", f"{title} gives {what}; published on {_day(published)}, {_days(late)} after it opened."
    )


def _having(given: Consultation, kind: str) -> list[Material]:
    return [each for each in given.materials if kind == each.gives or kind in tuple(each.gives)]


def _time(given: Consultation) -> Standard:
    points = _open_for(given)
    return _standard(
        "Time enough",
        "People have time enough to consider and answer. No law fixes how long: it depends on the proposal.",
        points,
        dates=(given.opened, given.closed),
        source=f"{GUNNING}, third principle; {PRINCIPLES}, E and G",
    )


def _open_for(given: Consultation) -> list[_Point]:
    if given.opened is None or given.closed is None:
        return [_Point("not shown", "The day it opened or the day it closed is not given.")]
    days = (given.closed - given.opened).days + 1
    span = f"It was open for {_days(days)}, from {_day(given.opened)} to {_day(given.closed)}"
    if days < 1:
        return [_Point("no", f"It closed on {_day(given.closed)}, before it opened on {_day(given.opened)}.")]
    points = [_long_enough(days, span, reason=given.length_reason)]
    if given.length_reason:
        points.append(_Point("yes", f"Why that is enough: {_sentence(given.length_reason)}"))
    holidays = _holidays(given.opened, given.closed, given)
    return [*points, _Point("yes", holidays)] if holidays else points


def _long_enough(days: int, span: str, *, reason: str) -> _Point:
    if days >= LONG:
        return _Point("yes", f"{span}: 12 weeks or more, which was the government's rule until 2012.")
    if days >= SHORT:
        return _Point(
            "yes" if reason else "not shown", f"{span}: under 12 weeks, the government's rule until 2012."
        )
    least = "under the 6 weeks that a committee of the House of Lords thinks the least feasible"
    if days >= VERY_SHORT:
        return _Point("not shown" if reason else "no", f"{span}: {least}.")
    return _Point("no", f"{span}: {least}, and under 4, in which a body that meets monthly may not meet.")


def _holidays(opened: date, closed: date, given: Consultation) -> str:
    """Say which holidays fell into it: the Principles ask to make up for them."""
    days = [opened + timedelta(days=place) for place in range((closed - opened).days + 1)]
    august = sum(day.month == 8 for day in days)
    christmas = sum((day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 1) for day in days)
    closed_days = bank_holidays(opened, closed, nation=given.nation)
    parts = [f"{_days(august)} of August"] if august else []
    parts += [f"{_days(christmas)} from Christmas Eve to New Year"] if christmas else []
    parts += [f"{len(closed_days)} bank holiday{'s' if len(closed_days) > 1 else ''}"] if closed_days else []
    return f"In that time: {', '.join(parts)}. What was done to make up for them?" if parts else ""


def _considered(given: Consultation, *, on: date) -> Standard:
    points = []
    if given.considered_on is None:
        points.append(
            _Point("not shown", "No day is given on which those who decide considered the answers.")
        )
    else:
        points.append(_considered_when(given, given.considered_on, on=on))
    if given.considered_by:
        points.append(_Point("yes", f"Considered by: {_sentence(given.considered_by)}"))
    else:
        points.append(_Point("not shown", "Nobody is named who considered the answers."))
    if given.closed and given.decision_on:
        left = (given.decision_on - given.closed).days
        if left <= 0:
            points.append(
                _Point("no", f"The decision, on {_day(given.decision_on)}, did not wait for the answers.")
            )
        else:
            points.append(_Point("yes", f"Between the last answers and the decision lie {_days(left)}."))
    return _standard(
        "Answers considered",
        "Those who decide take the answers into account conscientiously before they decide.",
        points,
        dates=(given.closed, given.considered_on, given.decision_on),
        source=f"{GUNNING}, fourth principle",
    )


def _considered_when(given: Consultation, considered: date, *, on: date) -> _Point:
    if given.closed and considered < given.closed:
        return _Point("no", f"The answers were considered on {_day(considered)}, before the last were in.")
    if given.decision_on and considered > given.decision_on:
        return _Point("no", f"The answers were considered on {_day(considered)}, after the decision.")
    if considered > on:
        return _Point("not shown", f"The answers are to be considered on {_day(considered)}.")
    return _Point("yes", f"The answers were considered on {_day(considered)}.")


def _reach(given: Consultation) -> Standard:
    points = []
    ways = {way.casefold() for way in given.ways}
    if not ways:
        points.append(_Point("not shown", "No way of taking part is given."))
    elif all("online" in way or "web" in way or "e-mail" in way for way in ways):
        points.append(_Point("no", "Everything was online: who is not could not take part."))
    else:
        points.append(_Point("yes", f"Ways of taking part: {', '.join(given.ways)}."))
    if given.formats:
        points.append(_Point("yes", f"Formats: {', '.join(given.formats)}."))
    else:
        points.append(
            _Point("not shown", "No format such as Easy Read, BSL, Braille or large print is given.")
        )
    if given.languages:
        points.append(_Point("yes", f"Languages: {', '.join(given.languages)}."))
    if given.nation == "Wales" and not {"welsh", "cymraeg"} & {each.casefold() for each in given.languages}:
        points.append(
            _Point("no", "Welsh is not among the languages, as the Welsh Language Standards expect.")
        )
    return _standard(
        "Within reach",
        "Those affected can find it, understand it and answer, whatever their language, disability or means.",
        points,
        dates=(),
        source=f"{PRINCIPLES}, A, F and G; Equality Act 2010 s.149; in Wales the Welsh Language Standards "
        "under the Welsh Language (Wales) Measure 2011",
    )


def _answered(given: Consultation, *, on: date) -> Standard:
    due = given.closed + timedelta(days=LONG) if given.closed else None
    told = given.you_said_we_did_on
    if given.you_said_we_did and told and told <= on:
        late = due is not None and told > due
        words = f"Since {_day(told)} people can read what became of their answers: {given.you_said_we_did}."
        points = [_Point("no" if late else "yes", words)]
        if late:
            points.append(_Point("no", "That is more than 12 weeks after it closed."))
    elif due and on > due:
        points = [
            _Point("no", f"Nothing says what became of the answers; 12 weeks were over on {_day(due)}.")
        ]
    else:
        by = f"; 12 weeks are over on {_day(due)}" if due else ""
        points = [_Point("not shown", f"Nothing says yet what became of the answers{by}.")]
    return _standard(
        "You said, we did",
        "People are told what was done because of their answers, what was not, and why.",
        points,
        dates=(given.closed, told),
        source=f"{PRINCIPLES}, J: within 12 weeks, or an explanation why not",
    )


def _standard(
    principle: str, asks: str, points: Sequence[_Point], *, dates: Iterable[date | None], source: str
) -> Standard:
    order: tuple[Met, ...] = ("no", "not shown", "yes")
    return Standard(
        principle=principle,
        asks=asks,
        met=next(each for each in order if any(point.met == each for point in points)),
        why=tuple(point.sentence for point in points),
        dates=tuple(sorted({day for day in dates if day})),
        source=source,
    )


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _sentence(words: str) -> str:
    text = words.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
