"""What stands behind the numbers: design, methods, sources, versions and the disclosure policy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from dueregard.listing import and_list
from dueregard.pack.numbers import count, day
from dueregard.pack.words import heading, phrase, pieces, some_of

if TYPE_CHECKING:
    from dueregard.casebook import PeopleSource, Specification
    from dueregard.disclosure import Release
    from dueregard.estimates import Record

__all__ = ["Entry", "about"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term and what is said of it."""

    term: str
    text: str


def _design(people: PeopleSource) -> Iterator[Entry]:
    if people.count == "full":
        yield Entry(term="Design", text=_full_count(people))
        return
    parts = [f"weighted by the column “{people.weight}”" if people.weight else "unweighted"]
    parts += [f"strata in “{people.strata}”"] if people.strata else []
    parts += [f"clusters in {and_list([f'“{name}”' for name in people.cluster])}"] if people.cluster else []
    parts += ["with a finite-population correction"] if people.fpc else []
    if people.replicate_weights:
        parts.append(f"replicate weights ({people.replicate_weights.method.upper()})")
    yield Entry(term="Design", text=f"A sample, {'; '.join(parts)}.")


def _full_count(people: PeopleSource) -> str:
    if people.model:
        return f"A full count. Its intervals rest on a model: {people.model}"
    return "A full count: everyone is in the table, so there is no sampling error and no interval."


def _people(specification: Specification) -> Iterator[Entry]:
    people = specification.people
    if people is None:
        yield Entry(term="People", text="No table of people: the figures rest on published tables.")
        return
    if people.population:
        yield Entry(term="Population", text=people.population[:1].upper() + people.population[1:])
    if people.collected:
        yield Entry(term="Collected", text=_collected(str(people.collected)))
    # The name alone: where the file lies on somebody's machine is nobody's business.
    yield Entry(term="Table of people", text=re.split(r"[/\\]", people.source)[-1])
    yield from _design(people)
    standard = people.generations.standard if people.generations else None
    if standard:
        yield Entry(term="Standard population", text=_standard(standard))


def _standard(standard: str | Mapping[str, float]) -> str:
    if isinstance(standard, str):
        return "The age structure of the whole table: every group is compared as if it had these ages."
    shares = [f"{band} {share:.1%}" for band, share in standard.items()]
    return f"The shares declared in the casebook: {', '.join(shares)}."


def _records(release: Release) -> list[Record]:
    # Options have pages of their own, which say how their figures were made.
    apart = ("consequences-", "causes-")
    tables = (table for table in release.tables if not table.name.startswith(apart))
    return [record for table in tables for record in table.records]


def _numbers(release: Release) -> Iterator[Entry]:
    records = _records(release)
    told = pieces(record.method for record in records)
    methods = [piece for piece in told if not piece.startswith("reference: ")]
    if methods:
        yield Entry(term="Methods", text=f"{'; '.join(methods)}.")
    frees = [record.df for record in records if record.df is not None and record.df < 1e9]
    if frees:
        low, high = count(min(frees)), count(max(frees))
        span = low if low == high else f"{low} to {high}"
        yield Entry(term="Degrees of freedom", text=f"{span}, used with Student's t distribution.")
    yield Entry(term="Many comparisons", text=MANY_COMPARISONS)
    sources = list(dict.fromkeys(record.source for record in records if record.source))
    if sources:
        yield Entry(term="Sources", text=f"{'; '.join(sources)}.")


MANY_COMPARISONS = (
    "Among many comparisons some look clear by chance. The procedure of Benjamini and Hochberg (1995, "
    "Journal of the Royal Statistical Society B 57, 289 to 300) keeps the expected share of false findings "
    "among the clear ones at 5%. A gap that does not survive it is called unconfirmed."
)


def _disclosure(release: Release) -> Iterator[Entry]:
    records = sum(len(table.records) for table in release.tables)
    yield Entry(term="Disclosure policy", text=release.policy.words())
    yield Entry(term="Disclosure audit", text=release.audit.words())
    yield Entry(term="Withheld", text=f"{count(release.withheld)} of {count(records)} numbers.")


def _published(specification: Specification) -> Iterator[Entry]:
    for published in specification.published:
        said = [published.publisher, published.date, published.licence, published.note]
        text = ". ".join(str(part).rstrip(".") for part in said if part)
        yield Entry(term=f"Published table: {published.name}", text=f"{text or published.source}.")


def _provenance(provenance: Mapping[str, Any]) -> Iterator[Entry]:
    for name, value in provenance.items():
        term = PROVENANCE.get(name, heading(name))
        if isinstance(value, Mapping):
            told = [f"{phrase(part)} {_told(of)}" for part, of in value.items() if of not in (None, "")]
            yield from [Entry(term=term, text=f"{'; '.join(told)}.")] if told else []
        elif isinstance(value, list | tuple):
            yield Entry(term=term, text=some_of([str(item) for item in value], limit=12))
        elif value is not None and value != "":
            yield Entry(term=term, text=_told(value))


def _without(provenance: Mapping[str, Any], said: str) -> dict[str, Any]:
    """Leave out what has been said already."""
    kept = {name: value for name, value in provenance.items() if value != said}
    return {
        name: _without(value, said) if isinstance(value, Mapping) else value for name, value in kept.items()
    }


PROVENANCE = {
    "versions": "Software",
    "casebook_sha256": "Fingerprint of the casebook (SHA-256)",
    "people": "Fingerprint of the people (SHA-256)",
    "voices": "Fingerprints of the consultation and the panel (SHA-256)",
    "assessed_at": "Assessed",
    "indicators": "Indicators",
}


def _told(value: object) -> str:
    """Write a time as people say it, and anything else as it is."""
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{day(when)}, {when:%H:%M} {when.tzname() or ''}".strip()


def _collected(when: str) -> str:
    try:
        return day(date.fromisoformat(when))
    except ValueError:
        return when


def about(
    release: Release, *, specification: Specification, provenance: Mapping[str, Any], indicators_hash: str
) -> tuple[Entry, ...]:
    """List what stands behind the numbers.

    Parameters
    ----------
    release : Release
        Everything that may be shown.
    specification : Specification
        The casebook.
    provenance : mapping
        Versions, hashes and times, as recorded.
    indicators_hash : str
        SHA-256 of the list of outcomes.

    Returns
    -------
    tuple of Entry
        In the order in which they are read.
    """
    entries: Sequence[Entry] = [
        *_people(specification),
        *_numbers(release),
        *_disclosure(release),
        *_published(specification),
        Entry(term="Fingerprint of the indicators (SHA-256)", text=indicators_hash),
        *_provenance(_without(provenance, indicators_hash)),
    ]
    return tuple(entries)
