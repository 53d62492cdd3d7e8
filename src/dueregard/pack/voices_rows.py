"""The rows of the tables about voices: who took part, and what was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import characteristic_label
from dueregard.pack.chart import Axis, Mark
from dueregard.pack.numbers import count, number_format
from dueregard.pack.readings import symbol
from dueregard.pack.voices_figures import STATEMENTS, Figures

if TYPE_CHECKING:
    from dueregard.estimates import Record
    from dueregard.voices import StatementText

__all__ = [
    "Cell",
    "ComparedRow",
    "ComparedTable",
    "Matrix",
    "MatrixRow",
    "StatementRow",
    "compared_tables",
    "matrices",
    "share",
    "statement_rows",
]

SHARES = Axis(start=0.0, end=1.0, ticks=(0.0, 0.25, 0.5, 0.75, 1.0))
"""One scale for everything that is a share of votes."""
NUMBERS = number_format("proportion", None, [0.5])
SENSES = {"fewer": "worse", "more": "higher", "too": "close", "a": "close", "cannot": "unknown"}
"""The colour of a verdict on a share of a body, by its first word."""
RAW, WEIGHTED = "none", "to the population"
NO_GROUP = ("not said", "(not declared)")
"""How the names of those end who are in no group: they are in the file."""


def share(value: float) -> str:
    """Write a share as a whole percentage; one below 1% with a decimal.

    Examples
    --------
    >>> share(0.286), share(0.0032), share(0.0)
    ('29%', '0.3%', '0%')
    """
    return f"{100 * value:.1f}%" if 0 < value < 0.0095 else f"{100 * value:.0f}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """A group that took part, or sits on a body, beside its share of those it is compared with."""

    name: str
    n: str
    value: str
    interval: str
    drawing: Mark | None
    tick: float | None
    whole: str
    sense: str
    verdict: str
    words: str
    bare: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedTable:
    """A characteristic's groups."""

    id: str
    title: str
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[ComparedRow, ...]


def compared_tables(
    figures: Figures, table: str, *, names: Sequence[str] | None = None, body: bool = False
) -> tuple[ComparedTable, ...]:
    """Lay out who took part against who could have.

    Parameters
    ----------
    figures : Figures
        The released figures.
    table : str
        Which table.
    names : sequence of str, optional
        The characteristics, in order; all of them otherwise.
    body : bool
        Whether it is a body, of which seats and the chance of nobody are told.

    Returns
    -------
    tuple of ComparedTable
        One for each characteristic.
    """
    groups = figures.groups(table)
    chosen = [name for name in names or groups if name in groups]
    return tuple(_compared(figures, table, name, groups[name], body=body) for name in chosen if groups[name])


def _compared(figures: Figures, table: str, name: str, levels: Sequence[str], *, body: bool) -> ComparedTable:
    ends = [
        value
        for level in levels
        for measure, options in (("share", {}), ("population_share", {"against": "population"}))
        if (record := figures.find(table, measure, by={name: level}, **options)) is not None
        for value in (record.estimate, record.high)
        if value is not None
    ]
    axis = _axis(max(ends, default=1.0))
    rows = [
        row
        for level in levels
        if (row := _compared_row(figures, table, name, level, axis, body=body)) is not None
    ]
    return ComparedTable(
        id=f"{table}-{name}",
        title=characteristic_label(name),
        ticks=tuple((axis.place(tick), share(tick)) for tick in axis.ticks),
        rows=tuple(rows),
    )


def _axis(most: float) -> Axis:
    end = next((each for each in (0.2, 0.4, 0.6, 0.8) if most <= each), 1.0)
    return Axis(start=0.0, end=end, ticks=(0.0, end / 2, end))


