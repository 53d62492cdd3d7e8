"""Decompositions of a gap in a quantile, a variance or a Gini index, by regressions of recentred influence.

With mean covariates x and coefficients b of the reference group A, of the other group B, and of C, the
reference group with the covariates of B (by weights), the gap that recentred influence gives is, plainly,

    xA'bA - xB'bB = (xA - xB)'b*  (composition)  +  xA'(bA - b*) + xB'(b* - bB)  (structure),

and with reweighting

    (xA - xC)'bA  composition          xC'(bA - bC)  specification error
    xB'(bC - bB)  structure            (xC - xB)'bC  reweighting error.

The specification error is what a straight line misses; the reweighting error is what the weights do. The gap
itself less this one is the approximation error, which is not zero where outcomes heap at a quantile.

References
----------
Firpo, Fortin and Lemieux (2018), Econometrics 6(2), 28, sections 2 and 3; Fortin, Lemieux and Firpo (2011),
Handbook of Labor Economics 4A, 1-102, section 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import linalg

from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.distribution_statistics import Statistic, statistics_asked
from dueregard.causes.decompositions.distributions import heap_notes, refuse_outcome
from dueregard.causes.decompositions.findings import Decomposition, Part, found
from dueregard.causes.decompositions.identified import identified
from dueregard.causes.decompositions.lopsided import doubted, lopsided_df, shifts, third_moments
from dueregard.causes.decompositions.products import Products, Scales
from dueregard.causes.decompositions.recentred import Regressed, Weighed, pooled, regressed, weighed
from dueregard.causes.decompositions.references import REFERENCES, is_pooled, reference_named, share_of
from dueregard.causes.decompositions.reweighting import Reweighting, reweighting_of
from dueregard.causes.decompositions.rif_parts import approximation_notes, error_notes, parts_of, unaccounted
from dueregard.estimates import Covariance
from dueregard.estimates.source import FloatArray

__all__ = ["decompose_rif"]

ADVICE = "Judge the parts by what recentred influence misses of the gap, the approximation error."

Pair = tuple[Mapping[str, float], Mapping[str, float]]
"""A product of a combination of means and one of coefficients, by block."""

PLAIN: Mapping[str, Sequence[Pair]] = {
    "composition": (({"A": 1, "B": -1}, {"*": 1}),),
    "structure": (({"A": 1}, {"A": 1, "*": -1}), ({"B": 1}, {"*": 1, "B": -1})),
}
OWN: Mapping[str, Sequence[Pair]] = {"A": (({"A": 1}, {"A": 1}),), "B": (({"B": 1}, {"B": 1}),)}
"""The mean of recentred influence of each group."""

REWEIGHTED: Mapping[str, Sequence[Pair]] = {
    "composition": (({"A": 1, "C": -1}, {"A": 1}),),
    "specification_error": (({"C": 1}, {"A": 1, "C": -1}),),
    "structure": (({"B": 1}, {"C": 1, "B": -1}),),
    "reweighting_error": (({"C": 1, "B": -1}, {"C": 1}),),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Blocks:
    """Means and coefficients by block, and influence on them and on the statistics themselves."""

    names: tuple[str, ...]
    numbers: FloatArray
    scales: Scales = field(repr=False)
    influence: FloatArray = field(repr=False)
    spread: FloatArray = field(repr=False)
    """Takes the columns of influence to the numbers."""
    width: int
    statistics: int

    def rows(self, blocks: Mapping[str, float], statistic: int | None) -> FloatArray:
        """Make a combination (q, k) of means, or of a statistic's coefficients."""
        q, count = self.width, len(self.names)
        kinds = 1 + self.statistics
        row = np.zeros((1, kinds * count))
        for name, factor in blocks.items():
            row[0, (0 if statistic is None else 1 + statistic) * count + self.names.index(name)] = factor
        return np.hstack([np.kron(row, np.eye(q)), np.zeros((q, (count + 2) * self.statistics))])


