import pytest

from tests.browser import axe_violations, page_of
from tests.pack.test_options_pages import out  # noqa: F401

pytestmark = pytest.mark.browser
NARROW, WIDE = 320, 1280


def fits(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth") <= width == page.evaluate("innerWidth")


# Axe-core is asked about this page, with principles and objections in it, in test_scrutiny_browser.py.
def test_nothing_is_to_scroll_sideways_and_print_opens_what_is_folded(pack):
    with page_of(pack / "pack.html", WIDE) as page:
        page.emulate_media(media="print")
        assert page.locator("#intersections table").first.bounding_box()["height"] > 1000
        page.emulate_media(media="screen")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert fits(page, WIDE)
        assert fits(page, NARROW)


def test_it_reads_without_javascript(pack):
    with page_of(pack / "pack.html", 320, javascript=False) as page:
        assert page.locator("h1").inner_text().startswith("Should Brackwater")
        page.locator("#intersections summary").first.click()
        assert page.locator("#intersections table").first.is_visible()


# The wide layout; pages of other rooms, and the whole pack, are asked about narrow.
@pytest.mark.slow
def test_pages_of_options_have_no_violations_and_nothing_to_scroll_sideways(out):  # noqa: F811
    with page_of(out / "pack.html", NARROW) as page:
        for file in ("pack.html", "options/targeted.html"):
            page.goto((out / file).resolve().as_uri())
            assert fits(page, NARROW), file
            assert fits(page, WIDE), file
            assert axe_violations(page) == [], file
