"""Estimates of one measure over one row of the grid, with the records that say them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dueregard.estimates import Estimates, Record, Support, records

__all__ = ["Piece", "cautious", "explained", "piece_of"]

FEWEST_UNITS = 18
"""Sampling units below which intervals of a group that is found in no others cover too seldom.

A mean over k alike units has about k - 1 degrees of freedom and a linearised variance that is (k - 1)/k of
the true one. With the degrees of freedom of a large design, 95% intervals so cover 90% in 9 units, 92% in 12
and 93% in 18; simulated in tests/gaps/test_coverage.py.
"""

FEW_UNITS = "people from too few sampling units for a reliable interval"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """Values that are read side by side.

    Parameters
    ----------
    table : str
        The table they belong to.
    records : tuple of Record
        What is shown of them.
    estimates : Estimates
        The values themselves, in the same order.
    """

    table: str
    records: tuple[Record, ...]
    estimates: Estimates

    @property
    def is_levels(self) -> bool:
        """Whether these are groups' own values, and not gaps between them."""
        return bool(self.records) and self.records[0].contrast is None


def piece_of(estimates: Estimates, *, table: str, basis: str, note: str | None = None) -> Piece:
    """Write estimates out as records of the grid.

    Parameters
    ----------
    estimates : Estimates
        The values.
    table : str
        The table they belong to.
    basis : str
        "crude" or "age-standardised".
    note : str, optional
        What to add to the method, such as which the reference group is.

    Returns
    -------
    Piece
        With 95% intervals.
    """
    return Piece(
        table=table,
        estimates=estimates,
        records=tuple(
            replace(
                record,
                parameters={**record.parameters, "basis": basis},
                method="; ".join(part for part in (record.method, note) if part) or None,
            )
            for record in records(estimates)
        ),
    )


def cautious(levels: Estimates) -> Estimates:
    """Mark groups whose people come from few sampling units as approximate.

    With few units the degrees of freedom of the whole design overstate what is known of the group.

    Parameters
    ----------
    levels : Estimates
        Groups' own values.

    Returns
    -------
    Estimates
        The same values. Groups with as many units as people were not sampled in clusters and stay as
        they are.

    References
    ----------
    Korn, E. L. and Graubard, B. I. (1999), Analysis of Health Surveys, section 5.2: degrees of freedom for
    subdomains count the units that hold people of the subdomain.
    """
    doubtful = [
        status == "ok" and bool(levels.sources) and _few_units(support)
        for status, support in zip(levels.statuses, levels.supports, strict=True)
    ]
    return replace(
        levels,
        statuses=tuple(
            "approximate" if flag else status for flag, status in zip(doubtful, levels.statuses, strict=True)
        ),
        reasons=tuple(
            FEW_UNITS if flag else reason for flag, reason in zip(doubtful, levels.reasons, strict=True)
        ),
    )


def explained(levels: Estimates, *, asked: Sequence[float], people: Sequence[float]) -> Estimates:
    """Say why a group has no value.

    Parameters
    ----------
    levels : Estimates
        Groups' own values.
    asked : sequence of float
        People in each group for whom the outcome applies.
    people : sequence of float
        All people in each group.

    Returns
    -------
    Estimates
        The same values, with a reason for those that are not there.
    """
    return replace(
        levels,
        reasons=tuple(
            _why(asked[i], people[i]) if support.n == 0 and levels.statuses[i] == "not_estimable" else reason
            for i, (support, reason) in enumerate(zip(levels.supports, levels.reasons, strict=True))
        ),
    )


NOBODY = "nobody in the data is in this group"
NOT_APPLICABLE = "the outcome does not apply to this group"
ALL_MISSING = "the outcome is missing for everyone in this group"


def _why(asked: float, people: float) -> str:
    if people > 0:
        return ALL_MISSING if asked > 0 else NOT_APPLICABLE
    return NOBODY


def _few_units(support: Support) -> bool:
    return 0 < support.units < min(FEWEST_UNITS, support.n)
