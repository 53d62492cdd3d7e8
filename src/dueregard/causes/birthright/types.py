"""Types of birth: who they are in words, how many, how they fare, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dueregard.causes.birthright.findings import TypeOfBirth
from dueregard.causes.sample import Sample
from dueregard.causes.trees import Tree
from dueregard.estimates import Estimates, Label, Record, Support, records
from dueregard.estimates.source import IntArray

__all__ = ["TypesFound", "types_of", "types_of_profiles", "types_of_tree"]

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
    names = list(tree.levels)
    places = [[factor.name for factor in sample.factors].index(name) for name in names]
    leaf = tree.leaf_of(sample.codes[:, places])
    number = {node.id: place for place, node in enumerate(tree.leaves)}
    kind = np.array([number.get(each, 0) for each in range(max(number) + 1)])[leaf]
    return types_of(
        kind,
        _words(kind, sample, len(number)),
        sample,
        outcome=outcome,
        level=level,
        source=source,
    )


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
    words = [
        "born with "
        + ", ".join(
            f"{factor.label.replace('_', ' ')} {factor.levels[code]}"
            for factor, code in zip(sample.factors, row, strict=True)
        )
        for row in codes
    ]
    return types_of(kind, words, sample, outcome=outcome, level=level, source=source)


def types_of(
    kind: IntArray,
    words: list[str],
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
    words : list of str
        What each type is called.
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
    made = [records(estimates, level=level)[at] for at in order]
    profiles = _profiles(kind, sample, count)
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


def _words(kind: IntArray, sample: Sample, count: int) -> list[str]:
    labels = {factor.name: factor.label.replace("_", " ") for factor in sample.factors}
    return [
        "; ".join(f"{labels[name]}: {' or '.join(levels)}" for name, levels in profile.items()) or "everybody"
        for profile in _profiles(kind, sample, count)
    ]


def _profiles(kind: IntArray, sample: Sample, count: int) -> list[Mapping[str, tuple[str, ...]]]:
    """Levels that a type has, of circumstances of which it lacks some."""
    found: list[dict[str, tuple[str, ...]]] = [{} for _ in range(count)]
    for factor in sample.factors:
        size = len(factor.levels)
        there = np.bincount(kind * size + factor.codes, minlength=count * size).reshape(count, size) > 0
        for at in range(count):
            if not there[at].all():
                found[at][factor.name] = tuple(
                    level for level, present in zip(factor.levels, there[at], strict=True) if present
                )
    return list(found)
