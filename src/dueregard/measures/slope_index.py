"""The slope and the relative index of inequality: predictions for the very top and bottom of a ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored, Solution
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.concentration import refuse_outside, same_rank, unvarying
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.fractional_ranks import FractionalRanks, Ranking, RankMoment
from dueregard.measures.logit_slope import LINKS, NO_SOLUTION, fit_slope

__all__ = ["RATIOS", "relative_index", "slope_index"]

SLOPE_LINKS = ("linear", *LINKS)
"""How the mean outcome goes with rank: in a straight line, or so on a log or logit scale."""

RATIOS = ("ends", "mean")
"""What a relative index divides: one end by the other, or the difference of the ends by the mean."""

NOT_POSITIVE = (
    "a prediction at one end is not above zero, so the ratio says nothing: use link=log or link=logit"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlopeOfRank:
    """Mean outcomes predicted for ranks 0 and 1, compared.

    Attributes
    ----------
    ranking : Ranking
        How people are ranked.
    link : {"linear", "log", "logit"}
        The form of the mean by rank.
    compared : {"difference", "ends", "mean"}
        Advantaged less disadvantaged end; their ratio; or their difference over the mean.
    scale : float
        Multiplies a difference.

    References
    ----------
    Mackenbach and Kunst (1997), Measuring the magnitude of socio-economic inequalities in health: an overview
    of available measures illustrated with two examples from Europe, Social Science and Medicine 44, 757-771.
    """

    ranking: Ranking
    link: str = "linear"
    compared: str = "difference"
    scale: float = 1.0

    def __call__(self, people: OrderedPeople, population: OrderedPeople | None) -> Solution:
        """Estimate for the people of each level."""
        upper = 1.0 if self.link == "logit" else np.inf
        if self.link != "linear":
            refuse_outside(people.y, lower=0.0, upper=upper, what=f"A slope index with link={self.link}")
        ranks = FractionalRanks(people=people, population=population)
        scored = self._straight(ranks) if self.link == "linear" else self._linked(ranks)
        if self.compared == "mean":
            scored = scored / people.mean_y
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = people.sums(people.y) / people.size
        reasons = unvarying(people, people.y - people.each(mean))
        lacking = np.isnan(scored.values) & (people.count > 0)
        reasons |= {int(level): NO_SOLUTION for level in np.flatnonzero(lacking)}
        if self.compared != "difference":
            ratio = self.compared == "ends"
            without = (mean <= 0) | ((scored.values <= 0) if ratio else False)
            reasons |= {int(level): NOT_POSITIVE for level in np.flatnonzero(without & ~lacking)}
        alike = same_rank(people)
        scored = scored.mapped(
            np.where(np.isin(np.arange(people.levels), list(alike)), np.nan, scored.values), 1.0
        )
        return Solution(scored=scored, reasons=reasons | alike)

    def _compare(self, bottom: Any, top: Any) -> Any:
        """Compare predictions at rank 0 and 1; analytic, for complex steps."""
        low, high = (bottom, top) if self.ranking.sign > 0 else (top, bottom)
        return high / low if self.compared == "ends" else self.scale * (high - low)

    def _straight(self, ranks: FractionalRanks) -> Scored:
        people = ranks.people
        with np.errstate(invalid="ignore", divide="ignore"):
            shift = people.sums(people.y) / people.size
        # Centred, so that outcomes far from zero and narrowly spread keep their digits.
        y, s = people.y - people.each(shift), ranks.share - 0.5
        moments = [
            RankMoment(x=y, slope=0 * s),
            RankMoment(x=s, slope=people.ones),
            RankMoment(x=s * s, slope=2 * s),
            RankMoment(x=y * s, slope=y),
        ]

        def index(size: Any, outcome: Any, rank: Any, square: Any, product: Any) -> Any:
            mean, centre = outcome / size, rank / size
            slope = (product / size - mean * centre) / (square / size - centre * centre)
            return self._compare(
                shift + mean + slope * (-0.5 - centre), shift + mean + slope * (0.5 - centre)
            )

        return ranks.function(index, moments)

    def _linked(self, ranks: FractionalRanks) -> Scored:
        fit = fit_slope(ranks, link=self.link)
        curve = LINKS[self.link].mean

        def index(middle: Any, slope: Any) -> Any:
            return self._compare(curve(middle - slope / 2), curve(middle + slope / 2))

        with np.errstate(all="ignore"):
            values = np.asarray(index(fit.middle, fit.slope), dtype=float)
            if not ranks.people.scored:
                return Scored(values)
            step = 1e-30
            by_middle = np.imag(index(fit.middle + 1j * step, fit.slope)) / step
            by_slope = np.imag(index(fit.middle, fit.slope + 1j * step)) / step
            return ranks.scored(values, *fit.influence(by_middle, by_slope))


@catalogued(
    title="Slope index of inequality",
    family="health equity",
    meaning="Line people up by their rank, from the most disadvantaged to the most advantaged, and draw the "
    "straight line that fits their outcomes best: the index is its top end minus its bottom end. Closer to 0 "
    "is more equal. Above 0 the advantaged have more: good for them if the outcome is good (health), bad if "
    "it is bad (deaths).",
    formula="m(1) − m(0), m(r) the mean outcome at rank r: linear m = a + b r by least squares, so b; "
    "log m = exp(a + b r), logit m = 1/(1 + exp(−a − b r)) by their likelihood equations",
    range="Any number, in the outcome's unit (times scale=, if that is set); 0: both ends are equal. −1 to 1 "
    "for shares with link=logit.",
    variance="Taylor linearisation, including that the rank is itself estimated from the sample.",
    oracle="R healthequal 1.0.1 from individuals, linear and logit: values 1e-8; its standard errors, 1e-8 "
    "linear and 1e-7 logit, when ours take ranks as known, as it does; numerical "
    "derivatives in the weights; simulated coverage",
    avoid="When the middle of the ranking differs from both ends, the line hides it: look at the groups "
    "themselves. For shares near 0 or 1 a straight line can give impossible values: use link=logit. rank= is "
    "low for the most disadvantaged, as income is; for a score of deprivation set direction. Of a table of "
    "groups: slope_index_of_groups.",
    reference="Preston, Haines and Pamuk (1981); Mackenbach and Kunst (1997), Social Science and Medicine 44,"
    " 757-771; Moreno-Betancur et al. (2015), Epidemiology 26, 518-527.",
    example="slope_index:health,rank=income",
    convention="Advantaged minus disadvantaged end; direction says which end of the ranking variable is "
    "advantaged. Rank is the mid-rank share of people, ties sharing the middle.",
    properties=("replication invariant",),
)
def slope_index(
    column: str,
    *,
    rank: str,
    link: str = "linear",
    direction: str = "high_is_advantaged",
    scale: object = 1.0,
    rank_population: str = "group",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure the difference between the outcome predicted for the top and for the bottom of a ranking.

    Parameters
    ----------
    column : str
        The outcome: a column, an expression or a condition.
    rank : str
        What people are ranked by: a few ordered classes, such as deciles of deprivation, or any number.
    link : {"linear", "log", "logit"}
        The form of the mean by rank; `log` is for outcomes not below zero, `logit` for those from 0 to 1.
    direction : {"high_is_advantaged", "low_is_advantaged"}
        Which end of the ranking variable is advantaged.
    scale : float
        Multiplies the index, such as 100 for percentage points.
    rank_population : {"group", "all"}
        Whether people are ranked within their own group or among everybody in the table; the ends are then
        those of everybody.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        The outcome's unit, times the scale.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For an unknown option.

    References
    ----------
    Mackenbach and Kunst (1997), Social Science and Medicine 44, 757-771; Moreno-Betancur et al. (2015),
    Relative index of inequality and slope index of inequality: a structured regression framework for
    estimation, Epidemiology 26, 518-527.

    Examples
    --------
    >>> from dueregard.engine.ordered import OrderedPeople
    >>> people = OrderedPeople.of([2.0, 4.0, 6.0, 8.0], [1.0, 2.0, 3.0, 4.0], order=1)
    >>> slope_index("years", rank="decile").estimate(people, None).scored.values
    array([8.])
    """
    form = SlopeOfRank(
        ranking=Ranking.read(rank, direction=direction, population=rank_population),
        link=options.choice(link, SLOPE_LINKS, option="link"),
        scale=options.number(scale, option="scale", above=0),
    )
    times = "" if form.scale == 1 else f"; times {form.scale:g}"
    return OrderedMeasure(
        name="slope_index",
        outcome=Outcome(columns=(column, rank), among=among),
        population=form.ranking.everybody,
        form=form,
        order=1,
        label=name or column,
        unit=unit,
        method=f"advantaged less disadvantaged end, {form.link} link; {form.ranking.text}{times}",
        parameters={
            "link": form.link,
            **form.ranking.parameters,
            **({"scale": form.scale} if form.scale != 1 else {}),
        },
    )


