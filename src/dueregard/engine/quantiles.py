"""Quantiles from the distinct values of each group, and their intervals.

Woodruff's interval inverts the interval of the proportion at or below the quantile, as ``svyquantile`` of R
survey 4.5 does; the scores of that proportion, scaled so that they give the interval's width, carry the
quantile's covariances. The linearised form needs the density at the quantile instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray
from scipy import special

from dueregard.engine.cells import Request
from dueregard.engine.protocols import Linear, Outcome, Proxy, one
from dueregard.engine.replicate_quantiles import replicate_quantiles

if TYPE_CHECKING:
    from dueregard.engine.ranked import RankScan

__all__ = ["SCALES", "solve_quantiles"]

SCALES = ("mean", "xlogit")
WIDTH_LEVEL = 0.95
"""The confidence level whose Woodruff interval gives the standard error."""

_ROUNDING = 1e-12
_NO_INTERVAL = "too few people on one side of it for an interval"


class QuantileForm(Protocol):
    """What a quantile says of itself."""

    @property
    def outcome(self) -> Outcome:
        """What it is of."""

    @property
    def p(self) -> float:
        """The share of people at or below it."""

    @property
    def rule(self) -> str:
        """Which value stands for a share: ``math`` or ``hf7``."""

    @property
    def error(self) -> str:
        """How its error is found: ``woodruff`` or ``linearised``."""

    @property
    def scale(self) -> str:
        """On which scale Woodruff's interval is made."""

    @property
    def bandwidth(self) -> str:
        """The kernel's, if linearised: ``convey`` or ``n_eff``."""


def solve_quantiles(scan: RankScan, measures: Sequence[QuantileForm]) -> list[Linear]:
    """Estimate quantiles of one outcome together.

    Parameters
    ----------
    scan : RankScan
        The people of one grouping.
    measures : sequence
        Quantiles of one outcome.

    Returns
    -------
    list of Linear
        One a measure.
    """
    outcome = measures[0].outcome
    shares = [np.full(len(scan.levels), measure.p) for measure in measures]
    values = _at_shares(scan, outcome, shares, [measure.rule for measure in measures])
    proxies = [_proxy(scan, measure, value) for measure, value in zip(measures, values, strict=True)]
    solved: dict[int, Linear] = {}
    linearised = [index for index, measure in enumerate(measures) if measure.error == "linearised"]
    woodruff = [index for index, measure in enumerate(measures) if measure.error == "woodruff"]
    for index in linearised:
        if scan.rows.replicates:
            again, unknown = (
                replicate_quantiles(scan, outcome, measures[index].p),
                np.full(len(scan.levels), np.nan),
            )
            solved[index] = Linear(
                values=values[index], proxy=proxies[index], factor=unknown, replicates=again
            )
            continue
        factor = -1 / _density_total(scan, outcome, values[index], measures[index].bandwidth)
        solved[index] = Linear(values=values[index], proxy=proxies[index], factor=factor)
    chosen = [(measures[index], values[index], proxies[index]) for index in woodruff]
    solved |= dict(zip(woodruff, _woodruff(scan, outcome, chosen), strict=True))
    return [solved[index] for index in range(len(measures))]


def _at_shares(
    scan: RankScan, outcome: Outcome, shares: Sequence[NDArray[np.float64]], rules: Sequence[str]
) -> list[NDArray[np.float64]]:
    """Find quantiles at shares by level, each by its rule, from one reading of the values."""
    if not shares:
        return []
    weight = scan.weight(outcome)
    interpolated = weight
    if "hf7" in rules:
        # The last person's weight is left out of the scale (n - 1 of Hyndman and Fan's seventh rule).
        top = scan.values_at(outcome, [weight * (1 - _ROUNDING)], tied=True)[0]
        interpolated = weight - top["last"]
    targets = [
        share * interpolated if rule == "hf7" else share * weight * (1 - _ROUNDING)
        for share, rule in zip(shares, rules, strict=True)
    ]
    found = scan.values_at(outcome, targets, tied="hf7" in rules)
    return [
        _interpolated(one, target) if rule == "hf7" else one["reached"]
        for one, target, rule in zip(found, targets, rules, strict=True)
    ]


def _interpolated(found: dict[str, Any], target: NDArray[np.float64]) -> NDArray[np.float64]:
    value, following, last = found["at"], found["next"], found["last"]
    start = found["through"] - last
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.clip((target - start) / last, 0.0, 1.0)
    step = np.where(np.isfinite(following), following - value, 0.0)
    moved: NDArray[np.float64] = value + share * step
    return moved


