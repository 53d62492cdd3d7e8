"""Which figures are given of which effects, and the measure behind each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dueregard import measures
from dueregard.consequences.cumulative.attribution import Kind
from dueregard.consequences.cumulative.columns import column
from dueregard.engine import Measure

__all__ = ["ADDITIVE", "SHAPES", "WHOLE", "Additive", "Scope", "Shape", "Whole", "of_whole"]

Scope = Literal["everybody", "group", "intersection"]

_ALL: tuple[Kind, ...] = ("cumulative", "marginal", "stand_alone", "shapley", "interaction")
_SHARES: tuple[Kind, ...] = ("cumulative", "shapley")
_PEOPLE = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Additive:
    """A figure that is a mean, total or ratio of a column of effects.

    Attributes
    ----------
    name : str
        The figure.
    quantity : str
        The column's quantity.
    make : callable
        From the column, the outcome before, the name in results and the outcome's unit to the measure.
    groups, intersections : tuple of str
        The kinds of effect that are given there; for everybody all are.
    pairs : bool
        Whether the interaction index of pairs is given, for everybody.
    """

    name: str
    quantity: str
    make: Callable[[str, str, str, str | None], Measure]
    groups: tuple[Kind, ...] = _SHARES
    intersections: tuple[Kind, ...] = ()
    pairs: bool = False

    def kinds(self, scope: Scope) -> tuple[Kind, ...]:
        """Give the kinds of effect at a scope.

        Parameters
        ----------
        scope : {"everybody", "group", "intersection"}
            How many groupings are crossed: none, one, more.

        Returns
        -------
        tuple of str
            Kinds.
        """
        if scope == "everybody":
            return (*_ALL, "pairwise_interaction") if self.pairs else _ALL
        return self.groups if scope == "group" else self.intersections


ADDITIVE = (
    Additive(
        name="mean_change",
        quantity="change",
        make=lambda of, before, name, unit: measures.mean(of, name=name, unit=unit),
        groups=_ALL,
        intersections=_SHARES,
        pairs=True,
    ),
    Additive(
        name="relative_change",
        quantity="change",
        make=lambda of, before, name, unit: measures.ratio(
            of, denominator=before, name=name, unit="proportion"
        ),
        intersections=("cumulative",),
    ),
    Additive(
        name="total_change",
        quantity="change",
        make=lambda of, before, name, unit: measures.total(of, name=name, unit=unit),
        groups=("cumulative",),
        pairs=True,
    ),
    Additive(
        name="total_cost",
        quantity="cost",
        make=lambda of, before, name, unit: measures.total(of, name=name, unit=unit),
        groups=("cumulative",),
        pairs=True,
    ),
    Additive(
        name="anchored_poverty_rate_change",
        quantity="poor",
        make=lambda of, before, name, unit: measures.mean(of, name=name, unit="proportion"),
        intersections=("cumulative",),
        pairs=True,
    ),
    Additive(
        name="anchored_poverty_number_change",
        quantity="poor",
        make=lambda of, before, name, unit: measures.total(of, name=name, unit=_PEOPLE),
        pairs=True,
    ),
    Additive(
        name="anchored_poverty_gap_change",
        quantity="gap",
        make=lambda of, before, name, unit: measures.mean(of, name=name, unit="proportion"),
        groups=("cumulative",),
    ),
)
"""Additive over people: people's shares sum to those of groups. Poverty is at the line as it stood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """How many gain and lose, and how much.

    Attributes
    ----------
    name : str
        The figure.
    make : callable
        From the name in results and the outcome's unit to the measure.
    crossed : bool
        Whether it is given at intersections.
    """

    name: str
    make: Callable[[Callable[[str], str], str, str | None], Measure]
    crossed: bool = False


WHOLE = (
    Whole(
        name="winners",
        make=lambda of, name, _: measures.total(of("gain"), name=name, unit=_PEOPLE),
    ),
    Whole(
        name="losers",
        make=lambda of, name, _: measures.total(of("loss"), name=name, unit=_PEOPLE),
        crossed=True,
    ),
    Whole(name="winners_share", make=lambda of, name, _: measures.proportion(of("gain"), name=name)),
    Whole(
        name="losers_share",
        make=lambda of, name, _: measures.proportion(of("loss"), name=name),
        crossed=True,
    ),
    Whole(
        name="mean_gain_of_winners",
        make=lambda of, name, unit: measures.ratio(
            of("gained"), denominator=of("gain"), name=name, unit=unit
        ),
    ),
    Whole(
        name="mean_loss_of_losers",
        make=lambda of, name, unit: measures.ratio(of("lost"), denominator=of("loss"), name=name, unit=unit),
        crossed=True,
    ),
    Whole(
        name="losers_from_several_share",
        make=lambda of, name, _: measures.proportion(of("several"), name=name),
    ),
)
"""Of the whole bundle: number beside size."""


def of_whole(quantity: str) -> str:
    """Name a column of the whole bundle.

    Parameters
    ----------
    quantity : str
        Such as ``loss``.

    Returns
    -------
    str
        The column.
    """
    return column(quantity, "cumulative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A figure of a whole distribution, under every subset.

    Attributes
    ----------
    name : str
        The figure.
    make : callable
        From the column, the name in results and the poverty line to the measure.
    groups : bool
        Whether it is given for groups too.
    counted : bool
        Whether it is a rate that is also given as a number of people.
    """

    name: str
    make: Callable[[str, str, str], Measure]
    groups: bool = False
    counted: bool = False


SHAPES = (
    Shape(
        name="poverty_rate_change",
        make=lambda y, name, line: measures.poverty_rate(y, line=line, name=name),
        groups=True,
        counted=True,
    ),
    Shape(
        name="poverty_gap_change",
        make=lambda y, name, line: measures.poverty_gap(y, line=line, name=name),
    ),
    Shape(name="gini_change", make=lambda y, name, line: measures.gini(y, name=name)),
)
"""Not additive: a relative line moves with each subset's distribution."""
