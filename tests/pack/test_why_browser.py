import pytest

from dueregard.pack.page import why_files
from tests.browser import axe_violations, page_of
from tests.causes.hand_made import released_by_hand
from tests.pack import town

pytestmark = [pytest.mark.browser, pytest.mark.slow]


# One browser for both pages, and axe-core once for each, at the width where more is folded and narrow.
def test_pages_of_why_have_no_violations_and_nothing_to_scroll_sideways(tmp_path):
    files = why_files(released_by_hand(), casebook=town.casebook())
    names = ("income-after-travel.html", "good-health.html")
    for name in names:
        (tmp_path / name).write_text(files[name], "utf-8")
    with page_of(tmp_path / names[0], 320) as page:
        for name in names:
            page.goto((tmp_path / name).resolve().as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            for width in (1280, 320):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            assert axe_violations(page) == [], name
