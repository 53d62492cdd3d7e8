"""Share released estimates with other members, as one file; nothing about people leaves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dueregard.alliance.bundle_reading import refuse_unreadable
from dueregard.alliance.bundles import BEGINNING, Sharer, SignedBundle
from dueregard.alliance.manifest import Manifest
from dueregard.alliance.sharing import bundle_of
from dueregard.alliance.signing import seal
from dueregard.casebook import Casebook, load_casebook
from dueregard.casebook.whole_file import write_whole
from dueregard.disclosure import Policy
from dueregard.errors import DisclosureRefused, DueRegardError, UsageError
from dueregard.key import refuse_stranger
from dueregard.pack.private_audit import read_private_audit
from dueregard.record import Record, inputs_of, read_record
from dueregard.register import record_filed, recorded_sources
from dueregard.review import insist_on_pack, open_key

__all__ = ["SharedBundle", "share_bundle"]

NUMBERS = "estimates.json"


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
    passphrase: Callable[[], str] | None = None,
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
        The id of the member who shares, and signs. Without one the bundle is not signed, and others refuse it
        unless they say otherwise.
    passphrase : callable, optional
        Gives the passphrase of the member's key; asked once everything else is in order.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    SharedBundle

    Raises
    ------
    DueRegardError
        When the casebook has not been assessed, or what its figures rest on has changed since; when its pack
        or register was altered; when its disclosure audit found something or is missing; when the member or
        key is not one of the casebook's.
    """
    casebook, target = load_casebook(location), Path(file)
    _refuse_other_file(target)
    record = read_record(casebook.file)
    insist_on_pack(record)
    assert record.manifest is not None
    _refuse_altered(record)
    _refuse_changed(casebook, record.manifest)
    content = (record.out / NUMBERS).read_bytes()
    _refuse_findings(record.out, content)
    bundle = bundle_of(
        json.loads(content),
        specification=casebook.specification,
        policy=Policy.of(casebook.specification).words(),
        entries=record.chain.entries,
        sources=recorded_sources(record.chain.entries),
        figures=record.manifest.figures,
        sharer=None if member is None else _sharer(casebook, member),
        shared_at=(at or datetime.now(UTC)).isoformat(timespec="seconds"),
    )
    # Nobody is sent what they would have to refuse.
    refuse_unreadable(SignedBundle(bundle=bundle).text().encode())
    key = None if member is None or passphrase is None else open_key(record, member, passphrase)
    signed = SignedBundle(bundle=bundle, signature=None if key is None else seal(bundle, key))
    write_whole(target, signed.text())
    about = {"figures": len(bundle.estimates), **({"member": member} if member else {})}
    record_filed(record.register, "bundle shared", target.name, signed.id, about=about, at=at)
    return SharedBundle(signed=signed, file=target)


def _refuse_other_file(target: Path) -> None:
    """Refuse to write over anything but a bundle."""
    if target.is_dir() or (target.exists() and not target.is_file()):
        raise UsageError(f"{target} is not a file.", remedy="Give --out the name of a file.")
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {target.parent}.", remedy="Make it first, or name another.")
    if target.is_file() and target.stat().st_size:
        with target.open("rb") as opened:
            if opened.read(len(BEGINNING)) != BEGINNING.encode():
                raise UsageError(
                    f"{target.name} is no bundle, and would be written over.",
                    remedy="Give --out another name.",
                )


def _refuse_altered(record: Record) -> None:
    found = record.verify()
    if not found.intact:
        raise DueRegardError(
            "The pack is not as it was written, and nothing was shared.",
            found=found.alterations[0].sentence,
            remedy="Restore it from a copy, or find out who changed it; dueregard verify lists everything.",
        )


def _refuse_changed(casebook: Casebook, manifest: Manifest) -> None:
    """Refuse where what the figures rest on has changed; who reviews and what was decided may be newer."""
    beginning = "inputs/"
    before = {
        name.removeprefix(beginning): digest
        for name, digest in manifest.figures_rest_on.items()
        if name.startswith(beginning)
    }
    now = inputs_of(casebook).figures
    changed = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
    if changed:
        told = ["what the casebook says" if name == "specification" else name for name in changed]
        shown = ", ".join(told[:5]) + (f" and {len(told) - 5} more" if len(told) > 5 else "")
        raise DueRegardError(
            "The casebook has changed since it was assessed, and nothing was shared.",
            found=f"Changed, added or removed: {shown}.",
            remedy="Assess the casebook again.",
        )


def _refuse_findings(out: Path, content: bytes) -> None:
    """Refuse what an attack on the release found: the private file of the audit says so."""
    audit = read_private_audit(out, of=hashlib.sha256(content).hexdigest())
    if audit.findings:
        raise DisclosureRefused(
            f"The disclosure audit has {len(audit.findings):,} findings, and nothing was shared.",
            found=audit.findings[0].sentence,
            remedy="Mend what it names, and assess the casebook again.",
        )


def _sharer(casebook: Casebook, member: str) -> Sharer:
    found = refuse_stranger(casebook, member).member(member)
    assert found is not None
    return Sharer(id=member, name=found.name, sector=found.sector)
