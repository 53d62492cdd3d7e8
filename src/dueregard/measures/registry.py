"""Measures by name, and measures written as text: ``name:column,option=value``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from dueregard.engine import Measure
from dueregard.errors import UsageError, did_you_mean
from dueregard.measures.catalogue import MEASURES

__all__ = ["parse_measure"]

_NUMBERS = ("alpha", "cutoff", "epsilon", "per")
_LISTED = {"alkire_foster": "Deprivations", "alkire_foster_decomposition": "Deprivations"}


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
            options[_option(name, key.strip(), known)] = _value(key.strip(), value.strip(), known)
        elif columns and part.strip() in known:
            _refuse_empty(part.strip(), known)
        elif part.strip():
            columns.append(part.strip())
    wanted = "column" in known
    _refuse_commas(name, columns, options, known)
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
            remedy=f"Write it as {name}:{'column,' * wanted}{','.join(f'{key}=...' for key in missing)}",
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


def _value(key: str, value: str, known: Mapping[str, Any]) -> str:
    if not value:
        _refuse_empty(key, known, found="It was empty.")
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\"`"
    # Two names joined by an operator also begin and end with a back-quote.
    return value[1:-1] if quoted and value[0] not in value[1:-1] else value


def _refuse_empty(key: str, known: Mapping[str, Any], found: str | None = None) -> NoReturn:
    usual = known[key].default
    example = "1" if key in _NUMBERS else "..."
    if not isinstance(usual, bool) and isinstance(usual, int | float | str) and usual != "":
        example = f"{usual:g}" if isinstance(usual, int | float) else usual
    raise UsageError(f"{key} has no value: write {key}={example}", found=found)


def _refuse_commas(
    name: str, columns: Sequence[str], options: Mapping[str, str], known: Mapping[str, Any]
) -> None:
    """Say what separates the parts of a list: a comma would begin an option."""
    parts = _LISTED.get(name)
    if parts is None or len(columns) < 2:
        return
    rest = "".join(
        f",{key}={options.get(key, '...')}" for key in known if key in options or _needed(known, key)
    )
    raise UsageError(
        f"{parts} are separated by semicolons, not by commas.",
        found=f"There are {len(columns)} parts: {', '.join(columns)}.",
        remedy=f"Write it as {name}:{'; '.join(columns)}{rest}",
    )


def _needed(known: Mapping[str, Any], key: str) -> bool:
    return key != "column" and known[key].default is inspect.Parameter.empty
