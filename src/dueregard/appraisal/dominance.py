"""Options held against each other, principle by principle and group by group: domination, and trade-offs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Literal

from dueregard.appraisal.finding import PRINCIPLES, Finding, Principle, Size
from dueregard.appraisal.profile import Dominated, Edge, ProfileCell, TradeOff
from dueregard.appraisal.words import listed, who
from dueregard.options import DO_NOTHING

__all__ = ["Comparison", "compare", "dominated", "not_compared", "trade_offs"]

GAP = "gap_change"
FOR_IT = "for it"
"""What speaks for an option without a figure, where something speaks against it too."""

Verdict = Literal["better", "worse", "both", "no telling", "unknown"]

SIDES: Mapping[str, int] = {"gain": 1, "small gain": 1, "loss": -1, "levelling down": -1}
"""Which side of doing nothing a finding without a figure is on; others are on none."""

Cells = Mapping[str, Mapping[Principle, ProfileCell]]
Key = tuple[str, str | None, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One option against another by one principle.

    Attributes
    ----------
    verdict : {"better", "worse", "both", "no telling", "unknown"}
        ``both``: clearly better for some groups and clearly worse for others. ``no telling`` is neither
        better nor worse. ``unknown``: the evidence of one of them is insufficient.
    better_for, worse_for : tuple of str
        The groups, or what else it is; empty names are of the principle as a whole.
    leans_worse : bool
        Whether any figure is on the worse side, clearly or not.
    better, worse : tuple of Edge
        The same as ``better_for`` and ``worse_for``, with how much.
    """

    verdict: Verdict
    better_for: tuple[str, ...] = ()
    worse_for: tuple[str, ...] = ()
    leans_worse: bool = False
    better: tuple[Edge, ...] = ()
    worse: tuple[Edge, ...] = ()


def compare(one: ProfileCell, other: ProfileCell) -> Comparison:
    """Hold two options against each other by one principle.

    Parameters
    ----------
    one, other : ProfileCell
        Of the same principle. Options are measured against doing nothing, so doing nothing is where no group
        gains or loses, whatever its own cell says of how things have been moving.

    Returns
    -------
    Comparison
        A group is clearly better off under one of two options when their figures for it are of the same
        thing and the intervals do not touch; where there are no figures, when one option is found clearly
        good and the other clearly bad, or doing nothing is the other. Being too close to call is neither.
    """
    for cell in (one, other):
        if cell.option != DO_NOTHING and cell.direction == "insufficient evidence":
            return Comparison(verdict="unknown")
    mine, theirs = _by_group(one), _by_group(other)
    keys = [*mine, *(key for key in theirs if key not in mine)]
    sides = {key: _side(mine.get(key), theirs.get(key), nothing=(one.option, other.option)) for key in keys}
    better = tuple(dict.fromkeys(_whom(key) for key, side in sides.items() if side.clear > 0))
    worse = tuple(dict.fromkeys(_whom(key) for key, side in sides.items() if side.clear < 0))
    return Comparison(
        verdict="both" if better and worse else "better" if better else "worse" if worse else "no telling",
        better_for=better,
        worse_for=worse,
        leans_worse=any(side.leans < 0 for side in sides.values()),
        better=tuple(_edge(key, mine, theirs) for key, side in sides.items() if side.clear > 0),
        worse=tuple(_edge(key, mine, theirs) for key, side in sides.items() if side.clear < 0),
    )


def dominated(options: Sequence[str], cells: Cells) -> tuple[Dominated, ...]:
    """Name options that are clearly worse than another by some principle, and better by none.

    Parameters
    ----------
    options : sequence of str
        Doing nothing among them.
    cells : mapping of str to mapping of str to ProfileCell
        By option and principle.

    Returns
    -------
    tuple of Dominated
        An option is called dominated by another only if the other is clearly better somewhere and no figure
        of the other is on the worse side anywhere, clearly or not: that two intervals touch does not show
        that nobody is worse off. Insufficient evidence of either by any principle blocks the claim.
    """
    found = []
    for option, by in permutations(options, 2):
        told = {
            principle: compare(cells[option][principle], cells[by][principle]) for principle in PRINCIPLES
        }
        worse = tuple(principle for principle, each in told.items() if each.verdict == "worse")
        leans = any(
            compare(cells[by][principle], cells[option][principle]).leans_worse for principle in PRINCIPLES
        )
        if worse and not leans and all(each.verdict in ("worse", "no telling") for each in told.values()):
            names = listed([PRINCIPLES[principle].lower() for principle in worse])
            found.append(
                Dominated(
                    option=option,
                    by=by,
                    principles=worse,
                    words=f"{_called(option)} is dominated by {_called(by, first=False)}: clearly worse by "
                    f"{names}, and by no principle better for any group that may be shown.",
                )
            )
    return tuple(found)


def trade_offs(options: Sequence[str], cells: Cells) -> tuple[TradeOff, ...]:
    """Say for whom each of two options does better, where each does better for somebody.

    Parameters
    ----------
    options : sequence of str
        Doing nothing first.
    cells : mapping of str to mapping of str to ProfileCell
        By option and principle.

    Returns
    -------
    tuple of TradeOff
        One for each two options between which there is a choice to make.
    """
    return tuple(_trade_offs(options, cells))


