"""The instruments: one table, one function. A new one is a line here, and needs no new rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Finding
from dueregard.appraisal.instruments.birthright import root_causes
from dueregard.appraisal.instruments.generations import fair_to_generations
from dueregard.appraisal.instruments.known import what_is_known
from dueregard.appraisal.instruments.outcome import equality_of_outcome
from dueregard.appraisal.instruments.place import people_and_places
from dueregard.appraisal.instruments.voice import who_was_heard

__all__ = ["INSTRUMENTS", "Instrument", "findings_of"]

Instrument = Callable[[Evidence], Iterator[Finding]]

INSTRUMENTS: dict[str, Instrument] = {
    "equality of outcome": equality_of_outcome,
    "who was heard": who_was_heard,
    "what is known": what_is_known,
    "people and places": people_and_places,
    "fair to generations": fair_to_generations,
    "root causes": root_causes,
}
"""Each turns what may be seen into findings of any principle and option."""


def findings_of(evidence: Evidence) -> tuple[Finding, ...]:
    """Ask every instrument.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.

    Returns
    -------
    tuple of Finding
        In the order of the instruments.
    """
    return tuple(finding for instrument in INSTRUMENTS.values() for finding in instrument(evidence))
