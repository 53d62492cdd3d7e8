"""``dueregard evaluate``: what an event did, to whom, and what speaks against believing it."""

from __future__ import annotations

from typing import Literal

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.flags import AsCsv, AsJson, Switch
from dueregard.cli.listed import listed
from dueregard.cli.progress import progress_bar
from dueregard.errors import UsageError

__all__ = ["evaluate"]

METHODS = Literal["did", "event-study", "staggered", "synthetic-control", "synthetic-did", "its"]


def evaluate(
    table: str,
    /,
    *,
    outcome: str,
    time: str,
    unit: str | None = None,
    treated: str | None = None,
    first_treated: str | None = None,
    event: str | None = None,
    method: METHODS | None = None,
    group: str | None = None,
    weight: str | None = None,
    cluster: str | None = None,
    covariate: list[str] | None = None,
    log: Switch = False,
    people: Switch = False,
    controls: Literal["never_treated", "not_yet_treated"] = "never_treated",
    season: int | None = None,
    placebo_time: list[str] | None = None,
    placebo_outcome: list[str] | None = None,
    outcome_unit: str | None = None,
    where: str | None = None,
    seed: int = 1,
    level: float = 0.95,
    release: Switch = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Evaluate after the event: what it changed, for which groups, and what speaks against it.

    For example: `dueregard evaluate states.csv --outcome packs --unit state --time year --treated
    "state == 'California'" --event 1989`. Weighted and unweighted results stand side by side, with checks of
    what came before and of places that the event did not reach. All methods but `its` need the extra
    `evaluation`: `pip install 'dueregard[evaluation]'`.

    Parameters
    ----------
    table
        A table with one row a unit and period (and group), or of people in units and periods.
    outcome
        The column, or expression, that the event may have changed.
    time
        Column of periods: numbers, or dates such as 2011-03 or 2011-Q1.
    unit
        Column of units, such as places; without it the table is one series.
    treated
        Column or condition that is true where and while the event holds; with --event, for units it reached.
    first_treated
        Column of the period in which a unit's event begins; empty, 0 or never for none.
    event
        The period in which the event begins for all that it reaches.
    method
        How; by default what the table calls for, which is said.
    group
        Column of groups, each of which has its own effect; whether they are equal is tested.
    weight
        Column of weights, such as populations or survey weights.
    cluster
        Column of clusters whose errors belong together; by default units.
    covariate
        Columns of numbers that the outcome may depend on; separate them by commas, or repeat.
    log
        Take the logarithm of the outcome; effects are told in per cent.
    people
        Rows are people in units and periods, not units.
    controls
        Whom `staggered` compares with: units never treated, or also those not yet treated.
    season
        For `its`: how many periods make a cycle, for instance 12 for months.
    placebo_time
        A period before the event in which nothing happened; repeat for others. By default the middle one.
    placebo_outcome
        A column that the event should not have changed; repeat for others.
    outcome_unit
        Unit of the outcome, for instance `packs a head`.
    where
        Which rows count, for instance `"region == 'South'"`.
    seed
        Of placebos and bundles that are drawn.
    level
        Confidence level.
    release
        Refused: see `docs/evaluation.md`.
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.consequences.evaluation import Asked, Choices
    from dueregard.consequences.evaluation import evaluate as evaluated
    from dueregard.people import read_people

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    _check(level, release=release)
    with progress_bar(quiet=quiet) as progress:
        progress("Reading the table", 0.05)
        read = read_people(table, where=where)
        found = evaluated(
            read,
            Asked(
                outcome=outcome,
                unit=unit,
                time=time,
                treated=treated,
                first_treated=first_treated,
                event=event,
                group=group,
                weight=weight,
                cluster=cluster,
                covariates=tuple(listed(covariate or (), read.columns)),
                log=log,
                people=people,
            ),
            method=method,
            placebo_times=placebo_time or (),
            placebo_outcomes=placebo_outcome or (),
            choices=Choices(controls=controls, season=season, seed=seed),
            unit=outcome_unit,
            level=level,
            progress=progress,
        )
    if as_json:
        print_json([record.to_dict() for record in found.records], **found.beside())
    elif as_csv:
        print_csv([record.to_dict() for record in found.records])
    else:
        from dueregard.cli.evaluated import print_evaluation

        print_evaluation(found, log=log)


def _check(level: float, *, release: bool) -> None:
    from dueregard.estimates.intervals import refuse_level

    refuse_level(level)
    if release:
        raise UsageError(
            "evaluate has no --release: its results name units, and effects with and without a unit or a "
            "weight can be subtracted from each other.",
            remedy="Evaluate a table of released figures, such as published rates, whose results are as "
            "public as they are.",
        )
