"""A body's members in the groups of one comparator: what is known before anything is tested."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.listing import and_list
from dueregard.voices.representation.asked import Asked
from dueregard.voices.representation.fair_draw import FairDraw, Floats
from dueregard.voices.representation.findings import GroupFinding
from dueregard.voices.representation.placing import Placed
from dueregard.voices.representation.shares import Levels, Shares
from dueregard.voices.representation.standing import ratio_limits
from dueregard.voices.representation.terms import Terms
from dueregard.voices.representation.words import sentence, verdict

__all__ = ["Held", "finite"]

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """A body held against one comparator.

    Attributes
    ----------
    asked : Asked
        The characteristic.
    name : str
        What the comparator is called.
    placed : Placed
        The members by group.
    shares : Shares
        The comparator's groups.
    missing : int
        Members who did not state theirs.
    fair_limits : array of float, shape (k, 2), optional
        Of the comparator's shares, where they are a sample's.
    """

    asked: Asked
    name: str
    placed: Placed
    shares: Shares
    missing: int
    fair_limits: Floats | None = None

    @property
    def compared(self) -> int:
        """Members in groups that the comparator has."""
        return int(self.placed.counts.sum())

    @property
    def groups(self) -> NDArray[np.int64]:
        """The groups that a fair draw can have anybody of."""
        return np.flatnonzero(self.shares.shares > 0)

    @property
    def fair(self) -> Floats:
        """Their shares."""
        return self.shares.shares[self.groups]

    def group(self, at: int) -> GroupFinding:
        """Say what is known of a group before anything is tested.

        Parameters
        ----------
        at : int
            Where it stands among the comparator's groups.

        Returns
        -------
        GroupFinding
            Its count and the comparator's share.
        """
        shares, count = self.shares, int(self.placed.counts[at])
        whole = self.compared + self.missing
        return GroupFinding(
            level=_joined(shares.levels[at]),
            by=self._by(shares.levels[at]),
            count=count,
            least_share=count / whole if whole else None,
            most_share=(count + self.missing) / whole if whole else None,
            population_share=float(shares.shares[at]),
            population_low=None if self.fair_limits is None else finite(self.fair_limits[at, 0]),
            population_high=None if self.fair_limits is None else finite(self.fair_limits[at, 1]),
            population_people=None if shares.people is None else int(shares.people[at]),
        )

    def told(self, group: GroupFinding, terms: Terms) -> GroupFinding:
        """Add the ratio, the verdict and the sentence to a group whose share is known.

        Parameters
        ----------
        group : GroupFinding
            With its share and limits.
        terms : Terms
            The level.

        Returns
        -------
        GroupFinding
            Whole.
        """
        fair, limits = group.population_share, (group.low, group.high)
        if group.share is None or limits[0] is None or limits[1] is None or not fair:
            return replace(group, reason="Its share has no interval.")
        sampled = None
        if group.population_low is not None and group.population_high is not None:
            sampled = (group.population_low, group.population_high)
        low, high = ratio_limits(group.share, (limits[0], limits[1]), fair=fair, fair_limits=sampled)
        group = replace(group, ratio=group.share / fair, ratio_low=finite(low), ratio_high=finite(high))
        group = replace(group, verdict=verdict(group, level=terms.level, sampled=sampled is not None))
        group = replace(group, stands=self._stands(group, terms))
        return replace(group, sentence=sentence(group, n=self.compared, against=self.name))

    def _stands(self, group: GroupFinding, terms: Terms) -> bool | None:
        """Whether a verdict would stand were all who did not state theirs of the group, or none of them."""
        fewer = group.verdict.startswith("fewer")
        if not self.missing or group.so_few is None or group.count is None or group.p is None:
            return None
        if not fewer and not group.verdict.startswith("more"):
            return None
        share = group.population_share or 0.0
        draw = FairDraw(n=self.compared + self.missing, shares=np.array([share, 1 - share]))
        chances, count = draw.chances(0), group.count
        tail = chances[: count + self.missing + 1] if fewer else chances[count:]
        return bool(tail.sum() <= (1 - terms.level) / 2)

    def absent(self) -> tuple[GroupFinding, ...]:
        """Name the groups of the body that the comparator does not have.

        Returns
        -------
        tuple of GroupFinding
            Without figures.
        """
        whose = {"population": "population table", "affected": "table of those affected"}.get(
            self.name, self.name
        )
        return tuple(
            GroupFinding(
                level=_joined(each.levels),
                by=self._by(each.levels),
                count=each.count,
                reason=f"The {whose} has nobody of this group. {each.meant}".strip(),
            )
            for each in self.placed.absent
        )

    def bare(self, why: str) -> tuple[GroupFinding, ...]:
        """List all groups without figures.

        Parameters
        ----------
        why : str
            Why there are none.

        Returns
        -------
        tuple of GroupFinding
            The comparator's groups, then the absent ones.
        """
        return (*(replace(self.group(at), reason=why) for at in self.groups), *self.absent())

    def notes(self) -> tuple[str, ...]:
        """Tell what was left out.

        Returns
        -------
        tuple of str
            Nothing where nobody was.
        """
        absent = self.placed.absent
        if not absent:
            return ()
        names = [_joined(each.levels) for each in absent[:_SHOWN]]
        names += [f"{len(absent) - _SHOWN} more"] if len(absent) > _SHOWN else []
        out = sum(each.count for each in absent)
        members = "1 member is" if out == 1 else f"{out:,} members are"
        return (f"{members} left out: the {self.name} table has nobody of {and_list(names, last='or')}.",)

    def _by(self, levels: Levels) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.asked.body, levels, strict=True))


def finite(value: float) -> float | None:
    """Give a number that can be written, or none.

    Parameters
    ----------
    value : float
        Any.

    Returns
    -------
    float or None
        None for what is infinite or not a number.
    """
    return float(value) if np.isfinite(value) else None


def _joined(levels: Levels) -> str:
    return " × ".join(levels)
