"""What becomes of a gap under an option: closes, narrows, widens, turns round, or too close to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dueregard.pack.numbers import NumberFormat
from dueregard.pack.options_figures import format_of, plain_cell, unknown
from dueregard.pack.readings import symbol
from dueregard.pack.views import GapView

if TYPE_CHECKING:
    from dueregard.estimates import Record

__all__ = ["LEVELLED", "gap_cell", "gap_now", "is_behind", "verdict_of"]

LEVELLED = "by levelling down"
"""What is said beside a gap that narrows because the better-off lose."""


def is_behind(gap: Record, *, better: str) -> bool:
    """Say whether a group is clearly behind its reference: by its interval, not its estimate.

    Parameters
    ----------
    gap : Record
        Its gap.
    better : {"higher", "lower"}
        Which value is better.

    Returns
    -------
    bool
        False where it is not known.
    """
    if gap.estimate is None or gap.low is None or gap.high is None:
        return False
    return gap.high < 0 if better == "higher" else gap.low > 0


def gap_now(gap: Record | None, numbers: NumberFormat, *, at_most: float | None = None) -> GapView:
    """Show a gap as it is.

    Parameters
    ----------
    gap : Record or None
        The gap before any option.
    numbers : NumberFormat
        How it is written.
    at_most : float, optional
        The widest gap that is aimed at.

    Returns
    -------
    GapView
        The size and its interval; against an aim, with whether it is met.
    """
    if (blank := unknown(gap)) is not None or gap is None or gap.estimate is None:
        return blank or plain_cell("")
    verdict, sense = ("", "none") if at_most is None else _against(gap, at_most)
    interval = ""
    if gap.low is not None and gap.high is not None:
        interval = numbers.interval(*sorted((abs(gap.low), abs(gap.high)))) if gap.low * gap.high > 0 else ""
        interval = interval or f"{numbers.size(gap.low)} lower to {numbers.size(gap.high)} higher"
    way = "lower" if gap.estimate < 0 else "higher"
    return GapView(
        sense=sense,
        verdict=verdict,
        words=f"{numbers.gap(gap.estimate, brief=True)} {way}",
        interval=interval,
        mark=symbol(gap),
    )


def _against(gap: Record, at_most: float) -> tuple[str, str]:
    low, high = (end if end is not None else gap.estimate or 0.0 for end in (gap.low, gap.high))
    if -at_most <= low and high <= at_most:
        return "Within the aim", "better"
    if low > at_most or high < -at_most:
        return "Wider than the aim", "worse"
    return "Too close to call", "close"


def verdict_of(
    before: Record | None, after: Record | None, change: Record | None, *, at_most: float | None = None
) -> tuple[str, str]:
    """Say what becomes of a gap, true to its uncertainty.

    Parameters
    ----------
    before, after, change : Record or None
        The gap now, under the option, and its paired change.
    at_most : float, optional
        The widest gap that is aimed at.

    Returns
    -------
    tuple of (str, str)
        The verdict and its sense. *Closes* is said only of a gap that clearly narrows and then lies, with its
        whole interval, within the stated aim; *turns round* where it clearly comes to lie on the other side.
    """
    if (
        before is None
        or after is None
        or change is None
        or before.estimate is None
        or after.estimate is None
        or change.estimate is None
    ):
        return "", "unknown"
    if change.verdict == "the same as":
        return "No change", "close"
    low, high = change.low, change.high
    if low is None or high is None or low <= 0 <= high:
        return "Too close to call", "close"
    side = 1.0 if before.estimate > 0 else -1.0
    if side * change.estimate > 0:
        return "Widens", "worse"
    ends = [end for end in (after.low, after.high) if end is not None]
    if ends and all(side * end < 0 for end in ends):
        return "Turns round", "close"
    if side * after.estimate < 0 and abs(after.estimate) >= abs(before.estimate):
        # It changes sides, and whether it is as wide there as it was here is not known.
        return "Too close to call", "close"
    if at_most is not None and ends and all(abs(end) <= at_most for end in ends):
        return "Closes to the aim", "better"
    return "Narrows", "better"


def gap_cell(
    before: Record | None,
    after: Record | None,
    change: Record | None,
    numbers: NumberFormat,
    *,
    at_most: float | None = None,
    levelled: bool = False,
) -> GapView:
    """Show what becomes of a gap.

    Parameters
    ----------
    before, after, change : Record or None
        The gap now, under the option, and its paired change.
    numbers : NumberFormat
        How it is written.
    at_most : float, optional
        The widest gap that is aimed at.
    levelled : bool
        Whether it narrows because the better-off lose.

    Returns
    -------
    GapView
        The verdict, by how much, and what remains.
    """
    for record in (change, after):
        if (blank := unknown(record)) is not None:
            return blank
    verdict, sense = verdict_of(before, after, change, at_most=at_most)
    if verdict == "No change" or before is None or after is None or change is None:
        return plain_cell("", verdict=verdict, sense=sense)
    fine = format_of([change], measure="proportion" if numbers.kind == "share" else "mean")
    side = 1.0 if (before.estimate or 0.0) > 0 else -1.0
    moved = side * (change.estimate or 0.0)
    ends = sorted(side * end for end in (change.low, change.high) if end is not None)
    interval = ""
    if len(ends) == 2:
        interval = f"{_way(ends[0], fine)} to {_way(ends[1], fine)}"
    clear = verdict in ("Narrows", "Widens")
    words = f"by {fine.gap(moved, brief=True)}" if clear else _way(moved, fine)
    if clear and len(ends) == 2:
        interval = fine.interval(*sorted(map(abs, ends)))
    # Behind the words of what remains, the interval would be read as that of what remains.
    words += f" ({interval})" if interval else ""
    words += f"; {_remains(after, numbers)}"
    if levelled:
        words += f"; {LEVELLED}"
    return GapView(sense=sense, verdict=verdict, words=words, mark=symbol(change))


def _way(moved: float, numbers: NumberFormat) -> str:
    return f"{numbers.gap(moved, brief=True)} {'narrower' if moved < 0 else 'wider'}"


def _remains(after: Record, numbers: NumberFormat) -> str:
    return f"{numbers.gap(after.estimate or 0.0, brief=True)} {'remains' if after.estimate else 'remain'}"
