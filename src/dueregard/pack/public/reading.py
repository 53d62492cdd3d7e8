"""Reading the public site: what each version says of itself, and whether its files are as published."""

from __future__ import annotations

import gzip
import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dueregard.disclosure import EarlierRelease
from dueregard.errors import DueRegardError, RegisterError
from dueregard.pack.private_audit import PRIVATE
from dueregard.pack.public.storing import PENDING, PUBLIC, write_file
from dueregard.pack.public.versions import VERSION_FILE, Site, history
from dueregard.register import Entry

__all__ = [
    "altered_files",
    "earlier_releases",
    "keep_figures",
    "kept_figures",
    "note_in",
    "public_alterations",
    "published_quotes",
    "quotes_of",
    "read_site",
    "review_notes",
    "sha256_of",
]

_ARCHIVE = "published"


def sha256_of(content: bytes) -> str:
    """Fingerprint the content of a file.

    Parameters
    ----------
    content : bytes
        What it holds.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    return hashlib.sha256(content).hexdigest()


def read_site(out: Path, entries: Sequence[Entry]) -> Site:
    """Read what has been published.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    entries : sequence of Entry
        Of its register.

    Returns
    -------
    Site
        Empty when nothing was.

    Raises
    ------
    RegisterError
        When a version that was published is not there, or no longer says what it said.
    DueRegardError
        When ``out/public`` is a link: what it leads to may be anything.
    """
    public = out / PUBLIC
    if public.is_symlink():
        raise DueRegardError(
            "out/public is a link to another place.",
            remedy="Make it a folder, and copy it to where the web server looks.",
        )

    def about(name: str) -> tuple[Mapping[str, Any], str]:
        file = public / name / VERSION_FILE
        try:
            content = file.read_bytes()
            return json.loads(content), sha256_of(content)
        except (OSError, ValueError, RecursionError):
            raise RegisterError(
                f"public/{name}/{VERSION_FILE} is not there as it was published.",
                remedy="Restore the folder out/public from a copy: what was published stays published.",
            ) from None

    return history(entries, about=about)


def public_alterations(out: Path, entries: Sequence[Entry]) -> tuple[tuple[str, str], ...]:
    """Say what of the public site is not as the register says, whatever it is.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    entries : sequence of Entry
        Of its register.

    Returns
    -------
    tuple of (str, str)
        The path under the casebook's folder, and a sentence without its full stop. Nothing is said of a
        change that was stopped halfway: the next `dueregard publish` finishes it.
    """
    if (out / PENDING).is_dir():
        return ()
    try:
        site = read_site(out, entries)
    except DueRegardError as error:
        return ((f"out/{PUBLIC}", error.wrong.rstrip(".")),)
    found = (*_altered(out, site), *_unknown(out, site))
    return tuple((f"out/{path}", f"{path} {was}") for path, was in found)


def _unknown(out: Path, site: Site) -> Iterator[tuple[str, str]]:
    """Name versions that lie there and that the register has lost, or never knew.

    A register without its last line would otherwise let the figures of a version be written over unseen.
    """
    known = {each.name for each in site.versions}
    for each in sorted((out / PUBLIC).glob("v[0-9]*")):
        if each.name not in known:
            yield f"{PUBLIC}/{each.name}", "is a version that the register does not know of"


def altered_files(out: Path, site: Site) -> tuple[str, ...]:
    """Name the files of published versions that are not as they were published or left by a withdrawal.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    site : Site
        What was published.

    Returns
    -------
    tuple of str
        A sentence for each.
    """
    return tuple(f"{path} {was}" for path, was in _altered(out, site))


def _altered(out: Path, site: Site) -> Iterator[tuple[str, str]]:
    for path, digest in site.hashes().items():
        file = out / PUBLIC / path
        if file.is_symlink() or not file.is_file():
            yield f"{PUBLIC}/{path}", "was published and is not there"
        elif sha256_of(file.read_bytes()) != digest:
            yield f"{PUBLIC}/{path}", "was altered after it was published"


def published_quotes(out: Path, site: Site) -> dict[tuple[str, str | None], set[str]]:
    """List the words of testimony that stand in published versions now.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    site : Site
        What was published.

    Returns
    -------
    dict of (str, str or None) to set of str
        For words and the name beside them, the versions that hold them.
    """
    found: dict[tuple[str, str | None], set[str]] = {}
    for version in site.versions:
        for quote in quotes_of(_json(out / PUBLIC / version.name / "estimates.json")):
            found.setdefault(quote, set()).add(version.name)
    return found


def quotes_of(estimates: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """List the words of testimony that a pack quotes.

    Parameters
    ----------
    estimates : mapping
        The content of estimates.json.

    Yields
    ------
    (str, str or None)
        The words, and the name beside them, if any.
    """
    testimony = (estimates.get("voices") or {}).get("testimony") or {}
    for each in testimony.get("quotes", ()):
        yield str(each["words"]), each.get("named_as")


def _json(file: Path) -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads(file.read_bytes())
    return content


def review_notes(out: Path, site: Site) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Read what the reviews of published versions say.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    site : Site
        What was published.

    Returns
    -------
    dict of str to (str, tuple of str)
        The note and the objections, by path under the site's folder; without those that were withdrawn.
    """
    found = {}
    for version in site.versions:
        for review in version.about.get("reviews", ()):
            path = f"{version.name}/{review['file']}"
            file = out / PUBLIC / path
            note = note_in(file.read_bytes()) if file.is_file() else None
            if note is not None:
                found[path] = note
    return found


