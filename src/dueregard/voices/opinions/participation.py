"""How many of each level took part, and which of these numbers a release may not give."""

from __future__ import annotations

from collections.abc import Iterator

from dueregard.disclosure import Policy, Table, release
from dueregard.estimates import Record, Support
from dueregard.voices.opinions.declared import NOT_DECLARED, declared
from dueregard.voices.opinions.votes import Votes
from dueregard.voices.opinions.weighting import ParticipantWeights

__all__ = ["hidden_levels"]


def hidden_levels(votes: Votes, weights: ParticipantWeights, policy: Policy) -> frozenset[tuple[str, str]]:
    """Find the levels whose participants may not be counted in public.

    Parameters
    ----------
    votes : Votes
        With what participants declared.
    weights : ParticipantWeights
        With every level of the population, those that nobody has too.
    policy : Policy
        The rules.

    Returns
    -------
    frozenset of (str, str)
        Characteristic and level: small ones, and others from which small ones could be worked out. Where
        any is hidden, a level that nobody has is hidden too.
    """
    tables = [
        Table(name=f"participants-{at}", title=name, records=tuple(_records(votes, weights, name)))
        for at, name in enumerate(dict.fromkeys(level.characteristic for level in weights.levels))
    ]
    return frozenset(
        next(iter(record.by.items()))
        for table in release(tables, policy=policy).tables
        for record in table.records
        if record.status == "withheld"
    )


def _records(votes: Votes, weights: ParticipantWeights, name: str) -> Iterator[Record]:
    """Write one count a level, as the gate takes them."""
    counts = {level.level: level.participants for level in weights.levels if level.characteristic == name}
    if free := declared(votes, name).not_declared:
        counts[NOT_DECLARED] = free
    for level, people in counts.items():
        yield Record(
            measure="participants",
            by={name: level},
            estimate=float(people) if people else None,
            status="ok" if people else "not_estimable",
            n=people,
            support=Support(n=people, n_effective=float(people), units=people),
        )
