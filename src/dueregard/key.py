"""Members' keys: made for a member, added to a casebook, and revoked there when they are lost or stolen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dueregard.alliance.keys import checked_public_key, new_key
from dueregard.alliance.ledger import KEY_ADDED, KEY_REVOKED, KeyHistory, Ledger, ledger_of
from dueregard.alliance.merkle import sha256
from dueregard.alliance.verifying import revoked_text
from dueregard.casebook import Alliance, Casebook, load_casebook
from dueregard.casebook.private_keys import own_public_key, refuse_existing, write_private_key
from dueregard.casebook.record_files import REVOKED
from dueregard.casebook.record_writer import write_over
from dueregard.errors import CasebookError, DueRegardError, UsageError, did_you_mean
from dueregard.record import REGISTER, read_record, refresh_page
from dueregard.register import Register, record_filed, sole_run

__all__ = ["KeyAdded", "KeyRevoked", "add_key", "make_key", "refuse_stranger", "revoke_key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAdded:
    """A public key that a casebook has now.

    Parameters
    ----------
    member, name : str
        Whose it is: id and name.
    key : str
        The public key.
    private : Path or None
        Where the private key lies, if it was made here.
    casebook : Path or None
        The casebook's folder; None where the key was only made.
    """

    member: str
    name: str
    key: str
    private: Path | None
    casebook: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked:
    """A public key that no longer signs.

    Parameters
    ----------
    member, key, because : str
        Whose, which, and why.
    on : datetime.date
        When it was revoked.
    since : datetime.date or None
        From when on nothing that it signed counts.
    lapsed : tuple of str
        The files that count no longer.
    standing : tuple of str
        The files that were filed before and still count.
    """

    member: str
    key: str
    because: str
    on: date
    since: date | None
    lapsed: tuple[str, ...]
    standing: tuple[str, ...]


def refuse_stranger(casebook: Casebook, member: str) -> Alliance:
    """Refuse somebody who is no member.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    member : str
        An id.

    Returns
    -------
    Alliance
        Its part about the alliance.

    Raises
    ------
    CasebookError
        When there is no alliance.
    UsageError
        When nobody has that id.
    """
    alliance = casebook.specification.alliance
    if alliance is None or not alliance.members:
        raise CasebookError(
            f"{casebook.file.name} names no members of an alliance.",
            remedy="Add [alliance] and [[alliance.members]] with id, name, sector and roles: "
            "see docs/alliance.md.",
        )
    if alliance.member(member) is None:
        ids = [each.id for each in alliance.members]
        raise UsageError(
            f"There is no member {member!r} in {casebook.file.name}.",
            found=f"Members are: {', '.join(ids)}.",
            remedy=did_you_mean(member, ids) or None,
        )
    return alliance


def make_key(member: str, *, passphrase: str, casebook: str | Path | None = None) -> KeyAdded:
    """Make a key, encrypted, in the user's own folder; and add its public half to a casebook.

    Parameters
    ----------
    member : str
        The member's id.
    passphrase : str
        What encrypts it. It is never kept.
    casebook : path, optional
        Where the public half goes too.

    Returns
    -------
    KeyAdded

    Raises
    ------
    UsageError
        When there is such a key already, the passphrase is too short, or nobody has that id.
    """
    from pydantic import TypeAdapter, ValidationError

    from dueregard.casebook.alliance_specification import AllianceMember

    try:
        TypeAdapter(AllianceMember.model_fields["id"].rebuild_annotation()).validate_python(member)
    except ValidationError:
        raise UsageError(
            f"{member!r} is no id of a member.", remedy="It is of small letters, digits and hyphens."
        ) from None
    found = None if casebook is None else load_casebook(casebook)
    if found is not None:
        refuse_stranger(found, member)
        _refuse_second(_ledger(found), member)
    refuse_existing(member)
    private, public = new_key(passphrase)
    file = write_private_key(member, private=private, public=public)
    if found is None:
        return KeyAdded(member=member, name=member, key=public, private=file, casebook=None)
    return _added(found, member, public, private=file)


def add_key(casebook: str | Path, member: str, *, public: str | None = None) -> KeyAdded:
    """Add a member's public key to a casebook.

    Parameters
    ----------
    casebook : path
        The casebook.
    member : str
        The member's id.
    public : str, optional
        The content of the member's ``.pub`` file; the one on this machine, if not given.

    Returns
    -------
    KeyAdded

    Raises
    ------
    UsageError
        When it is no public key, the member has one already, or nobody has that id.
    """
    found = load_casebook(casebook)
    refuse_stranger(found, member)
    key = checked_public_key(own_public_key(member) if public is None else public)
    return _added(found, member, key, private=None)


def _added(casebook: Casebook, member: str, key: str, *, private: Path | None) -> KeyAdded:
    alliance = refuse_stranger(casebook, member)
    name = next(each.name for each in alliance.members if each.id == member)
    with sole_run(casebook.out):
        ledger = _ledger(casebook)
        _refuse_second(ledger, member)
        _refuse_known(ledger, key)
        text = f"{key}\n"
        write_over(casebook.folder, f"keys/{member}.pub", text)
        record_filed(
            Register(casebook.out / REGISTER),
            KEY_ADDED,
            f"keys/{member}.pub",
            sha256(text),
            about={"member": member, "key": key},
        )
    return KeyAdded(member=member, name=name, key=key, private=private, casebook=casebook.folder)


def _ledger(casebook: Casebook) -> Ledger:
    return ledger_of(Register(casebook.out / REGISTER).entries())


def _refuse_second(ledger: Ledger, member: str) -> None:
    if ledger.key_of(member) is not None:
        raise UsageError(
            f"{member!r} has a key in this casebook already.",
            remedy=f"Revoke it first: dueregard key revoke CASEBOOK {member} --because TEXT",
        )


def _refuse_known(ledger: Ledger, key: str) -> None:
    """One key stands for one member, and a revoked one for nobody."""
    used = next((each for each in ledger.keys if each.key == key), None)
    if used is not None:
        what = "was revoked" if used.revoked_line is not None else "is that of another member"
        raise UsageError(
            f"This key {what}.", found=f"It is {used.member!r}'s by the register.", remedy="Make another key."
        )


def revoke_key(
    casebook: str | Path, member: str, *, because: str, since: date | None = None, on: datetime | None = None
) -> KeyRevoked:
    """Revoke a member's key: what is signed with it from now on does not count.

    What the register shows was filed before still counts, and is printed with the reason. Where somebody else
    may have had the key for some time, `since` takes that away too.

    Parameters
    ----------
    casebook : path
        The casebook.
    member : str
        The member's id.
    because : str
        Why; printed in the pack.
    since : datetime.date, optional
        From which day on somebody else may have had the key.
    on : datetime.datetime, optional
        When it is revoked; now, if not given.

    Returns
    -------
    KeyRevoked

    Raises
    ------
    UsageError
        When no reason is given, or the member has no key that could be revoked.
    """
    reason = " ".join(because.split())
    if not reason:
        raise UsageError("A key is revoked for a reason.", remedy="Give --because with a sentence.")
    found = load_casebook(casebook)
    with sole_run(found.out):
        at = on or datetime.now(UTC)
        register = Register(found.out / REGISTER)
        ledger = ledger_of(register.entries())
        history = _revocable(ledger, member)
        if since is not None and since > at.date():
            raise UsageError(
                "--since lies in the future.", remedy="Give the day of the theft, or leave it out."
            )
        about = {"member": member, "key": history.key, "because": reason}
        about |= {} if since is None else {"since": since.isoformat()}
        text = revoked_text(_with(ledger, history, because=reason, since=since, on=at.date()))
        write_over(found.folder, REVOKED, text)
        record_filed(register, KEY_REVOKED, REVOKED, sha256(text), about=about, at=at)
        record = read_record(found.file)
        refresh_page(record)
    lapsed, standing = _touched(ledger_of(record.chain.entries), history)
    return KeyRevoked(
        member=member,
        key=history.key,
        because=reason,
        on=at.date(),
        since=since,
        lapsed=lapsed,
        standing=standing,
    )


def _revocable(ledger: Ledger, member: str) -> KeyHistory:
    history = ledger.key_of(member)
    if history is None:
        members = [each.member for each in ledger.keys if each.revoked_line is None]
        raise UsageError(
            f"{member!r} has no key in this casebook that could be revoked.",
            remedy=did_you_mean(member, members) or "See its folder keys.",
        )
    return history


def _with(ledger: Ledger, history: KeyHistory, *, because: str, since: date | None, on: date) -> Ledger:
    """Say what the register will say once the revocation is in it."""
    from dataclasses import replace

    line = len(ledger.hashes) + 1
    gone = replace(history, revoked_line=line, revoked_on=on, because=because, since=since)
    return replace(ledger, keys=tuple(gone if each == history else each for each in ledger.keys))


def _touched(ledger: Ledger, history: KeyHistory) -> tuple[tuple[str, ...], tuple[str, ...]]:
    now = ledger.history(history.member, history.key)
    if now is None:
        raise DueRegardError("The register does not have the revocation.")
    mine = [each for each in ledger.filings if now.line < each.line and each.member == history.member]
    good = tuple(each.file for each in mine if now.good_at(each.line, each.on))
    return tuple(each.file for each in mine if each.file not in good), good
