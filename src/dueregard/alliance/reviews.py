"""A member's review of the figures, with assent or dissent, and a member's signature under the pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self

from dueregard.alliance.merkle import sha256
from dueregard.alliance.signing import Seal

__all__ = ["OBJECTION_KEYS", "Dissent", "Position", "Review", "Signature"]

Position = Literal["assent", "dissent"]

OBJECTION_KEYS = ("id", "principle", "option", "characteristic", "level", "outcome", "text")
"""What an objection says, and what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """An objection that a review makes.

    Parameters
    ----------
    text : str
        What is objected.
    id, principle, option, characteristic, level, outcome : str or None
        Its name, and what it is about.
    """

    text: str
    id: str | None = None
    principle: str | None = None
    option: str | None = None
    characteristic: str | None = None
    level: str | None = None
    outcome: str | None = None

    def to_dict(self) -> dict[str, str]:
        """Give what it says as plain data.

        Returns
        -------
        dict of str to str
            Without what is not said.
        """
        return {name: value for name in OBJECTION_KEYS if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A member's review.

    Parameters
    ----------
    member, role : str
        Who, and as what.
    position : {"assent", "dissent"}
        Where they stand.
    on : datetime.date
        When it was written.
    figures : str
        The figures root that it is of.
    register : str
        The hash of the register's last entry when it was written: what came before cannot be cut off later.
    number : int
        Counts the reviews of a member, so that none can pass for a later one.
    note : str
        What they say, printed in full.
    objections : tuple of Dissent
        What they object to.
    seal : Seal or None
        The signature under all of it; None before it is signed.
    """

    member: str
    role: str
    position: Position
    on: date
    figures: str
    register: str
    number: int
    note: str
    objections: tuple[Dissent, ...] = ()
    seal: Seal | None = None

    kind = "review"

    @property
    def path(self) -> str:
        """Where its file lies, from the casebook's folder.

        Returns
        -------
        str
            ``reviews/MEMBER-NUMBER.toml``.
        """
        return f"reviews/{self.member}-{self.number}.toml"

    def signed_content(self) -> dict[str, Any]:
        """Give what is signed.

        Returns
        -------
        dict
            Everything but the seal; dates as ISO 8601.
        """
        return {**self._said(), "on": self.on.isoformat()}

    def content(self) -> dict[str, Any]:
        """Give what its file holds.

        Returns
        -------
        dict
            In the order of the file.
        """
        return {**self._said(), **({} if self.seal is None else {"signature": self.seal.to_dict()})}

    def _said(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            "member": self.member,
            "role": self.role,
            "position": self.position,
            "on": self.on,
            "figures": self.figures,
            "register": self.register,
            "number": self.number,
            "note": self.note,
        }
        if self.objections:
            said["objections"] = [each.to_dict() for each in self.objections]
        return said

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """Take it from the content of its file.

        Parameters
        ----------
        content : mapping
            As :meth:`content` gives it.

        Returns
        -------
        Review

        Raises
        ------
        ValueError
            When something is missing, is too much, or is of another kind; the message names the field.
        """
        texts = ("member", "role", "position", "figures", "register", "note")
        _refuse_other_keys(content, needed=(*texts, "on", "number", "signature"), allowed=("objections",))
        _texts(content, texts)
        if type(content["number"]) is not int or content["number"] < 1:
            raise ValueError("number")
        if content["position"] not in ("assent", "dissent"):
            raise ValueError("position")
        objections = content.get("objections", [])
        if not isinstance(objections, list) or ("objections" in content and not objections):
            raise ValueError("objections")
        return cls(
            **{key: content[key] for key in texts},
            on=_day(content),
            number=content["number"],
            objections=tuple(_dissent(each) for each in objections),
            seal=Seal.read(content["signature"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A member's signature under the pack as it is printed.

    Parameters
    ----------
    member, role : str
        Who, and as what.
    on : datetime.date
        When.
    root, figures : str
        The pack root that is signed, and the figures root within it.
    register : str
        The hash of the register's last entry when it was signed: what came before cannot be cut off later.
    dissents : bool
        Whether the member signs that the pack is a true record while dissenting from it.
    seal : Seal or None
        The signature; None before it is made.
    """

    member: str
    role: str
    on: date
    root: str
    figures: str
    register: str
    dissents: bool
    seal: Seal | None = None

    kind = "signature"

    @property
    def path(self) -> str:
        """Where its file lies, from the casebook's folder.

        Returns
        -------
        str
            ``signatures/MEMBER-ROOT-KEY.toml``, with eight digits of the root and of the key's fingerprint.
        """
        key = sha256("" if self.seal is None else self.seal.key)[:8]
        return f"signatures/{self.member}-{self.root[:8]}-{key}.toml"

    def signed_content(self) -> dict[str, Any]:
        """Give what is signed.

        Returns
        -------
        dict
            Everything but the seal; dates as ISO 8601.
        """
        return {**self._said(), "on": self.on.isoformat()}

    def content(self) -> dict[str, Any]:
        """Give what its file holds.

        Returns
        -------
        dict
            In the order of the file.
        """
        return {**self._said(), **({} if self.seal is None else {"signature": self.seal.to_dict()})}

    def _said(self) -> dict[str, Any]:
        keys = ("member", "role", "on", "root", "figures", "register", "dissents")
        return {key: getattr(self, key) for key in keys}

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """Take it from the content of its file.

        Parameters
        ----------
        content : mapping
            As :meth:`content` gives it.

        Returns
        -------
        Signature

        Raises
        ------
        ValueError
            When something is missing, is too much, or is of another kind; the message names the field.
        """
        texts = ("member", "role", "root", "figures", "register")
        _refuse_other_keys(content, needed=(*texts, "on", "dissents", "signature"))
        _texts(content, texts)
        if not isinstance(content["dissents"], bool):
            raise ValueError("dissents")
        return cls(
            **{key: content[key] for key in texts},
            on=_day(content),
            dissents=content["dissents"],
            seal=Seal.read(content["signature"]),
        )


def _dissent(content: Any) -> Dissent:
    if not isinstance(content, dict):
        raise ValueError("objections")
    try:
        _refuse_other_keys(content, needed=("text",), allowed=OBJECTION_KEYS)
        _texts(content, list(content))
    except ValueError as error:
        raise ValueError(f"objections {error}") from None
    return Dissent(**content)


def _refuse_other_keys(
    content: Mapping[str, Any], *, needed: tuple[str, ...], allowed: tuple[str, ...] = ()
) -> None:
    for key in [*(key for key in needed if key not in content), *content]:
        if key not in content or key not in (*needed, *allowed):
            raise ValueError(key)


def _texts(content: Mapping[str, Any], keys: Any) -> None:
    for key in keys:
        if not isinstance(content[key], str):
            raise ValueError(key)


def _day(content: Mapping[str, Any]) -> date:
    # A datetime is a date too, and would be signed as another text.
    if type(content["on"]) is not date:
        raise ValueError("on")
    return content["on"]
