"""Effects, tests and checks as records of the one format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dueregard.consequences.evaluation.effects import Effects, Tested
from dueregard.consequences.evaluation.methods import Method
from dueregard.consequences.evaluation.reading import Asked
from dueregard.estimates import Record
from dueregard.estimates.support import Status
from dueregard.estimates.verdicts import verdict

__all__ = ["Writing"]

SURE = 0.05
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What all records of one evaluation share.

    Attributes
    ----------
    asked : Asked
        Which column is what.
    method : Method
        Which was used.
    source : str
        The table.
    engine : str
        Who estimated.
    unit : str, optional
        Of the outcome.
    level : float
        Confidence level.
    """

    asked: Asked
    method: Method
    source: str
    engine: str
    unit: str | None
    level: float

    def effects(
        self, effects: Effects, *, measure: str, weights: str, parameters: Mapping[str, Any]
    ) -> Iterator[Record]:
        """Write effects.

        Parameters
        ----------
        effects : Effects
            k effects.
        measure : str
            What they are.
        weights : str
            The column of weights, or none.
        parameters : mapping
            What else they rest on.

        Yields
        ------
        Record
            One an effect.
        """
        limits = effects.interval(self.level)
        for place, by in enumerate(effects.by):
            estimate, se = _number(effects.values[place]), _number(effects.se[place])
            low, high = (_number(end) for end in limits[place])
            reason = effects.reasons[place]
            if estimate is not None and se is None and reason is None:
                reason = "no standard error can be had"
            status: Status = "ok" if reason is None else "approximate"
            status = "not_estimable" if estimate is None else status
            yield Record(
                **self._shared(weights, parameters),
                measure=measure,
                by=by,
                contrast="difference",
                reference="without the event",
                estimate=estimate,
                se=se,
                low=low,
                high=high,
                level=self.level,
                df=None if np.isinf(effects.df) else effects.df,
                n=effects.n[place],
                status=status,
                reason=reason,
                unit=self._unit,
                verdict=verdict(estimate, low, high, status=status, reason=reason),
            )

    def test(self, tested: Tested, *, weights: str, n: int) -> Record:
        """Write a test: its statistic is the estimate, its p stands among the parameters.

        Parameters
        ----------
        tested : Tested
            The test.
        weights : str
            The column of weights, or none.
        n : int
            Rows.

        Returns
        -------
        Record
        """
        told: dict[str, Any] = {**tested.parameters, "statistic": tested.name, "p": tested.p}
        told |= {} if tested.df is None else {"df_numerator": tested.df[0]}
        status: Status = "ok" if tested.reason is None else "approximate"
        return Record(
            **self._shared(weights, told),
            measure=tested.measure,
            by=tested.by,
            estimate=tested.statistic,
            df=None if tested.df is None or np.isinf(tested.df[1]) else float(tested.df[1]),
            n=n,
            status="not_estimable" if tested.p is None else status,
            reason=tested.reason,
            verdict=_said(tested),
        )

    def value(
        self, estimate: float, *, measure: str, weights: str, n: int, parameters: Mapping[str, Any]
    ) -> Record:
        """Write a plain value without an error of its own.

        Parameters
        ----------
        estimate : float
            The value.
        measure, weights, n, parameters
            As for effects and tests.

        Returns
        -------
        Record
        """
        return Record(
            **self._shared(weights, parameters), measure=measure, estimate=estimate, n=n, unit=self._unit
        )

    @property
    def _unit(self) -> str | None:
        return "log points" if self.asked.log else self.unit

    def _shared(self, weights: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        names = self.asked.covariates
        shown = ", ".join(names[:_SHOWN]) + (
            f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        )
        told = {"weights": weights, **parameters} | ({"controls": shown} if names else {})
        return {
            "parameters": told | ({"scale": "log"} if self.asked.log else {}),
            "outcome": self.asked.outcome,
            "method": f"{self.method.title} ({self.engine})",
            "source": self.source,
        }


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
