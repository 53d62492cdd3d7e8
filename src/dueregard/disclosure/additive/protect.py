"""Secondary suppression: withhold as little more as protects what is withheld."""

from __future__ import annotations

from dueregard.disclosure.additive.answers import Protection
from dueregard.disclosure.additive.problem import AdditiveProblem

__all__ = ["protect"]


def protect(
    problem: AdditiveProblem, *, seed: int = 0, seconds: float | None = None, largest: int = 4_000
) -> Protection:
    """Find cells to withhold so that no primary one can be derived more closely than asked.

    Parameters
    ----------
    problem : AdditiveProblem
        The cells and what is asked.
    seed : int
        Breaks ties between cells of equal cost.
    seconds : float, optional
        When to stop improving, and then auditing: what was not proved by then is not `audited`.
    largest : int
        The most cells of a component that is tried; larger ones are not `audited`.

    Returns
    -------
    Protection
    """
    raise NotImplementedError
