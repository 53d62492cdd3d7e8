"""Taking words and figures out of published versions, with a notice in their place.

Words of testimony are cut out of the text where they stand. Where a figure may no longer be shown, every file
of a version that holds it is replaced, because a page or a table in which one number is missing can give that
number away. Nothing that is taken out is kept in the site, nor is it said whose it was.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dueregard.pack.public.pages import notice_page

if TYPE_CHECKING:
    from dueregard.alliance.comparing import Key
    from dueregard.pack.public.pages import Entrance

__all__ = ["Notice", "holds_figure", "holds_words", "notice_for", "without_words"]

_KEEP = frozenset({"version.json", "manifest.json"})
"""Hashes, names of signatories and counts; no words of testimony and no figures."""

_FIELDS = ("measure", "outcome", "contrast", "reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is said in the place of what was taken out.

    Parameters
    ----------
    on : str
        The day, in words.
    why : str
        Why.
    entrance : Entrance
        What the pages say of the assessment.
    """

    on: str
    why: str
    entrance: Entrance


def holds_words(content: bytes, words: Iterable[str]) -> bool:
    """Say whether a file holds any of these words, however it writes them.

    Parameters
    ----------
    content : bytes
        The file. Office documents are looked into; what cannot be read counts as holding them.
    words : iterable of str
        What may not be there.

    Returns
    -------
    bool

    Examples
    --------
    >>> holds_words(b"<p>I can&#39;t <b>board</b></p>", ["I can't board"])
    True
    """
    text = _text(content)
    if text is None:
        return True
    return _holds(text, map(_letters, words))


