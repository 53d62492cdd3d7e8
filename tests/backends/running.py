"""Every measure on every backend: built once, estimated together, told apart again."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock

import duckdb
import numpy as np
import polars as pl

from dueregard.engine import (
    Composite,
    Gathered,
    Grouping,
    Measure,
    SurveyDesign,
    Table,
    Tallied,
    evaluate,
    table_from,
)
from dueregard.engine import held as held_module
from dueregard.estimates import Estimates
from dueregard.measures import MEASURES, parse_measure
from dueregard.measures.catalogue import CATALOGUE
from tests.backends.notimpl import NOT_IMPLEMENTED
from tests.backends.people import DESIGNS, columns_of, people
from tests.backends.spark import session

Maker = Callable[[pl.DataFrame, SurveyDesign], Table]

CROSSINGS: list[list[Grouping]] = [
    [],
    [Grouping(name="kind", column="kind", labels={"m": "men", "f": "women", "x": "others"})],
    [Grouping(name="kind", column="kind"), Grouping(name="age", column="age", bands=(16, 40, 65))],
]
"""Everybody; declared levels; found levels crossed with bands."""

PLAIN = {
    "mean": "mean:pay",
    "total": "total:pay",
    "count": "count:among=sex == 'female'",
    "proportion": "proportion:pay > 300",
    "ratio": "ratio:pay,denominator=hours",
    "variance": "variance:pay",
    "median": "median:pay",
    "quantile": "quantile:pay,p=0.25",
}
"""Examples of measures whose entry in the catalogue has none."""

VARIANTS = {
    "quantile, interpolated": "quantile:income,p=0.25,rule=hf7",
    "quantile, linearised": "quantile:pay,p=0.9,interval=linearised",
    "mean of a quotient": "mean:pay / (age - 40)",
    "mean of truths": "mean:ill",
    "proportion of a level": "proportion:region,level=north,among=age >= 20",
    "groups of people": "slope_index_of_groups:income,across=deprivation,order=deprivation",
}
"""Further forms, beyond one example a measure."""


def examples() -> dict[str, str]:
    """A text of each measure there is, and of further forms."""
    of_measures = {
        name: CATALOGUE[name].example if name in CATALOGUE and CATALOGUE[name].example else PLAIN[name]
        for name in MEASURES
    }
    # Rows of published figures are a table of another kind: see test_published_rows_on_backends.
    of_people = {
        name: text for name, text in of_measures.items() if not isinstance(parse_measure(text), Gathered)
    }
    return of_people | VARIANTS


def on_duckdb(frame: pl.DataFrame, design: SurveyDesign) -> Table:
    connection = duckdb.connect()
    return table_from(connection.from_arrow(frame.to_arrow()), design=design, connection=connection)


def on_polars(frame: pl.DataFrame, design: SurveyDesign) -> Table:
    return table_from(frame.lazy(), design=design)


def on_spark(frame: pl.DataFrame, design: SurveyDesign) -> Table:
    return table_from(session().createDataFrame(frame.to_arrow()), design=design)


BACKENDS: Mapping[str, Maker] = {"duckdb": on_duckdb, "polars": on_polars, "spark": on_spark}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What one measure came to over every crossing."""

    labels: tuple[Mapping[str, str], ...]
    people: tuple[int, ...]
    values: Any
    se: Any
    covariances: tuple[Any, ...]
    """By crossing, of the measure's own estimates: as correlations, of parts, by the largest error."""
    parts: bool
    """Whether these are parts of a whole, some of which are small differences of large numbers."""

    def of_first(self, crossings: int) -> Answer:
        """Leave out later crossings, which were not asked of every backend."""
        kept = self.covariances[:crossings]
        if len(kept) == len(self.covariances):
            return self
        size = sum(len(each) for each in kept)
        return replace(
            self,
            labels=self.labels[:size],
            people=self.people[:size],
            values=self.values[:size],
            se=self.se[:size],
            covariances=kept,
        )


def is_run(backend: str, design: str) -> bool:
    """Say whether a measure is run: on Spark in clusters, and a panel of measures in every other design."""
    return backend != "spark" or design == "clusters"


