"""Yun's weights: a part of a non-linear gap shared out as its linear approximation is.

A variable k gets of the explained part the share

    W_k = (xA_k - xB_k) b*_k / sum_j (xA_j - xB_j) b*_j,

and of the unexplained part the same with ``xA (bA - b*) + xB (b* - bB)``. Shares sum to one and depend on
no order.

References
----------
Yun (2004), Economics Letters 82, 275-280; Yun (2005), Economic Inquiry 43, 766-772, for the levels of
categories.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.decompositions.findings import Part
from dueregard.causes.decompositions.model_matrix import CONSTANT, ModelMatrix
from dueregard.causes.designs import SampleDesign
from dueregard.estimates.source import FloatArray

__all__ = ["RATIO", "Shared", "shared_out"]

UNSTEADY = 0.1
"""When terms cancel to less than this share of their absolute sum, shares are a ratio of small numbers."""

SURE = 2.0
"""Standard errors from nought beyond which a sum of terms may be divided by."""

RATIO = (
    "its interval is rough: Yun's shares divide by a sum of terms that these people do not tell from nought; "
    "compare --detail fairlie"
)

Pairs = Sequence[tuple[FloatArray, FloatArray]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shared:
    """The linear terms of a part, by column.

    Attributes
    ----------
    terms : ndarray (q,)
        What each column adds to the linear approximation.
    influence : ndarray (n, q)
        Of each person on those, times the weight.
    """

    terms: FloatArray
    influence: FloatArray = field(repr=False)

    @classmethod
    def of_products(cls, values: Pairs, influences: Pairs) -> Shared:
        """Add up products of means and coefficients.

        Parameters
        ----------
        values : sequence of pairs of ndarray (q,)
            Means and coefficients.
        influences : sequence of pairs of ndarray (n, q)
            Influence on them.

        Returns
        -------
        Shared
        """
        terms = np.sum([mean * slope for mean, slope in values], axis=0)
        influence = np.sum(
            [
                on_mean * slope + on_slope * mean
                for (mean, slope), (on_mean, on_slope) in zip(values, influences, strict=True)
            ],
            axis=0,
        )
        return cls(terms=terms, influence=influence)

    @property
    def steadiness(self) -> float:
        """The sum of terms over their absolute sum; NaN where all are zero."""
        whole = float(np.abs(self.terms).sum())
        return abs(float(self.terms.sum())) / whole if whole > 0 else np.nan

    def may_be_nought(self, design: SampleDesign) -> bool:
        """Whether the sum of terms, which shares divide by, is within two standard errors of nought."""
        if not design.sampling_error:
            return False
        spread = float(np.sqrt(max(design.covariance(self.influence.sum(axis=1))[0, 0], 0.0)))
        return abs(float(self.terms.sum())) < SURE * spread

    def notes(self, component: str) -> list[str]:
        """Warn where shares are unsteady."""
        if not self.steadiness < UNSTEADY:
            return []
        return [
            (
                f"What variables add to the {component} part cancels almost wholly: Yun's shares of it are "
                f"ratios of small numbers, and single ones say little. Compare --detail fairlie, or "
                f"--method twofold."
            )
        ]


def shared_out(
    matrix: ModelMatrix, shares: Shared, component: str, total: float, on_total: FloatArray
) -> tuple[list[Part], FloatArray, FloatArray]:
    """Share a part out to variables and levels.

    Parameters
    ----------
    matrix : ModelMatrix
        The columns.
    shares : Shared
        Their linear terms.
    component : str
        Name of the part.
    total : float
        The part.
    on_total : ndarray (n,)
        Influence on it.

    Returns
    -------
    parts : list of Part, length k
        The whole, each variable, and each level.
    values : ndarray (k,)
        NaN for variables where the linear terms are all zero.
    influence : ndarray (n, k)
        On them.
    """
    whole = float(shares.terms.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = shares.terms / whole if whole != 0 else np.full(len(shares.terms), np.nan)
        on_weights = (shares.influence - np.outer(shares.influence.sum(axis=1), weights)) / whole
    values, influences = total * weights, total * on_weights + np.outer(on_total, weights)
    parts, chosen = [Part(component=component)], [total]
    on_chosen = [on_total]
    for variable in dict.fromkeys(matrix.variables):
        if variable == CONSTANT and component == "explained":
            continue
        columns = [at for at, own in enumerate(matrix.variables) if own == variable]
        each = [
            (None, columns),
            *((matrix.levels[at], [at]) for at in columns if matrix.levels[at] is not None),
        ]
        for level, own_columns in each:
            parts.append(Part(component=component, variable=variable, level=level))
            chosen.append(float(values[own_columns].sum()))
            on_chosen.append(influences[:, own_columns].sum(axis=1))
    return parts, np.array(chosen), np.column_stack(on_chosen)
