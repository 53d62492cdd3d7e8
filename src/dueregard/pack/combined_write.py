"""Write bundles side by side to a folder: the same bundles always give the same bytes."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dueregard.casebook.whole_file import write_whole
from dueregard.errors import UsageError
from dueregard.pack.combined_files import combined_csv, combined_json, differences_csv
from dueregard.pack.combined_page import combined_page

if TYPE_CHECKING:
    from dueregard.alliance.combining import Combined

__all__ = ["BUNDLES", "write_combined"]

BUNDLES = "bundles"
"""The folder of the bundles themselves, so that more can be laid beside them later."""

_NAME = re.compile(r"[0-9a-f]{64}\.json")


def write_combined(combined: Combined, *, folder: str | os.PathLike[str], bundles: Mapping[str, str]) -> None:
    """Write the page, the files, and the bundles.

    Parameters
    ----------
    combined : Combined
        The bundles side by side.
    folder : path
        Where to write; made when it is absent. Files of other names stay.
    bundles : mapping of str to str
        The text of each bundle, by id.

    Raises
    ------
    UsageError
        When the place is no folder, or is one of a casebook.
    """
    target = Path(folder)
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file.", remedy="Give --out the name of a folder.")
    if any((target / name).exists() for name in ("casebook.toml", "pack.html", "register.jsonl")):
        raise UsageError(
            f"{target} is a casebook's, and what is combined would lie among its files.",
            remedy="Give --out the name of another folder.",
        )
    (target / BUNDLES).mkdir(parents=True, exist_ok=True)
    texts = {
        "combined.json": combined_json(combined),
        "combined.csv": combined_csv(combined),
        "differences.csv": differences_csv(combined),
        **{f"{BUNDLES}/{name}.json": text for name, text in bundles.items()},
        # The page comes last: what it links to is there when it appears.
        "combined.html": combined_page(combined),
    }
    for name, text in texts.items():
        write_whole(target / name, text)
    for left in (target / BUNDLES).iterdir():
        if _NAME.fullmatch(left.name) and f"{BUNDLES}/{left.name}" not in texts:
            left.unlink()
