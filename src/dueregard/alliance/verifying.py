"""Whether a pack, its record and its register are what was written; and what was altered, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dueregard.alliance.judging import Alteration
from dueregard.alliance.ledger import Ledger
from dueregard.alliance.manifest import MANIFEST, Manifest
from dueregard.alliance.merkle import sha256
from dueregard.alliance.state import State
from dueregard.casebook.record_files import REVOKED, RecordFiles
from dueregard.casebook.toml_text import toml_text
from dueregard.listing import and_list
from dueregard.register.chain import Verification
from dueregard.register.kinds import unknown_kinds

__all__ = ["Evidence", "Stale", "Verified", "revoked_text", "verified"]

REGISTER = "out/register.jsonl"
PAGE = "pack.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """Something that the pack was made from, and that has changed since: no alteration of the pack.

    Parameters
    ----------
    name : str
        What.
    sentence : str
        What became of it.
    """

    name: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What there is to look at.

    Parameters
    ----------
    register : Verification
        The register, read.
    manifest : Manifest or None
        Of the pack; None where there is none.
    manifest_problem : str
        Why there is none, where it was altered.
    files : mapping of str to str
        The SHA-256 of each file under ``out``, of the page without its record.
    odd_files : mapping of str to str
        What is under ``out`` and no file, with the end of a sentence about it.
    record : RecordFiles
        What lies beside the casebook.
    inputs : mapping of str to str or None
        The fingerprint of each input now; None where it is gone.
    state : State or None
        What members have done; None without a manifest.
    region, region_due : str or None
        The record at the top of the page as it stands, and as it ought to be.
    """

    register: Verification
    manifest: Manifest | None
    manifest_problem: str = ""
    files: Mapping[str, str]
    odd_files: Mapping[str, str] = field(default_factory=dict)
    record: RecordFiles
    inputs: Mapping[str, str | None] = field(default_factory=dict)
    state: State | None = None
    region: str | None = None
    region_due: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What verifying found.

    Parameters
    ----------
    alterations : tuple of Alteration
        What is not as it was written; empty when all is.
    stale : tuple of Stale
        What the pack was made from and has changed since.
    entries : int
        How many entries the register has.
    head : str
        The hash of its last entry.
    files : int
        How many files were compared.
    state : State or None
        What members have done.
    unknown_kinds : tuple of str
        Kinds of entries that a newer version wrote: hashed like any other, and not understood here.
    """

    alterations: tuple[Alteration, ...]
    stale: tuple[Stale, ...]
    entries: int
    head: str
    files: int
    state: State | None
    unknown_kinds: tuple[str, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether nothing was altered.

        Returns
        -------
        bool
        """
        return not self.alterations


def verified(evidence: Evidence) -> Verified:
    """Verify a pack.

    Parameters
    ----------
    evidence : Evidence
        What there is to look at.

    Returns
    -------
    Verified
    """
    manifest, state = evidence.manifest, evidence.state
    alterations = [
        *_register(evidence.register),
        *_manifest(evidence),
        *(_recorded(evidence, manifest) if manifest else _as_recorded(evidence)),
        *(_odd(evidence)),
    ]
    if manifest is not None and state is not None:
        alterations += [
            *_pack(evidence, manifest, state),
            *_region(evidence),
            *state.alterations,
            *_record(evidence, manifest, state),
            *_keys(evidence.record, state.ledger),
        ]
    return Verified(
        alterations=tuple(_once(alterations)),
        stale=tuple(_stale(evidence, manifest, state)),
        entries=len(evidence.register.entries),
        head=evidence.register.head,
        files=len(evidence.files) + len(evidence.record.contents),
        state=state,
        unknown_kinds=unknown_kinds(evidence.register.entries),
    )


def _once(found: Iterable[Alteration]) -> Iterator[Alteration]:
    yield from dict.fromkeys(found)


def _register(found: Verification) -> Iterator[Alteration]:
    for each in found.breaks:
        yield Alteration(
            path=REGISTER, sentence=f"{each.sentence[:1].upper()}{each.sentence[1:]}.", line=each.line
        )


def _last_assessed(found: Verification) -> tuple[int, Mapping[str, Any]] | None:
    lines = [
        (line, entry.payload) for line, entry in enumerate(found.entries, start=1) if entry.kind == "assessed"
    ]
    return lines[-1] if lines else None


def _manifest(evidence: Evidence) -> Iterator[Alteration]:
    last = _last_assessed(evidence.register)
    if evidence.manifest_problem:
        yield Alteration(path=f"out/{MANIFEST}", sentence=evidence.manifest_problem)
    elif evidence.manifest is None and last is not None and "root" in last[1]:
        yield Alteration(path=f"out/{MANIFEST}", sentence=f"out/{MANIFEST} was removed.")


def _recorded(evidence: Evidence, manifest: Manifest) -> Iterator[Alteration]:
    """See that the manifest is the one which the register was told of."""
    last = _last_assessed(evidence.register)
    if last is None:
        yield Alteration(
            path=REGISTER, sentence="The register has no entry of the assessment that the pack is from."
        )
    elif last[1].get("root") != manifest.root:
        sentence = (
            f"out/{MANIFEST} is not that of the last assessment (line {last[0]} of the register): "
            "the pack was replaced, or an assessment was stopped midway."
        )
        yield Alteration(path=f"out/{MANIFEST}", sentence=sentence)


