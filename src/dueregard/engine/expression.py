"""What an expression means over a table: Narwhals expressions with the three-valued logic of SQL.

A missing value stays missing through every comparison and sum; ``and`` and ``or`` decide what they can
without it; only ``is missing`` looks at it. Arithmetic is done in double precision, and a division by
zero is missing on every backend.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, NoReturn

import narwhals.stable.v2 as nw

from dueregard.engine.fitting import fitted_value, literal_kind, pattern_of
from dueregard.engine.grammar import (
    AllOf,
    AnyOf,
    Arithmetic,
    Between,
    Column,
    Comparison,
    Literal,
    Membership,
    Missing,
    Negative,
    Node,
    Not,
)
from dueregard.engine.parser import parse_tree
from dueregard.errors import ExpressionError, did_you_mean

__all__ = ["Expression", "kind_of", "parse"]

_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_WORDS = {"number": "numbers", "text": "texts", "truth": "true or false", "date": "dates", "time": "times"}


def kind_of(dtype: nw.dtypes.DType | None) -> str:
    """Say what a column holds.

    Parameters
    ----------
    dtype : narwhals data type or None
        As :meth:`LazyFrame.collect_schema` gives it.

    Returns
    -------
    str
        ``number``, ``text``, ``truth``, ``date``, ``time``, ``unknown`` (no type was given), or ``other``.

    Examples
    --------
    >>> kind_of(nw.Int64())
    'number'
    """
    if dtype is None or dtype == nw.Unknown:
        return "unknown"
    if dtype.is_numeric():
        return "number"
    if dtype in (nw.String, nw.Categorical, nw.Enum):
        return "text"
    kinds = {nw.Boolean: "truth", nw.Date: "date", nw.Datetime: "time"}
    return next((kind for held, kind in kinds.items() if dtype == held), "other")


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition on people or a value computed for each, as text, tree and columns.

    Attributes
    ----------
    tree : Node
        Its parts; ``str`` of it is its tidy text.
    text : str
        As the user wrote it, for messages.

    Examples
    --------
    >>> expression = parse("age >= 16 and `Hours worked` is not missing")
    >>> expression.columns
    ('age', 'Hours worked')
    >>> expression.is_condition
    True
    """

    tree: Node
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return str(self.tree)

    @property
    def columns(self) -> tuple[str, ...]:
        """The user's names of the columns it reads, in order of appearance."""
        return tuple(dict.fromkeys(part.name for part in _walk(self.tree) if isinstance(part, Column)))

    @property
    def parts(self) -> tuple[Node, ...]:
        """Every part of it, the whole first."""
        return tuple(_walk(self.tree))

    @property
    def column(self) -> str | None:
        """The column's name when the expression is nothing but a column."""
        return self.tree.name if isinstance(self.tree, Column) else None

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false by its form (a bare column may still hold truths)."""
        return isinstance(self.tree, Comparison | Between | Membership | Missing | Not | AllOf | AnyOf)

    def to_narwhals(
        self, names: Mapping[str, str], schema: Mapping[str, nw.dtypes.DType] | None = None
    ) -> nw.Expr:
        """Translate for a table.

        Parameters
        ----------
        names : mapping
            The user's column names to the names in the frame.
        schema : mapping, optional
            The frame's names to their types (``frame.collect_schema()``). With it, numbers, texts and
            dates that are compared are brought together where nothing is lost, and refused otherwise:
            the number 1 is every text that writes it ('1', '01', '1.0'), the text '1' is the number 1.

        Returns
        -------
        narwhals.Expr
            One value a row.

        Raises
        ------
        ExpressionError
            For a column that is absent, and for parts that cannot be compared or computed.
        """
        return _Translation(self.text or str(self), names, schema).typed(self.tree)[0]


def parse(text: str) -> Expression:
    """Read an expression.

    Parameters
    ----------
    text : str
        Comparisons (``== != < <= > >=``; ``=`` and ``<>`` too), ``and or not``, ``in [..]``,
        ``between a and b``, ``is missing``, arithmetic, numbers, 'texts', ``true`` and ``false``, and column
        names, between back-quotes when they hold spaces or signs. Key words in either case.

    Returns
    -------
    Expression
        The same for the same meaning, whatever the spacing.

    Raises
    ------
    ExpressionError
        When it is not an expression; the message points at the place.

    Examples
    --------
    >>> str(parse("Health in [1,2] AND age>=16"))
    'Health in [1, 2] and age >= 16'
    """
    return Expression(parse_tree(text), text)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case AllOf(terms=parts) | AnyOf(terms=parts):
            below: tuple[Node, ...] = parts
        case Comparison(left=left, right=right) | Arithmetic(left=left, right=right):
            below = (left, right)
        case Between():
            below = (node.operand, node.low, node.high)
        case Not() | Missing() | Membership() | Negative():
            below = (node.operand,)
        case _:
            below = ()
    for part in below:
        yield from _walk(part)


def _literal(value: Any) -> nw.Expr:
    # Spark would make an instant of a Python time, by the computer's time zone; a day and hours have none.
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        midnight = datetime.datetime.combine(value.date(), datetime.time.min)
        return nw.lit(value.date()).cast(nw.Datetime("us")) + nw.lit(value - midnight)
    return nw.lit(value)


_Typed = tuple[nw.Expr, str]


@dataclass(frozen=True, slots=True)
class _Translation:
    text: str
    names: Mapping[str, str]
    schema: Mapping[str, nw.dtypes.DType] | None

    def fail(self, node: Node, wrong: str, remedy: str | None = None) -> NoReturn:
        raise ExpressionError(wrong, text=self.text, position=node.position, remedy=remedy)

    def typed(self, node: Node) -> _Typed:
        match node:
            case Literal():
                return nw.lit(node.value), literal_kind(node)
            case Column():
                return self.column(node)
            case Negative():
                return self.number(node.operand) * -1.0, "number"
            case Arithmetic():
                return self.arithmetic(node), "number"
            case Missing():
                return self.missing(node), "truth"
            case _:
                return self.condition(node), "truth"

    def column(self, node: Column) -> _Typed:
        if node.name not in self.names:
            self.fail(node, f"There is no column {node.name!r}.", did_you_mean(node.name, self.names) or None)
        internal = self.names[node.name]
        dtype = self.schema.get(internal) if self.schema is not None else None
        kind = kind_of(dtype)
        if kind == "other":
            self.fail(node, f"The column {node.name!r} holds {dtype}, which has no place in an expression.")
        expression = nw.col(internal)
        if kind == "text" and dtype != nw.String:
            expression = expression.cast(nw.String)
        return expression, kind

    # Numbers

    def number(self, node: Node) -> nw.Expr:
        if isinstance(node, Literal) and not isinstance(node.value, bool | str):
            return nw.lit(float(node.value))
        expression, kind = self.typed(node)
        if kind not in ("number", "truth", "unknown"):
            self.fail(node, f"A number is needed here, and {node} holds {_WORDS[kind]}.")
        return expression.cast(nw.Float64)

    def arithmetic(self, node: Arithmetic) -> nw.Expr:
        left, right = self.number(node.left), self.number(node.right)
        if node.sign == "/":
            return nw.when(right != 0).then(left / right)
        computed: nw.Expr = _SIGNS[node.sign](left, right)
        return computed

    # Conditions

    def truth(self, node: Node) -> nw.Expr:
        expression, kind = self.typed(node)
        if kind not in ("truth", "unknown"):
            self.fail(
                node,
                f"A condition is needed here, and {node} holds {_WORDS[kind]}.",
                f"Write, say: {node} == 1.",
            )
        return expression

    def condition(self, node: Node) -> nw.Expr:
        match node:
            case AllOf():
                return reduce(operator.and_, map(self.truth, node.terms))
            case AnyOf():
                return reduce(operator.or_, map(self.truth, node.terms))
            case Not():
                return ~self.truth(node.operand)
            case Between():
                low = self.compare(">=", node.operand, node.low, node)
                inside = low & self.compare("<=", node.operand, node.high, node)
                return ~inside if node.negated else inside
            case Membership():
                inside = self.membership(node)
                return ~inside if node.negated else inside
            case Comparison():
                return self.compare(node.sign, node.left, node.right, node)
        raise AssertionError(node)

    def missing(self, node: Missing) -> nw.Expr:
        expression = self.typed(node.operand)[0].is_null()
        return ~expression if node.negated else expression

    def compare(self, sign: str, left: Node, right: Node, at: Node) -> nw.Expr:
        if isinstance(left, Literal) and not isinstance(right, Literal):
            flipped = sign.translate(str.maketrans("<>", "><"))
            return self.compare(flipped, right, left, at)
        expression, kind = self.typed(left)
        if isinstance(right, Literal) and not isinstance(left, Literal):
            return self.against(sign, left, expression, kind, right)
        other, other_kind = self.typed(right)
        if kind != other_kind and "unknown" not in (kind, other_kind):
            self.fail(at, f"{left} holds {_WORDS[kind]} and {right} holds {_WORDS[other_kind]}.")
        compared: nw.Expr = _SIGNS[sign](expression, other)
        return compared

    def against(self, sign: str, node: Node, expression: nw.Expr, kind: str, literal: Literal) -> nw.Expr:
        if kind == "text" and literal_kind(literal) == "number":
            if sign not in ("==", "!="):
                self.fail(
                    literal,
                    f"{node} holds texts, which have no order as numbers.",
                    "List the codes: in ['1', '2'], or declare what is not a number as missing.",
                )
            same = expression.str.contains(pattern_of([literal]))
            return same if sign == "==" else ~same
        compared: nw.Expr = _SIGNS[sign](expression, _literal(self.fit(literal, node, kind)))
        return compared

    def membership(self, node: Membership) -> nw.Expr:
        expression, kind = self.typed(node.operand)
        if kind == "number":
            return self.among_numbers(node, expression)
        codes = [kind == "text" and literal_kind(value) == "number" for value in node.values]
        numbers = [value for value, code in zip(node.values, codes, strict=True) if code]
        others = [
            self.fit(value, node.operand, kind)
            for value, code in zip(node.values, codes, strict=True)
            if not code
        ]
        tests = [expression.str.contains(pattern_of(numbers))] if numbers else []
        if kind == "time":
            tests += [expression == _literal(value) for value in others]
        else:
            tests += [expression.is_in(others)] if others else []
        # Backends differ on whether a missing value is "in" a list; here it is missing.
        return nw.when(~expression.is_null()).then(reduce(operator.or_, tests))

    def among_numbers(self, node: Membership, expression: nw.Expr) -> nw.Expr:
        """List numbers in the column's own type, as some backends demand."""
        values = [self.fit(value, node.operand, "number") for value in node.values]
        name = self.names[node.operand.name] if isinstance(node.operand, Column) else ""
        dtype = (self.schema or {}).get(name)
        whole = dtype is not None and dtype.is_integer()
        if not whole or any(value != int(value) for value in values):
            expression, values = expression.cast(nw.Float64), [float(value) for value in values]
        else:
            values = [int(value) for value in values]
        return nw.when(~expression.is_null()).then(expression.is_in(values))

    def fit(self, literal: Literal, node: Node, kind: str) -> Any:
        """Turn a literal into the kind that it is compared with, or refuse."""
        if kind in (literal_kind(literal), "unknown"):
            return literal.value
        fitted = fitted_value(literal.value, kind)
        if fitted is None:
            self.fail(literal, f"{node} holds {_WORDS[kind]}, and {literal} is not one of them.")
        return fitted
