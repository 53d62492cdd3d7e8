"""Expressions that are one number, whatever the table."""

from __future__ import annotations

from dueregard.engine import parse
from dueregard.engine.grammar import Arithmetic, Literal, Negative, Node
from dueregard.errors import ExpressionError

__all__ = ["constant"]


def constant(text: str) -> float | None:
    """Work an expression of numbers out.

    Parameters
    ----------
    text : str
        An expression.

    Returns
    -------
    float or None
        None where it names a column, is no sum of numbers, divides by nought, or cannot be read.

    Examples
    --------
    >>> constant("2.61 * 190"), constant("-4"), constant("income / 2")
    (495.9, -4.0, None)
    """
    try:
        return _value(parse(text).tree)
    except (ExpressionError, ZeroDivisionError, OverflowError):
        return None


def _value(node: Node) -> float | None:
    match node:
        case Literal(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case Negative(operand=operand):
            inner = _value(operand)
            return None if inner is None else -inner
        case Arithmetic(sign=sign, left=left, right=right):
            one, other = _value(left), _value(right)
            return None if one is None or other is None else _calculated(sign, one, other)
        case _:
            return None


def _calculated(sign: str, one: float, other: float) -> float:
    match sign:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
        case _:
            return one / other
