"""Days as they are typed."""

from __future__ import annotations

from datetime import date

from dueregard.errors import UsageError

__all__ = ["day_of"]


def day_of(text: str, name: str) -> date:
    """Read a day.

    Parameters
    ----------
    text : str
        As typed.
    name : str
        The option it belongs to.

    Returns
    -------
    datetime.date

    Raises
    ------
    UsageError
        When it is no day.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{name} is no date.", remedy="Write it as 2027-03-31.") from None
