"""A text that is not an expression is refused with the place and the way out."""

import pytest

from dueregard.engine.expression import parse
from dueregard.errors import ExpressionError


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "empty"),
        ("age >", 5, "A value or a column is expected here."),
        ("age > and", 6, "`and` between back-quotes"),
        ("a = 'x", 4, "not closed"),
        ("hours worked == 1", 6, "back-quotes"),
        ("1 < x < 3", 6, "x between 1 and 3"),
        ("a in []", 5, "The list is empty."),
        ("a in [b]", 6, "plain numbers and texts"),
        ("a in 1", 5, "to open a list"),
        ("x is null", 5, "is missing"),
        ("x between 1 or 2", 12, "'and' is expected"),
        ("(a", 2, "close the parenthesis"),
        ("a not 3", 2, "'in' or 'between'"),
        ("16plus == 1", 0, "cannot begin with a digit"),
        ("a ? b", 2, "no meaning"),
        ("__import__('os')", 10, "should end"),
        ("a > 1e999", 4, "too large"),
        ("(" * 200 + "a", 40, "nested too deeply"),
        ("not " * 200 + "a", 800, "nested too deeply"),
        ("-" * 200 + "a", 200, "nested too deeply"),
        ("a" + " + a" * 200 + " > 1", 402, "too many sums"),
    ],
)
def test_place_and_words(text: str, position: int, words: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        parse(text)
    assert words in str(raised.value)
    assert raised.value.position == position


def test_the_caret_stands_under_the_place_on_its_line() -> None:
    with pytest.raises(ExpressionError) as raised:
        parse("age >= 16\nand hours worked > 3\nand x")
    assert str(raised.value).endswith("\n    and hours worked > 3\n              ^")


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    with pytest.raises(ExpressionError) as raised:
        parse(" or ".join(["age == 1"] * 50) + " or ?")
    *_, line, caret = str(raised.value).splitlines()
    assert len(line) < 120
    assert line[caret.index("^")] == "?"
