"""Place: which places lose, whether the gap between places closes, and whether the people there gain too."""

from __future__ import annotations

from collections.abc import Iterator

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Finding, Unknown
from dueregard.appraisal.instruments.effects import effects_by, effects_of
from dueregard.appraisal.instruments.flags import flagged
from dueregard.appraisal.instruments.grouping import home_of, places_of
from dueregard.appraisal.instruments.now import standing_now
from dueregard.appraisal.instruments.taking_part import fewer_than_fair
from dueregard.appraisal.reading import is_known
from dueregard.options import DO_NOTHING

__all__ = ["people_and_places"]


def people_and_places(evidence: Evidence) -> Iterator[Finding]:
    """Find what each option does to places and to people in them.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.

    Yields
    ------
    Finding
        Of doing nothing: gaps between places, how they move, whether local people took part. Of options:
        places that lose or gain, the poorest there, and places that rise while their people lose.
    """
    places = places_of(evidence)
    if not places:
        what = "The casebook has no places: where people gain or lose is not known."
        yield Finding(
            principle="place",
            option=None,
            signal="unknown",
            words=what,
            gap=evidence.owned(what, "place"),
        )
        return
    yield from standing_now(evidence, "place")
    yield from _heard(evidence, places)
    yield from flagged(evidence, "place")
    for found in effects_by(evidence, "place"):
        told = [*effects_of(found, "place", evidence)]
        yield from told
        if not told:
            what = (
                f"What {found.option} does to places was not worked out: name a place in [consequences] by."
            )
            yield found.finding("place", "unknown", what, gap=evidence.owned(what, "place"))


def _heard(evidence: Evidence, places: frozenset[str]) -> Iterator[Finding]:
    """Say whether people of each place took part: the local comes first."""
    records = [
        record
        for _, record in evidence.records("voices-took-part")
        if record.measure == "representation_ratio" and home_of(record.by, places=places) == "place"
    ]
    if not any(is_known(record) for record in records):
        what = "Whether people of each place were heard: nobody who took part said where they live."
        yield Finding(
            principle="place",
            option=DO_NOTHING,
            signal="said",
            words=what,
            gap=Unknown(what=what),
            leads=2,
        )
        return
    few = fewer_than_fair(records)
    words = (
        f"Fewer took part than a fair draw would give: {few}."
        if few
        else "People of every place took part about as a fair draw would give, as far as that can be told."
    )
    yield Finding(
        principle="place",
        option=DO_NOTHING,
        signal="said",
        words=words,
        basis="voice",
        source="voices-took-part",
        said_by=("table: voices-took-part",),
        leads=2,
    )
