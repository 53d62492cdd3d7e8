from pathlib import Path

import pytest

from tests.browser import axe_violations, page_of
from tests.pack.test_scrutiny import rendered

pytestmark = [pytest.mark.browser, pytest.mark.slow]


# The whole page of the made-up town with principles and objections in it. Axe-core takes long on a page
# as large, so it is asked once, about the narrow layout; in test_browser.py about the wide one of a smaller.
def test_the_whole_page_has_no_violations_and_nothing_to_scroll_sideways(tmp_path: Path) -> None:
    (tmp_path / "pack.html").write_text(rendered(), encoding="utf-8")
    with page_of(tmp_path / "pack.html", 1280) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_violations(page) == []
