"""The same panel of measures asked of every design, on one backend at a time."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from unittest import mock

import numpy as np

from dueregard.engine import Grouping, evaluate
from dueregard.engine import held as held_module
from dueregard.estimates import Estimates
from dueregard.measures import parse_measure
from dueregard.measures.catalogue import CATALOGUE
from tests.backends.designs import FEATURES
from tests.backends.people import columns_of, people
from tests.backends.running import BACKENDS, runs_of

KIND = Grouping(name="kind", column="kind", labels={"m": "men", "f": "women", "x": "others"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """What a panel of measures came to for one design.

    Attributes
    ----------
    estimates : Estimates
        Of everybody and of each kind of person.
    runs : mapping of str to slice
        The positions of each measure.
    covariance : ndarray, optional
        Joint, if there is any error.
    """

    estimates: Estimates
    runs: Mapping[str, list[int]]
    covariance: Any

    def only(self, names: Mapping[str, str]) -> Panel:
        """Keep some of the measures."""
        kept = [place for name in names for place in self.runs[name]]
        at, runs = 0, {}
        for name in names:
            runs[name] = list(range(at, at + len(self.runs[name])))
            at += len(self.runs[name])
        matrix = None if self.covariance is None else self.covariance[np.ix_(kept, kept)]
        return Panel(estimates=self.estimates.select(kept), runs=runs, covariance=matrix)

    @property
    def sizes(self) -> Any:
        """The error of each value; of parts of a whole, the largest of them."""
        sizes = self.estimates.se.copy()
        for name, places in self.runs.items():
            if is_parts(name):
                sizes[places] = np.nanmax(sizes[places], initial=0.0)
        return sizes


def is_parts(name: str) -> bool:
    """Whether a measure gives parts of a whole, some of which are small differences of large numbers."""
    return name in CATALOGUE and CATALOGUE[name].family == "decompositions"


def panel_of(backend: str, feature: str) -> Mapping[str, str]:
    """Name the measures that a backend is asked for."""
    wanted = FEATURES[feature]
    return wanted.on_spark if backend == "spark" else wanted.panel


@functools.cache
def asked(backend: str, feature: str, *, held: bool = True) -> Panel:
    """Estimate the panel of one design on one backend."""
    wanted = FEATURES[feature]
    measures = {name: parse_measure(text) for name, text in panel_of(backend, feature).items()}
    frame = people([column for each in measures.values() for column in columns_of(each)])
    with small_tables(held=held):
        table = BACKENDS[backend](frame, wanted.design)
        table = table.where(wanted.where) if wanted.where else table
        found = evaluate(table, list(measures.values()), groupings=[[KIND]], keep_scores=wanted.keep_scores)
    places = [list(range(run.start, run.stop)) for run in runs_of(found)]
    return Panel(
        estimates=found,
        runs=dict(zip(measures, places, strict=True)),
        covariance=found.covariance() if wanted.design.has_sampling_error else None,
    )


@functools.cache
def everyone_else(backend: str, feature: str, texts: tuple[str, ...], *, held: bool = True) -> Estimates:
    """Compare each kind of person with everyone else; under second moments, estimate everyone else."""
    wanted = FEATURES[feature]
    with small_tables(held=held):
        table = BACKENDS[backend](people(), wanted.design)
        found = evaluate(
            table,
            [parse_measure(text) for text in texts],
            groupings=[[KIND]],
            keep_scores=wanted.keep_scores,
        )
        if wanted.keep_scores is False:
            assert found.rest is not None
            return found.rest("kind")
        return found.versus("rest", by="kind")


def small_tables(*, held: bool) -> AbstractContextManager[Any]:
    """Hold small tables in memory, or none."""
    # Nothing is held of a table with more than no rows.
    return nullcontext() if held else mock.patch.multiple(held_module, HELD_ROWS=-1, FETCHED_ROWS=-1)