def _as_recorded(evidence: Evidence) -> Iterator[Alteration]:
    """Compare files with what the register has of them: where there is no manifest, or not a good one."""
    last = _last_assessed(evidence.register)
    files = {} if last is None else last[1].get("files")
    for path, digest in files.items() if isinstance(files, Mapping) else ():
        yield from _compared(path, digest, evidence.files, "since it was assessed")


def _compared(path: str, digest: object, files: Mapping[str, str], since: str) -> Iterator[Alteration]:
    now = files.get(path)
    if now is None:
        yield Alteration(path=f"out/{path}", sentence=f"out/{path} was removed {since}.")
    elif now != digest:
        yield Alteration(path=f"out/{path}", sentence=f"out/{path} was altered {since}.")


def _since(state: State) -> str:
    """Say since when: a signature makes it graver."""
    names = list(dict.fromkeys(state.name(each.paper.member) for each in state.signers))
    return f"after {and_list(names)} signed it" if names else "since it was assessed"


def _pack(evidence: Evidence, manifest: Manifest, state: State) -> Iterator[Alteration]:
    since = _since(state)
    for path, digest in manifest.files.items():
        if path not in evidence.odd_files:
            yield from _compared(path, digest, evidence.files, since)
    for path in evidence.files:
        if path not in manifest.files:
            sentence = f"out/{path} was put there: it is not part of the pack."
            yield Alteration(path=f"out/{path}", sentence=sentence)


def _odd(evidence: Evidence) -> Iterator[Alteration]:
    for path, why in evidence.odd_files.items():
        yield Alteration(path=f"out/{path}", sentence=f"out/{path} {why}.")
    for path, why in evidence.record.problems.items():
        yield Alteration(path=path, sentence=f"{path} {why}.")


def _region(evidence: Evidence) -> Iterator[Alteration]:
    if evidence.region is None or PAGE not in evidence.files:
        return
    if evidence.region != evidence.region_due:
        sentence = f"The record at the top of out/{PAGE} is not what follows from reviews and signatures."
        yield Alteration(path=f"out/{PAGE}", sentence=sentence, field="record")


def _record(evidence: Evidence, manifest: Manifest, state: State) -> Iterator[Alteration]:
    """Objections, answers, actions and screening: signed with the pack, so that none is changed after it."""
    if not state.signers:
        return
    since = _since(state)
    now = {path: sha256(content) for path, content in evidence.record.printed.items()}
    named = {each.path for each in state.alterations} | set(evidence.record.problems)
    for path, digest in manifest.record.items():
        if path not in named and now.get(path) != digest:
            was = "altered" if path in now else "removed"
            yield Alteration(path=path, sentence=f"{path} was {was} {since}.")
    for path in now:
        if path not in manifest.record and not path.startswith("reviews/"):
            yield Alteration(path=path, sentence=f"{path} was put there {since}.")


def _keys(record: RecordFiles, ledger: Ledger) -> Iterator[Alteration]:
    """See that the keys which lie there are those that the register was told of."""
    due = {f"keys/{each.member}.pub": f"{each.key}\n" for each in ledger.keys}
    if any(each.revoked_line is not None for each in ledger.keys):
        due[REVOKED] = revoked_text(ledger)
    now = record.under("keys")
    for path, text in due.items():
        if path in record.problems:
            continue
        if path not in now:
            yield Alteration(path=path, sentence=f"{path} was removed.")
        elif now[path] != text.encode():
            yield Alteration(
                path=path, sentence=f"{path} was altered: the register has another content of it."
            )
    for path in now:
        if path not in due:
            yield Alteration(path=path, sentence=f"{path} was put there: the register knows of no such key.")
    for line in ledger.odd:
        sentence = f"Line {line} says something of keys, reviews or signatures that no command writes."
        yield Alteration(path=REGISTER, sentence=sentence, line=line)


def revoked_text(ledger: Ledger) -> str:
    """Write the list of revoked keys as it follows from the register.

    Parameters
    ----------
    ledger : Ledger
        What the register says.

    Returns
    -------
    str
        The content of ``keys/revoked.toml``.
    """
    revoked = [each for each in ledger.keys if each.revoked_line is not None]
    return toml_text(
        {
            "revoked": [
                {
                    "member": each.member,
                    "key": each.key,
                    "on": each.revoked_on,
                    "since": each.since,
                    "because": each.because,
                }
                for each in sorted(revoked, key=lambda one: one.revoked_line or 0)
            ]
        }
    )


def _stale(evidence: Evidence, manifest: Manifest | None, state: State | None) -> Iterator[Stale]:
    if manifest is None or state is None:
        return
    for name, digest in manifest.inputs.items():
        now = evidence.inputs.get(name)
        if now != digest:
            became = "is gone" if now is None else "has changed"
            yield Stale(name=name, sentence=f"{name} {became} since the casebook was assessed.")
    for name in evidence.inputs:
        if name not in manifest.inputs:
            yield Stale(name=name, sentence=f"{name} is new since the casebook was assessed.")
    now_printed = {path: sha256(content) for path, content in evidence.record.printed.items()}
    for path in sorted({*now_printed, *manifest.record}):
        if path.startswith("reviews/") and path in now_printed and path not in manifest.record:
            yield Stale(name=path, sentence=f"{path} is not printed in the pack yet.")
        elif not state.signers and now_printed.get(path) != manifest.record.get(path):
            yield Stale(name=path, sentence=f"{path} has changed since the casebook was assessed.")
