"""What is asked of a birthright report, checked before anything is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from dueregard.causes.birthright.models import ESTIMATORS, Scale
from dueregard.causes.birthright.shapley import MOST_GROUPS, subsets
from dueregard.causes.designs import SampleDesign
from dueregard.causes.replicating import refuse_counts
from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates.intervals import refuse_level

__all__ = [
    "DEFAULT_ESTIMATORS",
    "MOST_GROUPS_OF_FORESTS",
    "Growth",
    "Settings",
    "Tested",
    "asked_circumstances",
    "asked_estimators",
]

DEFAULT_ESTIMATORS = ("tree", "parametric", "nonparametric")
MOST_GROUPS_OF_FORESTS = 4
FEWEST_DRAWS = 19
MOST_DRAWS = 100_000

Growth = Literal["auto", "design", "unweighted"]
"""How trees are to grow."""

Tested = Literal["permutation", "unweighted", "design"]
"""How their splits are tested: by permutation where people count alike; by permutation of the people as
interviewed, without their weights; or under the survey design."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a birthright report is made.

    Attributes
    ----------
    estimators : tuple of str
        In the order of :data:`~.models.ESTIMATORS`.
    scale : {"level", "log"} or None
        Of trees and regressions; None is levels for trees, logarithms for regressions of amounts and the
        logistic scale for those of chances.
    alpha : float
        Significance at which a tree splits.
    min_size : int
        Fewest people of a tree's type.
    growth : {"auto", "design", "unweighted"}
        How splits are tested when people have weights or sampling units; see :meth:`tests_of`.
    trees : int
        Of a forest.
    replicates : int
        Made where the user gave none; 0 for no intervals.
    null_draws : int
        Shuffles of each test whether a group matters; 0 for no tests.
    seed : int
        Of replicates, forests and shuffles.
    level : float
        Confidence level.
    """

    estimators: tuple[str, ...] = DEFAULT_ESTIMATORS
    scale: Scale | None = None
    alpha: float = 0.01
    min_size: int = 50
    growth: Growth = "auto"
    trees: int = 200
    replicates: int = 200
    null_draws: int = 499
    seed: int = 1
    level: float = 0.95

    def __post_init__(self) -> None:
        _refuse(self.scale in (None, "level", "log"), "The scale is level or log.", self.scale, "level")
        _refuse(0 < self.alpha < 1, "alpha is a probability between 0 and 1.", self.alpha, "0.01")
        _refuse(self.min_size >= 1, "A type has at least one person.", self.min_size, "50")
        _refuse(1 <= self.trees <= MOST_DRAWS, f"A forest has 1 to {MOST_DRAWS:,} trees.", self.trees, "200")
        # No replicates at all are no intervals, which may be asked for.
        refuse_counts(self.replicates or 2, self.seed)
        _refuse(
            self.null_draws == 0 or FEWEST_DRAWS <= self.null_draws <= MOST_DRAWS,
            f"A test takes {FEWEST_DRAWS} to {MOST_DRAWS:,} shuffles, or 0 for none.",
            self.null_draws,
            "499",
        )
        refuse_level(self.level)
        if self.growth not in get_args(Growth):
            raise UsageError(
                f"A tree cannot grow {self.growth!r}.",
                found=f"Ways to grow are {', '.join(get_args(Growth))}.",
                remedy=did_you_mean(str(self.growth), get_args(Growth)) or None,
            )

    def tests_of(self, design: SampleDesign) -> Tested:
        """Say how splits of trees are tested, of people with such a design.

        Parameters
        ----------
        design : SampleDesign
            How people were selected.

        Returns
        -------
        {"permutation", "unweighted", "design"}
            ``auto`` is ``design`` with strata, clusters, corrections, replicate weights or known totals. With
            sampling weights alone people were drawn one by one, and splits are tested by permutation of the
            people as interviewed, as published trees are; their types' means are weighted.

        Examples
        --------
        >>> import numpy as np
        >>> from dueregard.causes.designs import design_of
        >>> weighted = design_of(4, weight=np.array([1.0, 2.0, 1.0, 2.0]))
        >>> Settings().tests_of(weighted), Settings(growth="design").tests_of(weighted)
        ('unweighted', 'design')
        """
        if design.is_simple or not (design.sampling_error or design.weighted):
            return "permutation"
        if self.growth == "auto":
            return "unweighted" if design.only_weighted else "design"
        return "design" if self.growth == "design" else "unweighted"


def _refuse(sound: bool, wrong: str, found: object, instead: str) -> None:
    if not sound:
        raise UsageError(wrong, found=f"It is {found}.", remedy=f"Write {instead}.")


def asked_estimators(names: Sequence[str] | str | None, *, groups: int = 1) -> tuple[str, ...]:
    """Put estimators in order; ``all`` is every one that so many groups can have.

    Parameters
    ----------
    names : sequence of str, str or None
        As the user wrote them; None is the default three.
    groups : int
        How many groups of circumstances there are: with more than four, ``all`` is without the forest.

    Returns
    -------
    tuple of str

    Raises
    ------
    UsageError
        For an unknown one.

    Examples
    --------
    >>> asked_estimators(["nonparametric", "tree"])
    ('tree', 'nonparametric')
    """
    if not names:
        return DEFAULT_ESTIMATORS
    given = [names] if isinstance(names, str) else list(names)
    for name in given:
        if name != "all" and name not in ESTIMATORS:
            raise UsageError(
                f"There is no estimator {name!r}.",
                found=f"There are: {', '.join(ESTIMATORS)}, and all.",
                remedy=did_you_mean(name, (*ESTIMATORS, "all")) or None,
            )
    possible = [each for each in ESTIMATORS if each != "forest" or groups <= MOST_GROUPS_OF_FORESTS]
    return tuple(each for each in ESTIMATORS if each in given or ("all" in given and each in possible))


def asked_circumstances(
    circumstances: Mapping[str, Sequence[str]], *, used: Sequence[str], estimators: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Check groups of circumstances.

    Parameters
    ----------
    circumstances : mapping of str to sequence of str
        Columns by group.
    used : sequence of str
        Columns of the outcome.
    estimators : sequence of str
        What is estimated.

    Returns
    -------
    dict of str to tuple of str
        In the same order.

    Raises
    ------
    UsageError
        For no circumstances, an empty group, a reserved name, a circumstance in two groups or twice, the
        outcome as circumstance, and more groups than can be told apart.
    """
    groups = {
        str(name): tuple([columns] if isinstance(columns, str) else columns)
        for name, columns in circumstances.items()
    }
    if not groups:
        raise UsageError(
            "There are no circumstances of birth.",
            remedy="Name at least one group: --circumstance family=parent_occupation.",
        )
    seen: dict[str, str] = {}
    for name, columns in groups.items():
        if not columns or not name.strip():
            raise UsageError(
                f"The group of circumstances {name!r} has no columns."
                if name.strip()
                else "A group of circumstances has no name.",
                remedy="Write a name and its columns: family=parent_occupation,parent_education.",
            )
        if name in ("total", "gap"):
            raise UsageError(
                f"A group of circumstances cannot be called {name!r}.", remedy="Call it otherwise."
            )
        for column in columns:
            if column in seen:
                where = "twice in" if seen[column] == name else f"in {seen[column]!r} and in"
                raise UsageError(
                    f"The circumstance {column!r} stands {where} {name!r}.",
                    remedy="Leave it in one group: its share would be counted twice.",
                )
            if column in used:
                raise UsageError(
                    f"{column!r} makes the outcome; it cannot be a circumstance of birth as well.",
                    remedy="Name what people were born into.",
                )
            seen[column] = name
    subsets(len(groups))
    if "forest" in estimators and len(groups) > MOST_GROUPS_OF_FORESTS:
        raise UsageError(
            f"A forest is split between at most {MOST_GROUPS_OF_FORESTS} groups of circumstances.",
            found=f"There are {len(groups)}, which takes {2 ** len(groups)} forests.",
            remedy="Join groups, or use the tree, which is split between up to "
            f"{MOST_GROUPS}: --estimator tree.",
        )
    return groups
