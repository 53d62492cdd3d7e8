"""Patterns over time that one figure hides: the future pays, and the discount rate decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dueregard.consequences.findings import Flag
from dueregard.consequences.generations.cohorts import CHILDREN
from dueregard.consequences.generations.years import Horizon
from dueregard.estimates import Record
from dueregard.listing import and_list
from dueregard.register import DiscountSchedule

__all__ = ["UNBORN", "flags_of_generations", "present_values"]

UNBORN = "not yet born"


def present_values(
    found: Sequence[Record], option: str, *, measure: str = "present_value"
) -> Mapping[tuple[str, str], Record]:
    """Look present values of an option up by whose they are and the schedule.

    Parameters
    ----------
    found : sequence of Record
        All figures.
    option : str
        The option's name.
    measure : str
        Which figure.

    Returns
    -------
    mapping of (str, str) to Record
        By generation or group (``everybody`` for all) and schedule, under the first growth asked for.
    """
    values: dict[tuple[str, str], Record] = {}
    for record in found:
        if record.measure == measure and record.by["option"] == option:
            whose = record.by.get("generation", record.by.get("group", "everybody"))
            values.setdefault((whose, str(record.parameters["schedule"])), record)
    return values


def flags_of_generations(found: Sequence[Record], options: Sequence[str], horizon: Horizon) -> Iterator[Flag]:
    """Find the patterns.

    Parameters
    ----------
    found : sequence of Record
        All figures.
    options : sequence of str
        Their names, in order.
    horizon : Horizon
        With the schedules.

    Yields
    ------
    Flag
        ``future_pays`` where the option brings people more than it takes in earlier years and takes more in
        later ones, those alive (or adults, or some generations) gain, and those not yet born (or with
        them children) lose, all beyond what chance in the sample explains; ``rate_decides`` where all
        together gain under one schedule and lose under another.
    """
    for option in options:
        values = present_values(found, option)
        yield from _future_pays(option, found, values, horizon)
        yield from _rate_decides(option, values, horizon)


def _future_pays(
    option: str,
    found: Sequence[Record],
    values: Mapping[tuple[str, str], Record],
    horizon: Horizon,
) -> Iterator[Flag]:
    turn = _turn(found, option)
    if turn is None:
        # The same every year: who is young has other ages ahead, which is no shift of costs in time.
        return
    for now, gaining, then, losing in _sides(values, horizon):
        paying = [
            schedule
            for schedule in horizon.schedules
            if any(_verdict(values.get((whose, schedule.name))) == "higher than" for whose in now)
            and _verdict(values.get((then, schedule.name))) == "lower than"
        ]
        if paying:
            yield Flag(
                kind="future_pays",
                option=option,
                by={"option": option},
                text="The future pays: it brings more than it takes at first, and takes more than it brings "
                f"from {turn}. {gaining} gain, and {losing} lose, {_under(paying, horizon)}.",
            )
            return


def _sides(
    values: Mapping[tuple[str, str], Record], horizon: Horizon
) -> Iterator[tuple[Sequence[str], str, str, str]]:
    """Who may gain now and who may lose then, the plainest case first."""
    first = horizon.first
    young = f"under {CHILDREN} in {first} or not yet born"
    adults = f"aged {CHILDREN} and over in {first}"
    not_born, not_grown = "those not yet born", f"those under {CHILDREN} then or not yet born"
    living = list(dict.fromkeys(whose for whose, _ in values if whose.startswith("born ")))
    some = "Some generations alive now"
    yield (f"alive in {first}",), f"People alive in {first}", UNBORN, not_born
    yield (adults,), f"People {adults}", young, not_grown
    yield living, some, UNBORN, not_born
    yield living, some, young, not_grown


def _turn(found: Sequence[Record], option: str) -> int | None:
    """Find the first year in which people together lose, after years in which they gain, beyond chance."""
    gained = False
    for record in found:
        if (
            record.measure != "net_effect"
            or record.by["option"] != option
            or set(record.by) != {"option", "year"}
        ):
            continue
        if _verdict(record) == "higher than":
            gained = True
        elif gained and _verdict(record) == "lower than":
            return int(record.by["year"])
    return None


def _rate_decides(option: str, values: Mapping[tuple[str, str], Record], horizon: Horizon) -> Iterator[Flag]:
    of = {each.name: _verdict(values.get(("everybody", each.name))) for each in horizon.schedules}
    gains = [each for each in horizon.schedules if of[each.name] == "higher than"]
    losses = [each for each in horizon.schedules if of[each.name] == "lower than"]
    if gains and losses:
        yield Flag(
            kind="rate_decides",
            option=option,
            by={"option": option},
            text=f"The discount rate decides: all together gain {_named(gains)}, and lose {_named(losses)}.",
        )


def _verdict(record: Record | None) -> str | None:
    if record is None or not record.estimate:
        return None
    return record.verdict


def _under(paying: Sequence[DiscountSchedule], horizon: Horizon) -> str:
    if len(paying) == len(horizon.schedules):
        return "under every schedule shown" if len(paying) > 1 else _named(paying)
    return f"but only {_named(paying)}"


def _named(schedules: Sequence[DiscountSchedule]) -> str:
    rates = [each.title for each in schedules if each.published or any(band.rate for band in each.bands)]
    told = [f"at the rates of {and_list(rates)}"] if rates else []
    if len(rates) < len(schedules):
        told.insert(0, "undiscounted")
    return " and ".join(told)
