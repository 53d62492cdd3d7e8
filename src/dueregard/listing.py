"""Names joined as they are spoken."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["and_list"]


def and_list(names: Sequence[str], *, most: int | None = None, last: str = "and") -> str:
    """Join names with commas, and a word before the last.

    Parameters
    ----------
    names : sequence of str
        The names.
    most : int, optional
        The most to name: beyond them it is said how many more there are.
    last : str
        The word before the last.

    Returns
    -------
    str
        Empty without names.

    Examples
    --------
    >>> and_list(["a", "b", "c"]), and_list(["a", "b", "c"], most=1), and_list(["a", "b"], last="or")
    ('a, b and c', 'a and 2 more', 'a or b')
    """
    shown = list(names)
    if most is not None and len(shown) > most:
        shown = [*shown[:most], f"{len(shown) - most} more"]
    *first, final = shown or [""]
    return f"{', '.join(first)} {last} {final}" if first else final
