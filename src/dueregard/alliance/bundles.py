"""A bundle: what one member shares with others, released estimates and what they mean, and no people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dueregard.alliance.merkle import sha256
from dueregard.alliance.signing import Seal
from dueregard.casebook import canonical_json
from dueregard.estimates import Record

__all__ = ["BEGINNING", "SCHEMA", "Bundle", "Origin", "Shared", "Sharer", "SignedBundle"]

SCHEMA = 1

BEGINNING = '{"dueregard": "bundle"'
"""How the file of a bundle begins."""

_FIGURES = ("estimate", "se", "low", "high", "level", "df", "n", "n_eff")
_TEXTS = ("outcome", "contrast", "reference", "status", "reason", "unit", "method", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharer:
    """Who shares.

    Attributes
    ----------
    id : str
        A short name.
    name : str
        The name that is printed.
    sector : str or None
        business, academia, civil society, public body or community.
    """

    id: str
    name: str
    sector: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What figures rest on.

    Figures of two bundles with one origin are of the same people: they are not independent.

    Attributes
    ----------
    id : str
        The same for the same content: a fingerprint, or the name under which somebody published it.
    kind : {"people", "published", "voices"}
        A table of people, figures that somebody else published, or what was heard.
    name : str
        In words.
    """

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One released figure, and what it rests on.

    Attributes
    ----------
    record : Record
        The figure; without numbers where it is withheld.
    origin : int
        Its place among the bundle's origins, from 0.
    """

    record: Record
    origin: int

    def to_dict(self) -> dict[str, Any]:
        """Give it as a bundle holds it: what is not there is left out.

        Returns
        -------
        dict
            Ready for JSON.
        """
        record = self.record
        given = {name: getattr(record, name) for name in (*_TEXTS, *_FIGURES)}
        groups = {"parameters": dict(record.parameters), "by": dict(record.by)}
        kept = {name: value for name, value in (given | groups).items() if value not in (None, {})}
        return {"measure": record.measure, **kept, "origin": self.origin}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What one member shares.

    Attributes
    ----------
    sharer : Sharer or None
        Who shares; None for a bundle that nobody answers for.
    question : mapping
        The title, owner and day of the decision.
    shared_at, assessed_at : str
        When, as ISO 8601 in UTC.
    made_with : str
        The program and its version.
    population, collected : str or None
        Who the people are, and when they were asked, in the casebook's words.
    synthetic : bool
        Whether the people are made up.
    policy : str
        The disclosure rules, in words.
    threshold : int
        The fewest people that a shown figure rests on.
    figures : str or None
        The root of the figures that reviews are of, where the pack has one.
    register : mapping
        The register's ``head``, and its ``entries``: when, what kind and which hash; never what they say.
    sources : tuple of mapping
        Name, SHA-256, size, publisher and licence of each file that the figures rest on.
    origins : tuple of Origin
        What figures rest on.
    definitions : mapping of str to mapping
        What each outcome is: unit, which way is better, for whom, what counts as yes, of which period.
    estimates : tuple of Shared
        The figures.
    evidence_gaps : tuple of mapping
        What is not known, who will find out, and by when.
    """

    sharer: Sharer | None = None
    question: Mapping[str, str]
    shared_at: str
    assessed_at: str
    made_with: str
    population: str | None = None
    collected: str | None = None
    synthetic: bool = False
    policy: str
    threshold: int
    figures: str | None = None
    register: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Mapping[str, Any], ...] = ()
    origins: tuple[Origin, ...] = ()
    definitions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    estimates: tuple[Shared, ...] = ()
    evidence_gaps: tuple[Mapping[str, Any], ...] = ()

    @property
    def kind(self) -> str:
        """What is signed: see :class:`dueregard.alliance.signing.Signable`."""
        return "bundle"

    def signed_content(self) -> Mapping[str, Any]:
        """Give all of it as plain data.

        Returns
        -------
        mapping
            Ready for JSON.
        """
        plain = {name: getattr(self, name) for name in _PLAIN}
        sharer = self.sharer
        return {
            **plain,
            "sharer": None if sharer is None else _fields(sharer, ("id", "name", "sector")),
            "question": dict(self.question),
            "register": dict(self.register),
            "sources": [dict(each) for each in self.sources],
            "origins": [_fields(each, ("id", "kind", "name")) for each in self.origins],
            "definitions": {name: dict(each) for name, each in self.definitions.items()},
            "estimates": [each.to_dict() for each in self.estimates],
            "evidence_gaps": [dict(each) for each in self.evidence_gaps],
        }

    def origin_of(self, shared: Shared) -> Origin:
        """Find what a figure rests on.

        Parameters
        ----------
        shared : Shared
            One of its figures.

        Returns
        -------
        Origin
        """
        return self.origins[shared.origin]


_PLAIN = (
    "shared_at",
    "assessed_at",
    "made_with",
    "population",
    "collected",
    "synthetic",
    "policy",
    "threshold",
    "figures",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBundle:
    """A bundle as its file holds it.

    Attributes
    ----------
    bundle : Bundle
        What is shared.
    signature : Seal or None
        The member's signature.
    """

    bundle: Bundle
    signature: Seal | None = None

    @property
    def id(self) -> str:
        """The hash of what is shared: the same content has the same one, whoever signed it.

        Returns
        -------
        str
            64 hexadecimal digits.
        """
        return sha256(canonical_json(self.bundle.signed_content()))

    def text(self) -> str:
        """Write the bundle.

        Returns
        -------
        str
            JSON, with a line for each figure: the same bundle is always the same text.
        """
        content = dict(self.bundle.signed_content())
        estimates = content.pop("estimates")
        head = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1)
        signature = None if self.signature is None else self.signature.to_dict()
        lines = ",\n".join(canonical_json(each) for each in estimates)
        return (
            f'{BEGINNING},\n"schema": {SCHEMA},\n"signature": {canonical_json(signature)},\n'
            f'"bundle": {head},\n"estimates": [\n{lines}\n]}}\n'
        )


def _fields(what: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(what, name) for name in names}
