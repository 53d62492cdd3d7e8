"""Accounts as estimates: totals by age from one call, and everything else a function of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard import measures
from dueregard.consequences.columns import with_columns
from dueregard.consequences.generations.accounts import Figure
from dueregard.consequences.generations.ages import Ages
from dueregard.consequences.generations.cohorts import Generation
from dueregard.consequences.generations.projection import AgeTotals
from dueregard.consequences.generations.streams import Stream
from dueregard.engine import Grouping
from dueregard.estimates import Covariance, Estimates, Label, Scores, Support
from dueregard.estimates.source import Source
from dueregard.options import Rows
from dueregard.people import People

__all__ = ["Counted", "counted_by_age", "estimates_of", "totals_by_age", "unit_of_money"]

Array = NDArray[np.float64]

_AGE = "(age in the table)"
_ONE = "(one)"
_OF_BIRTHS = frozenset({"people", "present_value_per_person"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """Totals by age with their joint uncertainty.

    Attributes
    ----------
    totals : AgeTotals
        The values.
    sources : tuple of Source
        Of the people of each age, then of each stream by age.
    method : str or None
        How the uncertainty was computed.
    sizes, largest : ndarray (streams * ages,)
        The sum, and the largest single part, of absolute weighted values of each stream by age.
    holders : ndarray (streams * ages,)
        How many people in the table have something in each stream, by age.
    """

    totals: AgeTotals
    sources: tuple[Source, ...] = field(repr=False)
    method: str | None
    sizes: Array = field(repr=False)
    largest: Array = field(repr=False)
    holders: Array = field(repr=False)


def totals_by_age(ages: Ages, weight: Array, streams: Sequence[Stream]) -> AgeTotals:
    """Add people and streams up by age.

    Parameters
    ----------
    ages : Ages
        Of the people.
    weight : ndarray (n,)
        Survey weights.
    streams : sequence of Stream
        With a value a person.

    Returns
    -------
    AgeTotals
        Weighted.
    """
    return AgeTotals(
        people=ages.total(weight),
        streams={stream.name: ages.total(weight * stream.values) for stream in streams},
    )


def counted_by_age(people: People, rows: Rows, ages: Ages, streams: Sequence[Stream]) -> Counted:
    """Estimate people and streams by age, in one call.

    Parameters
    ----------
    people : People
        The table and its design.
    rows : Rows
        The people as arrays.
    ages : Ages
        Their ages.
    streams : sequence of Stream
        With a value a person.

    Returns
    -------
    Counted
        All with one joint covariance.
    """
    years = np.where(ages.known, ages.years.astype(float), np.nan)
    columns = {_AGE: years, _ONE: np.ones(len(rows)), **{_named(each): each.values for each in streams}}
    every = [_ONE, *(_named(stream) for stream in streams)]
    found = with_columns(people, rows.row, columns).estimate(
        *(measures.total(column, name=column) for column in every),
        by=[Grouping(name=_AGE, column=_AGE)],
    )
    size = ages.highest + 1
    placed = [every.index(str(label.outcome)) * size + int(float(label.by[_AGE])) for label in found.labels]
    shape = (len(found), len(every) * size)
    spread = sparse.csr_array((np.ones(len(found)), (np.arange(len(found)), placed)), shape=shape)
    return Counted(
        totals=totals_by_age(ages, rows.weight, streams),
        sources=tuple(_joint(source).linear(spread) for source in found.sources),
        method=found.labels[0].method if len(found) else None,
        sizes=np.concatenate([ages.total(rows.weight * np.abs(stream.values)) for stream in streams]),
        largest=np.concatenate([_largest(ages, rows.weight * np.abs(stream.values)) for stream in streams]),
        holders=np.concatenate([ages.total((stream.values != 0) & (rows.weight > 0)) for stream in streams]),
    )


def _largest(ages: Ages, values: Array) -> Array:
    found = np.zeros(ages.highest + 1)
    np.maximum.at(found, ages.years[ages.known], values[ages.known])
    return found


def _named(stream: Stream) -> str:
    return f"({stream.name} in later years)"


def _joint(source: Source) -> Source:
    """Keep the joint covariance of totals by age, and let the scores of all people go."""
    if isinstance(source, Scores):
        return Covariance(identity=source.identity, matrix=source.covariance(), df=source.df)
    return source


def estimates_of(
    figures: Sequence[Figure],
    counted: Counted,
    ages: Ages,
    weight: Array,
    *,
    outcome: str,
    unit: str | None,
    apart: Sequence[Array] = (),
) -> Estimates:
    """Make estimates of figures: their values, and the spread of totals by age carried through slopes.

    Parameters
    ----------
    figures : sequence of Figure
        With values and derivatives.
    counted : Counted
        What they are functions of.
    ages : Ages
        Of the people.
    weight : ndarray (n,)
        Survey weights.
    outcome : str
        The column.
    unit : str, optional
        Of the outcome.
    apart : sequence of ndarray (ages,)
        For each option before this one, the people in the table in whom the two differ, by age.

    Returns
    -------
    Estimates
        With the variance of each; the weakest part of its support is the fewest people, but not none, who
        have something in one of its streams, or in whom two options differ.
    """
    slopes = sparse.csr_array(np.array([figure.linear.slopes for figure in figures]).T)
    units = unit_of_money(unit)
    return Estimates(
        np.array([figure.linear.value for figure in figures]),
        sources=tuple(_carried(source, slopes) for source in counted.sources),
        labels=tuple(
            Label(
                measure=figure.measure,
                parameters=figure.parameters,
                outcome=outcome,
                by=figure.by,
                unit=units.get(figure.unit, figure.unit),
                method=counted.method,
                contrast="difference" if figure.compared else None,
                reference="without it" if figure.compared else None,
            )
            for figure in figures
        ),
        supports=_supports(figures, counted, ages, weight, apart),
    )


def _carried(source: Source, slopes: sparse.csr_array) -> Source:
    """Carry the covariance of totals by age to figures, each to be shown by itself."""
    if not isinstance(source, Covariance):
        return source.linear(slopes)
    # One product in place of the covariance of every pair of a thousand figures.
    spread = np.asarray(slopes.multiply(source.covariance() @ slopes).sum(axis=0)).ravel()
    return Covariance.independent(np.maximum(spread, 0.0), identity=source.identity, df=source.df)


def unit_of_money(unit: str | None) -> Mapping[str, str | None]:
    """Take the period off the outcome's unit.

    Parameters
    ----------
    unit : str, optional
        Such as ``£ a week``.

    Returns
    -------
    mapping of str to str or None
        The unit of present values and of amounts a year.

    Examples
    --------
    >>> unit_of_money("£ a week")
    {'money': '£', 'money a year': '£ a year'}
    """
    if unit is None:
        return {"money": None, "money a year": None}
    bare = re.sub(
        r"[\s,/]*\b(a|an|per|each|every)?\s*(day|week|fortnight|month|quarter|year|annum)(ly|s)?\b",
        "",
        unit,
        flags=re.IGNORECASE,
    ).strip()
    return {"money": bare or unit, "money a year": f"{bare or unit} a year"}


def _supports(
    figures: Sequence[Figure], counted: Counted, ages: Ages, weight: Array, apart: Sequence[Array]
) -> tuple[Support, ...]:
    """Count the people of each generation; of those not yet born, the people that their accounts rest on.

    Of money, the largest part that one person has in a figure is given too, and the fewest that it shows.
    """
    found: dict[str, Support] = {}
    supports = []
    here = ages.total(np.asarray(weight > 0, dtype=float))
    for figure in figures:
        name = figure.generation.name
        if name not in found:
            found[name] = _support(figure.generation, ages, weight)
        slopes = np.abs(figure.linear.slopes[ages.highest + 1 :])
        whole = float(slopes @ counted.sizes)
        share = float((slopes * counted.largest).max(initial=0.0)) / whole if whole > 0 else None
        least = min(found[name].n, *_shown_by(figure, counted, here, apart))
        supports.append(
            replace(
                found[name],
                largest_share=share,
                # Nobody has more than the one with the most.
                two_largest=None if share is None else min(1.0, 2 * share),
                least_n=least,
                least_n_effective=min(found[name].n_effective, float(least)),
            )
        )
    return tuple(supports)


def _shown_by(figure: Figure, counted: Counted, here: Array, apart: Sequence[Array]) -> list[int]:
    """Count the people whose money or number a figure shows, each time where that is anybody."""
    size = len(here)
    used = np.asarray(figure.linear.slopes != 0).reshape(-1, size)
    counts = list((used[1:] * counted.holders.reshape(-1, size)).sum(axis=1))
    money = used[1:].any(axis=0)
    counts += [float(each[money].sum()) for each in apart]
    if figure.generation.kind == "unborn":
        # As many are born as there are young people: how many that is must not show few of those.
        counts.append(float(here[used[0]].sum()) if figure.measure in _OF_BIRTHS else 0.0)
    return [int(count) for count in counts if count > 0] or [int(here.sum())]


def _support(generation: Generation, ages: Ages, weight: Array) -> Support:
    # The first cohort is that of the oldest people in the table.
    place = np.clip(ages.highest - ages.years, 0, len(generation.cohorts) - 1)
    own = ages.known & generation.cohorts[place]
    held = weight[(own if own.any() else ages.known) & (weight > 0)]
    effective = float(held.sum() ** 2 / (held**2).sum()) if len(held) else 0.0
    return Support(n=len(held), n_effective=effective, units=len(held))
