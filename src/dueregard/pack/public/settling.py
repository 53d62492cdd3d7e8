"""The pages around the versions, rendered anew from what the register says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from dueregard.alliance.comparing import Change
from dueregard.alliance.publication import told_change
from dueregard.pack.public.changed_files import CHANGES_JSON
from dueregard.pack.public.pages import MOST, Entrance, site_pages
from dueregard.pack.public.reading import review_notes
from dueregard.pack.public.storing import PUBLIC, replace_file
from dueregard.pack.public.versions import Site

__all__ = ["settle"]


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
    if site.current is None:
        return
    entrance, notes = Entrance.of(site.current.about), review_notes(out, site)
    pages = site_pages(site, entrance, notes=notes, base_url=base_url, told=_told(out, site))
    for name, text in pages.items():
        if step is not None:
            step(f"replacing {name}")
        replace_file(out / PUBLIC / name, text.encode())


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
