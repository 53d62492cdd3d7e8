"""The pages around the versions, rendered anew from what the register says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dueregard.alliance.comparing import Change
from dueregard.alliance.publication import told_change
from dueregard.pack.public.changed_files import CHANGES_JSON
from dueregard.pack.public.pages import MOST, Entrance, site_pages
from dueregard.pack.public.reading import read_site, review_notes
from dueregard.pack.public.storing import PENDING, PUBLIC, replace_file
from dueregard.pack.public.versions import REVIEWED, Site
from dueregard.register import Entry

__all__ = ["altered_pages", "settle"]


def settle(
    out: Path, site: Site, *, base_url: str | None = None, step: Callable[[str], None] | None = None
) -> None:
    """Put the pages around the versions in place, each at once; the first page comes last.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    site : Site
        What was published.
    base_url : str, optional
        The address of the site, where it is known.
    step : callable, optional
        Told what is done next.
    """
    for name, text in _pages(out, site, base_url).items():
        if step is not None:
            step(f"replacing {name}")
        replace_file(out / PUBLIC / name, text.encode())


def altered_pages(out: Path, entries: Sequence[Entry], *, base_url: str | None = None) -> Iterator[str]:
    """Name the pages around the versions that are not what follows from the register.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    entries : sequence of Entry
        Of its register.
    base_url : str, optional
        The address of the site, where it is known.

    Yields
    ------
    str
        The path under the site's folder. A page that was written before somebody looked back at what came
        of the decision is as it was: it tells of that when the casebook is published again.
    """
    if (out / PENDING).is_dir():
        return
    pages = _pages(out, read_site(out, entries), base_url)
    there = {name: _bytes(out / PUBLIC / name) for name in pages}
    odd = [name for name, text in pages.items() if there[name] != text.encode()]
    end = len(entries)
    while odd and end and entries[end - 1].kind == REVIEWED:
        end -= 1
        before = _pages(out, read_site(out, entries[:end]), base_url)
        odd = [name for name in odd if there[name] != before[name].encode()]
    yield from odd


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() and not file.is_symlink() else None


def _pages(out: Path, site: Site, base_url: str | None) -> dict[str, str]:
    if site.current is None:
        return {}
    entrance, notes = Entrance.of(site.current.about), review_notes(out, site)
    return dict(site_pages(site, entrance, notes=notes, base_url=base_url, told=_told(out, site)))


def _told(out: Path, site: Site) -> dict[str, tuple[list[str], int]]:
    """Tell the first changes of each version in words, where their list was not withdrawn."""
    found = {}
    for version in site.versions[1:]:
        content = json.loads((out / PUBLIC / version.name / CHANGES_JSON).read_bytes())
        changes = content.get("changes")
        if changes is not None:
            first = [told_change(Change(**each)) for each in changes[:MOST]]
            found[version.name] = (first, len(changes))
    return found
