"""The pages around the versions: what is current, who signed and who dissents, what was corrected."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from dueregard.pack.data_files import plain
from dueregard.pack.environment import tidy
from dueregard.pack.numbers import count, day
from dueregard.pack.public.feed import feed
from dueregard.pack.public.words import changes_words, what_came_words

if TYPE_CHECKING:
    from dueregard.pack.public.versions import Site, Version, Withdrawal

__all__ = ["Entrance", "notice_page", "site_pages", "version_page"]

MOST = 20
"""The most changes that the page of corrections lists for a version; the file has them all."""
KEPT = (
    " Earlier versions still show what is now kept back: "
    "whoever decided this found it safe as it was published."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """What the pages say of the assessment as a whole.

    Parameters
    ----------
    title : str
        The question.
    owner : str or None
        Who decides.
    decision_on : str or None
        When, in words.
    summary : str or None
        What is proposed.
    synthetic : bool
        Whether the people are made up.
    """

    title: str
    owner: str | None = None
    decision_on: str | None = None
    summary: str | None = None
    synthetic: bool = False

    @classmethod
    def of(cls, about: Mapping[str, Any]) -> Self:
        """Take it from what a version says of itself.

        Parameters
        ----------
        about : mapping
            As ``version.json`` holds it.

        Returns
        -------
        Entrance
        """
        names = ("title", "owner", "decision_on", "summary", "synthetic")
        return cls(**{name: about[name] for name in names if about.get(name) is not None})


Notes = Mapping[str, tuple[str, tuple[str, ...]]]
"""For the path of a review its note and its objections."""


def site_pages(
    site: Site,
    entrance: Entrance,
    *,
    notes: Notes,
    base_url: str | None = None,
    told: Mapping[str, tuple[list[str], int]] | None = None,
) -> dict[str, str]:
    """Render everything that stands beside the versions.

    Parameters
    ----------
    site : Site
        What was published.
    entrance : Entrance
        What the pages say of the assessment.
    notes : mapping
        What each review says, by its path under the site's folder; absent where it was withdrawn.
    base_url : str, optional
        The address of the site, where it is known.
    told : mapping of str to (list of str, int), optional
        For each version with changes: the first of them in words, and how many there are; absent where its
        list was withdrawn.

    Returns
    -------
    dict of str to str
        Text by the name of the file. The same site gives the same texts.
    """
    log = _log(site, told or {})
    content = {"site": site, "entrance": entrance, "log": log, "notes": _or_none(notes)}
    pages = {
        "corrections.html": _render("public_corrections.html", {**content, "root": ""}),
        "corrections.json": _json({"corrections": [each.to_dict() for each in log]}),
        "feed.json": _json(feed(site, title=entrance.title, synthetic=entrance.synthetic, base_url=base_url)),
        "robots.txt": "User-agent: *\nAllow: /\n",
    }
    # The entrance last: whatever it names is there when it appears.
    return {**pages, "index.html": _render("public_index.html", {**content, "root": "", "cut": _cut(site)})}


def version_page(
    about: Mapping[str, Any], entrance: Entrance, *, number: int, published_on: str, notes: Notes
) -> str:
    """Render the page of one version, which is never changed.

    Parameters
    ----------
    about : mapping
        What the version says of itself.
    entrance : Entrance
        What the pages say of the assessment.
    number : int
        Its number.
    published_on : str
        The day, in words.
    notes : mapping
        What each review says, by its path in the version.

    Returns
    -------
    str
        HTML.
    """
    said = {"about": about, "number": number, "on": published_on, "notes": _or_none(notes)}
    return _render("public_version.html", {**said, "entrance": entrance, "root": "../"})


def notice_page(withdrawal: Mapping[str, str], entrance: Entrance, *, depth: int) -> str:
    """Render what stands in the place of a page that was withdrawn.

    Parameters
    ----------
    withdrawal : mapping
        ``on`` in words, ``why`` and ``what``.
    entrance : Entrance
        What the pages say of the assessment.
    depth : int
        How many folders the page lies below the site's own.

    Returns
    -------
    str
        HTML.
    """
    content = {"withdrawal": withdrawal, "entrance": entrance, "root": "../" * depth}
    return _render("public_notice.html", content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One entry of the log of corrections and withdrawals."""

    kind: str
    on: str
    at: str
    title: str
    who: tuple[str, ...]
    why: tuple[str, ...]
    words: str
    first: tuple[str, ...] = ()
    more: int = 0
    version: str | None = None
    parts: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give it as JSON holds it."""
        said = {
            "kind": self.kind,
            "on": self.on,
            "by": list(self.who),
            "why": list(self.why),
            "said": self.words,
        }
        if self.kind == "withdrawn":
            return {**said, "parts": list(self.parts)}
        return {**said, "version": self.version, "changes": f"{self.version}/changes.json"}


def _or_none(notes: Notes) -> Mapping[str, tuple[str, tuple[str, ...]] | None]:
    """Give None for a review that was withdrawn."""
    return defaultdict(lambda: None, dict(notes))


def _log(site: Site, told: Mapping[str, tuple[list[str], int]]) -> list[Logged]:
    found = [*(_corrected(each, told) for each in site.versions[1:]), *map(_withdrawn, site.withdrawals)]
    return sorted(found, key=lambda each: each.at)[::-1]


def _corrected(version: Version, told: Mapping[str, tuple[list[str], int]]) -> Logged:
    first, number = told.get(version.name, ([], 0))
    corrections = version.corrections
    return Logged(
        kind="corrected" if corrections else "published",
        on=version.on.isoformat(),
        at=version.at.isoformat(),
        title=f"Version {version.number}, {day(version.on)}",
        who=tuple(dict.fromkeys(str(each["by"]) for each in corrections)),
        why=tuple(_why(each) for each in corrections),
        words=changes_words(version) + (KEPT if version.about.get("earlier_kept") else ""),
        first=tuple(first[:MOST]),
        more=max(number - MOST, 0),
        version=version.name,
    )


def _why(correction: Mapping[str, Any]) -> str:
    what, why = str(correction.get("what") or "").strip(), str(correction["why"])
    return f"{what}: {why}" if what else why


def _withdrawn(withdrawal: Withdrawal) -> Logged:
    return Logged(
        kind="withdrawn",
        on=withdrawal.on.isoformat(),
        at=withdrawal.at.isoformat(),
        title=f"Withdrawn, {day(withdrawal.on)}",
        who=(withdrawal.by,),
        why=(withdrawal.why,),
        words=f"Taken out of published versions: {withdrawal.what}. What was taken out is not repeated here.",
        parts=tuple(withdrawal.parts),
    )


def _cut(site: Site) -> dict[str, list[str]]:
    """Say when something was taken out of each version."""
    found: dict[str, list[str]] = {}
    for withdrawal in site.withdrawals:
        for name in dict.fromkeys(path.partition("/")[0] for path in withdrawal.parts):
            found.setdefault(name, []).append(day(withdrawal.on))
    return {name: list(dict.fromkeys(days)) for name, days in found.items()}


def _looked_back(site: Site) -> Iterator[tuple[str, str]]:
    for each in reversed(site.looked_back):
        yield day(each.at.date()), what_came_words(each.payload)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dueregard.pack"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day, count=count)
    environment.globals.update(changes_words=changes_words, looked_back=_looked_back)
    return environment


def _render(name: str, content: Mapping[str, Any]) -> str:
    environment = _environment()
    loader = environment.loader
    sheets = [loader.get_source(environment, sheet)[0] for sheet in ("pack.css", "public.css")]  # type: ignore[union-attr]
    html = environment.get_template(name).render(**content, style=Markup("".join(sheets)))
    return tidy(html)


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(plain(content), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