def decompose_rif(comparison: Comparison, options: Options) -> Decomposition:
    """Split gaps in statistics of a distribution, by covariate.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    options : Options
        Says which quantiles and statistics (the median where none), whether people are reweighted, and
        otherwise which reference coefficients: the reference group's where none are named.

    Returns
    -------
    Decomposition
        For each statistic the ``gap``, the ``rif_gap``, their difference ``approximation_error``, and the
        components, in all and by variable.

    Raises
    ------
    UsageError
        For a yes/no outcome, or unknown options.
    PeopleError
        When a group lacks what its regression needs, or the groups do not overlap and are to be reweighted.
    """
    statistics = statistics_asked(options.quantiles, options.statistics)
    refuse_outcome(comparison, statistics)
    usable = identified(comparison)
    again = None
    name = reference_named(options.coefficients or "reference")
    if options.reweighted:
        again = reweighting_of(usable, kind=options.reweighting, largest=options.largest_weight)
    blocks = _blocks(usable, statistics, again, name)
    pairs = PLAIN if again is None else REWEIGHTED
    covariance = _covariance(usable, blocks)
    products = _products(blocks, pairs, covariance)
    own = _products(blocks, OWN, covariance)
    sums = np.kron(np.eye(2 * len(statistics)), np.ones(blocks.width))
    raw = blocks.numbers[len(blocks.numbers) - 2 * len(statistics) :]
    values = np.concatenate([products.values, raw, sums @ own.values])
    parts, adding = parts_of(usable, statistics, _columns(pairs), blocks.width)
    source = None
    if usable.design.sampling_error:
        of_raw = np.eye(len(blocks.numbers))[-len(raw) :]
        gradient = np.vstack([products.gradient, of_raw, sums @ own.gradient])
        matrix = gradient @ products.covariance @ gradient.T
        matrix[: len(products.values), : len(products.values)] += products.second_order()
        matrix = adding @ matrix @ adding.T
        lopsided, df = _lopsided(
            usable,
            blocks,
            products,
            parts=parts,
            gradient=adding @ gradient,
            adding=adding,
            variance=matrix.diagonal(),
        )
        parts = doubted(parts, lopsided, _df(usable))
        source = Covariance(identity=usable.design.identity, matrix=(matrix + matrix.T) / 2, df=df)
    told = f"by {REFERENCES[name]}" if again is None else f"{again.told}"
    result = adding @ values
    return found(
        usable,
        parts,
        result,
        source,
        method="rif",
        told=f"regressions of recentred influence (Firpo-Fortin-Lemieux), {told}; linearised standard errors "
        "with the error of the statistic, of its density and of the weights",
        coefficients=None if again else name,
        parameters={"reweighting": options.reweighting} if again else None,
        adding_up=unaccounted(parts, result),
        overlap={} if again is None else again.overlap.to_dict(),
        notes=[
            *([] if again is None else again.overlap.notes(usable.reference, usable.other)),
            *heap_notes(usable, statistics, advice=ADVICE),
            *approximation_notes(parts, result, source),
            *error_notes(parts, result),
        ],
    )


def _blocks(
    comparison: Comparison, statistics: tuple[Statistic, ...], again: Reweighting | None, name: str
) -> _Blocks:
    groups: dict[str, Weighed] = {
        "A": weighed(comparison, comparison.in_reference),
        "B": weighed(comparison, ~comparison.in_reference),
    }
    if again is not None:
        groups["C"] = weighed(comparison, again)
    names = ("A", "B", "*" if again is None else "C")
    contrasts = comparison.matrix.contrasts
    nothing = np.zeros(len(contrasts))
    numbers = [groups[each].means if each in groups else nothing for each in names]
    influence = [groups[each].influence_on_means() for each in names if each in groups]
    spread = [np.eye(len(contrasts)) if each in groups else np.zeros((len(contrasts), 0)) for each in names]
    raw, on_raw = [], []
    scaled, smoothed, on_scale = [nothing for _ in names], [], []
    for statistic in statistics:
        fits = {each: regressed(people, statistic) for each, people in groups.items()}
        for each in names:
            coefficients, on_them = (
                _star(groups, fits, statistic, name)
                if each == "*"
                else (fits[each].coefficients, fits[each].on_coefficients)
            )
            numbers.append(contrasts @ coefficients)
            mixed = [(factor, fits[one]) for one, factor in _scaling(groups, name, each).items()]
            scaled.append(contrasts @ np.sum([factor * fit.scaled for factor, fit in mixed], axis=0))
            smoothed.append(sum(factor * fit.smoothed for factor, fit in mixed))
            on_scale.append(np.sum([factor * fit.on_scale for factor, fit in mixed], axis=0))
            influence.append(on_them)
            spread.append(contrasts)
        raw += [fits["A"].value, fits["B"].value]
        on_raw += [fits["A"].on_value, fits["B"].on_value]
    return _Blocks(
        names=names,
        numbers=np.concatenate([*numbers, np.zeros(len(smoothed)), raw]),
        scales=Scales(
            values=np.concatenate([*scaled, np.zeros(len(smoothed) + len(raw))]),
            first=len(contrasts) * len(names),
            width=len(contrasts),
            smoothed=np.array(smoothed),
        ),
        influence=np.hstack([*influence, *on_scale, *on_raw]),
        spread=np.asarray(linalg.block_diag(*spread, np.eye(len(smoothed) + len(raw)))),
        width=len(contrasts),
        statistics=len(statistics),
    )


