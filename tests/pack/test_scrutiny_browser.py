from pathlib import Path

import pytest

from tests.browser import axe_violations, page_of
from tests.pack.test_scrutiny import rendered

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_principles_and_objections_have_no_violations_and_nothing_to_scroll_sideways(
    tmp_path: Path, width: int
) -> None:
    (tmp_path / "pack.html").write_text(rendered(), encoding="utf-8")
    with page_of(tmp_path / "pack.html", width) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_violations(page) == []
