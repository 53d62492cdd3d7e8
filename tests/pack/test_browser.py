import pytest

from tests.browser import axe_violations, page_of
from tests.pack.test_options_pages import out  # noqa: F401

pytestmark = pytest.mark.browser
NARROW, WIDE = 320, 1280


def fits(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth") <= width == page.evaluate("innerWidth")


# axe-core takes long on a large page. The narrow layout is asked about here, the wide one below, where the
# same templates make smaller pages.
@pytest.mark.slow
def test_there_are_no_violations_and_nothing_to_scroll_sideways(pack):
    with page_of(pack / "pack.html", WIDE) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert fits(page, WIDE)
        assert fits(page, NARROW)
        assert axe_violations(page) == []


def test_it_reads_without_javascript(pack):
    with page_of(pack / "pack.html", 320, javascript=False) as page:
        assert page.locator("h1").inner_text().startswith("Should Brackwater")
        page.locator("#intersections summary").first.click()
        assert page.locator("#intersections table").first.is_visible()


def test_print_opens_what_is_folded(pack):
    with page_of(pack / "pack.html", 1280) as page:
        page.emulate_media(media="print")
        assert page.locator("#intersections table").first.bounding_box()["height"] > 1000


@pytest.mark.slow
@pytest.mark.parametrize("file", ["pack.html", "options/targeted.html"])
def test_an_options_page_has_no_violations_and_nothing_to_scroll_sideways(out, file):  # noqa: F811
    with page_of(out / file, NARROW) as page:
        assert fits(page, NARROW)
        assert fits(page, WIDE)
        assert axe_violations(page) == []
