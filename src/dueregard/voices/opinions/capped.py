"""Weights kept within a cap: by calibration with bounds where that can be, else by cutting off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.calibrated_weights import calibrate_weights
from dueregard.engine.calibration_targets import Calibrated, CalibrationMethod, Margin
from dueregard.engine.weighting_trim import trim_weights
from dueregard.errors import PeopleError, UsageError
from dueregard.voices.opinions.declared import Declared

__all__ = ["CAP", "CappedWeights", "capped_weights"]

CAP = (0.2, 5.0)
"""The lowest and highest weight by default, as multiples of the mean weight."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CappedWeights:
    """Weights that reach the margins, or as nearly as the cap allows.

    Attributes
    ----------
    weights : array of float, shape (participants,)
        With mean 1.
    calibrated : array of float, shape (participants,)
        Before any was cut off; the same where none was.
    counted : array of float, shape (participants,)
        How much each counts in the regression on the margins that leaves the residuals of standard errors:
        1, as in R's ``calibrate`` and ``trimWeights``; the weights themselves where the cap kept the margins
        from being reached, since whoever was to weigh next to nothing would rule it otherwise.
    trimmed : int
        How many were cut off.
    """

    weights: Floats = field(repr=False)
    calibrated: Floats = field(repr=False)
    counted: Floats = field(repr=False)
    trimmed: int


def capped_weights(
    parts: Sequence[Declared],
    margins: tuple[Margin, ...],
    *,
    cap: tuple[float, float] | None,
    method: CalibrationMethod,
    keep_cap_by: Literal["calibration", "trimming"],
) -> CappedWeights:
    """Find weights within a cap that reach the margins, or as nearly as can be.

    Parameters
    ----------
    parts : sequence of Declared
        Who declared which level, a margin each.
    margins : tuple of Margin
        Known numbers of people; their sum is that of the participants, so that everybody starts from 1.
    cap : tuple of float, optional
        Lowest and highest weight as multiples of the mean.
    method : {"raking", "linear", "logit"}
        The distance from equal weights.
    keep_cap_by : {"calibration", "trimming"}
        Whether the cap bounds calibration where it can, or weights are cut off afterwards.

    Returns
    -------
    CappedWeights
        With mean 1.

    Raises
    ------
    PeopleError
        When no weights reach the margins at all.
    UsageError
        When the cap does not lie around 1.
    """
    if cap is not None and not 0 <= cap[0] < 1 < cap[1]:
        raise UsageError(
            "The cap on weights lies around 1, the mean weight.", found=f"It is {cap[0]:g} to {cap[1]:g}."
        )
    people = _Patterns.of(parts)
    if method == "logit":
        # It has no weights without bounds.
        bounded = people.calibrate(Calibrated(margins=margins, method=method, bounds=cap))
        return _uncut(bounded)
    raked = people.calibrate(Calibrated(margins=margins, method=method))
    if cap is None or (raked.min() >= cap[0] and raked.max() <= cap[1]):
        # Bounds that nobody meets would change nothing.
        return _uncut(raked)
    if keep_cap_by == "calibration":
        try:
            bounded = people.calibrate(Calibrated(margins=margins, method=method, bounds=cap))
        except PeopleError:
            pass  # No weights within the cap reach the margins: they are cut off instead.
        else:
            return _uncut(bounded)
    cut = trim_weights(raked, lowest=cap[0], highest=cap[1])
    asked = keep_cap_by == "trimming"
    return CappedWeights(
        weights=cut.weights,
        calibrated=raked,
        counted=np.ones(len(raked)) if asked else cut.weights,
        trimmed=int(cut.changed.sum()),
    )


def _uncut(weights: Floats) -> CappedWeights:
    return CappedWeights(weights=weights, calibrated=weights, counted=np.ones(len(weights)), trimmed=0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Patterns:
    """Participants who declared the same, who all get one weight."""

    columns: dict[str, list[object]]
    counts: Floats
    inverse: NDArray[np.int64]

    @classmethod
    def of(cls, parts: Sequence[Declared]) -> _Patterns:
        places = np.stack([each.place for each in parts], axis=1)
        _, first, inverse, counts = np.unique(
            places, axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        columns = {each.name: each.words[first].tolist() for each in parts}
        return cls(columns=columns, counts=counts.astype(float), inverse=inverse.ravel())

    def calibrate(self, known: Calibrated) -> Floats:
        found = calibrate_weights(self.columns, known=known, weights=self.counts)
        return np.asarray(found.ratios[self.inverse])
