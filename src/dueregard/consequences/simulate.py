"""What options do to people: one scan to apply them, one call for each kind of figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dueregard.consequences.answers import Answers, Question
from dueregard.consequences.asked import Asked, by_option, crossings_of
from dueregard.consequences.domain import about
from dueregard.consequences.effects import changes_of
from dueregard.consequences.estimating import figures_of, gaps_by_option, questions_of
from dueregard.consequences.findings import Consequences
from dueregard.consequences.flags import flags_of
from dueregard.consequences.gaps import relabelled
from dueregard.consequences.one_by_one import OneByOne
from dueregard.consequences.preparing import Simulation, prepare
from dueregard.consequences.ratios import ratios_told
from dueregard.consequences.releasing import released
from dueregard.consequences.rounding import without_rounding
from dueregard.consequences.summaries import notes_of, summary_of
from dueregard.consequences.together import answered_together
from dueregard.consequences.workable import those_that_can
from dueregard.estimates import records
from dueregard.options import (
    Option,
    prompts_of,
)
from dueregard.options.specification import Unit
from dueregard.people import People

__all__ = ["consequences_of", "simulate"]


def simulate(
    people: People,
    options: Sequence[Option],
    *,
    outcome: str | None = None,
    by: Sequence[str] = (),
    where: str | None = None,
    line: str = "0.6*median",
    id: str | None = None,
    family: str | None = None,
    household: str | None = None,
    place: str | None = None,
    equivalise: str | None = None,
    references: Mapping[str, str] | None = None,
    year: int | None = None,
    seed: int = 1,
    unit: str | None = None,
    depth: int = 2,
    level: float = 0.95,
    release: bool = False,
    partly: bool = False,
) -> Consequences:
    """Simulate options on the same people, and say what each does to whom.

    Parameters
    ----------
    people : People
        One row a person, in DuckDB.
    options : sequence of Option
        At least one; their names differ.
    outcome : str, optional
        The column that they change; where one of them changes the law, an income of the rules engine, which
        may be left out.
    by : sequence of str
        Characteristics or columns; each alone, and crossed in pairs. Stars cross those between them, and
        only those: ``sex*ethnicity*disabled``, or with tenths of the outcome ``sex*decile``.
    where : str, optional
        Whom figures are about, such as ``age < 18``. The design keeps everybody, options are applied to
        everybody, and everybody's are the poverty line, the tenths, the total cost and all ratios to it.
    line : str
        The poverty line: a number, or such as ``0.6*median``.
    id, family, household, place : str, optional
        Columns of ids, for take-up draws and for amounts of families, households and places.
    equivalise : str, optional
        The outcome is equivalised household income: the column of the scale. Needs `household`.
    references : mapping of str to str, optional
        The group that others are compared with, by variable; by default everyone else.
    year : int, optional
        For options that are phased in, and for those that change the law without saying when.
    seed : int
        Of take-up draws.
    unit : str, optional
        Unit of the outcome.
    depth : int
        1 for each of `by` alone; 2 for pairs too.
    level : float
        Confidence level.
    release : bool
        Apply the disclosure gate, as for publication.
    partly : bool
        Where some of several options cannot be worked out, work out the others, and name these in `failures`.

    Returns
    -------
    Consequences
        Records, flags, prompts and assumptions.

    Raises
    ------
    UsageError, PeopleError, ExpressionError, ColumnNotFound
        When options and people do not fit.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> from dueregard.people import read_people
    >>> people = read_people({"age": [70, 30, 66, 50], "income": [100.0, 200.0, 150.0, 400.0]})
    >>> option = option_from({"name": "Top-up", "kind": "cash", "eligible": "age >= 65", "amount": 10})
    >>> found = simulate(people, [option], outcome="income")
    >>> [record.estimate for record in found.records if record.measure == "total_cost"][0]
    20.0
    """
    alone, crossings = crossings_of(by, people.columns)
    asked = Asked(
        outcome=outcome or "",
        by=alone,
        crossings=crossings,
        where=where,
        line=line,
        unit=unit,
        depth=depth,
        level=level,
        references=references or {},
        scale=equivalise,
    )
    units: dict[Unit, str | None] = {"person": id, "family": family, "household": household, "place": place}

    def applied(some: Sequence[Option]) -> Simulation:
        return prepare(people, some, asked=asked, units=units, year=year, seed=seed)

    plan = those_that_can(options, applied, partly=partly)
    found = consequences_of(plan.simulation)
    found = released(plan.simulation, found) if release else found
    return replace(found, failures=plan.failures)


def consequences_of(simulation: Simulation) -> Consequences:
    """Estimate everything that is said of options.

    Parameters
    ----------
    simulation : Simulation
        Options as applied.

    Returns
    -------
    Consequences
        Records, flags, prompts and assumptions.
    """
    runs, asked = simulation.runs, simulation.asked
    rows, baseline = simulation.rows, simulation.baseline
    questions = questions_of(about(simulation.bare, asked), asked)
    answers = _answers(simulation, questions)
    found = list(figures_of(answers, questions, runs, asked))
    for grouping in asked.by:
        gaps = gaps_by_option(answers, runs, grouping, level=asked.level)
        for option, _ in by_option(runs):
            found += relabelled(gaps[option.name], option=option, asked=asked)
    capped = {
        run.option.name
        for run in runs
        if run.as_written and run.applied.total_cost < run.applied.uncapped_cost
    }
    every = without_rounding(
        [record for each in found for record in records(each, level=asked.level)], capped
    )
    summaries = [
        summary_of(run, rows, baseline, asked, seed=simulation.seed, year=simulation.year)
        for run in runs
        if run.as_written
    ]
    every = ratios_told(every, summaries)
    return Consequences(
        records=tuple(every),
        options=tuple(summaries),
        prompts=tuple(prompt for option, _ in by_option(runs) for prompt in prompts_of(option)),
        flags=flags_of(every, places=asked.places),
        line=baseline.line,
        seed=simulation.seed,
        where=asked.where,
        notes=(
            *simulation.bare.notes,
            *simulation.notes,
            *notes_of(rows, household=simulation.household, scale=asked.scale),
        ),
        rules_engine=None if rows.law is None else rows.law.provenance(),
    )


def _answers(simulation: Simulation, questions: Sequence[Question]) -> Answers:
    runs, asked, outcome = simulation.runs, simulation.asked, simulation.rows.outcome
    together = None
    # Of people who are some of a table already, those whom figures are about are asked of the engine.
    if asked.where is None or simulation.bare.table.domain is None:
        together = answered_together(
            about(simulation.bare, asked),
            runs,
            asked,
            questions,
            outcome=outcome,
            after={run.key: outcome + changes_of(run.applied, simulation.baseline) for run in runs},
            effects=simulation.effects,
            marks=simulation.marks,
        )
    if together is not None:
        return together
    people = simulation.people
    these = about(people, asked)
    return OneByOne(people=these, everybody=people, runs=runs, asked=asked, questions=questions)
