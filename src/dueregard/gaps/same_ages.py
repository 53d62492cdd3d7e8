"""Age-standardised gaps between groups that do not have people of all ages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from scipy import sparse

from dueregard.estimates import Estimates, Support
from dueregard.gaps.comparing import against_reference
from dueregard.gaps.references import Reference
from dueregard.gaps.rows import AGE

__all__ = ["against_reference_at_same_ages"]

NO_AGES = "the two groups have no age band in common"

Group = tuple[tuple[str, str], ...]


def against_reference_at_same_ages(
    levels: Estimates, by_age: Estimates, *, shares: Mapping[str, float], reference: Reference
) -> Estimates:
    """Subtract the reference group's value over the age bands that it shares with each group.

    A group without old people has a value standardised over the other bands. Set against the reference
    group's value over all bands, it would differ by nothing but age.

    Parameters
    ----------
    levels : Estimates, k values
        The groups' age-standardised values.
    by_age : Estimates
        Values of the same groups by age band.
    shares : mapping of str to float
        The standard's share of each band.
    reference : Reference
        Which of the groups is the reference.

    Returns
    -------
    Estimates, k - 1 values
        Differences with their joint uncertainty. Where the two groups do not share all bands, the standard is
        rescaled to those they share, and the reason says how much of it they cover; otherwise these are the
        differences of `levels`.
    """
    gaps = against_reference(levels, reference)
    bands = _bands(by_age, shares)
    base = bands[_group(levels, reference.position)]
    others = [i for i in range(len(levels)) if i != reference.position]
    common = [[band for band in bands[_group(levels, i)] if band in base] for i in others]
    if all(
        len(some) == len(bands[_group(levels, i)]) == len(base)
        for some, i in zip(common, others, strict=True)
    ):
        return gaps
    matrix = sparse.lil_array((len(others), len(by_age)))
    covered, weakest = [], []
    for row, (some, i) in enumerate(zip(common, others, strict=True)):
        cover = sum(shares[band] for band in some)
        own = bands[_group(levels, i)]
        for band in some:
            matrix[row, own[band]] = shares[band] / cover
            matrix[row, base[band]] = -shares[band] / cover
        covered.append(cover)
        weakest.append([[by_age.supports[side[band]] for band in some] for side in (own, base)])
    found = _described(by_age.linear(matrix.tocsr(), gaps.labels), gaps, covered)
    # The value of one side over few bands can be worked out from the gap: it must not rest on few people.
    supports = [_weaker(*pair) for pair in zip(found.supports, weakest, strict=True)]
    return replace(found, supports=tuple(supports))


def _group(estimates: Estimates, position: int) -> Group:
    return tuple(item for item in estimates.labels[position].by.items() if item[0] != AGE)


def _bands(by_age: Estimates, shares: Mapping[str, float]) -> Mapping[Group, dict[str, int]]:
    """Find where each group's value in each band stands, of the bands that count."""
    found: dict[Group, dict[str, int]] = defaultdict(dict)
    for position, (label, value) in enumerate(zip(by_age.labels, by_age.values, strict=True)):
        if shares.get(label.by[AGE], 0.0) > 0 and np.isfinite(value):
            found[_group(by_age, position)][label.by[AGE]] = position
    return found


def _weaker(support: Support, sides: list[list[Support]]) -> Support:
    """Let the people of the shared bands decide what may be shown."""
    return replace(
        support,
        least_n=min(support.least_n, *(sum(band.n for band in side) for side in sides)),
        least_n_effective=min(
            support.least_n_effective, *(sum(band.n_effective for band in side) for side in sides)
        ),
    )


def _described(found: Estimates, gaps: Estimates, covered: list[float]) -> Estimates:
    """Say of each gap what it rests on, and which part of the standard it covers."""
    apart = [
        cover == 0 and status != "not_estimable" for cover, status in zip(covered, gaps.statuses, strict=True)
    ]
    there = np.array([status != "not_estimable" for status in gaps.statuses]) & ~np.array(apart, bool)
    partial = [bool(here) and cover < 1 - 1e-9 for here, cover in zip(there, covered, strict=True)]
    return replace(
        found,
        values=np.where(there, found.values, np.nan),
        supports=gaps.supports,
        statuses=tuple(
            "not_estimable" if none else "approximate" if part else status
            for none, part, status in zip(apart, partial, gaps.statuses, strict=True)
        ),
        reasons=tuple(
            NO_AGES
            if none
            else f"compared over age bands with {cover:.1%} of the standard"
            if part
            else reason
            for none, part, cover, reason in zip(apart, partial, covered, gaps.reasons, strict=True)
        ),
    )
