"""People who cannot be studied as strata, and who was left out, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dueregard.causes.factors import NOT_KNOWN
from dueregard.causes.left_out import left_out_notes
from dueregard.causes.sizes import refuse_small
from dueregard.causes.strata.cells import BinomialCells
from dueregard.causes.strata.collinear import determines, says_nothing_new, varying_within
from dueregard.causes.strata.gaussian import no_spread_within
from dueregard.causes.strata.sums import GaussianSums
from dueregard.causes.strata.tally import Tally
from dueregard.causes.written import columns_in
from dueregard.engine import Grouping, Table
from dueregard.engine.expression import kind_of
from dueregard.errors import PeopleError, UsageError
from dueregard.people import People

__all__ = [
    "notes_of",
    "refuse_bands_of_texts",
    "refuse_determined",
    "refuse_few",
    "refuse_many",
    "refuse_names",
    "refuse_outcome",
]

MOST_LEVELS = 1_000
MOST_STRATA = 50_000


def refuse_names(names: Sequence[str], adjust: Sequence[str]) -> None:
    """Refuse characteristics that are none, or stand twice.

    Parameters
    ----------
    names : sequence of str
        What is crossed.
    adjust : sequence of str
        What is held constant.

    Raises
    ------
    UsageError
        With the remedy.
    """
    if not names:
        raise UsageError("No characteristic is named, so there are no strata.", remedy="Name at least one.")
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"{name!r} is crossed with itself.", remedy="Name each characteristic once.")
        if name in adjust:
            raise UsageError(
                f"{name!r} is both crossed and adjusted for.", remedy="Name it in one of the two places."
            )


def refuse_outcome(table: Table, outcome: str, columns: Mapping[str, str], adjust: Sequence[str]) -> None:
    """Refuse to explain an outcome by itself.

    Parameters
    ----------
    table : Table
        Of the people.
    outcome : str
        A column or an expression.
    columns : mapping of str to str
        The column of each characteristic that is crossed.
    adjust : sequence of str
        Columns or expressions that are held constant.

    Raises
    ------
    UsageError
        When one of them is made of what the outcome is made of.
    """
    own = columns_in(outcome, table)
    used = [name for name, column in columns.items() if column in own or name in own]
    used += [text for text in adjust if columns_in(text, table) & own]
    if used:
        raise UsageError(
            f"{used[0]!r} makes the outcome {outcome!r}, which it would explain without telling anything.",
            remedy="Leave it out, or name another outcome.",
        )


def refuse_bands_of_texts(people: People, groupings: Sequence[Grouping]) -> None:
    """Refuse bands of a column that holds no numbers.

    Parameters
    ----------
    people : People
        Whose columns they are.
    groupings : sequence of Grouping
        What is crossed.

    Raises
    ------
    UsageError
        With the remedy.
    """
    for each in groupings:
        if each.bands is None:
            continue
        column = people.table.column(each.column)
        if kind_of(people.table.frame.select(_x=column).collect_schema()["_x"]) != "number":
            raise UsageError(
                f"{each.name!r} holds no numbers, and cannot be cut into bands.",
                remedy="Leave its bands out: its values are levels as they are.",
            )


def refuse_many(levels: Mapping[str, Sequence[str]]) -> None:
    """Refuse characteristics of so many levels that their main effects cannot be fitted.

    Parameters
    ----------
    levels : mapping of str to sequence of str
        Of each characteristic.

    Raises
    ------
    UsageError
        With the remedy.
    """
    for name, own in levels.items():
        if len(own) > MOST_LEVELS:
            raise UsageError(
                f"{name!r} has too many levels to be crossed.",
                found=f"It has {len(own):,}; the most is {MOST_LEVELS:,}.",
                remedy="Use coarser levels, such as larger areas.",
            )


def refuse_few(outcome: str, tally: Tally) -> None:
    """Refuse strata between which nothing can be compared.

    Parameters
    ----------
    outcome : str
        Of the people.
    tally : Tally
        Of the strata.

    Raises
    ------
    PeopleError
        When all are in one stratum, or have the same outcome.
    UsageError
        When there are too many strata.
    """
    size = len(tally.people)
    if size < 2:
        raise PeopleError(
            "All people are in one stratum, so there is nothing to compare.",
            remedy="Name another characteristic, or widen the condition on the people.",
        )
    if size > MOST_STRATA:
        raise UsageError(
            "There are too many strata.",
            found=f"{size:,}; the most is {MOST_STRATA:,}.",
            remedy="Cross fewer characteristics, or use coarser levels.",
        )
    refuse_small(outcome, float(tally.largest.max()))
    mean = tally.first[:, -1].sum() / tally.weight.sum()
    spread = tally.second[:, -1, -1].sum() / tally.weight.sum() - mean**2
    if spread <= 1e-14 * max(abs(tally.centre + mean), 1e-300) ** 2:
        raise PeopleError(
            f"Everybody has the same {outcome!r}, so there is nothing to explain.",
            remedy="Check the outcome, and the condition on the people.",
        )


def refuse_determined(data: GaussianSums | BinomialCells, people: int, adjusted: Sequence[str]) -> None:
    """Refuse what leaves a model nothing to tell, or two ways of telling the same.

    Parameters
    ----------
    data : GaussianSums or BinomialCells
        Of the people.
    people : int
        How many there are.
    adjusted : sequence of str
        What is held constant.

    Raises
    ------
    UsageError
        When that is the same for everybody, or tells the same twice.
    PeopleError
        When nothing is left for people of a stratum to differ by.
    """
    if people <= data.strata + data.covariates.shape[1]:
        raise PeopleError(
            "Strata cannot be told from people: there is one person in each.",
            remedy="Cross fewer characteristics, or use coarser levels.",
        )
    if isinstance(data, GaussianSums) and no_spread_within(data):
        raise PeopleError(
            "Everybody of a stratum has the same outcome, so that strata explain all of it.",
            remedy="Check whether the outcome is made of the characteristics that are crossed.",
        )
    if says_nothing_new(data, np.ones((data.strata, 1))):
        raise UsageError(
            f"What is held constant does not vary, or tells the same twice: {', '.join(adjusted)}.",
            remedy="Name only columns that differ between people, and none that follows from the others.",
        )
    if data.strata - 1 <= data.covariates.shape[1] - varying_within(data):
        raise UsageError(
            "As many columns are held constant as there are strata, so that nothing is left between them.",
            remedy="Leave out those that are the same for everybody of a stratum.",
        )
    if isinstance(data, GaussianSums) and determines(data):
        raise PeopleError(
            f"The outcome follows from what is held constant: {', '.join(adjusted)}.",
            remedy="Leave out what the outcome is made of.",
        )


def notes_of(dropped: Mapping[str, int], absent: Mapping[str, int]) -> tuple[str, ...]:
    """Tell who was left out, and who is a level of their own.

    Parameters
    ----------
    dropped, absent : mapping of str to int
        How many people, by what they lack.

    Returns
    -------
    tuple of str
        In sentences.
    """
    notes = left_out_notes(dropped)
    for reason, count in absent.items():
        if count:
            who = "1 person" if count == 1 else f"{count:,} people"
            notes.append(f"{who} with {reason}: {NOT_KNOWN!r} is a level of its own.")
    return tuple(notes)
