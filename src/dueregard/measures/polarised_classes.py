"""Polarisation between classes of income, less what is blurred by inequality within them."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import BANDWIDTHS, OrderedPeople
from dueregard.engine.scored import Floats, Scored, Solution, combine
from dueregard.measures.catalogue import catalogued
from dueregard.measures.class_cuts import best_cuts
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.gini import distances
from dueregard.measures.kernels import KERNEL
from dueregard.measures.lorenz import of_positive_total
from dueregard.measures.options import choice, number

__all__ = ["class_borders", "esteban_gradin_ray", "polarised"]

MOST_CLASSES = 5
_TOUCHING = 1e-12
FEWER = "there are fewer different values than classes"


def class_borders(people: OrderedPeople, classes: int) -> Floats:
    """Find the values between the classes that leave least inequality within them.

    Parameters
    ----------
    people : OrderedPeople
        In order of the outcome, their first column; none of the totals zero or less.
    classes : int
        How many classes.

    Returns
    -------
    ndarray (classes - 1, d)
        Each border is the mean of the two classes beside it; NaN for levels with too few values.

    References
    ----------
    Davies and Shorrocks (1989), Optimal grouping of income and wealth data, Journal of Econometrics 42,
    97-108.
    """
    borders = np.full((classes - 1, people.levels), np.nan)
    for level, (start, end) in enumerate(pairwise(people.starts)):
        weight, y = people.weight[start:end], people.y[start:end]
        fresh = np.flatnonzero(np.diff(y, prepend=-np.inf) > 0)
        whole = float(weight @ y)
        if len(fresh) < classes or not whole > 0:
            continue
        counts = np.concatenate([[0.0], np.cumsum(np.add.reduceat(weight, fresh))])
        totals = np.concatenate([[0.0], np.cumsum(np.add.reduceat(weight * y, fresh))])
        cuts = best_cuts(counts / counts[-1], totals / totals[-1], classes=classes)
        edges = np.concatenate([[0], cuts, [len(fresh)]])
        pooled = (totals[edges[2:]] - totals[edges[:-2]]) / (counts[edges[2:]] - counts[edges[:-2]])
        borders[:, level] = pooled
    return borders


def polarised(
    people: OrderedPeople,
    borders: Floats,
    *,
    alpha: float,
    beta: float,
    bandwidth: str | None = None,
) -> Scored:
    """Measure polarisation between given classes.

    Parameters
    ----------
    people : OrderedPeople
        In order of the outcome, their first column.
    borders : ndarray (k - 1, d)
        The values between k classes; whoever is at one belongs to the class below.
    alpha : float
        Importance of the classes' size.
    beta : float
        What inequality within classes takes away.
    bandwidth : {"convey", "n_eff"}, optional
        Of the densities at the borders, through which the borders' own influence goes; without it the
        borders count as given.

    Returns
    -------
    Scored
        ``sum over g, h of p_g^(1 + alpha) p_h |mu_g - mu_h| / mu - beta (G - G*)``.
    """
    below = [people.at_most(border * (1 + _TOUCHING)) for border in borders]
    numbers = [people.total(each * 1.0) for each in below]
    totals = [people.total(np.where(each, people.y, 0.0)) for each in below]
    if bandwidth is not None and people.scored:
        densities = [people.density(border, bandwidth=bandwidth) for border in borders]
        moved = _border_influence(people, borders, numbers, totals, densities)
        zero = np.zeros(people.levels)
        numbers = [n + c.mapped(zero, f) for n, c, f in zip(numbers, moved, densities, strict=True)]
        totals = [
            t + c.mapped(zero, f * border)
            for t, c, f, border in zip(totals, moved, densities, borders, strict=True)
        ]
    parts = (*numbers, people.number, *totals, people.total(people.y))
    gini = distances(people) / (people.number * people.total(people.y))
    return combine(partial(_between, alpha=alpha, beta=beta), *parts) - gini * beta


def _between(*parts: Floats, alpha: float, beta: float) -> Floats:
    """The classes' polarisation and, times beta, the Gini index of their means; from cumulated sums."""
    count = len(parts) // 2
    numbers, totals = np.stack(parts[:count]), np.stack(parts[count:])
    nothing = np.zeros_like(numbers[:1])
    p = np.diff(np.concatenate([nothing, numbers / numbers[-1]]), axis=0)
    s = np.diff(np.concatenate([nothing, totals / totals[-1]]), axis=0)
    result = np.zeros_like(numbers[0])
    for high in range(count):
        for low in range(high):
            # p_g p_h (mu_h - mu_g) / mu, positive since classes are in order.
            apart = p[low] * s[high] - p[high] * s[low]
            result = result + apart * (p[low] ** alpha + p[high] ** alpha + beta)
    return np.asarray(result)


