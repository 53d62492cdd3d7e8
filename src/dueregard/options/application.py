"""An option applied to people: eligible, take-up, amount, withdrawal, phase-in, cap, then who pays."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import DueRegardError, PeopleError, UsageError, did_you_mean
from dueregard.options.amounts import Capped, phased, rationed, scaled, withdrawn
from dueregard.options.formulas import formulas_of
from dueregard.options.law import Reformed
from dueregard.options.parts import parts_of
from dueregard.options.rows import LARGEST, Rows
from dueregard.options.specification import CostCap, Option
from dueregard.options.units import Units

__all__ = ["Applied", "apply_option"]

Array = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Applied:
    """What an option gives each person and takes from each.

    Attributes
    ----------
    option : Option
        As written.
    amount : ndarray (n,)
        What each person's equal part of the unit's amount is worth in the outcome.
    cost : ndarray (n,)
        Each person's part of the cost.
    received : ndarray (n,)
        1 for members of units that got it, else 0; with expected take-up the rate.
    payment : ndarray (n,)
        What each person pays towards it.
    eligible : ndarray of bool (n,)
        Members of eligible units.
    total_cost : float
        Over the population that the table stands for.
    uncapped_cost : float
        Without the cost cap.
    phase : float
        The share that is paid in the year.
    units : float
        Units of the population that got it.
    left_out : int
        People for whom eligibility is not known, who count as not eligible.
    law : Reformed, optional
        What a rules engine answered, where the option changes the law.
    parts : tuple of Applied
        Of an option that does several things at once: each, in order. Then `amount` and `cost` are sums,
        and `received` and `eligible` are about the parts that give.
    """

    option: Option
    amount: Array = field(repr=False)
    cost: Array = field(repr=False)
    received: Array = field(repr=False)
    payment: Array = field(repr=False)
    eligible: Truths = field(repr=False)
    total_cost: float
    uncapped_cost: float
    phase: float
    units: float
    left_out: int
    law: Reformed | None = field(default=None, repr=False)
    parts: tuple[Applied, ...] = ()


def apply_option(
    option: Option,
    rows: Rows,
    units: Units,
    *,
    seed: int = 1,
    year: int | None = None,
    multiple: float = 1.0,
) -> Applied:
    """Apply an option to people.

    Parameters
    ----------
    option : Option
        As written.
    rows : Rows
        The people, with the option's expressions.
    units : Units
        Who is entitled together.
    seed : int
        Of take-up draws.
    year : int, optional
        For a phase-in; None once it is fully phased in.
    multiple : float
        Multiple of the amount or effect, to carry its uncertainty.

    Returns
    -------
    Applied
        Amounts, costs and payments by person.

    Raises
    ------
    PeopleError, UsageError, DueRegardError
        When it cannot be applied to these people.
    """
    if option.kind == "parameter":
        return _by_law(option, rows, _values(option, rows))
    if option.parts:
        each = (
            apply_option(part, rows, units, seed=seed, year=year, multiple=multiple)
            for part in parts_of(option)
        )
        return _together(option, tuple(each), rows, units)
    read = _values(option, rows)
    who = read["eligible"] > 0
    worth = multiple * _worth(option, read)
    if option.kind == "wage_floor":
        # Who has no pay or no hours is not paid by the hour.
        who = who & np.isfinite(worth)
    if option.at_most is not None:
        worth = np.minimum(worth, read["at_most"])
    eligible = units.any_of(who)
    amount = units.value_of(worth, who, what=f"The amount of {option.name!r}", rows=rows)
    _refuse_boundless(option, amount)
    if multiple == 1.0:
        _refuse_negative(option, amount, units, rows)
    cost = amount
    if option.cost is not None:
        cost = units.value_of(read["cost"], who, what=f"The cost of {option.name!r}", rows=rows)
    if option.withdraw is not None:
        means = units.value_of(read["withdraw against"], who, what="What it is withdrawn against", rows=rows)
        rest = withdrawn(amount, means, start=option.withdraw.start, rate=option.withdraw.rate)
        amount, cost = rest, (rest if option.cost is None else cost)
    taken = eligible * _take_up(option, rows, units, who, seed=seed)
    phase = phased(option.phase_in, year, starts=option.starts, ends=option.ends)
    given, spent = amount * taken * phase, cost * taken * phase
    need = read.get("cost_cap need")
    capped = _cap(option, spent, units, _need(need, who, units, rows))
    given, spent = given * capped.shares, spent * capped.shares
    got = taken * (phase > 0) * ((capped.shares > 0) & ((given != 0) | (spent != 0)))
    total = float((spent * units.weight).sum())
    return Applied(
        option=option,
        amount=_shared(given, units),
        cost=_shared(spent, units),
        received=got[units.index].astype(float),
        payment=_payments(option, rows, read, total),
        eligible=eligible[units.index],
        total_cost=total,
        uncapped_cost=capped.uncapped,
        phase=phase,
        units=float((got * units.weight).sum()),
        left_out=int(np.isnan(read["eligible"]).sum()),
    )


def _by_law(option: Option, rows: Rows, read: dict[str, Array]) -> Applied:
    """Take amounts and costs from the rules engine, which has worked them out for whole households."""
    if rows.law is None or option.name not in rows.law.options:
        raise UsageError(
            f"{option.name!r} changes the law, which a rules engine must be asked for.",
            remedy="Simulate it by itself, or beside other options: dueregard simulate.",
        )
    law = rows.law.options[option.name]
    total = float((law.cost * rows.weight).sum())
    return Applied(
        option=option,
        amount=law.amount,
        cost=law.cost,
        received=law.reached.astype(float),
        payment=_payments(option, rows, read, total),
        eligible=law.reached,
        total_cost=total,
        uncapped_cost=total,
        phase=1.0,
        units=float((law.reached * rows.weight / rows.law.size).sum()),
        left_out=0,
        law=law,
    )


def _values(option: Option, rows: Rows) -> dict[str, Array]:
    return {key: rows.values[formula] for key, formula in formulas_of(option).items()}


def _together(option: Option, parts: tuple[Applied, ...], rows: Rows, units: Units) -> Applied:
    """Add up what the parts of an option give and take.

    Whoever a part only takes from does not receive it. A unit has one draw for all parts, so who takes up
    one of several is who takes up that with the highest rate.
    """
    total = sum(part.total_cost for part in parts)
    giving = [part for part in parts if not (part.amount < 0).any()] or parts
    received = np.max([np.where(part.amount < 0, 0.0, part.received) for part in parts], axis=0)
    of_unit = np.zeros(len(units))
    of_unit[units.index] = received
    return Applied(
        option=option,
        amount=np.sum([part.amount for part in parts], axis=0),
        cost=np.sum([part.cost for part in parts], axis=0),
        received=received,
        payment=_payments(option, rows, _values(option, rows), total),
        eligible=np.any([part.eligible for part in giving], axis=0),
        total_cost=total,
        uncapped_cost=sum(part.uncapped_cost for part in parts),
        phase=parts[0].phase,
        units=float((of_unit * units.weight).sum()),
        left_out=max(part.left_out for part in parts),
        parts=parts,
    )


def _shared(of_unit: Array, units: Units) -> Array:
    """Give each member an equal part of what the unit has."""
    part = np.divide(of_unit, units.size, out=np.zeros(len(units)), where=units.size > 0)
    return part[units.index]


def _worth(option: Option, read: dict[str, Array]) -> Array:
    if option.kind != "wage_floor":
        return read["amount"]
    paid = (read["hours"] > 0) & (read["earnings"] > 0)
    assert option.floor is not None
    short = np.maximum(option.floor * read["hours"] - read["earnings"], 0.0)
    return np.where(paid, short, np.nan)


def _refuse_boundless(option: Option, amount: Array) -> None:
    if np.max(np.abs(amount), initial=0.0) > LARGEST:
        raise PeopleError(
            f"The amount of {option.name!r} is beyond {LARGEST:g} for somebody.",
            remedy="Check `amount`: it is in the outcome's unit and period.",
        )


def _refuse_negative(option: Option, amount: Array, units: Units, rows: Rows) -> None:
    if option.kind == "service_change" or option.amounts_below_zero == "allow":
        return
    below = (amount < 0)[units.index]
    if below.any():
        raise PeopleError(
            f"The amount of {option.name!r} is below nought for {int(below.sum()):,} people.",
            found=rows.where(below),
            remedy='If it is to take money from people, write amounts_below_zero = "allow".',
        )


def _take_up(option: Option, rows: Rows, units: Units, who: Truths, *, seed: int) -> Array:
    spec = option.take_up
    if spec.certain:
        return np.ones(len(units))
    rate = np.full(len(units), spec.rate)
    if spec.by is not None:
        codes = rows.codes[spec.by]
        for level in spec.rates:
            if level not in codes.codes:
                raise UsageError(
                    f"{option.name!r}, take_up: the column {spec.by!r} has no {level!r}.",
                    found=f"It has: {', '.join(sorted(codes.codes)[:12])}.",
                    remedy=did_you_mean(level, codes.codes) or None,
                )
        of_code = np.array([*(spec.rates.get(code, spec.rate) for code in codes.codes), spec.rate])
        rate = units.value_of(of_code[codes.index], who, what=f"Take-up by {spec.by!r}", rows=rows)
    if spec.mode == "expected":
        return rate
    return (units.draws(seed=seed, option=option.name) < rate).astype(float)


def _need(need: Array | None, who: Truths, units: Units, rows: Rows) -> Array | None:
    return None if need is None else units.value_of(need, who, what="Need", rows=rows)


def _cap(option: Option, spent: Array, units: Units, need: Array | None) -> Capped:
    cap: CostCap | None = option.cost_cap
    uncapped = float((spent * units.weight).sum())
    if cap is None or uncapped <= cap.total:
        return Capped(shares=np.ones(len(spent)), uncapped=uncapped)
    if cap.rule == "fail":
        raise DueRegardError(
            f"{option.name!r} would cost {uncapped:,.2f}, more than its cap of {cap.total:,.2f}.",
            remedy='Lower the amount, narrow `eligible`, or take rule = "scale" or "ration".',
        )
    if cap.rule == "scale":
        return scaled(spent, units.weight, total=cap.total)
    assert need is not None
    served = spent != 0
    found = rationed(
        spent[served], units.weight[served], need[served], total=cap.total, highest=cap.first == "highest"
    )
    shares = np.zeros(len(spent))
    shares[served] = found.shares
    return Capped(shares=shares, uncapped=found.uncapped)


def _payments(option: Option, rows: Rows, read: dict[str, Array], total: float) -> Array:
    payer = option.who_pays
    if payer is None or payer.share == 0 or total == 0:
        return np.zeros(len(rows))
    means = read.get("who_pays by", np.ones(len(rows)))
    base = np.where(read["who_pays among"] > 0, np.nan_to_num(np.maximum(means, 0.0)), 0.0)
    paid = float((base * rows.weight).sum())
    if not paid > 0:
        raise UsageError(
            f"{option.name!r}, who_pays: nobody is left to pay.",
            remedy="Check `among`, and that `by` is above nought for somebody.",
        )
    return base * (payer.share * total / paid)
