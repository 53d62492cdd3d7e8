"""People before any option: the outcome, the poverty line and the median, and who shares what."""

from __future__ import annotations

import numpy as np

from dueregard import measures
from dueregard.consequences.effects import Baseline
from dueregard.engine import Measure
from dueregard.engine.grammar import Column
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import PeopleError
from dueregard.measures.poverty_lines import read_line
from dueregard.options import Formula, Rows, units_of
from dueregard.people import People

__all__ = ["baseline_of", "scale_formula"]


def scale_formula(name: str) -> Formula:
    """Give the equivalence scale, to be read with the expressions of options.

    Parameters
    ----------
    name : str
        Its column.

    Returns
    -------
    Formula
        For :func:`dueregard.options.read_rows`.
    """
    return Formula(option="equivalence scale", key=name, text=str(Column(name)))


def baseline_of(
    people: People, rows: Rows, *, outcome: str, line: str, scale: str | None, household: str | None
) -> Baseline:
    """Describe people before any option.

    Parameters
    ----------
    people : People
        Those whom options are applied to.
    rows : Rows
        The same people as arrays.
    outcome : str
        Its column.
    line : str
        The poverty line: a number, or such as ``0.6*median``.
    scale : str, optional
        The column of the equivalence scale.
    household : str, optional
        The column of households.

    Returns
    -------
    Baseline
        With the line and the median of them all.

    Raises
    ------
    PeopleError
        When somebody has no equivalence scale.
    """
    median, at = _median_and_line(people, rows, outcome, line)
    shared, divided_by = None, None
    if rows.law is not None:
        shared, divided_by = rows.law.household, rows.law.scale
    elif scale is not None and household is not None:
        shared = units_of("household", rows.codes[household], rows, column=household).index
        divided_by = rows.values[scale_formula(scale)]
        if not (divided_by > 0).all():
            raise PeopleError(
                f"The equivalence scale {scale!r} is missing or not above nought for somebody.",
                found=rows.where(~(divided_by > 0)),
            )
    return Baseline(
        outcome=rows.outcome,
        weight=rows.weight,
        line=at,
        median=median,
        household=shared,
        scale=divided_by,
    )


def _median_and_line(people: People, rows: Rows, outcome: str, line: str) -> tuple[float, float]:
    if people.table.domain is not None:
        fixed = read_line(line).fixed
        every: list[Measure] = [measures.median(outcome)]
        if fixed is None:
            every.append(measures.poverty_threshold(outcome, line=line))
        median, *relative = people.estimate(*every).values.tolist()
        return median, relative[0] if fixed is None else fixed
    known = ~np.isnan(rows.outcome) & (rows.weight > 0)
    everybody = OrderedPeople.of(rows.outcome[known], weight=rows.weight[known], scored=False)
    found = read_line(line).scored(everybody, None, bandwidth="convey")
    return float(everybody.reached(0.5)[0]), float(found.values[0])
