"""What options do, told to a reader: cost, who gains, who loses, poverty, gaps, and what was assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from dueregard.cli.rows import print_rows
from dueregard.cli.simulated_sizes import (
    WITHHELD,
    affected,
    amount,
    change,
    gap_change,
    interval,
    percent,
    plain,
    points,
    size,
    value,
)
from dueregard.consequences import Consequences
from dueregard.consequences.effects import BANDS
from dueregard.consequences.findings import Summary
from dueregard.consequences.ratios import ALWAYS, NEVER
from dueregard.consequences.welfare import GREEN_BOOK
from dueregard.estimates import Record

__all__ = ["print_consequences"]

_MOST_FLAGS = 6
_PLURAL = {"family": "families", "household": "households", "place": "places"}
_INDENT = 15
Found = Callable[..., Record | None]


def print_consequences(found: Consequences) -> None:
    """Print what options do.

    Parameters
    ----------
    found : Consequences
        From :func:`dueregard.consequences.simulate`.
    """
    values = {(record.measure, tuple(record.by.items())): record for record in found.records}
    weighted = {
        record.by["option"]: record
        for record in found.records
        if record.measure == "weighted_mean_change"
        and len(record.by) == 1
        and record.parameters.get("elasticity") == GREEN_BOOK.value
    }

    def of(measure: str, option: str, **by: str) -> Record | None:
        if measure == "weighted":
            return weighted.get(option)
        return values.get((measure, (("option", option), *by.items())))

    if found.where is not None:
        print(f"Figures are about people with {found.where}; costs are of the option for everybody.\n")
    if len(found.options) > 1:
        _print_side_by_side(found, of)
    for summary in found.options:
        print(f"{summary.name} ({summary.kind.replace('_', ' ')}, for each {summary.unit})")
        for heading, line in _lines(summary, found, of):
            print(f"  {heading:<{_INDENT - 2}}{line}")
        _print_groups(summary, found)
    print("Intervals are of the paired change on the same people; --json has every figure in full.")
    if any(record.status == "withheld" for record in found.records):
        print(f"{WITHHELD} withheld: publishing it could show something about a person.")
    for note in found.notes:
        print(note)


def _lines(summary: Summary, found: Consequences, of: Found) -> Iterator[tuple[str, str]]:
    name = summary.name
    cost = of("total_cost", name)
    saves = cost is not None and cost.estimate is not None and cost.estimate < 0
    yield "Saves" if saves else "Costs", _cost(summary, of)
    yield "Gain", affected(of("winners", name), of("winners_share", name), of("mean_gain_of_winners", name))
    yield "Lose", affected(of("losers", name), of("losers_share", name), of("mean_loss_of_losers", name))
    bands = [(band, of("share_in_band", name, band=band)) for band in BANDS]
    if any(record is not None and record.estimate for record in (bands[0][1], bands[-1][1])):
        yield "", "; ".join(f"{band} {percent(record)}" for band, record in bands)
    yield "On average", f"{change(of('mean_change', name))}{_relative(of('relative_change', name))}"
    middle = of("median_of_changes", name)
    yield "Typically", f"{change(middle)}{_relative(of('median_of_relative_changes', name))}"
    now, then = of("poverty_rate", "as now"), of("poverty_rate", name)
    rate = change(of("poverty_rate_change", name), points=True)
    yield "Poverty rate", f"{percent(now)} to {percent(then)}: {rate}"
    yield from _over_the_line(found, name, of)
    gini = change(of("gini_change", name))
    yield "Gini", f"{plain(of('gini', 'as now'), 4)} to {plain(of('gini', name), 4)}: {gini}"
    yield from _worth(summary, of)
    yield from _told(summary, found)


def _cost(summary: Summary, of: Found) -> str:
    name = summary.name
    cost, got, theirs = (of(each, name) for each in ("total_cost", "recipients", "cost_for_these_people"))
    spent = amount(cost)
    if cost is not None and cost.estimate is not None and cost.estimate < 0:
        spent = f"{amount(_turned(cost))} on balance,"
    if summary.total_cost is not None and summary.uncapped_cost is not None:
        capped = summary.total_cost < summary.uncapped_cost
        spent = f"{size(summary.total_cost)}, its cap," if capped else spent
    if theirs is not None:
        return f"{spent} in all, of which {amount(theirs)} for {amount(got)} recipients among these people"
    known = summary.unit != "person" and summary.units is not None
    units = f" in {size(summary.units or 0.0)} {_PLURAL[summary.unit]}" if known else ""
    winners = of("winners", name)
    if spent.endswith("balance,") and winners is not None and winners.estimate == 0:
        return f"{spent} from {amount(got)} people{units}"
    return f"{spent} for {amount(got)} recipients{units}"


def _turned(record: Record) -> Record:
    """Turn what is spent into what is saved."""
    low, high = (None if end is None else -end for end in (record.high, record.low))
    return replace(record, estimate=-(record.estimate or 0.0), low=low, high=high)


def _relative(record: Record | None) -> str:
    if record is None or not record.estimate:
        return ""
    return f", {100 * record.estimate:+.2g}% of what there was"


def _over_the_line(found: Consequences, name: str, of: Found) -> Iterator[tuple[str, str]]:
    out, into = of("moved_out_of_poverty", name), of("moved_into_poverty", name)
    none = [record is not None and record.estimate == 0 for record in (out, into)]
    line = f"the line as it was ({size(found.line)})"
    if all(none):
        yield "", f"nobody moves over {line}"
        return
    below = "nobody below it" if none[1] else f"{amount(into)} below it"
    yield "", f"{'nobody moves' if none[0] else f'{amount(out)} move'} over {line}, {below}"
    each = of("cost_per_person_out_of_poverty", name)
    if each is not None and each.estimate is not None:
        yield "", f"{amount(each)} for each person brought out of poverty{_unsure(each)}"


def _unsure(record: Record) -> str:
    return f"; {record.reason}" if record.status == "approximate" and record.reason else ""


def _worth(summary: Summary, of: Found) -> Iterator[tuple[str, str]]:
    """What it is worth where a pound counts for more to those with less: appraisers' figures in two lines."""
    name = summary.name
    weighted, mean = of("weighted", name), of("mean_change", name)
    if weighted is not None and weighted.estimate is not None and weighted.estimate:
        switch = of("switching_elasticity", name)
        known = switch is not None and switch.reason in (ALWAYS, NEVER)
        told = f"; {switch.reason}" if switch is not None and known else ""
        if switch is not None and switch.estimate is not None:
            told = f"; just worth its cost at an elasticity of {amount(switch)}{_side(summary, switch, of)}"
        at = f"against {value(mean)} unweighted (elasticity {GREEN_BOOK.value:g})"
        yield "Weighted", f"{change(weighted)} on average, {at}{told}"
    public = of("marginal_value_of_public_funds", name)
    # A pound of cash is worth a pound: that need not be said.
    if public is not None and public.estimate is not None and (public.se or public.estimate != 1.0):
        yield "Public money", f"worth {amount(public)} to recipients for each 1 of net cost{_unsure(public)}"
    elif public is not None and public.reason and public.reason.startswith("infinite"):
        yield "Public money", public.reason


