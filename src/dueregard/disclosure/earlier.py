"""Earlier releases: what was published of the same people is known, and cannot be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dueregard.estimates import Record

__all__ = ["EarlierRelease", "shown_before"]

LARGEST = 2**53
"""Whole numbers that a float holds exactly end here."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EarlierRelease:
    """Figures of the same people that were published before.

    Parameters
    ----------
    name : str
        What it is called, such as ``"v1"``.
    records : tuple of Record
        Its figures, shown and withheld.

    Examples
    --------
    >>> rows = [{"measure": "mean", "by": {"ward": "a"}, "estimate": 4.0, "n": 20, "status": "ok"}]
    >>> EarlierRelease.of("v1", rows).records[0].n
    20
    """

    name: str
    records: tuple[Record, ...] = field(repr=False)

    @classmethod
    def of(cls, name: str, rows: Iterable[object]) -> EarlierRelease:
        """Read the figures of an estimates.json that was published.

        Parameters
        ----------
        name : str
            What the release is called.
        rows : iterable of mapping
            Its ``"estimates"``. Rows that are none are passed over.

        Returns
        -------
        EarlierRelease
            With what the gate needs of them.
        """
        known = (_record(row) for row in rows if isinstance(row, Mapping))
        return cls(name=name, records=tuple(record for record in known if record is not None))


def _record(row: Mapping[Any, Any]) -> Record | None:
    if not isinstance(row.get("measure"), str):
        return None
    by, parameters = row.get("by") or {}, row.get("parameters") or {}
    if not isinstance(by, Mapping) or not isinstance(parameters, Mapping):
        return None
    return Record(
        measure=row["measure"],
        parameters={str(name): value for name, value in parameters.items()},
        outcome=_text(row.get("outcome")),
        by={str(name): str(level) for name, level in by.items()},
        contrast=_text(row.get("contrast")),
        reference=_text(row.get("reference")),
        estimate=_number(row.get("estimate")),
        se=_number(row.get("se")),
        n=_whole(row.get("n")),
        status="withheld" if row.get("status") == "withheld" else "ok",
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    number = _number(value)
    return int(number) if number is not None and abs(number) <= LARGEST else None


def shown_before(earlier: Sequence[EarlierRelease]) -> list[tuple[str, Record]]:
    """List the figures that earlier releases showed.

    Parameters
    ----------
    earlier : sequence of EarlierRelease
        All of them.

    Returns
    -------
    list of (str, Record)
        Each with the name of its release.
    """
    return [
        (release.name, record)
        for release in earlier
        for record in release.records
        if record.estimate is not None
    ]
