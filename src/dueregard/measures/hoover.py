"""The Hoover index: what would have to be moved for all to have the same."""

from __future__ import annotations

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Solution
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.lorenz import of_positive_total

__all__ = ["hoover"]


def _hoover(people: OrderedPeople, _: OrderedPeople | None) -> Solution:
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = people.mean_y
        above = people.rank_value > people.each(mean.values)
        excess = people.total(np.where(above, people.y, 0.0)) - people.total(above * 1.0) * mean
        return of_positive_total(people, excess / people.total(people.y))


@catalogued(
    title="Hoover index (Robin Hood, Pietra, Ricci-Schutz)",
    family="inequality",
    meaning="The share of the total that would have to be moved, from those above the average to those "
    "below, for all to have the same.",
    formula="Σ w |y − μ| / (2 Y)",
    range="0 (equality) to 1",
    variance="linearised: the excess over the mean, the mean's own influence included",
    oracle="R ineq 0.2-13, RS (values without weights, 1e-8); numerical derivatives in the weights (1e-6)",
    avoid="It does not see transfers among people on the same side of the average: use gini or atkinson for "
    "those. A total of zero or less gives no value.",
    reference="Hoover (1936), The measurement of industrial localization, Review of Economics and "
    "Statistics 18, 162-171",
    example="hoover:income",
    properties=("scale invariant", "replication invariant"),
)
def hoover(
    column: str, *, among: str | None = None, name: str | None = None, unit: str | None = None
) -> OrderedMeasure:
    """Measure inequality by the share of the total to be moved for all to have the same.

    Parameters
    ----------
    column : str
        A column or an expression.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the index; it has none.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    References
    ----------
    Hoover (1936), The measurement of industrial localization, Review of Economics and Statistics 18, 162-171.

    Examples
    --------
    >>> hoover("income").form(OrderedPeople.of([1.0, 2.0, 3.0, 4.0]), None).scored.values
    array([0.2])
    """
    return OrderedMeasure(
        name="hoover",
        interval="index",
        outcome=Outcome(columns=(column,), among=among),
        form=_hoover,
        label=name or column,
        unit=unit,
    )