def _side(summary: Summary, switch: Record, of: Found) -> str:
    """Say on which side of the elasticity it is worth more than its cost."""
    weighted, cost = of("weighted_total_change", summary.name), summary.total_cost
    if weighted is None or weighted.estimate is None or switch.estimate is None or cost is None:
        return ""
    worth = weighted.estimate > cost - (summary.paid_by_these_people or 0.0)
    above = worth == (float(weighted.parameters["elasticity"]) > switch.estimate)
    return f", worth more than its cost at {'higher' if above else 'lower'} ones"


def _told(summary: Summary, found: Consequences) -> Iterator[tuple[str, str]]:
    flags = sorted(
        (f for f in found.flags if f.option == summary.name),
        key=lambda flag: (not flag.certain, len(flag.by)),
    )
    for number, flag in enumerate(flags[:_MOST_FLAGS]):
        yield "Look at" if not number else "", flag.text
    if len(flags) > _MOST_FLAGS:
        yield "", f"and {len(flags) - _MOST_FLAGS} more such groups: see --json"
    yield "Outcome", summary.income_concept
    for number, text in enumerate(summary.assumptions):
        yield "Assumed" if not number else "", text
    for number, prompt in enumerate(p for p in found.prompts if p.option == summary.name):
        yield "Review" if not number else "", prompt.text
    if summary.authored_by:
        yield "Written by", ", ".join(summary.authored_by)


