"""The feed: what was published, corrected and withdrawn, for whoever follows an assessment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dueregard.pack.public.words import changes_words, what_came_words

if TYPE_CHECKING:
    from dueregard.pack.public.versions import Site, Version

__all__ = ["feed"]

FORMAT = "https://jsonfeed.org/version/1.1"


def feed(site: Site, *, title: str, synthetic: bool = False, base_url: str | None = None) -> dict[str, Any]:
    """Write the feed.

    Parameters
    ----------
    site : Site
        What was published.
    title : str
        The question.
    synthetic : bool
        Whether the people are made up.
    base_url : str, optional
        The address of the site; without it the feed holds no addresses, as relative ones are not allowed.

    Returns
    -------
    dict
        The newest first.

    References
    ----------
    JSON Feed, version 1.1 (2020): ``version``, ``title`` and ``items`` are required, of an item ``id`` and
    one of ``content_text`` and ``content_html``.
    """
    said = "Synthetic data: " if synthetic else ""
    addresses = {"home_page_url": base_url, "feed_url": f"{base_url}feed.json"} if base_url else {}
    # What happened in one second stays in its order.
    items = sorted(_items(site, base_url), key=lambda item: str(item["date_published"]))[::-1]
    return {
        "version": FORMAT,
        "title": f"{said}{title}",
        **addresses,
        "description": "What was published of this assessment, what was corrected, and what was withdrawn.",
        "language": "en-GB",
        "items": items,
    }


def _items(site: Site, base_url: str | None) -> Iterator[dict[str, Any]]:
    for version in site.versions:
        yield _of_version(version, base_url)
    for withdrawal in site.withdrawals:
        yield {
            "id": f"urn:dueregard:withdrawn:{withdrawal.at.isoformat()}",
            **_address(base_url, "corrections.html"),
            "title": f"Withdrawn: {withdrawal.what}",
            "content_text": withdrawal.why,
            "date_published": withdrawal.at.isoformat(),
            "tags": ["withdrawn"],
        }
    for looked in site.looked_back:
        yield {
            "id": f"urn:dueregard:reviewed:{looked.at.isoformat()}",
            **_address(base_url, "index.html"),
            "title": "What came of it",
            "content_text": what_came_words(looked.payload),
            "date_published": looked.at.isoformat(),
            "tags": ["reviewed"],
        }


def _of_version(version: Version, base_url: str | None) -> dict[str, Any]:
    reasons = [f"{each['why']} ({each['by']}, {each['on']})" for each in version.corrections]
    text = [
        f"Version {version.number} of the evidence pack was published.",
        *([changes_words(version)] if version.number > 1 else []),
        *[f"Why: {reason}" for reason in reasons],
        *[f"Printed at the top: {each}" for each in version.about.get("missing", ())],
    ]
    return {
        # The signed root: the same whatever the address.
        "id": f"urn:sha256:{version.root}:{version.number}",
        **_address(base_url, f"{version.name}/pack.html"),
        "title": f"Version {version.number}: {version.about.get('title', '')}",
        "content_text": "\n".join(text),
        "date_published": version.at.isoformat(),
        "tags": ["published", *(["corrected"] if reasons else [])],
    }


def _address(base_url: str | None, path: str) -> dict[str, str]:
    return {"url": f"{base_url}{path}"} if base_url else {}
