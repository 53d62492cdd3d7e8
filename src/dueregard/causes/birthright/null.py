"""Does a circumstance matter at all, given the others? A test by permuting sampling units.

A share of inequality is never below zero, so no interval of it tells whether it is zero. This does. With r
the place of a person's outcome in the order of everybody's, and x the circumstances in question, the
sampling unit c adds to the scores of their coefficients

    u_c = sum over its people of w (r - fitted r) (x - fitted x),

both fitted from the other circumstances. Were those in question without effect, the residuals w (r -
fitted r) of one unit could as well have been another's. So the statistic S'V^-1 S, with S = sum u_c and V
= sum u_c u_c', is compared with its values after the residuals of whole units of like size have changed
places (Freedman and Lane 1983, Journal of Business and Economic Statistics 1, 292-298; Winkler et al.
2014, NeuroImage 92, 381-397, for whole blocks). People of one unit stay together, so households that share
income and origin are no more evidence than they are. V is computed anew each time, so that unequal weights
and unequal spreads between the groups do no harm in samples that are not small (DiCiccio and Romano 2017,
JASA 112, 1211-1220).

Where people are very many, random signs of the u_c stand in for places changed (Hemerik, Goeman and Finos
2020, JRSS B 82, 841-864). In small samples they would not do: where few had the outcome, 23% of tests at
5% rejected without any effect (benchmarks/birthright_null.py). Places in the order (Conover and Iman 1981,
The American Statistician 35, 124-129) make long tails of income harmless and the answer the same for
incomes and their logs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import linalg, sparse

from dueregard.causes.birthright.null_draws import Problem, by_covariance, by_permutation, by_signs
from dueregard.causes.designs import SampleDesign
from dueregard.errors import UsageError
from dueregard.estimates.source import FloatArray, IntArray, Sparse

__all__ = ["NullTest", "null_test", "null_tests"]

DRAWS = 499
MOST_NUMBERS = 2_000_000
"""With more people times coefficients, signs are flipped."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class NullTest:
    """Whether a group of circumstances matters, given the others.

    Attributes
    ----------
    group : str
        The group; ``total`` is all of them, given nothing.
    p_value : float
        Chance of a statistic at least as large, if the group made no difference; NaN with a reason.
    statistic : float
        S'V^-1 S.
    columns : int
        How many coefficients the group has.
    units : int
        Sampling units.
    draws : int
        Permutations, or patterns of signs, drawn; 0 where the test is by replicate weights.
    seed : int
        Of them.
    method : str
        In words.
    reason : str, optional
        Why there is no result.
    """

    group: str
    p_value: float
    statistic: float
    columns: int
    units: int
    draws: int
    seed: int
    method: str = field(repr=False)
    reason: str | None = None


def null_tests(
    outcome: FloatArray,
    codes: IntArray,
    groups: Mapping[str, Sequence[int]],
    *,
    design: SampleDesign,
    draws: int = DRAWS,
    seed: int,
) -> tuple[NullTest, ...]:
    """Test all circumstances together, then each group given the others.

    Parameters
    ----------
    outcome : ndarray (n,)
        Only their order matters, so any scale serves.
    codes : ndarray of int (n, c)
        Level of each circumstance.
    groups : mapping of str to sequence of int
        The columns of each group.
    design : SampleDesign
        Of these people.
    draws : int
        Permutations, or patterns of signs.
    seed : int
        Of them.

    Returns
    -------
    tuple of NullTest
        ``total`` first.

    Examples
    --------
    >>> from dueregard.causes.designs import design_of
    >>> random = np.random.default_rng(1)
    >>> codes = random.integers(0, 3, (400, 2))
    >>> outcome = codes[:, 0] + random.normal(size=400)
    >>> tests = null_tests(outcome, codes, {"family": [0], "place": [1]}, design=design_of(400), seed=1)
    >>> [(test.group, test.p_value < 0.05) for test in tests]
    [('total', True), ('family', True), ('place', False)]
    """
    every = sorted({column for columns in groups.values() for column in columns})
    tests = [null_test(outcome, codes[:, every], None, group="total", design=design, draws=draws, seed=seed)]
    for name, columns in groups.items():
        others = [column for column in every if column not in set(columns)]
        tests.append(
            null_test(
                outcome,
                codes[:, list(columns)],
                codes[:, others],
                group=name,
                design=design,
                draws=draws,
                seed=seed,
            )
        )
    return tuple(tests)


