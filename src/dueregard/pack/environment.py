"""The templates' environment: every text is escaped, and every name must be known."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from dueregard.pack.numbers import count, day
from dueregard.pack.titles import lower_first

__all__ = ["environment", "tidy"]


def environment() -> Environment:
    """Make the environment.

    Returns
    -------
    Environment
    """
    made = Environment(
        loader=PackageLoader("dueregard.pack"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        day=day, count=count, quoted=_quoted, lower_first=lower_first, unbroken=_unbroken, percent=_percent
    )
    return made


_OUT = dict.fromkeys((*range(9), *range(11, 32), 127), "�")
_OUT |= dict.fromkeys((*range(8234, 8239), *range(8294, 8298)), "")
"""Letters that show nothing themselves: some end a file for some readers, some turn round what follows."""


def tidy(html: str) -> str:
    """Leave out indentation, empty lines and letters that only control how others are shown.

    A label that turns round the direction of writing would turn round the figures after it.

    Parameters
    ----------
    html : str
        As it was rendered.

    Returns
    -------
    str
    """
    lines = (line.strip() for line in html.splitlines())
    return ("\n".join(line for line in lines if line) + "\n").translate(_OUT)


def _quoted(text: str) -> str:
    """Make a text fit for a CSS string in an attribute."""
    kept = "".join(letter if letter.isprintable() else " " for letter in text)
    return kept.replace("\\", "\\5c ").replace("'", "\\27 ").replace('"', "\\22 ")


def _percent(place: float) -> str:
    """Write a place on a chart as short as it goes."""
    return f"{place:g}%"


def _unbroken(text: str) -> str:
    """Keep a sign and its amount on one line."""
    return text.replace("+£", "+\u2060£").replace("\N{MINUS SIGN}£", "\N{MINUS SIGN}\u2060£")
