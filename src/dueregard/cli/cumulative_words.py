"""A bundle told to a reader: the whole, each measure's part in it, the table by group, the worst affected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dueregard.cli.cumulative_table import TableRow, readings_of, rows_of
from dueregard.cli.rows import print_rows
from dueregard.consequences.cumulative import Cumulative, WorstAffected
from dueregard.consequences.cumulative.reading import Reading
from dueregard.estimates import Record

__all__ = ["print_cumulative"]

_MOST_FLAGS = 8
_MOST_WORST = 10
_CLEARLY_MORE = 1.1
"""A narrower group is listed beside a wider one from a tenth more on."""

_FEW_MEASURES = 4
_DUST = 1e-9


def print_cumulative(found: Cumulative, *, unit: str | None) -> None:
    """Print what a bundle does.

    Parameters
    ----------
    found : Cumulative
        From :func:`dueregard.consequences.cumulative.cumulate`.
    unit : str, optional
        Of the outcome.
    """
    readings = dict(readings_of(found))
    shown = str(found.years[-1]) if found.years else ""
    if len(found.years) > 1:
        _print_years(readings, found)
    reading = readings[shown]
    count = "1 measure" if len(found.measures) == 1 else f"{len(found.measures)} measures, in this order"
    print(f"{found.bundle}{f' in {shown}' if shown else ''}: {count}")
    for heading, line in _lines(reading, found, unit):
        print(f"  {heading:<13}{line}")
    print()
    _print_measures(reading, found)
    _print_groups(reading)
    _print_worst(found)
    for heading, line in _told(found):
        print(f"{heading:<13}{line}")
    for note in found.notes:
        print(note)
    print("Intervals are of the paired change on the same people. Shapley shares sum to the whole.")


def _lines(reading: Reading, found: Cumulative, unit: str | None) -> Iterator[tuple[str, str]]:
    def of(figure: str) -> Record | None:
        return reading.of(f"cumulative_{figure}", ())

    yield (
        "On average",
        f"{_change(of('mean_change'))}{f' {unit}' if unit else ''}, {_share(of('relative_change'))}",
    )
    total = of("total_change")
    # Of incomes that are divided by a scale, a total is no money.
    money = total is not None and "divided by" not in str(total.parameters.get("income_concept"))
    yield (
        "In all",
        f"{_with_interval(total)}; {_cost(of('total_cost'))}" if money else _cost(of("total_cost")),
    )
    loss, gain = of("mean_loss_of_losers"), of("mean_gain_of_winners")
    yield "Lose", f"{_people(of('losers'))}, {_percent(of('losers_share'))}{_by(loss)}"
    several = of("losers_from_several_share")
    if len(reading.measures) > 1:
        yield "", f"{_percent(several)} of people lose from two or more measures"
    yield "Gain", f"{_people(of('winners'))}, {_percent(of('winners_share'))}{_by(gain)}"
    number = _with_interval(of("poverty_number_change"))
    yield "Poverty", f"{_change(of('poverty_rate_change'), points=True)}; people: {number}"
    child = reading.of("cumulative_poverty_number_change", (("people", "children"),))
    if child is not None:
        rate = reading.of("cumulative_poverty_rate_change", (("people", "children"),))
        yield "Children", f"in poverty: {_with_interval(child)}; their rate: {_change(rate, points=True)}"
    yield "", f"at the line as it stood: {_with_interval(of('anchored_poverty_number_change'))} people"
    yield "Gini", _change(of("gini_change"))
    beyond = reading.of("interaction_mean_change", ())
    if len(reading.measures) > 1:
        yield "Interaction", f"{_change(beyond)}, on average: the whole against the sum of measures alone"
        yield from _pairs(found)


def _pairs(found: Cumulative) -> Iterator[tuple[str, str]]:
    """Name the two measures that change most of what the other does."""
    year = str(found.years[-1]) if found.years else None
    pairs = [
        record
        for record in found.records
        if record.measure == "pairwise_interaction_mean_change" and record.by.get("year") == year
    ]
    known = [record for record in pairs if record.estimate]
    if len(found.measures) > 2 and known:
        most = max(known, key=lambda record: abs(record.estimate or 0.0))
        yield "", f"most between {most.by['option']} and {most.by['with']}: {_with_interval(most)}"


def _print_measures(reading: Reading, found: Cumulative) -> None:
    rows = []
    for summary in found.measures:

        def of(figure: str, name: str = summary.name) -> Record | None:
            return reading.of(figure, (), name)

        rows.append(
            {
                "measure": summary.name,
                "cost": _size_of(of("marginal_total_cost")),
                "in this order": _signed_of(of("marginal_mean_change")),
                "alone": _signed_of(of("stand_alone_mean_change")),
                "Shapley share": _signed_of(of("shapley_mean_change")),
                "interval": _interval(of("shapley_mean_change")),
                "of poverty, points": _points(of("shapley_poverty_rate_change")),
                "of the Gini": _signed_of(of("shapley_gini_change")),
            }
        )
    print_rows(rows, numeric=("cost", "in this order", "alone", "Shapley share", "of the Gini"))
    print()


def _print_groups(reading: Reading) -> None:
    """One row a group: the whole, and each measure's share where there are few."""
    every = [row for row in rows_of(reading) if len(row.group) < 2]
    tenths = [row for row in every if row.group and row.group[0][0].startswith("decile")]
    for rows in ([row for row in every if row not in tenths], tenths):
        if rows:
            cells = [_cells(row, reading, tenths=rows is tenths) for row in rows]
            told = [name for name in cells[0] if any(cell[name] not in ("", "–") for cell in cells)]
            right = [name for name in told if name not in ("group", "interval") and "points" not in name]
            print_rows([{name: cell[name] for name in told} for cell in cells], numeric=right)
            print()


