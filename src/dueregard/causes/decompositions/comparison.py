"""Two groups of people and their covariates, ready to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from dueregard.causes.decompositions.model_matrix import Covariate, ModelMatrix
from dueregard.causes.designs import SampleDesign
from dueregard.causes.factors import Factor
from dueregard.estimates import Support
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["Comparison", "OneSided", "Options", "StandardErrors"]

OneSided = Literal["refuse", "drop"]
"""What becomes of people of a level that only one of two groups has."""

FEW_LEVELS = 3
"""Covariates of more levels have more unknown numbers of people than their parts give equations."""

StandardErrors = Literal["auto", "classical", "linearised"]
"""From the textbook's formula, from each person's influence under the design, or the first where it holds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """The people of a reference group (A) and of another group (B). The gap is A minus B.

    Attributes
    ----------
    outcome : ndarray (n,)
        Of the people of both groups.
    weight : ndarray (n,)
        Analysis weights, ones where there are none.
    in_reference : ndarray of bool (n,)
        Who belongs to the reference group.
    matrix : ModelMatrix
        Their covariates as columns.
    covariates : tuple of Covariate
        The same before they became columns.
    design : SampleDesign
        Of these n people, within the whole design.
    outcome_name, group_name : str
        As the user wrote them.
    reference, other : str
        The levels compared.
    dropped : mapping of str to int
        How many were left out, by reason.
    notes : tuple of str
        What was decided, in sentences.
    """

    outcome: FloatArray = field(repr=False)
    weight: FloatArray = field(repr=False)
    in_reference: BoolArray = field(repr=False)
    matrix: ModelMatrix = field(repr=False)
    covariates: tuple[Covariate, ...] = ()
    design: SampleDesign = field(repr=False)
    outcome_name: str = "outcome"
    group_name: str = "group"
    reference: str = "A"
    other: str = "B"
    dropped: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def sizes(self) -> tuple[int, int]:
        """People of the reference group and of the other."""
        count = int(self.in_reference.sum())
        return count, len(self.in_reference) - count

    @property
    def two_valued(self) -> bool:
        """Whether the outcome is only ever 0 or 1."""
        return bool(np.isin(self.outcome, (0.0, 1.0)).all())

    @property
    def fewest(self) -> int | None:
        """The fewest people of a group that have one level of a covariate told by few numbers.

        Parts of a covariate of two levels, or of a yes/no number, are equations for how many of each group
        have which; those of one with more levels are sums over all of them. None where there is no such
        covariate.
        """
        counts: list[int] = []
        for each in self.covariates:
            codes = _coded(each)
            if codes is not None:
                for side in (self.in_reference, ~self.in_reference):
                    counts += [int(count) for count in np.bincount(codes[side]) if count]
        return min(counts, default=None)

    def among(self, rows: BoolArray | IntArray) -> Comparison:
        """Narrow to some of the people, within the same whole design.

        Parameters
        ----------
        rows : ndarray of bool or int
            Who is kept.

        Returns
        -------
        Comparison
            Of them; the columns of the matrix stay.
        """
        return replace(
            self,
            outcome=self.outcome[rows],
            weight=self.weight[rows],
            in_reference=self.in_reference[rows],
            matrix=self.matrix.among(rows),
            covariates=tuple(each.select(rows) for each in self.covariates),
            design=self.design.among(rows),
        )

    def support(self, who: BoolArray | None = None) -> Support:
        """Say who a value rests on.

        Parameters
        ----------
        who : ndarray of bool (n,), optional
            Some of the people, such as those of a level; by default all.

        Returns
        -------
        Support
            Of both groups together, with the smaller as the weakest part.
        """
        inside = np.ones(len(self.outcome), bool) if who is None else who
        return Support.combine(
            self.support_of(inside & group) for group in (self.in_reference, ~self.in_reference)
        )

    def support_of(self, who: BoolArray) -> Support:
        """Say who a value of some people rests on.

        Parameters
        ----------
        who : ndarray of bool (n,)
            Which people.

        Returns
        -------
        Support
            Of them.
        """
        weight, outcome = self.weight[who], self.outcome[who]
        total, squares = float(weight.sum()), float(weight @ weight)
        yes = int((outcome == 1.0).sum())
        return Support(
            n=len(weight),
            n_effective=total**2 / squares if squares else 0.0,
            units=int(np.count_nonzero(np.bincount(self.design.psu[who]))),
            events=min(yes, len(outcome) - yes) if self.two_valued else None,
        )


def _coded(covariate: Covariate) -> IntArray | None:
    """The levels of a covariate that has few; None for others."""
    values = covariate.values
    codes = values.codes if isinstance(values, Factor) else values
    found, coded = np.unique(codes, return_inverse=True)
    return coded if len(found) <= FEW_LEVELS else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What may be asked of a decomposition beside its groups and covariates.

    Attributes
    ----------
    coefficients : str, optional
        Named reference coefficients: see :data:`~.references.REFERENCES`. Where none are named, ``rif`` takes
        the reference group's, and other methods pooled ones.
    quantiles : tuple of float
        For methods of distributions.
    statistics : tuple of str
        Further statistics of distributions: ``variance``, ``gini``, ``mean``.
    reweighted : bool
        Whether ``rif`` reweights one group to the other's covariates.
    reweighting : {"logit", "cells"}
        How people are reweighted.
    largest_weight : float, optional
        The largest share of all new weights that one person may have; by default none is cut.
    detail : {"yun", "fairlie"}
        How ``logit`` shares the explained part out to variables.
    standard_errors : {"auto", "classical", "linearised"}
        How uncertainty is computed.
    one_sided : {"refuse", "drop"}
        What becomes of people of a level or cell that only one group has.
    replicates : int
        For methods whose uncertainty comes from replicate weights.
    seed : int
        Of those.
    """

    coefficients: str | None = None
    quantiles: tuple[float, ...] = ()
    statistics: tuple[str, ...] = ()
    reweighted: bool = False
    reweighting: str = "logit"
    largest_weight: float | None = None
    detail: str = "yun"
    standard_errors: StandardErrors = "auto"
    one_sided: OneSided = "refuse"
    replicates: int = 200
    seed: int = 1
