"""Columns that may identify people: told by name and by pattern, with the share of rows and never a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect
from dueregard.people.audit_findings import Identifier
from dueregard.people.people import People
from dueregard.people.source import ROW

__all__ = ["identifiers_in", "is_nhs_number"]

LOOKED_AT = 50_000
"""Rows from the top of the table that are searched for patterns."""

_NAMES: Mapping[str, str] = {
    "names": r"((fore|sur|first|last|given|family|full|middle|maiden|known|customer|client|person|user|"
    r"patient|staff|employee)[ _.-]?)?names?",
    "addresses": r"(home|postal|street|house)?[ _.-]?address([ _.-]?(line)?[ _.-]?\d)?",
    "dates of birth": r"dob|d\.o\.b\.|(date|day)[ _.-]?of[ _.-]?birth|birth[ _.-]?(date|day)",
}
_PATTERNS: Mapping[str, str] = {
    "e-mail addresses": r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}",
    "full postcodes": r"(?i)\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b",
    "National Insurance numbers": r"(?i)\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]( ?[0-9]{2}){3} ?[A-D]\b",
    "telephone numbers": r"^\s*(?:\+44|0)[0-9() -]{9,14}\s*$",
}
_TEN_DIGITS = r"^\s*[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}\s*$"
_ENOUGH = 0.001
_MOSTLY_VALID = 0.5  # one in eleven random numbers passes the check


def is_nhs_number(digits: str) -> bool:
    """Check the last digit of an NHS number.

    Parameters
    ----------
    digits : str
        Ten digits.

    Returns
    -------
    bool
        Whether the check digit fits.

    References
    ----------
    NHS Data Dictionary, NHS NUMBER: modulus 11, weights 10 to 2.

    Examples
    --------
    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return len(digits) == 10 and (11 - total % 11) % 11 == int(digits[9])


def identifiers_in(people: People) -> tuple[Identifier, ...]:
    """Look for columns that may identify people.

    Parameters
    ----------
    people : People
        The people.

    Returns
    -------
    tuple of Identifier
        In the order of the columns.
    """
    table = people.table
    top = table.frame.filter(nw.col(ROW) < LOOKED_AT)
    kinds = {name: kind_of(table.schema[internal]) for name, internal in people.raw.items()}
    searched = {name: kind for name, kind in kinds.items() if kind in ("text", "number")}
    counts = _counted(top, people.raw, searched)
    found = []
    for name, kind in kinds.items():
        counted = counts.get(name, {})
        said, seen = _by_name(name, kind, counted), _by_pattern(counted)
        if seen is None and counted and counted["ten digits"] >= _ENOUGH * counted["rows"] > 0:
            seen = _nhs_numbers(top, people.raw[name], kind, counted)
        if seen or said:
            what, share = seen or (str(said), 1.0)
            found.append(Identifier(column=name, kind=what, share=share))
    return tuple(found)


def _counted(
    top: nw.LazyFrame[Any], names: Mapping[str, str], kinds: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """Count matches of every pattern in every column of text or numbers, in one scan of the first rows."""
    wanted: dict[str, nw.Expr] = {}
    for name, kind in kinds.items():
        column = nw.col(names[name])
        conditions = {"ten digits": _has_ten_digits(column, kind)}
        if kind == "text":
            wanted[f"{names[name]} distinct"] = column.n_unique()
            conditions |= {what: column.str.contains(pattern) for what, pattern in _PATTERNS.items()}
        wanted[f"{names[name]} rows"] = column.count()
        for what, condition in conditions.items():
            wanted[f"{names[name]} {what}"] = nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).sum()
    if not wanted:
        return {}
    found = {key: int(values[0].as_py() or 0) for key, values in collect(top.select(**wanted)).items()}
    return {
        name: {
            key.partition(" ")[2]: count
            for key, count in found.items()
            if key.partition(" ")[0] == names[name]
        }
        for name in kinds
    }


def _has_ten_digits(column: nw.Expr, kind: str) -> nw.Expr:
    return column.str.contains(_TEN_DIGITS) if kind == "text" else column.is_between(10**9, 10**10 - 1)


def _by_name(name: str, kind: str, counts: Mapping[str, int]) -> str | None:
    for what, pattern in _NAMES.items():
        if re.fullmatch(pattern, name.strip(), re.IGNORECASE):
            if what == "dates of birth":
                return what
            # A bare "name" may be that of a place or a service.
            varied = counts.get("distinct", 0) > 0.2 * counts.get("rows", 0)
            bare = re.fullmatch("names?", name.strip(), re.IGNORECASE)
            return what if kind == "text" and (varied or not bare) else None
    return None


def _by_pattern(counts: Mapping[str, int]) -> tuple[str, float] | None:
    rows = counts.get("rows", 0)
    for what in _PATTERNS:
        if rows and counts.get(what, 0) / rows >= _ENOUGH:
            return what, counts[what] / rows
    return None


def _nhs_numbers(
    top: nw.LazyFrame[Any], column: str, kind: str, counts: Mapping[str, int]
) -> tuple[str, float] | None:
    candidates = top.filter(_has_ten_digits(nw.col(column), kind)).select(value=nw.col(column))
    found = collect(candidates.head(2_000))["value"].to_pylist()
    digits = [re.sub(r"\D", "", str(int(value) if kind == "number" else value)) for value in found]
    valid = sum(map(is_nhs_number, digits))
    if valid < _MOSTLY_VALID * len(digits):
        return None
    return "NHS numbers", counts["ten digits"] / counts["rows"] * valid / len(digits)
