"""The assembly of Brackwater: who put their names down for it, and the quotas that a panel must meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.consultation import ADULT
from dueregard.demo.draws import effect, stage_generator
from dueregard.demo.levels import code_of
from dueregard.demo.tables import csv_text
from dueregard.demo.town import Town

__all__ = ["SEATS", "assembly_tables"]

SEATS = 16
"""Seats of the assembly."""
_STAGES = ((29, "16 to 29"), (49, "30 to 49"), (65, "50 to 65"), (200, "66 and over"))
_FIRST = ("Ada", "Bram", "Cleo", "Dilys", "Ewan", "Farah", "Gwil", "Hana", "Idris", "Jola", "Kemi", "Lorcan")
_LAST = (
    "Underhay",
    "Pellow",
    "Quartermain",
    "Ravensdale",
    "Osterley",
    "Vennable",
    "Wrayburn",
    "Yardley-Fenn",
)
_STREETS = ("Ropewalk Lane", "Tide Row", "Larkrise Crescent", "Minster Steps", "Saltings Close")


def assembly_tables(town: Town) -> dict[str, str]:
    """Write the register of volunteers and the quotas as CSV.

    Parameters
    ----------
    town : Town

    Returns
    -------
    dict of str to str
        File name to text: respondents.csv, with made-up names and addresses, and targets.csv.
    """
    random = stage_generator(town.seed, "assembly")
    adults = np.flatnonzero(town.columns["age"] >= ADULT)
    groups = _groups(town)
    rows = _volunteers(random, town, adults)
    order = random.permutation(len(rows)) + 1
    people = [
        (
            f"V{order[i]:03d}",
            f"{_FIRST[int(random.integers(len(_FIRST)))]} {_LAST[int(random.integers(len(_LAST)))]}",
            f"{1 + int(town.columns['household'][row]) % 190} {_STREETS[int(town.columns['ward'][row]) % 5]}",
            *(labels[row] for labels in groups.values()),
        )
        for i, row in enumerate(rows)
    ]
    targets = [
        (name, *quota) for name, labels in groups.items() for quota in _quotas(labels[adults], labels[rows])
    ]
    return {
        "respondents.csv": csv_text(("id", "name", "address", *groups), sorted(people)),
        "targets.csv": csv_text(("category", "feature", "min", "max"), targets),
    }


def _volunteers(random: np.random.Generator, town: Town, adults: NDArray[Any]) -> NDArray[Any]:
    """Draw who puts their name down: the settled and the schooled more often, as everywhere."""
    leaning = (
        0.6 * (town.columns["age"][adults] >= 50)
        + effect(
            (("Degree or above", 0.7), ("No qualifications", -0.7)),
            "qualification",
            town.columns["qualification"][adults],
        )
        - 0.3 * (town.columns["disabled"][adults] == 1)
    )
    order = np.argsort(-(leaning + random.gumbel(size=len(adults))), kind="stable")
    return np.asarray(adults[order[: town.parameters.voicing.volunteers]])


def _groups(town: Town) -> dict[str, NDArray[Any]]:
    ends, names = zip(*_STAGES, strict=True)
    stage = np.searchsorted(np.array(ends), town.columns["age"])
    british = town.columns["ethnicity"] == code_of("ethnicity", "White British")
    disabled = town.columns["disabled"] == 1
    return {
        "age": np.array(names, dtype=object)[stage],
        "sex": town.labels("sex"),
        "ethnicity": np.where(british, "White British", "another ethnic group"),
        "disabled": np.where(disabled, "yes", "no"),
        "locality": town.labels("locality"),
    }


def _quotas(everyone: NDArray[Any], volunteers: NDArray[Any]) -> Iterator[tuple[str, int, int]]:
    """Share the seats out as the town's adults are, with a seat to spare either way."""
    for name in sorted(set(everyone.tolist())):
        seats = SEATS * float((everyone == name).mean())
        high = min(int(np.ceil(seats)) + 1, int((volunteers == name).sum()))
        yield name, min(int(np.floor(seats)), high), high
