"""An expression's text parses to one tree, and the tree's text parses back to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine.expression import parse
from dueregard.engine.parser import parse_tree
from dueregard.errors import ExpressionError
from tests.engine.expressions import nodes


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("age>=16", "age >= 16"),
        ("age = 16", "age == 16"),
        ("age <> 16", "age != 16"),
        ("A AND b Or not c", "A and b or not c"),
        ("not (a or b)", "not (a or b)"),
        ('tenure == "it\'s"', "tenure == 'it''s'"),
        ("`Hours worked per week` == 4", "`Hours worked per week` == 4"),
        ("`in` == 1 and `a``b` > 2", "`in` == 1 and `a``b` > 2"),
        ("x in [-9, 'X', true]", "x in [-9, 'X', true]"),
        ("x not in [1]", "x not in [1]"),
        ("x IS NOT MISSING", "x is not missing"),
        ("missing is missing", "missing is missing"),
        ("x not between 1 and 2 and y", "x not between 1 and 2 and y"),
        ("(a + b) * -c / 2", "(a + b) * -c / 2"),
        ("a - (b - c)", "a - (b - c)"),
        ("a - b - c", "a - b - c"),
        ("âge >= .5", "âge >= 0.5"),
        ("x > 1e3", "x > 1000.0"),
    ],
)
def test_tidy_text(written: str, tidy: str) -> None:
    assert str(parse(written)) == tidy
    assert parse(tidy) == parse(written)


@given(nodes())
def test_round_trip(node: object) -> None:
    assert parse_tree(str(node)) == node


@given(st.text(max_size=30))
def test_any_text_parses_or_is_an_expression_error(text: str) -> None:
    try:
        tree = parse_tree(text)
    except ExpressionError:
        return
    assert parse_tree(str(tree)) == tree


def test_columns_in_order_of_appearance() -> None:
    assert parse("b > a and a in [1] or `c d` is missing").columns == ("b", "a", "c d")


def test_condition_or_value() -> None:
    assert parse("a > 1").is_condition
    assert not parse("a + 1").is_condition
    assert parse("`a b`").column == "a b"
    assert parse("a + 1").column is None
