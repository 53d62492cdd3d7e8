"""What options do, told to a reader: cost, who gains, who loses, poverty, gaps, and what was assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dueregard.cli.rows import print_rows
from dueregard.consequences import Consequences
from dueregard.consequences.findings import Summary
from dueregard.estimates import Record

__all__ = ["print_consequences"]

_MOST_FLAGS = 6
_PLURAL = {"family": "families", "household": "households", "place": "places"}
_DUST = 1e-9
Found = Callable[..., Record | None]


def print_consequences(found: Consequences) -> None:
    """Print what options do.

    Parameters
    ----------
    found : Consequences
        From :func:`dueregard.consequences.simulate`.
    """
    values = {(record.measure, tuple(record.by.items())): record for record in found.records}

    def of(measure: str, option: str, **by: str) -> Record | None:
        return values.get((measure, (("option", option), *by.items())))

    if len(found.options) > 1:
        _print_side_by_side(found, of)
    for summary in found.options:
        print(f"{summary.name} ({summary.kind.replace('_', ' ')}, for each {summary.unit})")
        for heading, line in _lines(summary, found, of):
            print(f"  {heading:<13}{line}")
        _print_groups(summary, found)
    print("Intervals are of the paired change on the same people.")
    for note in found.notes:
        print(note)


def _lines(summary: Summary, found: Consequences, of: Found) -> Iterator[tuple[str, str]]:
    name = summary.name
    cost, got = of("total_cost", name), of("recipients", name)
    capped = summary.total_cost < summary.uncapped_cost
    units = "" if summary.unit == "person" else f" in {_size(summary.units)} {_PLURAL[summary.unit]}"
    spent = f"{_size(summary.total_cost)}, its cap," if capped else _amount(cost)
    yield "Costs", f"{spent} for {_amount(got)} recipients{units}"
    yield "Gain", _affected(of("winners", name), of("winners_share", name), of("mean_gain_of_winners", name))
    yield "Lose", _affected(of("losers", name), of("losers_share", name), of("mean_loss_of_losers", name))
    yield "On average", _change(of("mean_change", name))
    rate = of("poverty_rate_change", name)
    now, then = of("poverty_rate", "as now"), of("poverty_rate", name)
    yield "Poverty rate", f"{_percent(now)} to {_percent(then)}: {_change(rate, points=True)}"
    out, into = of("moved_out_of_poverty", name), of("moved_into_poverty", name)
    yield "", f"{_amount(out)} move over the line as it was ({_size(found.line)}), {_amount(into)} below it"
    gini = of("gini_change", name)
    yield "Gini", f"{_plain(of('gini', 'as now'), 4)} to {_plain(of('gini', name), 4)}: {_change(gini)}"
    yield from _told(summary, found)


def _told(summary: Summary, found: Consequences) -> Iterator[tuple[str, str]]:
    yield "Outcome", summary.income_concept
    for number, text in enumerate(summary.assumptions):
        yield "Assumed" if not number else "", text
    for number, prompt in enumerate(p for p in found.prompts if p.option == summary.name):
        yield "Review" if not number else "", prompt.text
    flags = sorted(
        (f for f in found.flags if f.option == summary.name),
        key=lambda flag: (not flag.certain, len(flag.by)),
    )
    for number, flag in enumerate(flags[:_MOST_FLAGS]):
        yield "Look at" if not number else "", flag.text
    if len(flags) > _MOST_FLAGS:
        yield "", f"and {len(flags) - _MOST_FLAGS} more such groups: see --json"
    if summary.authored_by:
        yield "Written by", ", ".join(summary.authored_by)


def _print_side_by_side(found: Consequences, of: Found) -> None:
    rows = [
        {
            "option": summary.name,
            "cost": _amount(of("total_cost", summary.name)),
            "gain": _percent(of("winners_share", summary.name)),
            "lose": _percent(of("losers_share", summary.name)),
            "mean change": _plain_size(of("mean_change", summary.name)),
            "poverty rate": _change(of("poverty_rate_change", summary.name), points=True),
            "Gini": _change(of("gini_change", summary.name)),
        }
        for summary in found.options
    ]
    print_rows(rows, numeric=("cost", "gain", "lose", "mean change"))
    print()


def _print_groups(summary: Summary, found: Consequences) -> None:
    """One row a group: what changes on average, for whom, and what becomes of its gap."""
    rows: dict[tuple[tuple[str, str], ...], dict[str, Record]] = {}
    for record in found.records:
        if record.by.get("option") == summary.name and len(record.by) == 2 and "band" not in record.by:
            group = tuple((k, v) for k, v in record.by.items() if k != "option")
            rows.setdefault(group, {})[record.measure] = record
    blocks: dict[bool, list[dict[str, str]]] = {}
    with_gaps = {group[0][0] for group, row in rows.items() if "gap_change" in row}
    heading = _gap_heading(rows.values())
    for group, row in rows.items():
        blocks.setdefault(group[0][0] in with_gaps, []).append(_row(group, row, heading))
    for block in blocks.values():
        # Tenths have no gaps.
        told = [name for name in block[0] if any(row[name] not in ("", "–") for row in block)]
        print()
        print_rows(
            [{name: row[name] for name in told} for row in block],
            numeric=("mean change", "gain", "lose", "gap before", "gap after"),
        )
    print()


def _gap_heading(rows: Iterable[Mapping[str, Record]]) -> str:
    to = {str(row["gap_change"].parameters["gap_to"]) for row in rows if "gap_change" in row}
    return f"the gap to {', '.join(sorted(to)) or 'others'}"


def _row(group: Sequence[tuple[str, str]], row: Mapping[str, Record], heading: str) -> dict[str, str]:
    [(variable, level)] = group
    mean = row.get("mean_change")
    sure = 95.0 if mean is None or mean.level is None else 100 * mean.level
    return {
        "group": f"{variable} {level}",
        "mean change": _plain_size(mean),
        f"{sure:.4g}% interval": _interval(mean),
        "gain": _percent(row.get("winners_share")),
        "lose": _percent(row.get("losers_share")),
        "poverty, points": _points(row.get("poverty_rate_change")),
        "gap before": _plain_size(row.get("gap_before")),
        "gap after": _plain_size(row.get("gap_after")),
        heading: _of_gap(row, row.get("gap_change")),
    }


def _of_gap(row: Mapping[str, Record], change: Record | None) -> str:
    """Say whether a gap opens or closes, which a rise of a negative gap does not say by itself."""
    before = row.get("gap_before")
    if change is None or before is None or before.estimate is None or change.estimate is None:
        return ""
    if change.verdict == "the same as":
        return "no change"
    sign = -1.0 if before.estimate < 0 else 1.0
    ends = [sign * end for end in (change.low, change.high) if end is not None]
    interval = _ends(min(ends), max(ends)) if ends else ""
    if change.verdict == "too close to call":
        return f"too close to call{interval}"
    words = "narrows" if sign * change.estimate < 0 else "widens"
    return f"{words}, {_signed(sign * change.estimate)}{interval}"


# Figures


def _affected(count: Record | None, share: Record | None, size: Record | None) -> str:
    if count is None or not count.estimate:
        return "nobody"
    each = (
        "" if size is None or size.estimate is None else f", by {_size(abs(size.estimate))} each on average"
    )
    return f"{_amount(count)} people, {_percent(share)}{each}"


def _change(record: Record | None, *, points: bool = False) -> str:
    if record is None or record.estimate is None:
        return "not estimable"
    if record.verdict == "the same as":
        return "no change"
    scale, unit = (100.0, " points") if points else (1.0, "")
    words = "" if record.verdict is None else f"{record.verdict.removesuffix(' than')}"
    ends = "" if record.low is None or record.high is None else _ends(record.low * scale, record.high * scale)
    return f"{words}, {_signed(record.estimate * scale)}{unit}{ends}"


def _points(record: Record | None) -> str:
    if record is None or record.estimate is None:
        return "–"
    if record.verdict == "the same as":
        return "no change"
    ends = "" if record.low is None or record.high is None else _ends(100 * record.low, 100 * record.high)
    return f"{_signed(100 * record.estimate)}{ends}"


def _ends(low: float, high: float) -> str:
    return f" ({_signed(low)} to {_signed(high)})"


def _interval(record: Record | None) -> str:
    if record is None or record.low is None or record.high is None:
        return "–"
    return f"{_size(record.low)} to {_size(record.high)}"


def _amount(record: Record | None) -> str:
    if record is None or record.estimate is None:
        return "–"
    if record.low is None or record.high is None or not record.se:
        return _size(record.estimate)
    # An interval by t may reach below nought, where no number of people is.
    low = max(record.low, 0.0) if record.unit == "people" else record.low
    return f"{_size(record.estimate)} ({_size(low)} to {_size(record.high)})"


def _plain_size(record: Record | None) -> str:
    return "–" if record is None or record.estimate is None else _size(record.estimate)


def _plain(record: Record | None, digits: int) -> str:
    return "–" if record is None or record.estimate is None else f"{record.estimate:.{digits}f}"


def _percent(record: Record | None) -> str:
    return "–" if record is None or record.estimate is None else f"{100 * record.estimate:.1f}%"


def _size(number: float) -> str:
    if abs(number) < _DUST:
        return "0"
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:,.3g}"


def _signed(number: float) -> str:
    shown = _size(number)
    return shown if shown.startswith("-") or shown == "0" else f"+{shown}"
