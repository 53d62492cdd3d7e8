"""An option's expressions, read by the engine's parser, with the option and the key in every message."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import narwhals.stable.v2 as nw

from dueregard.engine import Expression, Table, parse
from dueregard.engine.grammar import Arithmetic, Literal, Not
from dueregard.errors import ExpressionError
from dueregard.options.parts import parts_of
from dueregard.options.specification import Option

__all__ = ["Formula", "formulas_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """One expression of an option.

    Attributes
    ----------
    option : str
        The option's name.
    key : str
        Where it stands, such as ``eligible``.
    text : str
        As written.
    condition : bool
        Whether it must be true or false; else it must be a number.
    """

    option: str
    key: str
    text: str
    condition: bool = False

    def parsed(self) -> Expression:
        """Read the expression, without a table.

        Returns
        -------
        Expression
            As it was understood.

        Raises
        ------
        ExpressionError
            When it is not understood, calls a function or divides by nought.
        """
        with self._named():
            expression = parse(self.text)
            _refuse_division_by_nought(expression)
            return expression

    def to_narwhals(self, table: Table) -> nw.Expr:
        """Translate for a table, as a number a row; missing stays missing.

        Parameters
        ----------
        table : Table
            The people.

        Returns
        -------
        narwhals.Expr
            1 and 0 for a condition.

        Raises
        ------
        ExpressionError
            When it is not understood, names an absent column, compares what cannot be compared, calls a
            function or divides by nought.
        """
        expression = self.parsed()
        with self._named():
            if self.condition:
                refusing = Expression(Not(expression.tree), self.text)
                return (~refusing.to_narwhals(table.names, table.schema)).cast(nw.Float64)
            number = Expression(Arithmetic("*", Literal(1.0), expression.tree), self.text)
            return number.to_narwhals(table.names, table.schema)

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except ExpressionError as error:
            raise ExpressionError(
                f"{self.option!r}, {self.key}: {error.wrong}",
                text=error.text,
                position=error.position,
                found=error.found,
                remedy=error.remedy,
            ) from None


def _refuse_division_by_nought(expression: Expression) -> None:
    for part in expression.parts:
        if isinstance(part, Arithmetic) and part.sign == "/":
            right = part.right
            if isinstance(right, Literal) and not isinstance(right.value, str) and right.value == 0:
                raise ExpressionError(
                    "This divides by nought.", text=expression.text, position=right.position
                )


def formulas_of(option: Option) -> dict[str, Formula]:
    """List the expressions of an option.

    Parameters
    ----------
    option : Option
        As written.

    Returns
    -------
    dict of str to Formula
        By key; those of parts as ``part 1, eligible`` and so on.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> list(formulas_of(option_from({"name": "Top-up", "kind": "cash", "amount": 10})))
    ['eligible', 'amount']
    """
    texts = _own(option) if not option.parts else {}
    if option.who_pays is not None:
        texts["who_pays among"] = option.who_pays.among
        texts["who_pays by"] = None if option.who_pays.by == "equal" else option.who_pays.by
    conditions = ["eligible", "who_pays among"]
    for number, later in enumerate(option.later, start=1):
        texts[f"later {number} who"] = later.who
        texts[f"later {number} amount"] = later.amount
        texts[f"later {number} by"] = None if later.by == "equal" else later.by
        conditions.append(f"later {number} who")
    found = {
        key: Formula(option=option.name, key=key, text=text, condition=key in conditions)
        for key, text in texts.items()
        if text
    }
    for number, part in enumerate(parts_of(option) if option.parts else (), start=1):
        found |= {f"part {number}, {key}": formula for key, formula in formulas_of(part).items()}
    return found


def _own(option: Option) -> dict[str, str | None]:
    """Give what an option without parts says of who gets what, by key."""
    return {
        "eligible": option.eligible,
        "amount": option.amount,
        "at_most": option.at_most,
        "cost": option.cost,
        "earnings": option.earnings,
        "hours": option.hours,
        "withdraw against": option.withdraw.against if option.withdraw else None,
        "cost_cap need": option.cost_cap.need if option.cost_cap else None,
    }
