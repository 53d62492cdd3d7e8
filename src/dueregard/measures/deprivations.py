"""Deprivations as users list them, and what is summed of people who lack several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce

import narwhals.stable.v2 as nw

from dueregard.engine import parse
from dueregard.engine.grammar import Comparison, Literal, Negative, Node
from dueregard.engine.protocols import Moment
from dueregard.errors import UsageError
from dueregard.measures import options

__all__ = ["Deprivations", "read_deprivations"]

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprivations:
    """A list of deprivations and who counts as poor by it.

    Attributes
    ----------
    conditions : tuple of str
        Each true for whoever is deprived.
    weights : tuple of float
        One each, adding up to 1.
    cutoff : float
        The weighted share of deprivations from which somebody is poor.
    gaps : tuple of (str, float)
        For gaps: of each deprivation what is measured, and the line below which it is lacking; else empty.
    power : {0, 1, 2}
        Of the gaps; 0 counts deprivations.

    References
    ----------
    Alkire and Foster (2011), Counting and multidimensional poverty measurement, Journal of Public Economics
    95, 476-487.
    """

    conditions: tuple[str, ...]
    weights: tuple[float, ...]
    cutoff: float
    gaps: tuple[tuple[str, float], ...] = ()
    power: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """What each person is asked: the conditions and, for gaps, what is measured."""
        return (*self.conditions, *(measured for measured, _ in self.gaps))

    @property
    def poor(self) -> Moment:
        """Moment of who is poor."""
        return _poor(self)

    @property
    def censored(self) -> Moment:
        """Moment of the poor's deprivations, each as its weight times its gap to the power."""
        return _censored(self)

    def deprived(self, position: int, *, censored: bool) -> Moment:
        """Moment of who lacks one thing; censored: and is poor."""
        return _deprived(self, position, censored)

    def part(self, position: int) -> Moment:
        """Moment of one deprivation's term of :attr:`censored`."""
        return _part(self, position)


def read_deprivations(
    column: str, *, cutoff: object, weights: str | None = None, power: int = 0
) -> Deprivations:
    """Read a list of deprivations.

    Parameters
    ----------
    column : str
        Conditions separated by semicolons: ``"income < 10000; health in [4, 5]"``.
    cutoff : object
        A weighted share of deprivations, above 0 and at most 1.
    weights : str, optional
        One for each, separated by semicolons; by default equal ones.
    power : {0, 1, 2}
        Above 0 each condition must be of the form ``something < number``, so that it has a gap.

    Returns
    -------
    Deprivations
        Checked.

    Raises
    ------
    UsageError
        For fewer than two conditions, weights that do not match them, a bad cutoff, or a condition without
        a gap where one is needed.

    Examples
    --------
    >>> read_deprivations("income < 100; 2 > rooms", cutoff=0.5, power=1).gaps
    (('income', 100.0), ('rooms', 2.0))
    """
    conditions = tuple(part.strip() for part in column.split(";"))
    if len(conditions) < 2 or not all(conditions):
        raise UsageError(
            "Multidimensional poverty needs at least two deprivations, separated by semicolons.",
            found=f"It was given {column!r}.",
            remedy="Write for example alkire_foster:income < 10000; health in [4, 5],cutoff=0.5.",
        )
    return Deprivations(
        conditions=conditions,
        weights=_weights(weights, conditions),
        cutoff=options.number(cutoff, option="cutoff", above=0, at_most=1),
        gaps=tuple(_gap(condition) for condition in conditions) if power else (),
        power=power,
    )


def _weights(given: str | None, conditions: Sequence[str]) -> tuple[float, ...]:
    """Read the weights of deprivations, one each, and make them add up to one."""
    if given is None:
        return (1 / len(conditions),) * len(conditions)
    read = [options.number(part, option="weights", above=0) for part in str(given).split(";")]
    if len(read) != len(conditions):
        raise UsageError(
            "Each deprivation needs one weight.",
            found=f"There are {len(conditions)} deprivations and {len(read)} weights.",
            remedy="Separate weights by semicolons, such as weights=2;1;1.",
        )
    whole = sum(read)
    return tuple(weight / whole for weight in read)


def _gap(condition: str) -> tuple[str, float]:
    """What is measured and its line, from a condition such as ``income < 10000``."""
    tree = parse(condition).tree
    if isinstance(tree, Comparison):
        turned = tree.sign in (">", ">=")
        left, right = (tree.right, tree.left) if turned else (tree.left, tree.right)
        below = turned or tree.sign in ("<", "<=")
        line = _number(right)
        if below and line is not None and line > 0 and _number(left) is None:
            return str(left), line
    raise UsageError(
        "A poverty gap needs to know how far below its line each thing is.",
        found=f"The deprivation {condition!r} has no such line.",
        remedy="Write every deprivation as something < number, the number above 0; or choose "
        "statistic=adjusted_headcount, which only counts.",
    )


def _number(node: Node) -> float | None:
    if isinstance(node, Negative):
        return None
    plain = isinstance(node, Literal) and isinstance(node.value, int | float)
    return float(node.value) if plain and not isinstance(node.value, bool) else None  # type: ignore[union-attr]


def _is_poor(listed: Deprivations, columns: Sequence[nw.Expr]) -> nw.Expr:
    deprived = columns[: len(listed.conditions)]
    parts = [column * weight for column, weight in zip(deprived, listed.weights, strict=True)]
    return reduce(lambda left, right: left + right, parts) >= listed.cutoff - _ROUNDING


def _depth(listed: Deprivations, position: int, columns: Sequence[nw.Expr]) -> nw.Expr:
    """The gap to the power, of whoever is deprived; else zero."""
    deprived = columns[position] * 1.0
    if not listed.power:
        return deprived
    line = listed.gaps[position][1]
    gap = (columns[len(listed.conditions) + position] - line) / -line
    return deprived * (gap if listed.power == 1 else gap * gap)


def _where(condition: nw.Expr, value: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(value).otherwise(nw.lit(0.0))


# Each moment is one object for the same arguments, so that equal sums are summed once.


@cache
def _poor(listed: Deprivations) -> Moment:
    def moment(*columns: nw.Expr) -> nw.Expr:
        return _where(_is_poor(listed, columns), nw.lit(1.0))

    return moment


@cache
def _censored(listed: Deprivations) -> Moment:
    def moment(*columns: nw.Expr) -> nw.Expr:
        depths = [_depth(listed, at, columns) * weight for at, weight in enumerate(listed.weights)]
        return _where(_is_poor(listed, columns), reduce(lambda left, right: left + right, depths))

    return moment


@cache
def _deprived(listed: Deprivations, position: int, censored: bool) -> Moment:
    def moment(*columns: nw.Expr) -> nw.Expr:
        lacking = columns[position] * 1.0
        return _where(_is_poor(listed, columns), lacking) if censored else lacking

    return moment


@cache
def _part(listed: Deprivations, position: int) -> Moment:
    def moment(*columns: nw.Expr) -> nw.Expr:
        depth = _depth(listed, position, columns) * listed.weights[position]
        return _where(_is_poor(listed, columns), depth)

    return moment
