"""The table ``[publish]``: where the public site will be."""

from __future__ import annotations

import re

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from dueregard.casebook.fields import Part, Words

__all__ = ["Publish"]

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/%-]*)?")


class Publish(Part):
    """Where what is published can be found."""

    base_url: Words = None
    """The address of the folder out/public on the web, such as https://example.org/assessments/travel/; the
    feed then has whole addresses. Without it every address is relative, and the site works anywhere."""

    @field_validator("base_url")
    @classmethod
    def _an_address(cls, address: str | None) -> str | None:
        if address is None:
            return None
        if not _ADDRESS.fullmatch(address):
            raise PydanticCustomError("plain", "must be an address such as https://example.org/assessments/")
        return address.rstrip("/") + "/"
