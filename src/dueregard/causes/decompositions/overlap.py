"""Whether the people of one group can stand for those of another: common support, effective numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison
from dueregard.causes.factors import Factor
from dueregard.errors import PeopleError
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["Overlap", "overlap_of", "refuse_separated", "within_levels"]

FEW = 50.0
"""An effective number below this is warned of."""

LITTLE = 0.2
"""An effective number below this share of the group is warned of."""

TOLD = 0.0005
"""A share that is not nought as a percentage with one decimal."""

MUCH = 0.05
"""A share of people outside, or of one person's weight, above this is warned of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What a reweighted group rests on.

    Attributes
    ----------
    n : int
        People of the reference group.
    effective_n : float
        (sum of weights)² over the sum of squared weights after reweighting.
    largest_share : float
        The largest share of one person in the new weights.
    unused : float
        The share of the reference group that has nobody of the other group at one of its levels.
    beyond_reference, beyond_other : float or None
        The share of the reference group whose propensity of being in the other group is outside the range
        that the other group has, and the converse; none for cells, where nobody of the other group is.
    trimmed : int
        How many weights were cut.
    """

    n: int
    effective_n: float
    largest_share: float
    unused: float
    beyond_reference: float | None = None
    beyond_other: float | None = None
    trimmed: int = 0

    def to_dict(self) -> dict[str, float]:
        """Give the figures by name."""
        figures = {
            "n": self.n,
            "effective_n": self.effective_n,
            "effective_share": self.effective_n / self.n,
            "largest_weight_share": self.largest_share,
            "reference_at_levels_of_nobody_else": self.unused,
            "reference_outside_common_support": self.beyond_reference,
            "other_outside_common_support": self.beyond_other,
            "weights_trimmed": self.trimmed,
        }
        return {name: float(value) for name, value in figures.items() if value is not None}

    def notes(self, reference: str, other: str) -> list[str]:
        """Tell what the weights rest on, and warn where that is little."""
        told = [
            (
                f"The {self.n:,} people of {reference!r}, weighted to have the covariates of {other!r}, "
                f"tell as much as {self.effective_n:,.0f} would unweighted; the largest weight is "
                f"{self.largest_share:.2%} of all."
            )
        ]
        if self.trimmed:
            told.append(
                f"{self.trimmed:,} weights were cut; the covariates then differ from those of {other!r}."
            )
        if self.unused > 0:
            told.append(
                f"{self.unused:.1%} of {reference!r} have a level that nobody of {other!r} has: they "
                f"count in their own group, with no weight in the reweighted one."
            )
        if (self.beyond_other or 0.0) >= TOLD:
            told.append(
                f"{self.beyond_other:.1%} of {other!r} are outside the common support: by their "
                f"covariates they are less like {reference!r} than anybody there is, and the weights "
                f"extrapolate."
            )
        few = self.effective_n < max(FEW, LITTLE * self.n) or self.largest_share > MUCH
        if few or (self.beyond_other or 0.0) > MUCH:
            told.append(
                "Warning: the groups hardly overlap, and few people carry the reweighted group. Name fewer "
                "covariates, join levels, narrow the people to those who can be compared (--where), or "
                "cut the weights (--largest-weight), and say so."
            )
        return told


def overlap_of(
    comparison: Comparison, rows: IntArray, weight: FloatArray, score: FloatArray | None
) -> Overlap:
    """Say what new weights rest on.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    rows, weight : ndarray (a,)
        The reweighted people, and their new weights.
    score : ndarray (n,), optional
        The propensity of being in the other group, on any scale; NaN for who is not reweighted.

    Returns
    -------
    Overlap
    """
    first, own = comparison.in_reference, comparison.weight
    total, squares = float(weight.sum()), float(weight @ weight)
    beyond: list[float | None] = [None, None]
    if score is not None:
        of_other = score[~first]
        of_rows = score[rows]
        low, high = float(of_other.min()), float(of_other.max())
        mine = (of_rows < low) | (of_rows > high)
        theirs = (of_other < of_rows.min()) | (of_other > of_rows.max())
        beyond[0] = float(own[rows][mine].sum() / own[first].sum())
        beyond[1] = float(own[~first][theirs].sum() / own[~first].sum())
    return Overlap(
        n=int(first.sum()),
        effective_n=total**2 / squares if squares else 0.0,
        largest_share=float(weight.max() / total) if total else 0.0,
        unused=float(1 - own[rows].sum() / own[first].sum()),
        beyond_reference=beyond[0],
        beyond_other=beyond[1],
    )


def within_levels(comparison: Comparison) -> BoolArray:
    """Find who of the reference group has only levels that the other group has.

    Parameters
    ----------
    comparison : Comparison
        The two groups.

    Returns
    -------
    ndarray of bool (n,)
        Everybody of the other group, and those.

    Raises
    ------
    PeopleError
        When the other group has a level that nobody of the reference group has, or a number that lies beyond
        all of the reference group's: nobody can be weighted to stand for that.
    """
    first = comparison.in_reference
    inside = np.ones(len(first), bool)
    for each in comparison.covariates:
        if isinstance(each.values, Factor):
            count = len(each.values.levels)
            mine = np.bincount(each.values.codes[first], minlength=count) > 0
            theirs = np.bincount(each.values.codes[~first], minlength=count) > 0
            if (theirs & ~mine).any():
                levels = [each.values.levels[at] for at in np.flatnonzero(theirs & ~mine)]
                _refuse_levels(comparison, each.name, levels)
            inside &= ~first | theirs[each.values.codes]
        else:
            mine_at, theirs_at = each.values[first], each.values[~first]
            if mine_at.max() < theirs_at.min() or mine_at.min() > theirs_at.max():
                _refuse_separate(comparison, each.name)
    if not (inside & first).any():
        _refuse_separate(comparison, " and ".join(each.name for each in comparison.covariates))
    return inside


def refuse_separated(comparison: Comparison, coefficients: FloatArray) -> NoReturn:
    """Refuse groups that covariates separate, naming the covariate that does most.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    coefficients : ndarray (p,)
        Where the regression of the group on the fitted columns stopped.

    Raises
    ------
    PeopleError
        Always.
    """
    matrix = comparison.matrix
    whole = matrix.contrasts @ coefficients
    reach: dict[str, float] = {}
    for variable in dict.fromkeys(matrix.variables[1:]):
        columns = [at for at, name in enumerate(matrix.variables) if name == variable]
        reach[variable] = float(np.ptp(matrix.full[:, columns] @ whole[columns]))
    _refuse_separate(comparison, max(reach, key=lambda name: reach[name]))


def _refuse_levels(comparison: Comparison, name: str, levels: list[str]) -> NoReturn:
    shown = ", ".join(repr(level) for level in levels[:5]) + (" and others" if len(levels) > 5 else "")
    raise PeopleError(
        f"The groups do not overlap: {name!r} has levels that only one of them has.",
        found=f"Nobody of {comparison.reference!r} has {name!r} {shown}, and some of {comparison.other!r} "
        "do: nobody can be given a weight to stand for them.",
        remedy="Join levels, leave the covariate out, or narrow the people to those who can be compared "
        "(--where). A two-fold decomposition (--method twofold) extrapolates instead.",
        discreet="Nobody can be given a weight to stand for some people.",
    )


def _refuse_separate(comparison: Comparison, name: str) -> NoReturn:
    raise PeopleError(
        f"The groups do not overlap: {name!r} separates {comparison.reference!r} from "
        f"{comparison.other!r}, so that weights would have to be infinite.",
        found="The logistic regression of the group on the covariates does not settle.",
        remedy="Leave the covariate out, join levels, or narrow the people to those who can be compared "
        "(--where).",
    )
