"""Who opposes an option: groups of the consultation, however small, and whatever the whole says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Finding, Signal, Unknown
from dueregard.appraisal.instruments.grouping import standings
from dueregard.appraisal.reading import Standing
from dueregard.appraisal.words import listed, opening, who
from dueregard.voices import sayings
from dueregard.voices.findings import Consulted, Objection

__all__ = ["opposed", "sure_share"]

SURE = ("sure", "likely")
HALF = 0.5
Z = 1.96

_Opponent = tuple[Mapping[str, str], bool]
"""A group, and whether it is sure that most of it opposes."""


def opposed(evidence: Evidence, option: str) -> Iterator[Finding]:
    """Find the groups that oppose an option.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.
    option : str
        Its name.

    Yields
    ------
    Finding
        One for each statement that is declared to be about the option (``[[voices.about]]``) and that a group
        answers against it. The opposition of people who are clearly better off is said and decides nothing:
        the principle is to raise the voices of those who are not. Where no statement is declared to be about
        anything, objections against the whole are possible losses of every option.
    """
    consulted = evidence.voices.consultation if evidence.voices else None
    if consulted is None:
        return
    texts = {each.id: each.text for each in consulted.statements}
    standing = _standings(evidence, option)
    for statement, agreeing in evidence.statements_about(option).items():
        against = (
            _disagreeing(consulted, statement) if agreeing == "denies" else _agreeing(evidence, statement)
        )
        yield from _opposing(option, texts.get(statement, ""), against, standing, agree=agreeing == "raises")
    if not evidence.statements_placed:
        yield from _unplaced(option, texts, consulted)


def sure_share(share: float, n: int) -> bool:
    """Say whether most of a group is sure to be of a mind: Wilson's lower limit is above a half.

    Parameters
    ----------
    share : float
        Of those of the group who voted.
    n : int
        How many voted.

    Returns
    -------
    bool

    Examples
    --------
    >>> sure_share(0.7, 100), sure_share(0.7, 10)
    (True, False)
    """
    if n < 1:
        return False
    middle = share + Z**2 / (2 * n)
    around = Z * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return (middle - around) / (1 + Z**2 / n) > HALF


def _standings(evidence: Evidence, option: str) -> Mapping[frozenset[tuple[str, str]], Standing]:
    tried = evidence.consequences
    told = {each.name: each.outcome for each in tried.findings.options} if tried else {}
    return standings(evidence, told[option]) if option in told else {}


def _disagreeing(consulted: Consulted, statement: str) -> list[_Opponent]:
    found = [each for each in consulted.objections if each.statement == statement]
    return [(each.group, each.sure in SURE) for each in found]


def _agreeing(evidence: Evidence, statement: str) -> list[_Opponent]:
    assert evidence.voices is not None
    return [
        (each.by, each.count is not None and sure_share(each.count / (each.out_of or 1), each.out_of or 0))
        for each in sayings(evidence.tables, evidence.voices)
        if each.about == "statement" and each.id == statement and each.by and each.direction == "agrees"
    ]


def _opposing(
    option: str,
    text: str,
    against: Sequence[_Opponent],
    standing: Mapping[frozenset[tuple[str, str]], Standing],
    *,
    agree: bool,
) -> Iterator[Finding]:
    """Sort those who oppose by how they stand, and how sure it is."""
    kinds: dict[Signal, list[Mapping[str, str]]] = {}
    for group, sure in against:
        better_off = standing.get(frozenset(group.items())) == "better off"
        signal: Signal = "said" if better_off else "loss" if sure else "possible loss"
        kinds.setdefault(signal, []).append(group)
    aside: dict[str, str] = {"said": ", who are better off now,", "possible loss": ", of whom few voted,"}
    for signal, groups in kinds.items():
        names = list(dict.fromkeys(who(group) for group in groups))
        yield Finding(
            principle="voice",
            option=option,
            signal=signal,
            words=f"{opening(listed(names))}{aside.get(signal, '')} oppose it: they "
            f"{'agree' if agree else 'disagree'} that “{text}”",
            basis="voice",
            source="voices-statements",
            said_by=tuple(f"consultation: {name}" for name in names),
            short=f"opposed by {listed(names, most=2)}{aside.get(signal, '').rstrip(',')}",
        )


def _unplaced(option: str, texts: Mapping[str, str], consulted: Consulted) -> Iterator[Finding]:
    """Say that groups oppose something against the whole, where no statement is tied to anything."""
    against: dict[str, list[Objection]] = {}
    for each in consulted.objections:
        if each.against_the_whole:
            against.setdefault(each.statement, []).append(each)
    if not against:
        return
    first = min(against, key=lambda each: (all(one.sure not in SURE for one in against[each]), each))
    names = listed([who(each.group) for each in against[first]])
    more = f" So it is with {len(against) - 1} more statements." if len(against) > 1 else ""
    yield Finding(
        principle="voice",
        option=option,
        signal="possible loss",
        words=f"{opening(names)} oppose against the whole: “{texts.get(first, '')}”{more} "
        "It is not said which option that is about.",
        basis="voice",
        source="voices-statements",
        short="opposed, and it is not said which option",
        said_by=tuple(
            dict.fromkeys(f"consultation: {who(each.group)}" for told in against.values() for each in told)
        ),
        gap=Unknown(what="Which statement is about which option: say so in [[voices.about]]."),
    )
