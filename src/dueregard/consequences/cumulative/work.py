"""Everything that figures of one year, or of the measures fully phased in, are estimated from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.cumulative.asked import Asked
from dueregard.consequences.cumulative.attribution import Effect
from dueregard.consequences.cumulative.bundle import Bundle
from dueregard.engine import Grouping
from dueregard.engine.many import ManyPeople
from dueregard.estimates import Draws, Estimates, Label
from dueregard.options import Option, draws_of, spread_of
from dueregard.people import People

__all__ = ["Crossing", "Variation", "Work", "carried", "named", "of_the_whole"]

Array = NDArray[np.float64]
Crossing = tuple[str | Grouping, ...]

_CONTRAST = {
    "cumulative": "before",
    "marginal": "after the measures before it",
    "stand_alone": "before",
    "shapley": "averaged over all orders",
    "interaction": "the sum of what measures do alone",
    "pairwise_interaction": "the sum of what both do alone",
}
"""What each kind of effect is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """A measure whose amount or effect is uncertain, and the columns at both sides of it.

    Attributes
    ----------
    option : Option
        With its uncertainty.
    below, above : str
        The states of columns one standard deviation below and above what is written.
    """

    option: Option
    below: str
    above: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Work:
    """What figures are estimated from.

    Attributes
    ----------
    people : People
        With the columns of effects, or, where they are in memory, with those of the whole only.
    held : ManyPeople, optional
        With the columns of effects in memory.
    bundle : Bundle
        The measures.
    asked : Asked
        What was asked for.
    state : str
        Of the columns: which year.
    year : str, optional
        What the year is called in results.
    effects, pairs : tuple of Effect
        Of measures and the whole, and of pairs.
    firsts : mapping of str to list of int
        By state: for each subset the first that does the same.
    variations : tuple of Variation
        Uncertain measures.
    crossings : tuple of Crossing
        Everybody, each grouping, and what is crossed.
    concept : str
        What the outcome is.
    money_only : bool
        Whether only changes and costs are there: of years added up.
    """

    people: People = field(repr=False)
    held: ManyPeople | None = field(repr=False)
    bundle: Bundle
    asked: Asked
    state: str
    year: str | None
    effects: tuple[Effect, ...]
    pairs: tuple[Effect, ...]
    firsts: Mapping[str, list[int]]
    variations: tuple[Variation, ...]
    crossings: tuple[Crossing, ...]
    concept: str
    money_only: bool = False

    @property
    def states(self) -> tuple[str, ...]:
        """The state itself, and those at both sides of uncertain measures."""
        sides = (side for each in self.variations for side in (each.below, each.above))
        return (self.state, *sides)


def named(work: Work, label: Label, *, figure: str, effect: Effect, unit: str | None = None) -> Label:
    """Name an effect for readers.

    Parameters
    ----------
    work : Work
        With the names of measures.
    label : Label
        As the engine named it, with the group.
    figure : str
        Such as ``mean_change``.
    effect : Effect
        Which.
    unit : str, optional
        In place of the label's.

    Returns
    -------
    Label
        ``by`` begins with ``option``, the measure, or ``bundle``, the whole.
    """
    names = work.bundle.names
    whose = {"bundle": work.bundle.name} if effect.measure is None else {"option": names[effect.measure]}
    if effect.other is not None:
        whose["with"] = names[effect.other]
    if work.year is not None:
        whose["year"] = work.year
    return replace(
        label,
        measure=f"{effect.kind}_{figure}",
        outcome=work.asked.outcome,
        by={**whose, **label.by},
        parameters=_parameters(work, label),
        contrast="difference",
        reference=_CONTRAST[effect.kind],
        unit=unit or label.unit,
    )


def of_the_whole(work: Work, label: Label, *, figure: str) -> Label:
    """Name a figure of the whole bundle that is no change.

    Parameters
    ----------
    work : Work
        With the bundle's name.
    label : Label
        As the engine named it.
    figure : str
        Such as ``losers_share``.

    Returns
    -------
    Label
        ``by`` begins with ``bundle``.
    """
    whose = {"bundle": work.bundle.name} | ({} if work.year is None else {"year": work.year})
    return replace(
        label,
        measure=f"cumulative_{figure}",
        outcome=work.asked.outcome,
        by={**whose, **label.by},
        parameters=_parameters(work, label),
    )


def _parameters(work: Work, label: Label) -> dict[str, object]:
    own = {name: value for name, value in label.parameters.items() if name != "denominator"}
    return {**own, "income_concept": work.concept}


def carried(variations: Sequence[Variation], central: Estimates, sides: Mapping[str, Array]) -> Estimates:
    """Add the uncertainty of measures' amounts to that of the sample.

    Parameters
    ----------
    variations : sequence of Variation
        Uncertain measures.
    central : Estimates, k values
        At the amounts as written.
    sides : mapping of str to ndarray (k,)
        The same values one standard deviation below and above, by state.

    Returns
    -------
    Estimates
        With one more independent source for each uncertain measure: draws along the line through both.
    """
    if not variations:
        return central
    sources = list(central.sources)
    for each in variations:
        assert each.option.uncertainty is not None
        rise = sides[each.above] - sides[each.below]
        slope = np.nan_to_num(rise / (2.0 * spread_of(each.option.uncertainty)))
        drawn = np.nan_to_num(central.values) + np.outer(draws_of(each.option.uncertainty) - 1.0, slope)
        sources.append(Draws(identity=f"effect of {each.option.name}", values=drawn))
    # Limits made beforehand, and those of proportions, know of the sample only.
    by_t = tuple("t" for _ in central.interval_methods)
    return replace(central, sources=tuple(sources), limits={}, interval_methods=by_t)
