"""Which figures are given of an option, and the measure behind each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dueregard import measures
from dueregard.consequences.effects import BANDS
from dueregard.consequences.welfare import GREEN_BOOK
from dueregard.engine import Measure
from dueregard.engine.grammar import Column

__all__ = [
    "BANDED",
    "BEFORE",
    "CROSSED",
    "DIRECT",
    "DOMAIN",
    "EVERYBODY",
    "MEDIANS",
    "OF_ALL",
    "SHAPE",
    "WEIGHTED",
    "Direct",
    "Shape",
    "column",
]

BEFORE = "before"
DOMAIN = "(whom figures are about)"
"""The column that is 1 for whomever `where` means."""


def column(effect: str, run: str) -> str:
    """Name the column of an effect.

    Parameters
    ----------
    effect : str
        As :func:`~dueregard.consequences.effects.effects_of` names it.
    run : str
        Which option, and which multiple of its amount.

    Returns
    -------
    str
        A name no table of a user has.

    Examples
    --------
    >>> column("change", "1")
    '(change of option 1)'
    """
    return f"({effect} of option {run})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Direct:
    """A figure that is a total, mean or ratio of what changes for each person.

    The mean of each person's change has the same standard error as the difference of two means of the same
    people, and loses no digits.

    Attributes
    ----------
    name : str
        The figure.
    make : callable
        From the names of effects' columns, the name in results and the outcome's unit to the measure.
    compared : bool
        Whether it is a change, which gets a verdict.
    shown : str, optional
        What it is called in results, where that is not its name.
    parameters : mapping
        What results show beside.
    by : mapping of str to str
        What tells it apart from figures of the same name, such as its band.
    against : str
        What a change is compared with.
    """

    name: str
    make: Callable[[Callable[[str], str], str, str | None], Measure]
    compared: bool = False
    shown: str | None = None
    parameters: Mapping[str, float | str] = field(default_factory=dict)
    by: Mapping[str, str] = field(default_factory=dict)
    against: str = "before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A figure of the whole distribution, estimated before and after and compared, paired.

    Attributes
    ----------
    name : str
        The figure.
    measure : str
        The measure's name in results.
    make : callable
        From the column, the name in results, the poverty line and the outcome's unit to the measure.
    """

    name: str
    measure: str
    make: Callable[[str, str, str, str | None], Measure]


def _mean(effect: str) -> Callable[[Callable[[str], str], str, str | None], Measure]:
    return lambda of, name, unit: measures.mean(of(effect), name=name, unit=unit)


def _total(effect: str, *, unit: str | None = None) -> Callable[..., Measure]:
    return lambda of, name, own: measures.total(of(effect), name=name, unit=unit or own)


def _share(effect: str) -> Callable[..., Measure]:
    return lambda of, name, _: measures.proportion(of(effect), name=name)


def _ratio(effect: str, by: str, *, unit: str | None = None) -> Callable[..., Measure]:
    return lambda of, name, own: measures.ratio(of(effect), denominator=of(by), name=name, unit=unit or own)


def _banded(number: int) -> Direct:
    def make(of: Callable[[str], str], name: str, _: str | None) -> Measure:
        return measures.proportion(f"{Column(of('band'))} == {number}", name=name)

    return Direct(name=f"band_{number}", shown="share_in_band", by={"band": BANDS[number]}, make=make)


def _weighted(eta: float, *, total: bool) -> Direct:
    shown = "weighted_total_change" if total else "weighted_mean_change"
    make = (_total if total else _mean)(f"welfare_{eta:g}")
    parameters = {"elasticity": eta}
    return Direct(name=f"{shown}_{eta:g}", shown=shown, parameters=parameters, make=make, compared=True)


_PEOPLE = "people"

DIRECT = (
    Direct(name="mean_change", make=_mean("change"), compared=True),
    Direct(name="relative_change", make=_ratio("change", BEFORE, unit="proportion"), compared=True),
    Direct(name="total_change", make=_total("change"), compared=True),
    Direct(name="total_cost", make=_total("cost")),
    Direct(name="recipients", make=_total("received", unit=_PEOPLE)),
    Direct(name="winners", make=_total("gain", unit=_PEOPLE)),
    Direct(name="losers", make=_total("loss", unit=_PEOPLE)),
    Direct(name="winners_share", make=_share("gain")),
    Direct(name="losers_share", make=_share("loss")),
    Direct(
        name="winners_less_losers",
        make=lambda of, name, _: measures.mean(
            f"{Column(of('gain'))} - {Column(of('loss'))}", name=name, unit="proportion"
        ),
        compared=True,
        against="losers",
    ),
    Direct(name="mean_gain_of_winners", make=_ratio("gained", "gain")),
    Direct(name="mean_loss_of_losers", make=_ratio("lost", "loss")),
    Direct(name="moved_out_of_poverty", make=_total("out", unit=_PEOPLE)),
    Direct(name="moved_into_poverty", make=_total("into", unit=_PEOPLE)),
    Direct(
        name="anchored_poverty_rate_change",
        make=lambda of, name, _: measures.mean(of("net_poor"), name=name, unit="proportion"),
        compared=True,
    ),
    Direct(name="fiscal_impoverishment", make=_total("impoverished")),
    Direct(name="fiscal_gains_of_the_poor", make=_total("poor_gain")),
)
"""Given for everybody and for every group."""

