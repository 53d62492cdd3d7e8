"""What the quotas do to people's chances: each feature in the pool, in its quota, and in the lottery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.problem import PanelProblem
from dueregard.voices.panel.targets import Quota, Targets
from dueregard.voices.panel.volunteers import Pool
from dueregard.voices.panel.witness import relaxed_smallest

__all__ = ["FeatureAccount", "feature_accounts", "gini", "smallest_without"]

Floats = NDArray[np.float64]
EVEN = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureAccount:
    """One feature's people, seats and chances.

    Attributes
    ----------
    quota : Quota
        The feature with its bounds.
    people : int
        How many have it in the pool.
    share : float
        Their share of the pool, 0 to 1.
    mean, lowest, highest : float, optional
        Their selection probabilities; None when nobody has it.
    relative : float, optional
        The mean divided by an even chance, seats / pool.
    """

    quota: Quota
    people: int
    share: float
    mean: float | None
    lowest: float | None
    highest: float | None
    relative: float | None

    @property
    def flag(self) -> str:
        """``above`` or ``below`` an even chance by more than a tenth of it, else empty."""
        if self.relative is None or abs(self.relative - 1) <= EVEN:
            return ""
        return "above" if self.relative > 1 else "below"

    def to_dict(self) -> dict[str, Any]:
        """The account for JSON.

        Returns
        -------
        dict
        """
        return {
            "category": self.quota.category,
            "feature": self.quota.feature,
            "minimum": self.quota.minimum,
            "maximum": self.quota.maximum,
            "people": self.people,
            "share_of_pool": self.share,
            "mean_probability": self.mean,
            "lowest_probability": self.lowest,
            "highest_probability": self.highest,
            "times_an_even_chance": self.relative,
            "flag": self.flag or None,
        }


def feature_accounts(
    pool: Pool, targets: Targets, probabilities: Floats, *, size: int
) -> tuple[FeatureAccount, ...]:
    """Set each feature's chances beside its people and its quota.

    Parameters
    ----------
    pool : Pool
        Volunteers.
    targets : Targets
        Quotas.
    probabilities : array of float, shape (n,)
        Everybody's selection probability.
    size : int
        Seats.

    Returns
    -------
    tuple of FeatureAccount
        In the order of the targets.
    """
    found = []
    for quota in targets.quotas:
        theirs = probabilities[[pool.counts(quota, person) for person in range(len(pool))]]
        some = bool(theirs.size)
        mean = float(theirs.mean()) if some else None
        found.append(
            FeatureAccount(
                quota=quota,
                people=int(theirs.size),
                share=theirs.size / len(pool),
                mean=mean,
                lowest=float(theirs.min()) if some else None,
                highest=float(theirs.max()) if some else None,
                relative=None if mean is None else mean * len(pool) / size,
            )
        )
    return tuple(found)


def smallest_without(
    problem: PanelProblem, targets: Targets, *, counted: NDArray[np.bool_]
) -> Mapping[str, float]:
    """Say how large the smallest chance could be without the quotas of each category.

    Parameters
    ----------
    problem : PanelProblem
        The rules.
    targets : Targets
        The quotas.
    counted : array of bool, shape (T,)
        Whose chances count: those who are on some panel.

    Returns
    -------
    mapping of str to float
        By category, as named in the targets: a bound from above, of panels that need not be whole.
    """
    found = {}
    for category in dict.fromkeys(quota.category for quota in targets.quotas if not quota.firm):
        dropped = np.array(
            [quota.category == category for quota in targets.quotas]
            + [False] * (len(problem.rows) - len(targets.quotas))
        )
        free = replace(
            problem,
            lower=np.where(dropped, 0, problem.lower),
            upper=np.where(dropped, problem.size, problem.upper),
        )
        found[category] = relaxed_smallest(free, counted=counted)
    return found


def gini(values: Sequence[float] | Floats) -> float:
    """Return the Gini index of chances: 0 when all are equal.

    Parameters
    ----------
    values : array-like of float, shape (n,)
        Chances of zero or more.

    Returns
    -------
    float

    Examples
    --------
    >>> gini([0.5, 0.5, 0.5]), gini([0.0, 1.0])
    (0.0, 0.5)
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    count, total = len(ordered), ordered.sum()
    if not total:
        return 0.0
    index = float(2 * (np.arange(1, count + 1) @ ordered) / (count * total) - (count + 1) / count)
    return max(0.0, index)
