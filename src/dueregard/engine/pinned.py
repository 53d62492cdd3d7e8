"""The rows of a Spark table kept in place, while scores are kept of each of them."""

from __future__ import annotations

from dataclasses import replace

from dueregard.engine.frames import framed, is_spark
from dueregard.engine.table import Table

__all__ = ["pinned"]


def pinned(table: Table) -> Table:
    """Keep the rows of a Spark table where they are, so that their numbers stay theirs.

    Spark numbers rows by where they lie, and a plan that shuffles may lay them elsewhere each time it runs.
    Scores of rows that were numbered in several scans would then be those of other people. Spark keeps the
    rows that were computed first, in its memory or on its disks, as long as the table is in use.

    Parameters
    ----------
    table : Table
        People, of whom each one's own scores are wanted.

    Returns
    -------
    Table
        The same, unless each row is a sampling unit on Spark: then over the kept rows.
    """
    if table.row is None or not is_spark(table.frame):
        return table
    if "pinned" not in table.cache:
        table.cache["pinned"] = framed(table.frame.to_native().localCheckpoint(eager=False))
    return replace(table, frame=table.cache["pinned"])