def note_in(content: bytes) -> tuple[str, tuple[str, ...]] | None:
    """Read what a review says.

    Parameters
    ----------
    content : bytes
        Its file.

    Returns
    -------
    (str, tuple of str) or None
        The note and the objections; None where the file is no review, or was withdrawn.
    """
    try:
        told = tomllib.loads(content.decode())
        objections = tuple(str(each["text"]) for each in told.get("objections", ()))
        return str(told["note"]), objections
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def keep_figures(out: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep a version's figures where nobody else reads them: what was public once is known.

    Later releases are audited against them, also after a version was withdrawn. No words are kept.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    name : str
        The version.
    rows : sequence of mapping
        Its records.
    """
    folder = out / PRIVATE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))
    write_file(folder / _ARCHIVE / f"{name}.json.gz", gzip.compress(text.encode(), 6, mtime=0))


def kept_figures(out: Path, name: str) -> list[dict[str, Any]]:
    """Read a version's figures as they were published.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    name : str
        The version.

    Returns
    -------
    list of dict
        Its records.

    Raises
    ------
    RegisterError
        When they are not there any more.
    """
    file = out / PRIVATE / _ARCHIVE / f"{name}.json.gz"
    try:
        rows: list[dict[str, Any]] = json.loads(gzip.decompress(file.read_bytes()))
    except (OSError, EOFError, ValueError):
        raise RegisterError(
            f"The figures that were published as {name} are not kept in out/{PRIVATE}/{_ARCHIVE} any more.",
            found="Without them nobody can tell which numbers have changed, nor what could be worked out.",
            remedy=f"Restore the folder out/{PRIVATE} from a copy.",
        ) from None
    return rows


def earlier_releases(out: Path) -> tuple[EarlierRelease, ...]:
    """Read what has been published of the same people, for the disclosure gate.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.

    Returns
    -------
    tuple of EarlierRelease
        The oldest first; empty when nothing was published.

    Raises
    ------
    RegisterError
        When the figures of a version are not kept any more.
    """
    public = out / PUBLIC
    if not public.is_dir():
        return ()
    names = [each.name for each in public.iterdir() if each.is_dir() and each.name[1:].isdigit()]
    wanted = sorted((name for name in names if name.startswith("v")), key=lambda name: int(name[1:]))
    return tuple(EarlierRelease.of(name, kept_figures(out, name)) for name in wanted)
