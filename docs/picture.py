"""Take the picture of an evidence pack's top: `docs/picture.py out/pack.html docs/pictures/pack.png`.

Uses the system's Chromium, offline, with the same flags as the tests.
"""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser import FLAGS

SIZE = {"width": 1280, "height": 900}


def take(page: Path, picture: Path) -> None:
    """Open `page` at the width of a desktop and write what is in view as PNG."""
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        sync_playwright() as playwright,
    ):
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=FLAGS,
            chromium_sandbox=False,
            viewport=SIZE,
            offline=True,
        )
        shown = context.pages[0]
        shown.goto(page.resolve().as_uri())
        picture.parent.mkdir(parents=True, exist_ok=True)
        shown.screenshot(path=picture)
        context.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]))
