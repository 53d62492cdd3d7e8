"""Fairlie's detail: what the gap in predicted chances owes to each variable, by giving one group the other's.

Fairlie draws as many people of the larger group as the smaller has, ranks both by predicted chance, pairs
equals in rank, switches the variables of the pairs one after the other, and repeats over draws and orders.
We take what this tends to: everybody of both groups is paired by rank with their weights (a share of a
person where weights differ), and a variable's part is averaged over all orders, which is its Shapley value.
Nothing is drawn up to :data:`EXACT` variables; beyond, pairs of an order and its reverse are drawn from the
seed.

References
----------
Fairlie (1999), Journal of Labor Economics 17, 80-108; Fairlie (2005), Journal of Economic and Social
Measurement 30, 305-316; Fairlie (2017), Addressing path dependence and incorporating sample weights in the
nonlinear Blinder-Oaxaca decomposition technique; Shorrocks (2013), Journal of Economic Inequality 11, 99-126.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import factorial

import numpy as np
from scipy import special

from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.findings import Part, comparison_parts
from dueregard.causes.decompositions.logits import fitted_logit
from dueregard.causes.decompositions.profiles import profiles_of
from dueregard.causes.decompositions.references import is_pooled, share_of
from dueregard.errors import PeopleError
from dueregard.estimates import Source
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["EXACT", "fairlie_parts", "paired", "switched"]

EXACT = 8
"""Up to so many variables every order counts."""

ORDERS = 200
"""Orders that are drawn for more variables."""

MOST_WORK = 1.5e9
"""Chances computed, at most, for standard errors."""

LEAST_REPLICATES = 50


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cells:
    """Distinct profiles of covariates, with what their columns add to the linear predictor."""

    columns: FloatArray = field(repr=False)
    """Fitted columns, (c, p)."""
    variables: tuple[str, ...]
    of_column: IntArray
    """The variable of each fitted column; -1 for the constant."""
    coefficients: str


def paired(
    first: FloatArray, second: FloatArray, first_weight: FloatArray, second_weight: FloatArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Pair two groups by rank.

    Parameters
    ----------
    first, second : ndarray (a,), (b,)
        What each is ranked by; equals stay in their order.
    first_weight, second_weight : ndarray (a,), (b,)
        Not negative, each with a positive sum.

    Returns
    -------
    first_at, second_at : ndarray of int (m,)
        Who is paired, m < a + b.
    share : ndarray (m,)
        The weight of each pair; they sum to one.

    Examples
    --------
    >>> paired(np.array([0.2, 0.9]), np.array([0.5]), np.ones(2), np.ones(1))
    (array([0, 1]), array([0, 0]), array([0.5, 0.5]))
    """
    orders = [np.argsort(each, kind="stable") for each in (first, second)]
    ends = []
    for order, weight in zip(orders, (first_weight, second_weight), strict=True):
        total = np.cumsum(weight[order])
        ends.append(total / total[-1])
    cuts = np.union1d(*ends)
    cuts = cuts[np.concatenate([[True], np.diff(cuts) > 1e-15])]
    share = np.diff(cuts, prepend=0.0)
    middle = cuts - share / 2
    at = [
        order[np.minimum(np.searchsorted(end, middle, side="right"), len(order) - 1)]
        for order, end in zip(orders, ends, strict=True)
    ]
    kept = share > 0
    return at[0][kept], at[1][kept], share[kept] / share[kept].sum()


