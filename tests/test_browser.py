import pytest

from tests.browser import axe_violations, page_of, screenshot

pytestmark = pytest.mark.browser

CLEAN = """<!doctype html><html lang="en"><head><title>Who gains</title></head>
<body><main><h1>Who gains</h1><p id="p">Nobody yet.</p><noscript><p id="n">No scripts.</p></noscript></main>
<script>document.getElementById("p").textContent = "Everybody."</script></body></html>"""
FAULTY = CLEAN.replace(' lang="en"', "").replace("<p ", '<p style="color: #bbb" ')


@pytest.mark.parametrize(("javascript", "text"), [(True, "Everybody."), (False, "Nobody yet.")])
def test_known_violations_are_found_and_scripts_run_only_when_asked(tmp_path, javascript, text):
    clean, faulty = tmp_path / "clean.html", tmp_path / "faulty.html"
    clean.write_text(CLEAN, encoding="utf-8")
    faulty.write_text(FAULTY, encoding="utf-8")
    with page_of(clean, 320, javascript=javascript) as page:
        assert page.inner_text("#p") == text
        assert page.locator("#n").is_visible() is not javascript
        assert page.viewport_size["width"] == 320
        assert axe_violations(page) == []
        assert screenshot(page, tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(faulty.resolve().as_uri())
        rules = {violation.split(":")[0] for violation in axe_violations(page)}
    assert rules == {"html-has-lang", "color-contrast"}
