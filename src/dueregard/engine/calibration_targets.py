"""Known totals of a population, and the way in which weights are brought to them: what users declare."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, get_args

from dueregard.errors import UsageError, did_you_mean

__all__ = ["Calibrated", "CalibrationMethod", "Margin", "Regression"]

CalibrationMethod = Literal["raking", "linear", "logit", "poststratification"]
Regression = Literal["weighted", "equal"]

_DISAGREEMENT = 1e-6
_ALSO = {"greg": "linear", "ipf": "raking", "rake": "raking", "poststratify": "poststratification"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """Known numbers of people by the levels of one column, or of several crossed.

    Attributes
    ----------
    columns : tuple of str
        The user's columns.
    totals : mapping of tuple of str to float
        People in the population by code, one code a column.
    shown : tuple of str
        What the columns are called in messages; by default their own names.

    Raises
    ------
    UsageError
        When there is no column or no total, a key has another number of codes than there are columns, or a
        total is negative or no number.

    Examples
    --------
    >>> Margin(columns=("sex",), totals={("f",): 51.0, ("m",): 49.0}).size
    100.0
    """

    columns: tuple[str, ...]
    totals: Mapping[tuple[str, ...], float]
    shown: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns or not self.totals:
            raise UsageError("A margin of known totals needs a column and a total for each of its levels.")
        for key, total in self.totals.items():
            if len(key) != len(self.columns):
                raise UsageError(
                    f"A known total of {self.name!r} does not name one level of each column.",
                    found=f"It is {' and '.join(map(repr, key))}.",
                )
            if not (math.isfinite(total) and total >= 0):
                raise UsageError(
                    f"A known total of {self.name!r} is not a number of people.",
                    found=f"{self.label(key)}: {total}.",
                )
        if self.size <= 0:
            raise UsageError(f"The known totals of {self.name!r} are all zero.")

    @property
    def name(self) -> str:
        """The columns, joined by a star when crossed."""
        return "*".join(self.shown or self.columns)

    @property
    def size(self) -> float:
        """People in the population."""
        return math.fsum(self.totals.values())

    def label(self, key: tuple[str, ...]) -> str:
        """Name a total in messages.

        Parameters
        ----------
        key : tuple of str
            A code a column.

        Returns
        -------
        str
            Such as ``sex=f``.
        """
        return ", ".join(
            f"{column}={code}" for column, code in zip(self.shown or self.columns, key, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """Known totals that weights are brought to, and how.

    Calibrated weights stay as close to the sampling weights as a distance allows while their sums of the
    auxiliary variables equal the known totals. One margin alone is post-stratification, whatever the
    distance.

    Attributes
    ----------
    margins : tuple of Margin
        Known numbers of people by the levels of columns.
    totals : mapping of str to float
        Known sums of columns of numbers.
    population : float, optional
        The known number of people; implied by any margin.
    method : {"raking", "linear", "logit", "poststratification"}
        The distance. Raking (iterative proportional fitting) keeps weights positive; linear is the
        generalised regression estimator (GREG); logit keeps the ratio of calibrated to sampling weight
        within bounds; poststratification needs one margin and nothing else.
    bounds : tuple of float, optional
        Lowest and highest ratio of calibrated to sampling weight, below and above 1; needed for logit.
        Sampling weights whose sum is so far from the population that the bounds (or a factor of 20) do not
        allow it are scaled to it first; without bounds any weights are.
    regression : {"weighted", "equal"}
        Which regression on the auxiliary variables leaves the residuals whose variance is taken: by the
        sampling weights, as R's ``calibrate`` does, or with everybody counting once, as its ``rake`` does.
        The two agree when sampling weights are equal.
    within : str, optional
        A column that names households or other clusters, whose people then all get the same ratio of
        calibrated to sampling weight; sampling weights must be the same in each.

    Raises
    ------
    UsageError
        When there are no totals, margins disagree on the number of people, a method is not known, or the
        bounds are impossible.

    References
    ----------
    Deville and Sarndal (1992), JASA 87, 376-382: cases 1 (linear), 2 (raking), 6 (logit) and 7 (truncated
    linear) of table 1. Deville, Sarndal and Sautory (1993), JASA 88, 1013-1020.

    Examples
    --------
    >>> sex = Margin(columns=("sex",), totals={("f",): 51.0, ("m",): 49.0})
    >>> Calibrated(margins=(sex,), totals={"income": 3000.0}, method="linear").columns
    ('sex', 'income')
    """

    margins: tuple[Margin, ...] = ()
    totals: Mapping[str, float] = field(default_factory=dict)
    population: float | None = None
    method: CalibrationMethod = "raking"
    bounds: tuple[float, float] | None = None
    regression: Regression = "weighted"
    within: str | None = None

    def __post_init__(self) -> None:
        if not self.margins and not self.totals and self.population is None:
            raise UsageError("Calibration needs at least one known total.")
        _refuse_unknown("calibration method", self.method, get_args(CalibrationMethod))
        _refuse_unknown("regression of calibration", self.regression, get_args(Regression))
        for name, total in self.totals.items():
            if not math.isfinite(total):
                raise UsageError(f"The known total of {name!r} is not a number.")
        if self.population is not None and not (math.isfinite(self.population) and self.population > 0):
            raise UsageError("The known number of people is not above zero.")
        if self.method == "poststratification" and (len(self.margins) != 1 or self.totals):
            raise UsageError(
                "Post-stratification is by one margin of people.",
                remedy="Cross the columns in one margin, or choose the method 'raking' or 'linear'.",
            )
        self._check_bounds()
        self._check_sizes()

    @property
    def size(self) -> float | None:
        """The number of people in the population, where it is known."""
        return self.margins[0].size if self.margins else self.population

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it names."""
        crossed = (column for margin in self.margins for column in margin.columns)
        within = () if self.within is None else (self.within,)
        return tuple(dict.fromkeys((*crossed, *self.totals, *within)))

    @property
    def in_words(self) -> str:
        """How the weights were made, for a method's description."""
        if len(self.margins) == 1 and not self.totals:
            return "weights post-stratified to known totals"
        ways = {"raking": "raked", "linear": "calibrated linearly", "logit": "calibrated by the logit method"}
        bounds = " within bounds" if self.bounds and self.method != "logit" else ""
        return f"weights {ways[self.method]}{bounds} to known totals"

    def _check_bounds(self) -> None:
        if self.method == "logit" and self.bounds is None:
            raise UsageError(
                "Logit calibration needs bounds.",
                remedy="Give the lowest and highest ratio to the sampling weight, such as 0.3 and 3.",
            )
        if self.bounds is None:
            return
        low, high = self.bounds
        if not low < 1 < high or math.isnan(low + high):
            raise UsageError(
                "The bounds of calibration must lie around 1.",
                found=f"They are {low:g} and {high:g}.",
                remedy="They bound the ratio to the sampling weight: the first below 1, the second above.",
            )
        if low < 0:
            raise UsageError(
                "The lower bound of calibration is negative, and so could weights be.",
                remedy="Choose a lower bound of 0 or more.",
            )
        if self.method == "logit" and not math.isfinite(high):
            raise UsageError("Logit calibration needs two finite bounds.")
        if self.method == "poststratification":
            raise UsageError(
                "Post-stratification has no bounds: one margin leaves no choice of weights.",
                remedy="Merge levels whose weights change too much.",
            )

    def _check_sizes(self) -> None:
        sizes = [(margin.name, margin.size) for margin in self.margins]
        if self.population is not None:
            sizes.append(("the number of people", self.population))
        for (one, first), (other, second) in combinations(sizes, 2):
            if abs(first - second) > _DISAGREEMENT * max(first, second):
                raise UsageError(
                    "Known totals disagree on the number of people in the population.",
                    found=f"{one}: {first:.12g}; {other}: {second:.12g}.",
                    remedy="Take them from one source and date, or scale one to the size of the other.",
                )


def _refuse_unknown(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        other = _ALSO.get(given.lower())
        remedy = f"It is called {other!r} here." if other else did_you_mean(given, known)
        raise UsageError(
            f"There is no {what} {given!r}.", remedy=remedy or f"Choose from: {', '.join(known)}."
        )
