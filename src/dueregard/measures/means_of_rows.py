"""Means of rows that are independent values, each group with its own variance."""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.engine import Outcome
from dueregard.engine.gathered import GatheredRows
from dueregard.measures.catalogue import catalogued
from dueregard.measures.gathered import Figure, GatheredMeasure, figures_by_level
from dueregard.rates.means import mean

__all__ = ["mean_of_rows"]


@catalogued(
    title="Mean of rows",
    family="public health",
    meaning="The average of the rows of a group, such as practices or hospitals, each counting once.",
    formula="Σ y / n; y the value of a row, n rows",
    range="any number, in the outcome's unit",
    variance="s²/n, with s² the variance of the group's own rows; Student's interval with n − 1 degrees of "
    "freedom.",
    oracle="PHEindicatormethods 2.1.0, phe_mean, to 1e-12 relative.",
    avoid="A sample of people: use mean, which knows weights, strata and clusters. Rows that stand for "
    "different numbers of people: use ratio.",
    reference="Student (1908), Biometrika 6, 1-25; Altman, Machin, Bryant and Gardner (2000), Statistics "
    "with Confidence, chapter 4.",
    example="mean_of_rows:waiting_days",
    convention="A row without a value leaves its group without a mean. mean takes such rows out, and pools "
    "the correction for n − 1 over the whole sample.",
)
def mean_of_rows(
    column: str, *, among: str | None = None, name: str | None = None, unit: str | None = None
) -> GatheredMeasure:
    """Measure the mean of independent values.

    Parameters
    ----------
    column : str
        The value of each row: a column or an expression.
    among : str, optional
        Which rows apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    GatheredMeasure
        For :func:`dueregard.engine.evaluate`.

    Examples
    --------
    >>> mean_of_rows("waiting_days", unit="days").unit
    'days'
    """
    return GatheredMeasure(
        name="mean_of_rows",
        outcome=Outcome(columns=(column,), among=among),
        figures={"value": column},
        form=_means,
        label=name or column,
        unit=unit,
        method="Student's t of the group's own rows",
    )


def _means(rows: GatheredRows, levels: Sequence[float]) -> list[Figure]:
    found = mean(rows.figures["value"], by=rows.level.tolist(), levels=levels)
    return figures_by_level(found, rows, df=found.counts - 1, without="there is no standard error")
