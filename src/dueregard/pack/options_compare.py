"""All options side by side: cost, who gains and loses and by how much, poverty, inequality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dueregard.consequences.generations.words import main_schedule
from dueregard.listing import and_list
from dueregard.pack.numbers import number_format
from dueregard.pack.options_figures import (
    OFF,
    RATE,
    UNEQUAL,
    change_cell,
    format_of,
    level_cell,
    page_names,
    people_cell,
    plain_cell,
)
from dueregard.pack.options_groups import name_of, worst_affected
from dueregard.pack.options_later import later_words
from dueregard.pack.views import GapView

if TYPE_CHECKING:
    from dueregard.consequences import OptionTold, ReleasedConsequences
    from dueregard.estimates import Record

__all__ = [
    "OF_EVERYBODY",
    "Compared",
    "ComparedOption",
    "ComparedRow",
    "compared",
    "flag_words",
    "judged_of",
]

DO_NOTHING = "as now"
FLAGS = {
    "levelling_down": "a gap narrows because the better-off lose",
    "average_up_most_lose": "the average rises while more lose than win",
    "place_up_people_down": "a place rises while its poorest or a group falls",
}
"""What each pattern is, in words."""
NAMES = {"average_up_most_lose": "Average up, most lose", "place_up_people_down": "Place up, people down"}
OF_EVERYBODY = {
    "future_pays": "the future pays: it brings first and takes later, from those who come later",
    "rate_decides": "whether it is a gain or a loss over the years depends on the discount rate",
}
"""Patterns that are not of a group."""


PARTS = {
    "eligible": "who is eligible",
    "amount": "the amount",
    "at_most": "the ceiling",
    "withdraw": "withdrawal",
    "cost_cap": "who comes first",
    "who_pays": "who pays",
    "take_up": "take-up",
}
"""Where an option looks at a characteristic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedOption:
    """A column of the comparison."""

    name: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """A row of the comparison: what is compared, doing nothing, and each option."""

    title: str
    note: str
    cells: tuple[GapView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The comparing page of the options that change one outcome."""

    outcome: str
    options: tuple[ComparedOption, ...]
    rows: tuple[ComparedRow, ...]


def judged_of(found: ReleasedConsequences, option: str) -> tuple[str, bool]:
    """Say which value of the outcome that an option changes is better, and whether it is money."""
    name = found.outcome_of(option)
    judged = next(each for each in found.findings.outcomes if each.name == name)
    return judged.better, judged.money


def compared(found: ReleasedConsequences) -> tuple[Compared, ...]:
    """Compare the options, those of one outcome with each other and with doing nothing.

    Parameters
    ----------
    found : ReleasedConsequences
        The options, as they may be shown.

    Returns
    -------
    tuple of Compared
        One for each outcome.
    """
    pages = page_names(found)
    tables = []
    for outcome in found.findings.outcomes:
        some = [option for option in found.findings.options if option.outcome == outcome.name]
        if some:
            tables.append(
                Compared(
                    outcome=outcome.name,
                    options=tuple(
                        ComparedOption(name=option.name, page=pages[option.name]) for option in some
                    ),
                    rows=tuple(_rows(found, some, outcome.name)),
                )
            )
    return tuple(tables)


def _rows(found: ReleasedConsequences, options: Sequence[OptionTold], outcome: str) -> Iterator[ComparedRow]:
    better, money = judged_of(found, options[0].name)

    def row(title: str, note: str, nothing: GapView, of: Callable[[OptionTold], GapView]) -> ComparedRow:
        return ComparedRow(title=title, note=note, cells=(nothing, *(of(option) for option in options)))

    def get(measure: str, option: OptionTold) -> Record | None:
        return found.get(measure, option.name)

    none = plain_cell("")
    totals = {option.name: get("total_cost", option) for option in options}
    costs = format_of(totals.values())
    saved = any(total is not None and (total.estimate or 0.0) < 0 for total in totals.values())
    note = "below nought it saves" if saved else ""
    yield row("Costs", note, plain_cell("nothing"), lambda option: level_cell(totals[option.name], costs))
    yield row("Who pays", "", none, lambda option: plain_cell(_payer(option)))
    yield row("Receive something", "people", none, lambda option: _received(found, option))
    nobody = plain_cell("nobody")
    yield row(
        "Gain",
        "people, and by how much each",
        nobody,
        lambda option: people_cell(
            get("winners", option),
            get("winners_share", option),
            get("mean_gain_of_winners", option),
            nobody="nobody",
        ),
    )
    yield row(
        "Lose",
        "people, and by how much each",
        nobody,
        lambda option: people_cell(
            get("losers", option),
            get("losers_share", option),
            get("mean_loss_of_losers", option),
            nobody="nobody",
        ),
    )
    means = format_of((get("mean_change", option) for option in options), measure="mean")
    yield row(
        "On average a person",
        "",
        plain_cell("", verdict="No change", sense="close"),
        lambda option: change_cell(get("mean_change", option), means, names=OFF, better=better),
    )
    if money:
        yield from _of_money(found, options, outcome, row)
    yield row(
        "Does worst by",
        "of the groups that may be shown",
        none,
        lambda option: _worst(found, option, better=better),
    )
    later = next((ahead for option in options if (ahead := found.later_of(option.name))), None)
    if later is not None:
        yield row(
            "Later",
            f"{later.first} to {later.until}, in values of {later.first} "
            f"({main_schedule(later.schedules).title})",
            none,
            lambda option: plain_cell(later_words(found, option.name)),
        )
    yield row("Look at", "patterns that averages hide", none, lambda option: _flags(found, option))
    yield row(
        "To be reviewed", "by somebody with legal knowledge", none, lambda option: _prompts(found, option)
    )


def _of_money(
    found: ReleasedConsequences,
    options: Sequence[OptionTold],
    outcome: str,
    row: Callable[[str, str, GapView, Callable[[OptionTold], GapView]], ComparedRow],
) -> Iterator[ComparedRow]:
    line = next((each.line for each in found.findings.outcomes if each.name == outcome), None)
    poverty = found.get("poverty_rate", DO_NOTHING, outcome)
    below = "below the poverty line"
    if line is not None and poverty is not None:
        below += f", now {number_format('mean', _unit(found, outcome), [line]).full(line)}"
    yield row(
        "In poverty",
        f"{below}; it moves with incomes",
        level_cell(poverty, number_format("proportion", None, [])),
        lambda option: change_cell(
            found.get("poverty_rate_change", option.name),
            format_of([found.get("poverty_rate_change", option.name)], measure="proportion"),
            names=RATE,
            better="lower",
        ),
    )
    yield row(
        "Cross the line as it is now",
        "people",
        plain_cell(""),
        lambda option: _crossing(found, option),
    )
    gini = found.get("gini", DO_NOTHING, outcome)
    fine = replace(number_format("gini", None, [0.5]), decimals=4)
    yield row(
        "Inequality",
        "Gini index",
        level_cell(gini, replace(fine, decimals=3)),
        lambda option: change_cell(
            found.get("gini_change", option.name), fine, names=UNEQUAL, better="lower"
        ),
    )


def _unit(found: ReleasedConsequences, outcome: str) -> str:
    return next((each.unit for each in found.findings.outcomes if each.name == outcome), "")


def _payer(option: OptionTold) -> str:
    now = (
        "these people, in part or in full"
        if option.pays_here
        else "nobody now"
        if option.later
        else "nobody is named: what is given up for it is not counted"
    )
    return "; ".join((now, *(f"later: {each}" for each in option.later)))


def _received(found: ReleasedConsequences, option: OptionTold) -> GapView:
    whole = replace(number_format("count", None, []), decimals=0)
    cell = level_cell(found.get("recipients", option.name), whole)
    missed = found.get("non_take_up", option.name)
    if missed is None or not missed.estimate or not cell.words:
        return cell
    told = f"{cell.words} ({cell.interval})" if cell.interval else cell.words
    return replace(cell, words=f"{told}; {missed.estimate:.0%} of those who may have it do not", interval="")


def _crossing(found: ReleasedConsequences, option: OptionTold) -> GapView:
    numbers = replace(number_format("count", None, []), decimals=0)
    out, into = (found.get(f"moved_{way}_poverty", option.name) for way in ("out_of", "into"))
    up, down = level_cell(out, numbers), level_cell(into, numbers)
    return plain_cell(f"{up.words or '[x]'} rise above it, {down.words or '[x]'} fall below it")


def _worst(found: ReleasedConsequences, option: OptionTold, *, better: str) -> GapView:
    worst = worst_affected(found, option.name, better=better, most=1)
    if not worst:
        return plain_cell("")
    (record,) = worst
    cell = change_cell(record, format_of([record]), names=OFF, better=better)
    return replace(cell, words=f"{name_of(record)}: {cell.words}".removesuffix(": "))


def _flags(found: ReleasedConsequences, option: OptionTold) -> GapView:
    flags = Counter(flag.kind for flag in found.flags if flag.option == option.name)
    if not flags:
        return plain_cell("none found")
    return plain_cell("; ".join(flag_words(kind, number) for kind, number in flags.items()))


def flag_words(kind: str, number: int) -> str:
    """Say a pattern and in how many groups it is seen.

    Examples
    --------
    >>> flag_words("levelling_down", 2)
    'Levelling down, in 2 groups: a gap narrows because the better-off lose'
    """
    if kind in OF_EVERYBODY:
        return OF_EVERYBODY[kind]
    named = NAMES.get(kind, kind.replace("_", " ").capitalize())
    return f"{named}, in {number} group{'' if number == 1 else 's'}: {FLAGS.get(kind, '')}".removesuffix(": ")


def _prompts(found: ReleasedConsequences, option: OptionTold) -> GapView:
    used: dict[str, list[str]] = {}
    for each in found.findings.prompts:
        if each.option == option.name:
            where = f"{_where(each.part)}{', by a proxy' if each.proxy else ''}"
            used.setdefault(each.characteristic.replace("_", " "), []).append(where)
    told = [f"{name} ({', '.join(dict.fromkeys(where))})" for name, where in used.items()]
    return plain_cell(f"uses {and_list(told)}" if told else "uses no protected characteristic")


def _where(part: str) -> str:
    """Say where in an option a characteristic is used, perhaps in one of its parts or in later years."""
    whole, colon, key = part.rpartition(": ")
    if part.startswith("later"):
        return "in later years"
    return f"{whole}{colon}{PARTS.get(key, key)}"
