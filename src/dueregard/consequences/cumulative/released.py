"""What is said about a bundle follows from its records alone, so that it can be said again of a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dueregard.consequences.cumulative.findings import Cumulative, CumulativeFlag
from dueregard.consequences.cumulative.flags import flags_of
from dueregard.consequences.cumulative.reading import Reading, reading_of
from dueregard.consequences.cumulative.worst import worst_of

__all__ = ["last_year", "told"]


def last_year(found: Cumulative) -> str | None:
    """Name the year that flags and the worst affected are of.

    Parameters
    ----------
    found : Cumulative
        With its years.

    Returns
    -------
    str or None
        The last; None without years.
    """
    return str(found.years[-1]) if found.years else None


def told(found: Cumulative) -> Cumulative:
    """Find flags and the worst affected in records.

    Parameters
    ----------
    found : Cumulative
        With records, perhaps some withheld.

    Returns
    -------
    Cumulative
        With what follows from them.
    """
    reading = reading_of(found.records, year=last_year(found))
    flags = (*_nobody(reading), *flags_of(reading))
    return replace(found, flags=flags, worst=worst_of(reading))


def _nobody(reading: Reading) -> Sequence[CumulativeFlag]:
    """Say which measures give and take nothing."""
    idle = [
        name
        for name, cost in reading.shares("marginal_total_cost", ())
        if cost.estimate == 0 and _none(reading, name)
    ]
    return [
        CumulativeFlag(
            kind="nobody", measures=(name,), by={}, text=f"{name} reaches nobody: nothing changes."
        )
        for name in idle
    ]


def _none(reading: Reading, name: str) -> bool:
    change = reading.of("marginal_total_change", (), name)
    return change is not None and change.estimate == 0
