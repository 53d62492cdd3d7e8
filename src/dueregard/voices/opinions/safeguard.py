"""The minority safeguard: what a group opposes reaches the summary, however small its share of all.

Averages are ruled by the largest groups. In Scotland no minority ethnic group reaches one person in twenty,
so no consultation's total can ever show what such a group refuses. Whoever reads only the summary shall
read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import special

from dueregard.disclosure import Policy
from dueregard.estimates import Record, benjamini_hochberg
from dueregard.voices.opinions.by_characteristic import SharesByCharacteristic, StatementShares
from dueregard.voices.opinions.shares import RAW, WEIGHTED

__all__ = ["OPPOSES", "GroupOpposition", "Safeguard", "minority_safeguard"]

OPPOSES = 0.6
"""The share of a group's votes on a statement from which on the group counts as opposed."""

HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOpposition:
    """A statement that a group opposes.

    Attributes
    ----------
    statement : int
        Its place in ``votes.statements``.
    group : mapping of str to str
        The group: a level of each characteristic.
    disagree, voted : int
        Votes against it, and all votes on it, passes too, in the group.
    raw : Record
        The share of the group that disagrees, with its interval.
    weighted : Record or None
        The same under the weights.
    everybody : Record
        The share of all who agree, under the weights where there are any.
    supported : tuple of str
        Under which basis, raw or weighted or both, more than half of all agree.
    p_value : float
        How often so many or more of a group would disagree by chance if it were divided equally.
    sure : {"sure", "likely", "open"}
        ``sure`` when it stands out among all groups and statements looked at (of such findings at most one
        in twenty is chance, on average); ``likely`` when it would stand out if it were the only one looked
        at; ``open`` otherwise.
    """

    statement: int
    group: Mapping[str, str]
    disagree: int
    voted: int
    raw: Record
    weighted: Record | None
    everybody: Record
    supported: tuple[str, ...]
    p_value: float
    sure: str

    @property
    def against_the_whole(self) -> bool:
        """Whether most of this group opposes what the whole supports, raw or weighted."""
        return bool(self.supported)

    @property
    def whole(self) -> str:
        """What the whole does, in words."""
        if not self.supported:
            return "does not support it"
        one_of_two = len(self.supported) == 1 and self.weighted is not None
        return f"supports it {self.supported[0]}" if one_of_two else "supports it"

    @property
    def words(self) -> str:
        """How sure it is that most of the group, and not only of those who took part, oppose it."""
        return {
            "sure": "That most of this group opposes it is more than chance explains, also among so many "
            "groups and statements.",
            "likely": "Most of this group probably opposes it; among so many groups and statements one like "
            "this may be chance.",
            "open": "Most of its votes, raw or weighted, are against it; they are too few to say it of the "
            "whole group. Ask more of them.",
        }[self.sure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Safeguard:
    """Everything that a group large enough to be shown opposes.

    Attributes
    ----------
    findings : tuple of GroupOpposition
        Against the whole first, then by how sure and how large.
    looked_at : int
        Groups times statements with enough votes.
    too_small : bool
        Whether some groups had too few votes on some statement to be shown.
    threshold : int
        The fewest votes of a group that are shown.
    """

    findings: tuple[GroupOpposition, ...]
    looked_at: int
    too_small: bool
    threshold: int


def minority_safeguard(shares: SharesByCharacteristic, *, policy: Policy | None = None) -> Safeguard:
    """Find every statement that a declared group opposes.

    A group opposes a statement when 60 % or more of its votes on it, passes included, disagree: raw or
    weighted, whichever is more. Nothing but the gate's threshold keeps a finding out: no rule on how many
    of all voted on the statement, no test. How sure each is, is said in words instead.

    Parameters
    ----------
    shares : SharesByCharacteristic
        Before the gate.
    policy : Policy, optional
        Its threshold is the fewest votes of a group that are shown.

    Returns
    -------
    Safeguard
        With every finding.

    References
    ----------
    Benjamini and Hochberg (1995), JRSS B 57, 289-300, over the exact binomial test of each group's majority.

    Examples
    --------
    >>> from dueregard.voices.opinions.by_characteristic import shares_by_characteristic
    >>> from dueregard.voices.opinions.votes import Statement, Votes
    >>> votes = Votes(
    ...     participants=tuple(map(str, range(100))),
    ...     statements=(Statement(id="1"),),
    ...     participant=np.arange(100, dtype=np.int32),
    ...     statement=np.zeros(100, np.int32),
    ...     value=np.array([-1] * 12 + [1] * 88, np.int8),
    ...     kept=np.array([True]),
    ...     characteristics={"faith": np.array(["A"] * 12 + ["B"] * 88, object)},
    ... )
    >>> [found] = minority_safeguard(shares_by_characteristic(votes)).findings
    >>> dict(found.group), found.disagree, found.voted, found.against_the_whole, found.sure
    ({'faith': 'A'}, 12, 12, True, 'sure')
    """
    threshold = (policy or Policy()).threshold
    groups = [group for each in shares.by for group in each.groups]
    pairs, small = [], False
    for each in shares.statements:
        for group in groups:
            record = each.find("disagree", group=group)
            if record is None or not record.n:
                continue
            if record.n < threshold:
                small = True
            else:
                pairs.append((each, group, record))
    p_values = np.array([_chance(record) for _, _, record in pairs])
    stands_out = benjamini_hochberg(p_values) if pairs else np.zeros(0, bool)
    findings = [
        _opposition(each, group, record, float(p), sure="sure" if out else "likely" if p <= 0.025 else "open")
        for (each, group, record), p, out in zip(pairs, p_values, stands_out, strict=True)
        if _opposes(each, group, record)
    ]
    order = ("sure", "likely", "open")
    findings.sort(key=lambda one: (not one.against_the_whole, order.index(one.sure), -_share(one)))
    return Safeguard(findings=tuple(findings), looked_at=len(pairs), too_small=small, threshold=threshold)


def _share(one: GroupOpposition) -> float:
    return one.disagree / one.voted


def _disagreeing(record: Record) -> int:
    return round((record.estimate or 0.0) * (record.n or 0))


def _chance(record: Record) -> float:
    """The probability of so many or more votes against, were the group divided equally."""
    disagree, voted = _disagreeing(record), record.n or 0
    return float(special.bdtrc(disagree - 1, voted, HALF)) if disagree else 1.0


def _opposes(each: StatementShares, group: Mapping[str, str], record: Record) -> bool:
    weighted = each.find("disagree", group=group, basis=WEIGHTED)
    # Counts are compared, since 6 of 10 must not be lost to rounding.
    raw = 10 * _disagreeing(record) >= round(10 * OPPOSES) * (record.n or 0)
    return raw or (weighted is not None and (weighted.estimate or 0.0) >= OPPOSES - 1e-12)


def _opposition(
    each: StatementShares, group: Mapping[str, str], record: Record, p_value: float, *, sure: str
) -> GroupOpposition:
    bases = [found for basis in (RAW, WEIGHTED) if (found := each.find("agree", basis=basis)) is not None]
    return GroupOpposition(
        statement=each.statement,
        group=group,
        disagree=_disagreeing(record),
        voted=record.n or 0,
        raw=record,
        weighted=each.find("disagree", group=group, basis=WEIGHTED),
        everybody=bases[-1],
        supported=tuple(str(found.parameters["basis"]) for found in bases if (found.estimate or 0.0) > HALF),
        p_value=p_value,
        sure=sure,
    )
