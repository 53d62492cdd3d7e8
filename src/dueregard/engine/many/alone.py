"""Measures of people in order of a column by itself, over many crossings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dueregard.engine.crossing import Found
from dueregard.engine.many.held import OrderedColumn, first_column, found_of, parted, stretches_of
from dueregard.engine.many.pairs import Through, WithinLevels, roots_of_pairs
from dueregard.engine.many.ranks import Answer, solved
from dueregard.engine.many.smooth import LevelSums
from dueregard.engine.many.values import Values
from dueregard.engine.protocols import Outcome
from dueregard.engine.scored import Floats

__all__ = ["Alone", "alone"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alone:
    """A column in order, to be asked about over crossings.

    Attributes
    ----------
    column : OrderedColumn
        Everybody in its order.
    """

    column: OrderedColumn

    def found(self, of: LevelSums, measures: Sequence[Any], confidence: float) -> list[Found]:
        """Solve measures over the levels of a crossing.

        Parameters
        ----------
        of : LevelSums
            The crossing.
        measures : sequence of Measure
            Ordered ones and quantiles of this column.
        confidence : float
            Confidence level.

        Returns
        -------
        list of Found
            One a measure; its part carries variances.
        """
        held, count = self.column.held, len(of.levels)
        level = held.levels_of(of.level[of.sums.cell_of(held.person)])
        place, starts = parted(level, count, None)
        pieces: list[list[tuple[int, Answer]]] = [[] for _ in measures]
        variances: list[list[Floats]] = [[] for _ in measures]
        for first, end in stretches_of(starts):
            rows = place[starts[first] : starts[end]]
            bounds = starts[first : end + 1] - starts[first]
            groups = of.groups.stretch(first, end) if held.clustered else None
            within = held.within(rows, bounds, groups)
            own = self.column.people(rows, bounds)
            answers = solved(measures, own, self.column.everybody, within, (confidence,))
            for index, answer in enumerate(answers):
                pieces[index].append((first, answer))
                variances[index].append(self._variances(answer, within, end - first))
        return [
            found_of(some, spread=np.concatenate(each)) for some, each in zip(pieces, variances, strict=True)
        ]

    def _variances(self, answer: Answer, within: WithinLevels | None, levels: int) -> Floats:
        if within is None or answer.influence is None:
            return np.zeros(levels)
        if answer.base is None:
            return within.variances(answer.influence)
        assert answer.moved is not None
        held, key = self.column.held, (id(answer.base), 0)
        if key not in held.through:
            moved = self.column.influence(answer.base)
            held.through[key] = Through.of(moved, np.zeros_like(moved), held.everybody())
        nothing = np.zeros_like(answer.influence)
        own = (answer.influence, nothing)
        roots = roots_of_pairs(within, own, held.through[key], (answer.moved, answer.moved))
        return np.asarray(roots[0] ** 2)


def alone(values: Values, outcome: Outcome) -> Alone:
    """Put everybody in the order of a column.

    Parameters
    ----------
    values : Values
        Of the people.
    outcome : Outcome
        Of one column in memory.

    Returns
    -------
    Alone
        To be asked about.
    """
    return Alone(column=first_column(values.people, outcome))
