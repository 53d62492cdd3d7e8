"""What a comparator says of one characteristic: its groups, their shares, and how well these are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import DueRegardError
from dueregard.estimates.proportion_intervals import beta_interval
from dueregard.voices.representation.fair_draw import Floats

__all__ = ["Comparator", "Levels", "NotCompared", "Shares"]

Levels = tuple[str, ...]
"""A group: its level of each variable."""


class NotCompared(DueRegardError):
    """A characteristic that the comparator does not have, or not so crossed; the others go on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shares:
    """Groups of a comparator.

    Attributes
    ----------
    levels : tuple of tuple of str, length k
        Each group's level of each variable.
    shares : array of float, shape (k,)
        Not negative, with sum 1.
    counts : array of int, shape (k,), optional
        People of each group, where everybody was counted.
    covariance : array of float, shape (k, k), optional
        Sampling covariance of the shares; None where they are known.
    df : array of float, shape (k,), optional
        Degrees of freedom of each share's sampling error; None for as many as people of the sample, less one.
    people : array of int, shape (k,), optional
        People of the sample in each group.
    notes : tuple of str
        What was decided.
    """

    levels: tuple[Levels, ...]
    shares: Floats
    counts: NDArray[np.int64] | None = None
    covariance: Floats | None = None
    df: Floats | None = None
    people: NDArray[np.int64] | None = None
    notes: tuple[str, ...] = ()

    def limits(self, level: float) -> Floats | None:
        """Give limits of each share.

        Parameters
        ----------
        level : float
            Confidence level.

        Returns
        -------
        array of float, shape (k, 2), or None
            Of Korn and Graubard; for a plain sample those of Clopper and Pearson. None for known shares.
        """
        if self.covariance is None or self.people is None:
            return None
        n = np.full(len(self.shares), self.people.sum())
        se = np.sqrt(np.diag(self.covariance).clip(0))
        return beta_interval(self.shares, se, df=n - 1 if self.df is None else self.df, n=n, level=level)


class Comparator(Protocol):
    """Those whom a body is held against."""

    @property
    def title(self) -> str:
        """What to call them."""

    @property
    def basis(self) -> str:
        """What it was read as."""

    @property
    def kind(self) -> Literal["known", "sample"]:
        """Whether their shares are known or carry sampling error."""

    def shares(self, variables: tuple[str, ...]) -> Shares:
        """Give the groups of some variables, crossed.

        Parameters
        ----------
        variables : tuple of str
            Names, as the comparator has them.

        Returns
        -------
        Shares
            Theirs.

        Raises
        ------
        NotCompared
            When the comparator does not have them.
        """
