"""Population variances of an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.protocols import Moment, one
from dueregard.measures.catalogue import catalogued, enough_of, few_of
from dueregard.measures.means import y

__all__ = ["Variance", "variance"]


def squared(outcome: nw.Expr, *_: nw.Expr) -> nw.Expr:
    """Moment of the outcome's square."""
    return outcome * outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """The variance of an outcome, ``n/(n-1) (sum(w y^2)/sum(w) - mean^2)`` with n people.

    The factor n/(n-1) is that of R survey's ``svyvar``.

    Attributes
    ----------
    outcome : Outcome
        What, and for whom.
    label : str
        What it is called in results.
    unit : str, optional
        Its unit.

    References
    ----------
    Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.9.
    """

    outcome: Outcome
    label: str | None = None
    unit: str | None = None
    name: ClassVar[str] = "variance"
    interval: ClassVar[str] = "log"
    method: ClassVar[str | None] = None
    parameters: ClassVar[Mapping[str, Any]] = {}
    moments: ClassVar[Mapping[str, Moment]] = {"one": one, "y": y, "yy": squared}

    enough = property(enough_of)
    few = property(few_of)

    def value(self, totals: Mapping[str, NDArray[Any]], count: NDArray[np.float64]) -> NDArray[Any]:
        """Take the mean square less the squared mean, with the factor."""
        centre = totals["y"] / totals["one"]
        return np.asarray(count / (count - 1) * (totals["yy"] / totals["one"] - centre * centre))


@catalogued(
    title="Variance",
    family="survey statistics",
    meaning="How far people's values lie from their mean, squared and averaged.",
    formula="n/(n − 1) · (Σ w y² / Σ w − mean²), n people",
    range="0 or more, in the squared unit; 0 when all are equal",
    variance="Taylor linearisation.",
    oracle="R survey 4.5, svyvar, to 1e-8 relative.",
    avoid="Hard to read: its root, or coefficient_of_variation, is in plain units.",
    reference="Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.9.",
    example="variance:income",
    convention="The factor n/(n − 1) is that of svyvar.",
    properties=("translation invariant",),
    direction="neither",
)
def variance(
    column: str, *, among: str | None = None, name: str | None = None, unit: str | None = None
) -> Variance:
    """Measure the variance of an outcome in the population.

    Parameters
    ----------
    column : str
        A column or an expression.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    Variance
        For :func:`dueregard.engine.evaluate`.

    Examples
    --------
    >>> variance("income").name
    'variance'
    """
    return Variance(
        outcome=Outcome(columns=(column,), among=among, centred=True), label=name or column, unit=unit
    )
