"""Estimators of people with several sources of income: what each adds to the Gini index and the variance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.ordering import in_order
from dueregard.engine.protocols import Moment
from dueregard.engine.scored import Scored
from dueregard.measures.fractional_ranks import FractionalRanks, RankMoment
from dueregard.measures.gini import distances

__all__ = ["MeanDistance", "RankCovariance", "column_moment", "product_moment"]


@dataclass(frozen=True, slots=True)
class RankCovariance:
    """Twice the covariance of a column with the rank by another: its generalised concentration index.

    Attributes
    ----------
    column : int
        Which column.
    sign : float
        -1 to rank from the highest value to the lowest.

    References
    ----------
    Lerman and Yitzhaki (1985), Income inequality effects by income source, Review of Economics and Statistics
    67, 151-156, equation 2.
    """

    column: int
    sign: float = 1.0

    def __call__(self, people: OrderedPeople, _: OrderedPeople | None) -> Scored:
        """Estimate for the people of each level."""
        ranks = FractionalRanks(people=people)
        with np.errstate(all="ignore"):
            shift = people.sums(people.columns[self.column]) / people.size
        x, r = people.columns[self.column] - people.each(shift), ranks.share - 0.5
        moments = [
            RankMoment(x=x, slope=0 * r),
            RankMoment(x=r, slope=people.ones),
            RankMoment(x=x * r, slope=x),
        ]

        def twice(size: Any, total: Any, rank: Any, product: Any) -> Any:
            return 2 * self.sign * (product / size - total / size * (rank / size))

        return ranks.function(twice, moments)


@dataclass(frozen=True, slots=True)
class MeanDistance:
    """Half the mean distance between two people in the sum of some columns: their absolute Gini index.

    Attributes
    ----------
    chosen : tuple of int
        Which columns.
    """

    chosen: Sequence[int]

    def __call__(self, people: OrderedPeople, _: OrderedPeople | None) -> Scored:
        """Estimate for the people of each level, in their order by the sum."""
        together = np.sum([people.columns[index] for index in self.chosen], axis=0)
        level = np.repeat(np.arange(people.levels), np.diff(people.starts))
        place, _starts = in_order(together, level, people.levels)
        ordered = OrderedPeople(
            weight=people.weight[place],
            columns=(together[place],),
            starts=people.starts,
            scored=people.scored,
        )
        pairs = distances(ordered)

        def scores() -> Any:
            back = np.empty(len(people))
            back[place] = pairs.scores(people.starts)
            return back

        return people.with_scores(pairs.values, scores) / (people.number * people.number)


@cache
def column_moment(index: int) -> Moment:
    """Moment of a column.

    Parameters
    ----------
    index : int
        Which.

    Returns
    -------
    Moment
        The same one for the same column, so that equal sums are summed once.
    """

    def moment(*columns: nw.Expr) -> nw.Expr:
        return columns[index]

    return moment


@cache
def product_moment(first: int, second: int) -> Moment:
    """Moment of the product of two columns.

    Parameters
    ----------
    first, second : int
        Which.

    Returns
    -------
    Moment
        The same one for the same columns.
    """

    def moment(*columns: nw.Expr) -> nw.Expr:
        return columns[first] * columns[second]

    return moment
