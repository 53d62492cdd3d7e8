import pytest

from dueregard.pack.page import why_files
from tests.browser import axe_violations, page_of
from tests.causes.hand_made import released_by_hand
from tests.pack import town

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("file", ["income-after-travel.html", "good-health.html"])
def test_a_page_of_why_has_no_violations_and_nothing_to_scroll_sideways(tmp_path, file, width):
    (tmp_path / file).write_text(why_files(released_by_hand(), casebook=town.casebook())[file], "utf-8")
    with page_of(tmp_path / file, width) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_violations(page) == []
