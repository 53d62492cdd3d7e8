"""The table of a bundle: one row a group, the whole and each measure's share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dueregard.cli.rows import print_rows_as_csv
from dueregard.consequences.cumulative import Cumulative
from dueregard.consequences.cumulative.reading import Group, Reading, reading_of
from dueregard.estimates import Record

__all__ = ["TableRow", "print_wide", "readings_of", "rows_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A group and what all measures do to it.

    Attributes
    ----------
    group : tuple
        Empty for everybody.
    whole : Record
        The mean change.
    relative, poverty, losers, loss : Record or None
        The change as a share of the outcome, the poverty rate's change, the share who lose and how much.
    shares : tuple of Record or None
        Each measure's share of the mean change, in order.
    """

    group: Group
    whole: Record
    relative: Record | None
    poverty: Record | None
    losers: Record | None
    loss: Record | None
    shares: tuple[Record | None, ...]

    @property
    def name(self) -> str:
        """The group in words."""
        return ", ".join(f"{name} {level}" for name, level in self.group) or "everybody"


def readings_of(found: Cumulative) -> Iterator[tuple[str, Reading]]:
    """Arrange records by year.

    Parameters
    ----------
    found : Cumulative
        The bundle.

    Yields
    ------
    tuple of str and Reading
        The year, empty without years; their sum last.
    """
    for year in dict.fromkeys(record.by.get("year") for record in found.records):
        yield year or "", reading_of(found.records, year=year)


def rows_of(reading: Reading) -> Iterator[TableRow]:
    """Give the rows of the table.

    Parameters
    ----------
    reading : Reading
        Records of one year.

    Yields
    ------
    TableRow
        Everybody, then groups, then intersections.
    """
    for group in reading.groups:
        whole = reading.of("cumulative_mean_change", group)
        if whole is None:
            continue
        moving = reading.of("cumulative_poverty_rate_change", group)
        yield TableRow(
            group=group,
            whole=whole,
            relative=reading.of("cumulative_relative_change", group),
            poverty=moving or reading.of("cumulative_anchored_poverty_rate_change", group),
            losers=reading.of("cumulative_losers_share", group),
            loss=reading.of("cumulative_mean_loss_of_losers", group),
            shares=tuple(reading.of("shapley_mean_change", group, name) for name in reading.measures),
        )


def print_wide(found: Cumulative) -> None:
    """Print the table as CSV: one row a group.

    Parameters
    ----------
    found : Cumulative
        The bundle.
    """
    names = list(dict.fromkeys(name for record in found.records for name in record.by if name not in _OURS))
    rows = []
    for year, reading in readings_of(found):
        for row in rows_of(reading):
            cells: dict[str, object] = {"year": year} if year else {}
            cells |= {name: dict(row.group).get(name, "") for name in names}
            cells |= _figures(row, reading)
            rows.append(cells)
    print_rows_as_csv(rows)


_OURS = ("bundle", "option", "with", "year")


def _figures(row: TableRow, reading: Reading) -> dict[str, object]:
    def value(record: Record | None) -> object:
        return "" if record is None or record.estimate is None else record.estimate

    shares = {
        f"share of {name}": value(share) for name, share in zip(reading.measures, row.shares, strict=True)
    }
    whole = row.whole
    return {
        "mean_change": value(whole),
        "low": "" if whole.low is None else whole.low,
        "high": "" if whole.high is None else whole.high,
        "relative_change": value(row.relative),
        "losers_share": value(row.losers),
        "mean_loss_of_losers": value(row.loss),
        "poverty_rate_change": value(row.poverty),
        **shares,
        "n": "" if whole.n is None else whole.n,
        "status": whole.status,
    }
