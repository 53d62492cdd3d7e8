"""What a decomposition finds: a gap in parts that add up to it, with their joint uncertainty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison
from dueregard.estimates import Estimates, Label, Record, Source, Support, records
from dueregard.estimates.source import FloatArray
from dueregard.estimates.support import Status

__all__ = ["Decomposition", "Part", "comparison_parts", "found"]


MISSED = "approximation_error"
NO_SPREAD = "no interval: influence is alike for both gaps, and does not tell how far their difference varies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one value of a decomposition is.

    Attributes
    ----------
    component : str
        ``gap``, ``explained``, ``unexplained``, ``endowments``, ``coefficients``, ``interaction``,
        ``composition``, ``structure``, ... or ``mean`` of a group.
    variable : str, optional
        The covariate whose contribution it is.
    level : str, optional
        The level of that covariate. Levels are told apart from variables, which they sum to.
    group : str, optional
        For the value of one group: its level.
    measure : str
        ``gap``; the name of the statistic for the value of one group.
    parameters : mapping
        Options of the statistic, such as ``{"p": 0.5}``.
    support : Support, optional
        Who it rests on; by default the people of both groups.
    status, reason
        Whether it may be relied on, and why not.
    """

    component: str
    variable: str | None = None
    level: str | None = None
    group: str | None = None
    measure: str = "gap"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    support: Support | None = None
    status: Status = "ok"
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decomposition:
    """A gap between two groups in parts.

    Attributes
    ----------
    method : str
        ``twofold``, ``threefold``, ``kitagawa``, ``rif``, ``dfl`` or ``logit``.
    coefficients : str or None
        The named reference coefficients.
    outcome, group, reference, other : str
        What is compared: the gap is the reference group's minus the other's.
    parts : tuple of Part
        What each value is.
    estimates : Estimates
        The values, in the order of the parts, with their joint covariance.
    adding_up : float
        The largest absolute difference between the gap and the sum of its parts, or between a part and the
        sum of its variables.
    model : tuple of mapping
        Coefficients and means behind the parts, for whoever checks: rows of ``name``, ``group`` and numbers.
    overlap : mapping of str to float
        Such as the effective number of people after reweighting.
    alternatives : mapping of str to float
        For two-fold decompositions, the explained part by each of the named reference coefficients.
    dropped : mapping of str to int
        How many people were left out, by reason.
    notes : tuple of str
        What to know, in sentences.
    fewest : int or None
        The fewest people of a group with one level of a covariate of few levels; it is never told, and
        decides what may be published.
    """

    method: str
    coefficients: str | None
    outcome: str
    group: str
    reference: str
    other: str
    parts: tuple[Part, ...] = field(repr=False)
    estimates: Estimates = field(repr=False)
    adding_up: float
    model: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    overlap: Mapping[str, float] = field(default_factory=dict)
    alternatives: Mapping[str, float] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    fewest: int | None = field(default=None, repr=False)

    def value(self, component: str, *, variable: str | None = None, level: str | None = None) -> float:
        """Look a value up.

        Parameters
        ----------
        component : str
            Such as ``explained``.
        variable, level : str, optional
            Of one covariate, of one of its levels.

        Returns
        -------
        float
            The first such value.

        Raises
        ------
        KeyError
            When there is none.
        """
        return float(self.estimates.values[self._at(component, variable, level)])

    def se(self, component: str, *, variable: str | None = None, level: str | None = None) -> float:
        """Look a standard error up.

        Parameters
        ----------
        component : str
            Such as ``explained``.
        variable, level : str, optional
            Of one covariate, of one of its levels.

        Returns
        -------
        float
            NaN for a full count.

        Raises
        ------
        KeyError
            When there is no such value.
        """
        return float(self.estimates.se[self._at(component, variable, level)])

    def records(self, level: float | Iterable[float] = 0.95, *, named: bool = False) -> list[Record]:
        """Give the public records of the gap, its parts, and each variable's contribution.

        Parameters
        ----------
        level : float or iterable of float
            Confidence levels.
        named : bool
            Whether ``by`` also holds the other group, as is needed where there are several.

        Returns
        -------
        list of Record
            Without those of levels, so that what stands under a component's variables sums to it.
        """
        return self._named(records(self._chosen(levels=False), level), named=named)

    def level_records(self, level: float | Iterable[float] = 0.95, *, named: bool = False) -> list[Record]:
        """Give the public records of each level of the categories.

        Parameters
        ----------
        level : float or iterable of float
            Confidence levels.
        named : bool
            As for :meth:`records`.

        Returns
        -------
        list of Record
            They sum to their variable's.
        """
        return self._named(records(self._chosen(levels=True), level), named=named)

    def to_dicts(self, level: float | Iterable[float] = 0.95) -> list[dict[str, Any]]:
        """Give the records as plain mappings.

        Parameters
        ----------
        level : float or iterable of float
            Confidence levels.

        Returns
        -------
        list of dict
            Ready for JSON.
        """
        return [record.to_dict() for record in self.records(level)]

    def _named(self, told: list[Record], *, named: bool) -> list[Record]:
        told = [_without_spread(each) if each.by.get("component") == MISSED else each for each in told]
        if not named:
            return told
        return [
            replace(each, by={self.group: self.other, **each.by}) if "component" in each.by else each
            for each in told
        ]

    def _chosen(self, *, levels: bool) -> Estimates:
        return self.estimates.select([(part.level is not None) == levels for part in self.parts])

    def _at(self, component: str, variable: str | None, level: str | None) -> int:
        for index, part in enumerate(self.parts):
            if (part.component, part.variable, part.level) == (component, variable, level):
                return index
        raise KeyError(" of ".join(each for each in (component, variable, level) if each))


