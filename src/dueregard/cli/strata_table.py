"""A study of strata, printed for a reader: ranked, with intervals as bars, and those that interact marked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dueregard.causes.strata import Figure, StrataFindings, Stratum

__all__ = ["print_strata"]

_WIDTH_OF_A_PIPE = 120
_NARROW = 100
_BAR = {True: 10, False: 24}
MARK = "◆"
ASSOCIATION = "These are differences between groups of people: what goes with what, not what causes what."


def print_strata(found: StrataFindings, *, notes: Sequence[str], shown: int) -> None:
    """Print what was found, then the strata from the lowest prediction to the highest.

    Parameters
    ----------
    found : StrataFindings
        The study.
    notes : sequence of str
        Told at the end.
    shown : int
        How many strata the table has; those that are marked are always in it.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _WIDTH_OF_A_PIPE
    crossed = " × ".join(found.variables.values())
    title = f"{found.outcome} by {crossed}: {found.people:,} people in {len(found.strata):,} strata"
    console.print(Text(title, style="bold underline"), soft_wrap=True)
    for each in found.statements:
        console.print(Text(f"• {each}"), soft_wrap=True)
    console.print()
    console.print(_figures(found))
    console.print()
    console.print(_strata(found, shown, narrow=console.width < _NARROW))
    for line in (*_legend(found), *found.warnings, ASSOCIATION, *notes, f"Models: {found.estimation}."):
        console.print(Text(line, style="dim"), soft_wrap=True)


def _figures(found: StrataFindings) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading, right in (("the whole", False), ("value", True), (f"{found.level:.0%} interval", True)):
        table.add_column(heading, justify="right" if right else "left", no_wrap=right)
    for words, figure, percent in _lines(found):
        value = "–" if figure.value is None else _number(figure.value, percent)
        interval = (
            ""
            if figure.low is None or figure.high is None
            else f"{_number(figure.low, percent)} to {_number(figure.high, percent)}"
        )
        table.add_row(Text(words), Text(value), Text(interval))
    return table


def _lines(found: StrataFindings) -> list[tuple[str, Figure, bool]]:
    lines = [
        ("share of variance between strata (VPC)", found.vpc, True),
        ("of that, by characteristics one by one (PCV)", found.pcv, True),
        ("variance between strata, null model", found.variance, False),
        ("variance between strata, main effects", found.variance_main, False),
    ]
    if found.family == "binomial":
        lines += [
            ("median odds ratio (MOR)", found.mor, False),
            ("area under the curve (AUC), null model", found.auc, False),
            ("area under the curve (AUC), main effects", found.auc_main, False),
        ]
    return lines


def _strata(found: StrataFindings, shown: int, *, narrow: bool) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    chosen = _chosen(found, shown)
    told = [found.strata[at] for at in chosen]
    low, high = min(each.low for each in told), max(each.high for each in told)
    percent, places = found.family == "binomial", _places(high - low)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    headings = [
        "rank",
        "stratum",
        "people",
        "raw",
        "predicted",
        f"{found.level:.0%} interval",
        "",
        "crossing",
    ]
    for heading in headings:
        right = heading not in ("stratum", "")
        table.add_column(heading, justify="right" if right else "left", no_wrap=heading != "stratum")
    last = -1
    for at, each in zip(chosen, told, strict=True):
        if at != last + 1:
            table.add_row("", Text(f"… {at - last - 1:,} more", style="dim"))
        last = at
        table.add_row(
            f"{at + 1}",
            Text(each.label),
            f"{each.n:,}" + ("*" if each.sparse else ""),
            _value(each.raw, percent, places),
            _value(each.shrunken, percent, places),
            f"{_value(each.low, percent, places)} to {_value(each.high, percent, places)}",
            Text(_bar(each, low, high, width=_BAR[narrow])),
            _crossing(each, percent, places),
            style="bold" if each.flagged else None,
        )
    return table


def _chosen(found: StrataFindings, shown: int) -> list[int]:
    count = len(found.strata)
    if count <= shown:
        return list(range(count))
    half = max(shown // 2, 1)
    marked = [at for at, each in enumerate(found.strata) if each.flagged]
    return sorted({*range(half), *range(count - half, count), *marked})


def _bar(each: Stratum, low: float, high: float, *, width: int) -> str:
    """Draw an interval, the prediction in it, and what was observed where it lies elsewhere."""
    span = high - low or 1.0

    def place(value: float) -> int:
        return min(max(round((value - low) / span * (width - 1)), 0), width - 1)

    start, end, point = place(each.low), place(each.high), place(each.shrunken)
    marks = ["─" if start <= at <= end else " " for at in range(width)]
    if low <= each.raw <= high:
        marks[place(each.raw)] = "○"
    marks[point] = "●"
    return "".join(marks)


def _crossing(each: Stratum, percent: bool, places: int) -> str:
    """What crossing adds to the prediction, on the outcome's own scale."""
    if each.expected is None:
        return "–"
    added = each.shrunken - each.expected
    text = f"{100 * added:+.1f} pp" if percent else f"{added:+,.{places}f}"
    if not any(digit in text for digit in "123456789"):
        text = text.lstrip("+-")
    return f"{MARK} {text}" if each.flagged else text


def _legend(found: StrataFindings) -> list[str]:
    lines = [
        (
            "predicted ●: drawn towards what its characteristics imply, the more so the fewer people it has; "
            "raw ○: as observed."
        ),
    ]
    if found.main is not None:
        lines.append(
            f"crossing: what the stratum adds to what its characteristics imply one by one; {MARK}: its "
            f"{found.level:.0%} interval leaves out 0."
        )
    if any(each.sparse for each in found.strata):
        lines.append("*: fewer than 10 people.")
    return lines


def _number(value: float, percent: bool) -> str:
    return f"{value:.1%}" if percent else f"{value:,.4g}"


def _places(span: float) -> int:
    return 0 if span >= 1_000 else 1 if span >= 20 else 2 if span >= 1 else 3


def _value(value: float, percent: bool, places: int) -> str:
    return f"{value:.1%}" if percent else f"{value:,.{places}f}"
