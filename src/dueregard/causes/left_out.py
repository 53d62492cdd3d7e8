"""People without an answer: left out, a level of their own, or a reason to stop; and how each is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NoReturn, get_args

from dueregard.errors import PeopleError, UsageError, did_you_mean

__all__ = ["Missing", "left_out_notes", "refuse_missing", "refuse_nobody", "refuse_unknown_way"]

Missing = Literal["level", "drop", "refuse"]
"""What becomes of people whose answer to a factor is missing."""


def refuse_unknown_way(missing: str) -> None:
    """Refuse a way to treat missing answers that there is not.

    Parameters
    ----------
    missing : str
        As the user wrote it.

    Raises
    ------
    UsageError
        When it is none of :data:`Missing`.

    Examples
    --------
    >>> refuse_unknown_way("lvel")
    Traceback (most recent call last):
    ...
    dueregard.errors.UsageError: There is no way 'lvel' to treat missing answers. Did you mean 'level'?
    """
    if missing not in get_args(Missing):
        raise UsageError(
            f"There is no way {missing!r} to treat missing answers.",
            remedy=did_you_mean(missing, get_args(Missing))
            or f"Choose from: {', '.join(get_args(Missing))}.",
        )


def refuse_missing(absent: Mapping[str, int]) -> None:
    """Refuse missing answers, where that was asked for.

    Parameters
    ----------
    absent : mapping of str to int
        How many people lack an answer, by reason: ``"no class"``.

    Raises
    ------
    PeopleError
        When anybody does.
    """
    if any(absent.values()):
        raise PeopleError(
            "Answers are missing, and that was to be refused.",
            found=f"People with {_told(absent)}.",
            remedy="Keep them as a level of their own (missing = level), or leave them out (missing = drop).",
            discreet="Some people have none.",
        )


def refuse_nobody(outcome: str, dropped: Mapping[str, int]) -> NoReturn:
    """Say that everybody was left out.

    Parameters
    ----------
    outcome : str
        What was to be learnt about.
    dropped : mapping of str to int
        How many, by reason.

    Raises
    ------
    PeopleError
        Always.
    """
    raise PeopleError(
        f"Nobody is left to learn about {outcome!r} from.",
        found=f"Left out: {_told(dropped)}." if any(dropped.values()) else None,
        remedy="Check the condition on the people, and which values are missing.",
        discreet="Everybody was left out.",
    )


def left_out_notes(dropped: Mapping[str, int]) -> list[str]:
    """Say who was left out.

    Parameters
    ----------
    dropped : mapping of str to int
        How many, by reason.

    Returns
    -------
    list of str
        A sentence for each reason that somebody was left out for.

    Examples
    --------
    >>> left_out_notes({"no pay": 1, "no class": 0, "no sex": 1200})
    ['1 person was left out: no pay.', '1,200 people were left out: no sex.']
    """
    return [
        f"{'1 person was' if count == 1 else f'{count:,} people were'} left out: {reason}."
        for reason, count in dropped.items()
        if count
    ]


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{reason} {count:,}" for reason, count in counts.items() if count)
