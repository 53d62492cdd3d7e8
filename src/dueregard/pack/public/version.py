"""One version: its files, what it says of itself, and what the register is to hold of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dueregard.pack.data_files import plain
from dueregard.pack.public.changed_files import CHANGES_CSV, CHANGES_JSON, changes_csv, changes_json
from dueregard.pack.public.pages import Entrance, version_page
from dueregard.pack.public.reading import note_in, sha256_of
from dueregard.pack.public.versions import CORRECTED, PUBLISHED, VERSION_FILE

if TYPE_CHECKING:
    from dueregard.alliance.comparing import Changes
    from dueregard.casebook.corrections_file import Correction

__all__ = ["corrected_entry", "published_entry", "version_files"]


def version_files(
    files: Mapping[str, bytes],
    *,
    about: Mapping[str, Any],
    entrance: Entrance,
    number: int,
    published_on: str,
    changes: Changes | None,
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Add to the files of a pack what a version says of itself.

    Parameters
    ----------
    files : mapping of str to bytes
        The pack and the papers beside it, by path in the version.
    about : mapping
        Roots, signatures, reviews, what is missing, corrections.
    entrance : Entrance
        What the pages say of the assessment.
    number : int
        The version's number.
    published_on : str
        The day, in words.
    changes : Changes or None
        Against the version before; None for the first.

    Returns
    -------
    files : dict of str to bytes
        All of them, with ``index.html`` and ``version.json``.
    about : dict
        What ``version.json`` says.
    """
    every = dict(files)
    if changes is not None:
        since = f"v{number - 1}"
        told = changes_json(changes, since=since, corrections=about.get("corrections", ()))
        every |= {CHANGES_JSON: told.encode(), CHANGES_CSV: changes_csv(changes).encode()}
    said: dict[str, Any] = {
        "version": number,
        **about,
        "changes": {} if changes is None else changes.counts(),
    }
    notes = {
        each["file"]: note
        for each in about.get("reviews", ())
        if (note := note_in(files.get(each["file"], b""))) is not None
    }
    # What the page lists is there: the page itself is the last that is added.
    listed = {**said, "files": dict.fromkeys(sorted(every), "")}
    page = version_page(listed, entrance, number=number, published_on=published_on, notes=notes)
    every["index.html"] = page.encode()
    said["files"] = {path: sha256_of(content) for path, content in sorted(every.items())}
    text = json.dumps(plain(said), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return {**every, VERSION_FILE: text.encode()}, said


def published_entry(
    name: str, files: Mapping[str, bytes], about: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Say what the register is to hold of a version.

    Parameters
    ----------
    name : str
        The version.
    files : mapping of str to bytes
        All of its files.
    about : mapping
        What it says of itself.

    Returns
    -------
    (str, dict)
        The kind and payload of an entry.
    """
    told = {"root": about["root"], "figures": about["figures"], "files": len(files)}
    return PUBLISHED, {"name": name, "sha256": sha256_of(files[VERSION_FILE]), "about": told}


def corrected_entry(
    name: str, files: Mapping[str, bytes], corrections: Sequence[Correction]
) -> tuple[str, dict[str, Any]]:
    """Say what the register is to hold of the corrections that a version makes.

    Parameters
    ----------
    name : str
        The version.
    files : mapping of str to bytes
        All of its files.
    corrections : sequence of Correction
        Why.

    Returns
    -------
    (str, dict)
        The kind and payload of an entry.
    """
    told = {"corrections": [each.to_dict() for each in corrections]}
    return CORRECTED, {"name": name, "sha256": sha256_of(files[CHANGES_JSON]), "about": told}