def _text(content: bytes) -> str | None:
    if content[:4] == b"PK\x03\x04":
        return _text_of_archive(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _text_of_archive(content: bytes, *, largest: int = 50_000_000) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > largest:
                return None
            parts = [archive.read(each) for each in archive.infolist() if each.filename.endswith(".xml")]
        return "\n".join(part.decode("utf-8") for part in parts)
    except (zipfile.BadZipFile, UnicodeDecodeError, OSError, NotImplementedError, RuntimeError):
        return None


def _holds(text: str, wanted: Iterable[str]) -> bool:
    """Look for letters in a text: markup, escapes and hyphenation must not hide them."""
    # Angle brackets are markup in a page, and may be part of what somebody said in any other file.
    read = [_letters(_unescaped(each)) for each in (text, re.sub(r"<[^<>]*>", "", text))]
    return any(each in letters for each in wanted if each for letters in read)


def _unescaped(text: str) -> str:
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return html.unescape(plain.replace("\\n", " ").replace("\\t", " "))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def without_words(path: str, content: bytes, words: Sequence[str], notice: Notice) -> bytes:
    """Take words out of a file that holds them.

    Parameters
    ----------
    path : str
        The file, under the site's folder.
    content : bytes
        What it holds.
    words : sequence of str
        What is to go.
    notice : Notice
        What is said in its place.

    Returns
    -------
    bytes
        The file without them; where they cannot be cut out, a notice in the place of all of it.
    """
    cut = None
    if path.endswith("/estimates.json"):
        cut = _cut_from_estimates(content, words, notice)
    elif path.endswith(".html"):
        cut = _cut_from_page(content, words, notice)
    return notice_for(path, notice) if cut is None or holds_words(cut, words) else cut


def _cut_from_estimates(content: bytes, words: Sequence[str], notice: Notice) -> bytes | None:
    told = json.loads(content)
    gone = {_letters(each) for each in words}
    kept = _without(told, gone)
    kept["withdrawn"] = [*told.get("withdrawn", ()), {"on": notice.on, "why": notice.why}]
    return (json.dumps(kept, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _without(value: Any, gone: set[str]) -> Any:
    """Drop every object that holds the words, with what stands beside them; elsewhere blank the text."""
    if isinstance(value, dict):
        return {name: _without(each, gone) for name, each in value.items()}
    if isinstance(value, list):
        return [_without(each, gone) for each in value if not _is_quote(each, gone)]
    if isinstance(value, str) and len(value) > 3 and _holds(value, gone):
        return "[withdrawn]"
    return value


def _is_quote(value: Any, gone: set[str]) -> bool:
    return (
        isinstance(value, dict) and isinstance(value.get("words"), str) and _letters(value["words"]) in gone
    )


def _cut_from_page(content: bytes, words: Sequence[str], notice: Notice) -> bytes | None:
    gone = [_letters(each) for each in words]
    told = html.escape(f"Words that stood here were withdrawn on {notice.on}.")
    lines = content.decode("utf-8").split("\n")
    inside = _inside_body(lines)
    if inside is None:
        return None
    cut = []
    for line in lines:
        if _holds(line, gone):
            # With the whole entry goes what stands beside the words, such as a role or a name.
            if not re.fullmatch(r"<li>.*</li>", line):
                return None
            cut.append(f'<li><p class="note">{told}</p></li>')
        else:
            cut.append(line)
    why = html.escape(f"Something was withdrawn from this page on {notice.on}. {notice.why}")
    cut.insert(
        inside, f'<section aria-label="Withdrawn"><p class="note"><strong>{why}</strong></p></section>'
    )
    return "\n".join(cut).encode()


def _inside_body(lines: Sequence[str]) -> int | None:
    """Find the line after the one that opens the page's content."""
    return next((place + 1 for place, line in enumerate(lines) if line.startswith("<main ")), None)


def holds_figure(path: str, content: bytes, keys: Iterable[Key]) -> bool:
    """Say whether a file of a version shows figures that may no longer be shown.

    Parameters
    ----------
    path : str
        The file, under the version's folder.
    content : bytes
        What it holds.
    keys : iterable of Key
        What the figures are of.

    Returns
    -------
    bool
        For pages and documents, which name figures in words, True as soon as one of the figures could be
        among theirs.
    """
    wanted = [(key, json.loads(key[3])) for key in keys]
    if path in _KEEP or not wanted:
        return False
    if path.startswith("options/"):
        return any("option" in by for _, by in wanted)
    if path.startswith("tables/") or path == "changes.csv":
        return path == "changes.csv" or _table_holds(content, wanted)
    return path in ("estimates.json", "pack.html", "changes.json") or path.startswith(("documents/", "why/"))


def _table_holds(content: bytes, wanted: Sequence[tuple[Key, Mapping[str, Any]]]) -> bool:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    named: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for key, by in wanted:
        named.setdefault(tuple(each or "" for each in (key[0], key[2], key[4], key[5])), []).append(by)
    for row in rows:
        told = tuple(_unmarked(row.get(name)) for name in _FIELDS)
        for by in named.get(told, ()):
            if all(
                _unmarked(row.get(f"by: {name}", row.get(name))) == str(level) for name, level in by.items()
            ):
                return True
    return False


def _unmarked(cell: str | None) -> str:
    """Take away the apostrophe that keeps a spreadsheet from reading a text as a formula."""
    cell = cell or ""
    return cell[1:] if cell.startswith("'") else cell


def notice_for(path: str, notice: Notice) -> bytes:
    """Write what stands in the place of a file that was withdrawn, as a file of the same kind.

    Parameters
    ----------
    path : str
        The file, under the site's folder.
    notice : Notice
        What it says.

    Returns
    -------
    bytes
    """
    said = f"Withdrawn on {notice.on}. {notice.why}"
    if path.endswith(".html"):
        told = {"on": notice.on, "why": notice.why}
        return notice_page(told, notice.entrance, depth=path.count("/")).encode()
    if path.endswith(".json"):
        return (
            json.dumps({"withdrawn": {"on": notice.on, "why": notice.why}}, ensure_ascii=False) + "\n"
        ).encode()
    if path.endswith(".csv"):
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([["notice"], [said]])
        return text.getvalue().encode()
    return _document(said) if path.endswith(".docx") else f"{said}\n".encode()


def _document(said: str) -> bytes:
    """Write the smallest Word document that says something."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/'
        f'main"><w:body><w:p><w:r><w:t>{html.escape(said)}</w:t></w:r></w:p></w:body></w:document>',
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, text in parts.items():
            stamp = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(stamp, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return written.getvalue()
