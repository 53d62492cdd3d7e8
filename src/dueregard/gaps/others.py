"""Everyone outside a group: the other groups of a row, pooled."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.estimates import Covariance, Estimates, Label, Support, concatenate

__all__ = ["others_of_means", "others_over"]

FloatArray = NDArray[np.float64]

NOBODY_ELSE = "there is nobody to compare with"


def others_over(levels: Estimates, variable: str) -> Estimates | None:
    """Find everyone else's value for each level of a variable, whatever the measure.

    Parameters
    ----------
    levels : Estimates
        Values by that variable.
    variable : str
        The variable.

    Returns
    -------
    Estimates or None
        In the order of the levels; None when everyone else was not kept, or is too many for their scores.
    """
    if levels.rest is None or any(isinstance(source, Covariance) for source in levels.sources):
        return None
    rest = levels.rest(variable)
    position = {label.key(): i for i, label in enumerate(rest.labels)}
    return rest.select([position[label.key()] for label in levels.labels])


def others_of_means(means: Estimates, counts: Estimates, *, within: str | None = None) -> Estimates:
    """Find, for the mean of each cell, the mean of all other cells.

    Parameters
    ----------
    means, counts : Estimates, k values each
        By cell: the mean, and the (weighted) number of people it is of.
    within : str, optional
        Only cells of the same level of this variable are others: the same age band, before standardising.

    Returns
    -------
    Estimates, k values
        (S - n_d m_d) / (N - n_d), where S and N sum n m and n over the cells: the pooled mean of everyone
        else. It is a closed form of values that are there already, for any number of variables, and its
        covariance with the cells is kept. A cell that is empty or alone is not estimable.
    """
    bands = _numbered([label.by[within] if within else None for label in means.labels])
    inhabited = np.isfinite(means.values) & (counts.values > 0)
    outside = _sums(np.where(inhabited, counts.values, 0.0), bands) - np.where(inhabited, counts.values, 0.0)
    usable = inhabited & (outside > 1e-9 * np.abs(counts.values))
    if not usable.any():
        return replace(
            means,
            values=np.full(len(means), np.nan),
            statuses=(),
            reasons=(NOBODY_ELSE,) * len(means),
            rest=None,
        )
    form = _Pooled(bands[inhabited], usable[inhabited])
    known = np.flatnonzero(inhabited)
    joined = concatenate(means.select(known), counts.select(known))
    labels = [means.labels[i] for i in np.flatnonzero(usable)]
    found = _applied(joined, form, labels)
    # A cell without others keeps its place; its own value stands in and is then taken out.
    place = np.where(usable, np.cumsum(usable) - 1, len(found) + np.arange(len(usable)))
    chosen = concatenate(found, means).select(place)
    return replace(
        chosen,
        values=np.where(usable, chosen.values, np.nan),
        supports=tuple(_supports(means, counts, bands)),
        statuses=tuple("ok" if here else "not_estimable" for here in usable),
        reasons=tuple(None if here else NOBODY_ELSE for here in usable),
        limits={},
        interval_methods=("t",) * len(usable),
        rest=None,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Pooled:
    """The pooled mean of the other cells as a function of the inhabited cells' means and counts."""

    bands: NDArray[np.intp]
    wanted: NDArray[np.bool_]

    def values(self, t: FloatArray) -> FloatArray:
        means, counts = np.split(t, 2)
        sums, people = _sums(counts * means, self.bands), _sums(counts, self.bands)
        return ((sums - counts * means)[self.wanted]) / ((people - counts)[self.wanted])

    def slopes(self, t: FloatArray) -> FloatArray:
        means, counts = np.split(t, 2)
        outside = (_sums(counts, self.bands) - counts)[self.wanted, None]
        others = (self.bands[self.wanted, None] == self.bands) & ~np.eye(len(self.bands), dtype=bool)[
            self.wanted
        ]
        by_mean = others * counts / outside
        by_count = others * (means - self.values(t)[:, None]) / outside
        return np.hstack([by_mean, by_count])


def _applied(joined: Estimates, form: _Pooled, labels: list[Label]) -> Estimates:
    """Carry a form through; where the spread is a covariance, by its slopes alone, which is all it takes."""
    if not all(isinstance(source, Covariance) for source in joined.sources):
        return joined.apply(form.values, gradient=form.slopes, labels=labels)
    return replace(
        joined.linear(sparse.csr_array(form.slopes(joined.values)), labels), values=form.values(joined.values)
    )


def _sums(values: FloatArray, bands: NDArray[np.intp]) -> FloatArray:
    totals = np.zeros(int(bands.max(initial=-1)) + 1, dtype=values.dtype)
    np.add.at(totals, bands, values)
    return totals[bands]


def _numbered(keys: Sequence[Hashable]) -> NDArray[np.intp]:
    position = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    return np.array([position[key] for key in keys], dtype=np.intp)


def _supports(means: Estimates, counts: Estimates, bands: NDArray[np.intp]) -> list[Support]:
    """Count the people outside each cell; squared weights can be subtracted, Kish's numbers cannot."""
    n = np.array([support.n for support in means.supports], float)
    effective = np.array([support.n_effective for support in means.supports], float)
    weight = np.nan_to_num(counts.values)
    squares = np.divide(weight**2, effective, out=np.zeros_like(weight), where=effective > 0)
    n_out, weight_out, squares_out = (_sums(each, bands) - each for each in (n, weight, squares))
    kish = np.divide(weight_out**2, squares_out, out=np.zeros_like(weight), where=squares_out > 0)
    units = max((support.units for support in means.supports), default=0)
    return [
        Support(n=round(n_out[i]), n_effective=float(min(kish[i], n_out[i])), units=units)
        for i in range(len(n))
    ]
