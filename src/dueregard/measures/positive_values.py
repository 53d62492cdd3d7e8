"""Sums over people with a positive value, and means of powers: what entropy-based measures are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.protocols import Moment, one
from dueregard.errors import UsageError
from dueregard.measures import options
from dueregard.measures.declared import SmoothMeasure

__all__ = ["Positive", "PowerMean", "read_nonpositive"]

NEAR = 0.05
"""Powers closer to zero than this are summed as ``y^power - 1``, so that their limit is met without loss."""

KEEP_ZEROS = "keep_zeros"
"""Leave out negative values only."""

Totals = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Positive:
    """What happens to values of zero or less, and the sums over everybody else.

    Attributes
    ----------
    lowest : float
        Lower values are raised to it; 0 for none, and then people without a positive value are left out.
    refuse : bool
        Refuse when anybody has no positive value.
    zeros : bool
        Let values of exactly zero count, where a measure has a value for them.

    Examples
    --------
    >>> read_nonpositive("drop").parameters, read_nonpositive("5").parameters
    ({}, {'nonpositive': 5.0})
    """

    lowest: float = 0.0
    refuse: bool = False
    zeros: bool = False

    @property
    def parameters(self) -> Mapping[str, Any]:
        """As results show it: nothing for the usual policy."""
        if self.refuse:
            return {"nonpositive": "refuse"}
        if self.zeros:
            return {"nonpositive": KEEP_ZEROS}
        return {"nonpositive": self.lowest} if self.lowest > 0 else {}

    @property
    def number(self) -> Moment:
        """Moment of those who count."""
        return _number(self.lowest, self.zeros)

    @property
    def value(self) -> Moment:
        """Moment of their values."""
        return _value(self.lowest)

    def logarithm(self, power: float = 0.0, *, squared: bool = False) -> Moment:
        """Moment of ``y^power ln y``, or of its square.

        Parameters
        ----------
        power : float
            0 or 1.
        squared : bool
            Square the logarithm.

        Returns
        -------
        Moment
            The same one for the same arguments, so that equal sums are summed once.
        """
        return _logarithm(self.lowest, float(power), squared)

    def power(self, exponent: float, *, times: float = 0.0) -> Moment:
        """Moment of ``y^exponent``, or near zero of ``y^times (y^exponent - 1)``.

        Parameters
        ----------
        exponent : float
            Not zero.
        times : float
            0 or 1.

        Returns
        -------
        Moment
            See :class:`PowerMean`.
        """
        return _power(self.lowest, float(exponent), float(times), self.zeros)

    def measure(
        self,
        measure: str,
        column: str,
        *,
        moments: Mapping[str, Moment],
        function: Callable[[Totals, NDArray[np.float64]], NDArray[Any]],
        parameters: Mapping[str, Any],
        among: str | None,
        name: str | None,
        unit: str | None,
        interval: str = "t",
    ) -> SmoothMeasure:
        """Make a measure of these people.

        Parameters
        ----------
        measure : str
            Its name in the catalogue.
        column : str
            A column or an expression.
        moments : mapping of str to Moment
            What is summed.
        function : callable
            From totals and counts to values.
        parameters : mapping
            Its options, without what becomes of values of zero or less.
        among, name, unit, interval
            As for every measure.

        Returns
        -------
        SmoothMeasure
            Which counts whom it leaves out.
        """
        return SmoothMeasure(
            name=measure,
            outcome=Outcome(columns=(column,), among=among),
            moments=moments,
            function=function,
            label=name or column,
            unit=unit,
            interval=interval,
            parameters={**parameters, **self.parameters},
            left_out=None if self.lowest > 0 else _left_out(self.zeros),
            refuse_left_out=self.refuse,
        )


def read_nonpositive(given: object, *, zeros: bool = False) -> Positive:
    """Read what to do with values of zero or less.

    Parameters
    ----------
    given : object
        ``drop``, ``refuse``, a positive number that lower values are raised to, or ``keep_zeros``.
    zeros : bool
        Whether the measure has a value when somebody has exactly zero.

    Returns
    -------
    Positive
        The policy.

    Raises
    ------
    UsageError
        For anything else.

    Examples
    --------
    >>> read_nonpositive("refuse").refuse
    True
    """
    if str(given) in ("drop", "refuse"):
        return Positive(refuse=str(given) == "refuse")
    if str(given) == KEEP_ZEROS:
        if zeros:
            return Positive(zeros=True)
        raise UsageError(
            "This measure has no value when somebody has exactly zero.",
            found=f"nonpositive was {KEEP_ZEROS}.",
            remedy="Write nonpositive=drop, or choose an alpha above 0 or an epsilon below 1.",
        )
    try:
        return Positive(lowest=options.number(given, option="nonpositive", above=0))
    except UsageError:
        raise UsageError(
            "nonpositive says what happens to values of zero or less: drop, refuse, or a positive number.",
            found=f"It was {given}.",
            remedy="Write nonpositive=drop to leave those people out, or nonpositive=1 to count them as 1.",
        ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerMean:
    """The logarithm of ``mean(y^power) / mean(y)^power``, without loss where the power is near 0 or 1.

    Attributes
    ----------
    power : float
        Not 0 and not 1.

    Notes
    -----
    With ``b = power`` near 0, ``mean(y^b) = 1 + mean(y^b - 1)``; with ``b = power - 1`` near 0,
    ``mean(y^power) = mean(y) + mean(y (y^b - 1))``. Both parts then vanish with b, and so does their error.
    """

    power: float

    @property
    def _form(self) -> str:
        if abs(self.power) < NEAR:
            return "near zero"
        return "near one" if abs(self.power - 1) < NEAR else "plain"

    def moments(self, people: Positive) -> Mapping[str, Moment]:
        """Say what is summed over which people."""
        sums = {
            "near zero": people.power(self.power),
            "near one": people.power(self.power - 1, times=1.0),
            "plain": people.power(self.power),
        }
        return {"number": people.number, "y": people.value, "power": sums[self._form]}

    def log_ratio(self, totals: Totals) -> NDArray[Any]:
        """Compute ``ln(mean(y^power) / mean(y)^power)`` from totals."""
        centre = np.log(totals["y"] / totals["number"])
        if self._form == "near one":
            return np.asarray(np.log1p(totals["power"] / totals["y"]) - (self.power - 1) * centre)
        return np.asarray(self.log_mean(totals) - self.power * centre)

    def log_mean(self, totals: Totals) -> NDArray[Any]:
        """Compute ``ln mean(y^power)`` from totals."""
        if self._form == "near zero":
            return np.asarray(np.log1p(totals["power"] / totals["number"]))
        if self._form == "near one":
            return np.asarray(
                np.log(totals["y"] / totals["number"]) + np.log1p(totals["power"] / totals["y"])
            )
        return np.asarray(np.log(totals["power"] / totals["number"]))


def _known(y: nw.Expr, lowest: float) -> nw.Expr:
    """The value of whoever counts; 1, whose logarithm is known, for others."""
    if lowest > 0:
        return nw.when(y > lowest).then(y).otherwise(nw.lit(lowest))
    return nw.when(y > 0).then(y).otherwise(nw.lit(1.0))


def _of_positive(y: nw.Expr, expression: nw.Expr, lowest: float) -> nw.Expr:
    return expression if lowest > 0 else nw.when(y > 0).then(expression).otherwise(nw.lit(0.0))


@cache
def _left_out(zeros: bool) -> Moment:
    def moment(y: nw.Expr, *_: nw.Expr) -> nw.Expr:
        return nw.when(y >= 0 if zeros else y > 0).then(nw.lit(0.0)).otherwise(nw.lit(1.0))

    return moment


@cache
def _number(lowest: float, zeros: bool) -> Moment:
    if lowest > 0:
        return one

    def moment(y: nw.Expr, *_: nw.Expr) -> nw.Expr:
        return nw.when(y >= 0 if zeros else y > 0).then(nw.lit(1.0)).otherwise(nw.lit(0.0))

    return moment


@cache
def _value(lowest: float) -> Moment:
    def moment(y: nw.Expr, *_: nw.Expr) -> nw.Expr:
        return _of_positive(y, y, lowest) if lowest == 0 else _known(y, lowest)

    return moment


@cache
def _logarithm(lowest: float, power: float, squared: bool) -> Moment:
    def moment(y: nw.Expr, *_: nw.Expr) -> nw.Expr:
        # Whoever is left out counts as 1, whose logarithm is zero; so does zero times its logarithm.
        known = _known(y, lowest)
        logarithm = known.log()
        weighted = known * logarithm if power == 1 else logarithm
        return weighted * logarithm if squared else weighted

    return moment


@cache
def _power(lowest: float, exponent: float, times: float, zeros: bool) -> Moment:
    def moment(y: nw.Expr, *_: nw.Expr) -> nw.Expr:
        known = _known(y, lowest)
        if abs(exponent) >= NEAR:
            return _of_positive(y, _raised(known, exponent), lowest)
        # y^exponent - 1 is zero for whoever is left out and counts as 1.
        less_one = _exponential_less_one(known.log() * exponent)
        if times == 1:
            return known * less_one
        return nw.when(y == 0).then(nw.lit(-1.0)).otherwise(less_one) if zeros else less_one

    return moment


def _raised(known: nw.Expr, exponent: float) -> nw.Expr:
    if exponent == 2:
        return known * known
    if exponent == -1:
        return 1.0 / known
    return known.sqrt() if exponent == 0.5 else known**exponent


def _exponential_less_one(x: nw.Expr) -> nw.Expr:
    """Compute ``exp(x) - 1`` for small x: Higham (2002), Accuracy and Stability, section 1.14.1."""
    raised = x.exp()
    away = nw.when(raised == 1.0).then(nw.lit(2.0)).otherwise(raised)
    return nw.when(raised == 1.0).then(x).otherwise((raised - 1.0) * x / away.log())
