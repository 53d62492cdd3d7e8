"""Kitagawa's decomposition: a gap between two rates into who people are, and what they have in each cell.

With the shares p and the rates r of cells, of the reference group A and of the other group B,

    gap = sum (pA - pB) (rA + rB) / 2  +  sum (rA - rB) (pA + pB) / 2

are the composition part and the rate part, alike from either side and without interaction. A cell's own part
of the composition is told with its rate as a deviation from the mean of all cells' rates, which leaves the
sum as it is: a cell that one group has more of adds to the gap only where rates are unlike those elsewhere.
Several covariates are crossed into cells. Parts by covariate would then depend on the order in which they are
looked at, so they are told by cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.findings import Decomposition, Part, comparison_parts, found
from dueregard.causes.decompositions.joint import Joint, design_words, group_df
from dueregard.causes.decompositions.model_matrix import Covariate
from dueregard.causes.decompositions.one_sided import both_sided
from dueregard.causes.decompositions.terms_of import OF_BLOCK, Pairs, Terms, terms_of
from dueregard.causes.factors import Factor
from dueregard.errors import UsageError
from dueregard.estimates import Covariance
from dueregard.estimates.source import BoolArray, FloatArray

__all__ = ["KITAGAWA", "cells_of", "decompose_kitagawa"]

_XA, _BA, _XB, _BB, _STAR = OF_BLOCK

KITAGAWA: Mapping[str, Pairs] = {
    "composition": (({_XA: 1, _XB: -1}, {_STAR: 1}),),
    "rate": (({_XA: 0.5, _XB: 0.5}, {_BA: 1, _BB: -1}),),
}
MOST_CELLS = 400
"""The most cells that covariates may cross into."""


def cells_of(covariates: tuple[Covariate, ...]) -> Factor:
    """Cross categories.

    Parameters
    ----------
    covariates : tuple of Covariate
        All of them categories.

    Returns
    -------
    Factor
        Whose levels are the cells that somebody is in.

    Raises
    ------
    UsageError
        When there is no category, one is a number, or there are too many cells.

    Examples
    --------
    >>> sex = Factor(name="sex", label="Sex", codes=np.array([0, 1]), levels=("f", "m"))
    >>> old = Factor(name="old", label="Old", codes=np.array([1, 1]), levels=("no", "yes"))
    >>> covariates = tuple(Covariate(name=each.name, values=each, variable=each.name) for each in (sex, old))
    >>> cells_of(covariates).levels
    ('f, yes', 'm, yes')
    """
    factors = [each.values for each in covariates if isinstance(each.values, Factor)]
    if not factors or len(factors) < len(covariates):
        raise UsageError(
            "Kitagawa's decomposition compares rates within cells: it needs covariates that are categories.",
            remedy="Name columns of categories, such as bands of age; powers and logarithms are not.",
        )
    return reduce(_crossed, factors)


def decompose_kitagawa(comparison: Comparison, options: Options) -> Decomposition:
    """Split a gap into what goes with the sizes of cells, and with what people have within them.

    Parameters
    ----------
    comparison : Comparison
        The two groups; all covariates are categories.
    options : Options
        Says whether cells of one group only are left out.

    Returns
    -------
    Decomposition
        Components ``gap``, ``composition`` and ``rate``, in all and by cell. Standard errors are linearised.

    Raises
    ------
    UsageError
        When a covariate is no category.
    PeopleError
        When a cell has people of one group only and that is refused.

    References
    ----------
    Kitagawa (1955), JASA 50, 1168-1194, section 3; Das Gupta (1993), Standardization and Decomposition of
    Rates, US Bureau of the Census P23-186.
    """
    cells = cells_of(comparison.covariates)
    crossed = Covariate(name=cells.name, values=cells, variable=cells.name)
    kept, notes = both_sided(
        [crossed],
        comparison.in_reference,
        group=comparison.group_name,
        labels=(comparison.reference, comparison.other),
        drop=options.one_sided == "drop",
    )
    usable, cells = comparison.among(kept), cells.select(kept)
    estimated = _joint(usable, cells)
    terms = terms_of(estimated, KITAGAWA)
    parts, adding = _parts(usable, cells, terms)
    values = adding @ np.concatenate([terms.means, [terms.gap], terms.values.ravel()])
    source = None
    if usable.design.sampling_error:
        matrix = adding @ terms.covariance @ adding.T
        source = Covariance(identity=usable.design.identity, matrix=(matrix + matrix.T) / 2, df=estimated.df)
    several = len(comparison.covariates) > 1
    return found(
        usable,
        parts,
        values,
        source,
        method="kitagawa",
        told=f"Kitagawa by cells of {cells.name}; {estimated.how}",
        adding_up=float(abs(terms.values.sum() - terms.gap)),
        model=_model(cells, estimated),
        notes=[*notes, *(["Covariates are crossed: their parts are told by cell."] if several else [])],
    )


def _crossed(first: Factor, second: Factor) -> Factor:
    width = len(second.levels)
    there, codes = np.unique(first.codes * width + second.codes, return_inverse=True)
    if len(there) > MOST_CELLS:
        raise UsageError(
            f"The covariates cross into {len(there):,} cells; the most is {MOST_CELLS}.",
            remedy="Name fewer covariates or coarser categories, or ask for --method twofold.",
        )
    levels = tuple(f"{first.levels[at // width]}, {second.levels[at % width]}" for at in there)
    return Factor(
        name=f"{first.name} × {second.name}",
        label=f"{first.label} × {second.label}",
        codes=codes.astype(np.intp),
        levels=levels,
    )


def _joint(comparison: Comparison, cells: Factor) -> Joint:
    """Estimate shares and rates of cells, as means and coefficients of a regression on nothing but cells."""
    inside = (cells.codes[:, None] == np.arange(len(cells.levels))).astype(float)
    blocks = [_group(comparison, inside, who) for who in (comparison.in_reference, ~comparison.in_reference)]
    numbers = np.concatenate([numbers for numbers, _ in blocks])
    influence = np.hstack([influence for _, influence in blocks])
    width = len(cells.levels)
    deviation = np.eye(width) - 1.0 / width
    half = np.kron(np.array([[0.0, 0.5, 0.0, 0.5]]), deviation)
    mixing = np.vstack([np.eye(4 * width), half])
    covariance = comparison.design.covariance(influence)
    return Joint(
        numbers=mixing @ numbers,
        covariance=mixing @ covariance @ mixing.T,
        df=group_df(comparison),
        how=design_words(comparison),
    )


def _group(comparison: Comparison, inside: FloatArray, who: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Give a group's shares and rates, and everybody's influence on them, times the weight."""
    weight = np.where(who, comparison.weight, 0.0)
    sums = weight @ inside
    shares, rates = sums / sums.sum(), (weight * comparison.outcome) @ inside / sums
    of_shares = (inside - shares) * (weight / sums.sum())[:, None]
    of_rates = inside * (comparison.outcome[:, None] - rates) * weight[:, None] / sums
    return np.concatenate([shares, rates]), np.hstack([of_shares, of_rates])


def _parts(comparison: Comparison, cells: Factor, terms: Terms) -> tuple[list[Part], FloatArray]:
    width = len(cells.levels)
    length = 3 + 2 * width
    parts = comparison_parts(comparison)
    rows = [np.eye(3, length)]
    supports = [comparison.support(cells.codes == at) for at in range(width)]
    for at, component in enumerate(terms.components):
        own = np.zeros((1, length))
        own[0, 3 + at * width : 3 + (at + 1) * width] = 1.0
        parts += [Part(component=component), Part(component=component, variable=cells.name)]
        parts += [
            Part(component=component, variable=cells.name, level=level, support=support)
            for level, support in zip(cells.levels, supports, strict=True)
        ]
        rows += [own, own, np.eye(length)[3 + at * width : 3 + (at + 1) * width]]
    return parts, np.vstack(rows)


def _model(cells: Factor, estimated: Joint) -> list[dict[str, float | str]]:
    keys = ("share_of_reference", "rate_of_reference", "share_of_other", "rate_of_other")
    return [
        {"name": level, **{key: float(estimated.block(at)[cell]) for at, key in enumerate(keys)}}
        for cell, level in enumerate(cells.levels)
    ]
