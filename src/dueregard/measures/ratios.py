"""Ratios of two totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.protocols import Moment
from dueregard.measures.catalogue import catalogued, enough_of
from dueregard.measures.means import y

__all__ = ["Ratio", "ratio"]


def denominator_of(_: nw.Expr, denominator: nw.Expr) -> nw.Expr:
    """Moment of the second column."""
    return denominator


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """The ratio of two weighted totals, ``sum(w y) / sum(w x)``, over people who have both.

    Attributes
    ----------
    outcome : Outcome
        Numerator and denominator, and for whom.
    label : str
        What it is called in results.
    unit : str, optional
        Its unit.

    References
    ----------
    Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.6.
    """

    outcome: Outcome
    label: str | None = None
    unit: str | None = None
    name: ClassVar[str] = "ratio"
    interval: ClassVar[str] = "t"
    method: ClassVar[str | None] = None
    moments: ClassVar[Mapping[str, Moment]] = {"y": y, "x": denominator_of}

    enough = property(enough_of)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The denominator."""
        return {"denominator": self.outcome.columns[1]}

    def value(self, totals: Mapping[str, NDArray[Any]], count: NDArray[np.float64]) -> NDArray[Any]:
        """Divide the two totals."""
        return np.asarray(totals["y"] / totals["x"])


@catalogued(
    title="Ratio of two totals",
    family="survey statistics",
    meaning=(
        "The total of one value for each unit of the total of another, such as spending per pound of income."
    ),
    formula="Σ w y / Σ w x",
    range="any number",
    variance="Taylor linearisation: (y − R x)/Σ w x.",
    oracle="R survey 4.5, svyratio, to 1e-8 relative.",
    avoid=(
        "It is not the average of everybody's own ratio: for that, take the mean of the expression `y / x`."
    ),
    reference="Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.6.",
    example="ratio:rent,denominator=income",
    properties=("replication invariant",),
    keeps_unit=True,
)
def ratio(
    column: str,
    *,
    denominator: str,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> Ratio:
    """Measure the ratio of two totals.

    Parameters
    ----------
    column : str
        The numerator: a column or an expression.
    denominator : str
        The denominator: a column or an expression.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the numerator.
    unit : str, optional
        Its unit.

    Returns
    -------
    Ratio
        For :func:`dueregard.engine.evaluate`.

    Examples
    --------
    >>> dict(ratio("benefits", denominator="income").parameters)
    {'denominator': 'income'}
    """
    return Ratio(outcome=Outcome(columns=(column, denominator), among=among), label=name or column, unit=unit)
