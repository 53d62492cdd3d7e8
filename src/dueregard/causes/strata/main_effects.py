"""The fixed part of the main-effects model: a column for each level of each dimension, none repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["FixedPart", "main_effects", "only_mean"]

TOLERANCE = 1e-9
"""A column of which less than this share is left after the earlier columns says nothing new."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FixedPart:
    """What a model says of strata before their own deviations.

    Attributes
    ----------
    matrix : ndarray (J, p)
        A row a stratum; the first column is ones.
    names : tuple of str
        Of the columns.
    aliased : tuple of str
        Columns that were left out since others say the same.
    """

    matrix: FloatArray = field(repr=False)
    names: tuple[str, ...]
    aliased: tuple[str, ...] = ()

    @property
    def saturated(self) -> bool:
        """Whether there are as many columns as strata, so that nothing is left to explain."""
        return bool(self.matrix.shape[1] >= self.matrix.shape[0])


def only_mean(strata: int) -> FixedPart:
    """Give the fixed part of the null model.

    Parameters
    ----------
    strata : int
        J, how many strata there are.

    Returns
    -------
    FixedPart
        A column of ones.

    Examples
    --------
    >>> only_mean(2).matrix
    array([[1.],
           [1.]])
    """
    return FixedPart(matrix=np.ones((strata, 1)), names=("(mean)",))


def main_effects(codes: IntArray, *, variables: Sequence[str], levels: Sequence[Sequence[str]]) -> FixedPart:
    """Code every dimension by its levels against its first, as far as strata tell the levels apart.

    Parameters
    ----------
    codes : ndarray of int (J, d)
        The level of each stratum in each dimension.
    variables : sequence of str
        Names of the dimensions.
    levels : sequence of sequence of str
        Names of their levels.

    Returns
    -------
    FixedPart
        Columns that are combinations of earlier ones are left out: what the model says of strata stays the
        same.

    Examples
    --------
    >>> import numpy as np
    >>> part = main_effects(
    ...     np.array([[0, 0], [0, 1], [1, 0], [1, 1]]),
    ...     variables=["sex", "age"],
    ...     levels=[["f", "m"], ["y", "o"]],
    ... )
    >>> part.names, part.saturated
    (('(mean)', 'sex: m', 'age: o'), False)
    """
    columns, names = [np.ones(len(codes))], ["(mean)"]
    for index, (variable, labels) in enumerate(zip(variables, levels, strict=True)):
        for level, label in enumerate(labels[1:], start=1):
            columns.append((codes[:, index] == level).astype(float))
            names.append(f"{variable}: {label}")
    matrix = np.column_stack(columns)
    kept = independent_columns(matrix)
    return FixedPart(
        matrix=matrix[:, kept],
        names=tuple(names[at] for at in kept),
        aliased=tuple(name for at, name in enumerate(names) if at not in set(kept)),
    )


def independent_columns(matrix: FloatArray) -> list[int]:
    """Find the columns that no combination of earlier ones equals.

    Parameters
    ----------
    matrix : ndarray (J, p)
        Any.

    Returns
    -------
    list of int
        Their positions.

    Examples
    --------
    >>> import numpy as np
    >>> independent_columns(np.array([[1.0, 2.0, 0.0], [1.0, 2.0, 1.0]]))
    [0, 2]
    """
    basis: FloatArray = np.zeros((matrix.shape[0], 0))
    kept: list[int] = []
    for at, column in enumerate(matrix.T):
        length = np.linalg.norm(column)
        left = column - basis @ (basis.T @ column)
        left = left - basis @ (basis.T @ left)
        if length > 0 and np.linalg.norm(left) > TOLERANCE * length and len(kept) < matrix.shape[0]:
            basis = np.column_stack([basis, left / np.linalg.norm(left)])
            kept.append(at)
    return kept
