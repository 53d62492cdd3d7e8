"""From a pack to a bundle: which figures are shared, what they rest on, and what is never shared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Protocol

from dueregard.alliance.bundles import Bundle, Origin, Shared, Sharer
from dueregard.alliance.merkle import sha256
from dueregard.casebook import Specification, canonical_json
from dueregard.errors import DisclosureRefused
from dueregard.estimates import Record

__all__ = ["bundle_of"]

PUBLISHED = "as published"
"""The method of figures that somebody else has published."""

_DEFINED = ("unit", "better", "yes", "among", "period", "principle_domain")
_NAMES = {each.name for each in fields(Record)} - {"support", "discovery", "rank", "owner", "due", "verdict"}


class Entry(Protocol):
    """An entry of the register."""

    @property
    def at(self) -> str:
        """When."""
        ...

    @property
    def kind(self) -> str:
        """What happened."""
        ...

    @property
    def hash(self) -> str:
        """Its hash."""
        ...


class Source(Protocol):
    """A file that the figures rest on."""

    @property
    def name(self) -> str:
        """Its path in the casebook."""
        ...

    @property
    def sha256(self) -> str:
        """Its fingerprint."""
        ...

    @property
    def size(self) -> int:
        """In bytes."""
        ...

    @property
    def publisher(self) -> str | None:
        """Who published it."""
        ...

    @property
    def licence(self) -> str | None:
        """Under which terms."""
        ...


def bundle_of(
    pack: Mapping[str, Any],
    *,
    specification: Specification,
    policy: str,
    entries: Sequence[Entry],
    sources: Iterable[Source],
    figures: str | None,
    sharer: Sharer | None,
    shared_at: str,
) -> Bundle:
    """Take what may be shared from a pack that has passed the disclosure gate.

    Estimates and evidence gaps are shared. Testimony is, as counts only: consent was given for a pack, and
    nobody was asked whether others may pass the words on.

    Parameters
    ----------
    pack : mapping
        The pack's estimates.json.
    specification : Specification
        The casebook.
    policy : str
        Its disclosure rules in words.
    entries : sequence of Entry
        Of its register.
    sources : iterable of Source
        The files that the figures rest on.
    figures : str or None
        The root of the figures, where the pack has one.
    sharer : Sharer or None
        Who shares.
    shared_at : str
        When, as ISO 8601 in UTC.

    Returns
    -------
    Bundle

    Raises
    ------
    DisclosureRefused
        When a figure of the pack is not as the gate lets it pass.
    """
    provenance = pack["provenance"]
    records = [_record(row) for row in pack["estimates"]]
    origins = {record.source: _origin(record, provenance) for record in records}
    kinds = list({origin.id: origin for origin in origins.values()}.values())
    place = {origin.id: number for number, origin in enumerate(kinds)}
    shared = tuple(Shared(record=each, origin=place[origins[each.source].id]) for each in records)
    threshold = specification.disclosure.threshold
    _refuse_what_the_gate_would(shared, kinds, threshold)
    people = specification.people
    question = specification.question
    decided = {} if question.decision_on is None else {"decision_on": question.decision_on.isoformat()}
    owned = {} if question.owner is None else {"owner": question.owner}
    return Bundle(
        sharer=sharer,
        question=_plain({"title": question.title, **owned, **decided}),
        shared_at=shared_at,
        assessed_at=provenance["assessed_at"],
        made_with=provenance["made_with"],
        population=_plain(people.population) if people else None,
        collected=_plain(people.collected) if people else None,
        synthetic=bool(provenance.get("synthetic")),
        policy=_plain(policy),
        threshold=threshold,
        figures=figures,
        register={
            "head": entries[-1].hash if entries else "0" * 64,
            "entries": [[each.at, each.kind, each.hash] for each in entries],
        },
        sources=tuple(_source(each) for each in sources),
        origins=tuple(kinds),
        definitions=_plain(_definitions(specification)),
        estimates=shared,
        evidence_gaps=tuple(_plain(_kept(each)) for each in pack["evidence_gaps"]),
    )


def _record(row: Mapping[str, Any]) -> Record:
    return Record(**_plain({name: value for name, value in row.items() if name in _NAMES}))


def _origin(record: Record, provenance: Mapping[str, Any]) -> Origin:
    """Say what a figure rests on; the same files give the same id, whoever shares them."""
    people, voices = provenance.get("people"), provenance.get("voices") or {}
    if record.source is None:
        return Origin(id=f"people {people}", kind="people", name="the table of people")
    if record.method == PUBLISHED:
        name = " ".join(record.source.casefold().split())
        return Origin(id=f"published {name}", kind="published", name=record.source)
    # What was heard is compared with who lives there: it rests on both.
    both = sha256(canonical_json([people, dict(voices)]))
    return Origin(id=f"voices {both}", kind="voices", name="what was heard")


def _refuse_what_the_gate_would(shared: Sequence[Shared], origins: Sequence[Origin], threshold: int) -> None:
    for each in shared:
        record, numbers = each.record, ("estimate", "se", "low", "high", "df", "n", "n_eff")
        if record.status == "withheld" and any(getattr(record, name) is not None for name in numbers):
            raise _not_as_released(record, "a withheld figure has a number")
        small = record.n is not None and record.n < threshold and record.status in ("ok", "approximate")
        if small and origins[each.origin].kind == "people":
            raise _not_as_released(record, "a figure rests on fewer people than the casebook allows")


def _not_as_released(record: Record, why: str) -> DisclosureRefused:
    about = f"{record.measure} of {record.outcome}" if record.outcome else record.measure
    by = f" by {', '.join(record.by)}" if record.by else ""
    return DisclosureRefused(
        "The figures of the pack are not as the disclosure gate lets them pass, and nothing was shared.",
        found=f"In {about}{by}, {why}.",
        remedy="Assess the casebook again.",
    )


def _source(source: Source) -> dict[str, Any]:
    names = ("name", "sha256", "size", "publisher", "licence")
    return _kept({name: getattr(source, name) for name in names})


def _definitions(specification: Specification) -> dict[str, dict[str, Any]]:
    return {
        outcome.name: _kept({name: getattr(outcome, name) for name in _DEFINED})
        for outcome in specification.outcomes
    }


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    """Write letters in one way, so that the same label of two members is the same text."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {_plain(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
