"""The tables of groups that R healthequal's examples are of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from dueregard.disparities import Groups, counted, published
from tests.golden.scenarios import read

FILES = {
    "wealth": "healthequal_OrderedSampleMultipleind",
    "regions": "healthequal_NonorderedSampleMultipleind",
}


def _columns(folder: Path, name: str) -> tuple[pl.DataFrame, list[str], list[str]]:
    frame = read(folder, FILES[name])
    levels = frame["subgroup"].to_list()
    return frame, levels, levels if name == "wealth" else []


def reference_group(folder: Path) -> str:
    """The region that the others are compared with."""
    frame = read(folder, FILES["regions"])
    return str(frame.filter(pl.col("reference_subgroup") == 1)["subgroup"][0])


@cache
def groups_of(name: str, folder: Path) -> Groups:
    """Regions; or wealth, poorest first."""
    frame, levels, order = _columns(folder, name)
    columns = (frame[each].to_numpy() for each in ("estimate", "se", "population"))
    return published(*columns, by=name, levels=levels, order=order)


@cache
def whole_people(folder: Path) -> Groups:
    """Wealth with whole people, to which healthequal's regressions round up."""
    frame, levels, order = _columns(folder, "wealth")
    people = np.ceil(frame["population"].to_numpy())
    return published(
        frame["estimate"].to_numpy(), frame["se"].to_numpy(), people, by="wealth", levels=levels, order=order
    )


@cache
def whole_events(folder: Path) -> Groups:
    """Wealth with whole people and whole events, to which its logistic regressions round."""
    frame, levels, order = _columns(folder, "wealth")
    people = np.ceil(frame["population"].to_numpy())
    rounded = 100 * np.round(frame["estimate"].to_numpy() / 100 * people) / people
    return published(rounded, None, people, by="wealth", levels=levels, order=order)


@cache
def counts_of(name: str, folder: Path) -> Groups:
    """The populations taken for samples, as healthequal's attributable risks take them."""
    frame, levels, order = _columns(folder, name)
    people = frame["population"].to_numpy()
    events = frame["estimate"].to_numpy() / 100 * people
    return counted(events, people, by=name, levels=levels, order=order, per=100)