def _print_side_by_side(found: Consequences, of: Found) -> None:
    rows = [
        {
            "option": summary.name,
            "cost": amount(of("total_cost", summary.name)),
            "gain": percent(of("winners_share", summary.name)),
            "lose": percent(of("losers_share", summary.name)),
            "mean change": value(of("mean_change", summary.name)),
            "weighted": value(of("weighted", summary.name)),
            "poverty rate": change(of("poverty_rate_change", summary.name), points=True),
            "Gini": change(of("gini_change", summary.name)),
        }
        for summary in found.options
    ]
    print_rows(rows, numeric=("cost", "gain", "lose", "mean change", "weighted"))
    print()


def _print_groups(summary: Summary, found: Consequences) -> None:
    """One row a group: what changes on average, for whom, and what becomes of its gap."""
    rows: dict[tuple[tuple[str, str], ...], dict[str, Record]] = {}
    for record in found.records:
        if record.by.get("option") == summary.name and len(record.by) > 1 and "band" not in record.by:
            group = tuple((k, v) for k, v in record.by.items() if k != "option")
            rows.setdefault(group, {})[record.measure] = record
    # Pairs have no medians: they are in --json, and what was crossed by name is shown.
    shown = {group: row for group, row in rows.items() if "median_of_changes" in row}
    blocks: dict[tuple[bool, int], list[dict[str, str]]] = {}
    with_gaps = {group[0][0] for group, row in shown.items() if "gap_change" in row}
    heading = _gap_heading(shown.values())
    for group, row in shown.items():
        block = blocks.setdefault((group[0][0] in with_gaps, len(group)), [])
        block.append(_row(group, row, heading))
    for block in blocks.values():
        # Tenths have no gaps.
        told = [name for name in block[0] if any(row[name] not in ("", "–") for row in block)]
        print()
        print_rows(
            [{name: row[name] for name in told} for row in block],
            numeric=("mean change", "per cent", "gain", "lose", "gap now"),
        )
    print()


def _gap_heading(rows: Iterable[Mapping[str, Record]]) -> str:
    to = {str(row["gap_change"].parameters["gap_to"]) for row in rows if "gap_change" in row}
    return f"the gap to {', '.join(sorted(to)) or 'others'}"


def _row(group: Sequence[tuple[str, str]], row: Mapping[str, Record], heading: str) -> dict[str, str]:
    mean, relative = row.get("mean_change"), row.get("relative_change")
    sure = 95.0 if mean is None or mean.level is None else 100 * mean.level
    per_cent = "–" if relative is None or relative.estimate is None else f"{100 * relative.estimate:+.2f}%"
    before = row.get("gap_before")
    return {
        "group": ", ".join(f"{variable} {level}" for variable, level in group),
        "mean change": value(mean),
        f"{sure:.4g}% interval": interval(mean),
        "per cent": WITHHELD if relative is not None and relative.status == "withheld" else per_cent,
        "gain": percent(row.get("winners_share")),
        "lose": percent(row.get("losers_share")),
        "poverty, points": points(row.get("poverty_rate_change")),
        "gap now": "" if before is None else value(before),
        heading: gap_change(row.get("gap_change"), before),
    }
