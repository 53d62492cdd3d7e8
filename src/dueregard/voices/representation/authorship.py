"""Who designs it: the ledger of who authored options, indicators, weights, statements and questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dueregard.errors import UsageError
from dueregard.estimates import Record, Support
from dueregard.listing import and_list
from dueregard.voices.representation.matching import is_stated, match_levels
from dueregard.voices.representation.words import percent

__all__ = ["KINDS", "Authored", "Authorship", "GroupAuthorship", "authorship"]

KINDS = ("option", "indicator", "weight", "statement", "question")
"""What there is to be designed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """Something that somebody designed.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    name : str
        What it is called.
    authors : tuple of str
        Ids of its authors; none when that is not known.
    """

    kind: str
    name: str
    authors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UsageError(
                f"There is no kind {self.kind!r} of authored things.", found=f"Kinds: {', '.join(KINDS)}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAuthorship:
    """What one group designed.

    Attributes
    ----------
    level : str
        The group.
    authors : int
        Its members among the authors.
    things : int
        Things with at least one author of the group.
    share : float, optional
        Of the things whose authors' groups are all known, or that have an author of this group.
    population_share : float, optional
        The group's share of the population.
    without : tuple of Authored
        Things that certainly had no author of the group: all their authors are known, and of other groups.
    alone : tuple of str
        Kinds that nobody outside the group designed anything of.
    none_of : tuple of str
        Kinds that the group certainly designed nothing of.
    """

    level: str
    authors: int
    things: int
    share: float | None
    population_share: float | None
    without: tuple[Authored, ...]
    alone: tuple[str, ...]
    none_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """Who designed it, by one characteristic.

    Attributes
    ----------
    characteristic : str
        The characteristic.
    things : int
        How many things were authored.
    groups : tuple of GroupAuthorship
        The population's groups, and others that authors declared.
    unknown : tuple of Authored
        Things of which no author is known.
    undeclared : tuple of Authored
        Things with an author who did not declare the characteristic.
    sentences : tuple of str
        What follows, in words.
    """

    characteristic: str
    things: int
    groups: tuple[GroupAuthorship, ...]
    unknown: tuple[Authored, ...]
    undeclared: tuple[Authored, ...]
    sentences: tuple[str, ...] = field(default=())

    def records(self) -> tuple[Record, ...]:
        """Write the ledger as records of the public contract.

        Returns
        -------
        tuple of Record
            ``authored_things``, ``authored_share`` and ``authorship_ratio`` of each group, and
            ``authorship_unknown`` of all. Support is the group's authors, so that the disclosure gate
            withholds small groups of authors.
        """
        return tuple(_records(self))


def authorship(
    things: Iterable[Authored],
    declared: Mapping[str, str | None],
    *,
    characteristic: str,
    population: Mapping[str, float] | None = None,
) -> Authorship:
    """Say who designed what, by one characteristic of the authors.

    A thing counts for a group when at least one of its authors declared that group, so one thing may count
    for several. Nothing is concluded from silence: a thing with an author who did not declare is not called
    one without the group.

    Parameters
    ----------
    things : iterable of Authored
        Everything that was designed.
    declared : mapping of str to str or None
        The group that each author declared, by id; absent or None where they did not.
    characteristic : str
        What the groups are of.
    population : mapping of str to float, optional
        Shares or counts of the groups in the population; groups without an author are found by it.

    Returns
    -------
    Authorship
        The ledger.

    Examples
    --------
    >>> ledger = authorship(
    ...     [
    ...         Authored(kind="option", name="cut", authors=("ann",)),
    ...         Authored(kind="option", name="grant", authors=("ann", "bea")),
    ...         Authored(kind="weight", name="income"),
    ...     ],
    ...     {"ann": "White", "bea": "Asian"},
    ...     characteristic="ethnicity",
    ...     population={"White": 80, "Asian": 15, "Black": 5},
    ... )
    >>> [(group.level, group.things, len(group.without)) for group in ledger.groups]
    [('White', 2, 0), ('Asian', 1, 1), ('Black', 0, 2)]
    """
    listed_things = tuple(things)
    fair = _shares(population)
    matched = match_levels([code for code in declared.values() if is_stated(code) and code], list(fair))
    groups_of = {
        author: matched.levels.get(code, code)
        for author, code in declared.items()
        if code is not None and is_stated(code)
    }
    levels = dict.fromkeys([*fair, *groups_of.values()])
    unknown = tuple(thing for thing in listed_things if not thing.authors)
    undeclared = tuple(
        thing for thing in listed_things if any(author not in groups_of for author in thing.authors)
    )
    groups = tuple(_group(level, listed_things, groups_of, fair) for level in levels)
    return Authorship(
        characteristic=characteristic,
        things=len(listed_things),
        groups=groups,
        unknown=unknown,
        undeclared=undeclared,
        sentences=tuple(_sentences(groups, unknown, undeclared, len(listed_things))),
    )


def _shares(population: Mapping[str, float] | None) -> dict[str, float]:
    whole = sum((population or {}).values())
    return {level: value / whole for level, value in (population or {}).items()} if whole > 0 else {}


def _group(
    level: str, things: Sequence[Authored], groups_of: Mapping[str, str], fair: Mapping[str, float]
) -> GroupAuthorship:
    by = [thing for thing in things if any(groups_of.get(author) == level for author in thing.authors)]
    known = [thing for thing in things if thing.authors and all(each in groups_of for each in thing.authors)]
    without = tuple(thing for thing in known if thing not in by)
    told = len(by) + len(without)
    kinds = list(dict.fromkeys(thing.kind for thing in things))
    own = {kind: [thing for thing in things if thing.kind == kind] for kind in kinds}
    authors = {author for thing in things for author in thing.authors if groups_of.get(author) == level}
    return GroupAuthorship(
        level=level,
        authors=len(authors),
        things=len(by),
        share=len(by) / told if told else None,
        population_share=fair.get(level),
        without=without,
        alone=tuple(
            kind for kind, each in own.items() if all(_only(thing, level, groups_of) for thing in each)
        ),
        none_of=tuple(kind for kind, each in own.items() if all(thing in without for thing in each)),
    )


def _only(thing: Authored, level: str, groups_of: Mapping[str, str]) -> bool:
    return bool(thing.authors) and all(groups_of.get(author) == level for author in thing.authors)


def _sentences(
    groups: Sequence[GroupAuthorship],
    unknown: Sequence[Authored],
    undeclared: Sequence[Authored],
    things: int,
) -> Iterator[str]:
    for group in groups:
        if group.alone:
            yield f"Nobody outside the group {group.level} designed any {and_list(group.alone, last='or')}."
    for group in groups:
        share = group.population_share
        if not group.things and len(group.without) == things:
            part = f" ({percent(share)} of the population)" if share is not None else ""
            yield f"{group.level}{part}: no author of anything."
        elif group.none_of:
            yield f"{group.level}: no author of any {and_list(group.none_of, last='or')}."
    if unknown:
        names = and_list([f"{thing.kind} {thing.name!r}" for thing in unknown[:5]])
        more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
        yield f"Nobody says who designed {names}{more}: {len(unknown)} of {things}."
    if undeclared:
        yield f"Of {len(undeclared)} of {things}, an author did not declare their group."


def _records(ledger: Authorship) -> Iterator[Record]:
    for group in ledger.groups:
        by = {ledger.characteristic: group.level}
        support = Support(n=group.authors, n_effective=group.authors)
        yield Record(
            measure="authored_things",
            by=by,
            estimate=float(group.things),
            unit="things",
            n=ledger.things,
            method="things with at least one author of the group",
            support=support,
        )
        unknown = {"status": "not_estimable", "reason": "the authors' groups are not known"}
        yield Record(
            measure="authored_share",
            by=by,
            estimate=group.share,
            unit="proportion",
            n=group.things + len(group.without),
            support=support,
            **(unknown if group.share is None else {"method": "of the things whose authors tell"}),  # type: ignore[arg-type]
        )
        if group.population_share:
            yield Record(
                measure="authorship_ratio",
                by=by,
                parameters={"against": "population"},
                estimate=None if group.share is None else group.share / group.population_share,
                n=group.things + len(group.without),
                support=support,
                **(unknown if group.share is None else {"method": "share of things over the known share"}),  # type: ignore[arg-type]
            )
    yield Record(
        measure="authorship_unknown",
        parameters={"characteristic": ledger.characteristic},
        estimate=float(len(ledger.unknown)),
        unit="things",
        n=ledger.things,
        method="things of which no author is known",
    )
