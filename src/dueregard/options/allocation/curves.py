"""The outcome of each place as a rising or falling function of its amount."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import UsageError
from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.places import Places, refuse
from dueregard.options.allocation.response import Form, Response

__all__ = ["Better", "Curves", "curves_of"]

Better: TypeAlias = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curves:
    """Outcomes of n places: base + k f(amount/scale), with f the logarithm or the amount itself.

    Attributes
    ----------
    form : {"log", "linear"}
        What f is.
    k : float
        Effect; its sign is that of "better".
    base : ndarray (n,)
        Outcome where f is zero.
    scale : ndarray (n,)
        Amounts that f counts in, above zero.
    origin : ndarray (n,)
        f at the present amount: the outcome now is base + k origin.
    """

    form: Form
    k: float
    base: FloatArray
    scale: FloatArray
    origin: FloatArray

    @property
    def better(self) -> Better:
        """Which outcomes are better; money always helps."""
        return "higher" if self.k > 0 else "lower"

    def dose(self, amounts: FloatArray) -> FloatArray:
        """Give f(amount/scale), which is what k multiplies.

        Parameters
        ----------
        amounts : ndarray (n,)
            Money.

        Returns
        -------
        ndarray (n,)
            Minus infinity for the logarithm of nothing.
        """
        ratio = amounts / self.scale
        if self.form == "linear":
            return np.asarray(ratio, float)
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(ratio), float)

    def part(self, rows: NDArray[np.int64]) -> Curves:
        """Give the curves of some places.

        Parameters
        ----------
        rows : ndarray of int (m,)
            Which.

        Returns
        -------
        Curves
        """
        return replace(self, base=self.base[rows], scale=self.scale[rows], origin=self.origin[rows])

    def outcome(self, amounts: FloatArray, *, k: float | None = None) -> FloatArray:
        """Give outcomes at amounts.

        Parameters
        ----------
        amounts : ndarray (n,)
            Money.
        k : float, optional
            Another effect, with the outcome now unchanged.

        Returns
        -------
        ndarray (n,)
            Outcomes.
        """
        effect = self.k if k is None else k
        now = self.base + self.k * self.origin
        return np.asarray(now + effect * (self.dose(amounts) - self.origin), float)


def curves_of(
    response: Response,
    *,
    places: Places,
    better: Better,
    flat: FloatArray,
) -> Curves:
    """Draw the curve of each place through its outcome now.

    Parameters
    ----------
    response : Response
        What is assumed.
    places : Places
        With outcomes, which are those at the current amounts.
    better : {"higher", "lower"}
        Which outcomes are better.
    flat : ndarray (n,)
        The same a head. Where there are no current amounts, outcomes of the log form are those at these,
        because it cannot start from nothing; those of the linear form are without any of the money.

    Returns
    -------
    Curves
        Log: outcome + k log(amount/current). Linear: outcome + k (amount - current)/(population [x need]).

    Raises
    ------
    UsageError
        When the outcome is lacking, or money makes it worse.
    PeopleError
        When a place has no current amount for the logarithm to start from, or no need to share money by.

    Examples
    --------
    >>> from dueregard.options.allocation.places import places_of
    >>> places = places_of(["A"], population=[10], current=[100], outcome=[70])
    >>> declared = Response(form="log", k=2.0, se=0.5, source="assumed")
    >>> curves = curves_of(declared, places=places, better="higher", flat=np.array([150.0]))
    >>> curves.outcome(np.array([200.0])).round(3)
    array([71.386])
    """
    if places.outcome is None:
        raise UsageError("A response needs the outcome it changes.", remedy="Give --outcome with a column.")
    if (response.k > 0) != (better == "higher"):
        raise UsageError(
            "By the declared response more money makes the outcome worse.",
            found=f"k is {response.k:g}, and {better} outcomes are declared better.",
            remedy=f"Turn the sign of k, or declare --better {'lower' if better == 'higher' else 'higher'}.",
        )
    if response.form == "log":
        return _logarithmic(response, places, flat)
    scale = places.population
    if response.per == "need":
        if places.need is None:
            raise UsageError("per=need needs --need.", remedy="Give --need with a column, or per=head.")
        refuse(places.need <= 0, places.names, wrong="A response per need needs needs above zero.")
        scale = scale * places.need
    origin = np.zeros(len(places)) if places.current is None else places.current / scale
    return Curves(
        form="linear",
        k=response.k,
        base=places.outcome - response.k * origin,
        scale=scale,
        origin=origin,
    )


def _logarithmic(response: Response, places: Places, flat: FloatArray) -> Curves:
    start = flat if places.current is None else places.current
    refuse(
        start <= 0,
        places.names,
        wrong="A log response needs current amounts above zero: no percentage of nothing is something.",
        remedy="Leave these places out with --where, or declare a linear response.",
    )
    assert places.outcome is not None
    return Curves(
        form="log",
        k=response.k,
        base=places.outcome,
        scale=start,
        origin=np.zeros(len(places)),
    )
