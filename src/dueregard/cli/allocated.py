"""An allocation, printed for a reader: the rules side by side, the places at the ends, and what it means."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dueregard.cli.rows import print_rows

if TYPE_CHECKING:
    from dueregard.options.allocation import Allocation

__all__ = ["print_allocation"]

MOST = 20
"""Places of which all are shown; of more, the ends and the middle."""

_END, _MIDDLE = 6, 2
_GAP = "…"
_NOTHING = 1e-12
_WIDE = 110
_LEGEND = (
    "gap closed: of the difference between the fifths of people with the highest and the lowest outcomes, "
    "{gap:.3g} now, with a {level:g}% interval from the effect alone. mean given up: against the best "
    "possible. would move: of the money, were the effect at a limit of its interval."
)


def print_allocation(
    found: Allocation, *, title: str, unit: str, outcome: str | None, notes: Sequence[str]
) -> None:
    """Print an allocation.

    Parameters
    ----------
    found : Allocation
        What was shared out.
    title : str
        The table.
    unit : str
        Of money.
    outcome : str, optional
        What the outcome is called.
    notes : sequence of str
        Told at the end.
    """
    from rich.console import Console
    from rich.text import Text

    from dueregard.options.allocation.words import main_rule, reader_sentences

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    console.print(Text(f"{title}: {_sum(found, unit)}", style="bold underline"), soft_wrap=True)
    # A narrow terminal has no room for what the rules do: the manual says it.
    rules = _rules(found, unit, wide=not console.is_terminal or console.width >= _WIDE)
    console.print()
    print_rows(rows=rules, numeric=[each for each in rules[0] if each not in ("rule", "what it does")])
    rows = _places(found, unit)
    shown = [name for name in found.rules if name != "equal"]
    order = f"By what they gain by {main_rule(found)} against the same a head"
    many = "" if len(found.places) <= MOST else f"; {len(found.places):,} places: the ends and the middle"
    console.print()
    console.print(Text(order + many if shown else "All places alike", style="bold"), soft_wrap=True)
    print_rows(rows, numeric=[each for each in rows[0] if each not in ("place", "decided by")])
    told = _outcomes(found)
    for sentence in reader_sentences(found, unit=unit, outcome=outcome, effects=False):
        if not sentence.startswith("Assumption"):
            console.print(Text(sentence), soft_wrap=True)
            continue
        console.print()
        console.print(Text(sentence, style="bold"), soft_wrap=True)
        print_rows(told, numeric=[each for each in told[0] if each != "rule"])
    if told and found.now is not None:
        notes = [_LEGEND.format(gap=found.now.gap.value, level=100 * found.level), *notes]
    more = ["All places: --csv."] if len(found.places) > MOST else []
    for note in (*notes, *more):
        console.print(Text(note, style="dim"), soft_wrap=True)


def _sum(found: Allocation, unit: str) -> str:
    from dueregard.options.allocation.words import money

    places = found.places
    people = float(places.population.sum())
    told = (
        f"{money(found.budget, unit)} for {len(places):,} places with {people:,.0f} people, "
        f"{money(found.budget / people, unit)} a head"
    )
    if places.current is not None and places.current.any():
        change = 100 * (found.budget / float(places.current.sum()) - 1)
        told += f"; {change:+.3g}% on what they have now"
    return told


def _rules(found: Allocation, unit: str, *, wide: bool) -> list[dict[str, str]]:
    from dueregard.options.allocation import RULES
    from dueregard.options.allocation.words import money
    from dueregard.options.allocation.written import summary_rows

    rows = []
    for row in summary_rows(found):
        shown = {
            "rule": row["rule"],
            **({"what it does": RULES[row["rule"]].title} if wide else {}),
            "gain": f"{row['gain']:,}",
            "lose": f"{row['lose']:,}",
            "moved": f"{100 * row['moved_from_flat']:.1f}%",
            "least a head": money(row["least_per_head"], unit),
            "most a head": money(row["most_per_head"], unit),
        }
        rows.append(shown)
    return rows


def _outcomes(found: Allocation) -> list[dict[str, str]]:
    from dueregard.options.allocation.written import summary_rows

    return [
        {
            "rule": row["rule"],
            "mean": _number(row["mean"], 5),
            "worst": _number(row["worst"], 4),
            "gap closed": _closed(row),
            "mean given up": _number(row["price"], 2),
            "would move": "–" if row["hangs"] is None else f"{100 * row['hangs']:.0f}%",
        }
        for row in summary_rows(found)
        if "mean" in row
    ]


def _closed(row: Mapping[str, Any]) -> str:
    if row["gap_closed"] is None:
        return "–"
    ends = f"{_short(row['gap_closed_low'])} to {_short(row['gap_closed_high'])}"
    return f"{100 * row['gap_closed']:.1f}% ({ends})"


def _short(share: float) -> str:
    return f"{100 * share:.{0 if abs(share) >= 0.1 else 1}f}"


def _places(found: Allocation, unit: str) -> list[dict[str, str]]:
    """One rule in full, or several side by side."""
    from dueregard.options.allocation.words import main_rule
    from dueregard.options.allocation.written import rows_by_rule

    by_rule = rows_by_rule(found)
    main = main_rule(found)
    order = sorted(
        range(len(found.places)),
        key=lambda place: -_share(by_rule[main][place]["against_flat"], by_rule[main][place]["flat"]),
    )
    others = [name for name in found.rules if found.moved(name, found.flat) > _NOTHING] or ["equal"]
    if len(others) <= 1:
        lines = [_in_full(by_rule[main][place], unit) for place in order]
    else:
        lines = [_side_by_side(place, by_rule, others, unit) for place in order]
    return _ends(_told(lines))


def _told(lines: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Leave out a distance from the target that is nothing everywhere."""
    nothing = {row.get("against target") for row in lines} <= {"0.0%"}
    return [
        {name: cell for name, cell in row.items() if not (nothing and name == "against target")}
        for row in lines
    ]


