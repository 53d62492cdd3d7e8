"""From groups to estimates: which values belong together, and carrying them through a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from dueregard.disparities.groups import Groups
from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label, concatenate
from dueregard.estimates.derivation import derive
from dueregard.estimates.derivatives import jacobian
from dueregard.estimates.groups import groups_over
from dueregard.estimates.lone_units import rest_on_one_unit
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["NO_SE", "Formula", "Part", "described", "evaluate", "flagged", "parts_of"]

Formula: TypeAlias = Callable[[Any, Any], Any]
"""Maps values and populations, both of shape (..., groups), to results of shape (...)."""

NO_SE = "a group has no standard error, so there is no interval"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """The groups that one result is computed from.

    Parameters
    ----------
    positions : array of int, shape (n,)
        Where their values are; in the order of the ranking if there is one.
    levels : tuple of str, length n
        Which groups they are.
    values : array of float, shape (n,)
        Their values.
    population : array of float, shape (n,)
        Their people; ones when no population was given.
    left_out : float
        Share of the people who are in groups without a value.
    label : Label
        Of the first of them, without the grouping variable.
    """

    positions: IntArray
    levels: tuple[str, ...]
    values: FloatArray
    population: FloatArray
    left_out: float
    label: Label

    def position(self, level: str) -> int | None:
        """Where among these groups a level is; None when it has no value."""
        return self.levels.index(level) if level in self.levels else None

    def narrowed(self, places: Sequence[int]) -> Part:
        """These groups only, in this order, with nobody left out."""
        return replace(
            self,
            positions=self.positions[list(places)],
            levels=tuple(self.levels[place] for place in places),
            values=self.values[list(places)],
            population=self.population[list(places)],
            left_out=0.0,
        )


def parts_of(groups: Groups, *, population: bool = True, order: bool = False) -> list[Part]:
    """Find the groups that belong together: those which differ only in the variable compared.

    Parameters
    ----------
    groups : Groups
        The values.
    population : bool
        Whether populations are needed.
    order : bool
        Whether the levels must have an order.

    Returns
    -------
    list of Part
        Groups without a value are left out.

    Raises
    ------
    UsageError
        When populations or an order are needed and were not given.
    """
    if population and groups.population is None:
        raise UsageError(
            "This measure weights groups by their people.",
            found="No population was given.",
            remedy="Give population= a number for every group.",
        )
    if order and not groups.order:
        raise UsageError(
            f"This measure needs the order of the levels of {groups.by!r}.",
            found="None was given.",
            remedy="Give order= the levels from the most disadvantaged to the most advantaged.",
        )
    rank = {level: i for i, level in enumerate(groups.order)}
    people = np.ones(len(groups.values)) if groups.population is None else groups.population.values
    return [
        _part(groups, sorted(group.items(), key=lambda item: rank.get(item[0], 0)), people)
        for group in groups_over(groups.values, groups.by)
    ]


def _part(groups: Groups, members: Sequence[tuple[str, int]], people: FloatArray) -> Part:
    everyone = np.array([position for _, position in members], np.intp)
    known = np.isfinite(groups.values.values[everyone]) & np.isfinite(people[everyone])
    positions = everyone[known]
    counted = np.where(np.isfinite(people[everyone]), people[everyone], 0.0)
    total = counted.sum()
    first = groups.values.labels[everyone[0]]
    return Part(
        positions=positions,
        levels=tuple(level for (level, _), there in zip(members, known, strict=True) if there),
        values=groups.values.values[positions],
        population=people[positions],
        left_out=float(counted[~known].sum() / total) if total > 0 else 0.0,
        label=replace(
            first, by={name: level for name, level in first.by.items() if name != groups.by}, contrast=None
        ),
    )


def described(
    part: Part,
    groups: Groups,
    measure: str,
    *,
    parameters: Mapping[str, Any] | None = None,
    method: str | None = None,
    unit: str | None = None,
    contrast: str | None = None,
    reference: str | None = None,
) -> Label:
    """Label a result: the measure, the variable compared, and every convention it rests on.

    Parameters
    ----------
    part : Part
        What it is computed from.
    groups : Groups
        All the values.
    measure : str
        Name of the measure.
    parameters : mapping, optional
        Its conventions.
    method, unit, contrast, reference : str, optional
        See :class:`dueregard.estimates.Label`.

    Returns
    -------
    Label
        For the result.
    """
    return replace(
        part.label,
        measure=measure,
        parameters={"across": groups.by, **(parameters or {})},
        method=method,
        unit=unit,
        contrast=contrast,
        reference=reference,
    )


def evaluate(
    groups: Groups,
    parts: Sequence[Part],
    formulae: Sequence[Formula],
    labels: Sequence[Label],
    *,
    failure: str | None = None,
) -> Estimates:
    """Carry the values of groups through a formula, with their joint uncertainty.

    Scores and covariances go through by the delta method (complex step), replicates and draws one by one.

    Parameters
    ----------
    groups : Groups
        The values.
    parts : sequence of Part, length m
        Which of them each result is computed from.
    formulae : sequence of callable, length m
        How: maps values and populations of the part's groups to a number.
    labels : sequence of Label, length m
        What the results are.
    failure : str, optional
        Why there may be no result although all values are there.

    Returns
    -------
    Estimates
        m values. Where groups had no value the status is "approximate", with the share of people that
        they are; a result of fewer than two groups is not estimable.
    """
    estimated = groups.population is not None and bool(groups.population.sources)
    size = len(groups.values)
    joint = groups.values
    if estimated and groups.population is not None:
        joint = concatenate(groups.values, groups.population)
    spread = joint.se if joint.sources else None

    def of_part(i: int, vector: Any) -> Any:
        n = len(parts[i].positions)
        people = vector[n:] if estimated else parts[i].population
        return formulae[i](vector[:n], people) if n >= 2 else np.nan

    places = [
        np.concatenate([part.positions, part.positions + size]) if estimated else part.positions
        for part in parts
    ]

    def all_parts(vector: Any) -> Any:
        return np.array([of_part(i, vector[place]) for i, place in enumerate(places)])

    slopes = sparse.lil_array((len(parts), len(joint)))
    with np.errstate(all="ignore"):
        results = np.array([of_part(i, joint.values[place]) for i, place in enumerate(places)], float)
        for i, place in enumerate(places):
            if np.isfinite(results[i]) and joint.sources:
                errors = None if spread is None else np.nan_to_num(spread[place])
                slopes[i, place] = jacobian(partial(of_part, i), joint.values[place], spread=errors)[0]
        derivatives = slopes.tocsr()
        sources = tuple(source.transform(all_parts, derivatives) for source in joint.sources)
    return flagged(
        derive(
            joint,
            results,
            sources=sources,
            dependence=_dependence(parts, len(joint)),
            labels=labels,
            failure=failure or "there are not enough groups with a value",
        ),
        groups,
        parts,
    )


def flagged(result: Estimates, groups: Groups, parts: Sequence[Part]) -> Estimates:
    """Mark results for which groups had no value or no standard error.

    Parameters
    ----------
    result : Estimates, m values
        The results.
    groups : Groups
        What they were computed from.
    parts : sequence of Part, length m
        Which of the values each result used.

    Returns
    -------
    Estimates
        With "approximate" for "ok" where something was missing, and the reason.
    """
    lone = rest_on_one_unit(groups.values)
    without = lone | ~np.isfinite(groups.values.se) if groups.values.sources else lone
    statuses, reasons = list(result.statuses), list(result.reasons)
    for i, part in enumerate(parts):
        if statuses[i] != "ok":
            continue
        if part.left_out > 0:
            share = f"{100 * part.left_out:.0f}%" if part.left_out >= 0.01 else "under 1%"
            whom = "groups" if groups.population is None else "people"
            statuses[i], reasons[i] = "approximate", f"{share} of the {whom} are in groups without a value"
        elif without[part.positions].any():
            statuses[i], reasons[i] = "approximate", NO_SE
    return replace(result, statuses=tuple(statuses), reasons=tuple(reasons))


def _dependence(parts: Sequence[Part], size: int) -> Any:
    rows = np.repeat(np.arange(len(parts)), [len(part.positions) for part in parts])
    columns = np.concatenate([part.positions for part in parts]) if parts else np.empty(0, np.intp)
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(parts), size))
