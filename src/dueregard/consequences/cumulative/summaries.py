"""Each measure as it was applied in its place, and what to know about the whole, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from dueregard.consequences.assumed import assumptions_of
from dueregard.consequences.cumulative.asked import Asked
from dueregard.consequences.cumulative.bundle import Bundle
from dueregard.consequences.cumulative.findings import MeasureSummary
from dueregard.consequences.cumulative.setting import Setting
from dueregard.consequences.cumulative.shapes import has_shares_of_groups
from dueregard.consequences.cumulative.subsets import Subsets
from dueregard.consequences.summaries import notes_of as of_people
from dueregard.listing import and_list
from dueregard.people.ungrouped import ungrouped

__all__ = ["concept_of", "notes_of", "summaries_of"]


def concept_of(asked: Asked) -> str:
    """Say what the outcome is, before and after.

    Parameters
    ----------
    asked : Asked
        What was asked for.

    Returns
    -------
    str
        In words.
    """
    shared = f", shared by the household and divided by {asked.scale}" if asked.scale else ""
    return f"{asked.outcome} as in the table; after: with what measures give and take{shared}"


def summaries_of(setting: Setting, subsets: Subsets, asked: Asked) -> tuple[MeasureSummary, ...]:
    """Sum measures up, each in its place.

    Parameters
    ----------
    setting : Setting
        The people.
    subsets : Subsets
        As applied, in the last year if there are years.
    asked : Asked
        What was asked for.

    Returns
    -------
    tuple of MeasureSummary
        In order.
    """
    year = asked.years[-1] if asked.years else None
    return tuple(
        MeasureSummary(
            name=applied.option.name,
            kind=applied.option.kind,
            unit=applied.option.unit,
            starts=applied.option.starts,
            sees_earlier=bool(member.looking),
            in_force=applied.phase > 0,
            recipients=float((applied.received * setting.rows.weight).sum()),
            total_cost=applied.total_cost,
            assumptions=assumptions_of(
                applied, seed=asked.seed, year=year, has_scale=asked.scale is not None
            ),
        )
        for member, applied in zip(setting.members, subsets.in_order, strict=True)
    )


def notes_of(setting: Setting, bundle: Bundle, asked: Asked) -> Iterator[str]:
    """Say what to know about the whole.

    Parameters
    ----------
    setting : Setting
        The people.
    bundle : Bundle
        The measures.
    asked : Asked
        What was asked for.

    Yields
    ------
    str
        Sentences.
    """
    yield from of_people(setting.rows, household=asked.household, scale=asked.scale)
    for name in asked.by:
        lacking = ungrouped(setting.people.table, [setting.people.schema.grouping(name).column])
        if lacking:
            who = "1 person has" if lacking == 1 else f"{lacking:,} people have"
            yield f"{who} no {name}: counted among everybody, and in none of its groups."
    if len(bundle) == 1:
        yield "There is one measure, so there is nothing to add up: its share is the whole."
    seeing = [member.option.name for member in setting.members[1:] if member.looking]
    if seeing:
        yield (
            f"{and_list(seeing)} {'looks' if len(seeing) == 1 else 'look'} at {asked.outcome}, and so "
            f"{'meets' if len(seeing) == 1 else 'meet'} people as the measures before left them."
        )
    elif len(bundle) > 1:
        yield (
            f"No measure looks at {asked.outcome}, so none changes what another gives: effects on means add "
            "up whatever the order. Effects on poverty and inequality need not."
        )
    if seeing:
        yield (
            f"Columns that were made from {asked.outcome} beforehand stay as they are; only formulas that "
            "name it see what changed."
        )
    if asked.by and not has_shares_of_groups(len(bundle)):
        yield (
            "Of poverty with a line that moves, groups have the whole only: there are many subsets. At the "
            "line as it stood they have each measure's share."
        )
    if asked.years:
        yield "Years are added up without discounting, on the same people at the same incomes."
