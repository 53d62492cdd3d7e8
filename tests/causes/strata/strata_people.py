"""A small table of people in strata, and what R's lme4 says of it."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dueregard.causes.strata import FixedPart, main_effects, only_mean

FOLDER = Path(__file__).parents[2] / "golden" / "strata"
VARIABLES = ("sex", "origin", "class")
TABLE = FOLDER / "strata_people.csv"


class People(NamedTuple):
    pay: np.ndarray
    ill: np.ndarray
    age: np.ndarray
    stratum: np.ndarray
    codes: np.ndarray
    levels: list[list[str]]
    names: list[str]

    def fixed(self, model: str) -> FixedPart:
        if model == "null":
            return only_mean(len(self.names))
        return main_effects(self.codes, variables=VARIABLES, levels=self.levels)


@cache
def people() -> People:
    with TABLE.open() as file:
        rows = list(csv.DictReader(file))
    levels = [sorted({row[name] for row in rows}) for name in VARIABLES]
    codes = np.array([[levels[at].index(row[name]) for at, name in enumerate(VARIABLES)] for row in rows])
    strata, stratum = np.unique(codes, axis=0, return_inverse=True)
    names = [".".join(levels[at][code] for at, code in enumerate(each)) for each in strata]
    pay, ill, age = (np.array([float(row[name]) for row in rows]) for name in ("pay", "ill", "age"))
    return People(pay, ill, age, stratum.ravel(), strata, levels, names)


@cache
def reference() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "strata_reference.json").read_text()))
