"""Each option as it was applied, in figures and sentences that are no estimates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dueregard.consequences.asked import Asked, Run, concept
from dueregard.consequences.assumed import assumptions_of
from dueregard.consequences.effects import Baseline, changes_of, switching_of, worth_of
from dueregard.consequences.findings import Summary
from dueregard.consequences.welfare import GREEN_BOOK, marginal_value_of_public_funds
from dueregard.options import Rows

__all__ = ["notes_of", "summary_of"]


def summary_of(
    run: Run, rows: Rows, baseline: Baseline, asked: Asked, *, seed: int, year: int | None
) -> Summary:
    """Sum an option up.

    Parameters
    ----------
    run : Run
        The option as written, applied.
    rows : Rows
        The people.
    baseline : Baseline
        Before.
    asked : Asked
        What was asked for.
    seed : int
        Of take-up.
    year : int, optional
        Of a phase-in.

    Returns
    -------
    Summary
        With every assumption.
    """
    applied, option = run.applied, run.option
    paid = float((applied.payment * rows.weight).sum())
    eligible = float((applied.eligible * rows.weight).sum())
    got = float((applied.received * applied.eligible * rows.weight).sum())
    change = changes_of(applied, baseline)
    income = np.maximum(baseline.outcome, GREEN_BOOK.lowest_share * baseline.median)
    worth = float((worth_of(applied) * rows.weight).sum())
    public = marginal_value_of_public_funds(worth, applied.total_cost) if np.isfinite(worth) else np.nan
    return Summary(
        name=option.name,
        kind=option.kind,
        unit="household" if applied.law else option.unit,
        authored_by=option.authored_by,
        income_concept=concept(option, asked)["income_concept"],
        eligible_people=eligible,
        units=applied.units,
        total_cost=applied.total_cost,
        uncapped_cost=applied.uncapped_cost,
        paid_by_these_people=paid,
        non_take_up=1 - got / eligible if eligible > 0 and not applied.law else None,
        switching_elasticity=switching_of(applied, baseline, change, income),
        marginal_value_of_public_funds=public,
        assumptions=assumptions_of(
            applied,
            seed=seed,
            year=year,
            has_scale=asked.scale is not None,
            by_household=rows.law is not None,
        ),
    )


def notes_of(rows: Rows, *, household: str | None, scale: str | None) -> Iterator[str]:
    """Say what to know about the people.

    Parameters
    ----------
    rows : Rows
        The people.
    household : str, optional
        The column of households.
    scale : str, optional
        That of the equivalence scale.

    Yields
    ------
    str
        Sentences.
    """
    lacking = int(np.isnan(rows.outcome).sum())
    if lacking:
        yield (f"{lacking:,} people have no outcome: what they get counts in the cost, and nowhere else.")
    if rows.law is not None:
        yield from rows.law.notes
    elif household is not None and scale is None and household in rows.codes and _shared(rows, household):
        yield (
            "The outcome is the same for all members of each household, so it looks like a household's: with "
            "--equivalise and the column of the scale, members share what one of them gets."
        )


def _shared(rows: Rows, household: str) -> bool:
    index = rows.codes[household].index
    known = (index >= 0) & ~np.isnan(rows.outcome)
    first = np.zeros(len(rows.codes[household].codes))
    first[index[known]] = rows.outcome[known]
    several = np.bincount(index[known]).max(initial=0) > 1
    return bool(several and np.all(first[index[known]] == rows.outcome[known]))
