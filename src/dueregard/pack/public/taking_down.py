"""Which files of published versions must change so that something is gone, and what they are to hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dueregard.casebook import canonical_json
from dueregard.errors import UsageError, did_you_mean
from dueregard.pack.public.reading import sha256_of
from dueregard.pack.public.storing import PUBLIC
from dueregard.pack.public.versions import SITE, VERSION_FILE, Site, Version
from dueregard.pack.public.withdrawing import Notice, holds_figure, holds_words, notice_for, without_words

if TYPE_CHECKING:
    from dueregard.alliance.comparing import Key

__all__ = ["TakenDown", "take_down"]

_STAY = frozenset({VERSION_FILE, "manifest.json"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDown:
    """What changes on the site.

    Parameters
    ----------
    files : mapping of str to bytes
        The new content of each file, by its path under the site's folder.
    payload : mapping
        What the register is to hold of it.
    """

    files: Mapping[str, bytes]
    payload: Mapping[str, Any]


def take_down(
    out: Path,
    site: Site,
    *,
    notice: Notice,
    by: str,
    words: Sequence[str] = (),
    figures: Mapping[str, Collection[Key]] | None = None,
    parts: Sequence[str] = (),
) -> TakenDown | None:
    """Work out what changes so that something is gone from every published version.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    site : Site
        What was published.
    notice : Notice
        What is said in its place.
    by : str
        Who takes it down.
    words : sequence of str
        Words of testimony that may not stand there any more.
    figures : mapping of str to collection of Key, optional
        For each version, figures that it shows and that may not be shown.
    parts : sequence of str
        Versions, or files of versions, that are withdrawn as they are.

    Returns
    -------
    TakenDown or None
        None where nothing has to change.

    Raises
    ------
    UsageError
        When a part is not a file of a published version.
    """
    named = _named(site, parts)
    files: dict[str, bytes] = {}
    changed = []
    for version in site.versions:
        keys = (figures or {}).get(version.name, ())
        for path in version.files:
            whole = f"{version.name}/{path}"
            if path in _STAY or whole in site.notices:
                continue
            content = (out / PUBLIC / whole).read_bytes()
            fresh = _without(version, path, content, notice, words=words, keys=keys, named=named)
            if fresh is not None and fresh != content:
                files[whole] = fresh
                was, now = sha256_of(content), sha256_of(fresh)
                left = fresh == notice_for(whole, notice)
                changed.append({"path": whole, "was": was, "now": now, "whole": left})
    if not files:
        return None
    payload = {
        "of": "published",
        "name": SITE,
        "sha256": sha256_of(canonical_json(changed).encode()),
        "why": notice.why,
        "by": by,
        "quotes": bool(words),
        "figures": any((figures or {}).values()),
        "parts": changed,
    }
    return TakenDown(files=files, payload=payload)


def _without(
    version: Version,
    path: str,
    content: bytes,
    notice: Notice,
    *,
    words: Sequence[str],
    keys: Collection[Key],
    named: Collection[str],
) -> bytes | None:
    whole = f"{version.name}/{path}"
    if whole in named or holds_figure(path, content, keys):
        return notice_for(whole, notice)
    if words and holds_words(content, words):
        return without_words(whole, content, words, notice)
    return None


def _named(site: Site, parts: Sequence[str]) -> frozenset[str]:
    """Resolve what was named: a file of a version, or a version with all its files."""
    files = {f"{each.name}/{path}" for each in site.versions for path in each.files if path not in _STAY}
    found: set[str] = set()
    for part in parts:
        plain = part.strip().strip("/").removeprefix("out/").removeprefix("public/")
        meant = {path for path in files if path == plain or path.startswith(f"{plain}/")}
        if not meant:
            known = [*(each.name for each in site.versions), *sorted(files)]
            raise UsageError(
                f"Nothing is published at {part!r}.",
                remedy=did_you_mean(plain, known)
                or "Name a version such as v1, or a file such as v1/tables/NAME.csv.",
            )
        found |= meant
    return frozenset(found)
