"""Options held against each other, principle by principle: dominated options, and trade-offs in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, permutations
from typing import Literal

from dueregard.appraisal.profile import (
    PRINCIPLES,
    Dominated,
    Principle,
    ProfileCell,
    TradeOff,
)
from dueregard.appraisal.words import listed
from dueregard.options import DO_NOTHING

__all__ = ["Comparison", "compare", "dominated", "not_compared", "trade_offs"]

Comparison = Literal["better", "worse", "no telling", "unknown"]
"""Of one option against another: clearly better, clearly worse, neither, or nothing is known."""

Cells = Mapping[Principle, ProfileCell]


def compare(one: ProfileCell, other: ProfileCell) -> Comparison:
    """Hold two options against each other by one principle.

    Parameters
    ----------
    one, other : ProfileCell
        Of the same principle; doing nothing is what options are measured against, whatever its own cell says.

    Returns
    -------
    Comparison
        A clear difference needs one that is better than doing nothing and another that is not better, or one
        that is not worse and another that is worse; or two of one direction whose figures are of the same
        thing and whose intervals do not touch. A mixed cell is better for some and worse for others: it is
        never clearly worse or better than another. Insufficient evidence on either side is unknown.
    """
    sides = [_side(each) for each in (one, other)]
    if None in sides:
        return "unknown"
    first, second = (side or 0 for side in sides)
    if one.mixed or other.mixed:
        return "no telling"
    # Too close to call is no verdict: only the opposite of what is clear is clearly different from it.
    if first * second < 0 or (DO_NOTHING in (one.option, other.option) and first != second):
        return "better" if first > second else "worse"
    if first == second != 0:
        return _by_size(one, other, first)
    return "no telling"


def dominated(options: Sequence[str], cells: Mapping[str, Cells]) -> tuple[Dominated, ...]:
    """Name options that another is clearly better than by some principle, and not worse than by any.

    Parameters
    ----------
    options : sequence of str
        Doing nothing among them.
    cells : mapping of str to mapping of str to ProfileCell
        By option and principle.

    Returns
    -------
    tuple of Dominated
        Insufficient evidence by any principle, or a cell that is mixed, blocks the claim.
    """
    found = []
    for option, by in permutations(options, 2):
        told = {
            principle: compare(cells[option][principle], cells[by][principle]) for principle in PRINCIPLES
        }
        mixed = any(cells[each][principle].mixed for each in (option, by) for principle in PRINCIPLES)
        worse = tuple(principle for principle, each in told.items() if each == "worse")
        if worse and not mixed and all(each in ("worse", "no telling") for each in told.values()):
            names = listed([PRINCIPLES[principle].lower() for principle in worse])
            found.append(
                Dominated(
                    option=option,
                    by=by,
                    principles=worse,
                    words=(
                        f"{_called(option)} is dominated by {_called(by, first=False)}: clearly worse by "
                        f"{names}, and by no principle clearly better."
                    ),
                )
            )
    return tuple(found)


def trade_offs(options: Sequence[str], cells: Mapping[str, Cells]) -> tuple[TradeOff, ...]:
    """Say what each of two options does better, where each does something better.

    Parameters
    ----------
    options : sequence of str
        Doing nothing first.
    cells : mapping of str to mapping of str to ProfileCell
        By option and principle.

    Returns
    -------
    tuple of TradeOff
        Also where one option is itself better for some and worse for others by a principle.
    """
    found = []
    for one, other in combinations(options, 2):
        parts: list[str] = []
        for option, against in ((one, other), (other, one)):
            better = [
                PRINCIPLES[principle].lower()
                for principle in PRINCIPLES
                if compare(cells[option][principle], cells[against][principle]) == "better"
            ]
            if better:
                parts.append(f"{_called(option, first=not parts)} does better by {listed(better)}")
        if len(parts) == 2:
            found.append(TradeOff(options=(one, other), words=f"{parts[0]}; {parts[1]}."))
    for option in options:
        mixed = [PRINCIPLES[each].lower() for each in PRINCIPLES if cells[option][each].mixed]
        if mixed:
            found.append(
                TradeOff(
                    options=(option, DO_NOTHING),
                    words=f"{_called(option)} is good for some and bad for others by {listed(mixed)}: "
                    "whose gain and whose loss counts is for those who decide to say, and to say why.",
                )
            )
    return tuple(found)


def not_compared(options: Sequence[str], cells: Mapping[str, Cells]) -> tuple[str, ...]:
    """Say by which principles options could not be held against each other, and why.

    Parameters
    ----------
    options : sequence of str
        All options.
    cells : mapping of str to mapping of str to ProfileCell
        By option and principle.

    Returns
    -------
    tuple of str
        A sentence for each principle by which any option has insufficient evidence.
    """
    told = []
    for principle, name in PRINCIPLES.items():
        lacking = [
            _called(option, first=False)
            for option in options
            if option != DO_NOTHING and cells[option][principle].direction == "insufficient evidence"
        ]
        if lacking:
            told.append(
                f"By {name.lower()} nothing can be said to dominate {listed(lacking)}, or be dominated by "
                f"it: "
                "the evidence is insufficient."
            )
    return tuple(told)


def _side(cell: ProfileCell) -> int | None:
    if cell.option == DO_NOTHING:
        return 0
    return {"better": 1, "worse": -1, "too close to call": 0}.get(cell.direction)


def _by_size(one: ProfileCell, other: ProfileCell, side: int) -> Comparison:
    """Compare two of one direction, where their sizes are of the same thing and do not touch."""
    mine, theirs = one.size, other.size
    if mine is None or theirs is None:
        return "no telling"
    if (mine.measure, mine.outcome, mine.by, mine.unit) != (
        theirs.measure,
        theirs.outcome,
        theirs.by,
        theirs.unit,
    ):
        return "no telling"
    near, far = _span(mine.estimate, mine.low, mine.high), _span(theirs.estimate, theirs.low, theirs.high)
    if near[0] > far[1]:
        return "better" if side > 0 else "worse"
    if near[1] < far[0]:
        return "worse" if side > 0 else "better"
    return "no telling"


def _span(estimate: float, low: float | None, high: float | None) -> tuple[float, float]:
    """The interval of how large something is, whatever its sign."""
    ends = [abs(estimate if each is None else each) for each in (low, high)]
    return min(ends), max(ends)


def _called(option: str, *, first: bool = True) -> str:
    if option == DO_NOTHING:
        return "Doing nothing" if first else "doing nothing"
    return f"“{option}”"