def switched(
    first: FloatArray, second: FloatArray, share: FloatArray, *, constant: float, seed: int
) -> FloatArray:
    """Share a gap in mean chances out to variables, over orders of switching them.

    Parameters
    ----------
    first, second : ndarray (m, k)
        What each variable adds to the linear predictor of the two people of each pair.
    share : ndarray (m,)
        Weights of pairs that sum to one.
    constant : float
        Added to each predictor.
    seed : int
        Of the orders, beyond :data:`EXACT` variables.

    Returns
    -------
    ndarray (k,)
        They sum to the gap: the mean chance of the first less that of the second.

    Examples
    --------
    >>> ones = np.array([[1.0, 1.0]])
    >>> switched(ones, 0 * ones, np.ones(1), constant=0.0, seed=1).round(4)
    array([0.1904, 0.1904])
    """
    width = first.shape[1]
    difference = first - second
    base = constant + second.sum(axis=1)
    if width <= EXACT:
        return _every_order(base, difference, share)
    rng = np.random.Generator(np.random.PCG64(seed))
    parts = np.zeros(width)
    for _ in range(ORDERS // 2):
        order = rng.permutation(width)
        for way in (order, order[::-1]):
            predictor = base.copy()
            before = float(share @ special.expit(predictor))
            for variable in way:
                predictor += difference[:, variable]
                after = float(share @ special.expit(predictor))
                parts[variable] += after - before
                before = after
    return np.asarray(parts / (2 * (ORDERS // 2)))


def _every_order(base: FloatArray, difference: FloatArray, share: FloatArray) -> FloatArray:
    width = difference.shape[1]
    chance = np.empty(1 << width)
    predictor, inside = base.copy(), 0
    chance[0] = share @ special.expit(predictor)
    for step in range(1, 1 << width):
        # Gray code: one variable changes hands at each step.
        variable = (step & -step).bit_length() - 1
        inside ^= 1 << variable
        predictor += difference[:, variable] if inside >> variable & 1 else -difference[:, variable]
        chance[inside] = share @ special.expit(predictor)
    sets = np.arange(1 << width)
    sizes = np.array([int(each).bit_count() for each in sets])
    weight = np.array(
        [factorial(size) * factorial(width - size - 1) / factorial(width) for size in range(width)] + [0.0]
    )
    parts = np.empty(width)
    for variable in range(width):
        without = sets[(sets >> variable & 1) == 0]
        parts[variable] = weight[sizes[without]] @ (chance[without | 1 << variable] - chance[without])
    return parts


def fairlie_parts(
    comparison: Comparison, options: Options, *, coefficients: str
) -> tuple[list[Part], FloatArray, Source | None, str, list[str]]:
    """Compute the parts, with replicates that estimate everything again.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    options : Options
        Replicates and seed.
    coefficients : str
        Named reference coefficients.

    Returns
    -------
    parts : list of Part, length k
        Both groups' shares, gap, explained, unexplained, and the explained part by variable.
    values : ndarray (k,)
        Theirs.
    source : Source or None
        Their joint uncertainty.
    told : str
        How, in words.
    notes : list of str
        What to know.
    """
    profiles = profiles_of(comparison, categories_only=False)
    matrix = comparison.matrix.among(profiles.first)
    variables = tuple(dict.fromkeys(matrix.variables[1:]))
    by_name = dict(zip(matrix.names, matrix.variables, strict=True))
    of_column = np.array([-1, *(variables.index(by_name[name]) for name in matrix.fitted[1:])])
    cells = _Cells(columns=matrix.fit, variables=variables, of_column=of_column, coefficients=coefficients)
    place = profiles.cell + profiles.count * ~comparison.in_reference
    yes = comparison.outcome
    sums: FloatArray = np.stack(
        [
            np.bincount(place, comparison.weight * each, minlength=2 * profiles.count)
            for each in (1 - yes, yes)
        ]
    )
    values = _values(cells, sums, options.seed)
    if not np.isfinite(values).all():
        raise PeopleError(
            "A covariate determines the outcome for some people: the logistic regression does not settle.",
            remedy="Join levels, leave covariates out, or use --method twofold or kitagawa.",
        )
    source: Source | None = None
    told, notes = "full count", list[str]()
    if comparison.design.sampling_error:
        count, notes = _replicates(options.replicates, profiles.count, len(variables))
        again = comparison.design.replicate_weights(count=count, seed=options.seed)
        drawn = again.on_cells(place, 2 * profiles.count, np.column_stack([1 - yes, yes]))
        source = again.source(np.array([_values(cells, each, options.seed) for each in drawn]), values)
        told = f"standard errors from a {again.method}"
    how = (
        "over every order of variables"
        if len(variables) <= EXACT
        else f"over {ORDERS} orders of variables drawn with seed {options.seed}"
    )
    return (
        _parts(comparison, variables),
        values,
        source,
        f"Fairlie's switches of people paired by rank, averaged {how}; {told}",
        notes,
    )


def _replicates(asked: int, cells: int, variables: int) -> tuple[int, list[str]]:
    """Lower the number of replicates where the work would be too much."""
    each = 2 * cells * (1 << variables if variables <= EXACT else ORDERS * variables)
    count = int(max(LEAST_REPLICATES, min(asked, MOST_WORK // each)))
    if count >= asked:
        return asked, []
    return count, [f"Standard errors rest on {count} replicates instead of {asked}, to keep the time short."]


def _values(cells: _Cells, sums: FloatArray, seed: int) -> FloatArray:
    """Shares, gap, explained, unexplained and explained by variable, from weights (2, 2 c) of no and yes."""
    half = sums.shape[1] // 2
    weight, yes = sums.sum(axis=0), sums[1]
    both = [weight[:half], weight[half:]]
    answers = [yes[:half], yes[half:]]
    shares = [float(own.sum() / total.sum()) for own, total in zip(answers, both, strict=True)]
    result = np.full(5 + len(cells.variables), np.nan)
    result[:3] = *shares, shares[0] - shares[1]
    star = _star(cells, both, answers)
    if star is None:
        return result
    terms = cells.columns * star
    predictor = terms.sum(axis=1)
    by_variable = np.column_stack(
        [terms[:, cells.of_column == at].sum(axis=1) for at in range(len(cells.variables))]
    )
    there = [np.flatnonzero(each > 0) for each in both]
    first, second, share = paired(
        predictor[there[0]], predictor[there[1]], both[0][there[0]], both[1][there[1]]
    )
    parts = switched(
        by_variable[there[0][first]],
        by_variable[there[1][second]],
        share,
        constant=float(star[0]),
        seed=seed,
    )
    explained = float(parts.sum())
    result[3:] = explained, result[2] - explained, *parts
    return result


def _star(cells: _Cells, weights: list[FloatArray], yes: list[FloatArray]) -> FloatArray | None:
    """Reference coefficients of the fitted columns; None where a regression does not settle."""
    width = cells.columns.shape[1]
    if is_pooled(cells.coefficients):
        columns = np.vstack([cells.columns, cells.columns])
        if cells.coefficients == "pooled":
            columns = np.column_stack([columns, np.repeat([0.0, 1.0], len(cells.columns))])
        fit = fitted_logit(columns, *_rates(np.concatenate(weights), np.concatenate(yes)))
        return fit.coefficients[:width] if fit.converged else None
    fits = [
        fitted_logit(cells.columns, *_rates(weight, own)) for weight, own in zip(weights, yes, strict=True)
    ]
    share = share_of(cells.coefficients, (float(weights[0].sum()), float(weights[1].sum())))
    used = [fit for fit, factor in zip(fits, (share, 1 - share), strict=True) if factor > 0]
    if not all(fit.converged for fit in used):
        return None
    return np.asarray(share * fits[0].coefficients + (1 - share) * fits[1].coefficients)


def _rates(weight: FloatArray, yes: FloatArray) -> tuple[FloatArray, FloatArray]:
    return np.divide(yes, weight, out=np.zeros_like(yes), where=weight > 0), weight


def _parts(comparison: Comparison, variables: tuple[str, ...]) -> list[Part]:
    return [
        *comparison_parts(comparison),
        *(Part(component=name) for name in ("explained", "unexplained")),
        *(Part(component="explained", variable=variable) for variable in variables),
    ]
