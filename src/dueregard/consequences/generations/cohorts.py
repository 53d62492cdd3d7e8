"""Generations as people speak of them: born in a decade, not yet born, alive now, children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.generations.population import Population

__all__ = ["CHILDREN", "Generation", "birth_bands", "generations_of"]

CHILDREN = 16
"""The age at which people are no longer counted among children."""

_DECADE = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Generation:
    """Birth cohorts that are looked at together.

    Attributes
    ----------
    name : str
        For readers: ``born 1960 to 1969``.
    kind : {"living", "unborn", "whole", "alive", "children", "young"}
        One of the generations that everybody belongs to just one of (``living``, ``unborn``); or everybody,
        everybody alive in the first year, those of them under 16, and these with those not yet born.
    cohorts : ndarray of bool (C,)
        Which cohorts.
    """

    name: str
    kind: Literal["living", "unborn", "whole", "alive", "children", "young"]
    cohorts: NDArray[np.bool_] = field(repr=False)

    @property
    def by(self) -> dict[str, str]:
        """What it adds to the ``by`` of a record: only parts that add up are called generations."""
        if self.kind == "whole":
            return {}
        return {"generation" if self.kind in ("living", "unborn") else "group": self.name}


def birth_bands(oldest: int, newest: int, starts: Sequence[int]) -> list[tuple[int, int, str]]:
    """Cut years of birth into generations.

    Parameters
    ----------
    oldest, newest : int
        The first and last year of birth of people alive.
    starts : sequence of int
        Where generations begin; decades if there are none.

    Returns
    -------
    list of tuple of int, int and str
        First and last year of birth, and the name.

    Examples
    --------
    >>> birth_bands(1995, 2012, ())
    [(1990, 1999, 'born 1990 to 1999'), (2000, 2009, 'born 2000 to 2009'), (2010, 2012, 'born 2010 to 2012')]
    >>> [name for *_, name in birth_bands(1930, 2012, (1946, 2000))]
    ['born before 1946', 'born 1946 to 1999', 'born 2000 to 2012']
    """
    begin = list(starts) or list(range(oldest - oldest % _DECADE, newest + 1, _DECADE))
    begin = [start for start in begin if start <= newest]
    bands = [(low, high - 1, f"born {low} to {high - 1}") for low, high in pairwise([*begin, newest + 1])]
    if not begin or oldest < begin[0]:
        end = begin[0] if begin else newest + 1
        bands.insert(0, (oldest, end - 1, f"born before {end}"))
    return [
        (low, high, f"born {low}" if low == high else name) for low, high, name in bands if high >= oldest
    ]


def generations_of(population: Population, starts: Sequence[int]) -> tuple[Generation, ...]:
    """List the generations that somebody belongs to, and the wider groups.

    Parameters
    ----------
    population : Population
        People by cohort and year.
    starts : sequence of int
        Where generations begin.

    Returns
    -------
    tuple of Generation
        Oldest first; those in which nobody is are left out.
    """
    cohorts, first = population.cohorts, int(population.years[0])
    alive = cohorts <= first
    there = population.first > 0
    known = cohorts[alive & there]
    oldest = int(known.min()) if len(known) else first
    found = [
        Generation(name=name, kind="living", cohorts=(cohorts >= low) & (cohorts <= high))
        for low, high, name in birth_bands(oldest, first, starts)
    ]
    found.append(Generation(name="not yet born", kind="unborn", cohorts=~alive))
    young = cohorts > first - CHILDREN
    wider = (
        Generation(name="everybody", kind="whole", cohorts=np.ones(len(cohorts), bool)),
        Generation(name=f"alive in {first}", kind="alive", cohorts=alive),
        Generation(name=f"aged {CHILDREN} and over in {first}", kind="alive", cohorts=~young),
        Generation(name=f"under {CHILDREN} in {first}", kind="children", cohorts=alive & young),
        Generation(name=f"under {CHILDREN} in {first} or not yet born", kind="young", cohorts=young),
    )
    return tuple(each for each in (*found, *wider) if population.first[each.cohorts].sum() > 0)
