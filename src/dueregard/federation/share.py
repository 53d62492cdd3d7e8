"""Share released estimates with other members, as one file; nothing about people leaves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dueregard.alliance.bundle_reading import refuse_unreadable
from dueregard.alliance.bundles import Sharer, SignedBundle
from dueregard.alliance.manifest import MANIFEST, Manifest
from dueregard.alliance.sharing import bundle_of
from dueregard.alliance.signing import public_key_of, seal
from dueregard.casebook import Casebook, load_casebook, source_files
from dueregard.casebook.trusted_keys import trusted_keys
from dueregard.disclosure import Policy
from dueregard.errors import DisclosureRefused, DueRegardError, RegisterError, UsageError, did_you_mean
from dueregard.pack.combined_write import write_whole
from dueregard.pack.private_audit import PRIVATE, read_private_audit
from dueregard.register import Entry, Register, record_filed, recorded_sources

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["SharedBundle", "share_bundle"]

REGISTER = "register.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBundle:
    """What was shared.

    Attributes
    ----------
    signed : SignedBundle
        The bundle.
    file : Path
        Where it was written.
    """

    signed: SignedBundle
    file: Path


def share_bundle(
    location: str | Path,
    *,
    file: str | Path,
    member: str | None = None,
    key: Ed25519PrivateKey | None = None,
    at: datetime | None = None,
) -> SharedBundle:
    """Write the released estimates of a casebook that was assessed as one file for other members.

    Parameters
    ----------
    location : path
        The casebook.
    file : path
        Where to write.
    member : str, optional
        The id of the member who shares.
    key : Ed25519PrivateKey, optional
        The member's key; without one the bundle is not signed, and others refuse it by default.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    SharedBundle

    Raises
    ------
    DueRegardError
        When the casebook has not been assessed, or has changed since; when its pack or register was altered;
        when its disclosure audit found something; when the member or key is not one of the casebook's.
    """
    casebook = load_casebook(location)
    register = Register(casebook.out / REGISTER)
    entries = register.entries()
    content = _assessed_numbers(casebook, entries)
    _refuse_changed_sources(casebook, entries)
    _refuse_findings(casebook, content)
    bundle = bundle_of(
        json.loads(content),
        specification=casebook.specification,
        policy=Policy(**casebook.specification.disclosure.model_dump()).words(),
        entries=entries,
        sources=recorded_sources(entries),
        figures=_figures(casebook, content),
        sharer=None if member is None else _sharer(casebook, member, key),
        shared_at=(at or datetime.now(UTC)).isoformat(timespec="seconds"),
    )
    signed = SignedBundle(bundle=bundle, signature=None if key is None else seal(bundle, key))
    text, target = signed.text(), Path(file)
    # Nobody is sent what they would have to refuse.
    refuse_unreadable(text.encode())
    write_whole(target, text)
    about = {"figures": len(bundle.estimates), **({"member": member} if member else {})}
    record_filed(register, "bundle shared", target.name, signed.id, about=about, at=at)
    return SharedBundle(signed=signed, file=target)


def _assessed_numbers(casebook: Casebook, entries: Sequence[Entry]) -> bytes:
    """Read estimates.json, and insist that it is the one that the last assessment wrote."""
    assessed = [entry for entry in entries if entry.kind == "assessed"]
    numbers = casebook.out / "estimates.json"
    if not assessed or not numbers.is_file():
        raise DueRegardError(
            "The casebook has not been assessed, so there is nothing to share.",
            remedy="Run: dueregard assess CASEBOOK",
        )
    content = numbers.read_bytes()
    if hashlib.sha256(content).hexdigest() != assessed[-1].payload.get("files", {}).get(numbers.name):
        raise RegisterError(
            "estimates.json is not as the last assessment wrote it, and nothing was shared.",
            remedy="Assess the casebook again.",
        )
    return content


def _refuse_changed_sources(casebook: Casebook, entries: Sequence[Entry]) -> None:
    before = {each.name: each.sha256 for each in recorded_sources(entries)}
    now = {each.name: each.sha256 for each in source_files(casebook)}
    changed = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
    if before and changed:
        shown = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
        raise DueRegardError(
            "The casebook has changed since it was assessed, and nothing was shared.",
            found=f"Changed, added or removed: {shown}.",
            remedy="Assess the casebook again.",
        )


def _refuse_findings(casebook: Casebook, content: bytes) -> None:
    """Refuse what an attack on the release found: the private file of the audit says so."""
    if not (casebook.out / PRIVATE).is_dir():
        return
    audit = read_private_audit(casebook.out, of=hashlib.sha256(content).hexdigest())
    if audit.findings:
        raise DisclosureRefused(
            f"The disclosure audit has {len(audit.findings):,} findings, and nothing was shared.",
            found=audit.findings[0].sentence,
            remedy="Mend what it names, and assess the casebook again.",
        )


def _figures(casebook: Casebook, content: bytes) -> str | None:
    file = casebook.out / MANIFEST
    if not file.is_file():
        return None
    manifest = Manifest.read(file.read_text(encoding="utf-8", errors="replace"))
    if manifest.files.get("estimates.json") != hashlib.sha256(content).hexdigest():
        raise RegisterError(
            f"{MANIFEST} is of another pack, and nothing was shared.", remedy="Assess the casebook again."
        )
    return manifest.figures


def _sharer(casebook: Casebook, member: str, key: Ed25519PrivateKey | None) -> Sharer:
    alliance = casebook.specification.alliance
    members = {each.id: each for each in alliance.members} if alliance else {}
    found = members.get(member)
    if found is None:
        raise UsageError(
            f"The casebook has no member {member!r}.",
            found=f"Its members are: {', '.join(members)}." if members else "It names no members.",
            remedy=did_you_mean(member, members) or "Add them to [[alliance.members]].",
        )
    # No key but the one that stands in the casebook, and was not revoked there, speaks for a member.
    keys = casebook.folder / "keys"
    trusted = trusted_keys([keys]) if keys.is_dir() else frozenset()
    if key is not None and public_key_of(key) not in trusted:
        raise DueRegardError(
            f"This private key is not one that the casebook knows, so it does not speak for {member!r}.",
            remedy=f"Put its public half into keys/{member}.pub, or sign with the key that belongs to it.",
        )
    return Sharer(id=member, name=found.name, sector=found.sector)
