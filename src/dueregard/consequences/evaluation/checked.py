"""Checks written as records: placebo dates, outcomes and units, and the effect without each cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dueregard.consequences.evaluation.checks import (
    FEW_TREATED,
    LeftOut,
    default_placebo,
    leave_one_out,
    placebo_panel,
    placebo_units,
    placebo_units_test,
)
from dueregard.consequences.evaluation.effects import Effects
from dueregard.consequences.evaluation.engines import Engine
from dueregard.consequences.evaluation.found import Choices
from dueregard.consequences.evaluation.methods import SYNTHETIC, Method
from dueregard.consequences.evaluation.panel import Panel
from dueregard.consequences.evaluation.pieces import find_effects, headline
from dueregard.consequences.evaluation.regressions import two_way
from dueregard.consequences.evaluation.writing import Writing
from dueregard.errors import DueRegardError, UsageError
from dueregard.estimates import Record

__all__ = ["Checked", "Checker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the checks found.

    Attributes
    ----------
    records : tuple of Record
        One a check.
    left_out : LeftOut, optional
        The main effect without each cluster.
    """

    records: tuple[Record, ...]
    left_out: LeftOut | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """Checks of one method on one panel.

    Attributes
    ----------
    panel : Panel
        The rows.
    method : Method
        Which was used.
    engine : Engine
        Who estimates.
    choices : Choices
        What else was chosen.
    writing : Writing
        How records are written.
    weights : str
        The column of weights, or none.
    """

    panel: Panel
    method: Method
    engine: Engine
    choices: Choices
    writing: Writing
    weights: str

    def check(self, placebo_times: Sequence[str] = ()) -> Checked:
        """Do all checks that fit the method.

        Parameters
        ----------
        placebo_times : sequence of str
            Periods at which nothing happened; by default the middle of those before the event.

        Returns
        -------
        Checked

        Raises
        ------
        UsageError
            When a placebo date is asked for that cannot be.
        """
        panel, name = self.panel, self.method.name
        records = list(self._placebo_times(placebo_times))
        left_out = None if name in SYNTHETIC or name == "its" else leave_one_out(panel, self._headline)
        if left_out is not None:
            records += self._left_out(left_out)
        few = panel.treated_units.size <= FEW_TREATED and len(panel.start_dates) == 1 and not panel.people
        if name in ("did", "event-study") and few:
            records += self._placebo_units()
        return Checked(records=tuple(records), left_out=left_out)

    def placebo_outcome(self, panel: Panel, column: str) -> Iterator[Record]:
        """Estimate the same of an outcome that the event should not have changed.

        Parameters
        ----------
        panel : Panel
            With that outcome.
        column : str
            Its name.

        Yields
        ------
        Record
        """
        effects = find_effects(panel, self.method, self.engine, self.choices).pieces[0].effects
        plain = replace(self.writing, asked=replace(self.writing.asked, outcome=column, log=False), unit=None)
        yield from plain.effects(effects, measure="placebo_outcome", weights=self.weights, parameters={})

    def _headline(self, panel: Panel) -> Effects:
        return headline(panel, self.method, self.engine, self.choices)

    def _placebo_times(self, asked: Sequence[str]) -> Iterator[Record]:
        if len(self.panel.start_dates) > 1:
            if asked:
                raise UsageError(
                    "--placebo-time needs one start date.",
                    remedy="Where units start at different times, the effects before the start are the "
                    "placebos.",
                )
            return
        default = default_placebo(self.panel)
        for period in asked or ([] if default is None else [default]):
            moved = placebo_panel(self.panel, period)
            try:
                effects = find_effects(moved, self.method, self.engine, self.choices).pieces[0].effects
            except DueRegardError:
                if asked:
                    raise
                continue
            told = {"placebo_time": period}
            yield from self.writing.effects(
                effects, measure="placebo_time", weights=self.weights, parameters=told
            )

    def _left_out(self, found: LeftOut) -> Iterator[Record]:
        for which, (cluster, value) in (("lowest", found.lowest), ("highest", found.highest)):
            told = {"which": which, "without": cluster}
            yield self._value(value, "leave_one_out", told)
        if np.isfinite(found.jackknife_se):
            yield self._value(found.jackknife_se, "jackknife_se", {"clusters": found.clusters})

    def _value(self, value: float, measure: str, parameters: Mapping[str, object]) -> Record:
        return self.writing.value(
            value, measure=measure, weights=self.weights, n=len(self.panel), parameters=parameters
        )

    def _placebo_units(self) -> Iterator[Record]:
        panel = self.panel
        grouped = (False, True) if panel.grouping is not None else (False,)
        ways: list[Callable[[Panel], Effects]] = [self._way(by_group=each) for each in grouped]
        chance = placebo_units(panel, ways, seed=self.choices.seed)
        if not chance.size:
            return
        own = [way(panel) for way in ways]
        labels = [dict(by) for effects in own for by in effects.by]
        values = np.concatenate([effects.values for effects in own])
        for place, (value, by) in enumerate(zip(values, labels, strict=True)):
            if np.isfinite(value):
                tested = placebo_units_test(
                    float(value), chance[:, place], by=by, treated=panel.treated_units.size
                )
                yield self.writing.test(tested, weights=self.weights, n=len(panel))

    def _way(self, *, by_group: bool) -> Callable[[Panel], Effects]:
        def estimate(panel: Panel) -> Effects:
            return two_way(panel, self.engine, by_group=by_group)

        return estimate
