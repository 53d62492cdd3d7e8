"""Values of several measures over one crossing, looked up by measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dueregard.estimates import Covariance, Estimates, Label, Scores

if TYPE_CHECKING:
    from dueregard.engine import Measure
    from dueregard.people import People

__all__ = ["Catalogue", "Key", "ask", "compact", "key_of"]

Key = tuple[str, Hashable, str | None]
"""Identifies a measure: its name, its options, and the outcome's name."""


AVERAGES = frozenset({"count", "mean", "proportion"})
"""Measures that can be compared with everyone else by their own values and counts."""

SCORES_KEPT = 200_000
"""The most people whose own scores are kept for averages, when each was sampled on their own."""


def key_of(measure: Measure | Label) -> Key:
    """Identify a measure, or the measure of a value.

    Parameters
    ----------
    measure : Measure or Label
        The one or the other.

    Returns
    -------
    tuple
        The same for a measure and for all of its values.
    """
    name, outcome = (
        (measure.measure, measure.outcome) if isinstance(measure, Label) else (measure.name, measure.label)
    )
    options = tuple(sorted((option, repr(value)) for option, value in measure.parameters.items()))
    return (name, options, outcome)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Estimates of several measures over one crossing, with an index.

    Parameters
    ----------
    estimates : Estimates
        All values.
    positions : mapping
        From each measure to the positions of its values, in order.
    """

    estimates: Estimates
    positions: Mapping[Key, Sequence[int]]

    @classmethod
    def of(cls, estimates: Estimates) -> Catalogue:
        """Index estimates.

        Parameters
        ----------
        estimates : Estimates
            All values.

        Returns
        -------
        Catalogue
            The index.
        """
        positions: dict[Key, list[int]] = defaultdict(list)
        for position, label in enumerate(estimates.labels):
            positions[key_of(label)].append(position)
        return cls(estimates, positions)

    def pick(self, *measures: Key) -> Estimates:
        """Select the values of some measures.

        Parameters
        ----------
        *measures : tuple
            See :func:`key_of`.

        Returns
        -------
        Estimates
            Measure after measure, each in the order of the levels.
        """
        return self.estimates.select([i for measure in measures for i in self.positions[measure]])


def ask(people: People, measures: Sequence[Measure], variables: Sequence[str]) -> Catalogue:
    """Estimate measures over one crossing, in one call.

    Parameters
    ----------
    people : People
        The people.
    measures : sequence of Measure
        What to estimate; each once.
    variables : sequence of str
        The crossing; empty for everyone.

    Returns
    -------
    Catalogue
        The values with their joint covariance.
    """
    # Nobody's own score is needed for averages, only what they sum to; of many people that costs less.
    many = people.count > SCORES_KEPT and all(measure.name in AVERAGES for measure in measures)
    keep = False if many else None
    return Catalogue.of(people.estimate(*dict.fromkeys(measures), by=tuple(variables), keep_scores=keep))


def compact(estimates: Estimates) -> Estimates:
    """Replace scores by the covariance that they give.

    Contrasts of the values then cost the square of the number of groups and no longer depend on the number
    of people. The result is the same, because the delta method only uses the covariance; in exchange, the
    values can no longer be put together with those of other calls.

    Parameters
    ----------
    estimates : Estimates, k values
        Values of one call.

    Returns
    -------
    Estimates, k values
        The same values; replicates and draws stay as they are, since they are carried over one by one.
    """
    return replace(
        estimates,
        sources=tuple(
            Covariance(identity=source.identity, matrix=source.covariance(), df=source.df)
            if isinstance(source, Scores)
            else source
            for source in estimates.sources
        ),
    )
