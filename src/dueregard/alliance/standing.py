"""Where an assessment stands: what the casebook demands before it is published, and what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dueregard.alliance.changed_terms import FormerTerms, changed_terms
from dueregard.alliance.judging import Judged
from dueregard.alliance.members import Member, Terms
from dueregard.alliance.reviews import Review, Signature
from dueregard.listing import and_list

__all__ = ["Demand", "Standing", "standing"]

REVIEWER = "reviewer"
LIVED = "lived-experience reviewer"
STEWARD = "steward for future generations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One thing that the casebook demands.

    Parameters
    ----------
    kind : {"signatures", "reviews", "lived experience", "steward"}
        What it is about.
    needed, there : int
        How many are needed, and how many are there.
    words : str
        The same in words: one sentence.
    by : tuple of str
        The names of those who gave what is there.
    sector : str or None
        For signatures, of which sector.
    """

    kind: Literal["signatures", "reviews", "lived experience", "steward"]
    needed: int
    there: int
    words: str
    by: tuple[str, ...] = ()
    sector: str | None = None

    @property
    def met(self) -> bool:
        """Whether there are enough.

        Returns
        -------
        bool
        """
        return self.there >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an assessment stands.

    Parameters
    ----------
    quorum : {"required", "reported"} or None
        Whether publication waits for it; None where the casebook names no alliance.
    demands : tuple of Demand
        What it demands.
    dissents : tuple of str
        The names of members who dissent, by their last review of these figures or their signature.
    warnings : tuple of str
        Sentences that must be seen: unprinted reviews, dates after the decision, revoked keys.
    """

    quorum: Literal["required", "reported"] | None
    demands: tuple[Demand, ...]
    dissents: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether everything that is demanded is there.

        Returns
        -------
        bool
            True also where nothing is demanded.
        """
        return all(demand.met for demand in self.demands)

    @property
    def missing(self) -> tuple[Demand, ...]:
        """What is demanded and not there.

        Returns
        -------
        tuple of Demand
        """
        return tuple(demand for demand in self.demands if not demand.met)

    @property
    def words(self) -> str:
        """Where it stands, in one sentence.

        Returns
        -------
        str
        """
        if self.quorum is None:
            return "The casebook names no alliance: nobody else has reviewed or signed this."
        if not self.demands:
            return "The casebook names an alliance and demands no review and no signature."
        if self.met:
            dissent = f" {and_list(self.dissents)} dissent{_s(self.dissents)}." if self.dissents else ""
            return f"Everything that the casebook demands is there.{dissent}"
        short = f"{len(self.missing)} of {len(self.demands)} demands of the casebook are not met."
        refused = f"{short[:-1]}, so this may not be published."
        return refused if self.quorum == "required" else short


def standing(
    terms: Terms,
    *,
    reviews: Sequence[Judged[Review]],
    signatures: Sequence[Judged[Signature]],
    figures: str,
    root: str,
    assessed_on: date,
    printed: frozenset[str] | None = None,
    former: Sequence[FormerTerms] = (),
) -> Standing:
    """Work out where an assessment stands.

    Parameters
    ----------
    terms : Terms
        What is demanded.
    reviews, signatures : sequence of Judged
        What is there, and whether it counts.
    figures, root : str
        The roots of the pack as it is.
    assessed_on : datetime.date
        When it was assessed.
    printed : frozenset of str, optional
        The files that the pack prints; all of them, if not given.
    former : sequence of FormerTerms
        What was demanded at each assessment.

    Returns
    -------
    Standing
    """
    good = [each for each in reviews if each.counts and each.paper.figures == figures]
    signed = [each for each in signatures if each.counts and each.paper.root == root]
    lines = [each.line for papers in (reviews, signatures) for each in papers if each.line]
    unprinted = [each.path for each in reviews if printed is not None and each.path not in printed]
    return Standing(
        quorum=terms.quorum,
        demands=tuple(_demands(terms, [each.paper for each in good], [each.paper for each in signed])),
        dissents=_dissenting(terms, good, signed, former),
        warnings=(
            *_unprinted(unprinted),
            *changed_terms(former, terms, first_paper=min(lines, default=None)),
            *_dates(terms, good, signed, assessed_on),
            *_doubts(terms, reviews, former),
            *_doubts(terms, signatures, former),
        ),
    )


