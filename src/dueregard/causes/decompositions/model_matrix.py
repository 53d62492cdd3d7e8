"""Covariates as columns of numbers: every level of a category has a column, contrasts say which are fitted.

Effects of the levels of a category are told as deviations from the mean of all its levels, so that they, and
what they contribute to a gap, do not depend on which level is left out of the regression.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

import numpy as np

from dueregard.causes.factors import Factor
from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["CONSTANT", "Contrasts", "Covariate", "ModelMatrix", "model_matrix"]

Contrasts = Literal["deviation", "treatment"]
"""Effects of levels as deviations from their mean, or from the first level."""

CONSTANT = "(constant)"
"""The variable of the column of ones."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Covariate:
    """What an outcome may depend on: a number, or a category.

    Attributes
    ----------
    name : str
        As the user wrote it.
    values : ndarray (n,) or Factor
        A number of each person, or the category's levels.
    variable : str
        What it is told under: several covariates of one variable are summed.
    """

    name: str
    values: FloatArray | Factor = field(repr=False)
    variable: str

    def select(self, rows: IntArray | BoolArray) -> Covariate:
        """Keep some people.

        Parameters
        ----------
        rows : ndarray of int or bool
            Who is kept.

        Returns
        -------
        Covariate
            Of them; a category keeps the levels that they have.
        """
        values = self.values
        return replace(self, values=values.select(rows) if isinstance(values, Factor) else values[rows])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModelMatrix:
    """The covariates of n people as q columns, of which contrasts make the p columns that are fitted.

    Coefficients of the q columns are ``contrasts @ b``, with b those of the p fitted columns
    ``full @ contrasts``; the fit is the same. The first column is the constant.

    Attributes
    ----------
    full : ndarray (n, q)
        Ones, numbers, and a column of 0 and 1 for every level of a category.
    contrasts : ndarray (q, p)
        The fitted columns as combinations of those.
    names : tuple of str
        Of the q columns: ``education``, ``region[south]``.
    variables : tuple of str
        What each column is told under: ``region``.
    levels : tuple of str or None
        The level that a column stands for.
    fitted : tuple of str
        Of the p fitted columns.

    Examples
    --------
    >>> matrix = model_matrix([Covariate(name="age", values=np.array([3.0, 5.0]), variable="age")], size=2)
    >>> matrix.names, matrix.fit
    (('(constant)', 'age'), array([[1., 3.],
           [1., 5.]]))
    """

    full: FloatArray = field(repr=False)
    contrasts: FloatArray = field(repr=False)
    names: tuple[str, ...]
    variables: tuple[str, ...]
    levels: tuple[str | None, ...]
    fitted: tuple[str, ...]

    @property
    def fit(self) -> FloatArray:
        """The columns of the regression, shape (n, p)."""
        return np.asarray(self.full @ self.contrasts)

    @property
    def size(self) -> int:
        """The number of people, n."""
        return len(self.full)

    def among(self, rows: IntArray | BoolArray) -> ModelMatrix:
        """Narrow to some of the people; the columns stay.

        Parameters
        ----------
        rows : ndarray of int or bool
            Who is kept.

        Returns
        -------
        ModelMatrix
            Of them.
        """
        return replace(self, full=self.full[rows])

    def without(self, fitted: Sequence[str]) -> ModelMatrix:
        """Leave fitted columns out: their coefficients are zero.

        Parameters
        ----------
        fitted : sequence of str
            Their names.

        Returns
        -------
        ModelMatrix
            With fewer fitted columns.
        """
        kept = [at for at, name in enumerate(self.fitted) if name not in fitted]
        return replace(self, contrasts=self.contrasts[:, kept], fitted=tuple(self.fitted[at] for at in kept))


def model_matrix(
    covariates: Sequence[Covariate],
    *,
    size: int,
    contrasts: Contrasts = "deviation",
    omitted: int = -1,
) -> ModelMatrix:
    """Make the columns of a regression with a constant.

    Parameters
    ----------
    covariates : sequence of Covariate
        In the order that they are fitted.
    size : int
        The number of people, n.
    contrasts : {"deviation", "treatment"}
        Whether the effects of a category's levels sum to zero, or are from its first level, as R's are.
    omitted : int
        The level that has no fitted column of its own under deviation contrasts; it changes nothing.

    Returns
    -------
    ModelMatrix

    Raises
    ------
    UsageError
        When the contrasts are unknown.

    References
    ----------
    Yun (2005), Economic Inquiry 43, 766-772; Gardeazabal and Ugidos (2004), Review of Economics and
    Statistics 86, 1034-1036; Jann (2008), Stata Journal 8, 453-479, section 2.4.

    Examples
    --------
    >>> region = Factor(name="region", label="Region", codes=np.array([0, 1, 2]), levels=("n", "s", "w"))
    >>> matrix = model_matrix([Covariate(name="region", values=region, variable="region")], size=3)
    >>> matrix.names
    ('(constant)', 'region[n]', 'region[s]', 'region[w]')
    >>> matrix.fit
    array([[ 1.,  1.,  0.],
           [ 1.,  0.,  1.],
           [ 1., -1., -1.]])
    """
    if contrasts not in get_args(Contrasts):
        raise UsageError(
            f"There are no contrasts {contrasts!r}.",
            remedy=did_you_mean(contrasts, get_args(Contrasts)) or "Choose from: deviation, treatment.",
        )
    columns, blocks = [np.ones((size, 1))], [np.ones((1, 1))]
    names, variables, fitted = [CONSTANT], [CONSTANT], [CONSTANT]
    levels: list[str | None] = [None]
    for each in covariates:
        if isinstance(each.values, Factor):
            codes, own = each.values.codes, each.values.levels
            columns.append((codes[:, None] == np.arange(len(own))).astype(float))
            left_out = 0 if contrasts == "treatment" else omitted % len(own)
            blocks.append(_contrast(len(own), left_out, contrasts))
            of_levels = [f"{each.name}[{level}]" for level in own]
            names += of_levels
            fitted += [name for at, name in enumerate(of_levels) if at != left_out]
            levels += own
        else:
            columns.append(each.values[:, None])
            blocks.append(np.ones((1, 1)))
            names.append(each.name)
            fitted.append(each.name)
            levels.append(None)
        variables += [each.variable] * (len(names) - len(variables))
    return ModelMatrix(
        full=np.hstack(columns),
        contrasts=_diagonal(blocks),
        names=tuple(names),
        variables=tuple(variables),
        levels=tuple(levels),
        fitted=tuple(fitted),
    )


def _contrast(count: int, left_out: int, kind: Contrasts) -> FloatArray:
    block = np.delete(np.eye(count), left_out, axis=1)
    if kind == "deviation":
        block[left_out] = -1.0
    return block


def _diagonal(blocks: Sequence[FloatArray]) -> FloatArray:
    shape = np.sum([block.shape for block in blocks], axis=0)
    whole = np.zeros(tuple(shape))
    row = column = 0
    for block in blocks:
        whole[row : row + block.shape[0], column : column + block.shape[1]] = block
        row, column = row + block.shape[0], column + block.shape[1]
    return whole
