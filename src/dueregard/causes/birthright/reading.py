"""Circumstances read for a report: categories as they are, measurements in bands where that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.causes.birthright.usable import MOST_NUMBERS, refuse_many, refuse_measurements
from dueregard.causes.left_out import Missing
from dueregard.causes.sample import Sample, read_sample
from dueregard.engine import Grouping
from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect
from dueregard.errors import UsageError
from dueregard.people import People

__all__ = ["read_circumstances"]

MOST_BANDS = 20


def read_circumstances(
    people: People,
    *,
    outcome: str,
    groups: Mapping[str, Sequence[str]],
    missing: Missing,
    equal_bands: int | None = None,
    numbers: Sequence[str] = (),
) -> Sample:
    """Read people with their circumstances as categories.

    Parameters
    ----------
    people : People
        With their design.
    outcome : str
        A column or an expression.
    groups : mapping of str to sequence of str
        Circumstances by group.
    missing : {"level", "drop", "refuse"}
        What becomes of people whose answer is missing.
    equal_bands : int, optional
        Cut circumstances that are measurements into so many bands of like numbers of people.

    numbers : sequence of str
        Further columns of numbers.

    Returns
    -------
    Sample
        Circumstances are its factors, in the order of the groups.

    Raises
    ------
    UsageError
        When a circumstance is a measurement and no bands are asked for.
    """
    if equal_bands is not None and not 2 <= equal_bands <= MOST_BANDS:
        raise UsageError(
            f"Measurements are cut into 2 to {MOST_BANDS} bands.",
            found=f"It is {equal_bands}.",
            remedy="Write 5.",
        )
    factors = [_as_category(people, name, equal_bands) for columns in groups.values() for name in columns]
    sample = read_sample(people, outcome=outcome, factors=factors, numbers=numbers, missing=missing)
    refuse_measurements(sample, [each.name for each in factors if isinstance(each, Grouping) and each.bands])
    return sample


def _as_category(people: People, name: str, bands: int | None) -> str | Grouping:
    """A circumstance as it is, or in bands."""
    grouping = people.schema.grouping(name)
    if grouping.bands is not None or grouping.labels:
        return name
    table = people.table
    column = table.column(grouping.column)
    if kind_of(table.frame.select(_x=column).collect_schema()["_x"]) != "number":
        return name
    distinct = int(collect(table.frame.select(_n=column.n_unique()))["_n"][0].as_py())
    if distinct <= MOST_NUMBERS:
        return name
    if bands is None:
        refuse_many(name, distinct, people.count)
    known = table.frame.select(_x=column.cast(nw.Float64)).filter(~nw.col("_x").is_null())
    values = np.asarray(collect(known)["_x"].to_numpy(zero_copy_only=False), float)
    values = values[np.isfinite(values)]
    lower = np.unique(np.quantile(values, np.arange(1, bands or 1) / (bands or 1), method="inverted_cdf"))
    starts = [float(values.min()), *(float(each) for each in lower if each > values.min())]
    ends: list[float | None] = [*starts[1:], None]
    labels = {str(at): _band(low, high) for at, (low, high) in enumerate(zip(starts, ends, strict=True))}
    return Grouping(
        name=name, column=grouping.column, labels=labels, excluded=grouping.excluded, bands=tuple(starts)
    )


def _band(low: float, high: float | None) -> str:
    return f"{low:.6g} and over" if high is None else f"{low:.6g} to below {high:.6g}"