def null_test(
    outcome: FloatArray,
    tested: IntArray,
    others: IntArray | None = None,
    *,
    design: SampleDesign,
    group: str = "total",
    draws: int = DRAWS,
    seed: int,
) -> NullTest:
    """Test whether some circumstances make a difference to the mean outcome, given others.

    Parameters
    ----------
    outcome : ndarray (n,)
        Only their order matters, so any scale serves.
    tested : ndarray of int (n, t)
        Levels of the circumstances in question.
    others : ndarray of int (n, o), optional
        Levels of those that are held equal, in so far as their effects add up.
    design : SampleDesign
        Of these people: weights and sampling units. With the user's replicate weights, whose units are not
        known, an F test by their covariance stands in.
    group : str
        What they are called.
    draws : int
        Permutations, or patterns of signs.
    seed : int
        Of them.

    Returns
    -------
    NullTest
        With a reason instead of a chance where there are too few units, or nothing varies.

    Raises
    ------
    UsageError
        When fewer than 19 are asked for, which cannot tell 5%.
    """
    if draws < 19:
        raise UsageError("A test at 5% needs at least 19 permutations.", found=f"{draws} were asked for.")
    random = np.random.Generator(np.random.PCG64(seed))
    weight = design.weight
    held = _one_hot(np.zeros((len(outcome), 0), np.intp) if others is None else others, constant=True)
    asked = _one_hot(tested, constant=False)
    place = _places(outcome, weight)
    residual = place - held @ _solved(held, weight, held.T @ (weight * place))
    slopes = _solved(held, weight, (held.T @ asked.multiply(weight[:, None])).toarray())
    problem = Problem(residual=weight * residual, asked=asked, held=held, slopes=slopes, draws=draws)
    if design.given is not None or not design.sampling_error:
        found = by_covariance(problem, design)
    elif asked.shape[0] * asked.shape[1] <= MOST_NUMBERS:
        found = by_permutation(problem, design.psu, random)
    else:
        found = by_signs(problem, design.psu, random)
    return NullTest(
        group=group,
        p_value=found.p_value,
        statistic=found.statistic,
        columns=found.columns,
        units=found.units,
        draws=found.draws,
        seed=seed,
        method=found.method if others is None else f"{found.method}, given the other circumstances",
        reason=found.reason,
    )


def _places(outcome: FloatArray, weight: FloatArray) -> FloatArray:
    """Share of everybody below each person's outcome, half of those with the same included."""
    value = np.unique(outcome, return_inverse=True)[1]
    held = np.bincount(value, weights=weight)
    return np.asarray(((np.cumsum(held) - held / 2) / held.sum())[value])


def _one_hot(codes: IntArray, *, constant: bool) -> Sparse:
    """Dummies of each column but for its first level, and a constant."""
    rows = np.arange(len(codes))
    blocks = [np.ones((len(codes), 1))] if constant else []
    for column in codes.T:
        position = np.unique(column, return_inverse=True)[1]
        width = int(position.max(initial=0))
        there = position > 0
        blocks.append(
            sparse.csr_array(
                (np.ones(there.sum()), (rows[there], position[there] - 1)), shape=(len(rows), width)
            )
        )
    return sparse.csr_array(sparse.hstack([sparse.csr_array(block) for block in blocks], format="csr"))


def _solved(columns: Sparse, weight: FloatArray, products: FloatArray) -> FloatArray:
    gram = (columns.T @ columns.multiply(weight[:, None])).toarray()
    return np.asarray(linalg.pinvh(gram, rtol=_ROUNDING) @ products)
