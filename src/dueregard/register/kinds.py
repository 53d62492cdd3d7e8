"""What an entry of the register can be about: each kind, and what its payload holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dueregard.register.entry import Entry

__all__ = ["KINDS", "Kind", "unknown_kinds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of entry.

    Attributes
    ----------
    name : str
        As the entry's ``kind`` has it.
    says : str
        What happened, in words.
    payload : mapping of str to str
        What each field of the payload is. One whose words begin with "Optional" may be absent, and a newer
        version may add fields.
    """

    name: str
    says: str
    payload: Mapping[str, str] = field(default_factory=dict)


_NAME = "What it is called: a file of the casebook, or an id in one."
_SHA256 = "The SHA-256 of its content, in hexadecimal."
_REPLACES = "Optional: the SHA-256 of what was filed under this name before."
_ABOUT = "Optional: what else is known of it, such as the member and the position."


def _filed(name: str, says: str) -> Kind:
    return Kind(
        name=name,
        says=says,
        payload={"name": _NAME, "sha256": _SHA256, "replaces": _REPLACES, "about": _ABOUT},
    )


_ALL = (
    Kind(
        name="sources recorded",
        says="The files that the assessment read were fingerprinted.",
        payload={
            "sources": "A list of name, sha256, size in bytes; publisher and licence where declared.",
            "gone": "Optional: names of files that were recorded before and are no longer there.",
        },
    ),
    Kind(
        name="indicators fixed",
        says="The indicators were fixed, before anybody could know the findings.",
        payload={
            "hash": "The fingerprint of all indicators.",
            "hashes": "The fingerprint of each, by outcome.",
            "indicators": "The indicators themselves.",
            "amendments": "The amendments that the casebook declared then.",
        },
    ),
    Kind(
        name="indicators amended",
        says="Indicators were added, changed or removed since they were fixed.",
        payload={
            "hash": "The fingerprint of all indicators.",
            "hashes": "The fingerprint of each, by outcome.",
            "indicators": "The indicators themselves.",
            "amendments": "The amendments that the casebook declared then.",
            "changes": "A list of change, indicator, fields, and the amendment that explains it.",
        },
    ),
    Kind(
        name="assessed",
        says="The casebook was assessed and its pack written.",
        payload={
            "provenance": "Versions, hashes and times.",
            "files": "The SHA-256 of each file of the pack, by its path.",
            "figures": "Optional: the root over all figures, which reviews are of.",
            "root": "Optional: the root over the whole pack, which signatures are of.",
            "seen": "Optional: which options, groups by characteristic and negative findings were looked at, "
            "so that none goes missing unseen.",
            "terms": "Optional: what the casebook demanded of its alliance, and who the members were.",
        },
    ),
    Kind(
        name="forecasts made",
        says="What each option would do was written down, before anybody could know.",
        payload={
            "tables": "Tables of figures of one option, measure and kind of group: what their rows have in "
            "common, the names of the groups (by), and rows of levels, estimate, se, low and high.",
            "forecasts": "Optional: the same, one by one; older versions wrote them so.",
        },
    ),
    Kind(
        name="outturn reviewed",
        says="Forecasts were compared with what came of them.",
        payload={"*": "What the review came to: counts, scores and the figures that were compared."},
    ),
    Kind(
        name="testimony_entered",
        says="Testimony was entered, or its words changed.",
        payload={"testimonies": "From a keyed hash that names the testimony to one of its words."},
    ),
    Kind(
        name="testimony_withdrawn",
        says="Testimony was withdrawn, and its key destroyed.",
        payload={"testimonies": "Keyed hashes that named the testimonies."},
    ),
    _filed("screened", "Whether the decision is relevant to a duty was recorded."),
    _filed("key added", "A member's public key was added."),
    _filed("key revoked", "A member's key was revoked."),
    _filed("review filed", "A member reviewed the figures."),
    _filed("objection filed", "Somebody objected to a finding."),
    _filed("answer filed", "An objection was answered."),
    _filed("signed", "A member signed the pack."),
    _filed("published", "The pack was published."),
    _filed("corrected", "A published figure was corrected, and why was said."),
    Kind(
        name="withdrawn",
        says="Something that was filed was withdrawn openly.",
        payload={
            "of": "The kind that it was filed as.",
            "name": _NAME,
            "sha256": "The SHA-256 of what was withdrawn.",
            "why": "Why, in words.",
            "by": "Optional: who withdrew it.",
            "quotes": "Optional: whether words of testimony were taken out of the public site.",
            "figures": "Optional: whether figures were taken out of it.",
            "parts": "Optional: each file of it that changed, with its hash before and after.",
        },
    ),
    _filed("bundle shared", "Released estimates were shared with other members."),
    _filed("bundles combined", "Estimates of several members were laid side by side."),
    Kind(
        name="torn line set aside",
        says="A writer was stopped in the middle of an entry that was never acknowledged; it was set aside.",
        payload={
            "bytes": "How many bytes were set aside.",
            "sha256": "Their SHA-256, in hexadecimal.",
            "file": "Where they are, beside the register.",
        },
    ),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
"""Every kind that this version writes, by name."""


def unknown_kinds(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Name the kinds that this version does not know.

    A newer version may have written them. They are kept, hashed and verified like any other.

    Parameters
    ----------
    entries : iterable of Entry
        Of a register.

    Returns
    -------
    tuple of str
        Each once, in the order in which they appear.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from dueregard.register.entry import FIRST
    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> unknown_kinds([Entry.following(FIRST, kind="sealed", payload={}, at=noon)])
    ('sealed',)
    """
    return tuple(dict.fromkeys(entry.kind for entry in entries if entry.kind not in KINDS))
