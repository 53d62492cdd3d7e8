"""Evaluation after the event: one method, weighted and not, by group, with the checks that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

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
from dueregard.consequences.evaluation.doubts import doubts_of
from dueregard.consequences.evaluation.effects import Effects, Tested
from dueregard.consequences.evaluation.engines import DiffDiff, Engine
from dueregard.consequences.evaluation.findings import Evaluation, effect_records, test_record
from dueregard.consequences.evaluation.methods import Method, chosen_method
from dueregard.consequences.evaluation.panel import NEVER, Panel
from dueregard.consequences.evaluation.pieces import Choices, Found, find_effects, headline
from dueregard.consequences.evaluation.reading import Asked, read_panel
from dueregard.consequences.evaluation.regressions import two_way
from dueregard.consequences.evaluation.words import chance, group_sentence, headline_sentence, told_effect
from dueregard.errors import DueRegardError, UsageError
from dueregard.estimates import Record
from dueregard.people import People

__all__ = ["evaluate"]

_SYNTHETIC = ("synthetic-did", "synthetic-control")
_SHOWN = 5
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """What all records of one evaluation share."""

    asked: Asked
    method: Method
    source: str
    engine: str
    unit: str | None
    level: float

    def parameters(self, weights: str, more: Mapping[str, Any]) -> dict[str, Any]:
        names = self.asked.covariates
        shown = ", ".join(names[:_SHOWN]) + (
            f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        )
        told = {"weights": weights, **more}
        told |= {"controls": shown} if names else {}
        return told | ({"scale": "log"} if self.asked.log else {})

    def effects(
        self,
        effects: Effects,
        measure: str,
        weights: str,
        more: Mapping[str, Any],
        outcome: str | None = None,
    ) -> Iterator[Record]:
        return effect_records(
            effects,
            measure=measure,
            parameters=self.parameters(weights, more),
            outcome=outcome or self.asked.outcome,
            unit="log points" if self.asked.log else self.unit,
            method=f"{self.method.title} ({self.engine})",
            source=self.source,
            level=self.level,
        )

    def test(self, tested: Tested, weights: str, n: int) -> Record:
        return test_record(
            tested,
            parameters=self.parameters(weights, {}),
            outcome=self.asked.outcome,
            n=n,
            method=f"{self.method.title} ({self.engine})",
            source=self.source,
        )


def evaluate(
    people: People,
    asked: Asked,
    *,
    method: str | None = None,
    engine: Engine | None = None,
    placebo_times: Sequence[str] = (),
    placebo_outcomes: Sequence[str] = (),
    choices: Choices | None = None,
    unit: str | None = None,
    level: float = 0.95,
    progress: Progress | None = None,
) -> Evaluation:
    """Evaluate what an event did, by group, with checks.

    Parameters
    ----------
    people : People
        A table with one row a unit and period (and group), or of people in units and periods.
    asked : Asked
        Which column is what.
    method : str, optional
        ``did``, ``event-study``, ``staggered``, ``synthetic-control``, ``synthetic-did`` or ``its``; by
        default what the table calls for, where that is unambiguous.
    engine : Engine, optional
        Who estimates; by default diff-diff, from the extra ``evaluation``. ``its`` needs none.
    placebo_times : sequence of str
        Periods before the event at which nothing happened; by default the middle of them.
    placebo_outcomes : sequence of str
        Columns that the event should not have changed.
    choices : Choices, optional
        What else was chosen.
    unit : str, optional
        Of the outcome.
    level : float
        Confidence level.
    progress : callable, optional
        Told what is being done, and the share that is done.

    Returns
    -------
    Evaluation

    Raises
    ------
    UsageError
        When what was asked for contradicts itself or the table.
    PeopleError
        When the table cannot be used so.
    MissingExtra
        When a method needs the extra ``evaluation`` and it is not installed.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> deaths = [31.0, 30, 32, 29, 30, 31, 30, 29, 24, 23, 23, 22, 21, 22, 20, 21]
    >>> table = read_people({"year": list(range(2001, 2017)), "deaths": deaths})
    >>> found = evaluate(table, Asked(outcome="deaths", time="year", event="2009"))
    >>> found.method.name, found.records[0].measure, found.records[0].verdict
    ('its', 'level_change', 'lower than')
    """
    tell = progress or (lambda _doing, _share: None)
    read = read_panel(people, asked)
    panel, left = _without_always_treated(read.panel)
    chosen, why = chosen_method(
        panel, method, compared=asked.treated is not None or asked.first_treated is not None
    )
    notes = [*read.notes, *left]
    if chosen.name == "its":
        panel, more = _only_treated(panel)
        notes += more
    _refuse_combinations(chosen, asked)
    solver = engine or DiffDiff()
    choices = choices or Choices()
    writing = _Writing(
        asked=asked,
        method=chosen,
        source=people.title,
        engine="dueregard" if chosen.name == "its" else solver.name,
        unit=unit,
        level=level,
    )
    variants = _variants(panel, chosen, asked, notes)
    records: list[Record] = []
    donors: Mapping[str, float] = {}
    for number, (label, each) in enumerate(variants):
        tell("Estimating", 0.1 + 0.3 * number)
        found = find_effects(each, chosen, solver, choices)
        records += _written(found, label, writing, len(each))
        donors = donors or found.donors
        notes += [each for each in found.failures if each not in notes]
    label, main = variants[0]
    tell("Checking", 0.6)
    checked, left_out = _checks(main, chosen, solver, choices, writing, label, placebo_times)
    records += checked
    records += _placebo_outcomes(people, asked, chosen, solver, choices, writing, placebo_outcomes, notes)
    doubts = tuple(doubts_of(main, chosen, records, left_out, weight=asked.weight, log=asked.log))
    return Evaluation(
        method=chosen,
        chosen_because=why,
        records=tuple(records),
        sentences=tuple(_sentences(records, chosen, asked)),
        doubts=doubts,
        notes=tuple(dict.fromkeys([*people.notes, *notes])),
        donors=donors,
        size=_size(main),
        engine=writing.engine,
    )


def _without_always_treated(panel: Panel) -> tuple[Panel, list[str]]:
    first = int(panel.time.min())
    always = panel.treated_units[panel.starts[panel.treated_units] == first]
    if not always.size or always.size == panel.treated_units.size or panel.ends:
        return panel, []
    note = f"Left out: {always.size:,} treated from the first period on ({panel.named(always)})."
    return panel.only(~np.isin(panel.unit, always)), [note]


def _only_treated(panel: Panel) -> tuple[Panel, list[str]]:
    kept = panel.starts[panel.unit] != NEVER
    if kept.all():
        return panel, []
    note = f"An interrupted time series looks at treated units only: {int((~kept).sum()):,} rows of others left out."
    return panel.only(kept), [note]


def _refuse_combinations(method: Method, asked: Asked) -> None:
    plain = method.name in (*_SYNTHETIC, "its")
    if plain and asked.covariates:
        raise UsageError(
            f"--covariate has no place in {method.name}.",
            remedy="Use --method did, event-study or staggered, or leave covariates out.",
        )
    if asked.people and method.name in (*_SYNTHETIC, "staggered"):
        raise UsageError(
            f"--method {method.name} needs one row a unit and period, not rows of people.",
            remedy="Make a table of means by unit and period first; or use --method did or event-study.",
        )


def _variants(panel: Panel, method: Method, asked: Asked, notes: list[str]) -> list[tuple[str, Panel]]:
    if asked.weight is None:
        return [("none", panel)]
    if method.name in _SYNTHETIC and panel.grouping is None:
        notes.append(f"Weights do not enter {method.title}: {asked.weight!r} is not used.")
        return [("none", panel.unweighted())]
    return [(asked.weight, panel), ("none", panel.unweighted())]


def _written(found: Found, label: str, writing: _Writing, n: int) -> Iterator[Record]:
    for piece in found.pieces:
        told = {"estimator": piece.estimator, **piece.parameters}
        yield from writing.effects(piece.effects, piece.measure, label, told)
    for tested in found.tests:
        yield writing.test(tested, label, n)


def _checks(
    panel: Panel,
    method: Method,
    engine: Engine,
    choices: Choices,
    writing: _Writing,
    label: str,
    placebo_times: Sequence[str],
) -> tuple[list[Record], LeftOut | None]:
    def estimate(of: Panel) -> Effects:
        return headline(of, method, engine, choices)

    records = list(_placebo_times(panel, method, engine, choices, writing, label, placebo_times))
    left_out = leave_one_out(panel, estimate) if method.name not in (*_SYNTHETIC, "its") else None
    if left_out is not None:
        records += _left_out_records(left_out, panel, writing, label)
    few = panel.treated_units.size <= FEW_TREATED and len(panel.start_dates) == 1 and not panel.people
    if method.name in ("did", "event-study") and few:
        records += _placebo_units(panel, engine, choices, writing, label)
    return records, left_out


def _placebo_times(
    panel: Panel,
    method: Method,
    engine: Engine,
    choices: Choices,
    writing: _Writing,
    label: str,
    asked: Sequence[str],
) -> Iterator[Record]:
    if len(panel.start_dates) > 1:
        if asked:
            raise UsageError(
                "--placebo-time needs one start date.",
                remedy="Where units start at different times, the effects before the start are the placebos.",
            )
        return
    default = default_placebo(panel)
    for period in asked or ([default] if default is not None else []):
        moved = placebo_panel(panel, period)
        try:
            effects = find_effects(moved, method, engine, choices).pieces[0].effects
        except DueRegardError:
            if asked:
                raise
            continue
        yield from writing.effects(effects, "placebo_time", label, {"placebo_time": period})


def _left_out_records(left_out: LeftOut, panel: Panel, writing: _Writing, label: str) -> Iterator[Record]:
    for which, (cluster, value) in (("lowest", left_out.lowest), ("highest", left_out.highest)):
        yield Record(
            measure="leave_one_out",
            parameters=writing.parameters(label, {"which": which, "without": cluster}),
            outcome=writing.asked.outcome,
            estimate=value,
            n=len(panel),
            unit="log points" if writing.asked.log else writing.unit,
            method=f"{writing.method.title} ({writing.engine})",
            source=writing.source,
        )
    if np.isfinite(left_out.jackknife_se):
        yield Record(
            measure="jackknife_se",
            parameters=writing.parameters(label, {"clusters": left_out.clusters}),
            outcome=writing.asked.outcome,
            estimate=left_out.jackknife_se,
            n=len(panel),
            unit="log points" if writing.asked.log else writing.unit,
            method=f"{writing.method.title} ({writing.engine})",
            source=writing.source,
        )


def _placebo_units(
    panel: Panel, engine: Engine, choices: Choices, writing: _Writing, label: str
) -> Iterator[Record]:
    ways = [lambda of, grouped=grouped: two_way(of, engine, by_group=grouped) for grouped in (False, True)]
    ways = ways[: 1 + (panel.grouping is not None)]
    chance_found = placebo_units(panel, ways, seed=choices.seed)
    if not chance_found.size:
        return
    place = 0
    for way in ways:
        own = way(panel)
        for value, by in zip(own.values, own.by, strict=True):
            if np.isfinite(value):
                tested = placebo_units_test(
                    float(value), chance_found[:, place], by=dict(by), treated=panel.treated_units.size
                )
                yield writing.test(tested, label, len(panel))
            place += 1


def _placebo_outcomes(
    people: People,
    asked: Asked,
    method: Method,
    engine: Engine,
    choices: Choices,
    writing: _Writing,
    outcomes: Sequence[str],
    notes: list[str],
) -> Iterator[Record]:
    for column in outcomes:
        try:
            panel = _without_always_treated(
                read_panel(people, replace(asked, outcome=column, log=False)).panel
            )[0]
            if method.name == "its":
                panel = _only_treated(panel)[0]
            effects = find_effects(panel, method, engine, choices).pieces[0].effects
        except DueRegardError as refused:
            notes.append(f"The placebo outcome {column!r} cannot be used. {refused}")
            continue
        unlogged = replace(writing, asked=replace(asked, log=False), unit=None)
        yield from unlogged.effects(effects, "placebo_outcome", asked.weight or "none", {}, outcome=column)


def _sentences(records: Sequence[Record], method: Method, asked: Asked) -> Iterator[str]:
    main, log = records[0], asked.log
    yield headline_sentence(main, method, log=log)
    same = [
        each
        for each in records
        if each.measure == main.measure
        and each.parameters.get("estimator") == main.parameters.get("estimator")
        and each.parameters.get("errors") == main.parameters.get("errors")
    ]
    for each in same:
        if not each.by and each.parameters["weights"] != main.parameters["weights"]:
            yield f"Without the weights {asked.weight!r}: {told_effect(each, log=log)}."
    groups = [each for each in same if each.by and each.parameters["weights"] == main.parameters["weights"]]
    tests = [
        each
        for each in records
        if each.measure == "equality_test"
        and each.parameters["weights"] == main.parameters["weights"]
        and each.parameters.get("estimator") in (None, main.parameters.get("estimator"))
        and each.parameters.get("of") in (None, main.measure)
    ]
    if groups:
        yield group_sentence(groups, tests[0] if tests else None, log=log)
    for each in records:
        of_all = not each.by and each.parameters.get("weights") == main.parameters["weights"]
        estimator = each.parameters.get("estimator") in (None, main.parameters.get("estimator"))
        if each.measure == "pre_trend_test" and of_all and estimator and each.parameters["p"] is not None:
            periods, p = each.parameters["periods_before"], chance(each.parameters["p"])
            counted = f"over {periods} period{'' if periods == 1 else 's'}"
            yield f"Before the event: {each.verdict} ({p}, {counted})."
        if each.measure == "placebo_units_test" and of_all:
            count, p = each.parameters["placebos"], chance(each.parameters["p"])
            yield f"Among {count} placebos of units that the event did not reach: {each.verdict} ({p})."


def _size(panel: Panel) -> dict[str, int]:
    return {
        "rows": len(panel),
        "units": len(np.unique(panel.unit)),
        "treated_units": int(panel.treated_units.size),
        "clusters": len(np.unique(panel.cluster)),
        "periods": len(np.unique(panel.time)),
    }