@catalogued(
    title="Relative index of inequality",
    family="health equity",
    meaning="How many times as much of an outcome the very top of society has as the very bottom, read off a "
    "line fitted through everybody in between. 1 is equality.",
    formula="ends: m(1) / m(0); mean: (m(1) − m(0)) / μ, m(r) as for slope_index",
    range="ends: above 0, 1 is equality; mean: any number, 0 is equality.",
    variance="Taylor linearisation, including that the rank is itself estimated from the sample; intervals "
    "of the ratio of the ends on the log scale.",
    oracle="R healthequal 1.0.1 from individuals, linear and logit: values 1e-8; its standard errors of the "
    "logarithm, 1e-8 linear and 1e-7 logit, when ours take ranks as known, as it does; "
    "numerical derivatives in the weights; simulated coverage",
    avoid="It looks large when the outcome is rare and the gap in people is small: report slope_index beside "
    "it. With link=linear a prediction can fall below zero: use link=log or link=logit.",
    reference="Mackenbach and Kunst (1997), Social Science and Medicine 44, 757-771; Moreno-Betancur et al. "
    "(2015), Epidemiology 26, 518-527.",
    example="relative_index:health,rank=income,link=logit",
    convention="Advantaged over disadvantaged end (Kunst and Mackenbach); kind=mean is the slope index over "
    "the mean (Pamuk).",
    properties=("scale invariant", "replication invariant"),
)
def relative_index(
    column: str,
    *,
    rank: str,
    kind: str = "ends",
    link: str = "linear",
    direction: str = "high_is_advantaged",
    rank_population: str = "group",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure the ratio of the outcomes predicted for the top and for the bottom of a ranking.

    Parameters
    ----------
    column, rank, link, direction, rank_population, among, name
        As :func:`slope_index` takes them.
    kind : {"ends", "mean"}
        The ratio of the ends, or the slope index over the mean.
    unit : str, optional
        By default ``ratio``.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For an unknown option.

    References
    ----------
    Pamuk (1985), Social class inequality in mortality from 1921 to 1972 in England and Wales, Population
    Studies 39, 17-31; Mackenbach and Kunst (1997), Social Science and Medicine 44, 757-771.

    Examples
    --------
    >>> from dueregard.engine.ordered import OrderedPeople
    >>> people = OrderedPeople.of([3.0, 4.0, 6.0, 7.0], [1.0, 2.0, 3.0, 4.0], order=1)
    >>> relative_index("years", rank="decile").estimate(people, None).scored.values.round(4)
    array([3.5455])
    """
    form = SlopeOfRank(
        ranking=Ranking.read(rank, direction=direction, population=rank_population),
        link=options.choice(link, SLOPE_LINKS, option="link"),
        compared=options.choice(kind, RATIOS, option="kind"),
    )
    ends = form.compared == "ends"
    text = "advantaged over disadvantaged end" if ends else "advantaged less disadvantaged end, over the mean"
    return OrderedMeasure(
        name="relative_index",
        outcome=Outcome(columns=(column, rank), among=among),
        population=form.ranking.everybody,
        form=form,
        order=1,
        label=name or column,
        unit=unit or "ratio",
        method=f"{text}, {form.link} link; {form.ranking.text}",
        interval="log" if ends else "t",
        parameters={"kind": form.compared, "link": form.link, **form.ranking.parameters},
    )
