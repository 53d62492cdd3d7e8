"""A birthright report for a reader: shares by estimator and group, types, the tree, doubts."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dueregard.causes import Birthright
    from dueregard.estimates import Record

__all__ = ["print_birthright"]

_WIDTH_OF_A_PIPE = 200
_MOST_TYPES = 40
_WORDS = {
    "gini": "Gini index",
    "gini_share": "Gini index, share",
    "mld": "mean log deviation",
    "mld_share": "mean log deviation, share",
    "variance_of_logs": "variance of logarithms",
    "variance_of_logs_share": "variance of logarithms, share",
    "r2": "variance (share)",
    "dissimilarity": "dissimilarity index",
    "life_expectancy": "life expectancy",
    "life_expectancy_range": "furthest apart, years",
}
_COLUMNS = {
    "tree": "tree",
    "forest": "forest",
    "parametric": "regression",
    "parametric_residual": "regression, residual",
    "nonparametric": "distinct profiles",
    "nonparametric_by_chance": "profiles, by chance",
    "expost": "equal effort (ex post)",
    "observed": "outcome itself",
}


def print_birthright(found: Birthright, *, warnings: Sequence[str], notes: Sequence[str]) -> None:
    """Print a report.

    Parameters
    ----------
    found : Birthright
        The report; its tree may be left out.
    warnings, notes : sequence of str
        What to doubt, and what was decided.
    """
    from rich.console import Console
    from rich.text import Text

    from dueregard.causes.trees.text import tree_text

    # The stream of this moment: a console made earlier would write to another.
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _WIDTH_OF_A_PIPE
    console.print(Text(found.headline, style="bold"), soft_wrap=not console.is_terminal)
    lead = _lead(found)
    if lead is not None:
        console.print()
        console.print(Text(_title(lead, found), style="bold"))
        console.print(_shares(found, lead))
    if warnings:
        console.print()
        console.print(Text("What to doubt", style="bold"))
        for line in warnings:
            console.print(Text(f"- {line}"), soft_wrap=True)
    console.print()
    console.print(Text("All indices, all circumstances together", style="bold"))
    console.print(_indices(found))
    if found.types:
        console.print()
        console.print(Text("Types of birth, from the lowest mean", style="bold"))
        console.print(_types(found))
    if found.tree is not None and len(found.tree.leaves) > 1:
        console.print()
        console.print(Text("The tree", style="bold"))
        console.print(Text(tree_text(found.tree, width=console.width)), soft_wrap=True)
    console.print()
    for line in _small_print(found, notes):
        console.print(Text(line, style="dim"), soft_wrap=True)


def _lead(found: Birthright) -> str | None:
    measures = {record.measure for record in found.records if record.estimate is not None}
    leading = ("life_expectancy_range", "dissimilarity", "mld_share", "gini_share", "r2")
    return next((each for each in leading if each in measures), None)


def _title(measure: str, found: Birthright) -> str:
    if measure == "life_expectancy_range":
        return "Years of life expectancy between the types of birth furthest apart"
    if measure == "dissimilarity":
        return f"Share of cases of {found.outcome} that would have to fall to others for equal chances"
    index = _WORDS[measure].removesuffix(", share").removesuffix(" (share)")
    return f"Share of inequality in {found.outcome} that goes with circumstances at birth ({index})"


def _estimators(records: Iterable[Record], measure: str | None = None) -> list[str]:
    return list(
        dict.fromkeys(
            record.by["estimator"] for record in records if measure is None or record.measure == measure
        )
    )


def _shares(found: Birthright, measure: str) -> Any:
    cells = {
        (record.by["estimator"], record.by["component"]): record
        for record in found.records
        if record.measure == measure
    }
    estimators = [name for name in _estimators(found.records, measure) if name != "nonparametric_by_chance"]
    components = list(dict.fromkeys(component for _, component in cells))
    tests = {test.group: test for test in found.null_tests}
    style = "years" if measure == "life_expectancy_range" else "share"
    rows = []
    for component in components:
        said = "all together" if component == "total" else component.replace("_", " ")
        test = tests.get(component)
        p = "–" if test is None or math.isnan(test.p_value) else _p(test.p_value)
        rows.append([said, *(_cell(cells.get((name, component)), style=style) for name in estimators), p])
    headings = ["circumstances", *(_COLUMNS[name] for name in estimators), "p if it made no difference"]
    return _table(headings, rows)


def _indices(found: Birthright) -> Any:
    """Each estimator's indices, with the share of the outcome's own in brackets; intervals are in --json."""
    cells = {
        (record.by["estimator"], record.measure): record
        for record in found.records
        if record.by["component"] == "total"
    }
    estimators = _estimators(found.records)
    measures = [name for name in _WORDS if any(measure == name for _, measure in cells)]
    leading = [name for name in measures if not name.endswith("_share")]
    rows = []
    for name in sorted(estimators, key=lambda each: each != "observed"):
        row = [_with_share(cells.get((name, each)), cells.get((name, f"{each}_share"))) for each in leading]
        rows.append([_COLUMNS[name], *row])
    return _table(["", *(_WORDS[name] for name in leading)], rows)


def _with_share(record: Record | None, share: Record | None) -> str:
    if record is None:
        return ""
    if record.estimate is None:
        return "[c]" if record.status == "withheld" else "[x]"
    if record.measure in ("r2", "dissimilarity"):
        return _number(record.estimate, style="share")
    if record.unit == "years":
        return _number(record.estimate, style="years")
    if share is None or share.estimate is None:
        return _number(record.estimate, style="index")
    return f"{_number(record.estimate, style='index')} ({_number(share.estimate, style='share')})"


def _types(found: Birthright) -> Any:
    chance = any(record.measure == "proportion" for record in found.type_records)
    rows = []
    for each in found.types[:_MOST_TYPES]:
        between = "–" if each.low is None or each.high is None else f"{_mean(each.low, chance=chance)} to "
        rows.append(
            [
                each.label,
                "–" if each.n is None else f"{each.n:,}",
                "–" if each.share is None else f"{100 * each.share:.1f}%",
                "[c]" if each.mean is None else _mean(each.mean, chance=chance),
                between if each.high is None else between + _mean(each.high, chance=chance),
            ]
        )
    headings = ["type", "people", "share", "share of yes" if chance else "mean"]
    return _table([*headings, f"{100 * found.level:g}% interval"], rows)


def _mean(value: float, *, chance: bool) -> str:
    if chance:
        return f"{100 * value:.1f}%"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"


def _cell(record: Record | None, *, style: str) -> str:
    if record is None:
        return ""
    if record.estimate is None:
        return "[c]" if record.status == "withheld" else "[x]"
    mark = " [u]" if record.status == "approximate" and record.by["estimator"] != "observed" else ""
    if record.low is None or record.high is None:
        return _number(record.estimate, style=style) + mark
    ends = " to ".join(_number(end, style=style) for end in (record.low, record.high))
    return f"{_number(record.estimate, style=style)} ({ends}){mark}"


def _number(value: float, *, style: str) -> str:
    if style == "share":
        return f"{100 * value:z.1f}%"
    return f"{value:z.1f}" if style == "years" else f"{value:z.4f}"


def _p(value: float) -> str:
    return f"{value:.3f}" if value >= 0.001 else "under 0.001"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _small_print(found: Birthright, notes: Sequence[str]) -> Iterator[str]:
    reasons = dict.fromkeys(
        f"{'[u]' if record.status == 'approximate' else '[x]'} {record.reason}"
        for record in found.records
        if record.reason
        and record.status in ("approximate", "not_estimable")
        and record.by["estimator"] != "nonparametric_by_chance"
    )
    yield from reasons
    yield f"Scales: {found.scale}."
    again = ""
    methods = dict.fromkeys(
        (record.by["estimator"], record.method)
        for record in found.records
        if record.by["component"] == "total" and record.method and record.measure != "r2"
    )
    for estimator, method in methods:
        told, _, drawn = method.partition("; rescaled bootstrap")
        yield f"{_COLUMNS[estimator].capitalize()}: {told}."
        again = again or (drawn and f"Intervals: rescaled bootstrap{drawn}.")
    if again:
        yield again
    yield f"Seed: {found.seed}."
    yield from notes
