"""What a reader of the results has to know about how they came about."""

from __future__ import annotations

import numpy as np

from dueregard.voices.opinions.agreement import adjusted_rand
from dueregard.voices.opinions.counts import VoteCounts
from dueregard.voices.opinions.membership import Membership
from dueregard.voices.opinions.reading_notes import many
from dueregard.voices.opinions.stability import Sample
from dueregard.voices.opinions.votes import Votes

__all__ = ["against_export", "notes_on_opinions"]

FEW_PEOPLE = 50
"""Below so many participants in groups, divisions are reported with a warning; Polis advises 50 to 100."""


def against_export(votes: Votes, membership: Membership) -> float | None:
    """Compare groups with those of an export, over participants who are in both.

    Parameters
    ----------
    votes : Votes
        With the groups of the export.
    membership : Membership
        The groups.

    Returns
    -------
    float or None
        The adjusted Rand index; None without an export's groups or without groups.
    """
    if votes.export_groups is None or not membership.names:
        return None
    cells = votes.export_groups
    names = {name: place for place, name in enumerate(sorted({each for each in cells if each is not None}))}
    other = np.array([-1 if each is None else names[each] for each in cells], dtype=np.int64)
    both = (other >= 0) & (membership.group >= 0)
    return adjusted_rand(membership.group[both], other[both]) if both.any() else None


def notes_on_opinions(sample: Sample, counts: VoteCounts, *, floor: int) -> list[str]:
    """Tell of participants in no group, those who stand apart, refused divisions and statements few saw.

    Parameters
    ----------
    sample : Sample
        What was analysed.
    counts : VoteCounts
        Votes of everybody.
    floor : int
        Fewest votes that a summary rests on.

    Returns
    -------
    list of str
        Sentences.
    """
    notes = []
    few = int((sample.votes.kept & (counts.seen < floor)).sum())
    if few:
        notes.append(
            f"{few:,} of {int(sample.votes.kept.sum()):,} statements have fewer than {floor} votes; "
            "no summary rests on them."
        )
    if sample.run is not None:
        notes += _on_groups(sample)
    return notes


def _on_groups(sample: Sample) -> list[str]:
    run, notes = sample.run, []
    placed, people = int(sample.placed.sum()), len(sample.placed)
    if run is None:
        return []
    if placed < people:
        notes.append(f"{people - placed:,} of {people:,} participants voted too rarely to be put in a group.")
    if alone := int(run.grouping.apart.sum()):
        notes.append(
            f"{many(alone, 'participant stands', 'participants stand')} apart from everybody else. Fewer "
            f"than {sample.smallest} are not a group: they are counted with the group nearest to them."
        )
    if run.grouping.refused:
        listed = ", ".join(map(str, run.grouping.refused))
        notes.append(
            f"Divisions into {listed} groups were refused: a group would have had fewer than "
            f"{sample.smallest} members."
        )
    if run.grouping.number and placed < FEW_PEOPLE:
        notes.append(
            f"Only {placed} participants are grouped: divisions of so few are seldom to be relied on."
        )
    return notes
