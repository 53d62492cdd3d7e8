"""What each deprivation adds to multidimensional poverty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.protocols import Moment, one
from dueregard.estimates import Estimates, Label
from dueregard.measures import options
from dueregard.measures.alkire_foster import ADJUSTED, alkire_foster
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import CompositeMeasure, SmoothMeasure
from dueregard.measures.decompositions.derived import derived, resting_on
from dueregard.measures.decompositions.groups import NOBODY
from dueregard.measures.deprivations import Deprivations, read_deprivations

__all__ = ["alkire_foster_decomposition"]

_COMPONENTS = ("headcount", "censored headcount", "contribution")


def _mean(totals: Mapping[str, NDArray[Any]], _: NDArray[np.float64]) -> NDArray[Any]:
    return np.asarray(totals["part"] / totals["one"])


@dataclass(frozen=True, slots=True)
class _ByDeprivation:
    """The whole, then each deprivation's components, then contributions as shares of the whole."""

    conditions: tuple[str, ...]

    def __call__(self, _: Estimates, whole: Estimates, label: Label) -> Estimates:
        labels = [replace(label, by={**label.by, "component": "total"})]
        labels += [
            replace(label, by={**label.by, "component": component, "deprivation": condition})
            for component in (*_COMPONENTS, "share")
            for condition in self.conditions
        ]
        if not len(whole):
            nothing = np.full(len(labels), np.nan)
            return Estimates(nothing, labels=tuple(labels), reasons=(NOBODY,) * len(labels))
        size = len(self.conditions)

        def components(values: NDArray[Any]) -> NDArray[Any]:
            return np.concatenate([values, values[..., -size:] / values[..., :1]], axis=-1)

        return derived(whole, components, labels, basis=[resting_on(whole, 0)] * len(labels))


def _measures(
    listed: Deprivations, column: str, name: str | None, among: str | None
) -> tuple[SmoothMeasure, ...]:
    places = range(len(listed.conditions))
    moments: list[tuple[str, int, Moment]] = [
        *((_COMPONENTS[0], at, listed.deprived(at, censored=False)) for at in places),
        *((_COMPONENTS[1], at, listed.deprived(at, censored=True)) for at in places),
        *((_COMPONENTS[2], at, listed.part(at)) for at in places),
    ]
    return tuple(
        SmoothMeasure(
            name=f"{component} {at}",
            outcome=Outcome(columns=listed.columns, among=among, conditions=len(listed.conditions)),
            moments={"one": one, "part": moment},
            function=_mean,
            label=name or column,
        )
        for component, at, moment in moments
    )


@catalogued(
    title="Multidimensional poverty by deprivation (Alkire-Foster)",
    family="decompositions",
    meaning="What each thing on the list adds to multidimensional poverty: how many people lack it, how many "
    "poor people lack it, and which part of the whole is due to it.",
    formula="headcount: Σ w 1{lacks j}/N; censored headcount: h_j = Σ w 1{lacks j} 1{c ≥ k}/N; contribution: "
    "ω_j h_j, or ω_j times the poor's mean gap to the power 1 or 2; share: contribution/M",
    range="0 to 1; contributions add up to the whole, shares to 1",
    variance="linearised, jointly: of everything that is summed",
    oracle="the definition (1e-12) and means of the censored deprivations with their standard errors (1e-12)",
    avoid="A large share may only mean a large weight: compare it with the deprivation's weight.",
    reference="Alkire and Foster (2011), Counting and multidimensional poverty measurement, Journal of "
    "Public Economics 95, 476-487, section 5; Alkire and others (2015), Multidimensional Poverty Measurement "
    "and Analysis, section 5.5.3",
    example="alkire_foster_decomposition:income < 10000; health == 5,cutoff=0.5",
    convention="Headcounts stand without the deprivation's weight, contributions with it.",
)
def alkire_foster_decomposition(
    column: str,
    *,
    cutoff: object,
    weights: str | None = None,
    statistic: str = "adjusted_headcount",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Split multidimensional poverty into what each deprivation adds.

    Parameters
    ----------
    column, cutoff, weights
        As :func:`dueregard.measures.alkire_foster` takes them.
    statistic : {"adjusted_headcount", "adjusted_gap", "adjusted_severity"}
        M0, M1 or M2.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the conditions.
    unit : str, optional
        Unit of the parts; they have none.

    Returns
    -------
    CompositeMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        As :func:`dueregard.measures.alkire_foster`.

    References
    ----------
    Alkire and Foster (2011), Journal of Public Economics 95, 476-487, section 5.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = pa.table({"pay": [5.0, 5.0, 20.0, 20.0], "ill": [1, 0, 1, 0]})
    >>> split = alkire_foster_decomposition("pay < 10; ill == 1", cutoff=0.5)
    >>> evaluate(table_from(people, design=SurveyDesign()), [split]).values[:5]
    array([0.5, 0.5, 0.5, 0.5, 0.5])
    """
    chosen = options.choice(statistic, tuple(ADJUSTED), option="statistic")
    listed = read_deprivations(column, cutoff=cutoff, weights=weights, power=ADJUSTED[chosen])
    whole = alkire_foster(column, cutoff=cutoff, weights=weights, statistic=chosen, among=among, name=name)
    return CompositeMeasure(
        name="alkire_foster_decomposition",
        outcome=whole.outcome,
        whole=(whole, *_measures(listed, column, name, among)),
        form=_ByDeprivation(listed.conditions),
        label=name or column,
        unit=unit,
        parameters=whole.parameters,
    )
