"""Reviews on the page: printed in full, dissent first, each saying which figures it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dueregard.alliance.judging import Judged
from dueregard.alliance.members import Terms
from dueregard.alliance.reviews import Dissent, Review
from dueregard.pack.numbers import day

__all__ = ["ReviewsView", "reviews_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionView:
    """What is objected, and what it is about."""

    about: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """A review as it is printed."""

    title: str
    who: str
    when: str
    sense: str
    paragraphs: tuple[str, ...]
    objections: tuple[ObjectionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsView:
    """All reviews as they are printed.

    Parameters
    ----------
    lead : str
        How many there are, in a sentence.
    entries : tuple of ReviewView
        Dissent first; then of these figures before of earlier ones; then by date.
    """

    lead: str
    entries: tuple[ReviewView, ...]


def reviews_view(reviews: Sequence[Judged[Review]], *, terms: Terms, figures: str) -> ReviewsView | None:
    """Lay the reviews out.

    Parameters
    ----------
    reviews : sequence of Judged
        In the order in which they were filed. Those that are not as they were filed are not printed: the
        record at the top of the page names them.
    terms : Terms
        Who the members are.
    figures : str
        The figures root of the pack.

    Returns
    -------
    ReviewsView or None
        None where there is none.
    """
    printed = [each for each in reviews if not each.alterations]
    if not printed:
        return None
    last = {each.paper.member: each.path for each in printed if each.paper.figures == figures}
    order = sorted(
        printed,
        key=lambda each: (each.paper.figures != figures, each.paper.position != "dissent", -each.line),
    )
    return ReviewsView(
        lead=_lead([each for each in printed if each.paper.figures == figures], len(printed)),
        entries=tuple(
            _view(each, terms, current=each.paper.figures == figures, last=last.get(each.paper.member))
            for each in order
        ),
    )


def _lead(current: Sequence[Judged[Review]], every: int) -> str:
    dissents = sum(each.paper.position == "dissent" for each in current)
    earlier = every - len(current)
    told = f"Of these figures: {len(current) or 'none'}"
    told += f", {dissents} in dissent" if dissents else ""
    return f"{told}. Of earlier figures: {earlier}." if earlier else f"{told}."


def _view(each: Judged[Review], terms: Terms, *, current: bool, last: str | None) -> ReviewView:
    paper = each.paper
    member = terms.member(paper.member)
    name = member.name if member else paper.member
    of = "of these figures" if current else "of earlier figures, which have changed since"
    when = f"Reviewed on {day(paper.on)}, {of}."
    if current and last != each.path:
        when += " The member has reviewed them again since."
    if not each.key_good:
        when += " It does not count: its key was not good when it was filed."
    return ReviewView(
        title=f"{name} {'dissents' if paper.position == 'dissent' else 'assents'}",
        who=_who(paper.role, None if member is None else member.sector),
        when=when,
        sense="worse" if paper.position == "dissent" else "",
        paragraphs=tuple(line for line in paper.note.split("\n") if line.strip()),
        objections=tuple(_objection(one) for one in paper.objections),
    )


def _who(role: str, sector: str | None) -> str:
    said = role[:1].upper() + role[1:]
    return f"{said}, {sector}" if sector else f"{said}; no longer a member"


def _objection(one: Dissent) -> ObjectionView:
    group = f"{one.characteristic}: {one.level}" if one.characteristic and one.level else one.characteristic
    about = [one.principle, one.option, group, one.outcome]
    return ObjectionView(about="; ".join(part for part in about if part), text=one.text)
