"""What readers of an audit must know: who is left out, what figures rest on, how many were compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dueregard.voices.representation.findings import CharacteristicFinding
from dueregard.voices.representation.shares import Comparator
from dueregard.voices.representation.words import percent

__all__ = ["notes_of"]

_MANY = 5
_WHOM = {"population": "the population", "affected": "those affected"}


def notes_of(
    found: Sequence[CharacteristicFinding], comparators: Mapping[str, Comparator], *, weighted: bool
) -> tuple[str, ...]:
    """Tell what was left out and what figures rest on.

    Parameters
    ----------
    found : sequence of CharacteristicFinding
        All findings.
    comparators : mapping of str to Comparator
        By name.
    weighted : bool
        Whether the members have weights.

    Returns
    -------
    tuple of str
        Sentences.
    """
    notes = []
    for each in found:
        if each.not_stated:
            notes.append(_not_stated(each))
        for against in each.against:
            notes += [f"{each.name}: {note}" for note in against.notes]
    for name, comparator in comparators.items():
        if comparator.kind == "sample":
            notes.append(
                f"{comparator.title} ({name}) is a sample: intervals of ratios and verdicts allow for its "
                "error; exact chances take its shares as known."
            )
    if any(against.model == "hypergeometric" for each in found for against in each.against):
        notes.append(
            "The body is more than a twentieth of those counted: in its chances nobody is drawn twice "
            "(hypergeometric)."
        )
    if weighted:
        notes.append("Members have weights: shares are weighted, and exact chances and seats are not given.")
    return (*notes, *_multiplicity(found, list(comparators)))


def _not_stated(each: CharacteristicFinding) -> str:
    """Say who is left out, and between what shares lie whatever they are."""
    told = f"{each.name}: not stated by {each.not_stated:,}, left out of its comparison."
    groups = next((against.groups for against in each.against if against.groups), ())
    bounds = [
        f"{group.level} {percent(group.least_share)} to {percent(group.most_share)}"
        for group in groups
        if group.least_share is not None and group.most_share is not None
    ]
    if not 0 < len(bounds) <= _MANY:
        return told
    return f"{told} Were none or all of them of one group, its share would be: {'; '.join(bounds)}."


def _multiplicity(found: Sequence[CharacteristicFinding], names: Sequence[str]) -> list[str]:
    told = []
    for which, name in enumerate(names):
        groups = [group for each in found for group in each.against[which].groups if group.p is not None]
        if len(groups) >= _MANY:
            stand = [group.level for group in groups if (group.adjusted_p or 1.0) <= 0.05]
            out = f"these still stand out: {', '.join(stand)}" if stand else "none stands out"
            whom = _WHOM.get(name, name)
            told.append(
                f"{len(groups)} groups are held against {whom}: one in twenty fair ones would seem off. "
                f"Adjusted for that by Holm, {out}."
            )
    return told
