"""What is due and when: what duties ask again and again, and what a casebook has promised itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from dueregard.appraisal.duty_words import CHECK
from dueregard.casebook.characteristics import characteristic_label
from dueregard.casebook.duties import Duty, Recurring, duties

if TYPE_CHECKING:
    from dueregard.casebook import Specification
    from dueregard.casebook.objections_fields import ActionPart
    from dueregard.consequences.monitoring import Due

__all__ = ["DueDay", "casebook_days", "duty_days", "in_order"]

What = Literal["duty", "decision", "consultation", "evidence gap", "aim", "review", "forecast", "action"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """One thing that is due on one day.

    Attributes
    ----------
    on : datetime.date
        The day.
    kind : str
        What sort of thing it is.
    what : str
        What is due, as a phrase.
    owner : str or None
        Who sees to it.
    law : str
        Where it is demanded; empty where the casebook sets the day.
    note : str
        What a reader should know.
    overdue : bool
        Whether the day has passed and it is not done as far as can be seen.
    casebook : str
        The question of the casebook; empty for what is due whatever is decided.
    """

    on: date
    kind: What
    what: str
    owner: str | None = None
    law: str = ""
    note: str = ""
    overdue: bool = False
    casebook: str = ""


def duty_days(
    names: Iterable[str] | None = None, *, territory: str | None = None, today: date, until: date
) -> Iterator[DueDay]:
    """List what duties ask again and again.

    Parameters
    ----------
    names : iterable of str, optional
        The duties; all of them, if not given.
    territory : str, optional
        Where; everywhere, if not given.
    today, until : datetime.date
        The span, both days included.

    Yields
    ------
    DueDay
        Whether an authority has done it is not known here, so none of them is overdue.

    Examples
    --------
    >>> from datetime import date
    >>> days = duty_days(["scotland-specific"], today=date(2027, 1, 1), until=date(2027, 12, 31))
    >>> next(days).on
    datetime.date(2027, 4, 30)
    """
    for duty in _with_particulars(names, territory):
        for each in duty.recurring:
            if territory in (None, each.territory):
                yield from _days(duty, each, today, until)


def _with_particulars(names: Iterable[str] | None, territory: str | None) -> list[Duty]:
    """Add to each duty what is particular to the territory, such as the Scottish specific duties."""
    known = duties()
    found = dict.fromkeys(known if names is None else names)
    for name in list(found):
        found |= dict.fromkeys(each.see for each in known[name].within(territory) if each.see)
    return [known[name] for name in found]


def _days(duty: Duty, each: Recurring, today: date, until: date) -> Iterator[DueDay]:
    day = each.next_after(today)
    told = [f"For {each.binds}." if each.binds else "", "At the latest." if each.at_latest else ""]
    told += [] if each.verified else [f"{CHECK[:1].upper()}{CHECK[1:]}."]
    while day <= until:
        yield DueDay(
            on=day,
            kind="duty",
            what=f"{each.what} ({each.territory})",
            law=each.law,
            note=" ".join(filter(None, told)),
        )
        day = each.next_after(day + timedelta(days=1))


def casebook_days(
    specification: Specification,
    *,
    today: date,
    actions: Sequence[ActionPart] = (),
    forecasts: Sequence[Due] = (),
    reviewed_on: date | None = None,
) -> Iterator[DueDay]:
    """List what a casebook has promised itself.

    Parameters
    ----------
    specification : Specification
        The casebook.
    today : datetime.date
        The day, for what is overdue.
    actions : sequence of ActionPart
        What will be done.
    forecasts : sequence of Due
        Forecasts of which nobody has written down what came of them.
    reviewed_on : datetime.date, optional
        When forecasts were last compared with what came of them.

    Yields
    ------
    DueDay
        In no order.
    """
    found = (
        *_decision(specification, today),
        *_consultation(specification),
        *_gaps(specification, today),
        *_aims(specification),
        *_reviews(specification, today, reviewed_on),
        *_actions(actions, today),
        *_forecasts(forecasts),
    )
    for day in found:
        yield replace(day, casebook=specification.question.title)


def _decision(specification: Specification, today: date) -> Iterator[DueDay]:
    question, decision = specification.question, specification.decision
    if decision is not None and decision.taken_on is not None:
        yield DueDay(
            on=decision.taken_on, kind="decision", what=f"Decided: {decision.option}", owner=decision.by
        )
    elif question.decision_on is not None:
        late = question.decision_on < today and decision is None
        yield DueDay(
            on=question.decision_on,
            kind="decision",
            what="Decision",
            owner=question.owner,
            note="The day has passed; [decision] does not say what was decided." if late else "",
            overdue=late,
        )


def _consultation(specification: Specification) -> Iterator[DueDay]:
    voices = specification.voices
    asked = voices.consultation.standards if voices else None
    for day, what in ((asked.opened, "opens"), (asked.closed, "closes")) if asked else ():
        if day is not None:
            yield DueDay(on=day, kind="consultation", what=f"The consultation {what}")


def _gaps(specification: Specification, today: date) -> Iterator[DueDay]:
    for gap in specification.evidence_gaps:
        if gap.due is not None:
            about = f", {gap.outcome}" if gap.outcome else ""
            yield DueDay(
                on=gap.due,
                kind="evidence gap",
                what=f"Fill the evidence gap: {characteristic_label(gap.characteristic).lower()}{about}",
                owner=gap.owner,
                overdue=gap.due < today,
            )


def _aims(specification: Specification) -> Iterator[DueDay]:
    for outcome in specification.outcomes:
        aim = outcome.target
        if aim is not None:
            yield DueDay(
                on=_end_of(aim.by),
                kind="aim",
                what=f"The aim for {outcome.name} is to be reached: a gap of at most {aim.at_most:g}",
            )


def _reviews(specification: Specification, today: date, reviewed_on: date | None) -> Iterator[DueDay]:
    monitor, decision, question = specification.monitor, specification.decision, specification.question
    if monitor is not None and monitor.review_on is not None:
        done = reviewed_on is not None and reviewed_on >= monitor.review_on
        yield DueDay(
            on=monitor.review_on,
            kind="review",
            what="Look at what came of it: `dueregard monitor`",
            owner=monitor.owner,
            overdue=monitor.review_on < today and not done,
        )
    decided = (decision.taken_on if decision else None) or question.decision_on
    for duty in (duties()[name] for name in question.duties):
        if duty.review_months and decided is not None:
            last = _months_after(decided, duty.review_months[-1])
            yield DueDay(
                on=last,
                kind="review",
                what=f"Review under {duty.title}",
                law=duty.law,
                note=duty.review or "",
                overdue=last < today and (reviewed_on is None or reviewed_on < decided),
            )


def _actions(actions: Sequence[ActionPart], today: date) -> Iterator[DueDay]:
    for action in actions:
        if action.due is not None and action.status not in ("done", "dropped"):
            yield DueDay(
                on=action.due,
                kind="action",
                what=action.what,
                owner=action.owner,
                overdue=action.due < today,
            )


def _forecasts(forecasts: Sequence[Due]) -> Iterator[DueDay]:
    days: dict[date, list[Due]] = {}
    for each in forecasts:
        if each.on is not None:
            days.setdefault(each.on, []).append(each)
    for day, due in days.items():
        figures = sum(each.figures for each in due)
        yield DueDay(
            on=day,
            kind="forecast",
            what=f"Write down what came of {figures:,} forecast{'' if figures == 1 else 's'}: outturns.csv",
            overdue=any(each.overdue for each in due),
        )


def _end_of(period: str) -> date:
    """Return the last day of a year, a month or a day, as ISO text."""
    parts = [int(part) for part in period.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = _end_of(f"{year}-{month + 1:02d}")
    return last.replace(day=min(day.day, last.day))


def in_order(days: Iterable[DueDay], *, today: date, until: date) -> tuple[DueDay, ...]:
    """Keep what is overdue or lies within a span, the earliest first and nothing twice.

    Parameters
    ----------
    days : iterable of DueDay
        Any days.
    today, until : datetime.date
        The span, both days included.

    Returns
    -------
    tuple of DueDay
        In order.
    """
    kept = {day for day in days if day.overdue or today <= day.on <= until}
    return tuple(sorted(kept, key=lambda day: (day.on, day.casebook, day.kind, day.what, day.owner or "")))
