"""What is summed over the people of each stratum, and what models make of it under scaled weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from dueregard.causes.strata.sums import GaussianSums
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["Scaling", "Tally", "moments_of_people", "tally_of_people"]

Scaling = Literal["effective", "size"]
"""To what the weights of a stratum sum: its effective number of people, or its number."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """Sums by stratum, of outcomes about `centre` and covariates about `centres`.

    Attributes
    ----------
    people : ndarray of int (J,)
        How many are in each stratum.
    weight, squares : ndarray (J,)
        Sum of their weights, and of their weights' squares.
    first : ndarray (J, q + 1)
        Weighted sums of the covariates and, last, the outcome.
    second : ndarray (J, q + 1, q + 1)
        Weighted sums of their products.
    centre : float
        What was taken from the outcome.
    centres : ndarray (q,)
        What was taken from the covariates.
    largest, absolute, of_squares : ndarray (J,)
        The largest of the outcomes times their weights, without their signs; their sum; and that of squares.
    yeses : ndarray of int (J,)
        People whose outcome is 1.
    others : int
        People whose outcome is neither 0 nor 1.
    """

    people: IntArray
    weight: FloatArray = field(repr=False)
    squares: FloatArray = field(repr=False)
    first: FloatArray = field(repr=False)
    second: FloatArray = field(repr=False)
    centre: float
    centres: FloatArray = field(repr=False)
    largest: FloatArray = field(repr=False)
    absolute: FloatArray = field(repr=False)
    of_squares: FloatArray = field(repr=False)
    yeses: IntArray = field(repr=False)
    others: int

    @property
    def mean(self) -> FloatArray:
        """Weighted mean outcome of each stratum, shape (J,)."""
        return self.first[:, -1] / self.weight + self.centre

    @property
    def effective(self) -> FloatArray:
        """Effective number of people of each stratum, shape (J,)."""
        return self.weight**2 / self.squares

    @property
    def share(self) -> FloatArray:
        """Weighted share of yes in each stratum, exactly 0 or 1 where all agree, shape (J,)."""
        return np.where(
            self.yeses == 0, 0.0, np.where(self.yeses == self.people, 1.0, np.clip(self.mean, 0, 1))
        )

    @property
    def variance(self) -> FloatArray:
        """Weighted variance of outcomes in each stratum; NaN of one person, shape (J,)."""
        mean = self.first[:, -1] / self.weight
        about = np.maximum(self.second[:, -1, -1] / self.weight - mean**2, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.people > 1, about * self.effective / (self.effective - 1), np.nan)

    def scale(self, scaling: Scaling) -> FloatArray:
        """What weights are multiplied by in each stratum.

        Parameters
        ----------
        scaling : {"effective", "size"}
            To what they sum.

        Returns
        -------
        ndarray (J,)
            1 where everybody weighs 1.

        References
        ----------
        Rabe-Hesketh and Skrondal (2006), JRSS A 169, 805-827, section 3: methods 1 and 2.
        """
        return self.weight / self.squares if scaling == "effective" else self.people / self.weight

    def gaussian(self, scale: FloatArray) -> GaussianSums:
        """Sizes, means and squares within strata, for a normal model.

        Parameters
        ----------
        scale : ndarray (J,)
            What weights are multiplied by.

        Returns
        -------
        GaussianSums
            Of the scaled weights.
        """
        means = self.first / self.weight[:, None]
        within = self.second - self.first[:, :, None] * means[:, None, :]
        return GaussianSums(
            size=self.weight * scale,
            mean=means[:, -1] + self.centre,
            covariates=means[:, :-1] + self.centres,
            within=np.einsum("j,jab->ab", scale, within),
        )

    def only(self, kept: BoolArray) -> Tally:
        """Keep some strata.

        Parameters
        ----------
        kept : ndarray of bool (J,)
            Which.

        Returns
        -------
        Tally
            Of them.
        """
        return Tally(
            people=self.people[kept],
            weight=self.weight[kept],
            squares=self.squares[kept],
            first=self.first[kept],
            second=self.second[kept],
            centre=self.centre,
            centres=self.centres,
            largest=self.largest[kept],
            absolute=self.absolute[kept],
            of_squares=self.of_squares[kept],
            yeses=self.yeses[kept],
            others=self.others,
        )

    def merged(self, group: IntArray, strata: int) -> Tally:
        """Add up groups of people that are one stratum.

        Parameters
        ----------
        group : ndarray of int (J,)
            The stratum of each.
        strata : int
            How many there are.

        Returns
        -------
        Tally
            Of the strata.
        """

        def total(values: FloatArray | IntArray) -> FloatArray:
            sums = np.zeros((strata, *values.shape[1:]))
            np.add.at(sums, group, values)
            return sums

        largest: FloatArray = np.zeros(strata)
        np.maximum.at(largest, group, self.largest)
        return Tally(
            people=total(self.people).astype(np.intp),
            weight=total(self.weight),
            squares=total(self.squares),
            first=total(self.first),
            second=total(self.second),
            centre=self.centre,
            centres=self.centres,
            largest=largest,
            absolute=total(self.absolute),
            of_squares=total(self.of_squares),
            yeses=total(self.yeses).astype(np.intp),
            others=self.others,
        )

    def replicated(self, weight: FloatArray, moments: FloatArray) -> Tally:
        """The same strata under replicate weights.

        Parameters
        ----------
        weight : ndarray (J,)
            Sums of replicate weights.
        moments : ndarray (m, J)
            Sums of the columns of :func:`moments_of_people` by replicate weight.

        Returns
        -------
        Tally
            Of a replicate; what it cannot know is as in the sample.
        """
        k = self.first.shape[1]
        second = np.empty((len(weight), k, k))
        rows, columns = np.triu_indices(k)
        second[:, rows, columns] = second[:, columns, rows] = moments[k:].T
        return Tally(
            people=self.people,
            weight=weight,
            squares=self.squares,
            first=moments[:k].T,
            second=second,
            centre=self.centre,
            centres=self.centres,
            largest=self.largest,
            absolute=self.absolute,
            of_squares=self.of_squares,
            yeses=self.yeses,
            others=self.others,
        )


def moments_of_people(outcome: FloatArray, covariates: FloatArray) -> FloatArray:
    """Give the columns whose sums by stratum are all that a normal model needs.

    Parameters
    ----------
    outcome : ndarray (n,)
        About a centre.
    covariates : ndarray (n, q)
        About centres.

    Returns
    -------
    ndarray (n, m)
        The covariates and the outcome, and then their products, the upper triangle by rows.
    """
    columns = np.column_stack([covariates, outcome])
    rows, others = np.triu_indices(columns.shape[1])
    return np.column_stack([columns, columns[:, rows] * columns[:, others]])


def tally_of_people(
    outcome: FloatArray,
    stratum: IntArray,
    *,
    strata: int,
    weight: FloatArray | None = None,
    covariates: FloatArray | None = None,
) -> Tally:
    """Sum people by stratum.

    Parameters
    ----------
    outcome : ndarray (n,)
        Of each person.
    stratum : ndarray of int (n,)
        The stratum of each; every stratum has somebody.
    strata : int
        J.
    weight : ndarray (n,), optional
        By default ones.
    covariates : ndarray (n, q), optional
        Of each person.

    Returns
    -------
    Tally
        Of the strata.

    Examples
    --------
    >>> import numpy as np
    >>> tally = tally_of_people(np.array([1.0, 3.0, 5.0]), np.array([0, 0, 1]), strata=2)
    >>> tally.mean, tally.effective
    (array([2., 5.]), array([2., 1.]))
    """
    share = np.ones(len(outcome)) if weight is None else weight
    values = np.zeros((len(outcome), 0)) if covariates is None else covariates
    centre, centres = float(outcome.mean()), values.mean(axis=0)
    moments = moments_of_people(outcome - centre, values - centres)

    def total(column: FloatArray) -> FloatArray:
        return np.bincount(stratum, weights=column, minlength=strata).astype(float)

    largest: FloatArray = np.zeros(strata)
    np.maximum.at(largest, stratum, share * np.abs(outcome))
    people = np.bincount(stratum, minlength=strata)
    empty = Tally(
        people=people,
        weight=total(share),
        squares=total(share**2),
        first=np.zeros((strata, values.shape[1] + 1)),
        second=np.zeros((strata, values.shape[1] + 1, values.shape[1] + 1)),
        centre=centre,
        centres=centres,
        largest=largest,
        absolute=total(share * np.abs(outcome)),
        of_squares=total((share * outcome) ** 2),
        yeses=np.bincount(stratum, weights=outcome == 1, minlength=strata).astype(np.intp),
        others=int((~np.isin(outcome, (0.0, 1.0))).sum()),
    )
    sums = np.array([total(share * column) for column in moments.T])
    return empty.replicated(empty.weight, sums)
