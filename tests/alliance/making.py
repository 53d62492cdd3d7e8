"""Members, keys and papers made in code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dueregard.alliance import Ledger, Member, Review, Signature, Terms, public_key_of, seal, sha256
from dueregard.alliance.ledger import REVIEW_FILED, SIGNED, Filing, KeyHistory, digests
from dueregard.casebook.toml_text import toml_text

Paper = TypeVar("Paper", Review, Signature)

DAY = date(2026, 11, 28)
FIGURES = sha256("figures")
ROOT = sha256("root")
START = "0" * 64
LIVED = "lived-experience reviewer"
STEWARD = "steward for future generations"

MEMBERS = (
    Member(id="forum", name="Disabled People's Forum", sector="civil society", roles=(LIVED,)),
    Member(id="university", name="The University", sector="academia", roles=("reviewer",)),
    Member(id="chamber", name="Chamber of Commerce", sector="business", roles=("reviewer",)),
    Member(id="steward", name="Youth Council", sector="community", roles=(STEWARD,)),
    Member(id="cabinet", name="Cabinet Member", sector="public body", roles=("decision-maker",)),
)
TERMS = Terms(
    quorum="required",
    sectors={"civil society": 1, "business": 1},
    reviews=2,
    lived_experience=1,
    steward=True,
    members=MEMBERS,
    decision_on="2027-03-31",
)


@cache
def key(member: str) -> Ed25519PrivateKey:
    """The private key of a member, the same every time."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(sha256(member)))


def signed(paper: Paper, *, by: str | None = None) -> Paper:
    """Sign a paper, by another member if asked."""
    return replace(paper, seal=seal(paper, key(by or paper.member)))


def review(
    member: str, role: str, *, position: str = "assent", number: int = 1, note: str = "Read."
) -> Review:
    """A signed review."""
    return signed(
        Review(
            member=member,
            role=role,
            position=position,  # type: ignore[arg-type]
            on=DAY,
            figures=FIGURES,
            register=START,
            number=number,
            note=note,
        )
    )


def signature(member: str, *, root: str = ROOT, dissents: bool = False) -> Signature:
    """A signature under a root."""
    return signed(
        Signature(
            member=member,
            role="reviewer",
            on=DAY,
            root=root,
            figures=FIGURES,
            register=START,
            dissents=dissents,
        )
    )


def filed(*papers: Review | Signature) -> tuple[dict[str, str], Ledger]:
    """Texts by path, and a ledger in which every member's key was added first and each paper filed then."""
    members = list(dict.fromkeys(paper.member for paper in papers))
    keys = tuple(
        KeyHistory(member=member, key=public_key_of(key(member)), line=line, on=DAY)
        for line, member in enumerate(members, start=1)
    )
    texts = {paper.path: toml_text(paper.content()) for paper in papers}
    filings = tuple(
        Filing(
            kind=REVIEW_FILED if isinstance(paper, Review) else SIGNED,
            line=line,
            on=DAY,
            file=paper.path,
            sha256=sha256(texts[paper.path]),
            member=paper.member,
            fields=digests(paper.content()),
        )
        for line, paper in enumerate(papers, start=len(keys) + 1)
    )
    return texts, Ledger(keys=keys, filings=filings, hashes={})
