"""Evaluation after the event: one method, weighted and not, by group, with the checks that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from dueregard.consequences.evaluation.checked import Checker
from dueregard.consequences.evaluation.doubts import doubts_of
from dueregard.consequences.evaluation.engines import DiffDiff, Engine
from dueregard.consequences.evaluation.findings import Evaluation
from dueregard.consequences.evaluation.found import Choices, Found
from dueregard.consequences.evaluation.methods import SYNTHETIC, Method, chosen_method
from dueregard.consequences.evaluation.panel import NEVER, Panel
from dueregard.consequences.evaluation.pieces import find_effects
from dueregard.consequences.evaluation.reading import Asked, read_panel
from dueregard.consequences.evaluation.telling import sentences_of
from dueregard.consequences.evaluation.writing import Writing
from dueregard.errors import DueRegardError, UsageError
from dueregard.estimates import Record
from dueregard.people import People

__all__ = ["evaluate"]

Progress = Callable[[str, float], None]


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
    writing = Writing(
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
    checker = Checker(
        panel=main, method=chosen, engine=solver, choices=choices, writing=writing, weights=label
    )
    checked = checker.check(placebo_times)
    records += checked.records
    records += _placebo_outcomes(people, asked, checker, placebo_outcomes, notes)
    doubts = doubts_of(main, chosen, records, checked.left_out, weight=asked.weight, log=asked.log)
    return Evaluation(
        method=chosen,
        chosen_because=why,
        records=tuple(records),
        sentences=tuple(sentences_of(records, chosen, weight=asked.weight, log=asked.log)),
        doubts=tuple(dict.fromkeys(doubts)),
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
    others = int((~kept).sum())
    note = f"An interrupted time series looks at treated units only: {others:,} rows of others left out."
    return panel.only(kept), [note]


def _refuse_combinations(method: Method, asked: Asked) -> None:
    plain = method.name in (*SYNTHETIC, "its")
    if plain and asked.covariates:
        raise UsageError(
            f"--covariate has no place in {method.name}.",
            remedy="Use --method did, event-study or staggered, or leave covariates out.",
        )
    if asked.people and method.name in (*SYNTHETIC, "staggered"):
        raise UsageError(
            f"--method {method.name} needs one row a unit and period, not rows of people.",
            remedy="Make a table of means by unit and period first; or use --method did or event-study.",
        )


def _variants(panel: Panel, method: Method, asked: Asked, notes: list[str]) -> list[tuple[str, Panel]]:
    if asked.weight is None:
        return [("none", panel)]
    if method.name in SYNTHETIC and panel.grouping is None:
        notes.append(f"Weights do not enter {method.title}: {asked.weight!r} is not used.")
        return [("none", panel.unweighted())]
    return [(asked.weight, panel), ("none", panel.unweighted())]


def _written(found: Found, label: str, writing: Writing, n: int) -> Iterator[Record]:
    for piece in found.pieces:
        told = {"estimator": piece.estimator, **piece.parameters}
        yield from writing.effects(piece.effects, measure=piece.measure, weights=label, parameters=told)
    for tested in found.tests:
        yield writing.test(tested, weights=label, n=n)


def _placebo_outcomes(
    people: People, asked: Asked, checker: Checker, outcomes: Sequence[str], notes: list[str]
) -> Iterator[Record]:
    """Each in turn; one that cannot be used is told, and the others go on."""
    for column in outcomes:
        try:
            panel = read_panel(people, replace(asked, outcome=column, log=False)).panel
            panel = _without_always_treated(panel)[0]
            if checker.method.name == "its":
                panel = _only_treated(panel)[0]
            yield from list(checker.placebo_outcome(panel, column))
        except DueRegardError as refused:
            notes.append(f"The placebo outcome {column!r} cannot be used. {refused}")


def _size(panel: Panel) -> dict[str, int]:
    return {
        "rows": len(panel),
        "units": len(np.unique(panel.unit)),
        "treated_units": int(panel.treated_units.size),
        "clusters": len(np.unique(panel.cluster)),
        "periods": len(np.unique(panel.time)),
    }
