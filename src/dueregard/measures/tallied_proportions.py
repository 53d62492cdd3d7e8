"""Proportions of tables whose rows are tallies: people with a characteristic, of how many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.protocols import Modelled
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.means import y
from dueregard.measures.ratios import denominator_of
from dueregard.measures.tallied import TalliedMeasure, Totals, first_faults, negative
from dueregard.rates.proportions import proportion

__all__ = ["above", "proportion_model", "proportion_of_counts"]

ABOVE = "more are counted than there are people"
NO_ERROR = "none or all are counted: the interval stands, but a standard error cannot be estimated"


def above(count: nw.Expr, population: nw.Expr) -> nw.Expr:
    """Moment that counts rows with more counted than there are people."""
    return nw.when(count > population).then(nw.lit(1.0)).otherwise(nw.lit(0.0))


def proportion_model(multiplier: float, totals: Totals, levels: Sequence[float]) -> Modelled:
    """Make proportions of sums.

    Parameters
    ----------
    multiplier : float
        100 for percentages.
    totals : mapping of str to ndarray (d,)
        Sums by moment.
    levels : sequence of float
        Confidence levels.

    Returns
    -------
    Modelled

    Examples
    --------
    >>> totals = {"counted": [65.0], "population": [100.0], "negative": [0.0], "above": [0.0]}
    >>> found = proportion_model(100, {name: np.array(each) for name, each in totals.items()}, (0.95,))
    >>> found.values, found.limits[0.95].round(2)
    (array([65.]), array([[55.25, 73.64]]))
    """
    counted, people = totals["counted"], totals["population"]
    faults = {
        "a count or a population is negative": totals["negative"] > 0,
        "there is no population": people <= 0,
        ABOVE: totals["above"] > 0,
    }
    reasons, usable = first_faults(faults, len(counted))
    if not len(usable):
        empty = np.zeros(0)
        return Modelled(values=empty, variances=empty, limits={level: np.zeros((0, 2)) for level in levels})
    found = proportion(
        np.where(usable, counted, np.nan), population=people, multiplier=multiplier, levels=levels
    )
    certain = usable & ~np.isfinite(found.variances)
    return Modelled(
        values=found.values,
        variances=found.variances,
        limits=found.limits,
        reasons={int(level): NO_ERROR for level in np.flatnonzero(certain)} | reasons,
        events=np.minimum(counted, people - counted),
    )


@catalogued(
    title="Proportion of counts",
    family="public health",
    meaning="The share of people with a characteristic, from a table of how many have it, of how many.",
    formula="m · Σ x / Σ n; x people with the characteristic, n people, m the multiplier",
    range="0 to the multiplier; equal shares are equality",
    variance="Binomial: m² p (1 − p)/n. Wilson's interval, which stands where none or all are counted.",
    oracle="PHEindicatormethods 2.1.0, phe_proportion, to 1e-12 relative.",
    avoid="One row a person: use proportion, which knows the sample. Events that one person can have several "
    "times: use rate.",
    reference="Wilson (1927), Journal of the American Statistical Association 22, 209-212.",
    example="proportion_of_counts:smokers,population=people,multiplier=100",
)
def proportion_of_counts(
    column: str,
    *,
    population: str,
    multiplier: object = 1,
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> TalliedMeasure:
    """Measure the share of people with a characteristic, from tallies.

    Parameters
    ----------
    column : str
        People with the characteristic: a column or an expression; each row is a tally. Rows without a count
        or without a population recorded are left out.
    population : str
        People.
    multiplier : float
        100 for percentages.
    among : str, optional
        Which rows apply, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        By default `%` where the multiplier is 100.

    Returns
    -------
    TalliedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When the multiplier is not a number above zero.

    Examples
    --------
    >>> proportion_of_counts("smokers", population="people", multiplier=100).unit
    '%'
    """
    scale = options.number(multiplier, option="multiplier", above=0)
    own = {1.0: None, 100.0: "%"}.get(scale, f"per {scale:,.12g}")
    return TalliedMeasure(
        name="proportion_of_counts",
        outcome=Outcome(columns=(column, population), among=among),
        moments={"counted": y, "population": denominator_of, "negative": negative, "above": above},
        form=partial(proportion_model, scale),
        label=name or column,
        unit=unit or own,
        method="the counts are binomial: Wilson's interval; no sampling error of a survey",
        interval="wilson",
        parameters={"population": population, "multiplier": scale},
    )
