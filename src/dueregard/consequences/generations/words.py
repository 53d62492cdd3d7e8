"""What the accounts of generations say, and all that was assumed for them, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.generations.ages import Ages
from dueregard.consequences.generations.cohorts import CHILDREN
from dueregard.consequences.generations.flags import UNBORN, present_values
from dueregard.consequences.generations.population import births_now
from dueregard.consequences.generations.years import Horizon, Years
from dueregard.estimates import Record
from dueregard.listing import and_list
from dueregard.register import DiscountSchedule

_MILLIONS = 1e7

__all__ = ["assumptions_of_years", "main_schedule", "sentences_of"]


def main_schedule(schedules: Sequence[DiscountSchedule]) -> DiscountSchedule:
    """Choose the schedule that sentences speak of: the latest published, and of that edition the first named.

    Parameters
    ----------
    schedules : sequence of DiscountSchedule
        At least one.

    Returns
    -------
    DiscountSchedule
        The first of all where none was published.

    Examples
    --------
    >>> from dueregard.register import SCHEDULES
    >>> main_schedule(list(SCHEDULES.values())).name
    'green-book-2026'
    """
    published = [each for each in schedules if each.published]
    return max(published, key=lambda each: str(each.published), default=schedules[0])


def sentences_of(option: str, found: Sequence[Record], horizon: Horizon) -> Iterator[str]:
    """Say what an option does to generations.

    Parameters
    ----------
    option : str
        The option's name.
    found : sequence of Record
        All figures.
    horizon : Horizon
        The years and schedules.

    Yields
    ------
    str
        Sentences, in present values of the main schedule.
    """
    schedule, first = main_schedule(horizon.schedules), horizon.first

    def of(measure: str, whose: str = "everybody") -> Record | None:
        return present_values(found, option, measure=measure).get((whose, schedule.name))

    cost, gains, payments = (of(f"present_value_of_{part}") for part in ("cost", "gains", "payments"))
    if cost is not None and cost.status == "withheld":
        yield "Its accounts are kept back: they could show something about a person."
        return
    yield (
        f"From {horizon.first} to {horizon.until}, in values of {horizon.first} ({schedule.title}): it costs "
        f"{_sum(cost)}; people get {_sum(gains)} and pay {_sum(payments)}."
    )
    yield from _when(found, option)
    each = present_values(found, option, measure="present_value_per_person")
    yield from _extremes(each, schedule)
    yield from _not_yet_born(each, schedule, horizon)
    if payments is not None and payments.estimate:
        yield from _who_pays(present_values(found, option, measure="share_of_payments"), schedule, first)
    elif cost is not None and cost.estimate:
        yield "None of it is paid by these people in these years."
    left = of("residual_for_the_unborn")
    if left is not None and cost is not None and left.estimate and left.estimate > 0 and cost.estimate:
        yield (
            f"Those alive in {horizon.first} do not pay {_sum(left)} of the cost. If nobody else pays, that "
            "is left to those not yet born: a residual, not a forecast."
        )


def _when(found: Sequence[Record], option: str) -> Iterator[str]:
    """Say in which years people together gain and lose, where that changes beyond chance."""
    sides = [
        (record.by["year"], record.verdict)
        for record in found
        if record.measure == "net_effect"
        and record.by["option"] == option
        and set(record.by) == {"option", "year"}
        and record.verdict in ("higher than", "lower than")
    ]
    spans = [[year for year, side in sides if side == wanted] for wanted in ("higher than", "lower than")]
    if not all(spans):
        return
    words = ("it brings people more than it takes", "it takes more than it brings")
    told = sorted(
        (years, f"from {years[0]} to {years[-1]} {said}" if len(years) > 1 else f"in {years[0]} {said}")
        for years, said in zip(spans, words, strict=True)
    )
    text = ", and ".join(said for _, said in told)
    # Years of one kind among those of the other are no spans: then only the figures tell.
    if told[0][0][-1] < told[1][0][0]:
        yield f"{text[0].upper()}{text[1:]}."


def _not_yet_born(
    values: Mapping[tuple[str, str], Record], schedule: DiscountSchedule, horizon: Horizon
) -> Iterator[str]:
    record = values.get((UNBORN, schedule.name))
    if record is None or not record.estimate:
        return
    who = f"People not yet born (born {horizon.first + 1} to {horizon.until})"
    does = {"higher than": "gain", "lower than": "lose"}.get(record.verdict or "")
    size = _sum(record).removeprefix("-")
    if does:
        yield f"{who} {does} {size} each on average."
    else:
        yield f"Whether {who[0].lower()}{who[1:]} gain or lose cannot be told from chance."


def _who_pays(
    values: Mapping[tuple[str, str], Record], schedule: DiscountSchedule, first: int
) -> Iterator[str]:
    """Say which part of what people pay falls on whom, as far as that is known and may be shown."""
    shares = {whose: record for (whose, name), record in values.items() if name == schedule.name}
    adults, children = f"aged {CHILDREN} and over in {first}", f"under {CHILDREN} in {first}"
    whom = {adults: f"those {adults}", children: f"those then under {CHILDREN}"}
    if adults not in shares:
        # Wider groups are not in a release: then the youngest generation alive stands for children.
        youngest = [whose for whose in shares if whose.startswith("born ")][-1:]
        whom = {whose: f"those {whose}" for whose in youngest}
    told = [
        (shares[whose], words)
        for whose, words in {**whom, UNBORN: f"those {UNBORN}"}.items()
        if whose in shares and shares[whose].estimate is not None
    ]
    if told:
        parts = [
            f"{_percent(share)} {'' if at else 'falls '}on {words}" for at, (share, words) in enumerate(told)
        ]
        yield f"Of what people pay, {and_list(parts)}."


def _extremes(values: Mapping[tuple[str, str], Record], schedule: DiscountSchedule) -> Iterator[str]:
    every = {
        whose: record
        for (whose, name), record in values.items()
        if name == schedule.name and "generation" in record.by
    }
    of = {whose: record for whose, record in every.items() if record.estimate is not None}
    if len(of) < 2:
        return
    ordered = sorted(of, key=lambda whose: of[whose].estimate or 0.0)
    best, worst = ordered[-1], ordered[0]
    parts = []
    if (of[best].estimate or 0.0) > 0:
        parts.append(f"Those {best} gain the most, {_sum(of[best])} each")
    if (of[worst].estimate or 0.0) < 0:
        parts.append(f"those {worst} lose the most, {_sum(of[worst]).removeprefix('-')} each")
    if parts:
        text = "; ".join(parts)
        if len(of) < len(every):
            text += " (of those that may be shown)"
        yield f"{text[0].upper()}{text[1:]}."


def assumptions_of_years(
    years: Years,
    horizon: Horizon,
    ages: Ages,
    counts: NDArray[np.float64],
    *,
    where: object = None,
) -> Iterator[str]:
    """Say what was assumed about years, people and money.

    Parameters
    ----------
    years : Years
        As asked.
    horizon : Horizon
        As decided.
    ages : Ages
        Of the people.
    counts : ndarray (A,)
        People of each age in the table.
    where : object, optional
        A condition on the people whose accounts are meant.

    Yields
    ------
    str
        Sentences.
    """
    if where is not None:
        yield f"Accounts are of people with {where}; options are applied to everybody."
    yield from horizon.notes
    yield (
        "What somebody of an age gets or pays in a later year is what people of that age in the table get or "
        "pay on average; amounts are in the money of the table"
        + ("." if years.growth == (0.0,) else f", and grow by {_rates(years.growth)} a year.")
    )
    births, youngest = births_now(counts)
    if years.survival is None:
        yield (
            "Each later year has as many people of each age as the table: births, deaths and moves keep it "
            "so (give a life table with --survival to let each cohort shrink as it ages)."
        )
    else:
        yield "Each cohort shrinks as the life table says; nobody moves in or out."
    if years.births is None and len(youngest):
        span = f"{youngest[0]} to {youngest[-1]}" if len(youngest) > 1 else f"{youngest[0]}"
        yield (
            f"Births: {births:,.0f} a year, as many as there are people of each age from {span}. Those not "
            f"yet born are people born from {horizon.first + 1} to {horizon.until}; their accounts end in "
            f"{horizon.until}."
        )
    elif years.births is not None:
        yield f"Births: {years.births:,.0f} a year, as declared."
    if len(youngest) and youngest[0] > 0:
        yield f"Nobody under {youngest[0]} is in the table: at such ages people get and pay nothing here."
    if ages.lacking:
        yield (f"The age of {ages.lacking:,} people is missing or impossible: they are in no account.")
    yield (
        f"Present values are of {horizon.first}, which is not discounted; what is paid in a year counts as "
        "of that year. Amounts are those of each person, before any equivalence scale."
    )


def _rates(growth: Sequence[float]) -> str:
    return " and ".join(f"{100 * rate:g}%" for rate in growth)


def _sum(record: Record | None) -> str:
    if record is None or record.estimate is None:
        return "–"
    size, unit = abs(record.estimate), record.unit or ""
    symbol = len(unit) == 1 and not unit.isalpha()
    if size >= _MILLIONS:
        shown = f"{size / 1e6:,.0f} million"
    else:
        whole = size >= (10 if symbol else 1000)
        shown = f"{size:,.0f}" if whole else f"{size:,.2f}" if symbol else f"{size:,.3g}"
    sign = "-" if record.estimate < 0 else ""
    return f"{sign}{unit}{shown}" if symbol else f"{sign}{shown} {unit}".strip()


def _percent(record: Record) -> str:
    return f"{100 * (record.estimate or 0.0):.0f}%"
