"""``--allow-outside``: the user's word, for one command, that a casebook may reach out of its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

__all__ = ["FLAG", "as_consented", "without_consent"]

FLAG = "--allow-outside"
_VARIABLE = "DUEREGARD_ALLOW_OUTSIDE"


def without_consent(words: Sequence[str]) -> tuple[list[str], bool]:
    """Take the flag out of a command: every command may have it.

    Parameters
    ----------
    words : sequence of str
        The words after ``dueregard``.

    Returns
    -------
    words : list of str
        The others.
    consented : bool
        Whether it was there.

    Examples
    --------
    >>> without_consent(["check", "town", "--allow-outside"])
    (['check', 'town'], True)
    >>> without_consent(["check", "--", "--allow-outside"])
    (['check', '--', '--allow-outside'], False)
    """
    end = words.index("--") if "--" in words else len(words)
    kept = [word for word in words[:end] if word != FLAG]
    return [*kept, *words[end:]], len(kept) < end


@contextmanager
def as_consented(consented: bool) -> Iterator[None]:
    """Run one command with or without that consent.

    Parameters
    ----------
    consented : bool
        Whether the flag was there; without it, the environment says.
    """
    before = os.environ.get(_VARIABLE)
    if consented:
        os.environ[_VARIABLE] = "1"
    try:
        yield
    finally:
        if consented and before is None:
            del os.environ[_VARIABLE]
        elif consented and before is not None:
            os.environ[_VARIABLE] = before
