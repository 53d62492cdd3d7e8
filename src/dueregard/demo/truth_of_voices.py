"""What an assessment should find about voices: who is missing, and what the smallest group opposes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.consultation import ADULT, NOT_SHOWN, asking
from dueregard.demo.levels import code_of
from dueregard.demo.statements import ADDRESS, STATEMENTS
from dueregard.demo.town import Town

__all__ = ["Missing", "Voiced", "voiced"]

_YOUNG = 25
_GROUP = "Gypsy or Irish Traveller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A group that took part less than its share.

    Attributes
    ----------
    characteristic, level : str
        The group, as the casebook calls it.
    took_part, adults : float
        Its share of those who took part, and of the town's adults.
    """

    characteristic: str
    level: str
    took_part: float
    adults: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """What was planted in the consultation.

    Attributes
    ----------
    participants : int
        How many took part.
    missing : tuple of Missing
        Young adults and disabled people.
    statement : str
        What most agree to, and a small group opposes.
    group : str
        The ethnic group that opposes it.
    agree : float
        The share of all votes on it that agree.
    oppose : float
        The share of the group's votes on it that disagree.
    group_took_part, group_adults : float
        The group's share of those who took part, and of the town's adults.
    """

    participants: int
    missing: tuple[Missing, ...]
    statement: str
    group: str
    agree: float
    oppose: float
    group_took_part: float
    group_adults: float


def voiced(town: Town) -> Voiced:
    """Work out what an assessment should find about the consultation.

    Parameters
    ----------
    town : Town

    Returns
    -------
    Voiced

    Examples
    --------
    >>> from dueregard.demo.town import town
    >>> found = voiced(town(1))
    >>> found.agree > 0.5 and found.oppose > 0.6
    True
    """
    asked = asking(town)
    adult = town.columns["age"] >= ADULT
    young = town.columns["age"] < _YOUNG
    disabled = town.columns["disabled"] == 1
    inside = town.columns["ethnicity"] == code_of("ethnicity", _GROUP)
    place = next(i for i, each in enumerate(STATEMENTS) if each.text == ADDRESS)
    votes = asked.votes[:, place]
    voted = votes != NOT_SHOWN
    theirs = voted & inside[asked.rows]

    def shares(members: NDArray[np.bool_]) -> tuple[float, float]:
        return float(members[asked.rows].mean()), float(members[adult].mean())

    return Voiced(
        participants=len(asked.rows),
        missing=(
            _missing("age", "16 to 24", *shares(young)),
            _missing("disability", "Disabled", *shares(disabled)),
        ),
        statement=ADDRESS,
        group=_GROUP,
        agree=float((votes[voted] == 1).mean()),
        oppose=float((votes[theirs] == -1).mean()),
        group_took_part=shares(inside)[0],
        group_adults=shares(inside)[1],
    )


def _missing(characteristic: str, level: str, took_part: float, adults: float) -> Missing:
    return Missing(characteristic=characteristic, level=level, took_part=took_part, adults=adults)
