"""Generalised entropy within and between nested groups, and its derivatives in what is known of each group.

Everything is a function of sums over groups, so that thousands of neighbourhoods cost little: derivatives of
the sums in each group's numbers are taken for all groups at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.measures.decompositions.derived import slopes_of
from dueregard.measures.decompositions.groups import Groups

__all__ = ["EntropyGroups"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EntropyGroups:
    """Entropy of one or several alphas, added up, by nested groups.

    Attributes
    ----------
    groups : Groups
        Of each finest group: number of people, total, and the entropy of each alpha.
    alphas : tuple of float
        Which are added up.
    starts : tuple of ndarray of int
        For each depth, coarsest first, at which of the finest groups its groups start.
    scale : float
        A typical value; entropy does not depend on it, rounding does.

    References
    ----------
    Shorrocks (1984), Inequality decomposition by population subgroups, Econometrica 52, 1369-1385,
    equation 6; Theil (1967), Economics and Information Theory, section 4.A, of nested groups.
    """

    groups: Groups
    alphas: tuple[float, ...]
    starts: tuple[NDArray[np.int64], ...]
    scale: float

    @classmethod
    def of(cls, groups: Groups, *, alphas: Sequence[float], names: Sequence[str]) -> EntropyGroups:
        """Find out which groups lie in which.

        Parameters
        ----------
        groups : Groups
            In the order of a crossing, the coarsest variable slowest.
        alphas : sequence of float
            Which entropies are added up.
        names : sequence of str
            The variables, coarsest first.

        Returns
        -------
        EntropyGroups
            Of these groups.
        """
        keys = [tuple(by[name] for name in names) for by in groups.by]
        starts = []
        for depth in range(1, len(names) + 1):
            fresh = [at for at, key in enumerate(keys) if not at or key[:depth] != keys[at - 1][:depth]]
            starts.append(np.array(fresh, dtype=np.int64))
        number, total = groups.of_groups(groups.estimates.values)[:2]
        scale = float(np.nansum(total) / np.nansum(number)) if np.nansum(number) > 0 else 1.0
        return cls(groups=groups, alphas=tuple(alphas), starts=tuple(starts), scale=scale)

    @property
    def outer(self) -> int:
        """How many of the coarsest groups there are."""
        return len(self.starts[0])

    def components(self, values: NDArray[Any]) -> NDArray[Any]:
        """Compute all components.

        Parameters
        ----------
        values : ndarray (..., k)
            Like those of the groups' estimates.

        Returns
        -------
        ndarray (..., m)
            Total; within the finest groups; between the groups of each depth; then for each of the coarsest
            groups what is inside it, and what its mean adds.
        """
        return self._of_sums(self._sums(values))

    def slopes(self) -> Any:
        """Differentiate the components in what is known of each group.

        Returns
        -------
        scipy.sparse csr_array (m, k)
            Derivatives.
        """
        values = self.groups.estimates.values
        sums = self._sums(values)
        outer = slopes_of(
            lambda flat: self._of_sums(flat.reshape(*flat.shape[:-1], *sums.shape)), sums.ravel()
        )
        return sparse.csr_array(sparse.csr_array(outer) @ self._slopes_of_sums(values))

    def _sums(self, values: NDArray[Any]) -> NDArray[Any]:
        """Sums by coarsest group (..., q, outer): people, total, and of each alpha its terms by depth."""
        number, total, *entropies = self._known(values)
        sums = [self._to_outer(number), self._to_outer(total)]
        for alpha, entropy in zip(self.alphas, entropies, strict=True):
            sums.append(self._to_outer(_power_sum(number, total, alpha, entropy=entropy)))
            for starts in self.starts:
                people, whole = _added(number, starts), _added(total, starts)
                terms = _power_sum(people, whole, alpha)
                sums.append(_added(terms, np.searchsorted(starts, self.starts[0])))
        return np.stack(sums, axis=-2)

    def _known(self, values: NDArray[Any]) -> list[NDArray[Any]]:
        """What is known of groups with people; nothing of others."""
        number, total, *entropies = self.groups.of_groups(values)
        some = np.real(number) > 0
        return [np.where(some, each, 0.0) for each in (number, total / self.scale, *entropies)]

    def _to_outer(self, each: NDArray[Any]) -> NDArray[Any]:
        return _added(each, self.starts[0])

    def _slopes_of_sums(self, values: NDArray[np.float64]) -> Any:
        """Derivatives of the sums: each group moves only those of the coarsest group it lies in."""
        measures, count = self.groups.measures, len(self.groups)
        rows, columns, entries = [], [], []
        home = np.repeat(np.arange(self.outer), np.diff(np.append(self.starts[0], count)))
        for measure in range(measures):
            for row, slope in self._slopes_in(values, measure):
                rows.append(row * self.outer + home)
                columns.append(measure * count + np.arange(count))
                entries.append(slope)
        shape = ((2 + len(self.alphas) * (1 + len(self.starts))) * self.outer, len(values))
        places = (np.concatenate(rows), np.concatenate(columns))
        return sparse.csr_array((np.concatenate(entries), places), shape=shape)

    def _slopes_in(self, values: NDArray[np.float64], measure: int) -> list[tuple[int, NDArray[np.float64]]]:
        """Derivatives of each row of sums in one measure of every group."""
        known = self._known(values)
        count = len(self.groups)
        found = []
        if measure < 2:
            unit = 1.0 if measure == 0 else 1 / self.scale
            found.append((measure, np.where(known[0] > 0, unit, 0.0)))
        row = 2
        for index, alpha in enumerate(self.alphas):
            own = [each.astype(complex) for each in (known[0], known[1], known[2 + index])]
            at = measure if measure < 2 else (2 if measure == 2 + index else None)
            if at is not None:
                found.append((row, self._slope(own, at, alpha, within=True)))
            row += 1
            for starts in self.starts:
                if measure < 2:
                    sums = [_added(each, starts) for each in own[:2]]
                    slope = self._slope(sums, measure, alpha, within=False)
                    found.append((row, np.repeat(slope, np.diff(np.append(starts, count)))))
                row += 1
        return found

    def _slope(
        self, known: list[NDArray[Any]], at: int, alpha: float, *, within: bool
    ) -> NDArray[np.float64]:
        step = 1e-30 * np.where(known[at] == 0, 1.0, np.abs(known[at]))
        moved = [each + 1j * step if index == at else each for index, each in enumerate(known)]
        with np.errstate(all="ignore"):
            terms = _power_sum(moved[0], moved[1], alpha, entropy=moved[2] if within else None)
        slope = np.where(np.real(known[0]) > 0, np.imag(terms) / step, 0.0)
        return slope / self.scale if at == 1 else slope

    def _of_sums(self, sums: NDArray[Any]) -> NDArray[Any]:
        number, total = sums[..., 0, :], sums[..., 1, :]
        results, row = [], 2
        for alpha in self.alphas:
            depths = len(self.starts)
            results.append(_split_up(number, total, sums[..., row : row + 1 + depths, :], alpha))
            row += 1 + depths
        return np.asarray(np.sum(results, axis=0))


def _added(each: NDArray[Any], starts: NDArray[np.int64]) -> NDArray[Any]:
    return np.add.reduceat(each, starts, axis=-1) if len(starts) else each[..., :0]


def _power_sum(
    number: NDArray[Any], total: NDArray[Any], alpha: float, *, entropy: NDArray[Any] | None = None
) -> NDArray[Any]:
    """``N m^alpha`` of groups with mean m; ``N ln m`` and ``Y ln m`` for alpha 0 and 1; times an entropy."""
    some = np.real(number) > 0
    with np.errstate(all="ignore"):
        centre = np.where(some, total / np.where(some, number, 1.0), 1.0)
        if entropy is not None:
            weight = {0.0: number, 1.0: total}.get(alpha)
            return np.asarray((number * centre**alpha if weight is None else weight) * entropy)
        if alpha in (0, 1):
            return np.asarray((number if alpha == 0 else total) * np.log(centre))
        return np.asarray(number * centre**alpha)


def _split_up(number: NDArray[Any], total: NDArray[Any], sums: NDArray[Any], alpha: float) -> NDArray[Any]:
    """Components of one alpha; sums are those within groups, then between the groups of each depth."""
    people, everything = (np.sum(each, axis=-1, keepdims=True) for each in (number, total))
    p, s = number / people, total / everything
    centre = everything / people
    inside, *depths = np.moveaxis(sums, -2, 0)
    if alpha == 0:
        within = inside / people
        share = [p * np.log(centre) - each / people for each in depths]
        lost = s - p
    elif alpha == 1:
        within = inside / everything
        share = [each / everything - s * np.log(centre) for each in depths]
        lost = p - s
    else:
        size, factor = people * centre**alpha, alpha * (alpha - 1)
        within = inside / size
        share = [(each / size - p) / factor for each in depths]
        lost = (p - s) / (alpha - 1)
    between = [np.sum(each, axis=-1, keepdims=True) for each in share]
    steps = [between[0], *(finer - coarser for coarser, finer in pairwise(between))]
    total_within = np.sum(within, axis=-1, keepdims=True)
    parts = [total_within + between[-1], total_within, *steps]
    return np.concatenate([*parts, within + share[-1] - share[0], share[0] + lost], axis=-1)
