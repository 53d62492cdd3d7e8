"""The concentration index: whether health is found among the better or the worse off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Floats, Solution
from dueregard.errors import PeopleError, UsageError
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.fractional_ranks import FractionalRanks, Ranking, RankMoment

__all__ = ["KINDS", "concentration_index"]

KINDS = ("standard", "generalised", "erreygers", "wagstaff")
"""Relative to the mean, absolute, and two for values between known bounds."""

NO_VARIATION = "the outcome does not vary in this group, so no interval can be had"
SAME_RANK = "everybody in this group has the same rank"
NOT_POSITIVE = "the mean is not above zero, so an index relative to it says nothing"
AT_A_BOUND = "the mean lies on a bound, where the index is not defined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """Twice the covariance of an outcome and the rank, normalised in one of four ways.

    Attributes
    ----------
    ranking : Ranking
        How people are ranked.
    kind : str
        One of :data:`KINDS`.
    lower, upper : float
        The outcome's bounds, for the kinds that use them.

    References
    ----------
    Wagstaff, Paci and van Doorslaer (1991), On the measurement of inequalities in health, Social Science and
    Medicine 33, 545-557, equation 4; Wagstaff (2005), Health Economics 14, 429-432; Erreygers (2009), Journal
    of Health Economics 28, 504-515, equation 7.
    """

    ranking: Ranking
    kind: str = "standard"
    lower: float = 0.0
    upper: float = 1.0

    def __call__(self, people: OrderedPeople, population: OrderedPeople | None) -> Solution:
        """Estimate for the people of each level."""
        if self.kind in ("erreygers", "wagstaff"):
            refuse_outside(people.y, lower=self.lower, upper=self.upper, what=f"The {self.kind} index")
        ranks = FractionalRanks(people=people, population=population)
        with np.errstate(invalid="ignore", divide="ignore"):
            shift = people.sums(people.y) / people.size
        # Centred, so that outcomes far from zero and narrowly spread keep their digits.
        y, r = people.y - people.each(shift), ranks.share - 0.5
        moments = [
            RankMoment(x=y, slope=0 * r),
            RankMoment(x=r, slope=people.ones),
            RankMoment(x=y * r, slope=y),
        ]

        def index(size: Any, outcome: Any, rank: Any, product: Any) -> Any:
            mean = shift + outcome / size
            twice = 2 * self.ranking.sign * (product / size - outcome / size * (rank / size))
            return self._normalised(twice, mean)

        return Solution(scored=ranks.function(index, moments), reasons=self._reasons(people, y, shift))

    def _normalised(self, twice: Any, mean: Any) -> Any:
        if self.kind == "standard":
            return twice / mean
        if self.kind == "generalised":
            return twice
        width = self.upper - self.lower
        if self.kind == "erreygers":
            return 4 * twice / width
        return twice * width / ((self.upper - mean) * (mean - self.lower))

    def _reasons(self, people: OrderedPeople, centred: Floats, mean: Floats) -> dict[int, str]:
        reasons = same_rank(people) | unvarying(people, centred)
        if self.kind == "standard":
            return reasons | {int(at): NOT_POSITIVE for at in np.flatnonzero(mean <= 0)}
        if self.kind == "wagstaff":
            edge = (mean <= self.lower) | (mean >= self.upper)
            return reasons | {int(at): AT_A_BOUND for at in np.flatnonzero(edge)}
        return reasons


def unvarying(people: OrderedPeople, centred: Floats) -> dict[int, str]:
    """Say in which levels everybody has the same outcome, so that a standard error of zero means nothing.

    Parameters
    ----------
    people : OrderedPeople
        The people of the levels.
    centred : ndarray (n,)
        Their outcomes less their level's mean.

    Returns
    -------
    dict of int to str
        Reasons by level.
    """
    scale = np.sqrt(people.sums(people.y * people.y))
    still = (people.count > 0) & (np.sqrt(people.sums(centred * centred)) <= 1e-12 * scale)
    return {int(level): NO_VARIATION for level in np.flatnonzero(still)}


def same_rank(people: OrderedPeople) -> dict[int, str]:
    """Say in which levels everybody has the same rank.

    Parameters
    ----------
    people : OrderedPeople
        The people of the levels.

    Returns
    -------
    dict of int to str
        Reasons by level.
    """
    some = np.flatnonzero(people.count > 0)
    values: NDArray[np.float64] = people.rank_value
    first, last = values[people.starts[some]], values[people.starts[some + 1] - 1]
    return {int(level): SAME_RANK for level in some[first == last]}


def refuse_outside(values: Floats, *, lower: float, upper: float, what: str) -> None:
    """Refuse outcomes outside the bounds that a measure rests on.

    Parameters
    ----------
    values : ndarray (n,)
        The outcomes.
    lower, upper : float
        The bounds.
    what : str
        The measure, for the message.

    Raises
    ------
    PeopleError
        When a value lies outside.
    """
    if len(values) and not (values.min() >= lower and values.max() <= upper):
        raise PeopleError(
            f"{what} is for outcomes from {lower:g} to {upper:g}.",
            found="Some people have a value outside.",
            remedy="Correct the values, or choose bounds that hold for everybody."
            if np.isfinite(upper)
            else "Correct the values.",
        )


@catalogued(
    title="Concentration index",
    family="health equity",
    meaning="Whether something, such as illness or use of a service, is found more among the better off "
    "(above 0) or the worse off (below 0). 0 means that it does not go with rank.",
    formula="standard: C = 2 Σ w y r / (N μ) − 1, r the mid-rank share; generalised: μ C; "
    "Erreygers: 4 μ C / (b − a); Wagstaff: μ C (b − a) / ((b − μ)(μ − a)) for outcomes from a to b",
    range="−1 to 1, 0 is equality; the standard index of a yes/no outcome only from μ − 1 to 1 − μ, the "
    "generalised one in the outcome's unit.",
    variance="Taylor linearisation, including that the rank is itself estimated from the sample.",
    oracle="R IC2 1.0-1 and healthequal 1.0.1 from individuals: values 1e-8; R rineq 0.2.3, four kinds: "
    "values 1e-8 without ties and weights, otherwise once its ranking of ties by row and its factor for "
    "weights are undone; numerical derivatives in the weights; simulated coverage",
    avoid="The standard index of an outcome with an upper bound gives another answer for illness than for "
    "health: use kind=erreygers with lower and upper. It sees one ranking only, and 0 can hide that "
    "both ends are worse off than the middle.",
    reference="Wagstaff, Paci and van Doorslaer (1991), Social Science and Medicine 33, 545-557; Erreygers "
    "(2009), Journal of Health Economics 28, 504-515.",
    example="concentration_index:health,rank=income",
    convention="Ties share the middle of their ranks. Ranks run from the disadvantaged to the advantaged; "
    "direction says which end of the ranking variable is advantaged. With rank_population=all it is "
    "twice the covariance of outcome and rank over the mean.",
    properties=("replication invariant",),
)
def concentration_index(
    column: str,
    *,
    rank: str,
    kind: str = "standard",
    lower: object = None,
    upper: object = None,
    direction: str = "high_is_advantaged",
    rank_population: str = "group",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure how far an outcome is concentrated among the advantaged.

    Parameters
    ----------
    column : str
        The outcome: a column, an expression or a condition such as ``"health in [4, 5]"``.
    rank : str
        What people are ranked by, such as income; a few ordered classes do as well.
    kind : {"standard", "generalised", "erreygers", "wagstaff"}
        How it is normalised.
    lower, upper : float, optional
        The outcome's bounds, which `erreygers` and `wagstaff` need and no other kind takes.
    direction : {"high_is_advantaged", "low_is_advantaged"}
        Which end of the ranking variable is advantaged.
    rank_population : {"group", "all"}
        Whether people are ranked within their own group or among everybody in the table.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Of the generalised index: the outcome's.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For an unknown option, and for bounds that are lacking or not wanted.

    References
    ----------
    Wagstaff, Paci and van Doorslaer (1991), Social Science and Medicine 33, 545-557, equation 4; Kakwani,
    Wagstaff and van Doorslaer (1997), Journal of Econometrics 77, 87-103; Erreygers (2009), Journal of Health
    Economics 28, 504-515.

    Examples
    --------
    >>> from dueregard.engine.ordered import OrderedPeople
    >>> people = OrderedPeople.of([0.0, 0.0, 1.0, 1.0], [10.0, 20.0, 30.0, 40.0], order=1)
    >>> concentration_index("well", rank="income").estimate(people, None).scored.values
    array([0.5])
    """
    chosen = options.choice(kind, KINDS, option="kind")
    ranking = Ranking.read(rank, direction=direction, population=rank_population)
    bounds = _bounds(chosen, lower, upper)
    return OrderedMeasure(
        name="concentration_index",
        outcome=Outcome(columns=(column, rank), among=among),
        population=ranking.everybody,
        form=Concentration(ranking=ranking, kind=chosen, **bounds),
        order=1,
        label=name or column,
        unit=unit,
        method=f"{chosen} concentration index; {ranking.text}",
        parameters={"kind": chosen, **ranking.parameters, **bounds},
    )


def _bounds(kind: str, lower: object, upper: object) -> dict[str, float]:
    given = {option: each for option, each in (("lower", lower), ("upper", upper)) if each is not None}
    if kind not in ("erreygers", "wagstaff"):
        if given:
            raise UsageError(
                f"The {kind} concentration index takes no bounds.",
                found=f"{' and '.join(given)} was given.",
                remedy="Leave it out, or choose kind=erreygers or kind=wagstaff.",
            )
        return {}
    if len(given) < 2:
        raise UsageError(
            f"The {kind} concentration index needs the outcome's bounds.",
            remedy="Write lower=... and upper=..., such as lower=0,upper=1 for a yes/no outcome.",
        )
    least = options.number(lower, option="lower")
    return {"lower": least, "upper": options.number(upper, option="upper", above=least)}
