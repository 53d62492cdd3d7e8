"""Proportions of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.protocols import Moment, one
from dueregard.errors import UsageError, did_you_mean
from dueregard.measures.catalogue import catalogued, enough_of
from dueregard.measures.means import y

__all__ = ["INTERVALS", "Proportion", "proportion"]

INTERVALS = ("mean", "logit", "xlogit", "beta", "wilson")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """The weighted share of people with yes, ``sum(w y) / sum(w)`` with y 1 or 0.

    Attributes
    ----------
    outcome : Outcome
        What counts as yes, and for whom.
    label : str
        What it is called in results.
    interval : {"mean", "logit", "xlogit", "beta", "wilson"}
        How intervals are made; see :mod:`dueregard.estimates.proportion_intervals`.
    unit : str, optional
        By default ``proportion``.

    References
    ----------
    Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.7; of the
    intervals, :mod:`dueregard.estimates.proportion_intervals`.
    """

    outcome: Outcome
    label: str | None = None
    interval: str = "mean"
    unit: str | None = "proportion"
    name: ClassVar[str] = "proportion"
    method: ClassVar[str | None] = None
    moments: ClassVar[Mapping[str, Moment]] = {"one": one, "y": y}

    @property
    def enough(self) -> int:
        """People that intervals symmetric about the proportion need; the others follow its skew."""
        return enough_of(self) if self.interval == "mean" else 0

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The level that counts as yes, and the kind of interval unless usual."""
        options = {} if self.outcome.level is None else {"level": self.outcome.level}
        return options if self.interval == "mean" else {**options, "interval": self.interval}

    def value(self, totals: Mapping[str, NDArray[Any]], count: NDArray[np.float64]) -> NDArray[Any]:
        """Divide the people with yes by all people."""
        return np.asarray(totals["y"] / totals["one"])


@catalogued(
    title="Proportion",
    family="survey statistics",
    meaning="The share of a group's people for whom something is so.",
    formula="Σ w y / Σ w, y being 1 for yes and 0 for no",
    range="0 to 1",
    variance="Taylor linearisation; intervals by t, logit, xlogit, beta or Wilson; exact limits at 0 and 1.",
    oracle="R survey 4.5, svymean and svyciprop (mean, logit, xlogit, beta), to 1e-8 relative.",
    avoid="With fewer than ten people on either side use interval=beta.",
    reference=(
        "Särndal, Swensson and Wretman (1992), section 5.7; Korn and Graubard (1998), Survey "
        "Methodology 24, 193-201, for the beta interval."
    ),
    example="proportion:health in [1, 2]",
    convention="The default interval is that of the mean; svyciprop's names are used for the others.",
    properties=("replication invariant",),
)
def proportion(
    column: str,
    *,
    level: str | None = None,
    interval: str = "mean",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Proportion:
    """Measure the proportion of people for whom something is so.

    Parameters
    ----------
    column : str
        A condition such as ``"health in [1, 2]"``, a column of 0 and 1 or of truths, or any column with
        `level`.
    level : str, optional
        The code of the column that counts as yes.
    interval : {"mean", "logit", "xlogit", "beta", "wilson"}
        How intervals are made.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results.
    unit : str, optional
        By default ``proportion``.

    Returns
    -------
    Proportion
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For an unknown interval.

    Examples
    --------
    >>> dict(proportion("health", level="1", interval="beta").parameters)
    {'level': '1', 'interval': 'beta'}
    """
    if interval not in INTERVALS:
        raise UsageError(
            f"There is no interval {interval!r} for a proportion.",
            found=f"The intervals are: {', '.join(INTERVALS)}.",
            remedy=did_you_mean(interval, INTERVALS) or None,
        )
    outcome = Outcome(
        columns=(column,), among=among, level=None if level is None else str(level), kind="yes_no"
    )
    return Proportion(outcome=outcome, label=name or column, interval=interval, unit=unit or "proportion")