def _cells(row: TableRow, reading: Reading, *, tenths: bool) -> dict[str, str]:
    shares = {}
    if len(reading.measures) <= _FEW_MEASURES:
        shares = {name: _signed_of(share) for name, share in zip(reading.measures, row.shares, strict=True)}
    withheld = row.whole.status == "withheld"
    return {
        "group": row.name,
        "mean change": "[c]" if withheld else _signed_of(row.whole),
        "interval": _interval(row.whole),
        "of income": _percent(row.relative, signed=True),
        "lose": _percent(row.losers),
        "by": _size_of(row.loss, absolute=True),
        f"poverty{', line as it stood' if tenths else ''}, points": _points(row.poverty),
        **shares,
    }


def _print_worst(found: Cumulative) -> None:
    every = [group for group in found.worst if group.stands_out]
    if not every:
        if found.worst:
            print("No group's loss stands out from that of everybody among all groups compared.")
        return
    told = list(_not_nested(every))
    rows = [_worst(place, group) for place, group in enumerate(told[:_MOST_WORST], start=1)]
    print(
        "Worst affected: groups that lose a larger share than everybody does, beyond chance (false discovery "
        "rate 5%);\na narrower group only where it loses a tenth more than a wider one listed."
    )
    right = ("", "of income", "mean change", "lose", "each by", "people who lose")
    print_rows(rows, numeric=right)
    if len(every) > len(rows):
        print(f"{len(every) - len(rows)} more are in --json.")
    print()


def _not_nested(groups: Sequence[WorstAffected]) -> Iterator[WorstAffected]:
    for group in groups:
        wider = [
            each for each in groups if len(each.by) < len(group.by) and each.by.items() <= group.by.items()
        ]
        if all(group.relative_change <= _CLEARLY_MORE * each.relative_change for each in wider):
            yield group


def _worst(place: int, group: WorstAffected) -> dict[str, str]:
    ends = ""
    if group.relative_low is not None and group.relative_high is not None:
        ends = f"{100 * group.relative_low:.1f} to {100 * group.relative_high:.1f}%"
    return {
        "": f"{place}",
        "group": ", ".join(f"{name} {level}" for name, level in group.by.items()),
        "of income": f"{100 * group.relative_change:+.1f}%",
        "interval": ends,
        "mean change": _signed(group.mean_change),
        "lose": "–" if group.losers_share is None else f"{100 * group.losers_share:.0f}%",
        "each by": "–" if group.mean_loss_of_losers is None else _size(abs(group.mean_loss_of_losers)),
        "people who lose": "–" if group.losers is None else _size(group.losers),
        "rank in its kind": "–" if group.rank is None else f"{group.rank[0]} to {group.rank[1]}",
    }


def _print_years(readings: dict[str, Reading], found: Cumulative) -> None:
    rows = []
    for year, reading in readings.items():
        rows.append(
            {
                "year": year,
                "cost": _size_of(reading.of("cumulative_total_cost", ())),
                "mean change": _signed_of(reading.of("cumulative_mean_change", ())),
                "interval": _interval(reading.of("cumulative_mean_change", ())),
                "lose": _percent(reading.of("cumulative_losers_share", ())),
                "poverty, points": _points(reading.of("cumulative_poverty_rate_change", ())),
                **{
                    name: _signed_of(reading.of("shapley_mean_change", (), name)) for name in reading.measures
                },
            }
        )
    print_rows(
        rows, numeric=[name for name in rows[0] if name not in ("year", "interval", "poverty, points")]
    )
    print()