def _demands(terms: Terms, reviews: Sequence[Review], signatures: Sequence[Signature]) -> Iterator[Demand]:
    for sector, needed in terms.sectors.items():
        if needed:
            signers = _members(terms, [each.member for each in signatures], sector=sector)
            yield Demand(
                kind="signatures",
                sector=sector,
                needed=needed,
                there=len(signers),
                by=_names(signers),
                words=_told(needed, signers, "signature", f" from the sector {sector}"),
            )
    reviewers = _members(terms, [each.member for each in reviews if each.role in (REVIEWER, LIVED)])
    lived = _members(terms, [each.member for each in reviews if each.role == LIVED])
    stewards = _members(terms, [each.member for each in reviews if each.role == STEWARD])
    if terms.reviews:
        words = _told(terms.reviews, reviewers, "review", " of these figures")
        yield Demand(
            kind="reviews", needed=terms.reviews, there=len(reviewers), by=_names(reviewers), words=words
        )
    if terms.lived_experience:
        words = _told(terms.lived_experience, lived, "review", " from lived experience")
        yield Demand(
            kind="lived experience",
            needed=terms.lived_experience,
            there=len(lived),
            by=_names(lived),
            words=words,
        )
    if terms.steward:
        words = _told(1, stewards, "note", " by a steward for future generations")
        yield Demand(kind="steward", needed=1, there=len(stewards), by=_names(stewards), words=words)


def _members(terms: Terms, ids: Sequence[str], *, sector: str | None = None) -> list[Member]:
    """Take each member once, however often they spoke."""
    found = [member for each in dict.fromkeys(ids) if (member := terms.member(each)) is not None]
    return [member for member in found if sector is None or member.sector == sector]


def _names(members: Sequence[Member]) -> tuple[str, ...]:
    return tuple(member.name for member in members)


def _told(needed: int, members: Sequence[Member], what: str, whose: str) -> str:
    counted = f"{needed} {what}{'' if needed == 1 else 's'}{whose}"
    there = f": {and_list(_names(members))}" if members else ""
    if len(members) >= needed:
        return f"{counted}{there}."
    return f"{counted} {'is' if needed == 1 else 'are'} demanded; {len(members) or 'none'} there{there}."


def _dissenting(
    terms: Terms,
    reviews: Sequence[Judged[Review]],
    signatures: Sequence[Judged[Signature]],
    former: Sequence[FormerTerms],
) -> tuple[str, ...]:
    last = {each.paper.member: each.paper.position for each in sorted(reviews, key=lambda one: one.line)}
    dissenting = [member for member, position in last.items() if position == "dissent"]
    dissenting += [each.paper.member for each in signatures if each.paper.dissents]
    # Whoever is no member any more has dissented all the same.
    return tuple(dict.fromkeys(name_of(member, terms, former) for member in dissenting))


def _unprinted(paths: Sequence[str]) -> Iterator[str]:
    if paths:
        were = "1 review was" if len(paths) == 1 else f"{len(paths)} reviews were"
        yield f"{were} filed since this page was made, and this page does not print {_it(paths)} yet."


def _doubts(
    terms: Terms,
    papers: Sequence[Judged[Review]] | Sequence[Judged[Signature]],
    former: Sequence[FormerTerms],
) -> Iterator[str]:
    for each in papers:
        doubt = each.doubt(name_of(each.paper.member, terms, former))
        if doubt:
            yield doubt


def _it(what: Sequence[str]) -> str:
    return "it" if len(what) == 1 else "them"


def _dates(
    terms: Terms, good: Sequence[Judged[Review]], signed: Sequence[Judged[Signature]], assessed_on: date
) -> Iterator[str]:
    if terms.decision_on is None:
        yield "No day of the decision is given, so nobody can tell whether this came before it."
        return
    decided = date.fromisoformat(terms.decision_on)
    after = f"after the decision of {_day(decided)}"
    if assessed_on > decided:
        yield f"This was assessed on {_day(assessed_on)}, {after}."
    for what, papers in (("review", good), ("signature", signed)):
        late = [each for each in papers if each.on > decided]
        if late:
            names = _names(_members(terms, [each.paper.member for each in late]))
            yield f"The {what}{_s(names, many='s', one='')} of {and_list(names)} came {after}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _s(names: Sequence[str], *, one: str = "s", many: str = "") -> str:
    return one if len(names) == 1 else many


def name_of(member: str, terms: Terms, former: Sequence[FormerTerms] = ()) -> str:
    """Give the name of a member, also of one who is none any more.

    Examples
    --------
    >>> name_of("forum", Terms())
    'forum'
    """
    for each in (terms, *(one.terms for one in reversed(former))):
        found = each.member(member)
        if found is not None:
            return found.name
    return member
