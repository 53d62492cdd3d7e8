"""What an evaluation finds: records of the one format, and the words that belong to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dueregard.consequences.evaluation.effects import Effects, Tested
from dueregard.consequences.evaluation.methods import Method
from dueregard.estimates import Record
from dueregard.estimates.verdicts import verdict

__all__ = ["Evaluation", "effect_records", "test_record"]

SURE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """An evaluation after the event.

    Attributes
    ----------
    method : Method
        Which was used.
    chosen_because : str, optional
        Why, where it was not asked for.
    records : tuple of Record
        Every figure: effects, tests and checks.
    sentences : tuple of str
        What was found, in words.
    doubts : tuple of str
        What speaks against relying on it.
    notes : tuple of str
        What was left out or decided.
    donors : mapping of str to float
        Of synthetic methods: the heaviest untreated units.
    size : mapping of str to int
        Rows, units, treated units, clusters and periods.
    engine : str
        Which package estimated.
    """

    method: Method
    chosen_because: str | None
    records: tuple[Record, ...] = field(repr=False)
    sentences: tuple[str, ...]
    doubts: tuple[str, ...]
    notes: tuple[str, ...]
    donors: Mapping[str, float]
    size: Mapping[str, int]
    engine: str

    def beside(self) -> dict[str, Any]:
        """Give what stands beside the records in JSON.

        Returns
        -------
        dict
        """
        return {
            "method": self.method.name,
            "method_title": self.method.title,
            "chosen_because": self.chosen_because,
            "assumption": self.method.assumption,
            "before_the_event": self.method.before,
            "sentences": list(self.sentences),
            "doubts": list(self.doubts),
            "notes": list(self.notes),
            "donors": dict(self.donors),
            "size": dict(self.size),
            "engine": self.engine,
        }


def effect_records(
    effects: Effects,
    *,
    measure: str,
    parameters: Mapping[str, Any],
    outcome: str,
    unit: str | None,
    method: str,
    source: str,
    level: float,
) -> Iterator[Record]:
    """Write effects as records.

    Parameters
    ----------
    effects : Effects
        k effects.
    measure, parameters, outcome, unit, method, source, level
        As in :class:`~dueregard.estimates.Record`.

    Yields
    ------
    Record
        One an effect.
    """
    limits = effects.interval(level)
    for place, by in enumerate(effects.by):
        estimate, se = _number(effects.values[place]), _number(effects.se[place])
        low, high = (_number(end) for end in limits[place])
        reason = effects.reasons[place]
        status = (
            "not_estimable"
            if estimate is None
            else "ok"
            if se is not None and reason is None
            else "approximate"
        )
        if estimate is not None and se is None and reason is None:
            reason = "no standard error can be had"
        yield Record(
            measure=measure,
            parameters=parameters,
            outcome=outcome,
            by=by,
            contrast="difference",
            reference="without the event",
            estimate=estimate,
            se=se,
            low=low,
            high=high,
            level=level,
            df=None if np.isinf(effects.df) else effects.df,
            n=effects.n[place],
            status=status,
            reason=reason,
            unit=unit,
            method=method,
            source=source,
            verdict=verdict(estimate, low, high, status=status, reason=reason),
        )


def test_record(
    tested: Tested, *, parameters: Mapping[str, Any], outcome: str, n: int, method: str, source: str
) -> Record:
    """Write a test as a record: the statistic is its estimate, the chance stands in its parameters.

    Parameters
    ----------
    tested : Tested
        The test.
    parameters, outcome, n, method, source
        As in :class:`~dueregard.estimates.Record`.

    Returns
    -------
    Record
    """
    told: dict[str, Any] = {**parameters, **tested.parameters}
    told |= {"statistic": tested.name, "p": tested.p}
    if tested.df is not None:
        told["df_numerator"] = tested.df[0]
    return Record(
        measure=tested.measure,
        parameters=told,
        outcome=outcome,
        by=tested.by,
        estimate=tested.statistic,
        df=None if tested.df is None or np.isinf(tested.df[1]) else float(tested.df[1]),
        n=n,
        status="not_estimable" if tested.p is None else "ok" if tested.reason is None else "approximate",
        reason=tested.reason,
        method=method,
        source=source,
        verdict=_said(tested),
    )


test_record.__test__ = False  # type: ignore[attr-defined]


def _said(tested: Tested) -> str:
    if tested.p is None:
        return f"not estimable: {tested.reason}"
    sure = tested.p < SURE
    match tested.measure:
        case "equality_test":
            return "the effects differ" if sure else "no difference between groups can be told"
        case "pre_trend_test":
            return (
                "trends differed before the event" if sure else "no difference before the event can be told"
            )
        case _:
            return "further out than chance explains" if sure else "not further out than chance explains"


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
