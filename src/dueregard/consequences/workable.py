"""One option that cannot be worked out stops none of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dueregard.consequences.failures import Failure
from dueregard.consequences.preparing import Simulation
from dueregard.consequences.telling import without_counts
from dueregard.errors import DueRegardError
from dueregard.options import Option

__all__ = ["Workable", "those_that_can"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Workable:
    """Options that could be applied, and why others could not.

    Attributes
    ----------
    simulation : Simulation
        Of those that could.
    failures : tuple of Failure
        Of the others.
    """

    simulation: Simulation
    failures: tuple[Failure, ...] = ()


def those_that_can(
    options: Sequence[Option], applied: Callable[[Sequence[Option]], Simulation], *, partly: bool
) -> Workable:
    """Apply options together; where that fails, each by itself and then those that can be.

    Parameters
    ----------
    options : sequence of Option
        As written.
    applied : callable
        Applies several together.
    partly : bool
        Whether to go on with some; otherwise the first error is raised.

    Returns
    -------
    Workable
        At least one option was applied.

    Raises
    ------
    DueRegardError
        When none can be applied, or not together.
    """
    try:
        return Workable(simulation=applied(options))
    except DueRegardError:
        if len(options) < 2 or not partly:
            raise
        fit, failures = [], []
        for option in options:
            try:
                applied([option])
                fit.append(option)
            except DueRegardError as error:
                failures.append(Failure(option=option.name, reason=without_counts(error)))
        if not (fit and failures):
            raise
    return Workable(simulation=applied(fit), failures=tuple(failures))
