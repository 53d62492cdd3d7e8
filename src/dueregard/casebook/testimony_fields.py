"""What the files of testimony may say: front matter, code frame and reviews."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AliasChoices,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from dueregard.casebook.characteristics import canonical_name
from dueregard.casebook.fields import Code, Day, Names, Part, Text, Truth, Whole, Words
from dueregard.casebook.testimony import SCOPES, Scope
from dueregard.errors import did_you_mean

__all__ = ["NOT_NEEDED", "ROLES", "CodeFramePart", "FrontMatterPart", "ReviewsPart", "Withdrawal"]

ROLES = (
    *("resident", "service user", "carer", "parent", "staff", "volunteer", "student", "tenant"),
    *("business", "charity", "community group", "public body", "organisation", "representative", "other"),
)
"""As what somebody speaks. A closed list, because a role in one's own words can be a name."""

NOT_NEEDED = frozenset({"author", "name", "names", "contact", "email", "e-mail", "phone", "address", "title"})
"""What is never needed to use testimony: it is not read, and the reader is told so."""

_WORDS_OF_CONSENT = {
    "no": "none",
    "false": "none",
    "refused": "none",
    "not given": "none",
    "count": "summary",
    "themes": "summary",
    # Who wrote only "quote" agreed to the words, not to the name.
    "quote": "quote anonymous",
    "quotes": "quote anonymous",
    "anonymous": "quote anonymous",
    "anonymous quote": "quote anonymous",
    "anonymous quotes": "quote anonymous",
    "quote anonymously": "quote anonymous",
    "named": "quote named",
    "named quote": "quote named",
    "named quotes": "quote named",
}

UNNAMED = "unnamed"
"""The coder of codes that are given without one."""

UNSAID = {"prefer not to say", "rather not say", "not said", "not stated", "unknown", "n/a"}


def _blank_is_none(value: Any) -> Any:
    return None if value is None or (isinstance(value, str) and value.strip() in ("", "~", "null")) else value


