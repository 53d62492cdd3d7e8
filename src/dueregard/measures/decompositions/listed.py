"""Sources and determinants as users list them."""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.errors import UsageError

__all__ = ["read_list"]


def read_list(given: str | Sequence[str], *, option: str, least: int = 1, most: int = 50) -> tuple[str, ...]:
    """Read several columns or expressions.

    Parameters
    ----------
    given : str or sequence of str
        Separated by semicolons, or one each.
    option : str
        What they are called, for messages.
    least, most : int
        How many there may be.

    Returns
    -------
    tuple of str
        One each.

    Raises
    ------
    UsageError
        When there are too few or too many, or one is there twice.

    Examples
    --------
    >>> read_list("wage; benefits", option="factors")
    ('wage', 'benefits')
    """
    parts = given.split(";") if isinstance(given, str) else given
    listed = tuple(part.strip() for part in parts)
    if least <= len(listed) <= most and all(listed) and len(set(listed)) == len(listed):
        return listed
    raise UsageError(
        f"{option} lists {least} to {most} different columns or expressions.",
        found=f"It was {given!r}.",
        remedy=f'Separate them by semicolons, as in {option}="wage; benefits".',
    )
