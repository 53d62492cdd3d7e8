"""Counts of everyone in the town, as a census would publish them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.levels import LEVELS
from dueregard.demo.places import WARDS
from dueregard.demo.town import Town

__all__ = ["AGE_BANDS", "band_labels", "published_counts"]

AGE_BANDS = (0, 16, 25, 35, 45, 55, 65, 75)
_IN_THE_CASEBOOK = {"Mixed": "Mixed or multiple"}  # the census writes the group's name in full


def band_labels(starts: tuple[int, ...] = AGE_BANDS) -> tuple[str, ...]:
    """Name age bands as the casebook does.

    Parameters
    ----------
    starts : tuple of int
        Where each band starts.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> band_labels((0, 16, 65))
    ('0 to 15', '16 to 64', '65 and over')
    """
    closed = [f"{low} to {high - 1}" for low, high in pairwise(starts)]
    return (*closed, f"{starts[-1]} and over")


def published_counts(town: Town) -> dict[str, str]:
    """Write the tables of counts as CSV.

    Parameters
    ----------
    town : Town

    Returns
    -------
    dict of str to str
        File name to text.
    """
    columns = town.columns
    groups = [_IN_THE_CASEBOOK.get(label, label) for label in LEVELS["ethnicity"]]
    band = np.digitize(columns["age"], AGE_BANDS[1:])
    return {
        "population_by_ethnic_group.csv": _csv("Ethnic group", groups, columns["ethnicity"]),
        "population_by_ward.csv": _csv("Ward", [ward.name for ward in WARDS], columns["ward"]),
        "population_by_age.csv": _csv("Age", list(band_labels()), band),
    }


def _csv(heading: str, labels: list[str], codes: NDArray[np.int64]) -> str:
    counts = np.bincount(codes, minlength=len(labels))
    lines = [f"{label},{count}" for label, count in zip(labels, counts, strict=True)]
    return "\n".join([f"{heading},Count", *lines, ""])