def _folded(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return re.sub(r"[\s_-]+", " ", value).strip().casefold() if isinstance(value, str) else value


def _scope(value: Any) -> Any:
    folded = _folded(_blank_is_none(value)) or "none"
    if folded in ("yes", "true"):
        raise PydanticCustomError(
            "testimony", f"says yes, but not to what. Write one of: {', '.join(SCOPES[1:])}"
        )
    word = _WORDS_OF_CONSENT.get(str(folded), str(folded)).replace(" ", "_")
    if word not in SCOPES:
        hint = did_you_mean(word, SCOPES) or f"It is one of: {', '.join(SCOPES)}."
        raise PydanticCustomError("testimony", f"is no scope that we know. {hint}")
    return word


def _role(value: Any) -> Any:
    return _folded(_blank_is_none(value))


def _kind(value: Any) -> Any:
    return {"organization": "organisation", "person": "individual"}.get(_folded(value), _folded(value))


def _withdrawn(value: Any) -> Any:
    folded = _folded(_blank_is_none(value))
    if folded in (None, "no", "false"):
        return False
    if folded in ("yes", "true"):
        return True
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError:
        raise PydanticCustomError("plain", "must be a date such as 2026-11-20, or yes or no") from None


def _shared(value: Any) -> Any:
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        return value
    return {
        canonical_name(str(name)): said
        for name, said in value.items()
        if _blank_is_none(said) is not None and _folded(said) not in UNSAID
    }


def _by_coder(value: Any) -> Any:
    if isinstance(value, list | str) and value:
        return {UNNAMED: _as_list(value)}
    if not isinstance(value, dict):
        return value or {}
    return {coder: _as_list(codes) for coder, codes in value.items()}


def _as_list(value: Any) -> Any:
    if value is None:
        return []
    return [each.strip() for each in value.split(",") if each.strip()] if isinstance(value, str) else value


OptionalDay = Annotated[Day | None, BeforeValidator(_blank_is_none)]
OptionalText = Annotated[Words, BeforeValidator(_blank_is_none)]
Level = Annotated[Code, StringConstraints(strip_whitespace=True, min_length=1)]


class Withdrawal(Part):
    """The one thing that is read of a testimony that was withdrawn."""

    model_config = ConfigDict(extra="ignore")

    id: OptionalText = None
    """The testimony's id; without it, the name of the file."""
    withdrawn: Annotated[Any, BeforeValidator(_withdrawn)] = False
    """The date on which it was withdrawn, or yes or no."""


class FrontMatterPart(Part):
    """What stands between the fences of a testimony."""

    id: OptionalText = None
    """The testimony's id; without it, the name of the file."""
    date: OptionalDay = None
    """When it was given."""
    consent: Annotated[
        Scope, BeforeValidator(_scope), Field(validation_alias=AliasChoices("consent", "consent_scope"))
    ] = "none"
    """What the person agreed to."""
    consent_on: OptionalDay = None
    """When they agreed."""
    consent_until: OptionalDay = None
    """The last day on which the consent holds."""
    role: Annotated[Text | None, BeforeValidator(_role)] = None
    """As what they speak."""
    kind: Annotated[Literal["individual", "organisation"] | None, BeforeValidator(_kind)] = None
    """Whether a person speaks for themself or for an organisation."""
    place: OptionalText = None
    """Where they live or use the service, as in the casebook."""
    characteristics: Annotated[dict[str, Level], BeforeValidator(_shared)] = Field(default_factory=dict)
    """What they chose to say of themselves."""
    named_as: OptionalText = None
    """The name under which they asked to be quoted."""
    withdrawn: Annotated[Any, BeforeValidator(_withdrawn)] = False
    """The date on which it was withdrawn, or yes or no."""
    language: OptionalText = None
    """The language it was given in, when the words are a translation or not English."""
    codes: Annotated[dict[Text, tuple[Text, ...]], BeforeValidator(_by_coder)] = Field(default_factory=dict)
    """The codes that each coder gave it."""

    @model_validator(mode="before")
    @classmethod
    def _consent_in_one_place(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("consent"), dict):
            return given
        inside = dict(given["consent"])
        flat = {"consent": inside.pop("scope", None)}
        flat |= {f"consent_{key}": inside.pop(key) for key in ("on", "until") if key in inside}
        if inside:
            raise PydanticCustomError("testimony", "consent holds scope, on and until, and nothing else")
        return {**given, **flat}

    @model_validator(mode="after")
    def _dates_in_order(self) -> FrontMatterPart:
        if self.consent_on and self.consent_until and self.consent_until < self.consent_on:
            raise PydanticCustomError("testimony", "consent_until is before consent_on")
        return self


class ThemeCodePart(Part):
    """One code of the frame."""

    id: Text
    """How coders write it."""
    label: Text
    """Its name for readers."""
    definition: Text
    """When it applies, and when not."""
    parent: Words = None
    """The broader code that it belongs to."""
    characteristic: Words = None
    """For an equality sub-code: the characteristic that the experience is about."""

    @field_validator("characteristic")
    @classmethod
    def _canonical(cls, characteristic: str | None) -> str | None:
        return canonical_name(characteristic) if characteristic else None


class FrameVersionPart(Part):
    """An earlier version of the frame."""

    version: Text
    """Its name."""
    date: Day
    """From when it was used."""
    codes: Names
    """The ids that it had."""
    why: str = ""
    """Why it was replaced."""


class CodeFramePart(Part):
    """The code frame."""

    version: Text
    """The name of this version."""
    date: Day
    """From when it is used."""
    codes: Annotated[tuple[ThemeCodePart, ...], Field(min_length=1)]
    """The codes."""
    history: tuple[FrameVersionPart, ...] = ()
    """Earlier versions, the oldest first."""


class SpanPart(Part):
    """A stretch that a reviewer decided about."""

    start: Annotated[Whole, Field(ge=0)]
    """Where it begins."""
    end: Annotated[Whole, Field(ge=0)]
    """After its last character."""
    kind: Text
    """What it was taken for."""
    redact: Truth = True
    """Whether it is struck out."""


class ReviewPart(Part):
    """A person's decision about one testimony."""

    testimony: Text
    """The testimony's id."""
    reviewed_by: Text
    """Who decided."""
    reviewed_on: Day
    """When."""
    salt: Annotated[Text, Field(pattern="^[0-9a-f]{32}$")]
    """A random salt."""
    fingerprint: Annotated[Text, Field(pattern="^[0-9a-f]{64}$")]
    """The keyed hash of the text that was reviewed."""
    spans: tuple[SpanPart, ...] = ()
    """What was decided."""


class ReviewsPart(Part):
    """The file of reviews."""

    format: Literal[1] = 1
    """The version of this file's format."""
    reviews: tuple[ReviewPart, ...] = ()
    """One for each testimony that was reviewed."""
