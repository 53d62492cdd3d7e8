"""A decomposition of a gap, printed for a reader: the gap in words, then who adds what to it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dueregard.cli.figures import Style, style_of
from dueregard.cli.rows import print_rows

if TYPE_CHECKING:
    from dueregard.causes import Decomposition
    from dueregard.estimates import Record

__all__ = ["print_decomposition"]

_WITHHELD = "[c]"
_NOTHING = "–"
_NIL = 1e-12


def print_decomposition(
    found: Sequence[Decomposition],
    records: Sequence[Record],
    of_levels: Sequence[Record],
    *,
    notes: Sequence[str],
) -> None:
    """Print every comparison, and what to know.

    Parameters
    ----------
    found : sequence of Decomposition
        What was found.
    records : sequence of Record
        All their records, in their order.
    of_levels : sequence of Record
        Records of levels to print; none for none.
    notes : sequence of str
        Told at the end.
    """
    from rich.console import Console
    from rich.text import Text

    from dueregard.causes.decompositions.words import NEVER_JUSTIFIED, NOT_DISCRIMINATION

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    start = start_of_levels = 0
    for each in found:
        count = sum(part.level is None for part in each.parts)
        own = records[start : start + count]
        levels = of_levels[start_of_levels : start_of_levels + len(each.parts) - count] if of_levels else ()
        start, start_of_levels = start + count, start_of_levels + len(each.parts) - count
        title = f"{each.outcome}: {each.group} {each.reference} and {each.other}"
        console.print(Text(title, style="bold underline"))
        for statistic in dict.fromkeys(_statistic(record, each) for record in own):
            of_it = [record for record in own if _statistic(record, each) == statistic]
            below = [record for record in levels if _statistic(record, each) == statistic]
            _print_statistic(each, statistic, of_it, below, console)
        for note in _method_notes(each, own):
            console.print(Text(note, style="dim"), soft_wrap=True)
        console.print()
    for note in (NEVER_JUSTIFIED, NOT_DISCRIMINATION, *notes):
        console.print(Text(note, style="dim"), soft_wrap=True)


def _print_statistic(
    found: Decomposition,
    statistic: str,
    records: Sequence[Record],
    of_levels: Sequence[Record],
    console: Any,
) -> None:
    from rich.text import Text

    if statistic:
        console.print(Text(statistic, style="bold"))
    style = style_of([each.to_dict() for each in records])
    for line in _sentences(found, records, style):
        console.print(Text(line), soft_wrap=True)
    rows = _rows(records, of_levels, style)
    if rows:
        console.print()
        print_rows(rows, numeric=[name for name in rows[0] if name != "covariate"])


def _statistic(record: Record, found: Decomposition) -> str:
    """Say what is decomposed where that is not the mean alone: a quantile, an index."""
    if found.method not in ("rif", "dfl"):
        return ""
    name = record.parameters.get("statistic", record.measure)
    share = record.parameters.get("p")
    return str(name).replace("_", " ") + ("" if share is None else f" {share:g}")


def _sentences(found: Decomposition, records: Sequence[Record], style: Style) -> Iterator[str]:
    means = [each for each in records if "component" not in each.by]
    percent, points = ("%", " percentage points") if style.percent else ("", "")
    told = [f"{each.by[found.group]} {_value(each, style)}{percent}{_people(each)}" for each in means]
    if told:
        measure = means[0].measure.replace("_", " ")
        yield f"{measure.capitalize()}: {'; '.join(told)}."
    counterfactual = _of(records, "counterfactual")
    if counterfactual is not None:
        yield (
            f"{found.reference} with what {found.other} have of the covariates: "
            f"{_value(counterfactual, style)}{percent}, {_interval(counterfactual, style)}."
        )
    gap = _of(records, "gap")
    if gap is None or gap.estimate is None:
        return
    size = f"{_value(gap, style)}{points}"
    yield f"Gap ({found.reference} minus {found.other}): {size}, {_interval(gap, style)}."
    typical = _typical(found, gap)
    if typical and gap.low is not None and gap.high is not None:
        import math

        shares = [100 * math.exp(-end) for end in (gap.estimate, gap.high, gap.low)]
        yield (
            f"So {typical} of {found.other} is {shares[0]:.1f}% of that of "
            f"{found.reference} ({shares[1]:.1f}% to {shares[2]:.1f}%)."
        )
    if abs(gap.estimate) <= _NIL * max((abs(each.estimate or 0.0) for each in means), default=0.0):
        yield "There is no gap to explain."
        return
    yield from _shares(records, gap, style)


def _typical(found: Decomposition, gap: Record) -> str:
    """Say what a gap in logarithms is a ratio of; nothing for statistics of spread."""
    if not _is_log(found.outcome):
        return ""
    name = gap.parameters.get("statistic", "mean")
    return {"mean": "the typical value (geometric mean)", "quantile": "this quantile"}.get(str(name), "")


def _shares(records: Sequence[Record], gap: Record, style: Style) -> Iterator[str]:
    from dueregard.causes.decompositions.words import component_words

    assert gap.estimate is not None
    unsure = gap.low is not None and gap.high is not None and gap.low <= 0 <= gap.high
    for record in records:
        name = record.by.get("component")
        if name in (None, "gap", "counterfactual") or "variable" in record.by or record.estimate is None:
            continue
        share = (
            ""
            if unsure or name == "rif_gap"
            else f" ({round(100 * record.estimate / gap.estimate):d}% of it)"
        )
        words = component_words(str(name))
        yield f"- {words}: {_value(record, style)}{share}, {_interval(record, style)}."
    if unsure:
        yield "The gap is too close to nought for parts of it to be told as percentages."


def _rows(records: Sequence[Record], of_levels: Sequence[Record], style: Style) -> list[dict[str, str]]:
    """One row a covariate, its levels beneath, one column a component."""
    components = list(dict.fromkeys(str(each.by["component"]) for each in records if "variable" in each.by))
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for each in (*records, *of_levels):
        if "variable" in each.by and each.by["component"] in components:
            row = cells.setdefault((each.by["variable"], each.by.get("level", "")), {})
            row[str(each.by["component"])] = _both(each, style)
    order = list(dict.fromkeys(variable for variable, _ in cells))
    constant = [name for name in order if name == "(constant)"]
    rows = []
    for variable in [name for name in order if name not in constant] + constant:
        for (name, level), row in cells.items():
            if name == variable:
                title = {"covariate": f"  {level}" if level else variable}
                rows.append(title | {each: row.get(each, _NOTHING) for each in components})
    return [row for row in rows if any(value != _NOTHING for value in row.values())]


def _both(record: Record, style: Style) -> str:
    if record.estimate is None:
        return _value(record, style)
    if record.low is None:
        return style.write(record.estimate)
    return f"{style.write(record.estimate)} ({style.write(record.low)} to {style.write(record.high)})"


def _value(record: Record, style: Style) -> str:
    return _WITHHELD if record.status == "withheld" else style.write(record.estimate)


def _interval(record: Record, style: Style) -> str:
    if record.low is None or record.high is None or record.level is None:
        return "without sampling error" if record.status == "ok" else (record.reason or "no interval")
    percent = f"{100 * record.level:.4g}%"
    return f"{percent} interval {style.write(record.low)} to {style.write(record.high)}"


def _people(record: Record) -> str:
    return "" if record.n is None else f" ({record.n:,} {'person' if record.n == 1 else 'people'})"


def _of(records: Sequence[Record], component: str) -> Record | None:
    return next(
        (each for each in records if each.by.get("component") == component and "variable" not in each.by),
        None,
    )


def _is_log(outcome: str) -> bool:
    return outcome.lower().startswith("log(") and outcome.endswith(")")


def _method_notes(found: Decomposition, records: Sequence[Record]) -> Iterator[str]:
    gap = _of(records, "gap")
    if gap is not None and gap.method:
        yield f"Method: {gap.method}."
    if found.alternatives and found.coefficients and all(each.status != "withheld" for each in records):
        yield _others(found.alternatives, found.coefficients, style_of([each.to_dict() for each in records]))
    yield (
        f"The parts add up to the gap (to {found.adding_up:.1g}). Where the gap is above nought, parts above "
        "nought widen it and parts below nought narrow it."
    )
    if any(each.by.get("variable") == "(constant)" for each in records):
        yield (
            "How the unexplained part is shared between the constant and the covariates that are numbers "
            "depends on where their scales begin; the unexplained part in all does not."
        )
    reasons = {each.reason for each in records if each.reason}
    yield from (f"Approximate: {reason}." for reason in sorted(reasons))


def _others(alternatives: Mapping[str, float], own: str, style: Style) -> str:
    told = ", ".join(f"{name} {style.write(value)}" for name, value in alternatives.items() if name != own)
    return f"Explained by other reference coefficients than {own}: {told}."
