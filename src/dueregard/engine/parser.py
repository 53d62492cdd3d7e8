"""From the text of an expression to its tree, by recursive descent. Nothing is ever evaluated as code."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, get_args

from dueregard.engine.grammar import (
    KEYWORDS,
    AllOf,
    AnyOf,
    Arithmetic,
    ArithmeticSign,
    Between,
    Column,
    Comparison,
    ComparisonSign,
    Literal,
    Membership,
    Missing,
    Negative,
    Node,
    Not,
    Value,
)
from dueregard.errors import ExpressionError

__all__ = ["parse_tree"]

# Far below Python's recursion limit, far above what a person writes.
_DEEPEST = 40
_MOST_SIGNS = 100
_MOST_TERMS = 200

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")
      | (?P<quoted>`(?:[^`]|``)+`)
      | (?P<word>[^\W\d]\w*)
      | (?P<sign>==|!=|<>|<=|>=|[=<>+\-*/()\[\],])""",
    re.VERBOSE,
)
_COMPARISONS: dict[str, ComparisonSign] = {sign: sign for sign in get_args(ComparisonSign)}
_COMPARISONS |= {"=": "==", "<>": "!="}
_OPENERS = {"'": "text", '"': "text", "`": "column name"}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # number, text, quoted, word, keyword, sign or end
    text: str
    position: int


