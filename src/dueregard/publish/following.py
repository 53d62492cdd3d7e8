"""What is due of a publication: words without consent, a newer pack, a review that the site does not tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from dueregard.casebook import Casebook
from dueregard.pack.public.reading import read_site
from dueregard.pack.public.versions import PUBLISHED, REVIEWED, Site
from dueregard.publish.gathering import quotes_to_go
from dueregard.register import Entry, Register

__all__ = ["follow_ups"]


def follow_ups(casebook: Casebook, *, today: date | None = None) -> tuple[str, ...]:
    """Say what is due of what was published.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    today : datetime.date, optional
        The day for which consent is judged; today, unless given.

    Returns
    -------
    tuple of str
        Sentences, the most urgent first; empty where nothing was published or nothing is due.

    Raises
    ------
    RegisterError, CasebookError
        When the register, the site or testimony cannot be read.
    """
    entries = Register(casebook.out / "register.jsonl").entries()
    site = read_site(casebook.out, entries)
    if site.current is None:
        return ()
    quotes = len(quotes_to_go(casebook, site, today=today or datetime.now(UTC).date()))
    return tuple(_told(site, entries, quotes))


def _told(site: Site, entries: Sequence[Entry], quotes: int) -> Iterator[str]:
    assert site.current is not None
    if quotes:
        number = "1 quote stands" if quotes == 1 else f"{quotes} quotes stand"
        yield (
            f"{number} on the public site without consent that holds today: take it down now with "
            "`dueregard publish CASEBOOK --withdraw WHY --by NAME`."
        )
    name, root = site.current.name, site.current.root
    kinds = [entry.kind for entry in entries]
    last = len(kinds) - 1 - kinds[::-1].index(PUBLISHED)
    assessed = [entry.payload.get("root") for entry in entries if entry.kind == "assessed"]
    if assessed and assessed[-1] not in (None, root):
        yield f"The casebook was assessed again since {name} was published: publish it, with a correction."
    if REVIEWED in kinds[last:]:
        yield f"The public site does not tell yet what came of it: publish again, and {name} gives way."
