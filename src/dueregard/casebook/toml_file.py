"""Reading casebook.toml: what the language forbids is said with line, column and the line itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from dueregard.casebook.sizes import TooDeep, refuse_deep, refuse_huge_text
from dueregard.errors import CasebookError

__all__ = ["read_toml"]

_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")

_PLAIN = {
    "Cannot overwrite a value": "This key is given twice.",
    "Cannot declare": "This table is given twice.",
    "Expected '=' after a key": "A key must be followed by an equals sign.",
    "Invalid statement": "This is neither a key, a [table] nor a # comment.",
    "Invalid value": "After the equals sign comes text in quotation marks, a number, a date, true or false.",
    "Unterminated string": "Text begins here and its closing quotation mark is missing.",
    "Illegal character '\\n'": "Text begins on this line and its closing quotation mark is missing.",
    "Expected newline or end of document": "There is more after the value: each key has a line of its own.",
    "Unclosed array": "A list must end with ].",
    "Unclosed inline table": "A table in braces must end with }.",
}


def read_toml(file: Path) -> tuple[dict[str, Any], str]:
    """Read a TOML file.

    Parameters
    ----------
    file : Path
        The file.

    Returns
    -------
    content : dict
        Its tables and keys.
    text : str
        Its text, to find lines in.

    Raises
    ------
    CasebookError
        When it is not text or not TOML.
    """
    refuse_huge_text(file, CasebookError)
    try:
        text = file.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
        refuse_deep(content)
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise CasebookError(
            f"{file.name} is not UTF-8 text: line {line} has a byte that is not.",
            remedy="Save it as UTF-8 in your editor.",
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise CasebookError(_told(file.name, str(error), text)) from None
    except (RecursionError, TooDeep):
        raise CasebookError(
            f"{file.name} has lists or tables within each other too deep to read.",
            remedy="A casebook needs no more than three levels.",
        ) from None
    except ValueError:
        # Whole numbers of thousands of digits, which the language allows and Python refuses.
        raise CasebookError(f"{file.name} has a number that is too long to read.") from None
    return content, text


def _told(name: str, message: str, text: str) -> str:
    place = _PLACE.search(message)
    reason = _PLACE.sub("", message)
    plain = next((words for start, words in _PLAIN.items() if reason.startswith(start)), f"{reason}.")
    lines = text.splitlines()
    if place is None or place["line"] is None:
        return f"{name} ends too early. {plain}"
    line, column = int(place["line"]), int(place["column"])
    shown = lines[line - 1] if line <= len(lines) else ""
    pointer = " " * (column - 1) + "^"
    hint = _hint(shown)
    return f"{name}, line {line}, column {column}: {plain}{hint}\n    {shown}\n    {pointer}"


def _hint(line: str) -> str:
    if re.search(r"=\s*\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\s*(#.*)?$", line):
        return " Dates are written year first: 2027-03-31."
    if re.search(r"=\s*(True|False|yes|no|TRUE|FALSE)\s*(#.*)?$", line):
        return " Write true or false, in small letters and without quotation marks."
    return ""
