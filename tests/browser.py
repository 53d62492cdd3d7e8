"""Open a page in headless Chromium, ask axe-core about it, take its picture.

Uses the system's Chromium (Debian: `apt-get install chromium`); nothing is downloaded.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Whether colours differ enough takes most of axe-core's time, and is the same in rows that are alike in kinds
# of elements, classes and styles: two of each are asked about, an odd and an even one.
CONTRAST = "color-contrast"
HIDE_ALIKE = """() => {
  const seen = new Map();
  const told = (each) => [each.tagName, each.getAttribute('class'), each.getAttribute('style'),
    each.textContent.trim() === ''].join(' ');
  for (const row of document.querySelectorAll('tbody > tr, li')) {
    const around = [];
    for (let each = row.parentElement; each; each = each.parentElement) around.push(each);
    const kind = [...around, row, ...row.querySelectorAll('*')].map(told).join('|');
    seen.set(kind, (seen.get(kind) || 0) + 1);
    if (seen.get(kind) > 2) row.style.display = 'none';
  }
}"""
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def page_of(path: Path, width: int, *, javascript: bool = True) -> Iterator[Any]:
    """Open a local HTML file, offline, `width` CSS pixels wide; skip the test where there is no browser.

    Without `javascript` the file is read with scripts off. They are then allowed again, for axe-core
    is one, but the page's own have been passed over for good.
    """
    playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        playwright_api.sync_playwright() as playwright,
    ):
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium,
            args=FLAGS,
            chromium_sandbox=False,
            viewport={"width": width, "height": 900},
            offline=True,
        )
        try:
            page = context.pages[0]
            devtools = context.new_cdp_session(page)
            devtools.send("Emulation.setScriptExecutionDisabled", {"value": not javascript})
            page.goto(path.resolve().as_uri())
            devtools.send("Emulation.setScriptExecutionDisabled", {"value": False})
            yield page
        finally:
            context.close()


def axe_violations(page: Any) -> list[str]:
    """Every WCAG 2.2 AA failure axe-core finds, as `rule: element: what is wrong`; empty when clean.

    Rows that are like others are not shown any longer afterwards.
    """
    axe = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed")
    page.evaluate(axe.AXE_SCRIPT)
    found = _violations(page, {"runOnly": WCAG_22_AA, "rules": {CONTRAST: {"enabled": False}}})
    page.evaluate(HIDE_ALIKE)
    found += _violations(page, {"runOnly": [CONTRAST]})
    return [f"{rule['id']}: {node['html']}: {rule['help']}" for rule in found for node in rule["nodes"]]


def _violations(page: Any, options: dict[str, Any]) -> list[dict[str, Any]]:
    asked = json.dumps({**options, "resultTypes": ["violations"]})
    return list(page.evaluate(f"axe.run({asked})")["violations"])


def screenshot(page: Any, path: Path) -> Path:
    """Write a picture of the whole page, not only the part in view, as PNG."""
    page.screenshot(path=path, full_page=True)
    return path
