import pytest

from tests.browser import axe_violations, page_of
from tests.pack.test_options_pages import out  # noqa: F401

pytestmark = pytest.mark.browser
WIDTHS = (320, 1280)


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_there_are_no_violations_and_nothing_to_scroll_sideways(pack, width):
    with page_of(pack / "pack.html", width) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
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
@pytest.mark.parametrize("width", WIDTHS)
def test_an_options_page_has_no_violations_and_nothing_to_scroll_sideways(out, width):  # noqa: F811
    for file in ("pack.html", "options/targeted.html"):
        with page_of(out / file, width) as page:
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert axe_violations(page) == []