def _compared_row(
    figures: Figures, table: str, name: str, level: str, axis: Axis, *, body: bool
) -> ComparedRow | None:
    by = {name: level}
    own = figures.find(table, "share", by=by)
    whole = figures.find(table, "population_share", by=by, against="population")
    ratio = figures.find(table, "representation_ratio", by=by, against="population")
    if own is None:
        return None
    theirs = whole.estimate if whole is not None and whole.estimate is not None else None
    fair = "" if theirs is None else share(theirs)
    if own.estimate is None:
        reason = own.reason or "" if own.status == "not_estimable" else "too few to show, or nobody"
        words = f"{symbol(own)} {reason}".strip()
        return ComparedRow(
            name=level,
            n="",
            value="",
            interval="",
            drawing=None,
            tick=None,
            whole=fair,
            sense="unknown",
            verdict="",
            words="",
            bare=f"{words}; of the others {fair}" if fair else words,
        )
    verdict = (ratio.verdict or "") if ratio is not None else ""
    return ComparedRow(
        name=level,
        n=_members(own),
        value=f"{share(own.estimate)} {symbol(own)}".strip(),
        interval="" if own.low is None or own.high is None else _span(own.low, own.high),
        drawing=axis.mark(own.estimate, own.low, own.high),
        tick=None if theirs is None else axis.place(theirs),
        whole=fair,
        sense=SENSES.get(verdict.partition(" ")[0], "close"),
        verdict=verdict[:1].upper() + verdict[1:],
        words=_ratio_words(ratio) if not body else _seat_words(figures, table, by, ratio),
    )


def _members(own: Record) -> str:
    return "" if own.n is None or own.estimate is None else count(round(own.estimate * own.n))


def _span(low: float, high: float) -> str:
    return f"{100 * low:.0f} to {100 * high:.0f}"


def _ratio_words(ratio: Record | None) -> str:
    if ratio is None or ratio.estimate is None:
        return ""
    words = f"{_times(ratio.estimate)} times their share"
    if ratio.low is None or ratio.high is None:
        return words
    return f"{words} ({_times(ratio.low)} to {_times(ratio.high)})"


