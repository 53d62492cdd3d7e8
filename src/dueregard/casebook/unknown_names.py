"""How a casebook's name of something that it does not have is told."""

from __future__ import annotations

from collections.abc import Iterable

from dueregard.errors import did_you_mean

__all__ = ["unknown_name"]


def unknown_name(name: str, known: Iterable[str], kind: str, remedy: str = "") -> str:
    """Say that a casebook names what it does not have.

    Parameters
    ----------
    name : str
        As it is written.
    known : iterable of str
        What the casebook has of the kind.
    kind : str
        In a word: ``"outcome"``.
    remedy : str
        What else may be done.

    Returns
    -------
    str
        The end of a sentence that begins with the place.

    Examples
    --------
    >>> unknown_name("incme", ["income", "health"], "outcome")
    "names the outcome 'incme', which the casebook does not have. Did you mean 'income'?"
    """
    names = list(dict.fromkeys(known))
    hint = did_you_mean(name, names) or (f"The casebook names: {', '.join(names)}." if names else "")
    ending = f": {remedy}" if remedy else ""
    return f"names the {kind} {name!r}, which the casebook does not have{ending}. {hint}".strip()