def not_compared(options: Sequence[str], cells: Cells) -> tuple[str, ...]:
    """Say by which principles options could not be held against each other.

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
            _called(option)
            for option in options
            if option != DO_NOTHING and cells[option][principle].direction == "insufficient evidence"
        ]
        if lacking:
            told.append(
                f"{name}: too little is known of {listed(lacking, most=6)} to hold against other options; "
                "nothing is said to be dominated there."
            )
    return tuple(told)


def _trade_offs(options: Sequence[str], cells: Cells) -> Iterator[TradeOff]:
    for one, other in combinations(options, 2):
        pro: list[str] = []
        con: list[str] = []
        edges: tuple[list[Edge], list[Edge]] = ([], [])
        for principle in PRINCIPLES:
            found = compare(cells[one][principle], cells[other][principle])
            edges[0].extend(found.better)
            edges[1].extend(found.worse)
            if found.better_for:
                pro.append(_named(principle, found.better_for))
            if found.worse_for:
                con.append(_named(principle, found.worse_for))
        if pro and con:
            yield TradeOff(
                options=(one, other),
                words=f"{_called(one)} does better by {listed(pro, most=5)}; "
                f"{_called(other, first=False)} does better by {listed(con, most=5)}.",
                better=(tuple(edges[0]), tuple(edges[1])),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """Which of two options a figure is for: 1 the first, -1 the other, 0 neither."""

    clear: int = 0
    leans: int = 0


def _by_group(cell: ProfileCell) -> dict[Key, Finding]:
    """Take, of a cell, what can be held against another: figures, and sides without a figure."""
    if cell.option == DO_NOTHING:
        return {}
    found: dict[Key, Finding] = {}
    for each in cell.findings:
        # A gap without a stated aim follows from its groups, which are told by themselves.
        if each.size is not None and each.good is not None and not (each.leads and each.size.measure == GAP):
            found.setdefault((each.size.measure, each.outcome, frozenset(each.by.items())), each)
        elif each.size is None and each.signal in SIDES:
            _take(found, each)
    return found


def _take(found: dict[Key, Finding], each: Finding) -> None:
    """Take a side without a figure: beside one against the option, one for it never stands in its place."""
    by = frozenset(each.by.items())
    first = found.setdefault(("", None, by), each)
    if SIDES[each.signal] < SIDES[first.signal]:
        found["", None, by] = each
        found.setdefault((FOR_IT, None, by), first)
    elif SIDES[each.signal] > SIDES[first.signal]:
        found.setdefault((FOR_IT, None, by), each)


def _side(one: Finding | None, other: Finding | None, *, nothing: tuple[str, str]) -> _Side:
    if one is None and other is None:
        return _Side()
    if one is None or other is None:
        return _against_nothing(one, other) if DO_NOTHING in nothing else _Side()
    if one.size is None or other.size is None:
        first, second = SIDES.get(one.signal, 0), SIDES.get(other.signal, 0)
        return _Side(
            clear=(first > second) - (first < second) if first * second < 0 else 0,
            leans=(first > second) - (first < second),
        )
    if one.size.unit != other.size.unit or one.good != other.good:
        return _Side()
    sign = 1 if one.good == "higher" else -1
    return _held(_span(one.size), _span(other.size), one.size.estimate, other.size.estimate, sign)


def _against_nothing(one: Finding | None, other: Finding | None) -> _Side:
    """Hold an option against doing nothing, under which nobody gains or loses."""
    known = one if one is not None else other
    assert known is not None
    turn = 1 if one is not None else -1
    if known.size is None:
        side = turn * SIDES.get(known.signal, 0)
        return _Side(clear=side, leans=side)
    sign = turn * (1 if known.good == "higher" else -1)
    return _held(_span(known.size), (0.0, 0.0), known.size.estimate, 0.0, sign)


def _held(
    mine: tuple[float, float], theirs: tuple[float, float], value: float, against: float, sign: int
) -> _Side:
    """Compare two figures of the same thing: clear where their intervals do not touch."""
    apart = (mine[0] > theirs[1]) - (mine[1] < theirs[0])
    return _Side(clear=sign * apart, leans=sign * ((value > against) - (value < against)))


def _span(size: Size) -> tuple[float, float]:
    return (
        size.estimate if size.low is None else size.low,
        size.estimate if size.high is None else size.high,
    )


def _edge(key: Key, mine: Mapping[Key, Finding], theirs: Mapping[Key, Finding]) -> Edge:
    """Say for whom it is, and by how much: doing nothing is where nobody gains or loses."""
    what, outcome, by = key
    known = [each for each in (mine.get(key), theirs.get(key)) if each is not None]
    values = [each.size.estimate for each in known if each.size is not None]
    size = known[0].size
    return Edge(
        principle=known[0].principle,
        who=_whom(key),
        kind="aim" if what == GAP and by else "group" if by else "whole",
        because=_because(known),
        standing=known[0].standing,
        unborn=("generation", "not yet born") in by,
        crossed=len(by) > 1,
        by_how_much=abs(values[0] - (values[1] if len(values) > 1 else 0.0)) if values else None,
        unit=size.unit if size else None,
        measure=what or None,
        outcome=outcome,
    )


def _because(known: Sequence[Finding]) -> str:
    """Say, where there is no figure, what speaks against the other option, or for this one."""
    against = next((each for each in known if SIDES.get(each.signal, 0) < 0), None)
    if known[0].size is not None or not (against or known[0]).short:
        return ""
    return f"the other: {against.short}" if against else known[0].short


def _whom(key: Key) -> str:
    what, _, by = key
    if by:
        return f"the stated aim for {who(dict(by))}" if what == GAP else who(dict(sorted(by)))
    return {"": "", FOR_IT: "", "losers_share": "how many people lose"}.get(what, what.replace("_", " "))


def _named(principle: Principle, groups: Sequence[str]) -> str:
    told = [group for group in groups if group]
    name = PRINCIPLES[principle].lower()
    return f"{name} ({listed(told, most=2)})" if told else name


def _called(option: str, *, first: bool = True) -> str:
    if option == DO_NOTHING:
        return "Doing nothing" if first else "doing nothing"
    return f"“{option}”"
