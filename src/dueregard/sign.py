"""A member signs the pack as it is printed, with the dissent in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from dueregard.alliance.ledger import SIGNED, digests
from dueregard.alliance.merkle import sha256
from dueregard.alliance.reviews import Signature
from dueregard.alliance.signing import seal
from dueregard.alliance.standing import Standing
from dueregard.alliance.state import State
from dueregard.casebook import load_casebook
from dueregard.casebook.record_writer import write_new
from dueregard.casebook.toml_text import toml_text
from dueregard.errors import DueRegardError, UsageError, did_you_mean
from dueregard.key import refuse_stranger
from dueregard.record import read_record, refresh_page
from dueregard.register import record_filed, sole_run
from dueregard.review import insist_on_pack, insist_on_whole, open_key

__all__ = ["Signed", "sign"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature that was filed.

    Parameters
    ----------
    signature : Signature
        What it says.
    name : str
        The member's name.
    path : str
        Its file, from the casebook's folder.
    head : str
        The hash of the register's entry that filed it: who keeps it can show that it was there.
    standing : Standing
        What is there now of what is demanded.
    """

    signature: Signature
    name: str
    path: str
    head: str
    standing: Standing


def sign(
    location: str | Path,
    *,
    member: str,
    passphrase: Callable[[], str],
    role: str | None = None,
    dissents: bool = False,
    at: datetime | None = None,
) -> Signed:
    """Sign the pack.

    A signature says that the pack is a true record, not that the member agrees: whoever dissented in a review
    of these figures signs as one who dissents.

    Parameters
    ----------
    location : path
        The casebook.
    member : str
        The member's id.
    passphrase : callable
        Gives the passphrase of their private key; asked once everything else is in order.
    role : str, optional
        As what they sign; needed where they have several roles.
    dissents : bool
        Whether they dissent, also without a review that says so.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    Signed

    Raises
    ------
    DueRegardError
        When there is no pack, it is not as it was written, it is older than what it was made from, it does
        not print a review that was filed, or the key cannot be used.
    UsageError
        When nobody has that id, or they have signed already.
    """
    casebook = load_casebook(location)
    given = refuse_stranger(casebook, member).member(member)
    assert given is not None
    chosen = _role(given.id, given.roles, role)
    with sole_run(casebook.out):
        record = read_record(casebook.file)
        insist_on_pack(record)
        state = record.state()
        assert state is not None
        assert record.manifest is not None
        _insist_on_reviews(state, printed=frozenset(record.manifest.record), folder=casebook.folder.name)
        insist_on_whole(record)
        _refuse_second(state, member)
        when = at or datetime.now(UTC)
        unsigned = Signature(
            member=member,
            role=chosen,
            on=when.date(),
            root=state.root,
            figures=state.figures,
            register=record.chain.head,
            dissents=dissents or given.name in state.standing.dissents,
        )
        signed = replace(unsigned, seal=seal(unsigned, open_key(record, member, passphrase)))
        text = toml_text(signed.content())
        write_new(casebook.folder, signed.path, text)
        about = {
            "member": member,
            "role": chosen,
            "root": signed.root,
            "figures": signed.figures,
            "dissents": signed.dissents,
            "fields": digests(signed.content()),
        }
        entry = record_filed(record.register, SIGNED, signed.path, sha256(text), about=about, at=when)
        after = read_record(casebook.file)
        refresh_page(after)
    now = after.state()
    assert now is not None
    return Signed(
        signature=signed,
        name=given.name,
        path=signed.path,
        head=entry.hash if entry else record.chain.head,
        standing=now.standing,
    )


def _role(member: str, roles: tuple[str, ...], role: str | None) -> str:
    if role is None:
        return "; ".join(roles) or "member"
    wanted = " ".join(role.split()).casefold()
    if wanted not in roles:
        raise UsageError(
            f"{member!r} is no {role!r} in this casebook.",
            found=f"Roles: {', '.join(roles) or 'none'}.",
            remedy=did_you_mean(wanted, roles) or None,
        )
    return wanted


def _insist_on_reviews(state: State, *, printed: frozenset[str], folder: str) -> None:
    late = [each.path for each in state.reviews if each.path not in printed]
    if late:
        raise DueRegardError(
            "The pack does not print every review that was filed, so it cannot be signed yet.",
            found=f"Not printed: {', '.join(late)}.",
            remedy=f"Run: dueregard assess {folder}",
        )


def _refuse_second(state: State, member: str) -> None:
    if any(each.paper.member == member for each in state.signers):
        raise UsageError(f"{member!r} has signed this pack already.", remedy="One signature is enough.")
