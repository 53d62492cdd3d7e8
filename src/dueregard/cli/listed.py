"""Names written with commas between them, or one flag each."""

from __future__ import annotations

from collections.abc import Collection, Iterable

__all__ = ["listed"]


def listed(texts: Iterable[str], columns: Collection[str] = ()) -> list[str]:
    """Split at commas, unless a column is called so.

    Parameters
    ----------
    texts : iterable of str
        As written, each perhaps several names.
    columns : collection of str
        Of the table.

    Returns
    -------
    list of str
        Names without blanks around them.

    Examples
    --------
    >>> listed(["sex, age", "Pay, weekly"], ["sex", "age", "Pay, weekly"])
    ['sex', 'age', 'Pay, weekly']
    """
    return [
        part.strip()
        for text in texts
        for part in ([text] if text in columns else text.split(","))
        if part.strip()
    ]
