"""What the casebook demanded once and demands no longer, and who answered for it under another name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dueregard.alliance.members import Member, Terms

__all__ = ["FormerTerms", "changed_terms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerTerms:
    """What a casebook demanded when it was assessed.

    Parameters
    ----------
    line, on : int, date
        Where and when the register has the assessment.
    terms : Terms
        What was demanded then.
    """

    line: int
    on: date
    terms: Terms


def changed_terms(former: Sequence[FormerTerms], now: Terms, *, first_paper: int | None) -> tuple[str, ...]:
    """Say what was changed of the demands and of the members since the first review or signature.

    Until somebody has reviewed or signed, a casebook may be arranged freely. From then on whoever changes
    the rules does it in the open: nobody makes a dissent lighter by asking for less, or by calling whoever
    dissents otherwise.

    Parameters
    ----------
    former : sequence of FormerTerms
        Of each assessment, in order.
    now : Terms
        What is demanded now.
    first_paper : int or None
        The line of the register at which the first review or signature was filed; None without any.

    Returns
    -------
    tuple of str
        Sentences; empty where nothing is less than it was.

    Examples
    --------
    >>> then = FormerTerms(line=1, on=date(2026, 11, 28), terms=Terms(quorum="required", reviews=2))
    >>> changed_terms([then], Terms(quorum="required", reviews=1), first_paper=2)
    ('After the first review or signature the casebook was changed: it demands 1 review; before it was 2.',)
    >>> changed_terms([then], Terms(quorum="required", reviews=1), first_paper=None)
    ()
    """
    if first_paper is None:
        return ()
    before = [each for each in former if each.line < first_paper][-1:]
    bound = [*before, *(each for each in former if each.line > first_paper)]
    terms = [each.terms for each in bound]
    lowered = list(_lowered(terms, now))
    told = [f"After the first review or signature the casebook was changed: {'; '.join(lowered)}."]
    return (*(told if lowered else ()), *_members(terms, now))


def _lowered(former: Sequence[Terms], now: Terms) -> Iterator[str]:
    if now.quorum != "required" and any(each.quorum == "required" for each in former):
        yield "publication no longer waits for what is demanded"
    for sector in dict.fromkeys(name for each in former for name in each.sectors):
        most = max(each.sectors.get(sector, 0) for each in former)
        yield from _less(now.sectors.get(sector, 0), most, "signature", f" from the sector {sector}")
    yield from _less(now.reviews, max((each.reviews for each in former), default=0), "review")
    lived = max((each.lived_experience for each in former), default=0)
    yield from _less(now.lived_experience, lived, "review", " from lived experience")
    if not now.steward and any(each.steward for each in former):
        yield "it no longer demands the note of a steward for future generations"
    days = sorted({each.decision_on for each in former if each.decision_on})
    if days and now.decision_on != days[0] and (now.decision_on is None or now.decision_on > days[0]):
        yield f"the day of the decision was {days[0]}"


def _less(now: int, most: int, what: str, whose: str = "") -> Iterator[str]:
    if now < most:
        yield f"it demands {now or 'no'} {what}{'' if now == 1 else 's'}{whose}; before it was {most}"


def _members(former: Sequence[Terms], now: Terms) -> Iterator[str]:
    known: dict[str, Member] = {}
    for terms in former:
        for each in terms.members:
            known.setdefault(each.id, each)
    for id, was in known.items():
        member = now.member(id)
        if member is None:
            yield f"{was.name} was a member when the first review or signature was filed, and is none now."
        elif member != was:
            yield f"{member.name} is in the casebook otherwise than before: {'; '.join(_other(was, member))}."
    if former:
        for each in now.members:
            if each.id not in {one.id for one in former[0].members}:
                yield f"{each.name} became a member after the first review or signature was filed."


def _other(was: Member, now: Member) -> Iterator[str]:
    if was.name != now.name:
        yield f"the name was {was.name}"
    if was.sector != now.sector:
        yield f"the sector was {was.sector}"
    if was.roles != now.roles:
        yield f"the roles were {', '.join(was.roles) or 'none'}"
