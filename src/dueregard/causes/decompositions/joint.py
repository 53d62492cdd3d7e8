"""Means, coefficients and reference coefficients of two groups, with their joint covariance.

Five blocks of q numbers stand side by side: the reference group's means and coefficients, the other group's,
and the reference coefficients: xA, bA, xB, bB, b*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import linalg

from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.in_blocks import covariance_in_blocks
from dueregard.causes.decompositions.references import REFERENCES, is_pooled, share_of, weighting_matrix
from dueregard.causes.decompositions.regression import Fit, fitted
from dueregard.estimates.source import BoolArray, FloatArray

__all__ = ["BLOCKS", "Joint", "design_words", "group_df", "joint"]

BLOCKS = ("mean of reference", "coefficient of reference", "mean of other", "coefficient of other", "b*")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Joint:
    """The five blocks and their covariance.

    Attributes
    ----------
    numbers : ndarray (5 q,)
        xA, bA, xB, bB and b*.
    covariance : ndarray (5 q, 5 q)
        Zeros for a full count.
    df : float
        Degrees of freedom.
    how : str
        How the covariance was computed, in words.
    explained : mapping of str to float
        ``(xA - xB)'b*`` by each of the named reference coefficients.
    """

    numbers: FloatArray = field(repr=False)
    covariance: FloatArray = field(repr=False)
    df: float
    how: str
    explained: Mapping[str, float] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """The number of columns, q."""
        return len(self.numbers) // len(BLOCKS)

    def block(self, at: int) -> FloatArray:
        """One of the five blocks, shape (q,)."""
        return self.numbers[at * self.width : (at + 1) * self.width]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """One group's people, means and regression."""

    who: BoolArray
    full: FloatArray
    columns: FloatArray
    weight: FloatArray
    means: FloatArray
    fit: Fit

    @property
    def total(self) -> float:
        return float(self.weight.sum())


def joint(comparison: Comparison, *, coefficients: str, options: Options) -> Joint:
    """Estimate the five blocks.

    Parameters
    ----------
    comparison : Comparison
        Of which every fitted column can be fitted in both groups.
    coefficients : str
        A name of :data:`~.references.REFERENCES`.
    options : Options
        Says how uncertainty is computed. Left to itself it is the textbook's where people count alike and
        were drawn one by one, the outcome is not yes or no (whose spread goes with its mean) and the
        reference coefficients are not pooled, and linearised otherwise.

    Returns
    -------
    Joint

    Notes
    -----
    The textbook's formula holds covariates' means and coefficients for independent, errors for equally
    spread within a group, and the weights of pooled coefficients for fixed. Linearisation supposes none of
    these and heeds that people of both groups may share sampling units.
    """
    groups = tuple(_group(comparison, who) for who in (comparison.in_reference, ~comparison.in_reference))
    estimated = _estimated(comparison, groups, coefficients, options)
    return replace(estimated, explained=_by_each_reference(comparison, groups))


def _estimated(
    comparison: Comparison, groups: tuple[_Group, ...], coefficients: str, options: Options
) -> Joint:
    kind = options.standard_errors
    if kind == "auto":
        plain = comparison.design.is_simple and not comparison.two_valued
        textbook = plain and not is_pooled(coefficients)
        kind = "classical" if textbook else "linearised"
    if kind == "linearised" and is_pooled(coefficients):
        return _linearised_pooled(comparison, groups, coefficients)
    mixing = _mixing(comparison, groups, coefficients)
    four = np.concatenate([_four(comparison, group) for group in groups])
    if kind == "classical":
        covariance, how = _classical(comparison, groups), "textbook standard errors with the trace term"
    else:
        covariance, how = _linearised(comparison, groups), design_words(comparison)
    return Joint(
        numbers=mixing @ four,
        covariance=mixing @ covariance @ mixing.T,
        df=group_df(comparison, slopes=comparison.matrix.contrasts.shape[1] - 1),
        how=how,
    )


def _group(comparison: Comparison, who: BoolArray) -> _Group:
    matrix, weight = comparison.matrix.among(who), comparison.weight[who]
    columns = matrix.fit
    means = weight @ matrix.full / weight.sum()
    means[0] = 1.0  # of ones, without rounding
    return _Group(
        who=who,
        full=matrix.full,
        columns=columns,
        weight=weight,
        means=means,
        fit=fitted(columns, comparison.outcome[who], weight),
    )


def _four(comparison: Comparison, group: _Group) -> FloatArray:
    return np.concatenate([group.means, comparison.matrix.contrasts @ group.fit.coefficients])


