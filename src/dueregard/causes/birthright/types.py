"""Types of birth: who they are in words, how many, how they fare, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dueregard.causes.birthright.findings import TypeOfBirth
from dueregard.causes.sample import Sample
from dueregard.causes.trees import Tree
from dueregard.estimates import Estimates, Label, Record, Support, records
from dueregard.estimates.source import IntArray

__all__ = [
    "TreeTypes",
    "TypesFound",
    "told_apart",
    "tree_types",
    "types_of",
    "types_of_profiles",
    "types_of_tree",
]

MOST_PROFILES = 60
"""More distinct profiles than this are not listed as types."""

GIVEN = "mean of the type, given the types; the search for types adds uncertainty that is not in its interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesFound:
    """Types, and the same as records.

    Attributes
    ----------
    types : tuple of TypeOfBirth
        From the lowest mean.
    records : tuple of Record
        Their means, in the same order.
    """

    types: tuple[TypeOfBirth, ...] = ()
    records: tuple[Record, ...] = ()


def types_of_tree(
    tree: Tree, sample: Sample, *, outcome: str, level: float, source: str | None
) -> TypesFound:
    """Describe the leaves of a tree.

    Parameters
    ----------
    tree : Tree
        Grown on the sample.
    sample : Sample
        The people.
    outcome : str
        What the outcome is called.
    level : float
        Confidence level.
    source : str or None
        What the data are called.

    Returns
    -------
    TypesFound
    """
    found = tree_types(tree, sample)
    return types_of(
        found.kind, found.words, found.profiles, sample, outcome=outcome, level=level, source=source
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TreeTypes:
    """The leaves of a tree as types.

    Attributes
    ----------
    kind : ndarray of int (n,)
        The type of each person.
    words : tuple of str
        What each is called.
    profiles : tuple of mapping
        Levels that lead to it.
    """

    kind: IntArray
    words: tuple[str, ...]
    profiles: tuple[Mapping[str, tuple[str, ...]], ...]


def tree_types(tree: Tree, sample: Sample) -> TreeTypes:
    """Name the leaves of a tree, and say who is in which.

    Parameters
    ----------
    tree : Tree
        Grown on the sample.
    sample : Sample
        The people.

    Returns
    -------
    TreeTypes
        In the order of the leaves.
    """
    names = list(tree.levels)
    places = [[factor.name for factor in sample.factors].index(name) for name in names]
    leaf = tree.leaf_of(sample.codes[:, places])
    leaves = tree.leaves
    number = np.zeros(len(tree.nodes) + 1, np.intp)
    number[[node.id for node in leaves]] = np.arange(len(leaves))
    profiles = tuple(tree.profile(node.id) for node in leaves)
    words = told_apart([tree.describe(node.id) for node in leaves])
    return TreeTypes(kind=number[leaf], words=words, profiles=profiles)


def told_apart(words: Sequence[str]) -> tuple[str, ...]:
    """Number what is called the same.

    Parameters
    ----------
    words : sequence of str
        What types are called.

    Returns
    -------
    tuple of str
        All different.

    Examples
    --------
    >>> told_apart(["born in one of 9", "born in Ash", "born in one of 9"])
    ('born in one of 9 (1)', 'born in Ash', 'born in one of 9 (2)')
    """
    made = []
    for place, each in enumerate(words):
        before = sum(other == each for other in words[:place])
        made.append(f"{each} ({before + 1})" if list(words).count(each) > 1 else each)
    return tuple(made)


def _words(profile: Mapping[str, tuple[str, ...]], labels: Mapping[str, str]) -> str:
    if not profile:
        return "everybody"
    parts = (f"{labels.get(name, name)}: {' or '.join(levels)}" for name, levels in profile.items())
    return "; ".join(parts)


def types_of_profiles(
    kind: IntArray, codes: IntArray, sample: Sample, *, outcome: str, level: float, source: str | None
) -> TypesFound:
    """Describe distinct profiles, where they are few.

    Parameters
    ----------
    kind : ndarray of int (n,)
        The profile of each person.
    codes : ndarray of int (c, v)
        Levels of each profile.
    sample : Sample
        The people.
    outcome : str
        What the outcome is called.
    level : float
        Confidence level.
    source : str or None
        What the data are called.

    Returns
    -------
    TypesFound
        None where there are many.
    """
    if len(codes) > MOST_PROFILES:
        return TypesFound()
    profiles = [
        {factor.name: (factor.levels[code],) for factor, code in zip(sample.factors, row, strict=True)}
        for row in codes
    ]
    labels = {factor.name: factor.label for factor in sample.factors}
    words = [_words(profile, labels) for profile in profiles]
    return types_of(kind, words, profiles, sample, outcome=outcome, level=level, source=source)


def types_of(
    kind: IntArray,
    words: Sequence[str],
    profiles: Sequence[Mapping[str, tuple[str, ...]]],
    sample: Sample,
    *,
    outcome: str,
    level: float,
    source: str | None,
) -> TypesFound:
    """Estimate the mean of each type under the whole design.

    Parameters
    ----------
    kind : ndarray of int (n,)
        Type of each person.
    words : sequence of str
        What each type is called.
    profiles : sequence of mapping
        Levels that set each apart.
    sample : Sample
        The people.
    outcome : str
        What the outcome is called.
    level : float
        Confidence level.
    source : str or None
        What the data are called.

    Returns
    -------
    TypesFound
        From the lowest mean.
    """
    weight, y, count = sample.weight, sample.outcome, len(words)
    sums = np.bincount(kind, weights=weight, minlength=count)
    means = np.bincount(kind, weights=weight * y, minlength=count) / sums
    people = np.bincount(kind, minlength=count)
    squares = np.bincount(kind, weights=weight**2, minlength=count)
    influence = np.zeros((sample.size, count))
    influence[np.arange(sample.size), kind] = weight * (y - means[kind]) / sums[kind]
    spread = sample.design.scores(influence)
    chance = sample.two_valued
    yes = np.bincount(kind, weights=y, minlength=count) if chance else None
    estimates = Estimates(
        means,
        sources=() if spread is None else (spread,),
        labels=tuple(
            Label(
                measure="proportion" if chance else "mean",
                outcome=outcome,
                by={"type": each},
                method=GIVEN,
                source=source,
            )
            for each in words
        ),
        supports=tuple(
            Support(
                n=int(people[at]),
                n_effective=float(sums[at] ** 2 / squares[at]),
                units=len(np.unique(sample.design.psu[kind == at])),
                events=None if yes is None else int(min(yes[at], people[at] - yes[at])),
            )
            for at in range(count)
        ),
        interval_methods=("logit" if chance else "t",) * count,
    )
    order = np.argsort(means, kind="stable")
    told = records(estimates, level=level)
    made = [told[at] for at in order]
    types = tuple(
        TypeOfBirth(
            label=words[at],
            profile=profiles[at],
            n=int(people[at]),
            share=float(sums[at] / sums.sum()),
            mean=float(means[at]),
            se=record.se,
            low=record.low,
            high=record.high,
        )
        for at, record in zip(order, made, strict=True)
    )
    return TypesFound(types=types, records=tuple(made))