def _times(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 2 else f"{ratio:.2f}"


def _seat_words(figures: Figures, table: str, by: dict[str, str], ratio: Record | None) -> str:
    """Say what a small body can show: seats short, and how often a fair draw would have nobody."""
    seats = figures.find(table, "shortfall_seats", by=by, against="population", rounding="nearest")
    none = figures.find(table, "probability_of_none", by=by, against="population")
    parts = [_ratio_words(ratio)]
    if seats is not None and seats.estimate:
        parts.append(f"{seats.estimate:.0f} seat{'' if seats.estimate == 1 else 's'} short")
    if none is not None and none.estimate is not None and none.estimate >= 0.005:
        parts.append(f"a fair draw would have none in {share(none.estimate)} of cases")
    return "; ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """What everybody said of one statement."""

    id: str
    text: str
    n: str
    value: str
    interval: str
    weighted: bool
    drawing: Mark | None
    hollow: Mark | None
    raw_words: str
    weighted_words: str
    marks: tuple[str, ...]


def statement_rows(
    figures: Figures, statements: Sequence[StatementText], *, marks: dict[str, list[str]]
) -> tuple[StatementRow, ...]:
    """Lay out what everybody said, the most agreed first.

    Parameters
    ----------
    figures : Figures
        The released figures.
    statements : sequence of StatementText
        What was voted on.
    marks : dict of str to list of str
        What is remarkable about a statement, by id.

    Returns
    -------
    tuple of StatementRow
    """
    rows = [(_agreed(figures, each.id), each) for each in statements]
    rows.sort(key=lambda row: -(row[0].estimate or 0.0) if row[0] is not None else 1.0)
    return tuple(_statement_row(figures, each, marks.get(each.id, [])) for _, each in rows)


def _agreed(figures: Figures, statement: str) -> Record | None:
    return _answer(figures, statement, "agree", WEIGHTED) or _answer(figures, statement, "agree", RAW)


def _answer(
    figures: Figures, statement: str, answer: str, weighting: str, by: dict[str, str] | None = None
) -> Record | None:
    return figures.find(
        STATEMENTS, "proportion", by=by, statement=statement, answer=answer, weighting=weighting
    )


def _statement_row(figures: Figures, each: StatementText, marks: Sequence[str]) -> StatementRow:
    raw = _answer(figures, each.id, "agree", RAW)
    weighted = _answer(figures, each.id, "agree", WEIGHTED)
    shown = weighted if weighted is not None and weighted.estimate is not None else raw
    known = shown is not None and shown.estimate is not None
    interval = ""
    if shown is not None and shown.low is not None and shown.high is not None:
        interval = _span(shown.low, shown.high)
    return StatementRow(
        id=each.id,
        text=each.text,
        n=count(raw.n) if raw is not None and raw.n is not None else "",
        value=share(shown.estimate) if known else symbol(shown) if shown is not None else "",  # type: ignore[union-attr,arg-type]
        interval=interval,
        weighted=shown is weighted and known,
        drawing=SHARES.mark(shown.estimate, shown.low, shown.high) if known else None,  # type: ignore[union-attr,arg-type]
        hollow=None
        if raw is None or raw.estimate is None or shown is raw
        else SHARES.mark(raw.estimate, None, None),
        raw_words=_three(figures, each.id, RAW),
        weighted_words=_three(figures, each.id, WEIGHTED),
        marks=tuple(marks),
    )


def _three(figures: Figures, statement: str, weighting: str) -> str:
    """Say all three answers: a pass is not a disagreement."""
    words = []
    for answer, said in (("agree", "agree"), ("disagree", "disagree"), ("pass", "pass")):
        record = _answer(figures, statement, answer, weighting)
        if record is not None and record.estimate is not None:
            words.append(f"{share(record.estimate)} {said}")
    return ", ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A group's answer to a statement."""

    text: str
    sense: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A statement with every group's answer."""

    text: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """What each group of a characteristic said of each statement."""

    id: str
    title: str
    groups: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def matrices(figures: Figures, statements: Sequence[StatementText]) -> tuple[Matrix, ...]:
    """Lay out what each group said, as it was voted.

    Parameters
    ----------
    figures : Figures
        The released figures.
    statements : sequence of StatementText
        What was voted on.

    Returns
    -------
    tuple of Matrix
        One for each characteristic; groups of which nothing may be shown are left out.
    """
    return tuple(
        matrix
        for name, levels in figures.groups(STATEMENTS).items()
        if (matrix := _matrix(figures, name, levels, statements)) is not None
    )


def _matrix(
    figures: Figures, name: str, levels: Sequence[str], statements: Sequence[StatementText]
) -> Matrix | None:
    shown = [
        level
        for level in levels
        if not level.endswith(NO_GROUP)
        and any(
            (record := _answer(figures, each.id, "agree", RAW, {name: level})) is not None
            and record.estimate is not None
            for each in statements
        )
    ]
    if not shown:
        return None
    rows = [
        MatrixRow(text=each.text, cells=tuple(_cells(figures, each.id, name, shown))) for each in statements
    ]
    return Matrix(
        id=f"voices-said-{name}", title=characteristic_label(name), groups=tuple(shown), rows=tuple(rows)
    )


def _cells(figures: Figures, statement: str, name: str, levels: Sequence[str]) -> Iterator[Cell]:
    for level in levels:
        agree = _answer(figures, statement, "agree", RAW, {name: level})
        against = _answer(figures, statement, "disagree", RAW, {name: level})
        if agree is None or agree.estimate is None or against is None or against.estimate is None:
            yield Cell(text=symbol(agree) if agree is not None else "[x]")
            continue
        sense = "worse" if against.estimate >= 0.6 else ""
        mark = f" {symbol(agree)}" if symbol(agree) else ""
        yield Cell(
            text=f"{share(agree.estimate)} / {share(against.estimate)}{mark}",
            sense=sense,
        )
