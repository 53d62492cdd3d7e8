"""The table ``[data_protection]``: on what footing people's data are used."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from dueregard.casebook.fields import Day, Part, Words

__all__ = ["DataProtection"]


class DataProtection(Part):
    """On what footing people's data are used (UK GDPR; Data Protection Act 2018)."""

    controller: Words = None
    """Who decides why and how the data are used, and answers for it (UK GDPR Art. 4(7))."""
    contact: Words = None
    """Whom people may ask, such as the data protection officer's office; no private address."""
    purpose: Words = None
    """What the data are used for (Art. 5(1)(b))."""
    lawful_basis: Words = None
    """The lawful basis, such as a task in the public interest (Art. 6(1)(e))."""
    special_category_condition: Words = None
    """Why special-category data, such as ethnic origin or health, may be used (Art. 9; Sch. 1)."""
    retention: Words = None
    """How long the data are kept, and what happens then (Art. 5(1)(e))."""
    minimisation: Words = None
    """What was left out or coarsened because it is not needed (Art. 5(1)(c))."""
    shared_with: Words = None
    """Who else gets the data of persons; nobody gets them from a pack."""
    dpia: Literal["done", "not done", "not needed"] | None = None
    """Whether an impact assessment was made (Art. 35)."""
    dpia_on: Day | None = None
    """When it was made."""
    dpia_why: Words = None
    """Why none is needed, or where it can be read."""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.dpia == "not needed" and not self.dpia_why:
            raise PydanticCustomError("data_protection", 'needs dpia_why when dpia = "not needed"')
        return self