def _proxy(scan: RankScan, measure: QuantileForm, values: NDArray[np.float64]) -> Proxy:
    name = scan.constant(values)

    def below(outcome: nw.Expr, *_: nw.Expr) -> nw.Expr:
        return nw.when(outcome <= nw.col(name)).then(nw.lit(1.0)).otherwise(nw.lit(0.0))

    p, ordered = measure.p, {"below": lambda people: people.at_most(values)}
    if measure.error == "linearised":
        return Proxy(
            outcome=measure.outcome,
            moments={"one": one, "below": below},
            function=lambda totals, count: totals["below"] - p * totals["one"],
            ordered=ordered,
        )
    return Proxy(
        outcome=measure.outcome,
        moments={"one": one, "below": below},
        function=lambda totals, count: totals["below"] / totals["one"],
        ordered=ordered,
    )


def _woodruff(
    scan: RankScan, outcome: Outcome, chosen: Sequence[tuple[QuantileForm, NDArray[np.float64], Proxy]]
) -> list[Linear]:
    """Invert the intervals of the proportions at or below the quantiles."""
    if not chosen:
        return []
    df = scan.domain_df(outcome)
    scan.solve_proxies([proxy for _, _, proxy in chosen])
    levels = sorted({WIDTH_LEVEL, *scan.confidence})
    errors = [scan.standard_errors(scan.proxy_part(proxy)) for _, _, proxy in chosen]
    bounds, rules = [], []
    for (measure, _, proxy), error in zip(chosen, errors, strict=True):
        share = scan.proxy_part(proxy).values
        for level in levels:
            critical = _critical(df, level)
            for sign in (-1, 1):
                bounds.append(_bound(share, error, sign * critical, measure.scale))
                rules.append(measure.rule)
    ends = iter(_at_shares(scan, outcome, bounds, rules))
    solved = []
    for (_, values, proxy), error in zip(chosen, errors, strict=True):
        limits = {level: np.column_stack([next(ends), next(ends)]) for level in levels}
        width = limits[WIDTH_LEVEL][:, 1] - limits[WIDTH_LEVEL][:, 0]
        with np.errstate(invalid="ignore", divide="ignore"):
            se = width / (2 * _critical(df, WIDTH_LEVEL))
            factor = np.where(error > 0, -se / error, np.nan)
        # A full count has no interval that could be lacking.
        lacking = ~np.isfinite(factor) & np.isfinite(error)
        solved.append(
            Linear(
                values=values,
                proxy=proxy,
                factor=factor,
                limits={level: limits[level] for level in scan.confidence},
                reasons={int(level): _NO_INTERVAL for level in np.flatnonzero(lacking)},
            )
        )
    return solved


def _critical(df: NDArray[np.float64], level: float) -> NDArray[np.float64]:
    tail = 0.5 + level / 2
    finite = np.isfinite(df) & (df > 0)
    student = special.stdtrit(np.where(finite, df, 1.0), tail)
    return np.where(finite, student, np.where(np.isinf(df), special.ndtri(tail), np.nan))


def _bound(
    share: NDArray[np.float64], error: NDArray[np.float64], steps: NDArray[np.float64], scale: str
) -> NDArray[np.float64]:
    """Move a share by some standard errors; NaN when it leaves 0 to 1, as in R."""
    with np.errstate(invalid="ignore", divide="ignore"):
        if scale == "xlogit":
            logit = np.log(share / (1 - share)) + steps * error / (share * (1 - share))
            return special.expit(logit)  # type: ignore[no-any-return]
        moved = share + steps * error
        return np.where((moved >= 0) & (moved <= 1), moved, np.nan)


def _density_total(
    scan: RankScan, outcome: Outcome, values: NDArray[np.float64], bandwidth: str
) -> NDArray[np.float64]:
    """Estimate N f(q) by a Gaussian kernel with bandwidth sd m^(-1/5).

    With ``convey``, m is the sum of weights, as in R convey (``densfun``), and depends on their scale; with
    ``n_eff`` it is the effective number of people.
    """
    weight = scan.weight(outcome)

    def weighted(build: Any, key: str) -> Request:
        return Request(outcome=outcome, key=key, expression=lambda y: nw.col("_w") * build(y))

    first = scan.totals([weighted(lambda y: y, "y")])[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = scan.constant(first / weight)
        squares = scan.totals([weighted(lambda y: (y - nw.col(centre)) * (y - nw.col(centre)), "squares")])[0]
        people = weight if bandwidth == "convey" else weight * weight / _squared_weights(scan, outcome)
        spread = np.sqrt(squares / weight) * people**-0.2
        # Where everybody has one value there is no density at it, and so no standard error.
        spread = np.where(spread > 0, spread, np.nan)
        at, width = scan.constant(values), scan.constant(spread)

        def kernel(y: nw.Expr) -> nw.Expr:
            distance = (y - nw.col(at)) / nw.col(width)
            return (distance * distance * -0.5).exp()

        total = scan.totals([weighted(kernel, "kernel")])[0]
        return np.asarray(total / (np.sqrt(2 * np.pi) * spread))


def _squared_weights(scan: RankScan, outcome: Outcome) -> NDArray[np.float64]:
    squares = Request(outcome=outcome, key="ww", expression=lambda *_: nw.col("_w") * nw.col("_w"), power=2)
    return np.asarray(scan.totals([squares])[0])