def comparison_parts(comparison: Comparison) -> list[Part]:
    """Name the values that every decomposition of means begins with.

    Parameters
    ----------
    comparison : Comparison
        The two groups.

    Returns
    -------
    list of Part
        Both means and the gap.
    """
    measure = "proportion" if comparison.two_valued else "mean"
    sides = ((comparison.reference, comparison.in_reference), (comparison.other, ~comparison.in_reference))
    means = [
        Part(component="mean", measure=measure, group=group, support=comparison.support_of(who))
        for group, who in sides
    ]
    return [*means, Part(component="gap")]


def found(
    comparison: Comparison,
    parts: Sequence[Part],
    values: FloatArray,
    source: Source | None,
    *,
    method: str,
    told: str,
    coefficients: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    adding_up: float,
    model: Sequence[Mapping[str, Any]] = (),
    overlap: Mapping[str, float] | None = None,
    alternatives: Mapping[str, float] | None = None,
    notes: Sequence[str] = (),
) -> Decomposition:
    """Put values and what they are together.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    parts : sequence of Part, length k
        What the values are.
    values : ndarray (k,)
        NaN where there is none.
    source : Source or None
        Their joint uncertainty; None for a full count.
    method : str
        Name of the method.
    told : str
        The method in words, with how uncertainty was computed: every record holds it.
    coefficients : str, optional
        The named reference coefficients.
    parameters : mapping, optional
        Further options, for every record.
    adding_up : float
        See :class:`Decomposition`.
    model, overlap, alternatives, notes
        See :class:`Decomposition`; notes come after those of the comparison.

    Returns
    -------
    Decomposition
    """
    shared = {"method": method, "group": comparison.group_name, "other": comparison.other}
    if coefficients is not None:
        shared["coefficients"] = coefficients
    whole = comparison.support()
    estimates = Estimates(
        np.asarray(values, float),
        sources=() if source is None else (source,),
        labels=tuple(_label(part, comparison, {**shared, **(parameters or {})}, told) for part in parts),
        supports=tuple(part.support or whole for part in parts),
        statuses=tuple(
            "not_estimable" if not np.isfinite(value) else part.status
            for part, value in zip(parts, values, strict=True)
        ),
        reasons=tuple(part.reason for part in parts),
    )
    return Decomposition(
        method=method,
        coefficients=coefficients,
        outcome=comparison.outcome_name,
        group=comparison.group_name,
        reference=comparison.reference,
        other=comparison.other,
        parts=tuple(parts),
        estimates=estimates,
        adding_up=adding_up,
        model=tuple(model),
        overlap=overlap or {},
        alternatives=alternatives or {},
        dropped=comparison.dropped,
        notes=(*comparison.notes, *notes),
        fewest=comparison.fewest,
    )


def _without_spread(record: Record) -> Record:
    """Take an interval away that would be all but nothing, to first order, and in truth is wide."""
    if record.low is None:
        return record
    return replace(
        record, se=None, low=None, high=None, level=None, df=None, status="approximate", reason=NO_SPREAD
    )


def _label(part: Part, comparison: Comparison, shared: Mapping[str, Any], told: str) -> Label:
    unit = "proportion" if comparison.two_valued else None
    if part.group is not None:
        return Label(
            measure=part.measure,
            parameters=part.parameters,
            outcome=comparison.outcome_name,
            by={comparison.group_name: part.group},
            unit=unit,
            method=told,
        )
    named = {"component": part.component, "variable": part.variable, "level": part.level}
    return Label(
        measure=part.measure,
        parameters={**shared, **part.parameters},
        outcome=comparison.outcome_name,
        by={key: value for key, value in named.items() if value is not None},
        reference=comparison.reference,
        unit=unit,
        method=told,
    )
