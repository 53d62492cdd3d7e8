"""What people get and pay under an option, year by year, as streams of money with an age profile each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.generations.years import Horizon
from dueregard.errors import PeopleError
from dueregard.options import Applied, Option, Rows, formulas_of
from dueregard.options.amounts import phased
from dueregard.options.later import Later
from dueregard.options.specification import CostCap

__all__ = ["Role", "Scaled", "Stream", "of_some", "scaled_by_year", "streams_of"]

Array = NDArray[np.float64]
Role = Literal["gain", "payment", "cost"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stream:
    """One stream of money.

    Attributes
    ----------
    name : str
        ``given``, ``taken``, ``paid``, ``cost``, or ``later 1``, ...
    role : {"gain", "payment", "cost"}
        What it is to people, or to whoever bears the cost.
    values : ndarray (n,)
        Of each person in the table, in the outcome's period, once the option is fully phased in.
    force : ndarray (T,)
        The share that is due in each year.
    rule : {"as is", "capped", "shares cost", "total"}
        How much of the age profile is due: all; what a cost cap allows; what covers a share of the cost; what
        makes a given total.
    size : float
        The cap, the share or the total, in the outcome's period.
    headroom : float
        Of a capped cost: how many times what is spent it would be without the cap.
    """

    name: str
    role: Role
    values: Array = field(repr=False)
    force: Array = field(repr=False)
    rule: Literal["as is", "capped", "shares cost", "total"] = "as is"
    size: float = 0.0
    headroom: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scaled:
    """How much of a stream's age profile is due in each year, and what that depends on.

    Attributes
    ----------
    scale : ndarray (T,)
        Multiple of the age profile.
    slopes : mapping of str to ndarray (T,)
        Derivatives of `scale` with respect to the yearly totals of other streams' profiles, by name.
    """

    scale: Array
    slopes: Mapping[str, Array] = field(default_factory=dict)


def streams_of(applied: Applied, rows: Rows, horizon: Horizon) -> tuple[Stream, ...]:
    """List the streams of an option.

    Parameters
    ----------
    applied : Applied
        The option, fully phased in.
    rows : Rows
        The people, with the option's expressions.
    horizon : Horizon
        The years.

    Returns
    -------
    tuple of Stream
        Those in which somebody has something; the cost is always among them.

    Raises
    ------
    PeopleError
        When a later amount is missing for people whom it falls on.
    """
    option = applied.option
    force = np.array(
        [phased(option.phase_in, year, starts=option.starts, ends=option.ends) for year in horizon.years]
    )
    counted = applied.amount if option.counts_as_income else np.zeros(len(rows))
    found = [
        Stream(name="cost", role="cost", values=applied.cost, force=force),
        Stream(name="given", role="gain", values=np.maximum(counted, 0.0), force=force),
        Stream(name="taken", role="payment", values=np.maximum(-counted, 0.0), force=force),
    ]
    if option.cost_cap is not None:
        found = [_capped(stream, option.cost_cap, applied) for stream in found]
    if option.who_pays is not None:
        share = option.who_pays.share
        found.append(
            Stream(
                name="paid",
                role="payment",
                values=applied.payment,
                force=(force > 0).astype(float),
                rule="shares cost",
                size=share,
            )
        )
    for number, later in enumerate(option.later, start=1):
        found += _later(option, later, number, rows, horizon)
    return tuple(stream for stream in found if stream.role == "cost" or np.any(stream.values != 0))


def _capped(stream: Stream, cap: CostCap, applied: Applied) -> Stream:
    total = applied.total_cost
    headroom = applied.uncapped_cost / total if total > 0 else 1.0
    return replace(stream, rule="capped", size=cap.total, headroom=headroom)


def _later(option: Option, later: Later, number: int, rows: Rows, horizon: Horizon) -> list[Stream]:
    read = {key: rows.values[formula] for key, formula in formulas_of(option).items()}
    key = f"later {number}"
    who = read[f"{key} who"] > 0
    last = later.until or horizon.until
    force = np.array([float(later.start <= year <= last) for year in horizon.years])
    if later.total is not None:
        # As with who_pays: whose means are not known, or below nought, has no part.
        means = np.nan_to_num(read.get(f"{key} by", np.ones(len(rows))))
        values = np.where(who, np.maximum(means, 0.0), 0.0)
        role: Role = "gain" if later.total > 0 else "payment"
        size = abs(later.total) / horizon.periods
        return [Stream(name=key, role=role, values=values, force=force, rule="total", size=size)]
    values = np.where(who, _known(read[f"{key} amount"], who, option, later, rows), 0.0)
    return [
        Stream(name=key, role="gain", values=np.maximum(values, 0.0), force=force),
        Stream(name=f"{key} paid", role="payment", values=np.maximum(-values, 0.0), force=force),
    ]


def _known(values: Array, who: NDArray[np.bool_], option: Option, later: Later, rows: Rows) -> Array:
    lacking = who & ~np.isfinite(values)
    if lacking.any():
        raise PeopleError(
            f"{option.name!r}, later: {later.what!r} is missing for {int(lacking.sum()):,} people.",
            found=rows.where(lacking),
            remedy="A column is empty there, or a division is by nought: say in `who` whom it falls on.",
        )
    return values


def of_some(
    streams: Sequence[Stream], meant: NDArray[np.bool_], weight: Array, scales: Mapping[str, Scaled]
) -> tuple[Stream, ...]:
    """Keep the part of each stream that some of the people have.

    Caps, totals and what payers share are decided over everybody. These people's part of them is what it is
    in the table.

    Parameters
    ----------
    streams : sequence of Stream
        Everybody's.
    meant : ndarray of bool (n,)
        Whose part is meant.
    weight : ndarray (n,)
        Survey weights.
    scales : mapping of str to Scaled
        Everybody's, for people who pay towards a cost of which they have nothing.

    Returns
    -------
    tuple of Stream
        Nought for all others.
    """
    of_cost = _part(streams[0].values, meant, weight)
    found = []
    for stream in streams:
        part = of_cost if stream.rule == "capped" else _part(stream.values, meant, weight)
        own = replace(stream, values=np.where(meant, stream.values, 0.0), size=stream.size * part)
        if stream.rule == "shares cost":
            whole = scales[stream.name].scale
            own = (
                replace(own, size=own.size / of_cost)
                if of_cost > 0
                else replace(own, rule="as is", force=whole)
            )
        found.append(own)
    return tuple(found)


def _part(values: Array, meant: NDArray[np.bool_], weight: Array) -> float:
    whole = float((values * weight).sum())
    return float((values * weight)[meant].sum()) / whole if whole else 0.0


def scaled_by_year(stream: Stream, totals: Mapping[str, Array], cost: Scaled | None) -> Scaled:
    """Say how much of a stream's profile is due in each year.

    Parameters
    ----------
    stream : Stream
        The stream.
    totals : mapping of str to ndarray (T,)
        What each stream's profile comes to over the people of each year, by name.
    cost : Scaled, optional
        That of the cost, for streams that pay a share of it.

    Returns
    -------
    Scaled
        With its derivatives.
    """
    if stream.rule == "capped":
        return _under_cap(stream, totals["cost"])
    own = totals[stream.name]
    there = (own != 0) & (stream.force > 0)
    safe = np.where(own != 0, own, 1.0)
    if stream.rule == "total":
        scale = np.where(there, stream.size * stream.force / safe, 0.0)
        return Scaled(scale=scale, slopes={stream.name: -scale / safe})
    if stream.rule == "shares cost":
        assert cost is not None
        spent = totals["cost"]
        paid = np.where(there, stream.size * spent * cost.scale / safe, 0.0)
        marginal = cost.scale + spent * cost.slopes.get("cost", np.zeros(len(spent)))
        return Scaled(
            scale=paid,
            slopes={
                "cost": np.where(there, stream.size * marginal / safe, 0.0),
                stream.name: -paid / safe,
            },
        )
    return Scaled(scale=stream.force)


def _under_cap(stream: Stream, cost: Array) -> Scaled:
    """Give all that would be due without the cap, or the part of it that the cap allows in that year."""
    wanted = stream.headroom * stream.force
    safe = np.where(cost > 0, cost, 1.0)
    allowed = np.where(cost > 0, stream.size / safe, np.inf)
    binds = wanted > allowed
    return Scaled(
        scale=np.where(binds, allowed, wanted),
        slopes={"cost": np.where(binds, -allowed / safe, 0.0)},
    )
