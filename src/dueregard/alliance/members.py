"""Members of an alliance, and the texts that they may sign: what is seen must be what is signed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Self

from dueregard.casebook import Alliance
from dueregard.casebook.alliance_specification import SECTORS

__all__ = ["Member", "Terms", "ambiguous"]

Quorum = Literal["required", "reported"]

_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the order in which letters are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who answers for an assessment.

    Parameters
    ----------
    id : str
        A short name for files and commands.
    name : str
        The name that is printed.
    sector : str
        business, academia, civil society, public body or community.
    roles : tuple of str
        What they are in this assessment.
    """

    id: str
    name: str
    sector: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a casebook demands before it is published, as it was when the casebook was assessed.

    Parameters
    ----------
    quorum : {"required", "reported"} or None
        Whether publication waits for it; None where the casebook names no alliance.
    sectors : mapping of str to int
        The fewest signatures from each sector.
    reviews, lived_experience : int
        The fewest members who have reviewed these figures; and of them, from lived experience.
    steward : bool
        Whether the note of a steward for future generations is demanded.
    members : tuple of Member
        Who they are.
    decision_on : str or None
        The day of the decision, as ISO 8601.
    """

    quorum: Quorum | None = None
    sectors: Mapping[str, int] = field(default_factory=dict)
    reviews: int = 0
    lived_experience: int = 0
    steward: bool = False
    members: tuple[Member, ...] = ()
    decision_on: str | None = None

    @classmethod
    def of(cls, alliance: Alliance | None, *, decision_on: str | None) -> Self:
        """Take them from a casebook.

        Parameters
        ----------
        alliance : Alliance or None
            Its part about the alliance.
        decision_on : str or None
            The day of the decision.

        Returns
        -------
        Terms
            Demanding nothing where there is no alliance.
        """
        if alliance is None:
            return cls(decision_on=decision_on)
        return cls.read({**alliance.model_dump(mode="json"), "decision_on": decision_on})

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """Take them from a manifest.

        Parameters
        ----------
        content : mapping
            As :meth:`to_dict` gives it.

        Returns
        -------
        Terms

        Raises
        ------
        KeyError, TypeError, ValueError
            When no casebook could say so.
        """
        decision_on = content["decision_on"]
        if decision_on is not None:
            date.fromisoformat(decision_on)
        if content["quorum"] is None:
            return cls(decision_on=decision_on)
        # A manifest may come from anybody: it must be what a casebook could say.
        given = Alliance.model_validate({name: content[name] for name in Alliance.model_fields})
        return cls(
            quorum=given.quorum,
            # In one order always: a manifest sorts what it lists.
            sectors={name: given.sectors[name] for name in SECTORS if name in given.sectors},
            reviews=given.reviews,
            lived_experience=given.lived_experience,
            steward=given.steward,
            members=tuple(
                Member(id=each.id, name=each.name, sector=each.sector, roles=tuple(each.roles))
                for each in given.members
            ),
            decision_on=decision_on,
        )

    def to_dict(self) -> dict[str, Any]:
        """Give them as plain data.

        Returns
        -------
        dict
            Anything in it is JSON.
        """
        members = [
            {"id": each.id, "name": each.name, "sector": each.sector, "roles": list(each.roles)}
            for each in self.members
        ]
        plain = ("quorum", "reviews", "lived_experience", "steward", "decision_on")
        return {name: getattr(self, name) for name in plain} | {
            "sectors": dict(self.sectors),
            "members": members,
        }

    def member(self, name: str) -> Member | None:
        """Find a member.

        Parameters
        ----------
        name : str
            Their id.

        Returns
        -------
        Member or None
            None when nobody has it.
        """
        return next((each for each in self.members if each.id == name), None)


def ambiguous(text: str) -> str | None:
    r"""Say why a text could be shown as something else than what is signed.

    Parameters
    ----------
    text : str
        A note or an objection.

    Returns
    -------
    str or None
        None where it is shown as it is.

    Examples
    --------
    >>> ambiguous("A plain note.\nWith two lines."), ambiguous("abc\u202edef")
    (None, 'it has a mark that turns the order of letters round (U+202E)')
    """
    for letter in text:
        if letter in _TURNS:
            return f"it has a mark that turns the order of letters round (U+{ord(letter):04X})"
        if letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn"):
            return f"it has a character that cannot be seen (U+{ord(letter):04X})"
    if unicodedata.normalize("NFC", text) != text:
        return "some of its letters are written in two parts (it is not in Unicode's form NFC)"
    return None
