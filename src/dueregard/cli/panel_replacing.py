"""The part of ``dueregard panel`` that replaces people who dropped out."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.voices.panel import Pool, Targets

__all__ = ["replacement"]

FRESH = "The seed of the replacement is a fresh random one of this computer."
NO_SEED = "The alternates took the free seats in their order, so no seed was needed for it."


def replacement(
    record: Mapping[str, Any],
    *,
    pool: Pool,
    targets: Targets,
    without: Sequence[str],
    seed: str | None,
    tickets: int | None,
    time_limit: float,
    progress: Callable[[str, float], None],
) -> dict[str, Any]:
    """Fill the seats of people who dropped out: by the alternates if they can, else from the whole pool.

    Parameters
    ----------
    record : mapping
        Of a panel that was drawn.
    pool, targets : Pool and Targets
        What it was drawn from.
    without : sequence of str
        Ids of people who dropped out; a name of a file stands for the ids in it.
    seed : str, optional
        For a draw from the pool.
    tickets : int, optional
        Round the lottery of the pool to so many tickets.
    time_limit : float
        Seconds.
    progress : callable
        Takes what is being done and the share that is done.

    Returns
    -------
    dict
        The record with the replacement.
    """
    from dueregard.voices.panel import (
        draw,
        from_reserves,
        replaced,
        replacement_lottery,
        vacancy,
        with_counts,
    )

    if record.get("draw") is None:
        raise UsageError(
            "Nobody has been drawn yet, so nobody can be replaced.", remedy="Draw first, with --seed."
        )
    if [(each["category"], each["feature"]) for each in record["features"]] != [
        (quota.category, quota.feature) for quota in targets.quotas
    ]:
        raise UsageError(
            "The targets are not those of the draw: they have other features.",
            remedy="Numbers may be changed after people dropped out, rows may not.",
        )
    earlier = [name for step in record["replacements"] for name in step["left"]]
    gone = _ids(without, pool)
    free = vacancy(pool, targets=targets, panel=record["panel"], without=[*earlier, *gone])
    left = [name for name in gone if name not in earlier]
    people = from_reserves(free, record["alternates"])
    if people is not None:
        joined = [pool.ids[person] for person in people]
        found = replaced(record, left=left, joined=joined, targets=targets)
        return with_counts(_noted(found, NO_SEED if seed is not None else None), pool, targets)
    lottery = replacement_lottery(free, tickets=tickets, time_limit=time_limit, progress=progress)
    drawn = draw(lottery.content, seed=seed or secrets.token_hex(16))
    members = set(record["panel"])
    joined = [name for name in drawn.panel if name not in members]
    found = replaced(record, left=left, joined=joined, targets=targets, lottery=lottery, draw=drawn)
    return with_counts(_noted(found, FRESH if seed is None else None), pool, targets)


def _noted(record: dict[str, Any], note: str | None) -> dict[str, Any]:
    return record if note is None else {**record, "notes": [*record["notes"], note]}


def _ids(without: Sequence[str], pool: Pool) -> list[str]:
    known = set(pool.ids)
    found: list[str] = []
    for name in without:
        if name not in known and Path(name).is_file():
            found += _of_file(name, pool)
        elif name not in known:
            found += [part.strip() for part in name.split(",") if part.strip()]
        else:
            found.append(name)
    return list(dict.fromkeys(found))


def _of_file(path: str, pool: Pool) -> list[str]:
    """Ids in a file: its column of ids, or its first column."""
    from dueregard.people.written_rows import read_written_rows

    table = read_written_rows(path)
    if pool.id_column is not None and table.has(pool.id_column):
        return [cell for cell in table.column(pool.id_column) if cell]
    first = [row[0] for row in table.rows if row[0]]
    # A list of ids without a heading: its first line is an id.
    return [table.columns[0], *first] if table.columns[0] in set(pool.ids) else first