def _ends(lines: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    if len(lines) <= MOST:
        return list(lines)
    gap = dict.fromkeys(lines[0], "") | {"place": _GAP}
    middle = (len(lines) - _MIDDLE) // 2
    return [*lines[:_END], gap, *lines[middle : middle + _MIDDLE], gap, *lines[-_END:]]


def _in_full(row: Mapping[str, Any], unit: str) -> dict[str, str]:
    from dueregard.options.allocation.words import money

    shown = {
        "place": row["place"],
        "amount": money(row["amount"], unit),
        "a head": money(row["per_head"], unit),
        "against flat": money(row["against_flat"], unit, signed=True),
        "in %": _percent(row["against_flat"], row["flat"]),
    }
    if "current" in row:
        shown["against now"] = _percent(row["against_current"], row["current"])
    shown["against target"] = _percent(row["against_target"], row["target"])
    if "outcome_after" in row:
        shown |= {"now": _number(row["outcome_now"], 4), "after": _number(row["outcome_after"], 4)}
    return {**shown, "decided by": row["decided_by"]}


def _side_by_side(
    place: int, by_rule: Mapping[str, Sequence[Mapping[str, Any]]], names: Sequence[str], unit: str
) -> dict[str, str]:
    from dueregard.options.allocation.words import money

    first = by_rule[names[0]][place]
    shown = {"place": str(first["place"]), "flat": money(first["flat"], unit)}
    for name in names:
        row = by_rule[name][place]
        shown[name] = _percent(row["against_flat"], row["flat"])
    if "current" in first:
        shown["now"] = _percent(first["current"] - first["flat"], first["flat"])
    return shown


def _percent(difference: float, base: float) -> str:
    if not base:
        return "–"
    percent = round(100 * difference / base, 1)
    return f"{percent:+.1f}%" if percent else "0.0%"


def _share(difference: float, base: float) -> float:
    return difference / base if base else 0.0


def _number(value: float | None, figures: int) -> str:
    return "–" if value is None else f"{value:.{figures}g}"
