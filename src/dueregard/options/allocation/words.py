"""An allocation in plain sentences: who gets more and why, and what rests on an assumption."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from dueregard.options.allocation.allocate import Allocation
from dueregard.options.allocation.effects import Effects, Figure
from dueregard.options.allocation.judged import Shared
from dueregard.options.allocation.path import NEAR

__all__ = ["main_rule", "money", "notes_of", "reader_sentences"]

_WHOLE = 1000
_SAME = 1e-9
_LITTLE = 0.001
_ENDS = 2
_MAIN = ("damped", "need", "leximin", "atkinson", "utilitarian", "equal")
_ORDERED = re.compile(r"rank|decile|quintile|quartile|percentile", re.IGNORECASE)


def main_rule(found: Allocation) -> str:
    """Choose the rule by which places are put in order.

    Parameters
    ----------
    found : Allocation
        With at least one rule.

    Returns
    -------
    str
        The most cautious step towards need that is there, else what is nearest to equal outcomes.
    """
    return next(name for name in _MAIN if name in found.rules)


def money(amount: float, unit: str, *, signed: bool = False) -> str:
    """Write an amount.

    Parameters
    ----------
    amount : float
        Money.
    unit : str
        A sign goes before the number, a word after it.
    signed : bool
        Whether a plus is written.

    Returns
    -------
    str
        Whole pounds from a thousand on.

    Examples
    --------
    >>> money(1234567.8, "£"), money(-12.5, "£", signed=True), money(3, "EUR")
    ('£1,234,568', '-£12.50', '3.00 EUR')
    """
    sign = "-" if amount < 0 else "+" if signed and amount > 0 else ""
    number = f"{abs(amount):,.0f}" if abs(amount) >= _WHOLE else f"{abs(amount):,.2f}"
    return f"{sign}{number} {unit}" if len(unit) > 1 else f"{sign}{unit}{number}"


def reader_sentences(found: Allocation, *, unit: str, outcome: str | None, effects: bool = True) -> list[str]:
    """Say what an allocation means.

    Parameters
    ----------
    found : Allocation
        Of n places.
    unit : str
        Of money.
    outcome : str, optional
        What the outcome is called.
    effects : bool
        Whether each rule's outcomes are told; not beside a table of them.

    Returns
    -------
    list of str
        Sentences. Without a declared response none is about outcomes.
    """
    return [
        *_ends(found, unit),
        *_limits(found),
        *_pace(found),
        *_outcomes(found, outcome or "the outcome", unit, effects=effects),
        *(f"{name} is not shown: {_small(reason)}." for name, reason in _left_out(found)),
    ]


def notes_of(found: Allocation, *, need: str | None, outcome: str | None) -> list[str]:
    """Say how figures are to be read.

    Parameters
    ----------
    found : Allocation
        Of n places.
    need, outcome : str, optional
        What the columns are called.

    Returns
    -------
    list of str
        For readers and machines.
    """
    told = ["Flat: the same a head everywhere, without floors, caps or pace. Every rule is held against it."]
    if need is not None:
        told.append("Need counts as it is written: a number twice as high is twice the money a head.")
        if _ORDERED.search(need):
            told.append(
                f"{need} looks like an order of places. The rules give more where the number is higher, and "
                "1 may be the most deprived; and twice a rank is not twice the need."
            )
    if found.places.current is not None and found.pace is None:
        told.append("With --pace, a step towards need that places can bear is shown too (damped).")
    if found.response is None:
        about = f" of {outcome}" if outcome else ""
        told.append(
            f"What money does to outcomes is not declared (--response), so nothing is said{about} beyond who "
            "gets what."
        )
    elif found.places.current is None:
        start = "at the same a head" if found.response.form == "log" else "without any of this money"
        told.append(
            f"What places have now is not given (--current): outcomes now are taken to be those {start}."
        )
    return told


def _ends(found: Allocation, unit: str) -> Iterator[str]:
    """Who gains and who loses most against flat, by the main rule."""
    rule = main_rule(found)
    if rule == "equal" and len(found.rules) == 1:
        return
    shared = found.rules[rule]
    heads = (shared.amounts - found.flat) / found.places.population
    order = np.argsort(-heads, kind="stable").tolist()
    near = 1e-9 * found.flat / found.places.population
    gain = [place for place in order[:_ENDS] if heads[place] > near[place]]
    lose = [place for place in order[::-1][:_ENDS] if heads[place] < -near[place]]
    for place in (*gain, *reversed(lose)):
        more = shared.amounts[place] - found.flat[place]
        percent = 100 * more / found.flat[place]
        yield (
            f"By {rule}, {found.places.names[place]} gets {money(abs(more), unit)} "
            f"{'more' if more > 0 else 'less'} than flat ({percent:+.0f}%): {shared.reasons.words[place]}."
        )


def _limits(found: Allocation) -> Iterator[str]:
    for name, shared in found.rules.items():
        counts = {
            what: shared.reasons.decided_by.count(what)
            for what in ("floor", "cap", "pace")
            if what in shared.reasons.decided_by
        }
        if counts:
            told = ", ".join(f"the {what} decides in {_places(number)}" for what, number in counts.items())
            yield f"By {name}, {told}."


def _pace(found: Allocation) -> Iterator[str]:
    path, pace = found.path, found.pace
    if path is None or pace is None:
        return
    there = np.sort(path.years[path.years > 0])
    growth = f" and the budget growing {100 * pace.growth:.3g}% a year" if pace.growth else ""
    start = f"At a pace of {100 * pace.yearly:.3g}% a year{growth}"
    if path.all_there is None:
        missing = int((path.years < 0).sum())
        yield (f"{start}, {_places(missing)} would not come to the target: {path.stopped}.")
    else:
        half = int(there[(len(there) - 1) // 2])
        yield (
            f"{start}, half of the places have their target amounts in year {half}, all of them in "
            f"year {path.all_there} (to {100 * NEAR:g}%)."
        )


def _outcomes(found: Allocation, outcome: str, unit: str, *, effects: bool) -> Iterator[str]:
    response, now = found.response, found.now
    if response is None or now is None or found.curves is None:
        return
    yield (
        f"Assumption: {response.described(outcome, unit=unit)} (k {response.k:g}, standard error "
        f"{response.se:g}). Source: {response.source}. All that follows rests on it."
    )
    told: dict[str, Shared] = {}
    for name, shared in found.rules.items():
        same = [other for other, each in told.items() if found.moved(name, each.amounts) < _SAME]
        if same:
            yield f"By {name}, places get what they get by {same[0]}."
            continue
        told[name] = shared
        if shared.effects is not None and np.isfinite(shared.effects.mean.value):
            yield from _outcome(name, shared, found, effects=effects)
        else:
            yield f"By {name}, some place gets nothing, and a response of logarithms does not reach so far."
    if found.goals is not None:
        goals = found.goals
        never, late = int((goals.years < 0).sum()), int(goals.years.max())
        about = f"every place would reach {goals.goal:g} in year {late}"
        if never:
            about = (
                f"{_places(never)} would not reach {goals.goal:g} in the {goals.horizon} years until amounts "
                "are at their targets"
            )
        yield f"Years to target: by damped, {about}."


def _outcome(name: str, shared: Shared, found: Allocation, *, effects: bool) -> Iterator[str]:
    price = _price(shared, found)
    if not effects:
        if price:
            yield f"By {name}, {price}."
        return
    told = _told(name, shared, found)
    yield f"{told}{'; ' if price else ''}{price}.{_hangs(shared)}"


def _told(name: str, shared: Shared, found: Allocation) -> str:
    effects, now = shared.effects, found.now
    assert effects is not None
    assert now is not None
    worst = _worst(effects)
    closed = effects.gap_closed
    gap = ""
    if closed.value == 0:
        gap = f"; it leaves the gap between the fifths, {now.gap.value:.3g} now, as it is"
    elif np.isfinite(closed.value):
        verb = "closes" if closed.value >= 0 else "widens"
        size = Figure(
            value=abs(closed.value),
            se=closed.se,
            low=closed.low if closed.value >= 0 else -closed.high,
            high=closed.high if closed.value >= 0 else -closed.low,
        )
        gap = (
            f"; it {verb} the gap between the fifths, {now.gap.value:.3g} now, by {_percent(size.value)} "
            f"({100 * found.level:g}% interval {_percent(size.low)} to {_percent(size.high)})"
        )
    return f"By {name}, the mean would be {effects.mean.value:.5g} and {worst}{gap}"


def _hangs(shared: Shared) -> str:
    """How far who gets what is itself decided by the assumption."""
    if shared.hangs is None or shared.hangs < _LITTLE:
        return ""
    if shared.hangs == 1:
        return " Who gets what hangs on the effect wholly: its interval reaches to no effect."
    return f" Were the effect at a limit of its interval, {_percent(shared.hangs)} of the money would move."


def _price(shared: Shared, found: Allocation) -> str:
    """What is given up of the mean, and what it buys for the worst."""
    if not shared.price or shared.effects is None:
        return ""
    told = f"the mean is {shared.price:.2g} worse than the best possible"
    best = found.rules.get("utilitarian")
    if best is None or best.effects is None or not np.isfinite(best.effects.worst.value):
        return told
    sign = 1 if found.curves is not None and found.curves.better == "higher" else -1
    bought = sign * (shared.effects.worst.value - best.effects.worst.value)
    return f"{told}, the worst outcome {abs(bought):.2g} {'better' if bought >= 0 else 'worse'}"


def _worst(effects: Effects) -> str:
    near = np.abs(effects.outcomes - effects.worst.value) <= _SAME * max(1.0, abs(effects.worst.value))
    level = f"{effects.worst.value:.4g}"
    if near.sum() > 1:
        return f"the worst outcome, shared by {_places(int(near.sum()))}, would be {level}"
    return f"the worst place, {effects.worst_place}, would have {level}"


def _left_out(found: Allocation) -> list[tuple[str, str]]:
    """Rules that lack only what was not offered are no news: with a response or a pace begun, they are."""
    return [(name, why) for name, why in found.left_out.items() if not why.startswith("it needs")]


def _small(reason: str) -> str:
    return reason.rstrip(".")[:1].lower() + reason.rstrip(".")[1:]


def _places(number: int) -> str:
    return "1 place" if number == 1 else f"{number:,} places"


def _percent(share: float) -> str:
    return f"{100 * share:.3g}%"
