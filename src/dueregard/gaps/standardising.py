"""Direct standardisation by age: what a group's value would be with the standard's ages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dueregard.estimates import Estimates, Support
from dueregard.gaps.rows import AGE

__all__ = ["Standard", "few_in_a_band", "standard_of", "standardise"]

FEWEST = 12
"""People in an age band below which the interval of a standardised value is unreliable.

Linearisation takes a band's own mean as known. Three bands of 5, 8 and 12 people each had 95% intervals that
covered 87%, 91% and 93% (tests/gaps/test_coverage.py).
"""

FEW = "too few people in some age bands for a reliable interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """The age structure to which groups are standardised.

    Parameters
    ----------
    shares : mapping of str to float
        The share of each age band; they add up to 1.
    words : str
        Whose ages they are.
    """

    shares: Mapping[str, float]
    words: str

    @property
    def note(self) -> str:
        """Say whose ages they are, as in "standard: the standard declared in the casebook"."""
        return f"age standard: {self.words}"


def standard_of(declared: Mapping[str, float] | None, *, ages: Estimates) -> Standard | None:
    """Find the age structure to standardise to.

    Parameters
    ----------
    declared : mapping of str to float, optional
        The casebook's share for each age band.
    ages : Estimates
        People by age band for whom the outcome applies.

    Returns
    -------
    Standard or None
        The declared shares of those bands, else the bands' shares of the people themselves; None when
        nobody's age is known.
    """
    counts = {label.by[AGE]: float(value) for label, value in zip(ages.labels, ages.values, strict=True)}
    words = "all people of the table for whom the outcome applies"
    if declared:
        counts = {band: declared.get(band, 0.0) if count > 0 else 0.0 for band, count in counts.items()}
        words = "the standard declared in the casebook"
    total = sum(counts.values())
    if not total > 0:
        return None
    return Standard(shares={band: count / total for band, count in counts.items()}, words=words)


def standardise(by_age: Estimates, *, crude: Estimates, standard: Standard) -> Estimates:
    """Average each group's values over age bands with the standard's shares.

    Parameters
    ----------
    by_age : Estimates
        Values of groups by age band.
    crude : Estimates
        Values of the same groups, all ages together: they tell who each group is.
    standard : Standard
        The shares.

    Returns
    -------
    Estimates
        One value a group, in the order of `crude`: the sum over bands a of P_a times the group's value in a.
        Where a group has nobody in a band, the shares of its other bands are scaled up and the value is
        approximate, with the share of the standard that is covered; where it has fewer than 12 people in a
        band, or its crude value is approximate, so is this one. The bands are the casebook's: they are never
        merged silently.

    References
    ----------
    Direct standardisation with the shares held fixed, as R's survey::svystandardize followed by svymean.
    """
    # A full count has no interval that could be unreliable.
    few = few_in_a_band(by_age) if by_age.sources else set()
    values = by_age.weighted_over(AGE, standard.shares)
    values = _in_order(values, like=crude)
    keys = [tuple(label.by.items()) for label in values.labels]
    approximate = [key in few and status == "ok" for key, status in zip(keys, values.statuses, strict=True)]
    who = {
        tuple(label.by.items()): support for label, support in zip(crude.labels, crude.supports, strict=True)
    }
    marked = replace(
        values,
        supports=tuple(
            _of_group(support, who.get(key, support))
            for key, support in zip(keys, values.supports, strict=True)
        ),
        statuses=tuple(
            "approximate" if doubtful else status
            for doubtful, status in zip(approximate, values.statuses, strict=True)
        ),
        reasons=tuple(
            FEW if doubtful else reason if status != "not_estimable" else why or reason
            for doubtful, status, reason, why in zip(
                approximate, values.statuses, values.reasons, crude.reasons, strict=True
            )
        ),
    )
    return _as_doubtful(marked, crude=crude)


def _as_doubtful(values: Estimates, *, crude: Estimates) -> Estimates:
    """Mark as approximate what is sound by age band but rests on a group whose crude value is not."""
    inherited = [
        status == "ok" and own == "approximate"
        for status, own in zip(values.statuses, crude.statuses, strict=True)
    ]
    return replace(
        values,
        statuses=tuple(
            "approximate" if worse else status
            for worse, status in zip(inherited, values.statuses, strict=True)
        ),
        reasons=tuple(
            why if worse else reason
            for worse, reason, why in zip(inherited, values.reasons, crude.reasons, strict=True)
        ),
    )


def _in_order(values: Estimates, *, like: Estimates) -> Estimates:
    """Put groups in another order; a group without anybody of known age has no value."""
    position = {tuple(label.by.items()): i for i, label in enumerate(values.labels)}
    where = [position.get(tuple(label.by.items())) for label in like.labels]
    chosen = values.select([place or 0 for place in where])
    if None not in where:
        return chosen
    return replace(
        chosen,
        values=np.where([place is None for place in where], np.nan, chosen.values),
        labels=tuple(
            replace(label, by=other.by) for label, other in zip(chosen.labels, like.labels, strict=True)
        ),
        supports=tuple(
            Support() if place is None else support
            for place, support in zip(where, chosen.supports, strict=True)
        ),
        statuses=tuple(
            "not_estimable" if place is None else status
            for place, status in zip(where, chosen.statuses, strict=True)
        ),
        reasons=tuple(
            "nobody of known age is in this group" if place is None else reason
            for place, reason in zip(where, chosen.reasons, strict=True)
        ),
    )


def _of_group(bands: Support, group: Support) -> Support:
    """Describe the group and not its smallest age band, which is never shown by itself."""
    return replace(group, n=bands.n, n_effective=min(group.n_effective, bands.n_effective), least_n=bands.n)


def few_in_a_band(by_age: Estimates) -> set[tuple[tuple[str, str], ...]]:
    """Find the groups that have some, but fewer than 12, people in an age band.

    Parameters
    ----------
    by_age : Estimates
        Values of groups by age band.

    Returns
    -------
    set
        The groups, as their variables and levels without the age band.
    """
    return {
        tuple((name, level) for name, level in label.by.items() if name != AGE)
        for label, support in zip(by_age.labels, by_age.supports, strict=True)
        if 0 < support.n < FEWEST
    }