def _star(
    groups: Mapping[str, Weighed], fits: Mapping[str, Regressed], statistic: Statistic, name: str
) -> tuple[FloatArray, FloatArray]:
    """Reference coefficients, and influence on them."""
    first, second = fits["A"], fits["B"]
    if is_pooled(name):
        return pooled((groups["A"], groups["B"]), statistic, apart=name == "pooled")
    share = share_of(name, (float(groups["A"].weight.sum()), float(groups["B"].weight.sum())))
    return (
        share * first.coefficients + (1 - share) * second.coefficients,
        share * first.on_coefficients + (1 - share) * second.on_coefficients,
    )


def _scaling(groups: Mapping[str, Weighed], name: str, block: str) -> dict[str, float]:
    """Whose density scales a block's coefficients: of pooled ones, both groups' by size."""
    if block != "*":
        return {block: 1.0}
    sizes = float(groups["A"].weight.sum()), float(groups["B"].weight.sum())
    share = sizes[0] / sum(sizes) if is_pooled(name) else share_of(name, sizes)
    return {"A": share, "B": 1 - share}


def _covariance(comparison: Comparison, blocks: _Blocks) -> FloatArray:
    spread = blocks.spread
    if not comparison.design.sampling_error:
        return np.zeros((len(spread), len(spread)))
    return np.asarray(spread @ comparison.design.covariance(blocks.influence) @ spread.T)


def _products(blocks: _Blocks, pairs: Mapping[str, Sequence[Pair]], covariance: FloatArray) -> Products:
    each = [(at, pair) for at in range(blocks.statistics) for of in pairs.values() for pair in of]
    return Products(
        left=np.vstack([blocks.rows(pair[0], None) for _, pair in each]),
        right=np.vstack([blocks.rows(pair[1], at) for at, pair in each]),
        numbers=blocks.numbers,
        covariance=covariance,
    )


def _columns(pairs: Mapping[str, Sequence[Pair]]) -> tuple[str, ...]:
    """The component of each product of one statistic."""
    return tuple(component for component, of in pairs.items() for _ in of)


def _lopsided(
    comparison: Comparison,
    blocks: _Blocks,
    products: Products,
    *,
    parts: Sequence[Part],
    gradient: FloatArray,
    adding: FloatArray,
    variance: FloatArray,
) -> tuple[float | FloatArray, float | FloatArray]:
    """Degrees of freedom of each part, fewer where its error is lopsided; before smoothing, and with it."""
    df = _df(comparison)
    if comparison.design.given is not None:
        return df, df
    third = third_moments(comparison.design, blocks.influence, gradient @ blocks.spread)
    sums = adding[:, : len(products.left)]
    curvature, bias = products.bent(gradient, sums, blocks.scales)
    smoothing = sums @ products.smoothing(blocks.scales)
    # Of what recentred influence misses only rounding is left, but for quantiles: it has no shape to heed.
    told = np.array([part.component != "approximation_error" for part in parts])
    before, after = (
        lopsided_df(df, told * shifts(variance, third, curvature=curvature, bias=each))
        for each in (bias, bias + smoothing)
    )
    return before, after


def _df(comparison: Comparison) -> float:
    slopes = comparison.matrix.contrasts.shape[1] - 1
    groups = (comparison.in_reference, ~comparison.in_reference)
    return float(max(1.0, min(comparison.design.among(who).df for who in groups) - slopes))
