"""The page of the opinion map in a browser, narrow and wide."""

import pytest

from dueregard.voices.opinions.map_page import map_page
from dueregard.voices.opinions.report import report_opinions
from tests.browser import axe_violations, page_of
from tests.voices.opinions.consultation import consultation

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("map") / "map.html"
    path.write_text(map_page(report_opinions(consultation(), bootstrap=2)), encoding="utf-8")
    return path


@pytest.mark.slow
def test_there_are_no_violations_and_nothing_to_scroll_sideways(written):
    with page_of(written, 320, javascript=False) as page:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            size = page.evaluate("document.querySelector('svg text').getBoundingClientRect().height")
            assert size >= 11
            assert axe_violations(page) == []
