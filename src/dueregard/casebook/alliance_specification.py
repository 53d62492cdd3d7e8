"""The table ``[alliance]``: who reviews and signs, in which role, and what publication waits for."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from dueregard.casebook.fields import Part, Text, Truth, Whole
from dueregard.errors import did_you_mean

__all__ = ["REVIEWING", "ROLES", "SECTORS", "Alliance", "AllianceMember", "Role", "Sector"]

SectorName = Literal["business", "academia", "civil society", "public body", "community"]
RoleName = Literal[
    "author", "reviewer", "lived-experience reviewer", "steward for future generations", "decision-maker"
]

SECTORS: tuple[str, ...] = get_args(SectorName)
"""The sectors that an alliance is made of."""

ROLES: tuple[str, ...] = get_args(RoleName)
"""What a member may be in one assessment."""

REVIEWING = ("reviewer", "lived-experience reviewer", "steward for future generations")
"""The roles in which a review may be written: nobody reviews what they wrote, or are to decide, as such."""

LONGEST_ID = 40


def _one_of(known: tuple[str, ...], what: str) -> BeforeValidator:
    def known_one(value: Any) -> Any:
        text = " ".join(value.split()).casefold() if isinstance(value, str) else value
        if text in known:
            return text
        hint = did_you_mean(str(value), known) or f"It may be: {', '.join(known)}."
        raise PydanticCustomError(
            "alliance", "is no {what}: {found}. {hint}", {"what": what, "found": repr(value), "hint": hint}
        )

    return BeforeValidator(known_one)


def _slug(value: Any) -> Any:
    slug = isinstance(value, str) and re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", value)
    if slug and len(value) <= LONGEST_ID:
        return value
    raise PydanticCustomError(
        "alliance",
        "must be of small letters a to z, digits and hyphens, such as tenants-federation, and at most "
        "{most} of them; found {found}",
        {"found": repr(value), "most": LONGEST_ID},
    )


Sector = Annotated[SectorName, _one_of(SECTORS, "sector")]
Role = Annotated[RoleName, _one_of(ROLES, "role")]
Demanded = Annotated[Whole, Field(ge=0, le=1000)]


class AllianceMember(Part):
    """Somebody who answers for this assessment."""

    id: Annotated[str, BeforeValidator(_slug)]
    """A short name for files and commands, used once: small letters, digits and hyphens."""
    name: Text
    """The name that is printed."""
    sector: Sector
    """business, academia, civil society, public body or community."""
    roles: tuple[Role, ...] = ()
    """author, reviewer, lived-experience reviewer, steward for future generations, decision-maker."""


class Alliance(Part):
    """Who reviews and signs, and what publication waits for."""

    quorum: Literal["required", "reported"] = "reported"
    """required: nothing is published until the demands are met; reported: what is missing is printed at the
    top of the pack."""
    sectors: dict[Sector, Demanded] = Field(default_factory=dict)
    """The fewest signatures from each sector, such as { business = 1 }."""
    reviews: Demanded = 0
    """The fewest members who have reviewed these figures."""
    lived_experience: Demanded = 0
    """The fewest of them who review from lived experience."""
    steward: Truth = False
    """Whether the note of a steward for future generations is demanded."""
    members: tuple[AllianceMember, ...] = ()
    """Who they are."""

    def member(self, name: str) -> AllianceMember | None:
        """Find a member.

        Parameters
        ----------
        name : str
            Their id.

        Returns
        -------
        AllianceMember or None
            None when nobody has it.
        """
        return next((each for each in self.members if each.id == name), None)
