"""Interrupted time series: a line before the event, and what becomes of its level and slope after it.

Errors of one year resemble those of the year before. They follow a first-order autoregression fitted by
restricted maximum likelihood, which of the usual ways keeps its word best in short series; the errors of
Newey and West stand beside it. Needs no comparison group, and so no engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.evaluation.autoregression import Autoregression, autoregression, newey_west
from dueregard.consequences.evaluation.effects import Effects
from dueregard.consequences.evaluation.panel import Panel
from dueregard.consequences.evaluation.regressions import groups_present
from dueregard.errors import PeopleError

__all__ = ["TERMS", "InterruptedSeries", "interrupted_series"]

Array = NDArray[np.float64]
TERMS = ("level_change", "slope_change", "average_effect")
_LEAST = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InterruptedSeries:
    """What an interruption did to one series, or to that of each group.

    Attributes
    ----------
    effects : Effects
        Three a group, with `term` in `by`: the change of level at the event, of slope after it, and the mean
        distance from the old line over the periods after it.
    newey_west : Effects
        The same coefficients by ordinary least squares, with errors robust to autocorrelation.
    df : mapping of str to float
        Degrees of freedom of each term, the lowest of the groups.
    correlation : tuple of float
        Of errors with those one period before, one a group.
    before, after : int
        Periods on each side.
    """

    effects: Effects
    newey_west: Effects
    df: Mapping[str, float]
    correlation: tuple[float, ...]
    before: int
    after: int

    def of(self, term: str, *, robust: bool = False) -> Effects:
        """Give one term of every group.

        Parameters
        ----------
        term : {"level_change", "slope_change", "average_effect"}
            Which.
        robust : bool
            By ordinary least squares, with the errors of Newey and West.

        Returns
        -------
        Effects
            With the term's own degrees of freedom.
        """
        effects = self.newey_west if robust else self.effects
        kept = effects.take([place for place, by in enumerate(effects.by) if by["term"] == term])
        by = tuple({key: value for key, value in each.items() if key != "term"} for each in kept.by)
        return replace(kept, by=by, df=kept.df if robust else self.df[term])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Series:
    values: Array
    columns: Array
    position: NDArray[np.int64]
    contrasts: Array


def interrupted_series(
    panel: Panel, *, by_group: bool = False, season: int | None = None
) -> InterruptedSeries:
    """Fit a line with a break at the event.

    Parameters
    ----------
    panel : Panel
        All of it treated, with one start date; several rows a period are averaged, by their weights.
    by_group : bool
        Whether each group has a series of its own.
    season : int, optional
        How many periods make a season's cycle, for instance 12 for months: pairs of sine and cosine follow
        it.

    Returns
    -------
    InterruptedSeries

    Raises
    ------
    PeopleError
        With fewer than three periods on a side of the event, or too few for the season.

    References
    ----------
    Wagner et al. (2002), J Clin Pharm Ther 27, 299-309, and Bernal, Cummins and Gasparrini (2017), Int J
    Epidemiol 46, 348-355, for the model; Turner et al. (2021), BMC Med Res Methodol 21, 181, who compare ways
    to its errors and recommend restricted maximum likelihood; Newey and West (1987), Econometrica 55,
    703-708.
    """
    groups = groups_present(panel) if by_group else [None]
    event = panel.start_dates[0]
    series = [_series(panel if group is None else panel.within(group), event, season) for group in groups]
    fits = [autoregression(each.values, each.columns, each.position) for each in series]
    periods = np.unique(panel.time)
    by = tuple(
        ({} if group is None or panel.grouping is None else {panel.grouping: panel.groups[group]})
        | {"term": term}
        for group in groups
        for term in TERMS
    )
    n = tuple(len(each.values) for each in series for _ in TERMS)
    reasons = tuple(_reason(each, event) for each in series for _ in TERMS)
    return InterruptedSeries(
        effects=_restricted(series, fits, by, n, reasons),
        df={
            term: min(
                fit.degrees_of_freedom(each.contrasts[place]) for each, fit in zip(series, fits, strict=True)
            )
            for place, term in enumerate(TERMS)
        },
        newey_west=_robust(series, by, n, reasons),
        correlation=tuple(each.rho for each in fits),
        before=int((periods < event).sum()),
        after=int((periods >= event).sum()),
    )


def _series(part: Panel, event: int, season: int | None) -> _Series:
    weight = np.ones(len(part)) if part.weight is None else part.weight
    periods, place = np.unique(part.time, return_inverse=True)
    values = np.bincount(place, weight * part.outcome) / np.bincount(place, weight)
    before, after = int((periods < event).sum()), int((periods >= event).sum())
    if min(before, after) < _LEAST:
        raise PeopleError(
            f"An interrupted time series needs at least {_LEAST} periods on either side of the event.",
            found=f"There are {before} before it and {after} from it on.",
        )
    since = part.dates[periods] - part.dates[event]
    held = (periods >= event).astype(float)
    columns = np.column_stack([np.ones(len(periods)), since, held, held * since, *_waves(periods, season)])
    if len(periods) <= columns.shape[1] + 1:
        raise PeopleError(
            f"{len(periods)} periods are too few for {columns.shape[1]} coefficients.",
            remedy="Leave out --season." if season else None,
        )
    contrasts = np.zeros((len(TERMS), columns.shape[1]))
    contrasts[0, 2] = contrasts[1, 3] = contrasts[2, 2] = 1.0
    contrasts[2, 3] = float(since[held > 0].mean())
    return _Series(values=values, columns=columns, position=periods.astype(np.int64), contrasts=contrasts)


def _waves(periods: NDArray[np.int64], season: int | None) -> list[Array]:
    if season is None:
        return []
    if season < 2:
        raise PeopleError("A season's cycle has at least two periods.", remedy="Give --season 12 for months.")
    if len(periods) and 2 * season > int(periods.max() - periods.min()) + 1:
        raise PeopleError(
            f"A cycle of {season} periods cannot be told from a trend in fewer than {2 * season} periods.",
            remedy="Leave out --season.",
        )
    waves = []
    for harmonic in range(1, min(2, season // 2) + 1):
        angle = 2 * np.pi * harmonic * periods / season
        waves.append(np.cos(angle))
        if 2 * harmonic != season:
            waves.append(np.sin(angle))
    return waves


def _reason(series: _Series, event: int) -> str | None:
    shorter = min(int((series.position < event).sum()), int((series.position >= event).sum()))
    few = 8
    return f"{shorter} periods on one side of the event are few for a line" if shorter < few else None


def _restricted(
    series: Sequence[_Series],
    fits: Sequence[Autoregression],
    by: tuple[dict[str, str], ...],
    n: tuple[int, ...],
    reasons: tuple[str | None, ...],
) -> Effects:
    width = len(TERMS)
    covariance = np.full((len(by), len(by)), np.nan)
    for one, (mine, fit) in enumerate(zip(series, fits, strict=True)):
        for other, (theirs, its) in enumerate(zip(series, fits, strict=True)):
            block = fit.covariance if one == other else fit.covariance_with(its)
            covariance[one * width : (one + 1) * width, other * width : (other + 1) * width] = (
                mine.contrasts @ block @ theirs.contrasts.T
            )
    df = float(min(len(each.values) - each.columns.shape[1] for each in series))
    values = [each.contrasts @ fit.coefficients for each, fit in zip(series, fits, strict=True)]
    return Effects(by=by, values=np.concatenate(values), covariance=covariance, df=df, n=n, reasons=reasons)


def _robust(
    series: Sequence[_Series],
    by: tuple[dict[str, str], ...],
    n: tuple[int, ...],
    reasons: tuple[str | None, ...],
) -> Effects:
    width = len(TERMS)
    covariance, values = np.full((len(by), len(by)), np.nan), []
    for one, each in enumerate(series):
        coefficients, spread = newey_west(each.values, each.columns)
        values.append(each.contrasts @ coefficients)
        place = slice(one * width, (one + 1) * width)
        covariance[place, place] = each.contrasts @ spread @ each.contrasts.T
    df = float(min(len(each.values) - each.columns.shape[1] for each in series))
    return Effects(by=by, values=np.concatenate(values), covariance=covariance, df=df, n=n, reasons=reasons)
