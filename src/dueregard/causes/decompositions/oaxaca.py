"""Oaxaca-Blinder decompositions: a gap in means, and what goes with differences in covariates.

With means x and coefficients b of the reference group A and of the other group B, the gap is

    xA'bA - xB'bB = (xA - xB)'b*  +  xA'(bA - b*) + xB'(b* - bB)              (two-fold)
                  = (xA - xB)'bB  +  xB'(bA - bB)  +  (xA - xB)'(bA - bB)     (three-fold)

Every term is a sum over columns of a product of two uncertain numbers; :mod:`.products` says how these vary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.findings import Decomposition, Part, found
from dueregard.causes.decompositions.identified import identified
from dueregard.causes.decompositions.joint import BLOCKS, Joint, joint
from dueregard.causes.decompositions.model_matrix import ModelMatrix
from dueregard.causes.decompositions.products import Products
from dueregard.causes.decompositions.references import REFERENCES, reference_named
from dueregard.estimates import Covariance
from dueregard.estimates.source import FloatArray

__all__ = ["THREEFOLD", "TWOFOLD", "Terms", "decompose_threefold", "decompose_twofold", "terms_of"]

_XA, _BA, _XB, _BB, _STAR = range(len(BLOCKS))

Pairs = Sequence[tuple[Mapping[int, float], Mapping[int, float]]]
"""Products that make a component: each of a combination of means and one of coefficients, by block."""

TWOFOLD: Mapping[str, Pairs] = {
    "explained": (({_XA: 1, _XB: -1}, {_STAR: 1}),),
    "unexplained": (({_XA: 1}, {_BA: 1, _STAR: -1}), ({_XB: 1}, {_STAR: 1, _BB: -1})),
}
THREEFOLD: Mapping[str, Pairs] = {
    "endowments": (({_XA: 1, _XB: -1}, {_BB: 1}),),
    "coefficients": (({_XB: 1}, {_BA: 1, _BB: -1}),),
    "interaction": (({_XA: 1, _XB: -1}, {_BA: 1, _BB: -1}),),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms:
    """Every component by column, with the joint covariance of all.

    Attributes
    ----------
    components : tuple of str
        Their names, c of them.
    values : ndarray (c, q)
        What each column adds to each component.
    gap, means : float, ndarray (2,)
        Of the outcome: reference minus other; reference and other.
    covariance : ndarray (3 + c q, 3 + c q)
        Of the two means, the gap, and the values, row by row.
    """

    components: tuple[str, ...]
    values: FloatArray = field(repr=False)
    gap: float
    means: FloatArray
    covariance: FloatArray = field(repr=False)


def terms_of(estimated: Joint, pairs: Mapping[str, Pairs]) -> Terms:
    """Compute what each column adds to each component.

    Parameters
    ----------
    estimated : Joint
        Means and coefficients.
    pairs : mapping
        :data:`TWOFOLD` or :data:`THREEFOLD`.

    Returns
    -------
    Terms
        The means and the gap vary as plain means of the outcome do.
    """
    width = estimated.width
    each = [(at, pair) for at, of in enumerate(pairs.values()) for pair in of]
    products = Products(
        left=np.vstack([_rows(pair[0], width) for _, pair in each]),
        right=np.vstack([_rows(pair[1], width) for _, pair in each]),
        numbers=estimated.numbers,
        covariance=estimated.covariance,
    )
    gather = np.zeros((len(pairs) * width, len(each) * width))
    for column, (row, _) in enumerate(each):
        gather[row * width : (row + 1) * width, column * width : (column + 1) * width] = np.eye(width)
    own = Products(
        left=np.vstack([_rows({_XA: 1}, width), _rows({_XB: 1}, width)]),
        right=np.vstack([_rows({_BA: 1}, width), _rows({_BB: 1}, width)]),
        numbers=estimated.numbers,
        covariance=estimated.covariance,
    )
    sums = np.kron(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]]), np.ones((1, width)))
    gradient = np.vstack([sums @ own.gradient, gather @ products.gradient])
    covariance = gradient @ estimated.covariance @ gradient.T
    covariance[3:, 3:] += gather @ products.second_order() @ gather.T
    totals = sums @ own.values
    return Terms(
        components=tuple(pairs),
        values=(gather @ products.values).reshape(len(pairs), width),
        gap=float(totals[2]),
        means=totals[:2],
        covariance=covariance,
    )


def decompose_twofold(comparison: Comparison, options: Options) -> Decomposition:
    """Split a gap into what goes with differences in covariates, and what does not.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    options : Options
        Says which reference coefficients.

    Returns
    -------
    Decomposition
        Components ``gap``, ``explained`` and ``unexplained``, in all and by variable.

    Raises
    ------
    UsageError
        When the reference coefficients are unknown.
    PeopleError
        When a group lacks what its regression needs.
    """
    name = reference_named(options.coefficients)
    told = f"two-fold Oaxaca-Blinder by {REFERENCES[name]}"
    return _decomposed(comparison, options, TWOFOLD, method="twofold", coefficients=name, told=told)


def decompose_threefold(comparison: Comparison, options: Options) -> Decomposition:
    """Split a gap into differences in covariates, differences in coefficients, and both together.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    options : Options
        Its reference coefficients play no part.

    Returns
    -------
    Decomposition
        Components ``gap``, ``endowments``, ``coefficients`` and ``interaction``, from the other group's point
        of view: what would change for it.

    Raises
    ------
    PeopleError
        When a group lacks what its regression needs.
    """
    told = "three-fold Oaxaca-Blinder from the other group's point of view"
    return _decomposed(comparison, options, THREEFOLD, method="threefold", coefficients=None, told=told)


def _decomposed(
    comparison: Comparison,
    options: Options,
    pairs: Mapping[str, Pairs],
    *,
    method: str,
    coefficients: str | None,
    told: str,
) -> Decomposition:
    usable = identified(comparison)
    estimated = joint(usable, coefficients=coefficients or "group", options=options)
    terms = terms_of(estimated, pairs)
    parts, adding = _parts(usable, terms)
    values = adding @ np.concatenate([terms.means, [terms.gap], terms.values.ravel()])
    source = None
    if usable.design.sampling_error:
        matrix = adding @ terms.covariance @ adding.T
        source = Covariance(identity=usable.design.identity, matrix=(matrix + matrix.T) / 2, df=estimated.df)
    return found(
        usable,
        parts,
        values,
        source,
        method=method,
        told=f"{told}; {estimated.how}",
        coefficients=coefficients,
        adding_up=float(abs(terms.values.sum() - terms.gap)),
        model=_model(usable, estimated),
    )


def _rows(blocks: Mapping[int, float], width: int) -> FloatArray:
    row = np.zeros((1, len(BLOCKS)))
    for at, factor in blocks.items():
        row[0, at] = factor
    return np.asarray(np.kron(row, np.eye(width)), float)


def _parts(comparison: Comparison, terms: Terms) -> tuple[list[Part], FloatArray]:
    """List the values to be told, and the matrix that adds them up from means, gap and terms."""
    matrix = comparison.matrix
    width, count = len(matrix.names), len(terms.components)
    parts = [
        Part(component="mean", measure="mean", group=group, support=comparison.support_of(who))
        for group, who in (
            (comparison.reference, comparison.in_reference),
            (comparison.other, ~comparison.in_reference),
        )
    ]
    parts.append(Part(component="gap"))
    rows = [np.eye(3, 3 + count * width)[at] for at in range(3)]
    for at, component in enumerate(terms.components):
        first = 3 + at * width
        for part, columns in _told(comparison, component):
            row = np.zeros(3 + count * width)
            row[[first + column for column in columns]] = 1.0
            # The constant is alike in both groups: it adds exactly nothing to what goes with covariates.
            if part.variable is None or np.any(terms.values[at, columns]) or part.variable != matrix.names[0]:
                parts.append(part)
                rows.append(row)
    return parts, np.array(rows)


def _told(comparison: Comparison, component: str) -> list[tuple[Part, list[int]]]:
    matrix: ModelMatrix = comparison.matrix
    told = [(Part(component=component), list(range(len(matrix.names))))]
    for variable in dict.fromkeys(matrix.variables):
        columns = [at for at, name in enumerate(matrix.variables) if name == variable]
        told.append((Part(component=component, variable=variable), columns))
        for at in columns:
            if (level := matrix.levels[at]) is not None:
                support = comparison.support(matrix.full[:, at] > 0)
                part = Part(component=component, variable=variable, level=level, support=support)
                told.append((part, [at]))
    return told


def _model(comparison: Comparison, estimated: Joint) -> list[dict[str, float | str]]:
    """Means and coefficients by column, for whoever checks."""
    spread = np.sqrt(np.maximum(np.diag(estimated.covariance), 0.0)).reshape(len(BLOCKS), -1)
    rows: list[dict[str, float | str]] = []
    for at, name in enumerate(comparison.matrix.names):
        row: dict[str, float | str] = {"name": name, "variable": comparison.matrix.variables[at]}
        for block, words in enumerate(BLOCKS):
            key = words.replace(" ", "_").replace("b*", "reference_coefficient")
            row[key] = float(estimated.block(block)[at])
            row[f"{key}_se"] = float(spread[block, at])
        rows.append(row)
    return rows
