"""What speaks for and against publishing a pack as it lies there: read once, judged elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dueregard.alliance import MANIFEST, Judged, Manifest, Review
from dueregard.alliance.comparing import Key, key_of
from dueregard.alliance.publication import Reason, inconsistent_figures, reasons_against
from dueregard.alliance.state import State
from dueregard.alliance.verifying import Stale
from dueregard.casebook import Casebook, voices_files
from dueregard.casebook.testimony_files import read_testimony
from dueregard.errors import DueRegardError
from dueregard.pack.numbers import day
from dueregard.pack.private_audit import read_private_audit
from dueregard.pack.public.collecting import collect
from dueregard.pack.public.reading import kept_figures, published_quotes, quotes_of, sha256_of
from dueregard.pack.public.versions import Site
from dueregard.verify import verify_casebook
from dueregard.voices.testimony.allowed import quotes_allowed

__all__ = ["Gathered", "gather", "quotes_to_go"]

HANDLED = "published before"
"""A figure that is kept back now and was shown by an earlier version: it is taken out of that version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was read.

    Parameters
    ----------
    reasons : tuple of Reason
        What speaks against publishing.
    missing : tuple of str
        What the casebook asks of members and is not there.
    figures : sequence of mapping
        The records of the pack.
    shown_before : mapping of str to frozenset of Key
        For each published version the figures that it shows and the pack keeps back.
    files : mapping of str to bytes or None
        What a version would hold; None where the pack cannot be read.
    about : mapping or None
        What a version would say of itself.
    """

    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()
    figures: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    shown_before: Mapping[str, frozenset[Key]] = field(default_factory=dict, repr=False)
    files: Mapping[str, bytes] | None = field(default=None, repr=False)
    about: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def hashes(self) -> dict[str, str] | None:
        """The SHA-256 of each file that a version would hold."""
        if self.files is None:
            return None
        return {path: sha256_of(content) for path, content in self.files.items()}


def gather(casebook: Casebook, site: Site, *, today: date) -> Gathered:
    """Read what speaks for and against publishing.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    site : Site
        What was published before.
    today : datetime.date
        The day for which consent is judged.

    Returns
    -------
    Gathered
    """
    found = verify_casebook(casebook.file)
    integrity = [each.sentence.rstrip(".") for each in found.alterations]
    if found.state is None:
        nothing = ["The pack has no manifest, so nobody can tell what it was made from"]
        return Gathered(reasons=reasons_against(integrity=integrity or nothing))
    state = found.state
    estimates = _estimates(casebook)
    figures: Sequence[Mapping[str, Any]] = estimates.get("estimates", ())
    missing = _missing(casebook, state, _assessed_on(estimates))
    stale = _unprinted(found.stale, estimates)
    disclosure, unaudited = _disclosure(casebook, figures)
    reasons = reasons_against(
        integrity=integrity,
        stale=[each.rstrip(".") for each in stale],
        consent=_consent(casebook, estimates, today=today),
        disclosure=disclosure,
        unaudited=unaudited,
        quorum=state.standing.quorum or "reported",
        missing=[each.words for each in state.standing.missing],
    )
    # A file that the pack prints may be gone then: that is a reason among others.
    files = None if integrity or stale else _files(casebook, state)
    return Gathered(
        reasons=reasons,
        missing=missing,
        figures=figures,
        shown_before=_shown_before(casebook, site, figures),
        files=files,
        about=None if files is None else _about(state, estimates, missing),
    )


def quotes_to_go(casebook: Casebook, site: Site, *, today: date) -> tuple[str, ...]:
    """List the words that stand in published versions and may not.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    site : Site
        What was published.
    today : datetime.date
        The day for which consent is judged.

    Returns
    -------
    tuple of str
        Empty when all of them may stand.
    """
    allowed = _allowed(casebook, today=today)
    published = published_quotes(casebook.out, site)
    return tuple(dict.fromkeys(words for words, name in published if (words, name) not in allowed))


def _allowed(casebook: Casebook, *, today: date) -> frozenset[tuple[str, str | None]]:
    folder = voices_files(casebook).testimony
    return frozenset() if folder is None else quotes_allowed(read_testimony(folder), on=today)


def _estimates(casebook: Casebook) -> Mapping[str, Any]:
    try:
        content: Mapping[str, Any] = json.loads((casebook.out / "estimates.json").read_bytes())
        return content
    except (OSError, ValueError, RecursionError):
        # It is part of what is verified: the reason stands there.
        return {}


def _unprinted(stale: Sequence[Stale], estimates: Mapping[str, Any]) -> list[str]:
    """Leave out what the pack says at its top: a removed objection, say, cannot be assessed away."""
    dialogue = estimates.get("dialogue")
    told = dialogue.get("altered", ()) if isinstance(dialogue, Mapping) else ()
    return [each.sentence for each in stale if each.sentence not in told]


def _assessed_on(estimates: Mapping[str, Any]) -> date | None:
    try:
        return datetime.fromisoformat(estimates["provenance"]["assessed_at"]).date()
    except (KeyError, TypeError, ValueError):
        return None


def _consent(casebook: Casebook, estimates: Mapping[str, Any], *, today: date) -> list[str]:
    allowed = _allowed(casebook, today=today)
    silent = sum(quote not in allowed for quote in dict.fromkeys(quotes_of(estimates)))
    quotes = "1 quote" if silent == 1 else f"{silent} quotes"
    return [f"{quotes} of the pack: withdrawn, run out, or never agreed to"] if silent else []


def _disclosure(
    casebook: Casebook, figures: Sequence[Mapping[str, Any]]
) -> tuple[Sequence[str], Sequence[str]]:
    """Give the findings of the audit, and why there is none."""
    found = inconsistent_figures(figures)
    file = casebook.out / "estimates.json"
    if not file.is_file():
        return found, ()
    try:
        audit = read_private_audit(casebook.out, of=sha256_of(file.read_bytes()))
    except DueRegardError as error:
        return found, (error.wrong.rstrip("."),)
    told = dict.fromkeys(each.sentence for each in audit.findings if each.kind != HANDLED)
    return (*found, *told), ()


def _missing(casebook: Casebook, state: State, assessed_on: date | None) -> tuple[str, ...]:
    standing = state.standing
    if standing.quorum is not None:
        return (*(each.words for each in standing.missing), *standing.warnings)
    decided = casebook.specification.question.decision_on
    late = decided is not None and assessed_on is not None and assessed_on > decided
    after = f"This was assessed on {day(assessed_on)}, after the decision." if late and assessed_on else ""
    return tuple(each for each in (standing.words, after) if each)


def _shown_before(
    casebook: Casebook, site: Site, figures: Sequence[Mapping[str, Any]]
) -> dict[str, frozenset[Key]]:
    """Find what each version shows of what is now kept back."""
    withheld = {key_of(each) for each in figures if each.get("status") == "withheld"}
    found = {}
    for version in site.versions:
        rows = kept_figures(casebook.out, version.name)
        found[version.name] = frozenset(
            key for each in rows if each.get("status") != "withheld" and (key := key_of(each)) in withheld
        )
    return found


def _files(casebook: Casebook, state: State) -> dict[str, bytes]:
    """Read the pack, the papers that it prints, and the signatures under it."""
    manifest = Manifest.read((casebook.out / MANIFEST).read_text(encoding="utf-8"))
    sources = {path: f"out/{path}" for path in (*manifest.files, MANIFEST)}
    sources |= {path: path for path in manifest.record}
    sources |= {each.path: each.path for each in state.signers}
    keys = sorted((casebook.folder / "keys").glob("*"))
    sources |= {f"keys/{each.name}": f"keys/{each.name}" for each in keys if each.suffix in (".pub", ".toml")}
    return collect(casebook.folder, sources)


def _about(state: State, estimates: Mapping[str, Any], missing: Sequence[str]) -> dict[str, Any]:
    figures = estimates.get("estimates", ())
    withheld = sum(each.get("status") == "withheld" for each in figures)
    assessed_on = _assessed_on(estimates)
    return {
        "made_with": (estimates.get("provenance") or {}).get("made_with"),
        "assessed_on": day(assessed_on) if assessed_on else "a day that is not known",
        "root": state.root,
        "figures": state.figures,
        "figures_shown": sum(each.get("estimate") is not None for each in figures),
        "figures_withheld": withheld,
        "missing": list(missing),
        "signed": [
            {
                "member": each.paper.member,
                "name": state.name(each.paper.member),
                "sector": _sector(state, each.paper.member),
                "role": each.paper.role,
                "on": day(each.paper.on),
                "dissents": each.paper.dissents,
            }
            for each in state.signers
        ],
        "reviews": [_review(state, each) for each in _last_words(state)],
    }


def _last_words(state: State) -> list[Judged[Review]]:
    """Give every review of these figures, and of whoever wrote only about earlier ones the last."""
    of_these = [each for each in state.reviews if each.paper.figures == state.figures]
    spoken = {each.paper.member for each in of_these}
    earlier = {each.paper.member: each for each in state.reviews if each.paper.member not in spoken}
    return [*of_these, *earlier.values()]


def _review(state: State, judged: Judged[Review]) -> dict[str, Any]:
    return {
        "member": judged.paper.member,
        "name": state.name(judged.paper.member),
        "role": judged.paper.role,
        "position": judged.paper.position,
        "on": day(judged.paper.on),
        "file": judged.path,
        "earlier": judged.paper.figures != state.figures,
    }


def _sector(state: State, member: str) -> str:
    found = state.terms.member(member)
    return "" if found is None else found.sector