MEDIANS = (
    Direct(
        name="median_of_changes",
        make=lambda of, name, unit: measures.median(of("change"), name=name, unit=unit),
        compared=True,
    ),
    Direct(
        name="median_of_relative_changes",
        make=lambda of, name, _: measures.median(of("relative"), name=name, unit="proportion"),
        compared=True,
    ),
)
"""Given for everybody and for every group; they need people in order of what changes for them."""

WEIGHTED = tuple(_weighted(eta, total=False) for eta in GREEN_BOOK.sweep)
"""Changes times distributional weights, given for everybody and for every group beside the unweighted."""

BANDED = tuple(_banded(number) for number in range(len(BANDS)))
"""Shares of people in bands of loss and gain, given for everybody and for every group."""

_OF_PAIRS = (
    *("mean_change", "relative_change", "total_cost", "recipients", "winners", "losers"),
    *("winners_share", "losers_share", "anchored_poverty_rate_change"),
)
CROSSED = tuple(figure for figure in DIRECT if figure.name in _OF_PAIRS)
"""Given for intersections: how many are affected, and by how much."""

_OF_REPORTS = (
    *("mean_change", "relative_change", "total_change", "total_cost", "recipients"),
    *("winners", "losers", "winners_share", "losers_share", "winners_less_losers"),
    *("mean_gain_of_winners", "mean_loss_of_losers"),
    *("moved_out_of_poverty", "moved_into_poverty", "anchored_poverty_rate_change"),
)
REPORTED = tuple(figure for figure in DIRECT if figure.name in _OF_REPORTS)
"""Given for groups in a report, where everything there is would be too much to print."""

EVERYBODY = (
    *(_weighted(eta, total=True) for eta in GREEN_BOOK.sweep),
    Direct(name="benefit_per_pound_of_cost", make=_ratio("change", "cost", unit="ratio")),
    Direct(name="cost_per_person_out_of_poverty", make=_ratio("cost", "left")),
    Direct(name="marginal_value_of_public_funds", make=_ratio("worth", "cost", unit="ratio")),
    Direct(name="switching_elasticity", make=_ratio("switching", "switching_slope", unit="elasticity")),
)
"""Given for everybody only."""


def _among(
    numerator: str, denominator: str, *, of_these: str, unit: str | None = None
) -> Callable[..., Measure]:
    def make(of: Callable[[str], str], name: str, own: str | None) -> Measure:
        column = {effect: str(Column(of(effect))) for effect in (numerator, denominator)}
        column[of_these] = f"{column[of_these]} * {Column(of(DOMAIN))}"
        upper, lower = column[numerator], column[denominator]
        return measures.ratio(upper, denominator=lower, name=name, unit=unit or own)

    return make


OF_ALL = (
    Direct(name="total_cost", make=_total("cost")),
    Direct(name="benefit_per_pound_of_cost", make=_among("change", "cost", of_these="change", unit="ratio")),
    Direct(name="cost_per_person_out_of_poverty", make=_among("cost", "left", of_these="left")),
    *(each for each in EVERYBODY if each.name in ("marginal_value_of_public_funds", "switching_elasticity")),
)
"""Where figures are about some of the people only: what is still of the cost for all of them."""

SHAPE = (
    Shape(
        name="median_change",
        measure="median",
        make=lambda y, name, line, unit: measures.median(y, name=name, unit=unit),
    ),
    Shape(name="gini_change", measure="gini", make=lambda y, name, line, unit: measures.gini(y, name=name)),
    Shape(
        name="poverty_rate_change",
        measure="poverty_rate",
        make=lambda y, name, line, unit: measures.poverty_rate(y, line=line, name=name),
    ),
    Shape(
        name="poverty_gap_change",
        measure="poverty_gap",
        make=lambda y, name, line, unit: measures.poverty_gap(y, line=line, name=name),
    ),
    Shape(
        name="quintile_share_ratio_change",
        measure="quintile_share_ratio",
        # Whole people at the borders of the fifths would make a small change jump by more than its error.
        make=lambda y, name, line, unit: measures.quintile_share_ratio(
            y, boundary="split", score="density_free", name=name
        ),
    ),
)
"""Given for everybody and every group: they need people in order."""
