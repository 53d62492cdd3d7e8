"""An option's file, as it was read: what its keys mean is for the room of options to say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from dueregard.casebook.toml_file import read_toml
from dueregard.errors import CasebookError, did_you_mean

__all__ = ["read_option_file"]


def read_option_file(path: str | os.PathLike[str]) -> tuple[dict[str, Any], str, str]:
    """Read the file of an option.

    Parameters
    ----------
    path : path
        A TOML file.

    Returns
    -------
    content : dict
        Its keys.
    text : str
        Its text, to find lines in.
    name : str
        Its name, for messages.

    Raises
    ------
    CasebookError
        When it is not there, or not TOML.
    """
    file = Path(path).expanduser()
    if file.is_dir():
        raise CasebookError(f"{file} is a folder.", remedy="Name the TOML files of options in it.")
    if not file.is_file():
        beside = [each.name for each in file.parent.glob("*.toml")] if file.parent.is_dir() else []
        raise CasebookError(
            f"There is no option at {file}.",
            remedy=did_you_mean(file.name, beside)
            or "An option is a TOML file; the smallest has name, kind and amount.",
        )
    content, text = read_toml(file)
    return content, text, file.name
