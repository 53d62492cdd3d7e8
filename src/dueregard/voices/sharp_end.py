"""The sharp end: of those who are worst off, from whom was nothing heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dueregard.casebook.characteristics import characteristic_label
from dueregard.listing import and_list
from dueregard.voices.written import folded

__all__ = ["DisadvantagedGroup", "SharpEnd", "find_sharp_end"]

Heard = Literal["heard", "nobody or too few to show", "not asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisadvantagedGroup:
    """A group that published estimates show to be worse off.

    Attributes
    ----------
    by : mapping of str to str
        Its levels, by characteristic.
    rank : int
        1 is the widest gap.
    outcomes : tuple of str
        The outcomes for which it is worse off.
    """

    by: Mapping[str, str]
    rank: int
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharpEnd:
    """Whether a disadvantaged group was heard, and what the organiser should do.

    How many were heard is never said here: counts of groups that hold one another could be subtracted. The
    tables that pass the gate say it where it may be said.

    Attributes
    ----------
    group : DisadvantagedGroup
        The group.
    heard : {"heard", "nobody or too few to show", "not asked"}
        ``"not asked"`` when nobody who was heard said which level of one of the characteristics they have.
    words : str
        What was found, in a sentence.
    action : str
        What to do; empty when the group was heard.
    """

    group: DisadvantagedGroup
    heard: Heard
    words: str
    action: str


def find_sharp_end(
    groups: Iterable[DisadvantagedGroup],
    heard: Sequence[Mapping[str, str]],
    *,
    threshold: int = 10,
    labels: Mapping[str, str] | None = None,
) -> tuple[SharpEnd, ...]:
    """Look for the most disadvantaged groups among those who were heard.

    Parameters
    ----------
    groups : iterable of DisadvantagedGroup
        The groups that published estimates show to be worst off.
    heard : sequence of mapping of str to str
        What each person who took part or gave testimony said of themselves. A person may have done both and
        be in it twice: whether somebody was heard does not depend on it much, and nothing else is said.
    threshold : int
        The disclosure threshold. Nobody and fewer than this read the same: otherwise "too few" would say that
        there is somebody.
    labels : mapping of str to str, optional
        Names of characteristics for readers, where the casebook has its own.

    Returns
    -------
    tuple of SharpEnd
        By rank; of equal rank the broader group first.

    Examples
    --------
    >>> group = DisadvantagedGroup(by={"sex": "female", "disability": "yes"}, rank=1, outcomes=("income",))
    >>> [found] = find_sharp_end([group], [{"sex": "male", "disability": "no"}] * 30)
    >>> found.heard
    'nobody or too few to show'
    """
    ordered = sorted(groups, key=lambda each: (each.rank, len(each.by), sorted(each.by.items())))
    return tuple(_found(each, heard, threshold=threshold, labels=labels or {}) for each in ordered)


def _found(
    group: DisadvantagedGroup,
    heard: Sequence[Mapping[str, str]],
    *,
    threshold: int,
    labels: Mapping[str, str],
) -> SharpEnd:
    wanted = {name: folded(level) for name, level in group.by.items()}
    unasked = sorted(name for name in wanted if not any(name in each for each in heard))
    count = sum(
        all(folded(each.get(name) or "") == level for name, level in wanted.items()) for each in heard
    )
    who = "; ".join(f"{_label(name, labels)}: {level}" for name, level in group.by.items())
    worse = f" They are worse off in {and_list(group.outcomes)}." if group.outcomes else ""
    if heard and unasked:
        names = and_list([_label(name, labels) for name in unasked])
        return SharpEnd(
            group=group,
            heard="not asked",
            words=f"Nobody who was heard said anything of {names}, so it is not known whether {who} was.",
            action=f"Ask those who take part about {names}, say why, and let them leave it out.{worse}",
        )
    if count >= threshold:
        return SharpEnd(group=group, heard="heard", words=f"Heard: {who}.", action="")
    return SharpEnd(
        group=group,
        heard="nobody or too few to show",
        words=f"Nobody was heard, or too few to show: {who}.{worse}",
        action=f"Go to people of this group before the decision, with somebody they trust: {who}.",
    )


def _label(name: str, labels: Mapping[str, str]) -> str:
    return labels.get(name) or characteristic_label(name)
