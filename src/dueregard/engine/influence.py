"""Each person's recentred influence on a value, for regressions that explain it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.design import SurveyDesign
from dueregard.engine.evaluate import evaluate
from dueregard.engine.frames import collect, number_rows, numbers, whole_numbers
from dueregard.engine.pinned import pinned
from dueregard.engine.protocols import Composite, Gathered, Measure, Tallied
from dueregard.engine.rows import prepare_rows
from dueregard.engine.table import Table
from dueregard.errors import UsageError
from dueregard.estimates import Scores

__all__ = ["recentred_influence"]

TOTALS = ("count", "lower_total", "total")
"""Measures of how many people there are, not only of how an outcome is spread over them."""


def recentred_influence(table: Table, measure: Measure) -> NDArray[np.float64]:
    """Give each person's recentred influence on a value.

    Parameters
    ----------
    table : Table
        The people; of a domain, the value is the domain's.
    measure : Measure
        One value that depends only on the distribution of its outcome.

    Returns
    -------
    ndarray (n,)
        In the order of the table's rows: the value plus the influence of one person more at that person's
        place. NaN for whoever the value is not of. Their weighted mean is the value, up to the step of a
        quantile; but not of a domain with a line drawn from everybody. People outside it then move its value
        as well, through the line, and the mean differs from the value by minus the sum of their influence,
        which is not returned.

    Raises
    ------
    UsageError
        For measures that give several values or are totals, and where weights are calibrated or implied.

    References
    ----------
    Firpo, Fortin and Lemieux (2009), Unconditional quantile regressions, Econometrica 77, 953-973, section 2.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, table_from
    >>> from dueregard.measures import mean, variance
    >>> people = table_from(pa.table({"y": [1.0, 3.0, 5.0, None]}), design=SurveyDesign())
    >>> recentred_influence(people, mean("y"))
    array([ 1.,  3.,  5., nan])
    """
    _refuse(table, measure)
    plain = pinned(_rows_alone(table))
    found = evaluate(plain, [measure], keep_scores=True)
    [source] = found.sources
    assert isinstance(source, Scores)
    units = source.units if source.loadings is None else source.units @ source.loadings
    score = sparse.csr_array(units).toarray()[:, 0]
    rows = prepare_rows(plain, [measure.outcome], ())
    got = collect(rows.frame.select("_row", "_w", _valid=rows.valid(measure.outcome)))
    # Rows are numbered in the table's order, on Spark with gaps.
    place, weight = np.argsort(np.argsort(whole_numbers(got["_row"]))), numbers(got["_w"])
    result = np.full(len(place), np.nan)
    own = place[numbers(got["_valid"].cast("double").fill_null(0.0)) > 0]
    by_row = np.zeros(len(place))
    by_row[place] = weight
    influence = score[own] / by_row[own] * by_row[own].sum()
    result[own] = found.values[0] + influence
    return result


def _rows_alone(table: Table) -> Table:
    """The same rows, numbered, with weights and nothing else of the design."""
    design = SurveyDesign(weight=table.design.weight)
    if table.row is not None:
        return replace(table, design=design, cache={})
    frame = number_rows(table.frame, name="_row")
    return replace(table, design=design, cache={}, frame=frame, row="_row")


def _refuse(table: Table, measure: Measure) -> None:
    if isinstance(measure, Composite | Gathered | Tallied) or measure.name in TOTALS:
        raise UsageError(
            f"{measure.name} has no recentred influence: it is no one value of a distribution.",
            remedy="Ask for a mean, a quantile, or an index of inequality or poverty.",
        )
    design = table.design
    if design.known_totals is not None or (design.weight is None and design.fpc):
        raise UsageError(
            "Recentred influence is of weights as they are in the table.",
            found="The weights are calibrated or implied by finite populations.",
            remedy="Write the final weights into a column, and read the table with it as its weight.",
        )
