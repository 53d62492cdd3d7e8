"""Weights kept within a cap: by calibration with bounds where that can be, else by cutting off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dueregard.engine.calibrated_weights import CalibratedWeights, calibrate_weights
from dueregard.engine.calibration_targets import Calibrated, CalibrationMethod, Margin
from dueregard.errors import PeopleError, UsageError

__all__ = ["CAP", "calibrated_within"]

CAP = (0.2, 5.0)
"""The lowest and highest weight by default, as multiples of the mean weight."""


def calibrated_within(
    columns: Mapping[str, Sequence[str]],
    margins: tuple[Margin, ...],
    *,
    cap: tuple[float, float] | None,
    method: CalibrationMethod,
    keep_cap_by: str,
) -> tuple[CalibratedWeights, CalibratedWeights]:
    """Find weights within a cap that reach the margins, or as nearly as can be.

    Parameters
    ----------
    columns : mapping of str to sequence of str, length n
        The level of each participant, by margin.
    margins : tuple of Margin
        Known numbers of people; their sum is n, so that everybody starts from a weight of 1.
    cap : tuple of float, optional
        Lowest and highest weight as multiples of the mean.
    method : {"raking", "linear", "logit"}
        The distance from equal weights.
    keep_cap_by : {"calibration", "trimming"}
        Whether the cap bounds calibration where it can, or weights are cut off afterwards.

    Returns
    -------
    CalibratedWeights
        Before anything was cut off.
    CalibratedWeights
        After; the same where nothing had to be cut.

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
    if cap is not None and keep_cap_by == "calibration":
        try:
            bounded = calibrate_weights(columns, known=Calibrated(margins=margins, method=method, bounds=cap))
            return bounded, bounded
        except PeopleError:
            if method == "logit":
                raise
    raked = calibrate_weights(columns, known=Calibrated(margins=margins, method=method))
    if cap is None or (raked.quality.lowest >= cap[0] and raked.quality.highest <= cap[1]):
        return raked, raked
    return raked, calibrate_weights(columns, known=Calibrated(margins=margins, method=method), trim=cap)
