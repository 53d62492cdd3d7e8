"""What the functions of this room return: one value a group, with limits at every confidence level."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from dueregard.rates.arrays import FloatArray

__all__ = ["Estimates", "MeanEstimates", "ProportionEstimates", "RateEstimates", "StandardisedEstimates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """One value for each of g groups.

    Attributes
    ----------
    groups : tuple
        Labels of the groups.
    values : ndarray, shape (g,)
        NaN where there is none; ``reasons`` says why.
    variances : ndarray, shape (g,)
        Squared standard errors; NaN where the formula would give zero and claim certainty.
    limits : mapping of float to ndarray, shape (g, 2)
        Lower and upper limit by confidence level.
    reasons : mapping of int to str
        Why a group has no value, or an unreliable one, by its position.
    statistic : str
        What the values are.
    methods : tuple of str
        How each group's interval was made.
    """

    groups: tuple[Hashable, ...]
    values: FloatArray
    variances: FloatArray
    limits: Mapping[float, FloatArray]
    reasons: Mapping[int, str]
    statistic: str
    methods: tuple[str, ...]

    @property
    def se(self) -> FloatArray:
        """Standard errors.

        Returns
        -------
        ndarray, shape (g,)
        """
        return np.sqrt(self.variances)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Give one record a group.

        Returns
        -------
        list of dict
            The group, its value, se, the limits as ``low`` and ``high`` by level, and what they rest on;
            ``None`` for what is not known.
        """
        single = [
            field.name
            for field in fields(self)
            if field.name != "variances" and isinstance(getattr(self, field.name), np.ndarray)
        ]
        records = []
        for position, group in enumerate(self.groups):
            record: dict[str, Any] = {"group": group}
            record |= {name: _known(getattr(self, name)[position]) for name in single}
            record["se"] = _known(self.se[position])
            for end, side in ((0, "low"), (1, "high")):
                record[side] = {level: _known(limits[position, end]) for level, limits in self.limits.items()}
            record |= {"statistic": self.statistic, "method": self.methods[position]}
            records.append(record | {"reason": self.reasons.get(position)})
        return records


@dataclass(frozen=True, slots=True, kw_only=True)
class ProportionEstimates(Estimates):
    """Proportions of a count in a population.

    Attributes
    ----------
    counts, populations : ndarray, shape (g,)
        Numerators and denominators.
    multiplier : float
        What the proportions are multiplied by.
    """

    counts: FloatArray
    populations: FloatArray
    multiplier: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RateEstimates(Estimates):
    """Rates of events in a population, crude or directly standardised.

    Attributes
    ----------
    events, populations : ndarray, shape (g,)
        Numerators and denominators.
    multiplier : float
        What the rates are multiplied by: events per so many.
    """

    events: FloatArray
    populations: FloatArray
    multiplier: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardisedEstimates(Estimates):
    """Indirectly standardised ratios or rates.

    Attributes
    ----------
    events : ndarray, shape (g,)
        Events observed.
    expected : ndarray, shape (g,)
        Events expected at the reference rates.
    reference : ndarray, shape (g,)
        The value of a group with as many events as expected: 1 or 100 for ratios, the reference
        population's crude rate for rates.
    """

    events: FloatArray
    expected: FloatArray
    reference: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanEstimates(Estimates):
    """Means of single values.

    Attributes
    ----------
    counts : ndarray, shape (g,)
        How many values.
    sums : ndarray, shape (g,)
        Their sum.
    deviations : ndarray, shape (g,)
        Their standard deviation, with n - 1.
    """

    counts: FloatArray
    sums: FloatArray
    deviations: FloatArray


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
