"""Distinct profiles of covariates: people alike in all of them are one cell."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison
from dueregard.causes.factors import Factor
from dueregard.errors import UsageError
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Profiles", "profiles_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profiles:
    """The combinations of covariates that people have.

    Attributes
    ----------
    cell : ndarray of int (n,)
        The profile of each person.
    first : ndarray of int (count,)
        A person who has it.
    """

    cell: IntArray = field(repr=False)
    first: IntArray = field(repr=False)
    comparison: Comparison = field(repr=False)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.first)

    def told(self, cell: int) -> str:
        """Tell a profile in words, of categories only."""
        person = int(self.first[cell])
        words = [
            f"{each.name} {each.values.levels[each.values.codes[person]]}"
            for each in self.comparison.covariates
            if isinstance(each.values, Factor)
        ]
        return ", ".join(words)


def profiles_of(comparison: Comparison, *, categories_only: bool = True) -> Profiles:
    """Number the profiles of covariates that people have.

    Parameters
    ----------
    comparison : Comparison
        With its covariates.
    categories_only : bool
        Whether numbers are refused.

    Returns
    -------
    Profiles
        In the order of levels and numbers, whatever the order of people.

    Raises
    ------
    UsageError
        When numbers are among the covariates, and refused.
    """
    numbers = [each.name for each in comparison.covariates if not isinstance(each.values, Factor)]
    if numbers and categories_only:
        raise UsageError(
            f"Cells are of categories, and {' and '.join(map(repr, numbers))} is a number.",
            remedy="Cut it into classes first, or use a logistic regression (--reweighting logit).",
        )
    columns: list[FloatArray | IntArray] = [
        each.values.codes if isinstance(each.values, Factor) else each.values
        for each in comparison.covariates
    ]
    cell = np.zeros(len(comparison.outcome), np.intp)
    for column in columns:
        own = np.unique(column, return_inverse=True)[1]
        cell = np.unique(cell * (int(own.max(initial=0)) + 1) + own, return_inverse=True)[1]
    first = np.unique(cell, return_index=True)[1]
    return Profiles(cell=cell, first=first, comparison=comparison)
