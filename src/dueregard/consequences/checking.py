"""Before options are measured: which there are, what to review, and which cannot be worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dueregard.casebook import Casebook
from dueregard.consequences.monitoring.outturns import as_decided
from dueregard.consequences.planning import applied, by_outcome
from dueregard.errors import did_you_mean
from dueregard.options import DO_NOTHING, DeclaredOption, prompts_of

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["check_options"]


def check_options(
    people: People | None, casebook: Casebook, options: Sequence[DeclaredOption]
) -> tuple[str, ...]:
    """Say what options there are, and what is to be known of them before they are measured.

    Parameters
    ----------
    people : People or None
        The people's table.
    casebook : Casebook
        The casebook.
    options : sequence of DeclaredOption
        Its options, which are valid.

    Returns
    -------
    tuple of str
        A sentence each: the option, its prompts to review, and why it cannot be worked out if so.

    Raises
    ------
    CasebookError
        When the casebook has no outcome that an option could change.
    """
    return tuple(_said(people, casebook, options))


def _said(people: People | None, casebook: Casebook, options: Sequence[DeclaredOption]) -> Iterator[str]:
    known = [each.option for each in options if each.option is not None]
    groups = list(by_outcome(known, casebook.specification))
    failures: dict[str, str] = {}
    columns: dict[str, str] = {}
    if people is not None:
        columns = {variable.column: name for name, variable in people.schema.variables.items()}
        for outcome, some in groups:
            plan = applied(people, some, outcome, casebook.specification)
            failures |= {failure.option: failure.reason for failure in plan.failures}
    for each in options:
        if each.option is None:
            yield f"{each.file} cannot be worked out: {each.lacking}"
            continue
        yield f"{each.option.name} ({each.file})"
        for prompt in prompts_of(each.option, columns=columns):
            yield f"to be reviewed: {prompt.text}"
        if each.option.name in failures:
            yield f"{each.option.name!r} cannot be worked out: {failures[each.option.name]}"
        elif people is None:
            yield f"{each.option.name!r} cannot be worked out: there is no table of people"
    yield from _unknown_decision(casebook, [option.name for option in known])


def _unknown_decision(casebook: Casebook, names: Sequence[str]) -> Iterator[str]:
    """Say where the option that was taken up is none of these: nothing could be monitored of it."""
    decision = casebook.specification.decision
    decided = None if decision is None else as_decided(decision.option)
    if decided is not None and decided not in (DO_NOTHING, *names):
        hint = did_you_mean(decided, names)
        yield f"[decision] names {decided!r}, which is none of the options.{f' {hint}' if hint else ''}"