def _mixing(comparison: Comparison, groups: tuple[_Group, ...], coefficients: str) -> FloatArray:
    """Make the matrix (5 q, 4 q) that adds b* to the two groups' means and coefficients."""
    contrasts = comparison.matrix.contrasts
    first, second = groups
    if is_pooled(coefficients):
        of_fitted = weighting_matrix(coefficients, first.fit.products, second.fit.products)
    else:
        of_fitted = share_of(coefficients, (first.total, second.total)) * np.eye(contrasts.shape[1])
    back = np.linalg.pinv(contrasts)
    share = contrasts @ of_fitted @ back
    rest = contrasts @ back - share
    nothing = np.zeros_like(share)
    return np.vstack([np.eye(4 * len(share)), np.hstack([nothing, share, nothing, rest])])


def _by_each_reference(comparison: Comparison, groups: tuple[_Group, ...]) -> dict[str, float]:
    four = np.concatenate([_four(comparison, group) for group in groups])
    difference = groups[0].means - groups[1].means
    width = len(difference)
    return {
        name: float(difference @ (_mixing(comparison, groups, name) @ four)[-width:]) for name in REFERENCES
    }


def _classical(comparison: Comparison, groups: tuple[_Group, ...]) -> FloatArray:
    contrasts = comparison.matrix.contrasts
    blocks = []
    for group in groups:
        n = len(group.weight)
        centred = (group.full - group.means) * np.sqrt(group.weight * n / group.total)[:, None]
        blocks.append(centred.T @ centred / (n * max(n - 1, 1)))
        spread = group.fit.variance * n / group.total
        blocks.append(contrasts @ (spread * group.fit.inverse) @ contrasts.T)
    return np.asarray(linalg.block_diag(*blocks))


def _linearised(comparison: Comparison, groups: tuple[_Group, ...]) -> FloatArray:
    def influence(rows: slice) -> FloatArray:
        return np.hstack([_influence(group, rows) for group in groups])

    return _spread_out(comparison, covariance_in_blocks(comparison.design, influence), pooled=False)


def _linearised_pooled(comparison: Comparison, groups: tuple[_Group, ...], coefficients: str) -> Joint:
    columns = comparison.matrix.fit
    if coefficients == "pooled":
        columns = np.column_stack([columns, ~comparison.in_reference])
    together = fitted(columns, comparison.outcome, comparison.weight)
    width = comparison.matrix.contrasts.shape[1]

    def influence(rows: slice) -> FloatArray:
        own = together.influence(columns, comparison.weight, rows)[:, :width]
        return np.hstack([*(_influence(group, rows) for group in groups), own])

    star = comparison.matrix.contrasts @ together.coefficients[:width]
    covariance = covariance_in_blocks(comparison.design, influence)
    return Joint(
        numbers=np.concatenate([*(_four(comparison, group) for group in groups), star]),
        covariance=_spread_out(comparison, covariance, pooled=True),
        df=group_df(comparison, slopes=comparison.matrix.contrasts.shape[1] - 1),
        how=design_words(comparison),
    )


def _influence(group: _Group, rows: slice) -> FloatArray:
    """Some people's influence on the group's means (q) and fitted coefficients (p), times the weight."""
    inside = group.who[rows]
    first = int(np.count_nonzero(group.who[: rows.start]))
    own = slice(first, first + int(np.count_nonzero(inside)))
    width = group.full.shape[1]
    influence = np.zeros((len(inside), width + group.columns.shape[1]))
    share = (group.weight[own] / group.total)[:, None]
    influence[inside, :width] = (group.full[own] - group.means) * share
    influence[inside, width:] = group.fit.influence(group.columns, group.weight, own)
    return influence


def _spread_out(comparison: Comparison, covariance: FloatArray, *, pooled: bool) -> FloatArray:
    """Take fitted coefficients to those of all columns."""
    contrasts = comparison.matrix.contrasts
    same = np.eye(len(contrasts))
    blocks = [same, contrasts, same, contrasts, *([contrasts] if pooled else [])]
    out = np.asarray(linalg.block_diag(*blocks))
    return np.asarray(out @ covariance @ out.T)


def group_df(comparison: Comparison, *, slopes: int = 0) -> float:
    """Give the degrees of freedom of the group that has fewer.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    slopes : int
        What a regression takes.

    Returns
    -------
    float
        Units less strata, less the slopes; at least one.
    """
    own: list[float] = [
        comparison.design.among(who).df for who in (comparison.in_reference, ~comparison.in_reference)
    ]
    return float(max(1.0, min(own) - slopes))


def design_words(comparison: Comparison) -> str:
    """Say how linearised standard errors heed the design.

    Parameters
    ----------
    comparison : Comparison
        The two groups.

    Returns
    -------
    str
    """
    design = comparison.design
    if not design.sampling_error:
        return "full count"
    told = "linearised standard errors"
    features = [
        word
        for word, there in (
            ("weights", design.weighted),
            ("strata", design.stratified),
            ("clusters", design.clustered),
            ("known totals", design.known is not None),
        )
        if there
    ]
    if design.given is not None:
        return "linearised standard errors with the given replicate weights"
    return f"{told} under the design ({', '.join(features)})" if features else told
