"""Groups that are made of the people of a table: their means, numbers and joint design covariance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from dueregard.disparities import grouped
from dueregard.engine import Grouping, Measure, Outcome
from dueregard.estimates import Estimates, Label
from dueregard.measures.between_groups.comparison import CHOSEN, Comparison, refuse_group
from dueregard.measures.means import Count, Mean

__all__ = ["AcrossGroups", "measure_of_people"]

NOBODY = "nobody is in a group"
MIXED = "people of one group have different places in the order"
TIED = "two groups have the same place in the order"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossGroups:
    """A comparison of the groups that a column makes.

    Attributes
    ----------
    comparison : Comparison
        What is computed.
    outcome : Outcome
        What it is of, and for whom.
    inner : tuple of str
        The column that makes the groups.
    parts : tuple of Measure
        Mean and number of people of each group, and the mean of its place in the order if they have one.
    whole : tuple of Measure
        The number of people, so that levels without groups are there too.
    label, unit, parameters
        As :class:`~dueregard.engine.Measure`.
    """

    comparison: Comparison
    outcome: Outcome
    inner: tuple[Grouping | str, ...]
    parts: tuple[Measure, ...]
    whole: tuple[Measure, ...]
    label: str | None = None
    unit: str | None = None
    method: str | None = None
    interval: str = "t"
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def name(self) -> str:
        """Its name in the catalogue."""
        return self.comparison.name

    def combine(
        self, parts: Estimates, whole: Estimates, label: Label, *, levels: Sequence[float] = (0.95,)
    ) -> Estimates:
        """Compare the groups of one level.

        Parameters
        ----------
        parts, whole : Estimates
            Of the groups, and of everybody.
        label : Label
            What the result is called.
        levels : sequence of float
            Confidence levels.

        Returns
        -------
        Estimates
            One value.
        """
        count = len(parts) // len(self.parts)
        values, people, places = (parts[at * count : (at + 1) * count] for at in range(3))
        values = replace(values, labels=tuple(replace(each, unit=self.unit) for each in values.labels))
        order, fault = self._order(places) if len(self.parts) > 2 else ((), None)
        fault = fault or self._absent(values, alone=not label.by) or (None if count else NOBODY)
        if fault:
            return Estimates(
                np.array([np.nan]),
                labels=(label,),
                supports=whole.supports[:1],
                statuses=("not_estimable",),
                reasons=(fault,),
            )
        groups = grouped(values, people, by=self._variable, order=order)
        found = self.comparison.function(groups, levels)
        return replace(found, labels=tuple(self._named(each, label) for each in found.labels))

    @property
    def _variable(self) -> str:
        [inner] = self.inner
        return inner if isinstance(inner, str) else inner.name

    def _order(self, places: Estimates) -> tuple[tuple[str, ...], str | None]:
        """Levels from the most disadvantaged, or what is wrong with their places."""
        names = [each.by[self._variable] for each in places.labels]
        at = places.values
        size = np.maximum(np.abs(at), 1.0)
        if (np.nan_to_num(places.se) > 1e-9 * size).any():
            return (), MIXED
        known = np.sort(at[np.isfinite(at)])
        if (np.diff(known) <= 1e-9 * np.maximum(np.abs(known[1:]), 1.0)).any():
            return (), TIED
        return tuple(names[place] for place in np.argsort(at)), None

    def _absent(self, values: Estimates, *, alone: bool) -> str | None:
        """Say which group is named and not there; where nothing else is asked, that is a slip."""
        known = [each.by[self._variable] for each in values.labels]
        for each in self.comparison.named:
            if each in known or each in CHOSEN or not known:
                continue
            if alone:
                refuse_group(each, self._variable, known)
            return f"the group {each!r} is not there"
        return None

    def _named(self, found: Label, label: Label) -> Label:
        ways = (found.method, label.method)
        own = {key: each for key, each in found.parameters.items() if key == "corrected"}
        return replace(
            label,
            parameters={**label.parameters, **own},
            contrast=found.contrast,
            reference=found.reference,
            unit=found.unit,
            method="; ".join(text for text in ways if text) or None,
        )


def measure_of_people(
    comparison: Comparison,
    *,
    across: str,
    column: str,
    order: str | None,
    among: str | None,
    label: str,
    unit: str | None,
) -> AcrossGroups:
    """Make a measure of groups of people.

    Parameters
    ----------
    comparison : Comparison
        What is computed.
    across : str
        The column that makes the groups.
    column : str
        The value of each person.
    order : str, optional
        The place of each person's group in the order.
    among : str, optional
        For whom the outcome applies.
    label : str
        What the outcome is called.
    unit : str, optional
        Its unit.

    Returns
    -------
    AcrossGroups
        One value for each level that people are grouped by.
    """
    outcome = Outcome(columns=(column,), among=among)
    parts: list[Measure] = [Mean(outcome=outcome, label=label), Count(outcome=outcome, label=label)]
    if order is not None:
        parts.append(Mean(outcome=Outcome(columns=(order,), among=among), label=order))
    columns = {"across": across} if order is None else {"across": across, "order": order}
    return AcrossGroups(
        comparison=comparison,
        outcome=outcome,
        inner=(across,),
        parts=tuple(parts),
        whole=(Count(outcome=outcome, label=label),),
        label=label,
        unit=unit,
        parameters={**columns, **comparison.parameters},
    )
