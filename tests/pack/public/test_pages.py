"""The pages around the versions: dissent and what is missing first, nothing from elsewhere, for everybody."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from dueregard.casebook.corrections_file import Correction
from tests.alliance.test_comparing import figure, withheld
from tests.browser import axe_violations, page_of
from tests.pack.public.making import publish

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
WHY = Correction(on=date(2027, 1, 12), by="Officer", what="", why=f"A wrong weight. {HOSTILE}")
MISSING = "2 reviews are demanded; none there."


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pages")
    publish(out, [figure("f"), figure("m", 510.0), figure(HOSTILE)])
    publish(
        out,
        [figure("f", 501.0), withheld("m"), figure("=1+1"), figure(HOSTILE, 502.0)],
        corrections=[WHY],
        missing=[MISSING],
    )
    return out / "public"


def page(public: Path, name: str) -> str:
    return (public / name).read_text(encoding="utf-8")


def test_what_is_missing_comes_before_everything_else_and_dissent_before_signatures(public: Path) -> None:
    for name in ("index.html", "v2/index.html"):
        text = page(public, name)
        order = ["<main", MISSING, "pack.html", "dissents", "Nobody asked them.", "Who signed"]
        assert [text.index(each) for each in order] == sorted(text.index(each) for each in order)
    assert MISSING not in page(public, "v1/index.html")


def test_the_log_says_old_and_new_values_who_and_why_but_nothing_that_is_kept_back(public: Path) -> None:
    text = page(public, "corrections.html")
    for words in ("sex f: 500, now 501", "A wrong weight.", "Decided by Officer", "v2/changes.csv"):
        assert words in text
    assert "510" not in text
    assert "510" not in page(public, "v2/changes.csv") + page(public, "v2/changes.json")


def test_a_spreadsheet_reads_no_formula(public: Path) -> None:
    rows = page(public, "v2/changes.csv").splitlines()
    assert all(not re.match(r'(^|.*,)"?[=+@-][^0-9,]', row) for row in rows[1:])


@pytest.mark.parametrize("name", ["index.html", "corrections.html", "v1/index.html", "v2/index.html"])
def test_nothing_is_loaded_or_run(public: Path, name: str) -> None:
    text = page(public, name)
    assert "<script" not in text
    assert "<img" not in text
    assert re.findall(r"https?://", text) == []


def test_every_link_leads_somewhere(public: Path) -> None:
    for name in ("index.html", "corrections.html", "v1/index.html", "v2/index.html"):
        for target in re.findall(r'href="([^"#]+)"', page(public, name)):
            if not target.startswith("data:"):
                assert (public / name).parent.joinpath(target).is_file(), f"{name}: {target}"


@pytest.mark.browser
@pytest.mark.slow
def test_they_have_no_violations_and_nothing_to_scroll_sideways(public: Path) -> None:
    with page_of(public / "index.html", 320) as opened:
        for name in ("index.html", "corrections.html", "v2/index.html"):
            opened.goto((public / name).resolve().as_uri())
            opened.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            for width in (320, 1280):
                opened.set_viewport_size({"width": width, "height": 900})
                assert opened.evaluate("document.documentElement.scrollWidth") <= width
            assert axe_violations(opened) == []
