"""How people were sampled: strata, units and sampling fractions, stage by stage."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from typing import Literal, get_args

import numpy as np

from dueregard.errors import SpreadError, UsageError, did_you_mean
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Lonely", "SamplePlan", "Stage"]

Lonely = Literal["adjust", "certainty", "average", "fail"]


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One stage of sampling, described for every last-stage unit (a row of the scores).

    Parameters
    ----------
    stratum : array of int, shape (rows,)
        The stratum of the stage's unit that the row belongs to, coded 0, 1, ... without gaps. From the
        second stage on, strata are nested in the units of the stage before.
    unit : array of int, shape (rows,)
        The stage's unit that the row belongs to, coded 0, 1, ... without gaps. A unit lies in one stratum.
    fraction : array of float, shape (strata,), optional
        Share of each stratum's units that were sampled, for the finite-population correction. None when
        units count as drawn with replacement; the stages below then add no variance of their own.

    Attributes
    ----------
    unit_stratum : array of int, shape (units,)
        The stratum of each unit.
    sizes : array of int, shape (strata,)
        The number of sampled units in each stratum, those without anyone of a domain included.

    Raises
    ------
    SpreadError
        When a unit lies in several strata, a code is skipped, or a fraction is outside 0 to 1.

    Examples
    --------
    >>> stage = Stage(stratum=np.array([0, 0, 0, 1]), unit=np.array([0, 0, 1, 2]))
    >>> stage.sizes
    array([2, 1])
    """

    _: KW_ONLY
    stratum: IntArray = field(repr=False)
    unit: IntArray = field(repr=False)
    fraction: FloatArray | None = field(default=None, repr=False)
    unit_stratum: IntArray = field(init=False, repr=False)
    sizes: IntArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        stratum, unit = np.asarray(self.stratum, np.intp), np.asarray(self.unit, np.intp)
        if stratum.ndim != 1 or stratum.shape != unit.shape:
            raise SpreadError("A sampling stage needs one stratum and one unit for every row.")
        unit_stratum = np.full(_codes(unit), -1, np.intp)
        unit_stratum[unit] = stratum
        if not np.array_equal(unit_stratum[unit], stratum):
            raise SpreadError(
                "A sampling unit lies in several strata.",
                remedy="Code units within strata: the pair (stratum, unit) is the unit.",
            )
        sizes = np.bincount(unit_stratum[unit_stratum >= 0])
        if (unit_stratum < 0).any() or not sizes.all():
            raise SpreadError("Strata and units of a sampling stage must be coded 0, 1, ... without gaps.")
        for name, value in (("stratum", stratum), ("unit", unit), ("unit_stratum", unit_stratum)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(self, "fraction", _checked_fraction(self.fraction, len(sizes)))

    @property
    def fractions(self) -> FloatArray:
        """Sampling fraction of each stratum, zero where none was given."""
        return np.zeros(len(self.sizes)) if self.fraction is None else self.fraction


@dataclass(frozen=True, slots=True, eq=False)
class SamplePlan:
    """A sampling design, shared by reference by all scores of the same people.

    Parameters
    ----------
    stages : tuple of Stage
        The stages of sampling, primary units first; all describe the same rows.
    lonely : {"adjust", "certainty", "average", "fail"}
        What to do with a stratum of which only one unit was sampled, although not with certainty:
        centre it on the mean of all units; let it add nothing; let it add what the other strata add on
        average; or raise. R survey's option of the same names.
    df : float, optional
        Degrees of freedom. By default primary units less strata.

    Raises
    ------
    SpreadError
        When the stages describe different numbers of rows.
    UsageError
        When the lonely option is unknown.

    Examples
    --------
    >>> plan = SamplePlan(stages=(Stage(stratum=np.array([0, 0, 1, 1]), unit=np.arange(4)),))
    >>> plan.rows, plan.degrees_of_freedom
    (4, 2.0)
    """

    _: KW_ONLY
    stages: tuple[Stage, ...]
    lonely: Lonely = "adjust"
    df: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "stages", tuple(self.stages))
        if len({len(stage.unit) for stage in self.stages}) != 1:
            raise SpreadError("The stages of a sampling plan must describe the same rows.")
        if self.lonely not in get_args(Lonely):
            raise UsageError(
                f"There is no option {self.lonely!r} for strata with one sampled unit.",
                found=f"The options are: {', '.join(get_args(Lonely))}.",
                remedy=did_you_mean(self.lonely, get_args(Lonely)) or None,
            )

    @classmethod
    def simple(cls, rows: int) -> SamplePlan:
        """Plan of a simple random sample with replacement, in which every row is a unit.

        Parameters
        ----------
        rows : int
            The number of people sampled.

        Returns
        -------
        SamplePlan
            One stage, one stratum.

        Examples
        --------
        >>> SamplePlan.simple(10).degrees_of_freedom
        9.0
        """
        return cls(stages=(Stage(stratum=np.zeros(rows, np.intp), unit=np.arange(rows)),))

    @property
    def rows(self) -> int:
        """The number of last-stage units, the rows of the scores."""
        return len(self.stages[0].unit)

    @property
    def degrees_of_freedom(self) -> float:
        """Degrees of freedom as declared, else primary units less strata."""
        first = self.stages[0]
        return float(len(first.unit_stratum) - len(first.sizes)) if self.df is None else float(self.df)


def _codes(unit: IntArray) -> int:
    return int(unit.max()) + 1 if len(unit) else 0


def _checked_fraction(fraction: FloatArray | None, strata: int) -> FloatArray | None:
    if fraction is None:
        return None
    checked = np.asarray(fraction, float)
    if checked.shape != (strata,) or not ((checked >= 0) & (checked <= 1)).all():
        raise SpreadError("A stage needs one sampling fraction from 0 to 1 for every stratum.")
    return checked
