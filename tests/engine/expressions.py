"""Random expressions, and what they mean, told by a few lines of plain Python."""

from __future__ import annotations

import operator
from collections.abc import Mapping

from hypothesis import strategies as st

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

NUMBERS = ("n", "Hours worked", "x.y")
TEXTS = ("t", "u")
SIGNS = {
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

small = st.one_of(st.integers(-9, 9), st.integers(-18, 18).map(lambda half: half / 2))
words = st.sampled_from(["", "a", "b", "it's", "1", "X", "é"])


def _values(leaf: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def unfolded(node: Node) -> bool:  # the parser folds a sign into a number
        return not isinstance(node, Literal)

    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(Negative, inner.filter(unfolded)),
            st.builds(Arithmetic, st.sampled_from("+-*/"), inner, inner),
        ),
        max_leaves=4,
    )


numbers = _values(st.one_of(st.sampled_from(NUMBERS).map(Column), small.map(Literal)))
texts = st.sampled_from(TEXTS).map(Column)


def _joined(kind: type[AllOf] | type[AnyOf], inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.lists(inner, min_size=2, max_size=3).map(lambda terms: kind(tuple(terms)))


def nodes() -> st.SearchStrategy[Node]:
    """Conditions over the columns of NUMBERS and TEXTS."""
    sign = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    negated = st.booleans()
    some_numbers = st.lists(small.map(Literal), min_size=1, max_size=3).map(tuple)
    some_words = st.lists(words.map(Literal), min_size=1, max_size=3).map(tuple)
    leaves = st.one_of(
        st.builds(Comparison, sign, numbers, numbers),
        st.builds(Comparison, sign, texts, st.one_of(texts, words.map(Literal))),
        st.builds(Between, numbers, numbers, numbers, negated),
        st.builds(Membership, numbers, some_numbers, negated),
        st.builds(Membership, texts, some_words, negated),
        st.builds(Missing, st.one_of(numbers, texts), negated),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Not, inner),
            _joined(AllOf, inner),
            _joined(AnyOf, inner),
            st.builds(Missing, inner, negated),
        ),
        max_leaves=5,
    )


def evaluate(node: Node, row: Mapping[str, object]) -> object:
    """The value of an expression for one row, with None for missing."""
    match node:
        case Literal():
            return node.value
        case Column():
            return row[node.name]
        case Missing():
            return (evaluate(node.operand, row) is None) != node.negated
        case AllOf() | AnyOf():
            decisive = isinstance(node, AnyOf)
            terms = [evaluate(term, row) for term in node.terms]
            return decisive if decisive in terms else None if None in terms else not decisive
        case Not():
            return _not(evaluate(node.operand, row))
        case Negative():
            value = evaluate(node.operand, row)
            return None if value is None else -value
        case Membership():
            value = evaluate(node.operand, row)
            return None if value is None else (value in [v.value for v in node.values]) != node.negated
        case Between():
            low = Comparison(">=", node.operand, node.low)
            inside = evaluate(AllOf((low, Comparison("<=", node.operand, node.high))), row)
            return _not(inside) if node.negated else inside
        case Arithmetic() | Comparison():
            return _pair(node, row)
    raise AssertionError(node)


def _pair(node: Arithmetic | Comparison, row: Mapping[str, object]) -> object:
    left, right = evaluate(node.left, row), evaluate(node.right, row)
    if left is None or right is None:
        return None
    if node.sign == "/":
        return left / right if right else None
    return SIGNS[node.sign](left, right)


def _not(value: object) -> bool | None:
    return None if value is None else not value
