"""The parts of an expression: a small typed tree whose text parses back to itself.

An expression says who or what is meant, in a language close to SQL and to plain words::

    age between 16 and 64 and not (`Hours worked per week` is missing)
    health in [1, 2] or tenure == 'rented'

The tree only records what was written; :mod:`dueregard.engine.expression` gives it meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal as OneOf

__all__ = [
    "KEYWORDS",
    "AllOf",
    "AnyOf",
    "Arithmetic",
    "Between",
    "Column",
    "Comparison",
    "Literal",
    "Membership",
    "Missing",
    "Negative",
    "Node",
    "Not",
    "Value",
]

KEYWORDS = frozenset({"and", "or", "not", "in", "is", "between", "true", "false"})
Value = bool | int | float | str
ComparisonSign = OneOf["==", "!=", "<", "<=", ">", ">="]
ArithmeticSign = OneOf["+", "-", "*", "/"]

_BARE = re.compile(r"[^\W\d]\w*\Z")

# How tightly each part binds: a part is put in parentheses where a tighter one is needed.
_ANY, _ALL, _NOT, _COMPARED, _SUM, _PRODUCT, _SIGNED, _ATOM = range(8)


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a part was written, which plays no role when two trees are compared."""

    position: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Literal(_Part):
    """A number, a text, ``true`` or ``false``."""

    value: Value

    def __str__(self) -> str:
        if isinstance(self.value, bool):
            return str(self.value).lower()
        if isinstance(self.value, str):
            return "'" + self.value.replace("'", "''") + "'"
        return repr(self.value)


@dataclass(frozen=True, slots=True)
class Column(_Part):
    """A column, by the user's own name for it."""

    name: str

    def __str__(self) -> str:
        if _BARE.match(self.name) and self.name.lower() not in KEYWORDS:
            return self.name
        return "`" + self.name.replace("`", "``") + "`"


@dataclass(frozen=True, slots=True)
class Negative(_Part):
    """The operand with its sign turned."""

    operand: Node

    def __str__(self) -> str:
        return f"-{_within(self.operand, _SIGNED)}"


@dataclass(frozen=True, slots=True)
class Arithmetic(_Part):
    """A sum, difference, product or quotient."""

    sign: ArithmeticSign
    left: Node
    right: Node

    def __str__(self) -> str:
        level = _tightness(self)
        return f"{_within(self.left, level)} {self.sign} {_within(self.right, level + 1)}"


@dataclass(frozen=True, slots=True)
class Comparison(_Part):
    """Two values compared."""

    sign: ComparisonSign
    left: Node
    right: Node

    def __str__(self) -> str:
        return f"{_within(self.left, _SUM)} {self.sign} {_within(self.right, _SUM)}"


@dataclass(frozen=True, slots=True)
class Between(_Part):
    """A value from ``low`` to ``high``, both included."""

    operand: Node
    low: Node
    high: Node
    negated: bool = False

    def __str__(self) -> str:
        word = "not between" if self.negated else "between"
        low, high = _within(self.low, _SUM), _within(self.high, _SUM)
        return f"{_within(self.operand, _SUM)} {word} {low} and {high}"


@dataclass(frozen=True, slots=True)
class Membership(_Part):
    """A value that is, or is not, one of a list."""

    operand: Node
    values: tuple[Literal, ...]
    negated: bool = False

    def __str__(self) -> str:
        word = "not in" if self.negated else "in"
        return f"{_within(self.operand, _SUM)} {word} [{', '.join(map(str, self.values))}]"


@dataclass(frozen=True, slots=True)
class Missing(_Part):
    """A value that is, or is not, missing: never itself missing."""

    operand: Node
    negated: bool = False

    def __str__(self) -> str:
        return f"{_within(self.operand, _SUM)} is {'not ' if self.negated else ''}missing"


@dataclass(frozen=True, slots=True)
class Not(_Part):
    """The opposite of a condition."""

    operand: Node

    def __str__(self) -> str:
        return f"not {_within(self.operand, _NOT)}"


@dataclass(frozen=True, slots=True)
class AllOf(_Part):
    """Two or more conditions joined by ``and``."""

    terms: tuple[Node, ...]

    def __str__(self) -> str:
        return " and ".join(_within(term, _NOT) for term in self.terms)


@dataclass(frozen=True, slots=True)
class AnyOf(_Part):
    """Two or more conditions joined by ``or``."""

    terms: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(_within(term, _ALL) for term in self.terms)


Node = (
    Literal
    | Column
    | Negative
    | Arithmetic
    | Comparison
    | Between
    | Membership
    | Missing
    | Not
    | AllOf
    | AnyOf
)

_TIGHTNESS: dict[type, int] = {
    AnyOf: _ANY,
    AllOf: _ALL,
    Not: _NOT,
    Comparison: _COMPARED,
    Between: _COMPARED,
    Membership: _COMPARED,
    Missing: _COMPARED,
    Negative: _SIGNED,
    Column: _ATOM,
}


def _tightness(node: Node) -> int:
    if isinstance(node, Arithmetic):
        return _SUM if node.sign in "+-" else _PRODUCT
    if isinstance(node, Literal):
        negative = not isinstance(node.value, str) and repr(node.value).startswith("-")
        return _SIGNED if negative else _ATOM
    return _TIGHTNESS[type(node)]


def _within(node: Node, needed: int) -> str:
    return str(node) if _tightness(node) >= needed else f"({node})"
