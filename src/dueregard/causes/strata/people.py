"""People by stratum, ready to be modelled: their sums, and where the design asks for it each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from dueregard.causes.designs import SampleDesign
from dueregard.causes.strata.cells import BinomialCells, binomial_cells
from dueregard.causes.strata.tally import Tally
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["Rows", "StrataPeople", "cells_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """People one by one, where they were weighted, clustered or drawn by strata.

    Attributes
    ----------
    outcome : ndarray (n,)
        Of each.
    covariates : ndarray (n, q)
        Of each.
    stratum : ndarray of int (n,)
        The stratum of each; -1 for none that is kept.
    design : SampleDesign
        How they were selected.
    """

    outcome: FloatArray = field(repr=False)
    covariates: FloatArray = field(repr=False)
    stratum: IntArray = field(repr=False)
    design: SampleDesign = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StrataPeople:
    """People by stratum, ready to be modelled.

    Attributes
    ----------
    outcome : str
        As it was asked for.
    variables : tuple of str
        The characteristics that are crossed.
    labels : tuple of str
        What they are called in words.
    levels : tuple of tuple of str
        The levels of each.
    codes : ndarray of int (J, d)
        The level of each stratum in each.
    tally : Tally
        Sums by stratum.
    adjusted : tuple of str
        Covariates.
    patterns : BinomialCells, optional
        Counts by stratum and covariates, of a yes/no outcome with covariates.
    rows : Rows, optional
        People one by one.
    full : bool
        Whether they are a full count.
    notes : tuple of str
        What was decided, in sentences.
    """

    outcome: str
    variables: tuple[str, ...]
    labels: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    codes: IntArray = field(repr=False)
    tally: Tally = field(repr=False)
    adjusted: tuple[str, ...] = ()
    patterns: BinomialCells | None = field(default=None, repr=False)
    rows: Rows | None = field(default=None, repr=False)
    full: bool = False
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """J, how many strata have somebody."""
        return len(self.codes)

    @property
    def two_valued(self) -> bool:
        """Whether the outcome is only ever 0 or 1."""
        return self.tally.others == 0

    def by(self, stratum: int) -> Mapping[str, str]:
        """Name a stratum.

        Parameters
        ----------
        stratum : int
            Its position.

        Returns
        -------
        mapping of str to str
            Its level of each characteristic.
        """
        chosen = zip(self.variables, self.levels, self.codes[stratum], strict=True)
        return {variable: levels[code] for variable, levels, code in chosen}

    def only(self, kept: BoolArray) -> StrataPeople:
        """Forget the people of some strata altogether.

        Parameters
        ----------
        kept : ndarray of bool (J,)
            Whose people stay.

        Returns
        -------
        StrataPeople
            Of the other strata.
        """
        place = np.where(kept, np.cumsum(kept) - 1, -1)
        rows, patterns = self.rows, self.patterns
        if rows is not None:
            rows = replace(rows, stratum=np.where(rows.stratum >= 0, place[rows.stratum], -1))
        if patterns is not None:
            inside = kept[patterns.stratum]
            patterns = BinomialCells(
                stratum=place[patterns.stratum[inside]],
                trials=patterns.trials[inside],
                events=patterns.events[inside],
                covariates=patterns.covariates[inside],
            )
        used = [np.unique(codes) for codes in self.codes[kept].T]
        return replace(
            self,
            levels=tuple(
                tuple(levels[at] for at in there) for levels, there in zip(self.levels, used, strict=True)
            ),
            codes=np.column_stack(
                [np.searchsorted(there, codes) for there, codes in zip(used, self.codes[kept].T, strict=True)]
            ),
            tally=self.tally.only(kept),
            rows=rows,
            patterns=patterns,
        )


def cells_of(read: StrataPeople, scale: FloatArray) -> BinomialCells:
    """Count yeses for a model, with scaled weights.

    Parameters
    ----------
    read : StrataPeople
        Of a yes/no outcome.
    scale : ndarray (J,)
        What weights are multiplied by in each stratum.

    Returns
    -------
    BinomialCells
        By stratum and, where there are covariates, their patterns.
    """
    if read.patterns is not None:
        return read.patterns
    if read.adjusted and read.rows is not None:
        rows, inside = read.rows, read.rows.stratum >= 0
        stratum = rows.stratum[inside]
        weight = rows.design.weight[inside] * scale[stratum]
        return binomial_cells(
            rows.outcome[inside], stratum, weight=weight, covariates=rows.covariates[inside]
        )
    size = read.tally.weight * scale
    return BinomialCells(
        stratum=np.arange(read.size),
        trials=size,
        events=size * read.tally.share,
        covariates=np.zeros((read.size, 0)),
    )