def _border_influence(
    people: OrderedPeople,
    borders: Floats,
    numbers: list[Scored],
    totals: list[Scored],
    densities: list[Floats],
) -> list[Scored]:
    """How people move the borders, each of which is the mean of the two classes beside it."""
    count = len(borders)
    nobody = people.total(np.zeros(len(people)))
    n, t = [nobody, *numbers, people.number], [nobody, *totals, people.total(people.y)]
    off = [(n[k + 2] - n[k]) * borders[k] - (t[k + 2] - t[k]) for k in range(count)]
    slopes = np.zeros((people.levels, count, count))
    for k in range(count):
        slopes[:, k, k] = n[k + 2].values - n[k].values
        if k + 1 < count:
            slopes[:, k, k + 1] = (borders[k] - borders[k + 1]) * densities[k + 1]
        if k:
            slopes[:, k, k - 1] = (borders[k - 1] - borders[k]) * densities[k - 1]
    known = np.isfinite(slopes).all(axis=(1, 2)) & np.isfinite(borders).all(axis=0)
    inverse = np.full_like(slopes, np.nan)
    inverse[known] = np.linalg.inv(slopes[known])
    moved = []
    for k in range(count):
        terms = [each.mapped(np.zeros(people.levels), -inverse[:, k, j]) for j, each in enumerate(off)]
        moved.append(sum(terms[1:], start=terms[0]))
    return moved


def _form(
    people: OrderedPeople,
    _: OrderedPeople | None,
    *,
    classes: int,
    alpha: float,
    beta: float,
    bandwidth: str,
) -> Solution:
    with np.errstate(invalid="ignore", divide="ignore"):
        borders = class_borders(people, classes)
        index = polarised(people, borders, alpha=alpha, beta=beta, bandwidth=bandwidth)
        none = ~np.isfinite(borders).all(axis=0)
        kept = index.mapped(np.where(none, np.nan, index.values), np.where(none, np.nan, 1.0))
        found = of_positive_total(people, kept)
    few = np.flatnonzero(none & (people.count > 0)).tolist()
    return Solution(scored=found.scored, reasons=dict.fromkeys(few, FEWER) | dict(found.reasons))


@catalogued(
    title="Esteban-Gradín-Ray polarisation index",
    family="inequality",
    meaning="How far people fall into a few classes by income that are alike inside and far from one "
    "another. It rises when the classes draw apart, and falls when they blur.",
    formula="Σ_g Σ_h p_g^(1+α) p_h |μ_g − μ_h|/μ − β (G − G*), p_g the classes' shares of people, G* the "
    "Gini index if everybody had their class's mean",
    range="−β to (½)^α for two classes when nothing is negative; higher is more polarised",
    variance="linearised: the influence on the classes' numbers and totals, on the Gini index and, with the "
    "densities at them, on the borders",
    oracle="the definition with all possible cuts tried (1e-12); numerical derivatives in the weights with "
    "the borders given (1e-6); the spread over simulated samples (15%)",
    avoid="The number of classes and alpha are judgements: show more than one. For groups that exist by "
    "themselves, such as regions, use esteban_ray_groups; without classes, esteban_ray.",
    reference="Esteban, Gradín and Ray (2007), An extension of a measure of polarization, with an "
    "application to the income distribution of five OECD countries, Journal of Economic Inequality 5, 1-19, "
    "section 2; Esteban and Ray (1994), On the measurement of polarization, Econometrica 62, 819-851",
    example="esteban_gradin_ray:income,classes=3,alpha=1.3",
    convention="Incomes count in units of the mean, and pairs of classes twice, as in the paper: with alpha "
    "= 0 and beta = 0 it would be 2 G*. Borders leave as little of the Gini index as possible within "
    "classes; of two classes the border is the mean. Whoever is at a border belongs to the class below.",
    properties=("scale invariant", "replication invariant"),
)
def esteban_gradin_ray(
    column: str,
    *,
    classes: object = 2,
    alpha: float = 1.0,
    beta: float = 1.0,
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure polarisation between classes of income that are as alike inside as they can be.

    Parameters
    ----------
    column : str
        A column or an expression.
    classes : int
        How many, from 2 to 5.
    alpha : float
        Importance of the classes' size, above 0 and at most 1.6; Esteban and Ray's axioms leave 1 to 1.6.
    beta : float
        What inequality within classes takes away, 0 or more; 0 gives the Esteban-Ray index of the classes.
    bandwidth : {"convey", "n_eff"}
        Of the densities at the borders, on which only the standard error depends.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the index; it has none.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For options out of their bounds.

    References
    ----------
    Esteban, Gradín and Ray (2007), Journal of Economic Inequality 5, 1-19, section 2.

    Examples
    --------
    >>> measure = esteban_gradin_ray("income", classes=2, alpha=1)
    >>> measure.form(OrderedPeople.of([1.0, 1.0, 3.0, 3.0]), None).scored.values
    array([0.25])
    """
    count = number(classes, option="classes", at_least=2, at_most=MOST_CLASSES)
    whole = int(choice(f"{count:g}", [str(n) for n in range(2, MOST_CLASSES + 1)], option="classes"))
    importance = number(alpha, option="alpha", above=0, at_most=1.6)
    blurring = number(beta, option="beta", at_least=0)
    width = choice(bandwidth, BANDWIDTHS, option="bandwidth")
    return OrderedMeasure(
        name="esteban_gradin_ray",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_form, classes=whole, alpha=importance, beta=blurring, bandwidth=width),
        label=name or column,
        unit=unit,
        method=KERNEL[width],
        parameters={"classes": whole, "alpha": importance, "beta": blurring}
        | ({} if width == "convey" else {"bandwidth": width}),
    )
