"""Measures by name, and measures written as text: ``name:column,option=value``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from dueregard.engine import Measure
from dueregard.errors import UsageError, did_you_mean
from dueregard.measures.catalogue import MEASURES

__all__ = ["parse_measure"]


def parse_measure(text: str) -> Measure:
    """Read a measure written as text.

    Parameters
    ----------
    text : str
        ``name:column,option=value``; commas within brackets, quotes and back-quotes belong to an
        expression.

    Returns
    -------
    Measure
        As its function makes it.

    Raises
    ------
    UsageError
        For an unknown measure or option, and for a missing column.

    Examples
    --------
    >>> parse_measure("proportion:health in [1, 2],interval=beta").label
    'health in [1, 2]'
    >>> dict(parse_measure("ratio:y,denominator=x").parameters)
    {'denominator': 'x'}
    """
    name, _, rest = text.partition(":")
    name = name.strip()
    if name not in MEASURES:
        raise UsageError(
            f"There is no measure {name!r}.",
            remedy=did_you_mean(name, MEASURES) or "`dueregard estimate --list` names them all.",
        )
    make = MEASURES[name]
    known = inspect.signature(make).parameters
    columns: list[str] = []
    options: dict[str, str] = {}
    for part in split_outside(rest):
        key, sign, value = part.partition("=")
        if _is_option(key, sign, value):
            options[_option(name, key.strip(), known)] = _unquoted(value.strip())
        elif part.strip():
            columns.append(part.strip())
    wanted = "column" in known
    if len(columns) != int(wanted):
        raise UsageError(
            f"The measure {text!r} needs {'one column' if wanted else 'no column'}.",
            found=f"It has {len(columns)}.",
            remedy=f"Write it as {name}:column,option=value."
            if wanted
            else f"Write it as {name}:option=value.",
        )
    lacking = [key for key, each in known.items() if each.default is each.empty and key not in options]
    if missing := [key for key in lacking if key != "column"]:
        raise UsageError(
            f"The measure {text!r} lacks its {' and '.join(missing)}.",
            remedy=f"Write it as {name}:column,{missing[0]}=...",
        )
    return make(*columns, **options)


def split_outside(text: str) -> Iterator[str]:
    """Split text at the commas that are outside brackets and quotes.

    Parameters
    ----------
    text : str
        Parts between commas.

    Yields
    ------
    str
        Each part.

    Examples
    --------
    >>> list(split_outside("a in [1, 2],b='x,y'"))
    ['a in [1, 2]', "b='x,y'"]
    """
    depth, quote, start = 0, "", 0
    for position, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"`":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "," and depth == 0:
            yield text[start:position]
            start = position + 1
    yield text[start:]


def _is_option(key: str, sign: str, value: str) -> bool:
    # `a == 1`, `a <= 1` and `a != 1` are conditions, `p=0.5` is an option.
    return bool(sign) and key.strip().isidentifier() and not value.startswith("=")


def _option(name: str, key: str, known: Mapping[str, Any]) -> str:
    options = [option for option in known if option != "column"]
    if key not in options:
        raise UsageError(
            f"The measure {name!r} has no option {key!r}.",
            found=f"Its options are: {', '.join(options)}.",
            remedy=did_you_mean(key, options) or None,
        )
    return key


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if quoted else value
