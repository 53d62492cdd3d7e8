"""Accounts of generations in the stage: where options look ahead and ages are known, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dueregard.casebook import Outcome, Specification
from dueregard.consequences.generations import (
    LaterYears,
    later_years_of,
    looks_ahead,
    protected_years,
    tables_of_later_years,
    without_figures,
)
from dueregard.consequences.generations.protecting import WHOLE
from dueregard.consequences.telling import without_counts
from dueregard.consequences.touched import DIFFERS, NOT, Touched
from dueregard.disclosure import Policy, Table
from dueregard.errors import DueRegardError
from dueregard.options import Option

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["Later", "looked_ahead"]

OF_ALL = frozenset({"touched", "received", "paid", f"{NOT}touched", f"{NOT}received"})
"""What happens to people, which sums over everybody would show of few; in a full count also to whom not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Later:
    """Accounts of the options that change one outcome.

    Attributes
    ----------
    tables : tuple of Table
        For the gate, with what may not be shown marked.
    told : LaterYears or None
        Years, schedules and assumptions without figures; None where there are no accounts.
    notes : tuple of str
        Why accounts could not be made.
    """

    tables: tuple[Table, ...] = ()
    told: LaterYears | None = None
    notes: tuple[str, ...] = ()


def looked_ahead(
    people: People,
    options: Sequence[Option],
    specification: Specification,
    *,
    outcome: Outcome,
    column: str,
    touched: Touched,
    policy: Policy,
    count: Literal["sample", "full"],
) -> Later:
    """Make the accounts of the options that look ahead; a failure is said and stops nothing else.

    Parameters
    ----------
    people : People
        Of one wave, with the outcome as a column.
    options : sequence of Option
        Those that change this outcome and could be applied.
    specification : Specification
        The casebook.
    outcome : Outcome
        As declared.
    column : str
        What it is called among the people's columns.
    touched : Touched
        Whom options touch in a year.
    policy : Policy
        The rules of the gate.
    count : {"sample", "full"}
        Whether everybody was asked.

    Returns
    -------
    Later
        Empty where no option looks ahead or no ages are known.
    """

    def accounts(some: Sequence[Option]) -> LaterYears | None:
        return later_years_of(people, some, specification, outcome=outcome, column=column)

    some = [option for option in options if looks_ahead(option)]
    notes: list[str] = []
    try:
        found = accounts(some)
    except DueRegardError as error:
        if len(some) == 1:
            return Later(notes=(_failure(some[0], error),))
        fit = []
        for option in some:
            try:
                accounts([option])
                fit.append(option)
            except DueRegardError as own:
                notes.append(_failure(option, own))
        found = accounts(fit) if fit and len(fit) < len(some) else None
        notes = notes or [_failure(some[0], error)]
    if found is None:
        return Later(notes=tuple(notes))
    tables = protected_years(
        tables_of_later_years(found, count=count),
        policy=policy,
        withheld=frozenset(_of_few(some, touched, threshold=policy.threshold)),
    )
    return Later(tables=tables, told=without_figures(found), notes=tuple(notes))


def _of_few(options: Sequence[Option], touched: Touched, *, threshold: int) -> Iterator[tuple[str, str]]:
    """Name the options whose effect on everybody is one on few people, or differs from another's in few."""
    few = {
        option
        for (option, effect), counts in touched.counts.items()
        if (effect in OF_ALL or effect.startswith(DIFFERS)) and 0 < counts.get((), 0) < threshold
    }
    yield from ((option.name, WHOLE) for option in options if option.name in few)


def _failure(option: Option, error: DueRegardError) -> str:
    return f"Later years of {option.name} could not be worked out: {without_counts(error)}"
