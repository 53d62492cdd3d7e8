"""A member reviews the figures: assent or dissent, in their own words, signed and filed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dueregard.alliance.judging import Judged
from dueregard.alliance.keys import opened
from dueregard.alliance.ledger import REVIEW_FILED, digests
from dueregard.alliance.members import ambiguous
from dueregard.alliance.merkle import sha256
from dueregard.alliance.reviews import Dissent, Position, Review
from dueregard.alliance.signing import public_key_of, seal
from dueregard.casebook import Casebook
from dueregard.casebook.alliance_specification import REVIEWING, AllianceMember
from dueregard.casebook.objections_fields import ObjectionPart
from dueregard.casebook.objections_places import known_cells
from dueregard.casebook.private_keys import read_private_key
from dueregard.casebook.problems import validate_part
from dueregard.casebook.record_writer import write_new
from dueregard.casebook.toml_text import toml_text
from dueregard.errors import DueRegardError, UsageError, did_you_mean
from dueregard.key import refuse_stranger
from dueregard.options import load_with_options
from dueregard.record import Record, read_record, refresh_page
from dueregard.register import record_filed, sole_run
from dueregard.register.seen import seen_before

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["Reviewed", "insist_on_pack", "insist_on_whole", "open_key", "review"]

LONGEST = 20_000
"""Letters of a note: it is printed in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A review that was filed.

    Parameters
    ----------
    review : Review
        What it says.
    name : str
        The member's name.
    path : str
        Its file, from the casebook's folder.
    head : str
        The hash of the register's entry that filed it: who keeps it can show that it was there.
    """

    review: Review
    name: str
    path: str
    head: str


def review(
    location: str | Path,
    *,
    member: str,
    position: Position,
    note: str,
    passphrase: Callable[[], str],
    role: str | None = None,
    objections: Sequence[Mapping[str, str]] = (),
    at: datetime | None = None,
) -> Reviewed:
    """Sign and file a member's review of the figures as they were assessed last.

    Parameters
    ----------
    location : path
        The casebook.
    member : str
        The member's id.
    position : {"assent", "dissent"}
        Where they stand.
    note : str
        What they say; printed in full.
    passphrase : callable
        Gives the passphrase of their private key; asked once everything else is in order.
    role : str, optional
        As what they review; needed where they have several roles that review.
    objections : sequence of mapping, optional
        What they object to: ``text``, and principle, option, characteristic, level or outcome.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    Reviewed

    Raises
    ------
    UsageError
        When the review cannot be written so.
    DueRegardError
        When there is no pack to review, it is not as it was written, or the key cannot be used.
    """
    casebook, options = load_with_options(location)
    given = _member(casebook, member)
    chosen = _role(given, role)
    words = _note(note)
    with sole_run(casebook.out):
        record = read_record(casebook.file)
        insist_on_pack(record)
        insist_on_whole(record, figures_only=True)
        when = at or datetime.now(UTC)
        names = [each.option.name for each in options if each.option is not None]
        number = 1 + sum(each.paper.member == member for each in _reviews(record))
        unsigned = Review(
            member=member,
            role=chosen,
            position=position,
            on=when.date(),
            figures=_figures(record),
            register=record.chain.head,
            number=number,
            note=words,
            objections=_dissents(objections, casebook, record, options=names, start=f"{member}-{number}"),
        )
        signed = replace(unsigned, seal=seal(unsigned, open_key(record, member, passphrase)))
        text = toml_text(signed.content())
        write_new(casebook.folder, signed.path, text)
        about = {
            "member": member,
            "role": chosen,
            "position": position,
            "figures": signed.figures,
            "fields": digests(signed.content()),
        }
        entry = record_filed(record.register, REVIEW_FILED, signed.path, sha256(text), about=about, at=when)
        refresh_page(read_record(casebook.file))
    return Reviewed(
        review=signed, name=given.name, path=signed.path, head=entry.hash if entry else record.chain.head
    )


def insist_on_pack(record: Record) -> None:
    """Refuse where there is nothing to review or sign.

    Parameters
    ----------
    record : Record
        What there is.

    Raises
    ------
    DueRegardError
        When there is no manifest.
    """
    if record.manifest is None:
        raise DueRegardError(
            record.manifest_problem or "There is no pack yet that could be reviewed or signed.",
            remedy=f"Run: dueregard assess {record.folder.name or record.folder}",
        )


def insist_on_whole(record: Record, *, figures_only: bool = False) -> None:
    """Refuse where the pack is not as it was written, or what it was made from has changed.

    Parameters
    ----------
    record : Record
        What there is.
    figures_only : bool
        Whether only what figures rest on must be unchanged, and objections and answers may be newer.

    Raises
    ------
    DueRegardError
        With what was altered, or what has changed.
    """
    found = record.verify()
    if not found.intact:
        told = [each.sentence for each in found.alterations]
        raise DueRegardError(
            "The pack is not as it was written, so nobody should put their name to it.",
            found="\n- ".join(["What was altered:", *told[:10]]),
            remedy="Restore it from a copy, or find out who changed it; dueregard verify lists everything.",
        )
    inputs = {} if record.manifest is None else record.manifest.inputs
    known = {*inputs, record.file.name}
    told = [each.sentence for each in found.stale if not figures_only or each.name in known]
    if told:
        raise DueRegardError(
            "The pack is older than what it was made from.",
            found=told[0] if len(told) == 1 else "\n- ".join(["Since the assessment:", *told[:10]]),
            remedy=f"Run: dueregard assess {record.folder.name or record.folder}",
        )


def open_key(record: Record, member: str, passphrase: Callable[[], str]) -> Ed25519PrivateKey:
    """Open the private key that a member signs with in this casebook.

    Parameters
    ----------
    record : Record
        What there is.
    member : str
        The member's id.
    passphrase : callable
        Gives the passphrase.

    Returns
    -------
    Ed25519PrivateKey

    Raises
    ------
    UsageError
        When the casebook has no key of the member.
    DueRegardError
        When the private key on this machine is another one, or cannot be opened.
    """
    state = record.state()
    known = None if state is None else state.ledger.key_of(member)
    if state is not None and known is None:
        revoked = any(each.member == member for each in state.ledger.keys)
        raise UsageError(
            f"The key of {member!r} was revoked."
            if revoked
            else f"The casebook has no public key of {member!r}.",
            remedy=f"Make {'another' if revoked else 'one'}: "
            f"dueregard key new {member} --casebook {record.folder.name or record.folder}",
        )
    key = opened(read_private_key(member), passphrase(), member=member)
    if known is not None and public_key_of(key) != known.key:
        raise DueRegardError(
            f"The private key of {member!r} on this machine is not the one that the casebook has.",
            remedy="Use the machine where it was made, or revoke it and add the one that is here.",
        )
    return key


def _member(casebook: Casebook, member: str) -> AllianceMember:
    found = refuse_stranger(casebook, member).member(member)
    assert found is not None
    return found


def _role(member: AllianceMember, role: str | None) -> str:
    may = [each for each in member.roles if each in REVIEWING]
    if not may:
        raise UsageError(
            f"{member.id!r} has no role that reviews.",
            found=f"The casebook gives: {', '.join(member.roles) or 'no role'}.",
            remedy=f"Roles that review are: {', '.join(REVIEWING)}.",
        )
    if role is None and len(may) == 1:
        return may[0]
    wanted = "" if role is None else " ".join(role.split()).casefold()
    if wanted not in may:
        raise UsageError(
            f"{member.id!r} has several roles: say as which."
            if role is None
            else f"{member.id!r} does not review as {role!r}.",
            found=f"Roles that review: {', '.join(may)}.",
            remedy=did_you_mean(wanted, may) or f'Give --role "{may[0]}"',
        )
    return wanted


def _note(note: str) -> str:
    words = note.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not words:
        raise UsageError("A review says something.", remedy="Give --note TEXT or --note-file FILE.")
    if len(words) > LONGEST:
        raise UsageError(
            f"The note has {len(words):,} characters.",
            remedy=f"At most {LONGEST:,}: name longer documents in it.",
        )
    why = ambiguous(words)
    if why:
        raise UsageError(
            f"The note cannot be signed: {why}.",
            remedy="What is shown must be what is signed: type those words anew.",
        )
    return words


def _figures(record: Record) -> str:
    assert record.manifest is not None
    return record.manifest.figures


def _reviews(record: Record) -> tuple[Judged[Review], ...]:
    state = record.state()
    return () if state is None else state.reviews


def _dissents(
    given: Sequence[Mapping[str, str]], casebook: Casebook, record: Record, *, options: list[str], start: str
) -> tuple[Dissent, ...]:
    """Tie each objection to what it is about, by the casebook's own names."""
    if not given:
        return ()
    groups: dict[str, list[str]] = {}
    for name, level in seen_before(record.chain.entries).groups:
        groups.setdefault(name, []).append(level)
    known = known_cells(casebook.specification, options=options, measured=groups)
    taken = {one.id for each in _reviews(record) for one in each.paper.objections}
    found = []
    for position, content in enumerate(given, start=1):
        part, problems = validate_part(ObjectionPart, content)
        if part is None:
            raise UsageError(f"The objection cannot be filed: {problems[0].sentence}")
        why = ambiguous(part.text)
        if why:
            raise UsageError(f"The objection cannot be signed: {why}.")
        cell, unknown = known.place(part)
        if unknown:
            raise UsageError(f"The objection {unknown[0][1]}")
        id = part.id or f"{start}-{position}"
        if id in taken:
            raise UsageError(f"Another objection has the id {id!r}.", remedy="Give it one of its own.")
        taken.add(id)
        about = {key: value for key, value in asdict(cell).items() if value is not None}
        found.append(Dissent(id=id, text=part.text, **about))
    return tuple(found)
