"""The feed has what JSON Feed 1.1 requires, and addresses only where they are known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dueregard.pack.public.feed import feed
from dueregard.pack.public.versions import Site
from tests.pack.public.making import publish


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    out = tmp_path_factory.mktemp("feed")
    publish(out)
    return publish(out, missing=["A review is missing."])


def valid(content: dict[str, Any]) -> None:
    """Https://www.jsonfeed.org/version/1.1/: what is required, and of which type."""
    assert content["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(content["title"], str)
    assert isinstance(content["items"], list)
    for name in ("home_page_url", "feed_url"):
        assert str(content.get(name, "https://")).startswith("https://")
    ids = [item["id"] for item in content["items"]]
    assert all(isinstance(each, str) and each for each in ids)
    assert len(set(ids)) == len(ids)
    for item in content["items"]:
        assert item.get("content_text") or item.get("content_html")
        assert str(item.get("url", "https://")).startswith("https://")
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None
        assert all(isinstance(tag, str) for tag in item["tags"])


@pytest.mark.parametrize("base_url", [None, "https://example.org/travel/"])
def test_it_is_a_json_feed(site: Site, base_url: str | None) -> None:
    content = feed(site, title="Whom?", base_url=base_url)
    valid(content)
    urls = [item.get("url") for item in content["items"]]
    assert urls == (
        [None, None] if base_url is None else [f"{base_url}v2/pack.html", f"{base_url}v1/pack.html"]
    )


def test_the_newest_comes_first_with_what_is_missing(site: Site) -> None:
    newest, _ = feed(site, title="Whom?")["items"]
    assert newest["title"].startswith("Version 2")
    assert "Printed at the top: A review is missing." in newest["content_text"]
    assert "Every figure is as in version 1." in newest["content_text"]