def _told(found: Cumulative) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(_flags(found)):
        yield "Look at" if not number else "", text
    for number, prompt in enumerate(found.prompts):
        yield "Review" if not number else "", f"{prompt.option}: {prompt.text}"
    yield from _assumed(found)


def _assumed(found: Cumulative) -> Iterator[tuple[str, str]]:
    """Say what all measures have in common once."""
    several = [set(summary.assumptions) for summary in found.measures if summary.assumptions]
    common = set.intersection(*several) if len(several) > 1 else set()
    for summary in found.measures:
        own = [text for text in summary.assumptions if text not in common]
        if own:
            yield "Assumed", f"{summary.name}: {' '.join(own)}"
    if common:
        texts = [text for text in found.measures[0].assumptions if text in common]
        yield "Assumed", f"Of each: {' '.join(texts)}"


def _flags(found: Cumulative) -> Sequence[str]:
    shown = sorted(found.flags, key=lambda flag: len(flag.by))
    texts = [flag.text for flag in shown[:_MOST_FLAGS]]
    if len(shown) > _MOST_FLAGS:
        texts.append(f"and {len(shown) - _MOST_FLAGS} more such patterns: see --json")
    return texts


# Figures


def _known(record: Record | None) -> float | None:
    return None if record is None else record.estimate


def _change(record: Record | None, *, points: bool = False) -> str:
    value = _known(record)
    if record is None or value is None:
        return _nothing(record)
    if record.verdict == "the same as":
        return "no change"
    scale, unit = (100.0, " points") if points else (1.0, "")
    words = "" if record.verdict is None else f"{record.verdict.removesuffix(' than')}, "
    return f"{words}{_signed(value * scale)}{unit}{_ends(record, scale)}"


def _ends(record: Record, scale: float = 1.0) -> str:
    if record.low is None or record.high is None:
        return ""
    return f" ({_signed(record.low * scale)} to {_signed(record.high * scale)})"


def _with_interval(record: Record | None) -> str:
    value = _known(record)
    if record is None or value is None:
        return _nothing(record)
    return f"{_signed(value)}{_ends(record)}"


def _cost(record: Record | None) -> str:
    value = _known(record)
    if record is None or value is None:
        return f"cost: {_nothing(record)}"
    words, sign = ("saves", -1.0) if value < 0 else ("costs", 1.0)
    ends = sorted(sign * end for end in (record.low, record.high) if end is not None)
    return (
        f"{words} {_size(abs(value))}{f' ({_size(ends[0])} to {_size(ends[1])})' if len(ends) == 2 else ''}"
    )


def _nothing(record: Record | None) -> str:
    return "[c]" if record is not None and record.status == "withheld" else "not estimable"


def _share(record: Record | None) -> str:
    value = _known(record)
    return "–" if value is None else f"{100 * value:+.2f}% of all income"


def _people(record: Record | None) -> str:
    value = _known(record)
    if record is None or value is None:
        return _nothing(record)
    if not value:
        return "nobody"
    if record.low is None or record.high is None or not record.se:
        return f"{_size(value)} people"
    return f"{_size(value)} people ({_size(max(record.low, 0.0))} to {_size(record.high)})"


def _by(record: Record | None) -> str:
    value = _known(record)
    return "" if value is None else f", by {_size(abs(value))} each on average"


def _percent(record: Record | None, *, signed: bool = False) -> str:
    value = _known(record)
    if value is None:
        return "–"
    return f"{100 * value:+.1f}%" if signed else f"{100 * value:.1f}%"


def _points(record: Record | None) -> str:
    value = _known(record)
    if record is None or value is None:
        return "–"
    return "no change" if record.verdict == "the same as" else f"{_signed(100 * value)}{_ends(record, 100.0)}"


def _interval(record: Record | None) -> str:
    if record is None or record.low is None or record.high is None:
        return "–"
    return f"{_size(record.low)} to {_size(record.high)}"


def _size_of(record: Record | None, *, absolute: bool = False) -> str:
    value = _known(record)
    return "–" if value is None else _size(abs(value) if absolute else value)


def _signed_of(record: Record | None) -> str:
    value = _known(record)
    return "–" if value is None else _signed(value)


def _size(number: float) -> str:
    if abs(number) < _DUST:
        return "0"
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:,.3g}"


def _signed(number: float) -> str:
    shown = _size(number)
    return shown if shown.startswith("-") or shown == "0" else f"+{shown}"
