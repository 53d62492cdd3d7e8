"""Bringing a literal to the kind of what it is compared with, where nothing is lost."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from dueregard.engine.grammar import Literal

__all__ = ["fitted_value", "literal_kind", "pattern_of"]


def literal_kind(literal: Literal) -> str:
    """Say what a literal is.

    Parameters
    ----------
    literal : Literal
        A value in an expression.

    Returns
    -------
    str
        ``truth``, ``text`` or ``number``.
    """
    if isinstance(literal.value, bool):
        return "truth"
    return "text" if isinstance(literal.value, str) else "number"


def pattern_of(literals: list[Literal]) -> str:
    """Give the pattern of every way in which codes write some numbers: 1, 01, 1.0.

    Parameters
    ----------
    literals : list of Literal
        Numbers.

    Returns
    -------
    str
        A regular expression that all backends understand.

    Examples
    --------
    >>> bool(re.search(pattern_of([Literal(1)]), "01.0"))
    True
    """
    patterns = []
    for literal in literals:
        sign, digits, exponent = Decimal(repr(literal.value)).normalize().as_tuple()
        plain = format(Decimal((0, digits, int(exponent))), "f")
        whole, _, fraction = plain.partition(".")
        zeros = rf"\.{fraction}0*" if fraction else r"(?:\.0*)?"
        patterns.append(f"{'-' if sign else ''}0*{whole.lstrip('0') or '0'}{zeros}")
    return rf"^\s*(?:{'|'.join(patterns)})\s*$"


def fitted_value(value: object, kind: str) -> Any:
    """Turn a value into another kind.

    Parameters
    ----------
    value : bool, int, float or str
        Of a literal.
    kind : str
        ``number``, ``truth``, ``date`` or ``time``.

    Returns
    -------
    object
        None when it cannot be turned without loss.

    Examples
    --------
    >>> fitted_value("02", "number"), fitted_value(1, "truth"), fitted_value("many", "number")
    (2, True, None)
    """
    return _FITTING.get(kind, _unfitting)(value)


def _as_number(value: object) -> float | int | None:
    if isinstance(value, bool):
        return int(value)
    if not re.fullmatch(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", str(value)):
        return None
    number = float(str(value))
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _as_truth(value: object) -> bool | None:
    return {"true": True, "false": False, "1": True, "0": False}.get(str(value).strip().lower())


def _as_date(value: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None


def _as_time(value: object) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(str(value))
    except ValueError:
        return None


def _unfitting(_value: object) -> None:
    return None


_FITTING: Mapping[str, Callable[[object], Any]] = {
    "number": _as_number,
    "truth": _as_truth,
    "date": _as_date,
    "time": _as_time,
}
