from pathlib import Path

import pytest

from tests.browser import axe_violations, page_of, screenshot

pytestmark = pytest.mark.browser

CLEAN = """<!doctype html><html lang="en"><head><title>Who gains</title></head>
<body><main><h1>Who gains</h1><p id="p">Nobody yet.</p><noscript><p id="n">No scripts.</p></noscript></main>
<script>document.getElementById("p").textContent = "Everybody."</script></body></html>"""
FAULTY = CLEAN.replace(' lang="en"', "").replace("<p ", '<p style="color: #bbb" ')


@pytest.fixture
def write(tmp_path):
    def write(html: str) -> Path:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("javascript", [True, False])
def test_a_clean_page_has_no_violations(write, javascript):
    with page_of(write(CLEAN), 320, javascript=javascript) as page:
        assert axe_violations(page) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_known_violations_are_found(write, javascript):
    with page_of(write(FAULTY), 1280, javascript=javascript) as page:
        rules = {violation.split(":")[0] for violation in axe_violations(page)}
    assert rules == {"html-has-lang", "color-contrast"}


@pytest.mark.parametrize(("javascript", "text"), [(True, "Everybody."), (False, "Nobody yet.")])
def test_scripts_run_only_when_asked(write, javascript, text):
    with page_of(write(CLEAN), 320, javascript=javascript) as page:
        assert page.inner_text("#p") == text
        assert page.locator("#n").is_visible() is not javascript
        assert page.viewport_size["width"] == 320


def test_a_picture_is_written(write, tmp_path):
    with page_of(write(CLEAN), 320) as page:
        picture = screenshot(page, tmp_path / "page.png")
    assert picture.read_bytes().startswith(b"\x89PNG")
