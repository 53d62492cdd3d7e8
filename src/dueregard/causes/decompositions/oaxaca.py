"""Oaxaca-Blinder decompositions: a gap in means, and what goes with differences in covariates.

With means x and coefficients b of the reference group A and of the other group B, the gap is

    xA'bA - xB'bB = (xA - xB)'b*  +  xA'(bA - b*) + xB'(b* - bB)              (two-fold)
                  = (xA - xB)'bB  +  xB'(bA - bB)  +  (xA - xB)'(bA - bB)     (three-fold)

Every term is a sum over columns of a product of two uncertain numbers; :mod:`.products` says how these vary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dueregard.causes.decompositions.columns_told import told_of_columns
from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.findings import Decomposition, Part, comparison_parts, found
from dueregard.causes.decompositions.identified import identified
from dueregard.causes.decompositions.joint import BLOCKS, Joint, joint
from dueregard.causes.decompositions.model_matrix import CONSTANT
from dueregard.causes.decompositions.references import REFERENCES, reference_named
from dueregard.causes.decompositions.terms_of import OF_BLOCK, Pairs, Terms, terms_of
from dueregard.estimates import Covariance
from dueregard.estimates.source import FloatArray

__all__ = ["THREEFOLD", "TWOFOLD", "decompose_threefold", "decompose_twofold"]

ENOUGH = 10
"""People of a group for each coefficient, below which parts are approximate."""

FEW = "few people in one group for so many covariates"

ENOUGH_DF = 8
"""Degrees of freedom below which parts are approximate: standard errors are hardly known."""

FEW_UNITS = "few sampling units in one group for so many covariates"

_XA, _BA, _XB, _BB, _STAR = OF_BLOCK

TWOFOLD: Mapping[str, Pairs] = {
    "explained": (({_XA: 1, _XB: -1}, {_STAR: 1}),),
    "unexplained": (({_XA: 1}, {_BA: 1, _STAR: -1}), ({_XB: 1}, {_STAR: 1, _BB: -1})),
}
THREEFOLD: Mapping[str, Pairs] = {
    "endowments": (({_XA: 1, _XB: -1}, {_BB: 1}),),
    "coefficients": (({_XB: 1}, {_BA: 1, _BB: -1}),),
    "interaction": (({_XA: 1, _XB: -1}, {_BA: 1, _BB: -1}),),
}


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
    name = reference_named(options.coefficients or "pooled")
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
    if reason := _doubt(usable, estimated):
        parts = [
            replace(each, status="approximate", reason=reason) if each.group is None else each
            for each in parts
        ]
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
        alternatives=estimated.explained if coefficients else {},
    )


def _doubt(comparison: Comparison, estimated: Joint) -> str | None:
    if min(comparison.sizes) < ENOUGH * comparison.matrix.contrasts.shape[1]:
        return FEW
    if comparison.design.sampling_error and estimated.df < ENOUGH_DF:
        return FEW_UNITS
    return None


def _parts(comparison: Comparison, terms: Terms) -> tuple[list[Part], FloatArray]:
    """List the values to be told, and the matrix that adds them up from means, gap and terms."""
    width, count = len(comparison.matrix.names), len(terms.components)
    told = told_of_columns(comparison)
    parts = comparison_parts(comparison)
    rows = [np.eye(3, 3 + count * width)[at] for at in range(3)]
    for at, component in enumerate(terms.components):
        for part, columns in told:
            # The constant is alike in both groups: it adds exactly nothing to what goes with covariates.
            if part.variable == CONSTANT and not np.any(terms.values[at, columns]):
                continue
            row = np.zeros(3 + count * width)
            row[[3 + at * width + column for column in columns]] = 1.0
            parts.append(replace(part, component=component))
            rows.append(row)
    return parts, np.array(rows)


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