def parse_tree(text: str) -> Node:
    """Parse an expression.

    Parameters
    ----------
    text : str
        What was written.

    Returns
    -------
    Node
        Its tree.

    Raises
    ------
    ExpressionError
        When it is not an expression; the message points at the place.

    Examples
    --------
    >>> str(parse_tree("(age>=16) AND NOT  health in ['1',2]"))
    "age >= 16 and not health in ['1', 2]"
    """
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self.tokenise()
        self.index = 0
        self.depth = 0
        self.signs = 0

    def fail(self, wrong: str, position: int, remedy: str | None = None) -> NoReturn:
        raise ExpressionError(wrong, text=self.text, position=position, remedy=remedy)

    def tokenise(self) -> list[_Token]:
        tokens, position = [], 0
        while position < len(self.text):
            match = _TOKEN.match(self.text, position)
            if match is None:
                self.unreadable(position)
            kind, found = str(match.lastgroup), match.group()
            if kind == "word" and found.lower() in KEYWORDS:
                kind, found = "keyword", found.lower()
            if kind != "space":
                tokens.append(_Token(kind, found, position))
            position = match.end()
        return [*tokens, _Token("end", "", len(self.text))]

    def unreadable(self, position: int) -> NoReturn:
        character = self.text[position]
        if character in _OPENERS:
            self.fail(f"The {_OPENERS[character]} that opens here with {character} is not closed.", position)
        self.fail(
            f"{character!r} has no meaning here.",
            position,
            "Put a column name with unusual characters between back-quotes: `like this`.",
        )

    # The token under the eye

    @property
    def now(self) -> _Token:
        return self.tokens[self.index]

    def take(self) -> _Token:
        token = self.now
        self.index += token.kind != "end"
        return token

    def at(self, *texts: str) -> bool:
        return self.now.kind in ("sign", "keyword") and self.now.text in texts

    def accept(self, *texts: str) -> _Token | None:
        return self.take() if self.at(*texts) else None

    def expect(self, text: str, why: str) -> _Token:
        if not self.at(text):
            self.fail(f"{text!r} is expected here, {why}.", self.now.position)
        return self.take()

    # The grammar, loosest first

    def whole(self) -> Node:
        if self.now.kind == "end":
            self.fail("The expression is empty.", 0, "Write a condition such as age >= 16.")
        node = self.any_of()
        if self.now.kind != "end":
            self.left_over(node)
        return node

    def left_over(self, node: Node) -> NoReturn:
        if self.at(*_COMPARISONS) and isinstance(node, Comparison):
            self.fail("Comparisons cannot be chained.", self.now.position, "Write: x between 1 and 3.")
        remedy = None
        if self.at("(") and self.tokens[self.index - 1].kind == "word":
            called = self.tokens[self.index - 1].text
            self.fail(
                f"The expression should end before '(': {called!r} cannot be called.",
                self.now.position,
                "There are no functions: only comparisons, and, or, not, in, between, missing, + - * /.",
            )
        if isinstance(node, Column) and self.now.kind in ("word", "number"):
            remedy = "Put a column name with spaces between back-quotes: `like this`."
        self.fail(f"The expression should end before {self.now.text!r}.", self.now.position, remedy)

    def any_of(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            self.fail("The expression is nested too deeply.", self.now.position)
        start, terms = self.now.position, [self.all_of()]
        while word := self.accept("or"):
            terms.append(self.all_of())
            self.most(terms, word)
        self.depth -= 1
        return terms[0] if len(terms) == 1 else AnyOf(tuple(terms), position=start)

    def all_of(self) -> Node:
        start, terms = self.now.position, [self.negation()]
        while word := self.accept("and"):
            terms.append(self.negation())
            self.most(terms, word)
        return terms[0] if len(terms) == 1 else AllOf(tuple(terms), position=start)

    def most(self, terms: list[Node], word: _Token) -> None:
        if len(terms) > _MOST_TERMS:
            self.fail(
                f"There are more than {_MOST_TERMS} conditions joined by {word.text!r}.",
                word.position,
                "List values: x in [1, 2, 3].",
            )

    def negation(self) -> Node:
        words = []
        while word := self.accept("not"):
            words.append(word)
        if len(words) > _DEEPEST:
            self.fail("The expression is nested too deeply.", self.now.position)
        node = self.comparison()
        for word in reversed(words):
            node = Not(node, position=word.position)
        return node

    def comparison(self) -> Node:
        left = self.sum()
        if self.now.kind == "sign" and self.now.text in _COMPARISONS:
            sign = self.take()
            return Comparison(_COMPARISONS[sign.text], left, self.sum(), position=sign.position)
        if word := self.accept("is"):
            return self.missing(left, word)
        negation = self.accept("not")
        if word := self.accept("in"):
            return Membership(left, self.values(), negation is not None, position=word.position)
        if word := self.accept("between"):
            low = self.sum()
            self.expect("and", "between the two ends of the range")
            return Between(left, low, self.sum(), negation is not None, position=word.position)
        if negation:
            self.fail("'in' or 'between' is expected after this 'not'.", negation.position)
        return left

    def missing(self, operand: Node, word: _Token) -> Node:
        negated = self.accept("not") is not None
        if self.now.kind != "word" or self.now.text.lower() != "missing":
            self.fail(
                "'missing' is expected here.", self.now.position, "Write: is missing, or: is not missing."
            )
        self.take()
        return Missing(operand, negated, position=word.position)

    def values(self) -> tuple[Literal, ...]:
        opening = self.expect("[", "to open a list of values")
        if self.at("]"):
            self.fail("The list is empty.", opening.position)
        values = [self.value()]
        while self.accept(","):
            values.append(self.value())
        self.expect("]", "to close the list of values")
        return tuple(values)

    def value(self) -> Literal:
        start = self.now
        node = self.signed()
        if not isinstance(node, Literal):
            self.fail(
                "A list holds plain numbers and texts only.", start.position, "Put a text between quotes."
            )
        return node

    def sum(self) -> Node:
        return self.chain(self.product, "+", "-")

    def product(self) -> Node:
        return self.chain(self.signed, "*", "/")

    def chain(self, operand: Callable[[], Node], *signs: ArithmeticSign) -> Node:
        node = operand()
        while token := self.accept(*signs):
            self.signs += 1
            if self.signs > _MOST_SIGNS:
                self.fail("There are too many sums and products.", token.position)
            sign = next(sign for sign in signs if sign == token.text)
            node = Arithmetic(sign, node, operand(), position=token.position)
        return node

    def signed(self) -> Node:
        signs = []
        while sign := self.accept("-"):
            signs.append(sign)
        if len(signs) > _DEEPEST:
            self.fail("The expression is nested too deeply.", self.now.position)
        node = self.atom()
        for sign in reversed(signs):
            node = _negative(node, sign.position)
        return node

    def atom(self) -> Node:
        token = self.take()
        if token.kind == "sign" and token.text == "(":
            node = self.any_of()
            self.expect(")", "to close the parenthesis")
            return node
        if token.kind == "quoted":
            return Column(token.text[1:-1].replace("``", "`"), position=token.position)
        if token.kind == "word":
            return Column(token.text, position=token.position)
        return Literal(self.literal(token), position=token.position)

    def literal(self, token: _Token) -> Value:
        if token.kind == "number":
            return self.number(token)
        if token.kind == "text":
            quote = token.text[0]
            return token.text[1:-1].replace(quote * 2, quote)
        if token.kind == "keyword" and token.text in ("true", "false"):
            return token.text == "true"
        return self.no_value(token)

    def no_value(self, token: _Token) -> NoReturn:
        remedy = None
        if token.kind == "keyword":
            remedy = f"For a column with this name write `{token.text}` between back-quotes."
        self.fail("A value or a column is expected here.", token.position, remedy)

    def number(self, token: _Token) -> int | float:
        if self.now.kind == "word" and self.now.position == token.position + len(token.text):
            self.fail(
                "A name cannot begin with a digit.",
                token.position,
                "Put a column name with unusual characters between back-quotes: `like this`.",
            )
        if token.text.isdecimal() and token.text.isascii() and len(token.text) <= 18:
            return int(token.text)
        value = float(token.text)
        if math.isinf(value):
            self.fail("The number is too large.", token.position)
        return value


def _negative(node: Node, position: int) -> Node:
    """Fold the sign into a number, so that -9 is a value wherever values are listed."""
    if isinstance(node, Literal) and not isinstance(node.value, bool | str):
        return Literal(-node.value, position=position)
    return Negative(node, position=position)
