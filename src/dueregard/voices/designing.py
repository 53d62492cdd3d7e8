"""The ledger: who designed the assessment, and what they chose to share of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import characteristic_label
from dueregard.voices.findings import Designed, Designer
from dueregard.voices.representation.authorship import Authored, authorship
from dueregard.voices.representation.shares import NotCompared

if TYPE_CHECKING:
    from dueregard.casebook import Author, Specification
    from dueregard.voices.residents import Residents

__all__ = ["designed"]


def designed(
    specification: Specification,
    residents: Residents,
    *,
    options: Mapping[str, Sequence[str]] | None = None,
) -> Designed:
    """Set up the ledger of who asked for which outcome and who designed which option.

    Parameters
    ----------
    specification : Specification
        Its outcomes say ``authored_by``; ``[[authors]]`` says who that is.
    residents : Residents
        Those for whom it is designed.
    options : mapping of str to sequence of str, optional
        The authors of each option, by id.

    Returns
    -------
    Designed
        Authors in the casebook's order, then others who are only named.
    """
    authors = {author.id.casefold(): author for author in specification.authors}
    parts: dict[str, list[str]] = {author.id: [] for author in specification.authors}
    designs: dict[str, list[str]] = {}
    things = []
    for outcome in specification.outcomes:
        name = outcome.authored_by or ""
        known = authors.get(name.casefold())
        name = known.id if known else name
        things.append(Authored(kind="indicator", name=outcome.name, authors=(name,) if name else ()))
        if name:
            parts.setdefault(name, []).append(outcome.name)
    for option, written in (options or {}).items():
        names = tuple(known.id if (known := authors.get(each.casefold())) else each for each in written)
        things.append(Authored(kind="option", name=option, authors=names))
        for name in names:
            designs.setdefault(name, []).append(option)
            parts.setdefault(name, [])
    return Designed(
        designers=tuple(
            Designer(
                name=name,
                parts=tuple(made),
                options=tuple(designs.get(name, ())),
                characteristics=dict(authors[name.casefold()].characteristics)
                if name.casefold() in authors
                else {},
            )
            for name, made in parts.items()
        ),
        unsigned=tuple(thing.name for thing in things if not thing.authors and thing.kind != "option"),
        unsigned_options=tuple(
            thing.name for thing in things if not thing.authors and thing.kind == "option"
        ),
        words=tuple(_words(things, specification.authors, residents)),
    )


def _words(things: Sequence[Authored], authors: Sequence[Author], residents: Residents) -> Iterator[str]:
    """Say, by each characteristic that an author shared, which groups designed what."""
    names = dict.fromkeys(name for author in authors for name in author.characteristics)
    for name in names:
        declared = {author.id: author.characteristics.get(name) for author in authors}
        try:
            shares = residents.shares((name,))
        except NotCompared:
            continue
        population = dict(zip((level for (level,) in shares.levels), shares.shares.tolist(), strict=True))
        found = authorship(things, declared, characteristic=name, population=population)
        if found.sentences:
            yield f"{characteristic_label(name)}. {' '.join(found.sentences)}"
