"""Quantiles and medians."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dueregard.engine import Linear, Outcome
from dueregard.engine.ordered import BANDWIDTHS
from dueregard.engine.quantiles import SCALES, solve_quantiles
from dueregard.errors import UsageError, did_you_mean
from dueregard.measures.catalogue import catalogued, enough_of
from dueregard.measures.kernels import KERNEL

__all__ = ["Quantile", "median", "quantile"]

RULES = ("math", "hf7")
INTERVALS = ("woodruff", "linearised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile:
    """The value below which a share p of people are.

    Attributes
    ----------
    outcome : Outcome
        What, and for whom.
    p : float
        The share, between 0 and 1.
    rule : {"math", "hf7"}
        The lowest value with at least p at or below it, or linear interpolation (Hyndman and Fan's
        seventh, with weights as R survey has it).
    error : {"woodruff", "linearised"}
        Invert the interval of the proportion at or below it, or use the density at it.
    scale : {"mean", "xlogit"}
        The scale of that proportion's interval.
    bandwidth : {"convey", "n_eff"}
        Of the density, where that is used.
    name : str
        ``quantile`` or ``median``.
    label : str
        What the outcome is called in results.
    unit : str, optional
        Its unit.

    References
    ----------
    Woodruff (1952), Confidence intervals for medians and other position measures, JASA 47, 635-646;
    Hyndman and Fan (1996), Sample quantiles in statistical packages, American Statistician 50, 361-365.
    """

    outcome: Outcome
    p: float = 0.5
    rule: str = "math"
    error: str = "woodruff"
    scale: str = "mean"
    bandwidth: str = "convey"
    name: str = "quantile"
    label: str | None = None
    unit: str | None = None

    enough = property(enough_of)

    @property
    def batch(self) -> Hashable:
        """Quantiles of one outcome are found in one sort."""
        return self.outcome

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The share and what is not usual."""
        options: dict[str, Any] = {} if self.name == "median" else {"p": self.p}
        usual = {"rule": "math", "error": "woodruff", "scale": "mean", "bandwidth": "convey"}
        shown = {"rule": self.rule, "error": self.error, "scale": self.scale, "bandwidth": self.bandwidth}
        options |= {key: value for key, value in shown.items() if value != usual[key]}
        if "error" in options:
            options["interval"] = options.pop("error")
        return options

    @property
    def interval(self) -> str:
        """How intervals are made."""
        return "given" if self.error == "woodruff" else "t"

    @property
    def method(self) -> str:
        """What gives the standard error."""
        if self.error == "woodruff":
            return "Woodruff interval"
        return KERNEL[self.bandwidth]

    def solve(self, scan: Any, measures: Sequence[Quantile]) -> list[Linear]:
        """Estimate quantiles of one scan together.

        Parameters
        ----------
        scan : RankScan
            The people of one grouping.
        measures : sequence of Quantile
            This one and others.

        Returns
        -------
        list of Linear
            One a measure.
        """
        return solve_quantiles(scan, measures)


@catalogued(
    title="Quantile",
    family="survey statistics",
    meaning="The value that a given share of people are at or below.",
    formula="the lowest value v with F(v) ≥ p",
    range="one of the values found",
    variance=(
        "Woodruff's interval: that of the proportion at or below it, inverted; or the kernel density "
        "at it (interval=linearised)."
    ),
    oracle=(
        "R survey 4.5, svyquantile (math and hf7, mean and xlogit), and R convey 1.0.1, svyiqalpha, "
        "to 1e-8 relative."
    ),
    avoid="Not for values with few distinct levels, where it jumps: use proportions.",
    reference="Woodruff (1952), JASA 47, 635-646; Hyndman and Fan (1996), American Statistician 50, 361-365.",
    example="quantile:income,p=0.9",
    convention="rule=math is the inverse of the distribution function; rule=hf7 interpolates.",
    properties=("scales with the unit", "replication invariant"),
)
def quantile(
    column: str,
    *,
    p: float = 0.5,
    rule: str = "math",
    interval: str = "woodruff",
    scale: str = "mean",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Quantile:
    """Measure a quantile of an outcome.

    Parameters
    ----------
    column : str
        A column or an expression.
    p : float
        The share of people at or below it, between 0 and 1.
    rule : {"math", "hf7"}
        The lowest value with at least p at or below it, or linear interpolation.
    interval : {"woodruff", "linearised"}
        How intervals are made.
    scale : {"mean", "xlogit"}
        The scale of Woodruff's interval.
    bandwidth : {"convey", "n_eff"}
        Of the density at it, for ``interval="linearised"``; R convey's depends on the scale of the weights.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    Quantile
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For a share that is not between 0 and 1, and for unknown options.

    Examples
    --------
    >>> dict(quantile("income", p=0.9).parameters)
    {'p': 0.9}
    """
    p = _share(p)
    for given, known, word in (
        (rule, RULES, "rule"),
        (interval, INTERVALS, "interval"),
        (scale, SCALES, "scale"),
        (bandwidth, BANDWIDTHS, "bandwidth"),
    ):
        if given not in known:
            raise UsageError(
                f"There is no {word} {given!r} for a quantile.",
                found=f"There are: {', '.join(known)}.",
                remedy=did_you_mean(given, known) or None,
            )
    return Quantile(
        outcome=Outcome(columns=(column,), among=among),
        p=p,
        rule=rule,
        error=interval,
        scale=scale,
        bandwidth=bandwidth,
        label=name or column,
        unit=unit,
    )


@catalogued(
    title="Median",
    family="survey statistics",
    meaning="The value in the middle: half of the people are at or below it.",
    formula="the lowest value v with F(v) ≥ 1/2",
    range="one of the values found",
    variance="Woodruff's interval: that of the proportion at or below it, inverted.",
    oracle="R survey 4.5, svyquantile, to 1e-8 relative.",
    avoid="It says nothing of the poorest or the richest: add quantiles or a measure of inequality.",
    reference="Woodruff (1952), JASA 47, 635-646.",
    example="median:income",
    convention="rule=math is the inverse of the distribution function; rule=hf7 interpolates.",
    properties=("scales with the unit", "replication invariant"),
)
def median(
    column: str,
    *,
    rule: str = "math",
    interval: str = "woodruff",
    scale: str = "mean",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Quantile:
    """Measure the median of an outcome.

    Parameters
    ----------
    column : str
        A column or an expression.
    rule : {"math", "hf7"}
        The lowest value with at least half at or below it, or linear interpolation.
    interval : {"woodruff", "linearised"}
        How intervals are made.
    scale : {"mean", "xlogit"}
        The scale of Woodruff's interval.
    bandwidth : {"convey", "n_eff"}
        Of the density at it, for ``interval="linearised"``; R convey's depends on the scale of the weights.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    Quantile
        With p one half.

    Examples
    --------
    >>> median("income").p
    0.5
    """
    from dataclasses import replace

    half = quantile(
        column,
        rule=rule,
        interval=interval,
        scale=scale,
        bandwidth=bandwidth,
        among=among,
        name=name,
        unit=unit,
    )
    return replace(half, name="median")


def _share(p: object) -> float:
    try:
        share = float(p)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        share = float("nan")
    if not 0 < share < 1:
        raise UsageError(
            "The share of a quantile lies between 0 and 1.",
            found=f"It was {p}.",
            remedy="The median is p=0.5.",
        )
    return share
