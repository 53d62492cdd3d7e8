"""Evidence that is missing: a finding with an owner and a date, never a silent absence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dueregard.casebook import PROTECTED, Specification, characteristic_label

__all__ = ["EvidenceGap", "declared", "missing_characteristics"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceGap:
    """A cell of the grid that nothing is known about.

    Parameters
    ----------
    characteristic : str
        The characteristic or place, by its harmonised name.
    outcome : str or None
        The outcome; None when it is about every outcome.
    level : str or None
        The group; None when it is about all of them.
    reason : str
        Why there is no evidence.
    owner : str or None
        Who will see to it.
    due : datetime.date or None
        By when.

    Examples
    --------
    >>> EvidenceGap(characteristic="religion", reason="not asked").owner is None
    True
    """

    characteristic: str
    outcome: str | None = None
    level: str | None = None
    reason: str
    owner: str | None = None
    due: date | None = None


def missing_characteristics(
    specification: Specification, *, seen: Collection[tuple[str, str]]
) -> tuple[EvidenceGap, ...]:
    """Name every characteristic that the grid must have and the evidence has not.

    Parameters
    ----------
    specification : Specification
        The casebook; its declared evidence gaps give the reason, the owner and the date.
    seen : collection of (str, str)
        Pairs of characteristic and outcome for which the grid has a column of values.

    Returns
    -------
    tuple of EvidenceGap
        One for each outcome and each of the nine protected characteristics, socio-economic position, and
        whatever else the casebook declares missing, that is not in `seen`. Declared gaps about evidence
        that is there stay as they are: the evidence may be poor.

    References
    ----------
    Equality Act 2010 ss.1, 4 and 149; House of Commons Treasury Committee, HC 1606 paragraph 74: missing
    data on some characteristics is no reason to leave out the others.
    """
    return tuple(dict.fromkeys([*_absent(specification, seen), *_poor(specification, seen)]))


def declared(specification: Specification, characteristic: str, outcome: str | None) -> EvidenceGap | None:
    """Look up what the casebook says of missing evidence.

    Parameters
    ----------
    specification : Specification
        The casebook.
    characteristic : str
        The characteristic's harmonised name.
    outcome : str or None
        The outcome.

    Returns
    -------
    EvidenceGap or None
        The entry for the outcome, else the entry for every outcome, else None.
    """
    matching = [gap for gap in specification.evidence_gaps if gap.characteristic == characteristic]
    chosen = next((gap for gap in matching if gap.outcome == outcome), None)
    chosen = chosen or next((gap for gap in matching if gap.outcome is None), None)
    if chosen is None:
        return None
    return EvidenceGap(
        characteristic=characteristic,
        outcome=outcome,
        reason=chosen.reason or "declared missing in the casebook",
        owner=chosen.owner,
        due=chosen.due,
    )


def _absent(spec: Specification, seen: Collection[tuple[str, str]]) -> Iterator[EvidenceGap]:
    outcomes: Iterable[str | None] = [outcome.name for outcome in spec.outcomes] or [None]
    for outcome in outcomes:
        for name in PROTECTED:
            if (name, outcome or "") not in seen:
                yield declared(spec, name, outcome) or EvidenceGap(
                    characteristic=name, outcome=outcome, reason=_not_collected(name)
                )


def _poor(spec: Specification, seen: Collection[tuple[str, str]]) -> Iterator[EvidenceGap]:
    for gap in spec.evidence_gaps:
        absent = gap.characteristic in PROTECTED and not any(
            name == gap.characteristic and gap.outcome in (None, outcome) for name, outcome in seen
        )
        found = declared(spec, gap.characteristic, gap.outcome)
        if found and not absent:
            yield found


def _not_collected(name: str) -> str:
    return f"The data do not record {characteristic_label(name).lower()}"