@functools.cache
def answers(backend: str, design: str, *, held: bool = True) -> Mapping[str, Answer | Exception]:
    """Estimate every example on one backend; together, but apart what a backend is said not to do."""
    wanted = {name: text for name, text in examples().items() if is_run(backend, design)}
    measures = {name: parse_measure(text) for name, text in wanted.items()}
    tallied = {name: each for name, each in measures.items() if isinstance(each, Tallied)}
    apart = {name: measures[name] for back, name in NOT_IMPLEMENTED if back == backend and name in measures}
    # A composite brings the scores of all its parts into every covariance that it is asked with.
    apart |= {name: each for name, each in measures.items() if isinstance(each, Composite)}
    together = {name: each for name, each in measures.items() if name not in tallied and name not in apart}
    # Nothing is held of a table with more than no rows.
    with nullcontext() if held else mock.patch.multiple(held_module, HELD_ROWS=-1, FETCHED_ROWS=-1):
        found = _each(backend, DESIGNS[design], together)
        found |= _one_by_one(backend, SurveyDesign(), tallied)
        found |= _one_by_one(backend, DESIGNS[design], apart)
    return found


def _each(
    backend: str, design: SurveyDesign, measures: Mapping[str, Measure]
) -> dict[str, Answer | Exception]:
    try:
        return dict(_together(backend, design, measures))
    except Exception:
        # Whose fault it is, is found one by one.
        return _one_by_one(backend, design, measures)


def _one_by_one(
    backend: str, design: SurveyDesign, measures: Mapping[str, Measure]
) -> dict[str, Answer | Exception]:
    found: dict[str, Answer | Exception] = {}
    for name, measure in measures.items():
        try:
            found |= _together(backend, design, {name: measure})
        except Exception as problem:
            found[name] = problem
    return found


def _together(backend: str, design: SurveyDesign, measures: Mapping[str, Measure]) -> dict[str, Answer]:
    columns = [column for measure in measures.values() for column in columns_of(measure)]
    table = BACKENDS[backend](people(columns), design)
    # Crossings are read in one way whatever the design, and on Spark each takes as long as the first.
    composite = any(isinstance(measure, Composite) for measure in measures.values())
    crossings = (
        CROSSINGS[1:] if design.clusters and not (backend == "spark" and composite) else CROSSINGS[1:2]
    )
    by_crossing = [evaluate(table, list(measures.values()), groupings=[each]) for each in crossings]
    parts = [runs_of(estimates) for estimates in by_crossing]
    for runs in parts:
        assert len(runs) == len(measures), "two examples give results of the same name"
    matrices = [each.covariance() if design.has_sampling_error else None for each in by_crossing]
    return {
        name: _answer(
            [
                (each, runs[at], matrix)
                for each, runs, matrix in zip(by_crossing, parts, matrices, strict=True)
            ],
            parts=name in CATALOGUE and CATALOGUE[name].family == "decompositions",
        )
        for at, name in enumerate(measures)
    }


def runs_of(estimates: Estimates) -> list[slice]:
    """Positions of each measure: neighbours of the same name, outcome and options."""
    keys = [(each.measure, each.outcome, str(dict(each.parameters))) for each in estimates.labels]
    starts = [at for at, key in enumerate(keys) if at == 0 or key != keys[at - 1]]
    return [slice(start, end) for start, end in zip(starts, [*starts[1:], len(keys)], strict=True)]


def _answer(found: Sequence[tuple[Estimates, slice, Any]], *, parts: bool) -> Answer:
    return Answer(
        labels=tuple(label.by for each, run, _ in found for label in each.labels[run]),
        people=tuple(support.n for each, run, _ in found for support in each.supports[run]),
        values=np.concatenate([each.values[run] for each, run, _ in found]),
        se=np.concatenate([each.se[run] for each, run, _ in found]),
        covariances=tuple(_correlations(each, run, matrix, parts=parts) for each, run, matrix in found),
        parts=parts,
    )


def _correlations(estimates: Estimates, run: slice, matrix: Any, *, parts: bool) -> Any:
    if matrix is None:
        return None
    size = np.where(estimates.se[run] > 0, estimates.se[run], 1.0)
    if parts:
        size = np.full(len(size), np.nanmax(estimates.se[run], initial=0.0) or 1.0)
    return matrix[run, run] / (size[:, None] * size[None, :])
