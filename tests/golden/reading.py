"""From our estimates to what a reference row holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from dueregard.engine import Measure
from dueregard.estimates import Covariance, Estimates
from tests.golden.calculation import Calculation, Found
from tests.golden.estimated import estimated, in_order
from tests.golden.rows import Row

Reading = Callable[[Row, Estimates], Found]
Names = Callable[[Row], Mapping[str, str]]
Made = Callable[[Mapping[str, str]], Sequence[Measure]]


def measured(
    *texts: str,
    names: Names,
    read: Reading,
    by: str | None = None,
    table: str = "{scenario}",
    made: Made | None = None,
    together: Collection[str] = (),
    **more: Any,
) -> Calculation:
    """A row that is one or more of our measures, for everybody or by group.

    ``made`` builds the measures where a package's own form takes the place of what is written; the measures
    of other rows that come ``together`` are evaluated in one call, for speed.
    """

    def find(row: Row, folder: Path) -> Found:
        known = {"scenario": row.scenario, "data": row.data, **names(row)}
        mine = made(known) if made else [text.format_map(known) for text in texts]
        asked = [text.format_map(known) for text in together] or mine
        group = by.format_map(known) if by else None
        found = estimated(table.format_map(known), asked, folder, by=group)
        if together:
            each = np.arange(len(found)).reshape(len(asked), -1)
            found = found[each[[asked.index(text) for text in mine]].ravel().tolist()]
        return read(row, in_order(found, row.levels) if by and isinstance(row.estimate, dict) else found)

    return Calculation(ours="; ".join(texts) + (" by {group}" if by else ""), find=find, names=names, **more)


def everything(row: Row, estimates: Estimates) -> Found:
    """Values, and the standard errors and covariances that the row has."""
    found = {"estimate": estimates.values, "se": estimates.se, "vcov": estimates.covariance()}
    return {name: numbers for name, numbers in found.items() if getattr(row, name) is not None}


def values(_: Row, estimates: Estimates) -> Found:
    """Values only, where the package gives no more."""
    return {"estimate": estimates.values}


def per_cent(_: Row, estimates: Estimates) -> Found:
    """Values in per cent."""
    return {"estimate": 100 * estimates.values}


def first(count: int) -> Reading:
    """Values, errors and covariances of the first results, where ours go on."""
    return lambda row, estimates: everything(row, estimates[:count])


def interval(_: Row, estimates: Estimates) -> Found:
    """The 95 % interval of the one result."""
    return {"estimate": estimates.interval(0.95)[0]}


def degrees_of_freedom(_: Row, estimates: Estimates) -> Found:
    """Degrees of freedom of the design."""
    return {"estimate": estimates.df[0]}


def contrasted(how: str) -> Reading:
    """Difference, ratio or log-ratio of the two groups that the R call names."""

    def read(row: Row, estimates: Estimates) -> Found:
        one, other = row.found_in_call(r"(?:c\(1,-1\), ?c\(|\()[`'](\w[\w ]*)[`'][,/] ?[`'](\w[\w ]*)[`']")
        return everything(row, _contrast(estimates, how, one, other))

    return read


def against_average(row: Row, estimates: Estimates) -> Found:
    """The first group minus the simple average of the groups, as R writes it."""
    (one,) = row.found_in_call(r"c\('(\w+)','")
    return everything(row, estimates.versus("average").where(group=one))


def by_covariance(read: Reading) -> Reading:
    """As if only the covariance of the estimates were known, and not their replicates."""

    def alone(row: Row, estimates: Estimates) -> Found:
        source = Covariance(identity="alone", matrix=estimates.covariance())
        return read(row, replace(estimates, sources=(source,)))

    return alone


def with_contrasts(row: Row, estimates: Estimates) -> Found:
    """Everything, and the difference, ratio and correlation of two groups."""
    one, other = row.levels
    difference, ratio = (_contrast(estimates, how, one, other) for how in ("difference", "ratio"))
    covariance = estimates.covariance()
    return {
        **everything(row, estimates),
        "extra.diff": difference.values,
        "extra.diff_se": difference.se,
        "extra.diff_se_if_independent": np.sqrt(np.sum(estimates.se**2)),
        "extra.ratio": ratio.values,
        "extra.ratio_se": ratio.se,
        "extra.corr": covariance[0, 1] / np.prod(estimates.se),
    }


def _contrast(estimates: Estimates, how: str, one: str, other: str) -> Estimates:
    compare = {"difference": estimates.difference, "ratio": estimates.ratio, "log_ratio": estimates.log_ratio}
    return compare[how]("group", reference=other).where(group=one)
